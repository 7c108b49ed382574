"""Makes a backup of the base in a folder of its own, and tells whether one is whole. Holds no key and erases nothing.

A backup is a sealed copy of the base, the list of what was erased so far, and a manifest: sums, counts, and the names
of the keys without which nothing in it can be read. The keys themselves are backed up apart, by `sauvegarde_cles`.
"""

import os
import shutil
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Engine

from app.services import copie_postgresql, copie_sqlite
from app.services.liste_effacements import NOM as LISTE
from app.services.liste_effacements import ListeAbimee, ListeEffacements
from app.services.sauvegarde_refus import SauvegardeRefusee

FORMAT: Literal["mon-budget-sante/sauvegarde/1"] = "mon-budget-sante/sauvegarde/1"
BASE, MANIFESTE, PREFIXE = "base", "manifeste.json", "base-"
_MORCEAU = 1 << 20


class Fichier(BaseModel):
    """One file of a backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    octets: int
    sha256: str


class Manifeste(BaseModel):
    """What a backup must be to be put back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["mon-budget-sante/sauvegarde/1"] = FORMAT
    le: datetime
    application: str
    moteur: Literal["sqlite", "postgresql"]
    revision: str
    fichiers: dict[str, Fichier]
    lignes: dict[str, int]
    #: Names of keys, from which no key can be found: of the cookies and prints, then of the carnets in the base.
    cle_service: str
    cles_carnet: tuple[str, ...]


class Origine(NamedTuple):
    """What is backed up: the base, the list of what was erased, the version that runs, the key to seal the copy with.

    `cle_service` names the service's key, from which that one is made.
    """

    engine: Engine
    liste: ListeEffacements
    application: str
    cle_service: str
    cle: bytes


def save_base(origine: Origine, vers: Path, maintenant: datetime) -> Path:
    """A new backup in a folder named after the instant; seen under its name only once it is whole."""
    fini = vers / f"{PREFIXE}{maintenant.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    if fini.exists():
        raise SauvegardeRefusee(f"{fini} existe déjà. Relancez dans une seconde.")
    _private_folder(vers)
    brouillon = vers / f".en-cours-{fini.name}"
    brouillon.mkdir(mode=0o700)
    try:
        moteur = origine.engine.dialect.name
        copie = copie_sqlite if moteur == "sqlite" else copie_postgresql
        with _new(brouillon / BASE) as flux:
            photo = copie.dump(origine.engine, origine.cle, flux)
            _sync(flux)
        _write(brouillon / LISTE, b"".join(ligne + b"\n" for ligne in read_list(origine.liste)))
        manifeste = Manifeste(
            le=maintenant,
            application=origine.application,
            moteur="sqlite" if moteur == "sqlite" else "postgresql",
            revision=photo.revision,
            fichiers={nom: measure(brouillon / nom) for nom in (BASE, LISTE)},
            lignes=photo.lignes,
            cle_service=origine.cle_service,
            cles_carnet=photo.cles_carnet,
        )
        _write(brouillon / MANIFESTE, manifeste.model_dump_json(indent=1).encode("utf-8"))
        brouillon.rename(fini)
    except BaseException:
        shutil.rmtree(brouillon, ignore_errors=True)
        raise
    return fini


def check(dossier: Path) -> Manifeste:
    """The manifest of a backup that is whole; SauvegardeRefusee otherwise, with what is wrong."""
    try:
        manifeste = Manifeste.model_validate_json((dossier / MANIFESTE).read_bytes())
    except FileNotFoundError:
        raise SauvegardeRefusee(f"{dossier} n'est pas une sauvegarde : il n'y a pas de {MANIFESTE}.") from None
    except (OSError, ValidationError, ValueError):
        raise SauvegardeRefusee(f"Le fichier {MANIFESTE} de cette sauvegarde est abîmé. Prenez-en une autre.") from None
    if set(manifeste.fichiers) != {BASE, LISTE}:
        raise SauvegardeRefusee(
            f"Le fichier {MANIFESTE} ne nomme pas les fichiers attendus. Prenez une autre sauvegarde."
        )
    for nom, attendu in manifeste.fichiers.items():
        if not (dossier / nom).is_file():
            raise SauvegardeRefusee(f"Il manque le fichier « {nom} » dans cette sauvegarde. Prenez-en une autre.")
        if measure(dossier / nom) != attendu:
            raise SauvegardeRefusee(
                f"Le fichier « {nom} » n'est pas celui que cette sauvegarde annonce : il est abîmé, ou vient d'une "
                "autre sauvegarde. Prenez-en une autre."
            )
    return manifeste


def read_list(liste: ListeEffacements) -> list[bytes]:
    """The lines of a list; SauvegardeRefusee when one was changed."""
    try:
        return liste.lines()
    except ListeAbimee as ou:
        raise SauvegardeRefusee(
            f"La liste des effacements est abîmée ({ou}). Rien n'est rendu : des personnes effacées pourraient revenir."
        ) from None


def remove_old(vers: Path, jours: int, maintenant: datetime) -> list[Path]:
    """Remove the backups older than so many days, the newest always kept."""
    connues = sorted(dossier for dossier in vers.glob(f"{PREFIXE}*") if (dossier / MANIFESTE).is_file())
    vieilles = [dossier for dossier in connues[:-1] if check(dossier).le < maintenant - timedelta(days=jours)]
    for dossier in vieilles:
        shutil.rmtree(dossier)
    return vieilles


def measure(fichier: Path) -> Fichier:
    """The size and the sum of a file, read a piece at a time."""
    somme, octets = sha256(), 0
    with fichier.open("rb") as flux:
        while morceau := flux.read(_MORCEAU):
            somme.update(morceau)
            octets += len(morceau)
    return Fichier(octets=octets, sha256=somme.hexdigest())


def write_private(fichier: Path, contenu: bytes) -> None:
    """A new file that its own account alone may read, on the disk when this returns."""
    _private_folder(fichier.parent)
    _write(fichier, contenu)


def _write(fichier: Path, contenu: bytes) -> None:
    with _new(fichier) as flux:
        flux.write(contenu)
        _sync(flux)


def _new(fichier: Path) -> BinaryIO:
    return os.fdopen(os.open(fichier, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _sync(flux: BinaryIO) -> None:
    flux.flush()
    os.fsync(flux.fileno())


def _private_folder(dossier: Path) -> None:
    dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
