"""Posts to a provider over HTTP and says what its answer means for a reminder. Follows no redirect, no proxy.

The whole exchange is short: a reminder is held while it lasts.
"""

from collections.abc import Mapping
from datetime import timedelta

import httpx

from app.services.envois.transport import DestinataireParti, RefusDefinitif, TransportIndisponible

DELAI_S = 10.0
#: What a provider may answer at most: a receipt is a line.
REPONSE_MAX = 64_000
_ATTENTE_MAX = timedelta(days=1)


class Fournisseur:
    """One client kept open for one provider."""

    def __init__(self, delai_s: float = DELAI_S) -> None:
        self._client = httpx.Client(timeout=delai_s, follow_redirects=False, trust_env=False)

    def post(self, adresse: str, corps: bytes, entetes: Mapping[str, str]) -> tuple[int, httpx.Headers, bytes]:
        """The whole answer; TransportIndisponible when it does not come, or not whole."""
        try:
            with self._client.stream("POST", adresse, content=corps, headers=dict(entetes)) as reponse:
                lu = bytearray()
                for morceau in reponse.iter_bytes():
                    lu += morceau
                    if len(lu) > REPONSE_MAX:
                        raise TransportIndisponible
                return reponse.status_code, reponse.headers, bytes(lu)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
            # A time-out after the provider took it, or half an answer: it is sent again under the same key.
            raise TransportIndisponible from None


def check(statut: int, entetes: Mapping[str, str], partis: frozenset[int]) -> None:
    """Nothing when the provider took charge; one of the errors of a transport otherwise."""
    if 200 <= statut < 300:
        return
    if statut in partis:
        raise DestinataireParti
    if statut in {408, 425, 429} or statut >= 500:
        raise TransportIndisponible(retry_after(entetes.get("retry-after", "")))
    raise RefusDefinitif


def retry_after(brut: str) -> timedelta | None:
    """How long the provider asks us to wait, when it says it in seconds."""
    texte = brut.strip()
    if not (texte.isascii() and texte.isdigit()) or len(texte) > 9:
        return None
    return min(timedelta(seconds=int(texte)), _ATTENTE_MAX)
