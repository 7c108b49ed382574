"""Holds the frozen views of the pages about rights: French text, no rule, no date arithmetic."""

from dataclasses import dataclass

from app.rendering.vues import VueNumero, VueSource


@dataclass(frozen=True, slots=True)
class VueLien:
    """A way to another right: its address, its name, its picture, a sentence."""

    url: str
    titre: str
    pictogramme: str
    resume: str


@dataclass(frozen=True, slots=True)
class VueThemeDroits:
    """The rights under one everyday question."""

    titre: str
    pictogramme: str
    liens: tuple[VueLien, ...]


@dataclass(frozen=True, slots=True)
class VueDroits:
    """The list: in plain French all of it by question, in easy-to-read a few cards of one page among several."""

    pages: tuple[VueLien, ...]
    themes: tuple[VueThemeDroits, ...]
    cartes: tuple[VueLien, ...]
    page: int
    nombre: int


@dataclass(frozen=True, slots=True)
class VueProvenance:
    """Where a text comes from, and what is not certain in it."""

    doute: str
    sources: tuple[VueSource, ...]
    verifie: str
    relecture: str


@dataclass(frozen=True, slots=True)
class VueDroit:
    """One right in full."""

    id: str
    titre: str
    resume: str
    pictogramme: str
    texte: tuple[str, ...]
    points_titre: str
    points: tuple[str, ...]
    comment: tuple[str, ...]
    sans_internet: tuple[str, ...]
    prix: tuple[str, ...]
    mots: tuple[str, ...]
    contacts: tuple[VueNumero, ...]
    voir_aussi: tuple[VueLien, ...]
    provenance: VueProvenance
    date: str
    version: str


@dataclass(frozen=True, slots=True)
class VueLieu:
    """Who answers outside office hours, and what it costs whom."""

    nom: str
    pictogramme: str
    contact: VueNumero | None
    quoi: tuple[str, ...]
    prix: str
    prix_de_tous: str
    vous_payez: tuple[str, ...]
    tous_payent: tuple[str, ...]
    provenance: VueProvenance


@dataclass(frozen=True, slots=True)
class VueSoir:
    """The page of the evening: urgent signs first, then the places (in easy-to-read, two a page)."""

    droit: VueDroit
    lieux: tuple[VueLieu, ...]
    page: int
    nombre: int


@dataclass(frozen=True, slots=True)
class VueTestC2s:
    """One step of the test: the household (`etape` 1), its resources (2), or where to ask (3).

    `gratuite` and `participation` are monthly amounts in words; empty when no ceiling is known that day.
    """

    etape: int
    personnes: str
    erreur_personnes: str
    lieu: str
    erreur_lieu: str
    erreur_tranche: str
    foyer: str
    gratuite: str
    participation: str
    par_an: str
    tranche: str
    provenance: VueProvenance | None
    contacts: tuple[VueNumero, ...]
