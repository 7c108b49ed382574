"""Fetches one public file, from the disk or by https, whole and within bounds. Reads nothing in it."""

import http.client
import time
import urllib.error
import urllib.request
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import urlsplit

from app.domain.bdpm import ListeRefusee

#: The real files weigh about 4 MB.
OCTETS_MAX = 32 * 1024 * 1024
SECONDES_MAX = 120
ATTENTE_MAX = 20
BOITES, NOMS = "CIS_CIP_bdpm", "CIS_bdpm"
_MORCEAU = 64 * 1024
_EPOQUE = datetime(1970, 1, 1, tzinfo=UTC)


class Fichier(NamedTuple):
    """What was fetched, and the day it dates from when that is known."""

    octets: bytes
    du: date | None


def is_url(origine: str) -> bool:
    """Whether this is an address rather than a file's name."""
    return "://" in origine


def beside(origine: str) -> str | None:
    """Where the file of the names is: at the same place under its own name, when there is something there."""
    if is_url(origine):
        return origine.replace(BOITES, NOMS) if BOITES in origine else None
    voisin = Path(origine).parent / f"{NOMS}.txt"
    return str(voisin) if voisin.is_file() else None


def fetch(origine: str) -> Fichier:
    """The whole file; ListeRefusee when it cannot be had."""
    return _fetch_url(origine) if is_url(origine) else _read_file(Path(origine))


def _read_file(chemin: Path) -> Fichier:
    try:
        if chemin.stat().st_size > OCTETS_MAX:
            raise ListeRefusee(_trop_gros(chemin.name))
        ecrit_le = _EPOQUE + timedelta(seconds=chemin.stat().st_mtime)
        return Fichier(chemin.read_bytes(), ecrit_le.date())
    except (OSError, ValueError):
        raise ListeRefusee(f"Le fichier {chemin.name} ne peut pas être lu. Vérifiez son nom et son dossier.") from None


class _HttpsSeulement(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to another https address."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        _check_https(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _fetch_url(url: str) -> Fichier:
    _check_https(url)
    demande = urllib.request.Request(url, headers={"User-Agent": "mon-budget-sante"})  # noqa: S310 - https was checked
    limite = time.monotonic() + SECONDES_MAX
    try:
        with urllib.request.build_opener(_HttpsSeulement).open(demande, timeout=ATTENTE_MAX) as reponse:
            octets = _read_bounded(reponse, limite)
            annonce = reponse.headers.get("Content-Length")
            if annonce is not None and annonce.isdigit() and int(annonce) != len(octets):
                raise ListeRefusee("Le téléchargement s'est arrêté avant la fin. Recommencez.")
            return Fichier(octets, _jour(reponse.headers.get("Last-Modified")))
    except urllib.error.HTTPError as erreur:
        raise ListeRefusee(f"L'adresse répond {erreur.code} au lieu de donner le fichier.") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise ListeRefusee("L'adresse ne répond pas. Vérifiez-la, ou téléchargez le fichier à la main.") from None


def _read_bounded(reponse: IO[bytes], limite: float) -> bytes:
    morceaux: list[bytes] = []
    lus = 0
    while morceau := reponse.read(_MORCEAU):
        lus += len(morceau)
        if lus > OCTETS_MAX:
            raise ListeRefusee(_trop_gros("reçu"))
        if time.monotonic() > limite:
            raise ListeRefusee(f"Le téléchargement dure plus de {SECONDES_MAX} secondes : il est abandonné.")
        morceaux.append(morceau)
    return b"".join(morceaux)


def _check_https(url: str) -> None:
    morceaux = urlsplit(url)
    if morceaux.scheme != "https" or not morceaux.hostname or morceaux.username or morceaux.password:
        raise ListeRefusee("Seule une adresse en https:// est acceptée, sans nom ni mot de passe.")


def _trop_gros(nom: str) -> str:
    return f"Le fichier {nom} dépasse {OCTETS_MAX // 1024 // 1024} Mo : ce n'est pas la liste des médicaments."


def _jour(entete: str | None) -> date | None:
    try:
        return parsedate_to_datetime(entete).date() if entete else None
    except ValueError:
        return None
