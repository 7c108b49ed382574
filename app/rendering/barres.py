"""Draws the twelve months of a year as bars, a small SVG. The table beside it tells the same amounts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup

from app.domain.annee import MoisAnnee
from app.domain.euros import ZERO
from app.rendering.formats import MOIS
from app.rendering.gabarits import call_macro

LARGEUR, HAUT, PIED = 336, 110, 132
_PAS = LARGEUR // 12
_EPAISSEUR = 20
#: Past three digits the amounts would touch: only the tallest bar keeps its own.
_TROIS_CHIFFRES = 1000


class Barre(NamedTuple):
    """One month: where its bar stands, and the tops of what is sure, of what may be added, of what nobody pays back."""

    x: int
    lettre: str
    autre: int
    soin: int
    peut_etre: int
    texte: str
    y_texte: int
    a_venir: bool


def barres(mois: Sequence[MoisAnnee]) -> Markup:
    """The drawing, or nothing when there is nothing to draw."""
    plus_haut = max((m.total.maximum or ZERO for m in mois), default=ZERO)
    if not plus_haut:
        return Markup("")
    dessin = [_barre(rang, m, plus_haut) for rang, m in enumerate(mois)]
    return call_macro("barres", "barres", dessin, LARGEUR, HAUT, PIED, _EPAISSEUR)


def _barre(rang: int, mois: MoisAnnee, plus_haut: Decimal) -> Barre:
    total = mois.total.maximum or ZERO
    montre = total and (plus_haut < _TROIS_CHIFFRES or total == plus_haut)
    maximum = _hauteur(total, plus_haut)
    return Barre(
        x=rang * _PAS + (_PAS - _EPAISSEUR) // 2,
        lettre=MOIS[rang][0].upper(),
        autre=_hauteur(mois.autres, plus_haut),
        soin=_hauteur(mois.total.minimum or ZERO, plus_haut),
        peut_etre=maximum,
        texte=f"{total:.0f}" if montre else "",
        y_texte=HAUT - maximum - 5,
        a_venir=mois.a_venir,
    )


def _hauteur(montant: Decimal, plus_haut: Decimal) -> int:
    """At least two points for what is not nothing."""
    return max(2, int(montant / plus_haut * (HAUT - 18))) if montant else 0
