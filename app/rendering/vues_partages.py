"""Holds the frozen views of summaries: what their owner sees of them, and what a professional reads."""

from dataclasses import dataclass

from app.rendering.vues import VueChamp
from app.rendering.vues_carnet import Ligne, VueAccord


@dataclass(frozen=True, slots=True)
class VuePartage:
    """A summary that can still be read, and whether it was."""

    id: str
    qui: str
    fin: str
    vu: str


@dataclass(frozen=True, slots=True)
class VueChoix:
    """One thing to choose in the form."""

    id: str
    libelle: str
    choisi: bool


@dataclass(frozen=True, slots=True)
class VuePartages:
    """The owner's page: what is shown now, and the form to show something."""

    actifs: tuple[VuePartage, ...]
    personnes: tuple[VueChoix, ...]
    rubriques: tuple[VueChoix, ...]
    durees: tuple[VueChoix, ...]
    accord: VueAccord
    #: The field to correct, and why.
    erreurs: tuple[Ligne, ...]


@dataclass(frozen=True, slots=True)
class VueResume:
    """The summary as it is read; `code` for its owner alone, when it has just been made. No heading: a code to type."""

    du: str
    jusqu_a: str
    rubriques: tuple[tuple[str, tuple[Ligne, ...]], ...]
    code: str
    champ: VueChamp
