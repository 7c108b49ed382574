"""Holds one person's vaccines as a page needs them: forecast, with the doses noted. Forecasts nothing itself."""

from dataclasses import dataclass
from datetime import date

from app.domain.carnet import Carnet, Maladies
from app.domain.vaccination_verdicts import Prevision
from app.rendering.lecture import Lecture


@dataclass(frozen=True, slots=True)
class LectureVaccins:
    """The person judged, the forecast of each line, the doses noted, and the day."""

    lecture: Lecture
    previsions: tuple[Prevision, ...]
    carnet: Carnet
    au: date
    #: Personal facts the person has not opened: nothing speaks of them.
    tues: frozenset[str] = frozenset()
    maladies: Maladies = ()
