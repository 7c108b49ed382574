"""Copies a SQLite base that goes on living, checks a copy, and puts one in the place of a base. Erases nobody."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError

from app.services.base_de_donnees import open_base
from app.services.copie_scellee import seal, unseal
from app.services.photo import Photo, take_photo
from app.services.sauvegarde_refus import SauvegardeRefusee

#: What SQLite keeps beside a base while it is open.
A_COTE = ("-wal", "-shm", "-journal")


def dump(engine: Engine, cle: bytes, vers: BinaryIO) -> Photo:
    """The whole base, without a free page: what was erased is not in it, whatever the settings of the base."""
    clair = path_of(engine).with_name(f".{path_of(engine).name}.sauvegarde")
    clair.unlink(missing_ok=True)
    clair.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(path_of(engine), timeout=30)) as source:
            source.execute("PRAGMA temp_store=MEMORY")
            source.execute("VACUUM INTO ?", (str(clair),))
        photo = inspect_copy(clair)
        with clair.open("rb") as flux:
            seal(cle, flux, vers)
    finally:
        clair.unlink()
    return photo


def inspect_copy(fichier: Path) -> Photo:
    """What a copy holds, once SQLite finds it sound; SauvegardeRefusee otherwise."""
    moteur = create_engine(f"sqlite:///file:{fichier}?mode=ro&uri=true", hide_parameters=True)
    try:
        with moteur.connect() as connexion:
            sain = connexion.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
            orphelines = connexion.exec_driver_sql("PRAGMA foreign_key_check").all()
            if not sain or orphelines:
                raise SauvegardeRefusee("La base copiée est abîmée : SQLite la refuse. Prenez une autre sauvegarde.")
            return take_photo(connexion)
    except SQLAlchemyError:
        raise SauvegardeRefusee("La base copiée ne se lit pas. Prenez une autre sauvegarde.") from None
    finally:
        moteur.dispose()


def exists(engine: Engine) -> bool:
    """Whether there is a base at this address."""
    fichier = path_of(engine)
    return fichier.is_file() and fichier.stat().st_size > 0


def begin(engine: Engine, cle: bytes, copie: Path) -> Engine:
    """A copy beside the place of the base, to be made ready there before anything is replaced."""
    a_cote = _beside(engine)
    forget_side(engine)
    a_cote.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unseal(cle, copie, a_cote)
    inspect_copy(a_cote)
    return open_base(f"sqlite:///{a_cote}")


def finish(engine: Engine, pret: Engine) -> None:
    """Put the copy that is ready in the place of the base, at once, without a byte of what was erased in it."""
    with closing(sqlite3.connect(_beside(engine), isolation_level=None)) as connexion:
        pret.dispose()
        connexion.execute("PRAGMA temp_store=MEMORY")
        connexion.execute("PRAGMA journal_mode=DELETE")
        connexion.execute("VACUUM")
    fichier = path_of(engine)
    close_living(engine)
    with _beside(engine).open("rb") as flux:
        os.fsync(flux.fileno())
    for fin in A_COTE:
        fichier.with_name(fichier.name + fin).unlink(missing_ok=True)
    _beside(engine).replace(fichier)


def close_living(engine: Engine) -> None:
    """Bring the living base into its one file; SauvegardeRefusee when a program has it open."""
    fichier = path_of(engine)
    if not fichier.is_file():
        return
    engine.dispose()
    try:
        with closing(sqlite3.connect(fichier, timeout=1, isolation_level=None)) as connexion:
            connexion.execute("PRAGMA journal_mode=DELETE").fetchall()
    except sqlite3.OperationalError:
        raise SauvegardeRefusee("La base est ouverte par un programme. Arrêtez le site, puis relancez.") from None
    except sqlite3.DatabaseError:
        return  # so damaged that it is no base any more: that is why it is replaced


def forget_side(engine: Engine) -> None:
    """Remove what a restore that did not end left beside the base."""
    for fin in ("", *A_COTE):
        _beside(engine).with_name(_beside(engine).name + fin).unlink(missing_ok=True)


def path_of(engine: Engine) -> Path:
    """The file of a base."""
    return Path(str(engine.url.database))


def _beside(engine: Engine) -> Path:
    fichier = path_of(engine)
    return fichier.with_name(f".{fichier.name}.restauration")
