"""Holds what an organisation sees of its places: agenda, who receives, who comes, the fate of a file. No base."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from app.domain.agenda import Ouverture, Periode
from app.domain.agenda_recu import LigneRefusee, Receveur
from app.domain.creneaux import LieuVu


class Source(StrEnum):
    """How an agenda came."""

    FORMULAIRE = "formulaire"
    CSV = "csv"
    ICAL = "ical"
    FHIR = "fhir"
    PLATEFORME = "plateforme"


@dataclass(frozen=True, slots=True)
class Bilan:
    """What became of what was sent: each line kept or refused, and the slots people can now see."""

    lignes: int
    acceptees: int
    refusees: tuple[LigneRefusee, ...]
    #: What the lines kept make by themselves; some are past, booked, or during another slot of the same person.
    creneaux_lus: int
    creneaux_offerts: int


@dataclass(frozen=True, slots=True)
class LieuGere:
    """A place as its organisation sees it; `source` is empty as long as its agenda never spoke."""

    lieu: LieuVu
    source: Source | None
    horizon_semaines: int
    perime_le: datetime
    creneaux: int

    def is_silent(self, maintenant: datetime) -> bool:
        """Whether people are told that nobody knows."""
        return self.source is None or self.perime_le <= maintenant


class Horaires(NamedTuple):
    """What someone's form holds: who receives, week after week, and when they are away."""

    id: str
    qui: Receveur
    ouvertures: tuple[Ouverture, ...]
    absences: tuple[Periode, ...]

    @property
    def is_weekly(self) -> bool:
        """Whether the form can show it: ranges of one day came from a file."""
        return all(ouverture.du != ouverture.au for ouverture in self.ouvertures)


class Attendu(NamedTuple):
    """Someone who comes: what the booking page said the place would see, and nothing else."""

    debut: datetime
    qui: str
    prenom: str
    nom: str
    contact: str
