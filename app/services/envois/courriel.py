"""Hands reminders to a mail server: one plain message, one stable Message-ID, one press to stop (RFC 8058).

Everything that goes into a header is fixed or checked; an address with a line break is refused, never sent.
"""

import smtplib
import ssl
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

from app.domain.destinations import is_courriel
from app.domain.envois import VALIDITE, CanalRappel
from app.domain.phrases_rappel import est_permise
from app.services.envois.transport import (
    DestinataireParti,
    MessagePret,
    Recu,
    RefusDefinitif,
    TransportIndisponible,
)

#: How the way to the server is hidden: from the first byte, from the second word on, or not at all.
Tls = Literal["direct", "starttls", "aucun"]
OBJET = "Rappel personnel"
#: A header broken in two is read wrong by some; none of ours is long.
SUR_UNE_LIGNE = SMTP.clone(max_line_length=998)
#: What each exchange with the server may take; the whole of them stays under the lease of a reminder.
DELAI_S = 10.0
#: The server says that this mailbox does not exist (RFC 5321, RFC 3463).
_PARTI = (b"5.1.1", b"5.1.2", b"5.1.3", b"5.1.6", b"5.1.10", b"5.2.1")
_BOITE_ABSENTE = 550
_PERMANENT = 500


@dataclass(frozen=True, slots=True)
class ReglagesCourriel:
    """Where mail is handed over, and in whose name."""

    hote: str
    port: int
    expediteur: str
    tls: Tls = "starttls"
    compte: str = ""
    secret: str = ""
    nom: str = "Rappel personnel"
    delai_s: float = DELAI_S


class Courriel:
    """The e-mail channel."""

    canal = CanalRappel.COURRIEL

    def __init__(self, reglages: ReglagesCourriel) -> None:
        self._reglages = reglages
        self._contexte = ssl.create_default_context() if reglages.tls != "aucun" else None

    def remettre(self, message: MessagePret) -> Recu:
        """Hand one message over; returns only once the server said that it has it."""
        courrier = write_courrier(message, self._reglages)
        try:
            with closing(self._open()) as serveur:
                recu = _send(serveur, courrier, self._reglages.expediteur, message.destination)
                with suppress(smtplib.SMTPException, OSError):
                    serveur.quit()  # the server has the message: how it says goodbye changes nothing
                return recu
        except smtplib.SMTPResponseException as erreur:
            raise _refus(erreur.smtp_code, erreur.smtp_error) from None
        except (smtplib.SMTPException, OSError, ValueError):
            raise TransportIndisponible from None

    def _open(self) -> smtplib.SMTP:
        r = self._reglages
        if r.tls == "direct":
            serveur: smtplib.SMTP = smtplib.SMTP_SSL(r.hote, r.port, timeout=r.delai_s, context=self._contexte)
        else:
            serveur = smtplib.SMTP(r.hote, r.port, timeout=r.delai_s)
        try:
            if r.tls == "starttls":
                serveur.starttls(context=self._contexte)
            if r.compte:
                serveur.login(r.compte, r.secret)
        except BaseException:
            serveur.close()
            raise
        return serveur


def write_courrier(message: MessagePret, reglages: ReglagesCourriel) -> EmailMessage:
    """The message as it leaves. Nothing of it depends on the instant: sent twice, it is the same to the letter."""
    if not is_courriel(message.destination) or not est_permise(CanalRappel.COURRIEL, message.phrase):
        raise RefusDefinitif
    courrier = EmailMessage(policy=SUR_UNE_LIGNE)
    courrier["From"] = Address(reglages.nom, addr_spec=reglages.expediteur)
    courrier["To"] = Address(addr_spec=message.destination)
    courrier["Subject"] = OBJET
    courrier["Message-ID"] = f"<{message.cle}@{reglages.expediteur.rpartition('@')[2]}>"
    courrier["Date"] = format_datetime(datetime.combine(message.expire_le, time(), UTC) - VALIDITE)
    courrier["Expires"] = format_datetime(datetime.combine(message.expire_le, time(), UTC))
    courrier["Auto-Submitted"] = "auto-generated"
    if message.lien_arret:
        courrier["List-Unsubscribe"] = f"<{message.lien_arret}>"
        courrier["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    arret = f"\n\nPour ne plus recevoir ces messages :\n{message.lien_arret}" if message.lien_arret else ""
    courrier.set_content(f"{message.phrase}\n\n{message.lien_reponse}{arret}\n", cte="quoted-printable")
    return courrier


def _send(serveur: smtplib.SMTP, courrier: EmailMessage, expediteur: str, destinataire: str) -> Recu:
    """The exchange itself, step by step: the last answer is the receipt, and sendmail would not give it."""
    serveur.ehlo_or_helo_if_needed()
    _check(serveur.mail(expediteur))
    _check(serveur.rcpt(destinataire))
    code, reponse = serveur.data(courrier.as_bytes())
    _check((code, reponse))
    return Recu(f"{code} {reponse.decode('utf-8', 'replace')}")


def _check(reponse: tuple[int, bytes]) -> None:
    if not 200 <= reponse[0] < 300:
        raise smtplib.SMTPResponseException(*reponse)


def _refus(code: int, texte: bytes | str) -> Exception:
    """What an answer of the server means for us: later, never to this address, or never."""
    brut = texte if isinstance(texte, bytes) else texte.encode("utf-8", "replace")
    if code < _PERMANENT:
        return TransportIndisponible(timedelta(minutes=5) if code == 421 else None)
    if code == _BOITE_ABSENTE and any(brut.startswith(debut) for debut in _PARTI):
        return DestinataireParti()
    return RefusDefinitif()
