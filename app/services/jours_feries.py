"""Gives the bank holidays of each part of France. Decides nothing about who works."""

from datetime import date
from functools import lru_cache

from holidays import country_holidays

#: Where the national list is not the whole list: Alsace-Moselle and overseas, by department.
PARTIES = {
    "57": "57", "67": "6AE", "68": "6AE",
    "971": "971", "972": "972", "973": "973", "974": "974", "975": "PM", "976": "976",
    "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip


@lru_cache(maxsize=256)
def jours_feries(departement: str, annee: int) -> frozenset[date]:
    """The days nobody is expected to work in this department that year."""
    return frozenset(country_holidays("FR", subdiv=PARTIES.get(departement), years=annee))


def feries_entre(departement: str, du: date, au: date) -> frozenset[date]:
    """The same over several years."""
    return frozenset().union(*(jours_feries(departement, annee) for annee in range(du.year, au.year + 1)))
