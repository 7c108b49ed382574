"""Reads the subscription a browser gives for its notifications, and refuses any address that is no push service."""

import base64
import binascii
import json
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from app.domain.adresse_illisible import AdresseIllisible

LONGUEUR_MAX = 2000
#: The services of browsers, by the end of their host. Nothing else is ever posted to: an address given by a browser
#: could be one of our own network.
SERVICES = (
    "fcm.googleapis.com", "updates.push.services.mozilla.com", ".push.services.mozilla.com", ".push.apple.com",
    ".notify.windows.com",
)  # fmt: skip
LOCAUX = frozenset({"127.0.0.1", "localhost", "::1"})
_CLE, _SECRET = 65, 16
_CHEMIN = re.compile(r"/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*")
REFUS = (
    "Votre navigateur ne nous a pas donné d'adresse de notification utilisable : rien n'est noté. "
    "Rechargez la page et recommencez, ou choisissez un autre moyen."
)


class AbonnementPush(NamedTuple):
    """Where to post, and the two keys that only this browser can read with."""

    endpoint: str
    p256dh: str
    auth: str

    @property
    def origine(self) -> str:
        """The service itself: whom the proof of who we are is made for."""
        parts = urlsplit(self.endpoint)
        return f"{parts.scheme}://{parts.netloc}"


def read_push(saisie: str, *, local: bool = False) -> str:
    """The subscription as it is kept; AdresseIllisible when it is none. `local` admits this machine, for trials."""
    return json.dumps(parse_push(saisie, local=local)._asdict(), separators=(",", ":"))


def parse_push(texte: str, *, local: bool = False) -> AbonnementPush:
    """The subscription itself, checked again each time it is used."""
    try:
        lu = json.loads(texte[: LONGUEUR_MAX + 1])  # cut, it is no JSON any more: refused below
        cles = lu.get("keys", lu)
        abonnement = AbonnementPush(str(lu["endpoint"]), str(cles["p256dh"]), str(cles["auth"]))
        tailles = (len(_octets(abonnement.p256dh)), len(_octets(abonnement.auth)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise AdresseIllisible(REFUS) from None
    premier = _octets(abonnement.p256dh)[0] if tailles[0] else 0
    if tailles != (_CLE, _SECRET) or premier != 4 or not is_service(abonnement.endpoint, local=local):
        raise AdresseIllisible(REFUS)
    return abonnement


def is_service(adresse: str, *, local: bool = False) -> bool:
    """Whether this is the address of a known push service: https, its usual port, no name and no password in it."""
    if not adresse.isascii() or "\\" in adresse or any(ord(signe) < 33 for signe in adresse):
        return False
    try:
        parts = urlsplit(adresse)
        port, hote = parts.port, parts.hostname or ""
    except ValueError:
        return False
    if "@" in parts.netloc or parts.fragment or _CHEMIN.fullmatch(parts.path + "?" * bool(parts.query)) is None:
        return False
    if local and hote in LOCAUX:
        return parts.scheme in {"http", "https"}
    return (
        parts.scheme == "https"
        and port in {None, 443}
        and any(hote.endswith(nom) if nom.startswith(".") else hote == nom for nom in SERVICES)
    )


def _octets(texte: str) -> bytes:
    try:
        return base64.b64decode(texte.replace("-", "+").replace("_", "/") + "=" * (-len(texte) % 4), validate=True)
    except binascii.Error:
        raise ValueError from None
