"""Bases brought to the last step, by the migrations themselves or by copying what they made once. Tests nothing."""

import functools
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from app.services.base_de_donnees import open_base

RACINE = Path(__file__).resolve().parent.parent


def migrations_on(engine: Engine) -> Config:
    """Alembic's configuration for this engine."""
    configuration = Config(RACINE / "alembic.ini")
    configuration.attributes["engine"] = engine
    return configuration


def migrate(engine: Engine) -> None:
    """Every migration in turn, on an empty base."""
    command.upgrade(migrations_on(engine), "head")


def make_ready(engine: Engine) -> None:
    """The same on SQLite, from what the migrations made the first time: few tests are about the way there."""
    with closing(engine.raw_connection()) as prise:
        connexion = prise.driver_connection
        assert isinstance(connexion, sqlite3.Connection)
        connexion.executescript(_sqlite_at_the_last_step())


@functools.cache
def _sqlite_at_the_last_step() -> str:
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "modele.db"
        engine = open_base(f"sqlite:///{fichier}")
        migrate(engine)
        engine.dispose()
        with closing(sqlite3.connect(fichier)) as connexion:
            return "\n".join(connexion.iterdump())
