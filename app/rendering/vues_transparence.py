"""Holds the frozen views of the page that says what is counted, kept and erased."""

from dataclasses import dataclass

Ligne = tuple[str, str]


@dataclass(frozen=True, slots=True)
class VueTableau:
    """One public table: what may be said line by line, and whether something stays hidden."""

    id: str
    titre: str
    #: What each line counts, its total, and its parts in words; nothing for a line that stays hidden.
    lignes: tuple[tuple[str, str, str], ...]
    caches: bool


@dataclass(frozen=True, slots=True)
class VueTransparence:
    """The last month published, the rounds so far, and what the base holds. Empty month: nothing yet."""

    mois: str
    personnes: str
    tableaux: tuple[VueTableau, ...]
    #: Each round: its month and how many people were counted.
    tours: tuple[Ligne, ...]
    #: What is held, how many rows of it, and how long.
    gardes: tuple[tuple[str, str, str], ...]
    autres: tuple[Ligne, ...]
    accords: tuple[Ligne, ...]
    effacements: str
