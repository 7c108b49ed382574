"""Hands reminders to a provider of text messages by one documented HTTP adapter (docs/canaux-de-rappels.md).

One message is one text of 160 signs of the GSM alphabet: the sentence, and the link that answers or stops.
"""

import json
import re
from dataclasses import dataclass

from app.domain.envois import CanalRappel
from app.domain.phrases_rappel import est_permise
from app.services.envois.http import DELAI_S, Fournisseur, check
from app.services.envois.transport import MessagePret, Recu, RefusDefinitif, TransportIndisponible

SIGNES_MAX = 160
#: The basic GSM alphabet (3GPP TS 23.038), one septet each; a sign outside it halves what a message holds.
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_NUMERO = re.compile(r"\+[1-9]\d{7,14}")
#: The provider says that nobody receives at this number.
_PARTIS = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class ReglagesSms:
    """Where texts are handed over, by which key, and the name they come from."""

    adresse: str
    cle: str
    expediteur: str = ""
    delai_s: float = DELAI_S


class Sms:
    """The channel of text messages."""

    canal = CanalRappel.SMS

    def __init__(self, reglages: ReglagesSms) -> None:
        self._reglages = reglages
        self._fournisseur = Fournisseur(reglages.delai_s)

    def remettre(self, message: MessagePret) -> Recu:
        """Hand one text over; the same key tells the provider that it is the same text."""
        if _NUMERO.fullmatch(message.destination) is None:
            raise RefusDefinitif
        corps = {"to": message.destination, "text": write_text(message)}
        if self._reglages.expediteur:
            corps["from"] = self._reglages.expediteur
        entetes = {
            "authorization": f"Bearer {self._reglages.cle}",
            "content-type": "application/json",
            "idempotency-key": message.cle,
        }
        envoi = json.dumps(corps, ensure_ascii=False).encode()
        statut, recus, reponse = self._fournisseur.post(self._reglages.adresse, envoi, entetes)
        check(statut, recus, _PARTIS)
        return Recu(_reference(reponse))


def write_text(message: MessagePret) -> str:
    """The text as it leaves; RefusDefinitif when it would be another sentence, or two texts."""
    texte = f"{message.phrase} {message.lien_reponse}"
    if not est_permise(CanalRappel.SMS, message.phrase) or len(texte) > SIGNES_MAX or not GSM.issuperset(texte):
        raise RefusDefinitif
    return texte


def _reference(reponse: bytes) -> str:
    """The number the provider gave the text. Without one nobody could reconcile it: it is sent again, same key."""
    try:
        reference = json.loads(reponse)["id"]
    except (ValueError, TypeError, KeyError):
        raise TransportIndisponible from None
    if not isinstance(reference, str | int) or not str(reference):
        raise TransportIndisponible
    return str(reference)[:200]
