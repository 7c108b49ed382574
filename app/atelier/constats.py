"""Holds what a check has to say: how serious, where, what. Looks for nothing itself."""

from enum import StrEnum
from typing import NamedTuple


class Gravite(StrEnum):
    """How serious a finding is: only an error stops a change from being accepted."""

    ERREUR = "erreur"
    AVERTISSEMENT = "avertissement"
    RELECTURE = "à relire"


class Constat(NamedTuple):
    """One finding, in French, as it is printed."""

    gravite: Gravite
    ou: str
    message: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.ou} : {self.message}"


def erreur(ou: str, message: str) -> Constat:
    """Something to correct before the content may be accepted."""
    return Constat(Gravite.ERREUR, ou, message)


def avertissement(ou: str, message: str) -> Constat:
    """Something to look at."""
    return Constat(Gravite.AVERTISSEMENT, ou, message)
