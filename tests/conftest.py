"""What several kinds of tests need: bases on both engines, own settings, Debian's browser. Tests nothing."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine

from app.services.base_de_donnees import open_base
from app.settings import Settings
from tests.base.postgresql import start_postgresql

RACINE = Path(__file__).resolve().parent.parent

# A developer's own settings must not change what is tested.
for _nom in [*(nom for nom in os.environ if nom.startswith("MBS_")), "DATABASE_URL", "HOST", "PORT"]:
    if _nom != "MBS_COMPLET":
        os.environ.pop(_nom, None)


def migrations_on(engine: Engine) -> Config:
    """Alembic's configuration for this engine."""
    configuration = Config(RACINE / "alembic.ini")
    configuration.attributes["engine"] = engine
    return configuration


@pytest.fixture(scope="session")
def complet() -> bool:
    """Whether the heavy rigs run at full size."""
    return os.environ.get("MBS_COMPLET") == "1"


@pytest.fixture
def reglages(tmp_path: Path) -> Settings:
    """Settings whose files are all in this test's own folder."""
    return Settings(var=tmp_path)


@pytest.fixture(scope="session")
def adresse_postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL started for this run, without the name of a base at its end."""
    with start_postgresql() as adresse:
        yield adresse


@pytest.fixture(params=["sqlite", "postgresql"])
def url_base_vide(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new base with nothing in it, on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'vide.db'}"
        return
    adresse = request.getfixturevalue("adresse_postgresql")
    nom = f"t{uuid.uuid4().hex}"
    administration = create_engine(f"{adresse}/postgres", isolation_level="AUTOCOMMIT")
    with administration.connect() as connexion:
        connexion.exec_driver_sql(f"CREATE DATABASE {nom}")
    try:
        yield f"{adresse}/{nom}"
    finally:
        with administration.connect() as connexion:
            connexion.exec_driver_sql(f"DROP DATABASE {nom} WITH (FORCE)")
        administration.dispose()


@pytest.fixture
def url_base(url_base_vide: str) -> str:
    """The address of a new base, migrated to the last step, on each engine in turn."""
    engine = open_base(url_base_vide)
    try:
        command.upgrade(migrations_on(engine), "head")
    finally:
        engine.dispose()
    return url_base_vide


@pytest.fixture
def moteur_bd(url_base: str) -> Iterator[Engine]:
    """The application's own engine on a new migrated base, SQLite then PostgreSQL."""
    engine = open_base(url_base)
    try:
        yield engine
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's Chromium, which never calls home."""
    chemin = shutil.which("chromium")
    assert chemin, "chromium manque : lancez scripts/install"
    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    return {"executable_path": chemin, "args": [*arguments, "--disable-quic", "--disable-sync"]}
