"""What several kinds of tests need: bases on both engines, own settings, Debian's browser. Tests nothing."""

import asyncio
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine

from app.services.base_de_donnees import open_base
from app.settings import Settings
from tests.base.postgresql import start_postgresql
from tests.bases import make_ready, migrate

# No test judges the clock: on a busy machine, the same answer only comes later.
settings.register_profile("sans-montre", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sans-montre")

# A developer's own settings must not change what is tested.
for _nom in [*(nom for nom in os.environ if nom.startswith("MBS_")), "DATABASE_URL", "HOST", "PORT"]:
    if _nom != "MBS_COMPLET":
        os.environ.pop(_nom, None)


@pytest.fixture(scope="session")
def complet() -> bool:
    """Whether the heavy rigs run at full size."""
    return os.environ.get("MBS_COMPLET") == "1"


@pytest.fixture(autouse=True)
def without_the_loop_of_the_browser(request: pytest.FixtureRequest) -> Iterator[None]:
    """A browser opened by an earlier test keeps its event loop running in this thread: the others must not see it."""
    boucle = None if "playwright" in request.fixturenames else asyncio._get_running_loop()
    if boucle is None:
        yield
        return
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(boucle)


@pytest.fixture
def reglages(tmp_path: Path) -> Settings:
    """Settings whose files are all in this test's own folder."""
    return Settings(var=tmp_path)


@pytest.fixture(scope="session")
def adresse_postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL started for this run, without the name of a base at its end."""
    with start_postgresql() as adresse:
        yield adresse


@contextmanager
def new_postgresql(adresse: str, modele: str = "template1") -> Iterator[str]:
    """A base of its own, copied from this one, gone at the end."""
    nom = f"t{uuid.uuid4().hex}"
    administration = create_engine(f"{adresse}/postgres", isolation_level="AUTOCOMMIT")
    with administration.connect() as connexion:
        connexion.exec_driver_sql(f"CREATE DATABASE {nom} TEMPLATE {modele}")
    try:
        yield f"{adresse}/{nom}"
    finally:
        with administration.connect() as connexion:
            connexion.exec_driver_sql(f"DROP DATABASE {nom} WITH (FORCE)")
        administration.dispose()


@pytest.fixture(scope="session")
def modele_postgresql(adresse_postgresql: str) -> Iterator[str]:
    """The name of a base migrated once, that others are copied from."""
    with new_postgresql(adresse_postgresql) as adresse:
        engine = open_base(adresse)
        migrate(engine)
        engine.dispose()
        yield adresse.rpartition("/")[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def url_base_vide(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new base with nothing in it, on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'vide.db'}"
        return
    with new_postgresql(request.getfixturevalue("adresse_postgresql")) as adresse:
        yield adresse


@pytest.fixture(params=["sqlite", "postgresql"])
def url_base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new base at the last step, on each engine in turn."""
    if request.param == "sqlite":
        adresse = f"sqlite:///{tmp_path / 'base.db'}"
        engine = open_base(adresse)
        make_ready(engine)
        engine.dispose()
        yield adresse
        return
    modele = request.getfixturevalue("modele_postgresql")
    with new_postgresql(request.getfixturevalue("adresse_postgresql"), modele) as adresse:
        yield adresse


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
    """Debian's Chromium without its window, which opens a page for a third of the work, and never calls home."""
    chemin = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert chemin, "chromium-headless-shell manque : lancez scripts/install"
    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    return {"executable_path": chemin, "args": [*arguments, "--disable-quic", "--disable-sync"]}
