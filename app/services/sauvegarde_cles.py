"""Backs the keys up apart from the base, and puts them back where the site reads them. Never prints nor logs a key.

Whoever holds one backup of the base and one of the keys reads everything: the two never share a folder.
"""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.services.coffre_carnet import CoffreCarnet
from app.services.sauvegarde import MANIFESTE, PREFIXE, write_private
from app.services.sauvegarde_refus import SauvegardeRefusee

FORMAT = "mon-budget-sante/cles/1"
OCTETS = 32


class Cles(NamedTuple):
    """The keys of a service: that of cookies and prints, then those of carnets, the one in use first."""

    service: bytes
    carnet: tuple[bytes, ...]

    @property
    def nom_service(self) -> str:
        """What names the first in a manifest, and does not give it."""
        derivee = HKDF(SHA256(), OCTETS, salt=None, info=b"mon-budget-sante nom de cle").derive(self.service)
        return sha256(derivee).hexdigest()[:16]

    @property
    def sauvegarde(self) -> bytes:
        """What seals the copies of the base."""
        return HKDF(SHA256(), OCTETS, salt=None, info=b"mon-budget-sante sauvegarde").derive(self.service)

    @property
    def noms_carnet(self) -> frozenset[str]:
        """What names the others."""
        return frozenset(CoffreCarnet((cle,)).courante for cle in self.carnet)


def save_keys(cles: Cles, vers: Path, maintenant: datetime) -> Path:
    """One new file with the keys, that its own account alone may read."""
    fichier = vers / f"cles-{maintenant.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.json"
    contenu = {
        "format": FORMAT,
        "le": maintenant.isoformat(),
        "service": _write(cles.service),
        "carnet": [_write(cle) for cle in cles.carnet],
    }
    contenu["somme"] = _sum(contenu)
    try:
        write_private(fichier, json.dumps(contenu, indent=1).encode("ascii"))
    except FileExistsError:
        raise SauvegardeRefusee(f"{fichier} existe déjà. Relancez dans une seconde.") from None
    return fichier


def read_keys(fichier: Path) -> Cles:
    """The keys of a file; SauvegardeRefusee when it is not one of ours, or not whole."""
    try:
        contenu = json.loads(fichier.read_bytes())
        somme = contenu.pop("somme")
        cles = Cles(_read(contenu["service"]), tuple(_read(cle) for cle in contenu["carnet"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise SauvegardeRefusee(f"{fichier} n'est pas une sauvegarde des clés qui se lise.") from None
    if contenu.get("format") != FORMAT or somme != _sum(contenu):
        raise SauvegardeRefusee(f"{fichier} est abîmé : ce ne sont plus les clés qui y ont été écrites.")
    return cles


def put_keys_back(cles: Cles, fichier_service: Path, fichier_carnet: Path) -> tuple[Path, ...]:
    """Write the keys in use where the site reads them; a key that is there and is another one is never replaced."""
    ecrits = []
    voulues = [(fichier_service, cles.service), *((fichier_carnet, cle) for cle in cles.carnet[:1])]
    for fichier, cle in voulues:
        if fichier.is_file() and fichier.read_text("ascii", errors="replace").strip() != _write(cle):
            raise SauvegardeRefusee(f"Il y a déjà une autre clé dans {fichier}. Rangez-la ailleurs, puis relancez.")
    for fichier, cle in voulues:
        if not fichier.is_file():
            write_private(fichier, _write(cle).encode("ascii"))
            ecrits.append(fichier)
    return tuple(ecrits)


def check_apart(base: Path | None, cles: Path | None, occupes: Sequence[Path]) -> None:
    """Refuse keys and base in one folder, or one within the other, or either where the living ones are."""
    base, cles = (chemin.resolve() if chemin else None for chemin in (base, cles))
    if base and cles and (base == cles or base in cles.parents or cles in base.parents):
        raise SauvegardeRefusee(
            "Les clés et la base ne se rangent pas au même endroit : qui trouverait l'un trouverait l'autre. Donnez "
            "deux dossiers séparés, au mieux sur deux machines."
        )
    if cles and any(cles.glob(f"{PREFIXE}*/{MANIFESTE}")):
        raise SauvegardeRefusee("Ce dossier contient des sauvegardes de la base. Donnez-en un autre pour les clés.")
    if base and any(base.glob("cles-*.json")):
        raise SauvegardeRefusee("Ce dossier contient des sauvegardes des clés. Donnez-en un autre pour la base.")
    if base and base in [chemin.resolve() for chemin in occupes]:
        raise SauvegardeRefusee("Ce dossier est celui du site. Donnez-en un autre, au mieux sur un autre disque.")


def _write(cle: bytes) -> str:
    return base64.b64encode(cle).decode("ascii")


def _read(texte: str) -> bytes:
    cle = base64.b64decode(texte, validate=True)
    if len(cle) != OCTETS:
        raise ValueError("a key has 32 bytes")
    return cle


def _sum(contenu: object) -> str:
    return sha256(json.dumps(contenu, sort_keys=True).encode("ascii")).hexdigest()
