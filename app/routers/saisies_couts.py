"""Reads what people type on a price page: an amount, a number of days. Stores nothing.

What can be read two ways, or not at all, is asked again with a sentence that says what to write.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from app.domain.euros import au_centime
from app.rendering.vues import VueChamp
from app.routers.saisies import SECU, looks_like_secu, plain

PRIX_MAX = Decimal("100000.00")
JOURS_MAX = 365
SAISIE_MAX = 40
#: Thousands parted by a space or not, a comma or a point, two decimals at most, and the word or the sign.
_MONTANT = re.compile(r"(\d{1,9}|\d{1,3}(?: \d{3}){1,2})(?:[.,](\d{1,2}))?(?: ?(?:€|euros?|eur))?", re.ASCII)
_EUROS_CENTIMES = re.compile(r"(\d{1,9}) ?(?:€|euros?) ?(\d{2})", re.ASCII)

ILLISIBLE = "Nous ne lisons pas ce prix. Écrivez-le en euros, par exemple 30 ou 30,50."
NEGATIF = "Un prix ne peut pas être négatif. Écrivez-le sans le signe moins."
TROP_GRAND = "Ce prix est trop grand : 100 000 euros au plus. Vérifiez les zéros et la virgule."
JOURS_ILLISIBLES = f"Écrivez un nombre de jours, de 0 à {JOURS_MAX}, en chiffres."


class MontantLu(NamedTuple):
    """The amount read, None when nothing was typed or when it must be asked again; `champ` gives it back."""

    valeur: Decimal | None
    champ: VueChamp


class JoursLus(NamedTuple):
    """The days read, in the same way."""

    valeur: int | None
    champ: VueChamp


def read_prix(brut: str) -> MontantLu:
    """A price as people write it: 30, 30,50, 30.50 €, 1 234 euros. "8 50" and "1.234" are asked again."""
    if not brut:
        return MontantLu(None, VueChamp())
    if looks_like_secu(brut):
        return MontantLu(None, VueChamp("", SECU))
    saisie, texte = brut[:SAISIE_MAX], " ".join(plain(brut).split())
    if re.match(r"[-−–] ?\d", texte):
        return MontantLu(None, VueChamp(saisie, NEGATIF))
    lu = _MONTANT.fullmatch(texte) or _EUROS_CENTIMES.fullmatch(texte)
    if lu is None:
        trop_long = re.fullmatch(r"[\d ]{10,}(?:[.,]\d+)? ?(?:€|euros?)?", texte, re.ASCII)
        return MontantLu(None, VueChamp(saisie, TROP_GRAND if trop_long else ILLISIBLE))
    montant = au_centime(Decimal(f"{lu[1].replace(' ', '')}.{lu[2] or '0'}"))
    if montant > PRIX_MAX:
        return MontantLu(None, VueChamp(saisie, TROP_GRAND))
    return MontantLu(montant, VueChamp(saisie))


def read_jours(brut: str) -> JoursLus:
    """A number of days in hospital."""
    if not brut:
        return JoursLus(None, VueChamp())
    if looks_like_secu(brut):
        return JoursLus(None, VueChamp("", SECU))
    texte = re.sub(r" ?jours?$", "", plain(brut))
    if re.fullmatch(r"\d{1,3}", texte, re.ASCII) and int(texte) <= JOURS_MAX:
        return JoursLus(int(texte), VueChamp(brut[:SAISIE_MAX]))
    return JoursLus(None, VueChamp(brut[:SAISIE_MAX], JOURS_ILLISIBLES))
