"""Draws how long a window is still open, or where the four windows are. The page tells the same facts in words."""

from datetime import date

from markupsafe import Markup

from app.domain.bilan import EtatFenetre, Fenetre
from app.rendering.formats import mois_court
from app.rendering.gabarits import call_macro

LARGEUR, MARGE = 340, 20
#: The ages the line of a life shows; someone younger or older stands at its end.
AGE_MIN, AGE_MAX = 15, 79


def compte_a_rebours(fenetre: Fenetre, au: date) -> Markup:
    """The window from its first to its last day, and today between: months only, no day of anyone's is kept."""
    if fenetre.ouvre is None or fenetre.ferme is None:
        return Markup("")
    part = (au - fenetre.ouvre).days / max(1, (fenetre.ferme - fenetre.ouvre).days)
    ici = round(MARGE + part * (LARGEUR - 2 * MARGE))
    return call_macro("bilan", "rebours", LARGEUR, ici, mois_court(fenetre.ouvre), mois_court(fenetre.ferme))


def ligne_de_vie(fenetres: tuple[Fenetre, ...], age: int | None) -> Markup:
    """The four windows on the line of a life, and the age of the person when it is known."""
    bandes = [
        (_place(debut), _place(fin + 1) - _place(debut), f"{debut}-{fin}", fenetre.etat is EtatFenetre.PASSEE)
        for fenetre in fenetres
        for debut, fin in (fenetre.ages,)
    ]
    return call_macro("bilan", "vie", LARGEUR, bandes, None if age is None else _place(age))


def _place(age: int) -> int:
    part = (min(max(age, AGE_MIN), AGE_MAX) - AGE_MIN) / (AGE_MAX - AGE_MIN)
    return round(6 + part * (LARGEUR - 12))
