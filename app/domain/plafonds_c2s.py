"""Holds the ceilings of the complémentaire santé solidaire, by day, household and place. Refuses nobody a right.

The content gives one dated figure, the free ceiling of a person alone in mainland France; the law gives the rest
(article L861-1 of the social security code: 35 % more with a contribution, rounded to the nearest euro).
"""

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import Field

from app.domain.fiches import Euros, Source
from app.domain.verifiable import Verifiable

PERSONNES_MAX = 20
#: What the second, the third and fourth, then each other person add to the ceiling of one.
_DEUXIEME, _TROISIEME_ET_QUATRIEME, _SUIVANTES = Decimal("0.5"), Decimal("0.3"), Decimal("0.4")
_AVEC_PARTICIPATION = Decimal("1.35")
_OUTRE_MER = Decimal("1.113")


class Tranche(StrEnum):
    """Where a household says its resources are, between the two ceilings."""

    SOUS = "sous"
    ENTRE = "entre"
    AU_DESSUS = "au-dessus"
    INCONNUE = "ne-sais-pas"


class PlafondC2s(Verifiable):
    """One dated line: the yearly free ceiling of a person alone, from that day until the next line."""

    depuis: dt.date
    valeur: Euros
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class PlafondsDuFoyer(NamedTuple):
    """The two ceilings of one household, in whole euros a year and a month."""

    gratuite_an: Decimal
    participation_an: Decimal

    @property
    def gratuite_mois(self) -> Decimal:
        """The free ceiling, a month."""
        return _euros(self.gratuite_an / 12)

    @property
    def participation_mois(self) -> Decimal:
        """The ceiling with a contribution, a month."""
        return _euros(self.participation_an / 12)


def plafond_au(lignes: Sequence[PlafondC2s], au: dt.date) -> PlafondC2s | None:
    """The line in force on a day; None before the first known one, never a neighbour."""
    passees = [ligne for ligne in lignes if ligne.depuis <= au]
    return max(passees, key=lambda ligne: ligne.depuis, default=None)


def plafonds_du_foyer(ligne: PlafondC2s, personnes: int, *, outre_mer: bool) -> PlafondsDuFoyer:
    """The ceilings of a household of this many people."""
    if not 1 <= personnes <= PERSONNES_MAX:
        raise ValueError("personnes")
    parts = (
        1
        + _DEUXIEME * (personnes >= 2)
        + _TROISIEME_ET_QUATRIEME * max(0, min(personnes, 4) - 2)
        + _SUIVANTES * max(0, personnes - 4)
    )
    gratuite = _euros(ligne.valeur * parts * (_OUTRE_MER if outre_mer else 1))
    return PlafondsDuFoyer(gratuite, _euros(gratuite * _AVEC_PARTICIPATION))


def _euros(montant: Decimal) -> Decimal:
    return montant.quantize(Decimal(1), ROUND_HALF_UP)
