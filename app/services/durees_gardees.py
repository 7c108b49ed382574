"""Turns answered durations into dates and back, so that what is kept stays true as days pass. Knows no storage."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum

from app.domain.dates import mois_revolus
from app.domain.faits import Fait

GROSSESSE = "mois_de_grossesse"
Reponses = Mapping[str, bool | int | float | None]


class _Unite(Enum):
    """What one unit of the answer lasts: whole months, or whole days."""

    MOIS = (1, 0)
    ANNEE = (12, 0)
    SEMAINE = (0, 7)


_UNITES = (
    ("mois_depuis_", _Unite.MOIS),
    ("annees_depuis_", _Unite.ANNEE),
    ("semaines_depuis_", _Unite.SEMAINE),
    (GROSSESSE, _Unite.MOIS),
)


def _unite(fait: str) -> _Unite | None:
    return next((unite for debut, unite in _UNITES if fait.startswith(debut)), None)


def split_durees(reponses: Reponses, au: date) -> tuple[dict[str, bool | int | float | None], dict[str, date]]:
    """Part the answers given on the day `au`: those that stay as they are, and the dates the durations began."""
    stables: dict[str, bool | int | float | None] = {}
    debuts: dict[str, date] = {}
    for fait, valeur in reponses.items():
        unite = _unite(fait)
        if unite is None or valeur is None:
            stables[fait] = valeur
        else:
            debuts[fait] = _debut(int(valeur), unite, au)
    return stables, debuts


def merge_durees(stables: Reponses, debuts: Mapping[str, date], au: date, faits: Mapping[str, Fait]) -> Reponses:
    """Give the answers back as they are true on the day `au`.

    A duration that has outgrown what the vocabulary allows is unknown again; with a pregnancy, so is the pregnancy.
    """
    reponses = dict(stables)
    for fait, debut in debuts.items():
        valeur = _ecoule(debut, _unite(fait) or _Unite.MOIS, au)
        maximum = faits[fait].definition.max
        if maximum is None or valeur <= maximum:
            reponses[fait] = valeur
        elif fait == GROSSESSE:
            reponses.pop("grossesse", None)
    return reponses


def _debut(nombre: int, unite: _Unite, au: date) -> date:
    """The latest day from which exactly `nombre` whole units have passed: short months end on their own last day."""
    mois, jours = unite.value
    if jours:
        return au - timedelta(days=nombre * jours)
    annee, mois_zero = divmod(au.year * 12 + au.month - 1 - nombre * mois, 12)
    return date(annee, mois_zero + 1, min(au.day, monthrange(annee, mois_zero + 1)[1]))


def _ecoule(debut: date, unite: _Unite, au: date) -> int:
    mois, jours = unite.value
    return (au - debut).days // jours if jours else mois_revolus(debut, au) // mois
