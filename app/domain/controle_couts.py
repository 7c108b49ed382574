"""Holds what makes a situation of care impossible on a day. Computes no price."""

from datetime import date

from app.domain.dates import age_on
from app.domain.erreurs import Probleme, SituationInvalide
from app.domain.fiches import AGE_MAX
from app.domain.soins import SituationDeSoins


def check_naissance(situation: SituationDeSoins, le: date) -> None:
    """Refuse a birth after the day of the care, or more than 120 years before it."""
    naissance = situation.date_naissance
    if naissance is None:
        return
    if naissance.premier > le:
        message = "La date de naissance est après le jour du soin. Vérifiez les deux dates."
    elif age_on(naissance.dernier, le) > AGE_MAX:
        message = f"Cette date de naissance donne plus de {AGE_MAX} ans. Vérifiez l'année."
    else:
        return
    raise SituationInvalide((Probleme("date_naissance", message),))
