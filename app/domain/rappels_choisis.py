"""Holds what a person chose for their reminders on one channel, and what they may read of it. Sends nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from app.domain.envois import CanalRappel, Rythme, Suivis
from app.domain.nouvelles import Nouvelles
from app.domain.rappels_arretes import Arrets


@dataclass(frozen=True, slots=True)
class Destination:
    """Where someone is written to, and in which way of reading."""

    adresse: str
    mode: str = "normal"


@dataclass(frozen=True, slots=True)
class ChoixDeRappel:
    """What a person chose for one channel."""

    destination: Destination
    zone: str
    heure: int
    rythme: Rythme
    #: Whether they want to be asked how they are, a week after something was done: never unless they say so.
    nouvelles: bool = False


@dataclass(frozen=True, slots=True)
class Abonnement:
    """What a person may read of one of their channels; `prochain` is the day of the next reminder, when one is planned.

    `en_attente` while the message that asks to confirm the address has not left yet.
    """

    canal: CanalRappel
    adresse: str
    zone: str
    heure: int
    rythme: Rythme
    confirme_le: date | None
    prochain: date | None
    en_attente: bool
    suivis: Suivis = field(default_factory=dict)
    #: The way of reading of the messages, and the day the last one left.
    mode: str = "normal"
    dernier: date | None = None
    nouvelles: bool = False
    #: The questions of one week later, what stopped, and the answers that wait for a word: day, answer, things.
    demandes: Nouvelles = field(default_factory=dict)
    arretes: Arrets = field(default_factory=dict)
    a_preciser: tuple[tuple[date, str, tuple[str, ...]], ...] = ()


def mis_de_cote(abonnements: Iterable[Abonnement]) -> dict[str, str]:
    """What the person said is not for them, by person and unit (`0/unite`), with the reason they gave."""
    return {
        chose.rsplit("/", 1)[0]: suivi.ecarte
        for abonnement in abonnements
        for chose, suivi in sorted(abonnement.suivis.items())
        if suivi.se_tait
    }
