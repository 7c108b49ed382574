"""Holds the awareness campaigns and when each takes place, told by rule and never by year. Judges no person."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.fiches import Phrases, Source, Texte
from app.domain.verifiable import Verifiable

_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
_SEMAINE = dt.timedelta(weeks=1)
Mois = Annotated[int, Field(ge=1, le=12)]
Jour = Annotated[int, Field(ge=1, le=31)]
#: A leap year: 29 February may be written, and stands for 28 February in common years.
_ANNEE_LONGUE = 2024


class Periode(NamedTuple):
    """The first and the last day of a campaign, one given year."""

    premier: dt.date
    dernier: dt.date


class JourDuMois(BaseModel):
    """A day of any year."""

    model_config = _STRICT

    mois: Mois
    jour: Jour


class Quand(BaseModel):
    """When a campaign takes place each year.

    `mois` alone: the whole month. With `jour`: that day. With `jour` and `jusqu_au`: a season, which may go past the
    new year. With `jour` and `semaines`: so many weeks from the Monday of the week of that day. With `semaine`: the
    week from the n-th or the last Monday of the month to the Sunday after it.
    """

    model_config = _STRICT

    mois: Mois
    jour: Jour | None = None
    jusqu_au: JourDuMois | None = None
    semaines: Annotated[int, Field(ge=1, le=4)] | None = None
    semaine: Literal[1, 2, 3, 4, "derniere"] | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "Quand":
        if self.jour is None and (self.jusqu_au or self.semaines):
            raise ValueError("quand : jusqu_au et semaines demandent un jour")
        if sum(forme is not None for forme in (self.jusqu_au, self.semaines, self.semaine)) > 1:
            raise ValueError("quand : jusqu_au, semaines ou semaine, un seul des trois")
        if self.jour is not None and self.semaine is not None:
            raise ValueError("quand : un jour ou une semaine du mois, pas les deux")
        for mois, jour in self._jours():
            if jour > monthrange(_ANNEE_LONGUE, mois)[1]:
                raise ValueError(f"quand : le mois {mois} n'a pas de jour {jour}")
        return self

    def _jours(self) -> Iterable[tuple[int, int]]:
        if self.jour is not None:
            yield self.mois, self.jour
        if self.jusqu_au is not None:
            yield self.jusqu_au.mois, self.jusqu_au.jour

    def periode(self, annee: int) -> Periode:
        """The days of the occurrence that begins in `annee`."""
        if self.semaine is not None:
            lundi = self._lundi(annee, self.semaine)
            return Periode(lundi, lundi + dt.timedelta(days=6))
        if self.jour is None:
            return Periode(dt.date(annee, self.mois, 1), _last_day(annee, self.mois))
        premier = _day(annee, self.mois, self.jour)
        if self.semaines is not None:
            lundi = premier - dt.timedelta(days=premier.weekday())
            return Periode(lundi, lundi + self.semaines * _SEMAINE - dt.timedelta(days=1))
        if self.jusqu_au is not None:
            dernier = _day(annee, self.jusqu_au.mois, self.jusqu_au.jour)
            if dernier < premier:
                dernier = _day(annee + 1, self.jusqu_au.mois, self.jusqu_au.jour)
            return Periode(premier, dernier)
        return Periode(premier, premier)

    def _lundi(self, annee: int, semaine: int | Literal["derniere"]) -> dt.date:
        if semaine == "derniere":
            dernier = _last_day(annee, self.mois)
            return dernier - dt.timedelta(days=dernier.weekday())
        premier = dt.date(annee, self.mois, 1)
        return premier + dt.timedelta(days=-premier.weekday() % 7) + (semaine - 1) * _SEMAINE

    def annonce(self, annee: int) -> Periode:
        """The days on which pages speak of it: the whole month in which it begins, and until its end."""
        premier, dernier = self.periode(annee)
        return Periode(premier.replace(day=1), max(_last_day(premier.year, premier.month), dernier))


def _last_day(annee: int, mois: int) -> dt.date:
    return dt.date(annee, mois, monthrange(annee, mois)[1])


def _day(annee: int, mois: int, jour: int) -> dt.date:
    """The day of that year; 29 February becomes the 28th in common years."""
    return dt.date(annee, mois, min(jour, monthrange(annee, mois)[1]))


class CampagneNormal(BaseModel):
    """The plain French text of a campaign."""

    model_config = _STRICT

    titre: Annotated[str, Field(min_length=1, max_length=60)]
    texte: Texte


class CampagneFalc(BaseModel):
    """The easy-to-read text of a campaign: one sentence an item."""

    model_config = _STRICT

    titre: Texte
    texte: Phrases


class Campagne(Verifiable):
    """One campaign for everyone. `conseils` are the units it leads to; `discrete` keeps it off the other pages."""

    id: Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
    pictogramme: Texte
    quand: Quand
    discrete: bool = False
    normal: CampagneNormal
    falc: CampagneFalc
    conseils: Annotated[tuple[str, ...], Field(min_length=1)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


def campagnes_le(campagnes: Iterable[Campagne], au: dt.date) -> tuple[Campagne, ...]:
    """The campaigns pages speak of on the day `au`: the soonest to end first, those already over last."""

    def rang(trouvee: tuple[Periode, Campagne]) -> tuple[bool, dt.date, str]:
        return trouvee[0].dernier < au, trouvee[0].dernier, trouvee[1].id

    trouvees = []
    for campagne in campagnes:
        for annee in (au.year - 1, au.year):
            premier, dernier = campagne.quand.annonce(annee)
            if premier <= au <= dernier:
                trouvees.append((campagne.quand.periode(annee), campagne))
    return tuple(campagne for periode, campagne in sorted(trouvees, key=rang))


def from_now(campagnes: Iterable[Campagne], au: dt.date) -> tuple[Campagne, ...]:
    """Every campaign once, in the order of the year that begins with the month of `au`."""

    def rang(campagne: Campagne) -> tuple[int, dt.date, str]:
        periode = campagne.quand.periode(au.year)
        return ((periode.premier.month - au.month) % 12, periode.premier, campagne.id)

    en_cours = campagnes_le(campagnes, au)
    return (*en_cours, *sorted((autre for autre in campagnes if autre not in en_cours), key=rang))
