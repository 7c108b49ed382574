"""Holds the frozen views of the pages about "Mon bilan prévention": ready-to-print French text, no rule."""

from dataclasses import dataclass

from markupsafe import Markup

from app.rendering.vues import VueAccueil, VueEtat, VueNumero, VueSource, VueUrgence


@dataclass(frozen=True, slots=True)
class VueFenetre:
    """One window: its ages, what it is to the person, and its dates in words."""

    ages: str
    etat: VueEtat | None
    phrase: str
    url: str


@dataclass(frozen=True, slots=True)
class VueBilan:
    """The page and its sheet. Without answers `accueil` holds the two questions and no state is said."""

    titre: str
    sous_titre: str
    etat: VueEtat | None
    #: What the drawing shows, in words; the first sentence is the answer.
    phrases: tuple[str, ...]
    dessin: Markup
    #: The advice of the window the page speaks of, where its date can be noted.
    conseil: str
    reserver: bool
    preparer: str
    fenetres: tuple[VueFenetre, ...]
    resume: str
    texte: tuple[str, ...]
    comment: tuple[str, ...]
    sans_internet: tuple[str, ...]
    prix: tuple[str, ...]
    limites: str
    perime: tuple[str, ...]
    mots: tuple[str, ...]
    sources: tuple[VueSource, ...]
    verifie: str
    cadre_de_lecture: tuple[str, ...]
    contacts: tuple[VueNumero, ...]
    urgences: tuple[VueUrgence, ...]
    perdues: bool
    accueil: VueAccueil | None
    date: str
    version: str
