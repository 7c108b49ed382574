"""Opens the base, SQLite or PostgreSQL, with settings under which nothing is lost. Holds no query about people."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

# FastAPI runs plain handlers in 40 threads: each may hold one connection, so none ever waits for another's.
THREADS = 40
ATTENTE_MS = 10_000

#: What a connection says when it will write nothing.
LECTURE = {"lecture": True}

PRAGMAS = (
    # Wait for a lock before anything else, the switch to WAL included.
    f"PRAGMA busy_timeout={ATTENTE_MS}",
    "PRAGMA journal_mode=WAL",
    # A committed transaction survives a power cut.
    "PRAGMA synchronous=FULL",
    # What is erased is overwritten with zeroes, and nothing goes through a temporary file.
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA foreign_keys=ON",
)


def open_base(database_url: str) -> Engine:
    """The engine for this address. Nothing is connected until the first query."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, pool_size=THREADS, max_overflow=0, hide_parameters=True)
        event.listen(engine, "connect", prepare_sqlite)
        event.listen(engine, "begin", begin_immediate)
        return engine
    return create_engine(
        url,
        pool_size=5,
        max_overflow=THREADS - 5,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "application_name": "mon-budget-sante"},
    )


class Tour:
    """Whose turn it is to use SQLite, which lets one write at a time: those of one process wait here, in a line.

    Left to SQLite, they sleep longer and longer between two tries, and the base stands idle meanwhile. PostgreSQL
    needs none: everybody passes.
    """

    def __init__(self, engine: Engine) -> None:
        self._verrou = threading.Lock() if engine.dialect.name == "sqlite" else None

    @contextmanager
    def take(self) -> Iterator[bool]:
        """False when the line does not move any more: as long as SQLite itself would have waited."""
        if self._verrou is None:
            yield True
            return
        mien = self._verrou.acquire(timeout=ATTENTE_MS / 1000)
        try:
            yield mien
        finally:
            if mien:
                self._verrou.release()


def prepare_sqlite(connexion: sqlite3.Connection, _fiche: ConnectionPoolEntry) -> None:
    """Applied to every new connection: SQLite forgets these settings when a connection closes."""
    # The driver's own BEGIN is deferred and comes late; we send ours, see begin_immediate.
    connexion.isolation_level = None
    for pragma in PRAGMAS:
        connexion.execute(pragma).close()


def begin_immediate(connexion: Connection) -> None:
    """Take the write lock before the first read: no other writer can slip in between. Whoever only reads says so."""
    lit = connexion.get_execution_options().get("lecture")
    connexion.exec_driver_sql("BEGIN" if lit else "BEGIN IMMEDIATE")


def is_ready(engine: Engine) -> bool:
    """Whether the base answers and has been migrated."""
    try:
        with engine.connect() as connexion:
            migrations: int = connexion.execute(text("SELECT count(*) FROM alembic_version")).scalar_one()
    except SQLAlchemyError:
        return False
    return migrations == 1


def compact(engine: Engine, jusqu_a: int | None = None) -> bool:
    """Write SQLite's file anew, when it is not larger than that; whether it is done, or there is none of ours.

    `secure_delete` overwrites a row where it is; when pages are balanced, SQLite may leave an older copy in a gap. Seen
    on one number out of thousands, with 200 people: a file written anew has no gap.
    """
    if engine.dialect.name != "sqlite":
        return True
    with suppress(SQLAlchemyError, sqlite3.Error), closing(engine.raw_connection()) as prise:
        curseur = prise.cursor()
        (pages,), (taille,) = (curseur.execute(f"PRAGMA {quoi}").fetchone() for quoi in ("page_count", "page_size"))
        if jusqu_a is None or pages * taille <= jusqu_a:
            curseur.execute("VACUUM")
            return True
    return False


def truncate_journal(engine: Engine) -> bool:
    """Write SQLite's journal into its file and empty it: what was erased leaves no copy there.

    Whether it is empty now: a reader may be holding it. PostgreSQL has no such file of ours to empty.
    """
    if engine.dialect.name != "sqlite":
        return True
    with suppress(SQLAlchemyError, sqlite3.Error), closing(engine.raw_connection()) as prise:
        # Through the driver: inside a transaction of ours, nothing would be emptied.
        lignes = prise.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return bool(lignes) and lignes[0][0] == 0
    return False
