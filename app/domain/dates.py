"""Holds calendar arithmetic: ages, durations, approximate dates. Never reads the clock."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_DUREE = re.compile(r"P(?:([0-9]{1,3})Y)?(?:([0-9]{1,3})M)?(?:([0-9]{1,3})W)?(?:([0-9]{1,3})D)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateApprochee:
    """A day known exactly, or only to its month or year: every day from `premier` to `dernier` is possible."""

    premier: date
    dernier: date

    @property
    def exacte(self) -> bool:
        """Whether one single day is possible."""
        return self.premier == self.dernier

    @property
    def texte(self) -> str:
        """The ISO form as it was given: 1976, 1976-07 or 1976-07-25."""
        if self.premier == self.dernier:
            return self.premier.isoformat()
        if self.premier.month == self.dernier.month:
            return self.premier.isoformat()[:7]
        return self.premier.isoformat()[:4]

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read from an ISO string (full, month or year), written back the same way."""
        return core_schema.no_info_plain_validator_function(
            _validate_date_approchee,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda valeur: valeur.texte),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        """Describe the accepted strings to OpenAPI."""
        return {
            "type": "string",
            "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
            "description": "AAAA-MM-JJ, ou AAAA-MM, ou AAAA quand le jour ou le mois n'est pas connu.",
            "examples": ["1976-07-25", "1976-07", "1976"],
        }


def parse_date_approchee(texte: str) -> DateApprochee:
    """Read YYYY, YYYY-MM or YYYY-MM-DD (ASCII digits only); ValueError when the calendar has no such day."""
    trouve = _DATE.fullmatch(texte)
    if trouve is None:
        raise ValueError("date attendue sous la forme AAAA-MM-JJ, AAAA-MM ou AAAA")
    annee, mois, jour = (int(partie or 0) for partie in trouve.groups())
    if trouve[2] is None:
        return DateApprochee(date(annee, 1, 1), date(annee, 12, 31))
    if trouve[3] is None:
        return DateApprochee(date(annee, mois, 1), date(annee, mois, monthrange(annee, mois)[1]))
    exact = date(annee, mois, jour)
    return DateApprochee(exact, exact)


def _validate_date_approchee(valeur: object) -> DateApprochee:
    if isinstance(valeur, DateApprochee):
        return valeur
    if isinstance(valeur, date):
        return DateApprochee(valeur, valeur)
    if not isinstance(valeur, str):
        raise ValueError("date attendue entre guillemets, sous la forme AAAA-MM-JJ, AAAA-MM ou AAAA")
    return parse_date_approchee(valeur)


@dataclass(frozen=True, slots=True)
class Duree:
    """An ISO 8601 duration of whole months and days (P2Y = 24 months, P2W = 14 days)."""

    mois: int
    jours: int

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read from its ISO text."""
        return core_schema.no_info_plain_validator_function(
            lambda valeur: valeur if isinstance(valeur, Duree) else parse_duree(valeur),
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )

    def __str__(self) -> str:
        """Give the ISO form back."""
        annees, mois = divmod(self.mois, 12)
        semaines, jours = divmod(self.jours, 7)
        parties = ((annees, "Y"), (mois, "M"), (semaines, "W"), (jours, "D"))
        return "P" + ("".join(f"{nombre}{unite}" for nombre, unite in parties if nombre) or "0D")

    @property
    def au_plus_un_mois(self) -> bool:
        """Whether the rhythm is monthly or closer, in which case past acts say nothing about today."""
        return self.mois * 31 + self.jours <= 31


def parse_duree(texte: object) -> Duree:
    """Read P2Y, P6M, P1W, P8D or a mix; ValueError when it is empty or malformed."""
    trouve = _DUREE.fullmatch(texte) if isinstance(texte, str) else None
    if trouve is None or texte == "P":
        raise ValueError("durée attendue sous la forme P2Y, P6M, P1W ou P1D")
    annees, mois, semaines, jours = (int(partie or 0) for partie in trouve.groups())
    return Duree(annees * 12 + mois, semaines * 7 + jours)


def add_mois(jour: date, mois: int) -> date:
    """Move by calendar months; a day the arrival month lacks becomes the 1st of the next one (never too early).

    Raises OverflowError outside years 1 to 9999.
    """
    total = jour.year * 12 + jour.month - 1 + mois
    annee, mois_zero = divmod(total, 12)
    if not 1 <= annee <= 9998:
        raise OverflowError("date hors du calendrier")
    if jour.day <= 28 or jour.day <= monthrange(annee, mois_zero + 1)[1]:
        return date(annee, mois_zero + 1, jour.day)
    return date(annee + mois_zero // 11, (mois_zero + 1) % 12 + 1, 1)


def add_duree(jour: date, duree: Duree) -> date:
    """Add months first, then days."""
    arrivee = add_mois(jour, duree.mois)
    return arrivee + timedelta(days=duree.jours) if duree.jours else arrivee


def is_reached(debut: date, duree: Duree, au: date) -> bool:
    """Whether `debut` plus `duree` is `au` or before: the months alone nearly always tell, without making a date."""
    if not duree.jours:
        reste = (au.year - debut.year) * 12 + au.month - debut.month - duree.mois
        if reste:
            return reste > 0
    return add_duree(debut, duree) <= au


def anniversaire(naissance: date, ans: int) -> date:
    """First day of age `ans`: someone born on 29 February turns older on 1 March in common years."""
    return add_mois(naissance, ans * 12)


def age_on(naissance: date, au: date) -> int:
    """Completed years on the day `au` (negative before birth).

    Comparing month and day alone puts a 29 February birthday on 1 March in common years.
    """
    return au.year - naissance.year - ((au.month, au.day) < (naissance.month, naissance.day))


def mois_revolus(debut: date, au: date) -> int:
    """Completed calendar months from `debut` to `au`."""
    mois = (au.year - debut.year) * 12 + au.month - debut.month
    return mois - 1 if au < add_mois(debut, mois) else mois


TROIS_MOIS = Duree(3, 0)


def horizon(intervalle: Duree | None) -> Duree:
    """How long before it is due an act counts as soon: min(3 months, half the interval).

    `intervalle` None stands for something done once or without rhythm: 3 months.
    """
    if intervalle is None:
        return TROIS_MOIS
    moitie = Duree(intervalle.mois // 2, (intervalle.mois % 2) * 15 + intervalle.jours // 2)
    return TROIS_MOIS if moitie.mois * 28 + moitie.jours >= 3 * 28 else moitie
