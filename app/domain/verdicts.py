"""Holds the five verdicts and the coded reasons they carry. The French words of a reason live in rendering."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from app.domain.fiches import Fiche


class Verdict(StrEnum):
    """What one recommendation says to one person on one day."""

    A_FAIRE = "A_FAIRE"
    BIENTOT = "BIENTOT"
    A_PRECISER = "A_PRECISER"
    A_JOUR = "A_JOUR"
    PAS_CONCERNE = "PAS_CONCERNE"


Code = Literal[
    "age_dans",  # valeurs: (first age, last age)
    "age_avant",  # (age at which it begins,)
    "age_apres",  # (last age,)
    "naissance_inconnue",
    "naissance_imprecise",
    "sexe_autre",  # ("F" or "M" the recommendation is for,)
    "sexe_inconnu",  # ("F" or "M",)
    "organe_present",
    "organe_absent",
    "fait_vrai",
    "fait_faux",
    "fait_inconnu",
    "exclusion",  # (position in fiche.sauf,)
    "rythme",  # (ISO duration or "une_fois",)
    "deja_fait",  # (ISO day, month or year of the last act, or "" when its date is not known,)
    "historique_imprecis",
    "mois_campagne",  # (month 1-12,)
]


class Raison(NamedTuple):
    """One reason: the criterion it concerns (`age`, `sexe`, `historique`, or a fact's name) and what was found."""

    critere: str
    code: Code
    valeurs: tuple[int | str, ...] = ()


class Resultat(NamedTuple):
    """The verdict of one content unit, with its dates and every reason for it."""

    fiche: "Fiche"
    verdict: Verdict
    echeance: date | None
    a_partir_du: date | None
    raisons: tuple[Raison, ...]
