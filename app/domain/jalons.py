"""Holds the dates of a calendar counted from birth, such as a baby's examinations. Judges no verdict."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from app.domain.dates import Duree, add_duree


class Jalon(BaseModel):
    """One appointment of a calendar: from this age, and before that one."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    nom: Annotated[str, Field(min_length=1)]
    a_partir: Duree
    avant: Duree


class JalonDate(NamedTuple):
    """The same for one child: the first day and the last."""

    nom: str
    du: dt.date
    jusqu_au: dt.date


def dater(jalons: Iterable[Jalon], naissance: dt.date, au: dt.date) -> tuple[JalonDate, ...]:
    """The appointments that are not over on a day, in the order of the calendar."""
    dates = (
        JalonDate(
            jalon.nom, add_duree(naissance, jalon.a_partir), add_duree(naissance, jalon.avant) - dt.timedelta(days=1)
        )
        for jalon in jalons
    )
    return tuple(date for date in dates if date.jusqu_au >= au)
