"""Holds a person as the vaccine engine reads them: birth, doses in order, dated events, pregnancy. Judges nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from app.domain.criteres import Valeur
from app.domain.dates import DateApprochee
from app.domain.profil import Jour, Profil
from app.domain.situation import GROSSESSE_AU_PLUS, JOURS_REGLES_A_TERME, read_situation
from app.domain.vaccination_codes import CampagneVaccinale, ReglagesVaccins

_STRICT = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class Vaccination(BaseModel):
    """A dose received: its code, and when, to the day, the month or the year."""

    model_config = _STRICT

    vaccin: Annotated[str, Field(max_length=40)]
    le: DateApprochee


class PeriodeDeCampagne(BaseModel):
    """The days of a campaign, both included, as a caller gives them."""

    model_config = _STRICT

    du: Jour
    au: Jour


class DoseRecue(NamedTuple):
    """A dose and the days it may have been given on."""

    code: str
    premier: date
    dernier: date


class Saison(NamedTuple):
    """The days of one campaign where the person lives; None when they are not known there."""

    du: date | None
    au: date | None
    annee: int


@dataclass(frozen=True, slots=True)
class DossierVaccinal:
    """One person on one day. `naissance` is one exact day; `regles` the first day of the last period, if pregnant."""

    au: date
    naissance: date
    sexe: str | None
    faits: Mapping[str, Valeur]
    regles: date | None
    doses: tuple[DoseRecue, ...]
    evenements: Mapping[str, DateApprochee]
    saisons: Mapping[str, tuple[Saison, ...]]
    carnet_perdu: bool


class Dossiers(NamedTuple):
    """The person with the latest possible birth date and, when it is not exact, with the earliest."""

    dernier: DossierVaccinal
    premier: DossierVaccinal | None


def read_dossiers(
    profil: Profil,
    vaccinations: Iterable[Vaccination],
    evenements: Mapping[str, DateApprochee],
    saisons: Mapping[str, tuple[Saison, ...]],
    au: date,
    reglages: ReglagesVaccins,
) -> Dossiers | None:
    """Read a profile and its doses on a day; None when nothing tells the birth date."""
    situation = read_situation(profil, au)
    if situation.naissance is None:
        return None
    faits = dict(situation.faits)
    for fait, departements in reglages.territoires.items():
        if profil.reponses.get(fait) is None:
            faits[fait] = profil.departement in departements
    doses = sorted(
        (DoseRecue(v.vaccin, v.le.premier, min(v.le.dernier, au)) for v in vaccinations),
        key=lambda dose: (dose.premier, dose.dernier, dose.code),
    )
    dernier = DossierVaccinal(
        au=au,
        naissance=min(situation.naissance.dernier, au),
        sexe=profil.sexe,
        faits=faits,
        regles=_regles(profil, au) if faits.get("grossesse") is not False else None,
        doses=tuple(doses),
        evenements=evenements,
        saisons=saisons,
        carnet_perdu=faits.get(reglages.carnet_perdu) is True,
    )
    if situation.naissance.exacte:
        return Dossiers(dernier, None)
    return Dossiers(dernier, replace(dernier, naissance=situation.naissance.premier))


def _regles(profil: Profil, au: date) -> date | None:
    """The first day of the last period of a pregnancy that may still go on."""
    if profil.dernieres_regles is not None:
        depuis = au - profil.dernieres_regles
    elif profil.terme_prevu is not None:  # from today: a term of year 1 has no period before it
        depuis = au - profil.terme_prevu + timedelta(days=JOURS_REGLES_A_TERME)
    else:
        return None
    return au - depuis if timedelta() <= depuis <= GROSSESSE_AU_PLUS else None


def read_saisons(
    campagnes: Iterable[CampagneVaccinale],
    dites: Mapping[str, PeriodeDeCampagne],
    departement: str | None,
) -> dict[str, tuple[Saison, ...]]:
    """Every known campaign by family, in order, where the person lives; those the caller gives replace ours."""
    toutes: dict[str, Saison] = {}
    for campagne in campagnes:
        du: date | None = campagne.du
        au: date | None = campagne.au
        for ailleurs in campagne.ailleurs:
            if departement in ailleurs.departements:
                du, au = ailleurs.du, ailleurs.au
        toutes[campagne.cle] = Saison(du, au, int(campagne.cle[-4:]))
    toutes.update({cle: Saison(jours.du, jours.au, int(cle[-4:])) for cle, jours in dites.items()})
    familles: dict[str, list[Saison]] = {}
    for cle, saison in toutes.items():
        familles.setdefault(cle[:-5], []).append(saison)
    return {famille: tuple(sorted(saisons, key=lambda saison: saison.annee)) for famille, saisons in familles.items()}
