"""Holds the frozen views of the price pages: ready-to-print French text, no rule, no sum."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.domain.suppositions import Suppositions
from app.rendering.monnaie import Piece
from app.rendering.vues import VueChamp, VueSource


@dataclass(frozen=True, slots=True)
class SaisiePrix:
    """What the form of a price said, as far as it could be read; `champs` gives back what was typed, by field."""

    le: date
    suppositions: Suppositions
    prix: Decimal | None = None
    jours: int | None = None
    #: In FALC, the rarer suppositions are asked on a page of their own.
    suite: bool = False
    champs: Mapping[str, VueChamp] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VueLigneSomme:
    """One signed line of the sum, with why it is so and since when."""

    libelle: str
    montant: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class VuePart:
    """Who pays how much: `debut` and `largeur` place it in the picture, `forme` says how it is drawn."""

    nom: str
    montant: str
    forme: str
    debut: int = 0
    largeur: int = 0


@dataclass(frozen=True, slots=True)
class VueEtSi:
    """One supposition as a button: its words, and what would remain."""

    code: str
    choix: str
    faite: bool
    reste: str
    delta: str


@dataclass(frozen=True, slots=True)
class VueSomme:
    """The sum itself and what is read at one glance above it."""

    sur_place: str
    reste: str
    selon: str
    plus_tard: str
    tiers_payant: bool
    lignes: tuple[VueLigneSomme, ...]
    parts: tuple[VuePart, ...]
    total: str
    dessin: bool
    pour_tous: str
    phrases: tuple[str, ...]
    billets: tuple[Piece, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class VueCout:
    """One act and its price."""

    id: str
    titre: str
    resume: tuple[str, ...]
    mots: tuple[str, ...]
    pictogramme: str
    le: str
    cas: tuple[str, ...]
    somme: VueSomme | None
    manque: str
    et_si: tuple[VueEtSi, ...]
    autres: tuple[VueEtSi, ...]
    suite: bool
    suppositions: str
    champs: Mapping[str, VueChamp]
    avec_jours: bool
    libre: bool
    erreurs: tuple[tuple[str, str], ...]
    bon_a_savoir: tuple[str, ...]
    factures: tuple[str, ...]
    doutes: tuple[str, ...]
    sources: tuple[VueSource, ...]
    verifie: str


@dataclass(frozen=True, slots=True)
class VueLigneActe:
    """One act in a list, with its price."""

    url: str
    titre: str
    prix: str
    reste: str
    pictogramme: str
    mots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VueCouts:
    """The acts found, or the frequent ones; one page among several in FALC."""

    q: str
    famille: str
    titre: str
    lignes: tuple[VueLigneActe, ...]
    familles: tuple[tuple[str, str], ...]
    vide: bool
    proches: bool
    refus: str
    page: int
    pages: int
