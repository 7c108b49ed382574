"""Holds the doses and illnesses a person noted: added, replaced, taken back. Forecasts nothing and reads no text."""

from collections.abc import Iterable

from app.domain.dates import DateApprochee
from app.domain.vaccination_dossier import Vaccination

#: A life of vaccines, booster after booster; more would not fit beside five other people in a cookie.
DOSES_MAX = 60
#: More than the content knows of.
MALADIES_MAX = 20

Carnet = tuple[Vaccination, ...]
#: The illnesses that change a vaccine date, each once with its last date, exact or not.
Maladies = tuple[tuple[str, DateApprochee], ...]


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


def note_maladie(maladies: Maladies, nom: str, le: DateApprochee) -> Maladies:
    """The same illnesses with this one: its last date is the one that counts."""
    return tuple(sorted((dict(maladies) | {nom: le}).items(), key=lambda maladie: maladie[0]))


def remove_maladie(maladies: Maladies, nom: str) -> Maladies:
    """The same illnesses without that one."""
    return tuple(maladie for maladie in maladies if maladie[0] != nom)
