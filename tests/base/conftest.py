"""A base that many tests share, each taking back what it wrote: a new one for each would cost more than they do."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.services.base_de_donnees import open_base
from tests.bases import make_ready
from tests.conftest import new_postgresql


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def moteur_commun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One migrated base for the tests of a module that commit nothing, SQLite then PostgreSQL."""
    if request.param == "sqlite":
        engine = open_base(f"sqlite:///{tmp_path_factory.mktemp('commune') / 'base.db'}")
        make_ready(engine)
        yield engine
        engine.dispose()
        return
    modele = request.getfixturevalue("modele_postgresql")
    with new_postgresql(request.getfixturevalue("adresse_postgresql"), modele) as adresse:
        engine = open_base(adresse)
        yield engine
        engine.dispose()


@pytest.fixture
def session_annulee(moteur_commun: Engine) -> Iterator[Session]:
    """One transaction, taken back at the end of the test."""
    with Session(moteur_commun) as ouverte:
        ouverte.begin()
        yield ouverte
        ouverte.rollback()


@pytest.fixture
def session(moteur_bd: Engine) -> Iterator[Session]:
    """One transaction in a base of its own, committed at the end of the test."""
    with Session(moteur_bd) as ouverte, ouverte.begin():
        yield ouverte
