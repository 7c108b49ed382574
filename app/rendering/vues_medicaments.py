"""Holds the frozen views of the pages of medicines: ready-to-print French text, no rule, no sum."""

from dataclasses import dataclass

from app.rendering.monnaie import Piece
from app.rendering.vues import VueSource


@dataclass(frozen=True, slots=True)
class VueBoite:
    """One box in a list: the field and the value its button sends, its name, what it holds, its price."""

    champ: str
    code: str
    titre: str
    detail: str
    prix: str


@dataclass(frozen=True, slots=True)
class VueMedicaments:
    """The search: which list is read (`etat`), what was typed, and what was found."""

    etat: str
    fichier: str
    noms: bool
    saisie: str
    erreur: str
    cherchee: bool
    boites: tuple[VueBoite, ...]
    page: int
    suite: bool


@dataclass(frozen=True, slots=True)
class VueCompteDeBoite:
    """One sum at one rate: its signed lines, what remains with and without a complementary, what an answer moves."""

    titre: str
    lignes: tuple[tuple[str, str], ...]
    avec: str
    sans: str
    comptoir: str
    si: tuple[tuple[str, str], ...]
    phrases_prix: tuple[str, ...]
    phrases_paye: tuple[str, ...]
    phrases_reste: tuple[str, ...]
    pieces_prix: tuple[Piece, ...]
    pieces_reste: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class VueMedicament:
    """One box with its price. `saisie` brings back to the results it was found in."""

    nom: str
    detail: str
    code: str
    en_vente: bool
    rembourse: bool
    comptes: tuple[VueCompteDeBoite, ...]
    notes: tuple[str, ...]
    doutes: tuple[str, ...]
    origine: str
    sources: tuple[VueSource, ...]
    saisie: str
