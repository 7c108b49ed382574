"""Writes the letters of a batch: an address in the window, one neutral sentence, ways to answer. Nothing of health.

The window is that of a French long envelope (110 by 220 mm, window of 35 by 100 mm, 20 mm from the right and from the
bottom): a folded sheet slides in it, and only 24 mm by 90 mm are always seen, which hold six lines of 38 letters. With
a window of 45 by 100 mm more is seen: what is beside the address keeps away from it (tests/envois).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from app.rendering.gabarits import render


class PieceLue(Protocol):
    """What is known of a letter."""

    @property
    def reference(self) -> str: ...
    @property
    def destination(self) -> str: ...
    @property
    def phrase(self) -> str: ...
    @property
    def mode(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Expediteur:
    """Who sends: the address answers come back to, a line each, and the telephone of the desk."""

    retour: str
    telephone: str


@dataclass(frozen=True, slots=True)
class VueLettre:
    """One letter."""

    adresse: str
    phrase: str
    suite: tuple[str, ...]
    talon: str
    choix: tuple[str, ...]
    numero: str
    reference: str


_NORMAL = (
    "Vous nous avez demandé de vous écrire. Vous trouverez ce rappel dans votre carnet, sur notre site.",
    "Sans internet, appelez le {telephone} : une personne vous répond. Dites-lui le numéro écrit en bas.",
    "Vous pouvez aussi cocher une case, couper le bas de la feuille et nous le renvoyer à l'adresse du haut.",
    "Une case suffit pour ne plus recevoir de lettre.",
)
_FALC = (
    "Vous avez demandé cette lettre.",
    "Le rappel est dans votre carnet.",
    "Vous pouvez aussi appeler le {telephone}.",
    "Dites le numéro écrit en bas.",
    "Vous pouvez cocher une case en bas.",
    "Coupez le bas de la feuille.",
    "Renvoyez-le à l'adresse écrite en haut.",
)
_CHOIX = (
    "C'est fait, le : ____ / ____ / ________",
    "Plus tard",
    "Pas pour moi",
    "Je ne veux plus recevoir de lettre",
)
_CHOIX_FALC = ("C'est fait", "Plus tard", "Ce n'est pas pour moi", "Je ne veux plus de lettre")


def lettres_html(pieces: Iterable[PieceLue], expediteur: Expediteur) -> str:
    """The page the room prints, one letter a sheet."""
    return str(render("lettres", vue=expediteur, lettres=[vue_lettre(piece, expediteur) for piece in pieces]))


def vue_lettre(piece: PieceLue, expediteur: Expediteur) -> VueLettre:
    """One letter, in the way of reading the person chose."""
    falc = piece.mode == "falc"
    return VueLettre(
        adresse=piece.destination,
        phrase=piece.phrase,
        suite=tuple(phrase.format(telephone=expediteur.telephone) for phrase in (_FALC if falc else _NORMAL)),
        talon="Votre réponse" if falc else "Votre réponse : une seule case",
        choix=_CHOIX_FALC if falc else _CHOIX,
        numero="Votre numéro :",
        reference=piece.reference,
    )
