"""Runs the migrations on the engine it is given, or on the one of the settings. Knows no table by name."""

from alembic import context
from sqlalchemy import Connection, Engine, text

from app.models import Table
from app.services.base_de_donnees import open_base
from app.settings import load_settings

# Any number that no other program of the same PostgreSQL uses: it makes simultaneous starts wait for each other.
VERROU_POSTGRESQL = 5_011_076

#: What begins so belongs to the library that runs the workers, and is no table of ours to compare.
DES_OUVRIERS = "procrastinate_"


def is_ours(nom: str | None, genre: str, _parents: object) -> bool:
    """Whether the models must know this table."""
    return not (genre == "table" and nom is not None and nom.startswith(DES_OUVRIERS))


def migrate(connexion: Connection) -> None:
    """One transaction for all the steps: a migration that fails leaves the base as it was."""
    context.configure(
        connection=connexion,
        target_metadata=Table.metadata,
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
        include_name=is_ours,
    )
    with context.begin_transaction():
        if connexion.dialect.name == "postgresql":
            # Better a failed migration than a queue of requests behind a table lock.
            connexion.execute(text("SET LOCAL lock_timeout = '5s'"))
            connexion.execute(text("SELECT pg_advisory_xact_lock(:verrou)"), {"verrou": VERROU_POSTGRESQL})
        context.run_migrations()
        if connexion.dialect.name == "sqlite":
            orphelines = connexion.exec_driver_sql("PRAGMA foreign_key_check").all()
            if orphelines:
                raise RuntimeError(f"{len(orphelines)} rows would lose the row they refer to; nothing was changed")


def run(engine: Engine) -> None:
    with engine.connect() as connexion:
        driver = connexion.connection.driver_connection
        if connexion.dialect.name != "sqlite" or driver is None:
            migrate(connexion)
            return
        # Batch mode rebuilds a table by dropping it; with foreign keys on, SQLite would empty those that refer to it.
        # The pragma has no effect inside a transaction, hence the driver's own connection.
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            migrate(connexion)
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    raise SystemExit("Offline mode is not used: the same migrations run on SQLite and PostgreSQL.")

engine_given = context.config.attributes.get("engine")
if isinstance(engine_given, Engine):
    run(engine_given)
else:
    own = open_base(load_settings().database_url)
    try:
        run(own)
    finally:
        own.dispose()
