"""Hands reminders to the push service of a browser: encrypted for it alone (RFC 8291), signed by us (RFC 8292).

The same reminder bears the same topic and is shown under one tag: sent twice, it replaces itself.
"""

import base64
import json
from datetime import timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from pywebpush import WebPusher

from app.domain.abonnement_push import AbonnementPush, parse_push
from app.domain.adresse_illisible import AdresseIllisible
from app.domain.envois import CanalRappel
from app.domain.phrases_rappel import est_permise
from app.services.envois.http import DELAI_S, Fournisseur, check
from app.services.envois.transport import MessagePret, Recu, RefusDefinitif

#: A device that was off for longer is shown nothing: the day is gone.
GARDE = timedelta(days=3)
#: The services say that nobody receives there any more.
_PARTIS = frozenset({404, 410})


class CleVapid:
    """The pair of keys by which push services know us: drawn from 32 bytes kept with the other keys."""

    def __init__(self, octets: bytes) -> None:
        privee = ec.derive_private_key(int.from_bytes(octets), ec.SECP256R1())
        point = privee.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.publique = base64.urlsafe_b64encode(point).rstrip(b"=").decode("ascii")
        self._vapid = Vapid02(private_key=privee)

    def sign(self, origine: str, contact: str) -> dict[str, str]:
        """The proof that a message is ours, for one service."""
        entetes: dict[str, str] = self._vapid.sign({"aud": origine, "sub": contact})
        return entetes


class Push:
    """The channel of notifications."""

    canal = CanalRappel.PUSH

    def __init__(self, cle: CleVapid, contact: str, *, local: bool = False, delai_s: float = DELAI_S) -> None:
        self.cle, self._contact, self._local = cle, contact, local
        self._fournisseur = Fournisseur(delai_s)

    def remettre(self, message: MessagePret) -> Recu:
        """Hand one message over; returns only once the service has it."""
        if not est_permise(CanalRappel.PUSH, message.phrase):
            raise RefusDefinitif
        try:
            abonnement = parse_push(message.destination, local=self._local)
            corps = encrypt(abonnement, message)
        except (AdresseIllisible, ValueError):
            raise RefusDefinitif from None
        entetes = {
            **self.cle.sign(abonnement.origine, self._contact),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(int(GARDE.total_seconds())),
            "topic": message.cle[:32],
            "urgency": "normal",
        }
        statut, recus, _ = self._fournisseur.post(abonnement.endpoint, corps, entetes)
        check(statut, recus, _PARTIS)
        return Recu(recus.get("location", "") or f"{statut} {message.cle}")


def encrypt(abonnement: AbonnementPush, message: MessagePret) -> bytes:
    """What only that browser can read: the sentence, and where a touch leads on this site."""
    lien = urlsplit(message.lien_reponse).path
    clair = json.dumps({"phrase": message.phrase, "lien": lien}, ensure_ascii=False).encode()
    abonne = {"endpoint": abonnement.endpoint, "keys": {"p256dh": abonnement.p256dh, "auth": abonnement.auth}}
    corps: bytes = WebPusher(abonne).encode(clair, content_encoding="aes128gcm")["body"]
    return corps
