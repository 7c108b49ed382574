"""Holds the doses a person noted, in order: added, replaced, taken back. Forecasts nothing and reads no text."""

from collections.abc import Iterable

from app.domain.vaccination_dossier import Vaccination

#: A life of vaccines, booster after booster; more would not fit beside five other people in a cookie.
DOSES_MAX = 60

Carnet = tuple[Vaccination, ...]


def dose_key(dose: Vaccination) -> str:
    """What names a dose in a form: its code and its date, as they were noted."""
    return f"{dose.vaccin} {dose.le.texte}"


def add_doses(carnet: Carnet, doses: Iterable[Vaccination]) -> Carnet:
    """The same doses with these, oldest first; the same vaccine on the same date is one dose."""
    par_cle = {dose_key(dose): dose for dose in (*carnet, *doses)}
    return tuple(sorted(par_cle.values(), key=lambda dose: (dose.le.premier, dose.le.dernier, dose.vaccin)))


def remove_dose(carnet: Carnet, cle: str) -> Carnet:
    """The same doses without the one of that name; unchanged when it is already gone."""
    return tuple(dose for dose in carnet if dose_key(dose) != cle)


def find_dose(carnet: Carnet, cle: str) -> Vaccination | None:
    """The dose of that name, if it is still noted."""
    return next((dose for dose in carnet if dose_key(dose) == cle), None)
