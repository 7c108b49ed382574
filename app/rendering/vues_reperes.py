"""Holds the frozen views of the landmarks and of the campaigns: ready-to-print French text, no rule."""

from dataclasses import dataclass

from app.rendering.liens import Lien
from app.rendering.vues import VueChamp, VueSource


@dataclass(frozen=True, slots=True)
class VueCampagne:
    """One campaign."""

    id: str
    titre: str
    quand: str
    pictogramme: str
    phrases: tuple[str, ...]
    conseils: tuple[Lien, ...]
    doute: str
    sources: tuple[VueSource, ...]


@dataclass(frozen=True, slots=True)
class VueCampagnes:
    """The campaigns of a year, those of the month apart; one page among several in FALC."""

    du_mois: tuple[VueCampagne, ...]
    autres: tuple[VueCampagne, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class VueLigneRepere:
    """One landmark on the list."""

    url: str
    titre: str
    resume: str
    pictogramme: str


@dataclass(frozen=True, slots=True)
class VueSujet:
    """The landmarks of one subject."""

    titre: str
    pictogramme: str
    lignes: tuple[VueLigneRepere, ...]


@dataclass(frozen=True, slots=True)
class VueReperes:
    """The landmarks by subject; one page among several in FALC."""

    sujets: tuple[VueSujet, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class VueEntretien:
    """The day of an interview: whose it is, what is noted, what was typed, and whether the browser keeps it."""

    personne: int
    qui: str
    fait: str
    champ: VueChamp
    gardees: bool


@dataclass(frozen=True, slots=True)
class VueRepere:
    """One landmark in full; `entretien` when its day may be noted."""

    id: str
    titre: str
    resume: str
    pictogramme: str
    pour_qui: tuple[str, ...]
    texte: tuple[str, ...]
    points: tuple[str, ...]
    comment: tuple[str, ...]
    sans_internet: tuple[str, ...]
    prix: tuple[str, ...]
    limites: str
    mots: tuple[str, ...]
    doute: str
    signes_urgents: bool
    voir_aussi: tuple[Lien, ...]
    sources: tuple[VueSource, ...]
    verifie: str
    entretien: VueEntretien | None = None
