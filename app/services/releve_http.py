"""Asks one outside address for its slots: https, public addresses, seven seconds in all. Reads no slot and no base.

The only module that makes the running site call another machine. It follows no redirect, obeys no proxy, and connects
to the very address it has just judged: a name cannot change between the judgement and the call.
"""

import asyncio
import socket
import threading
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx

from app.domain.sources import Panne

DELAI = 7.0
OCTETS_MAX = 4 * 1024 * 1024
ADRESSE_MAX = 300
#: The current type, the one of the guide of the SAS, and plain JSON.
TYPES = frozenset({"application/fhir+json", "application/json+fhir", "application/json"})
_LOCAUX = frozenset({"127.0.0.1", "::1", "localhost"})
#: Ways to write an IPv4 address inside an IPv6 one: what is behind is not what is judged.
_DEGUISEES = tuple(IPv6Network(reseau) for reseau in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


class ReleveManquee(Exception):
    """A pull that brought nothing. Its words are ours: nothing of the answer."""

    def __init__(self, panne: Panne, precision: str = "") -> None:
        super().__init__(panne)
        self.panne, self.precision = panne, precision


class Appel(NamedTuple):
    """What is asked, of whom."""

    adresse: str
    parametres: tuple[tuple[str, str], ...] = ()
    jeton: str | None = None


def is_allowed(adresse: str, *, locales: bool = False) -> bool:
    """Whether an operator of the site may write this address down; where its name leads is judged at each call."""
    try:
        lue = urlsplit(adresse)
        hote, _ = lue.hostname or "", lue.port
    except ValueError:
        return False
    propre = adresse.isascii() and adresse.isprintable() and " " not in adresse and len(adresse) <= ADRESSE_MAX
    if not propre or not hote or lue.username is not None or lue.password is not None or lue.fragment:
        return False
    if locales and hote in _LOCAUX:
        return lue.scheme in ("http", "https")
    return lue.scheme == "https" and "." in hote and hote not in _LOCAUX


def is_public(texte: str) -> bool:
    """Whether an address belongs to the open internet, and to nothing behind our own walls."""
    ip: IPv4Address | IPv6Address = ip_address(texte.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in reseau for reseau in _DEGUISEES):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def fetch(appel: Appel, *, locales: bool = False, delai: float = DELAI) -> bytes:
    """The whole body of the answer, or ReleveManquee."""
    return asyncio.run(_fetch(appel, delai, locales=locales))


async def _fetch(appel: Appel, delai: float, *, locales: bool) -> bytes:
    if not is_allowed(appel.adresse, locales=locales):
        raise ReleveManquee(Panne.INTERDITE)
    try:
        # One limit for everything: a peer that sends a byte a second keeps us no longer than one that is silent.
        async with asyncio.timeout(delai):
            return await _ask(appel, locales=locales)
    except TimeoutError:
        raise ReleveManquee(Panne.DELAI) from None
    except httpx.TimeoutException:
        raise ReleveManquee(Panne.DELAI) from None
    except (httpx.RemoteProtocolError, httpx.ReadError):
        raise ReleveManquee(Panne.COUPEE) from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        raise ReleveManquee(Panne.CONNEXION) from None


async def _ask(appel: Appel, *, locales: bool) -> bytes:
    url = httpx.URL(appel.adresse)
    for nom, valeur in appel.parametres:
        url = url.copy_add_param(nom, valeur)
    ip = await _resolve(url.host, url.port or (443 if url.scheme == "https" else 80), locales=locales)
    entetes = {
        "host": url.netloc.decode("ascii"),
        "accept": "application/fhir+json, application/json;q=0.9",
        # A small answer that unfolds into a huge one is not measured before it is there: none is asked for.
        "accept-encoding": "identity",
        "user-agent": "mon-budget-sante",
    }
    if appel.jeton is not None:
        entetes["authorization"] = f"Bearer {appel.jeton}"
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=DELAI) as client:
        demande = client.build_request("GET", url.copy_with(host=ip), headers=entetes)
        # The certificate is still asked of the name, not of the number.
        demande.extensions["sni_hostname"] = url.host
        reponse = await client.send(demande, stream=True)
        try:
            return await _read(reponse)
        finally:
            await reponse.aclose()


async def _read(reponse: httpx.Response) -> bytes:
    if reponse.is_redirect or 300 <= reponse.status_code < 400:
        raise ReleveManquee(Panne.REDIRECTION)
    if reponse.status_code != 200:
        raise ReleveManquee(Panne.STATUT, str(reponse.status_code))
    genre = reponse.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if genre not in TYPES or reponse.headers.get("content-encoding", "identity").casefold() != "identity":
        raise ReleveManquee(Panne.TYPE)
    corps = bytearray()
    async for morceau in reponse.aiter_raw():
        corps += morceau
        if len(corps) > OCTETS_MAX:
            raise ReleveManquee(Panne.TROP_LONGUE)
    return bytes(corps)


async def _resolve(hote: str, port: int, *, locales: bool) -> str:
    """One address of this name, when every one of them may be called."""
    trouvees = await _look_up(hote, port)
    if not trouvees:
        raise ReleveManquee(Panne.NOM)
    if locales and hote in _LOCAUX:
        if all(ip_address(ip).is_loopback for ip in trouvees):
            return trouvees[0]
    elif all(is_public(ip) for ip in trouvees):
        return trouvees[0]
    raise ReleveManquee(Panne.INTERDITE)


async def _look_up(hote: str, port: int) -> list[str]:
    """Every address of a name, IPv4 first. In a thread of its own: a resolver that hangs must not hold the end back."""
    boucle = asyncio.get_running_loop()
    futur: asyncio.Future[list[str]] = boucle.create_future()

    def look() -> None:
        try:
            lignes = socket.getaddrinfo(hote, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            lignes = []
        ips = [str(ligne[4][0]) for ligne in sorted(lignes, key=lambda ligne: ligne[0] != socket.AF_INET)]
        with suppress(RuntimeError):  # nobody waits any more
            boucle.call_soon_threadsafe(lambda: None if futur.done() else futur.set_result(ips))

    threading.Thread(target=look, daemon=True).start()
    return await futur
