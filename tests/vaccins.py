"""Forecasts vaccines for the tests, from the words a request would hold. Tests nothing."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from app.domain.dates import DateApprochee
from app.domain.profil import Profil
from app.domain.vaccination import CalendrierVaccinal
from app.domain.vaccination_dossier import PeriodeDeCampagne, Vaccination, read_dossiers, read_saisons
from app.domain.vaccination_verdicts import Prevision
from tests.factories import AUJOURDHUI, contenu_reel, make_profil

_DATE = TypeAdapter[DateApprochee](DateApprochee)


def forecast(
    profil: Profil,
    vaccinations: Iterable[Mapping[str, Any]] = (),
    *,
    au: date = AUJOURDHUI,
    autres_dates: Mapping[str, Any] | None = None,
    campagnes: Mapping[str, Any] | None = None,
    calendrier: CalendrierVaccinal | None = None,
) -> dict[str, Prevision]:
    """Every line that is told, by name, in display order."""
    calendrier = calendrier or contenu_reel().vaccins
    saisons = read_saisons(
        calendrier.campagnes,
        {cle: PeriodeDeCampagne.model_validate(jours) for cle, jours in (campagnes or {}).items()},
        profil.departement,
    )
    dossiers = read_dossiers(
        profil,
        [Vaccination.model_validate(dose) for dose in vaccinations],
        {nom: _DATE.validate_python(quand) for nom, quand in (autres_dates or {}).items()},
        saisons,
        au,
        calendrier.reglages,
    )
    assert dossiers is not None
    return {prevision.ligne.id: prevision for prevision in calendrier.forecast(dossiers)}


def doses(code: str, *jours: str) -> list[dict[str, str]]:
    """Doses of one code, as a request writes them."""
    return [{"vaccin": code, "le": jour} for jour in jours]


def ligne(
    id_: str, naissance: str, vaccinations: Iterable[Mapping[str, Any]] = (), au: date = AUJOURDHUI, **profil: Any
) -> Prevision | None:
    """What one line says to someone born that day."""
    return forecast(make_profil(naissance, **profil), vaccinations, au=au).get(id_)
