"""Copies a PostgreSQL base with its own programs, and puts a copy back in an empty or emptied base. Erases nobody."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE
from typing import BinaryIO, cast

from sqlalchemy import URL, Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from app.services.copie_scellee import open_pieces, seal
from app.services.photo import Photo, take_photo
from app.services.sauvegarde_refus import SauvegardeRefusee

#: Where the living base waits while a copy is being put in its place.
AVANT = "avant_restauration"
_PROGRAMMES = {"pg_dump": "la sauvegarde", "pg_restore": "la restauration"}


def dump(engine: Engine, cle: bytes, vers: BinaryIO) -> Photo:
    """The whole base at one instant; the counts are those of the same instant."""
    with engine.connect() as connexion:
        connexion.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        instant = str(connexion.execute(text("SELECT pg_export_snapshot()")).scalar_one())
        photo = take_photo(connexion)
        options = ["--format=custom", "--no-owner", "--no-privileges"]
        options += [f"--exclude-schema={AVANT}", f"--snapshot={instant}"]
        # Through memory: no copy in clear is ever on a disk.
        _run("pg_dump", options, engine.url, sortie=lambda flux: seal(cle, flux, vers))
    return photo


def exists(engine: Engine) -> bool:
    """Whether there is a table in this base."""
    return bool(inspect(engine).get_table_names())


def begin(engine: Engine, cle: bytes, copie: Path) -> Engine:
    """The copy in the place of the base, which waits under another name."""
    close_living(engine)
    with engine.begin() as connexion:
        connexion.exec_driver_sql(f"ALTER SCHEMA public RENAME TO {AVANT}")
        connexion.exec_driver_sql("CREATE SCHEMA public")
    # Through memory too.
    _run("pg_restore", ["--no-owner", "--no-privileges", "--exit-on-error"], engine.url, entree=open_pieces(cle, copie))
    return engine


def finish(engine: Engine, _pret: Engine) -> None:
    """Let go of the former base, and of the rows erased in the new one."""
    with engine.begin() as connexion:
        connexion.exec_driver_sql(f"DROP SCHEMA IF EXISTS {AVANT} CASCADE")
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connexion:
        connexion.exec_driver_sql("VACUUM (FULL, ANALYZE)")


def forget_side(engine: Engine) -> None:
    """Bring the former base back in its place, when it waits."""
    try:
        with engine.begin() as connexion:
            if AVANT in inspect(connexion).get_schema_names():
                connexion.exec_driver_sql("DROP SCHEMA IF EXISTS public CASCADE")
                connexion.exec_driver_sql(f"ALTER SCHEMA {AVANT} RENAME TO public")
    except SQLAlchemyError:
        raise SauvegardeRefusee(
            f"La base d'avant attend dans le schéma « {AVANT} » : renommez-le « public » avant tout autre geste."
        ) from None


def close_living(engine: Engine) -> None:
    """Refuse when another program has the base open."""
    autres = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with engine.connect() as connexion:
        if connexion.execute(text(f"{autres} AND backend_type = 'client backend'")).scalar_one():
            raise SauvegardeRefusee("La base est ouverte par un programme. Arrêtez le site, puis relancez.")


def _run(
    programme: str,
    options: Sequence[str],
    url: URL,
    *,
    sortie: Callable[[BinaryIO], None] | None = None,
    entree: Iterable[bytes] = (),
) -> None:
    """Run one of PostgreSQL's programs; the password goes through its environment, never on the command line."""
    chemin = shutil.which(programme)
    if chemin is None:
        raise SauvegardeRefusee(
            f"Le programme {programme} manque pour {_PROGRAMMES[programme]}. Installez le paquet Debian "
            "postgresql-client, de la version du serveur ou plus récent."
        )
    environnement = dict(os.environ) | ({"PGPASSWORD": str(url.password)} if url.password else {})
    adresse = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    with (
        tempfile.TemporaryFile() as erreurs,
        subprocess.Popen(  # noqa: S603 - our own words, no shell
            [chemin, f"--dbname={adresse}", *options], env=environnement, stdin=PIPE, stdout=PIPE, stderr=erreurs
        ) as lance,
    ):
        if lance.stdin is not None and lance.stdout is not None:
            # A program that stops early says why on its own; the broken pipe would hide it.
            with suppress(BrokenPipeError):
                for morceau in entree:
                    lance.stdin.write(morceau)
                lance.stdin.close()
            (sortie or _ignore)(cast("BinaryIO", lance.stdout))
        if lance.wait():
            erreurs.seek(0)
            dit = erreurs.read().decode("utf-8", errors="replace").strip().splitlines()
            raise SauvegardeRefusee(f"{programme} a échoué : {dit[0] if dit else 'sans explication'}")


def _ignore(sortie: BinaryIO) -> None:
    while sortie.read(1 << 16):
        pass
