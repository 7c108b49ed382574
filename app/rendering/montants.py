"""Holds the ways an amount or a range is said: in a column of figures, in a sentence, in easy words. Counts nothing."""

from decimal import Decimal

from app.domain.decompte_ouvert import Fourchette
from app.rendering.formats import FINE, INSECABLE, euros
from app.rendering.gabarits import Mode

MOINS, PLUS = f"−{INSECABLE}", f"+{INSECABLE}"
_UN_EURO = Decimal(1)


def colonne(montant: Decimal, *, signe: bool = False) -> str:
    """30,00 €: two decimals so that the digits stand under one another; signed in a sum, − 21,00 €."""
    entier, _, centimes = f"{abs(montant):.2f}".partition(".")
    avant = MOINS if montant < 0 else PLUS if signe and montant > 0 else ""
    return f"{avant}{f'{int(entier):,}'.replace(',', FINE)},{centimes}{INSECABLE}€"


def colonne_ouverte(fourchette: Fourchette, *, signe: bool = False) -> str:
    """The same for what may be a range: its two ends, the one nearer to zero first."""
    if fourchette.montant is not None:
        return colonne(fourchette.montant, signe=signe)
    bouts = [bout for bout in (fourchette.minimum, fourchette.maximum) if bout is not None]
    if not bouts:
        return "à préciser"
    bouts.sort(key=abs)
    if len(bouts) == 1:
        return f"{colonne(bouts[0], signe=signe)} ou plus"
    return f"de {colonne(bouts[0], signe=signe)} à {colonne(bouts[1], signe=signe)}"


def phrase(fourchette: Fourchette) -> str:
    """2 €, de 2 € à 21,60 €, 30 € ou plus."""
    bas, haut = fourchette.minimum, fourchette.maximum
    if fourchette.montant is not None:
        return euros(fourchette.montant)
    if bas is None:
        return "à préciser" if haut is None else f"{euros(haut)} au plus"
    return f"{euros(bas)} ou plus" if haut is None else f"de {euros(bas)} à {euros(haut)}"


def euros_falc(montant: Decimal) -> str:
    """30 euros, 8 euros 50, 1 euro, 42 centimes: the easy way, without a sign."""
    entier, _, reste = f"{montant:.2f}".partition(".")
    centimes = int(reste)
    if entier == "0" and centimes:
        return f"{centimes}{INSECABLE}{'centime' if centimes == 1 else 'centimes'}"
    groupes = f"{int(entier):,}".replace(",", INSECABLE)
    mot = "euro" if montant < 2 * _UN_EURO else "euros"
    return f"{groupes}{INSECABLE}{mot}" + (f"{INSECABLE}{reste}" if centimes else "")


def phrase_falc(fourchette: Fourchette) -> str:
    """2 euros, entre 2 euros et 21 euros 60, 30 euros ou plus."""
    bas, haut = fourchette.minimum, fourchette.maximum
    if fourchette.montant is not None:
        return euros_falc(fourchette.montant)
    if bas is None:
        return "un prix que nous ne savons pas" if haut is None else f"{euros_falc(haut)} au plus"
    return f"{euros_falc(bas)} ou plus" if haut is None else f"entre {euros_falc(bas)} et {euros_falc(haut)}"


def montant(valeur: Decimal, mode: Mode) -> str:
    """An amount in a sentence of this way of reading."""
    return euros_falc(valeur) if mode is Mode.FALC else euros(valeur)


def etendue(valeur: Fourchette, mode: Mode) -> str:
    """A range in a sentence of this way of reading."""
    return phrase_falc(valeur) if mode is Mode.FALC else phrase(valeur)
