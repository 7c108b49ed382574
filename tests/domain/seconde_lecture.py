"""Holds a second reading of age windows, written another way: no `datetime`, nothing imported from the application.

A day is the integer AAAAMMJJ. The calendar is a list built here from the Gregorian rule, so that "the first day that
exists on or after" is a search in a list: 20270229, which does not exist, is read as 20270301.
"""

from bisect import bisect_left
from collections.abc import Sequence

PREMIERE_ANNEE, DERNIERE_ANNEE = 1890, 2180
AGE_LE_PLUS_HAUT = 120


def _jours_du_mois(annee: int, mois: int) -> int:
    if mois == 2:
        return 29 if annee % 400 == 0 or (annee % 4 == 0 and annee % 100 != 0) else 28
    return 30 if mois in {4, 6, 9, 11} else 31


CALENDRIER = [
    annee * 10000 + mois * 100 + jour
    for annee in range(PREMIERE_ANNEE, DERNIERE_ANNEE + 1)
    for mois in range(1, 13)
    for jour in range(1, _jours_du_mois(annee, mois) + 1)
]


def rang(jour: int) -> int:
    """Position in the calendar of that day, or of the first one after it when the month lacks it."""
    return bisect_left(CALENDRIER, jour)


def jours_entre(premier: int, dernier: int) -> list[int]:
    """Every day from one to the other, both included."""
    return CALENDRIER[rang(premier) : rang(dernier) + 1]


def decale(jour: int, jours: int) -> int:
    """So many days later, or earlier."""
    return CALENDRIER[rang(jour) + jours]


def jour_des(naissance: int, ans: int) -> int:
    """First day of an age: the birth date with its year moved, or the first day that exists after it."""
    return CALENDRIER[rang(naissance + ans * 10000)]


def ans_le(naissance: int, jour: int) -> int:
    """Age: years are the part above the month and day in the difference of the two integers."""
    return (jour - naissance) // 10000


def apres_mois(jour: int, mois: int) -> int:
    """The same day so many months later, or the first day that exists after it."""
    annee, mois_de_l_annee = divmod(jour // 100 % 100 - 1 + mois, 12)
    return CALENDRIER[rang((jour // 10000 + annee) * 10000 + (mois_de_l_annee + 1) * 100 + jour % 100)]


Intervalle = tuple[int, int | None]


def intervalles(naissance: int, fenetres: Sequence[tuple[int, int]]) -> list[Intervalle]:
    """For each window, its first day and the first day it is over (None: never)."""
    return [
        (jour_des(naissance, debut), None if fin >= AGE_LE_PLUS_HAUT else jour_des(naissance, fin + 1))
        for debut, fin in fenetres
    ]


def place(bornes: Sequence[Intervalle], jour: int) -> str:
    """`dedans`, `avant` (the next window), or `apres` them all."""
    for ouverture, fermeture in bornes:
        if jour < ouverture:
            return "avant"
        if fermeture is None or jour < fermeture:
            return "dedans"
    return "apres"


def verdict(
    naissance: int, fenetres: Sequence[tuple[int, int]], reserve_a: str | None, sexe: str | None, jour: int
) -> tuple[str, int | None, int | None]:
    """Verdict, due date and opening date of a recommendation of age and sex alone, done once and never done yet."""
    if reserve_a is not None and sexe is not None and reserve_a != sexe:
        return "PAS_CONCERNE", None, None
    douteux = reserve_a is not None and sexe is None
    for ouverture, fermeture in intervalles(naissance, fenetres):
        if jour < ouverture:
            if ouverture <= apres_mois(jour, 3):
                return ("A_PRECISER", None, None) if douteux else ("BIENTOT", ouverture, None)
            return "PAS_CONCERNE", None, None if douteux else ouverture
        if fermeture is None or jour < fermeture:
            return "A_PRECISER" if douteux else "A_FAIRE", None, None
    return "PAS_CONCERNE", None, None
