"""SQLite as it is opened by the application: durable, erasing for good, and never losing an update."""

import contextlib
import multiprocessing
from collections.abc import Iterator
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from app.services import base_de_donnees
from app.services.base_de_donnees import THREADS, open_base

PROCESSUS, TOURS = 4, 50


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    engine = open_base(f"sqlite:///{tmp_path / 'essai.db'}")
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "attendu"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("foreign_keys", 1),
        ("busy_timeout", base_de_donnees.ATTENTE_MS),
    ],
)
def test_every_pooled_connection_has_the_pragma(sqlite: Engine, pragma: str, attendu: object) -> None:
    with contextlib.ExitStack() as ouvertes:
        # Through the driver: SQLAlchemy's own connections would each begin, and take the write lock.
        prises = [ouvertes.enter_context(contextlib.closing(sqlite.raw_connection())) for _ in range(THREADS)]
        valeurs = [prise.execute(f"PRAGMA {pragma}").fetchone()[0] for prise in prises]
    assert valeurs == [attendu] * THREADS


def test_each_thread_of_the_server_finds_a_connection(sqlite: Engine) -> None:
    assert sqlite.pool.size() >= THREADS


def test_a_transaction_begins_with_the_write_lock(sqlite: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_de_donnees, "PRAGMAS", ("PRAGMA busy_timeout=0",))
    with sqlite.connect() as premiere, sqlite.connect() as seconde:
        premiere.execute(text("SELECT 1"))
        with pytest.raises(OperationalError, match="locked"):
            seconde.execute(text("SELECT 1"))


def test_a_rollback_undoes_everything_even_a_new_table(sqlite: Engine) -> None:
    with sqlite.connect() as connexion:
        connexion.execute(text("CREATE TABLE passagere (n INTEGER)"))
        connexion.rollback()
        assert connexion.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one() == 0


def test_a_reference_to_nothing_is_refused(sqlite: Engine) -> None:
    with sqlite.begin() as connexion:
        connexion.execute(text("CREATE TABLE mere (id INTEGER PRIMARY KEY)"))
        connexion.execute(text("CREATE TABLE fille (mere INTEGER REFERENCES mere(id))"))
    with pytest.raises(IntegrityError), sqlite.begin() as connexion:
        connexion.execute(text("INSERT INTO fille VALUES (1)"))


def test_what_is_erased_leaves_no_trace_in_the_file(sqlite: Engine, tmp_path: Path) -> None:
    secret = "sentinelle-7f3a9c"
    with sqlite.begin() as connexion:
        connexion.execute(text("CREATE TABLE notes (texte TEXT)"))
        connexion.execute(text("INSERT INTO notes VALUES (:texte)"), {"texte": secret * 20})
    with sqlite.begin() as connexion:
        connexion.execute(text("DELETE FROM notes"))
    with contextlib.closing(sqlite.raw_connection()) as prise:
        prise.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    sqlite.dispose()
    traces = [fichier.name for fichier in tmp_path.iterdir() if secret.encode() in fichier.read_bytes()]
    assert traces == []


def count_many_times(url: str, *, planted: bool, depart: Barrier) -> None:
    """Reads a number and writes it back plus one, TOURS times, each in its own transaction."""
    # The planted fault is the library's own default, where the driver begins only at the first write.
    engine = create_engine(url) if planted else open_base(url)
    depart.wait(60)
    for _ in range(TOURS):
        with engine.begin() as connexion:
            total = connexion.execute(text("SELECT total FROM compteur")).scalar_one()
            connexion.execute(text("UPDATE compteur SET total = :total"), {"total": total + 1})
    engine.dispose()


def race(url: str, *, planted: bool) -> int:
    """The total reached by PROCESSUS processes that count together, none of which saw an error."""
    engine = open_base(url)
    with engine.begin() as connexion:
        connexion.execute(text("CREATE TABLE compteur (total INTEGER)"))
        connexion.execute(text("INSERT INTO compteur VALUES (0)"))
    contexte = multiprocessing.get_context("spawn")
    depart = contexte.Barrier(PROCESSUS)
    coureurs = [
        contexte.Process(target=count_many_times, args=(url,), kwargs={"planted": planted, "depart": depart})
        for _ in range(PROCESSUS)
    ]
    for coureur in coureurs:
        coureur.start()
    for coureur in coureurs:
        coureur.join(120)
    assert [coureur.exitcode for coureur in coureurs] == [0] * PROCESSUS
    with engine.connect() as connexion:
        total: int = connexion.execute(text("SELECT total FROM compteur")).scalar_one()
    engine.dispose()
    return total


def test_no_update_is_lost_between_processes(tmp_path: Path) -> None:
    assert race(f"sqlite:///{tmp_path / 'course.db'}", planted=False) == PROCESSUS * TOURS


def test_the_race_does_lose_updates_with_the_library_s_defaults(tmp_path: Path) -> None:
    assert race(f"sqlite:///{tmp_path / 'course.db'}", planted=True) < PROCESSUS * TOURS
