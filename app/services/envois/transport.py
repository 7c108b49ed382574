"""What a channel must know to do: hand one message to its provider. Knows no base, no person, no health."""

from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple, Protocol

from app.domain.envois import CanalRappel


class MessagePret(NamedTuple):
    """Everything a provider is given. `cle` names the message: one that leaves twice bears it twice."""

    cle: str
    destination: str
    phrase: str
    lien_reponse: str
    expire_le: date
    lien_arret: str = ""


class Recu(NamedTuple):
    """What the provider answered once it took charge of the message."""

    reference: str

    @property
    def empreinte(self) -> str:
        """What is kept of it."""
        return sha256(self.reference.encode("utf-8")).hexdigest()


class Transport(Protocol):
    """One channel. Returns only once the provider has taken charge; anything else is one of the errors below."""

    canal: CanalRappel

    def remettre(self, message: MessagePret) -> Recu:
        """Hand the message over."""
        ...


class TransportIndisponible(Exception):
    """The provider cannot take anything now; to try again, not before `retry_after` when it said so."""

    def __init__(self, retry_after: timedelta | None = None) -> None:
        super().__init__("provider unavailable")
        self.retry_after = retry_after


class DestinataireParti(Exception):
    """That address no longer exists: nothing more is sent to it."""


class RefusDefinitif(Exception):
    """The provider will never take this message."""
