"""Holds what showing a summary to a professional is: what is chosen, for how long, by which code. Stores nothing.

The code is given by hand. It is also what seals the summary: whoever has the base and all its keys, and not the code,
reads nothing. Seventy-five bits, for a few days at most: nobody guesses it, nobody has time to try.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.rendez_vous import ALPHABET, read_code

CODE_LONGUEUR = 15
CODE_BITS = 5 * CODE_LONGUEUR
_GROUPE = 5
#: Enough for a person and their doctors; a forgotten one dies by itself.
PARTAGES_MAX = 5


class DureeDePartage(StrEnum):
    """How long a summary can be read."""

    QUART_D_HEURE = "15-minutes"
    HEURE = "1-heure"
    JOUR = "1-jour"
    SEMAINE = "7-jours"


DUREES: Mapping[DureeDePartage, timedelta] = {
    DureeDePartage.QUART_D_HEURE: timedelta(minutes=15),
    DureeDePartage.HEURE: timedelta(hours=1),
    DureeDePartage.JOUR: timedelta(days=1),
    DureeDePartage.SEMAINE: timedelta(days=7),
}


class Rubrique(StrEnum):
    """What may be shown, each chosen apart."""

    PERSONNE = "personne"
    CONSEILS = "conseils"
    FAIT = "fait"
    VACCINS = "vaccins"
    REPONSES = "reponses"


@dataclass(frozen=True, slots=True)
class Resume:
    """What the professional reads, as it was on one day: headings, and under each what it says."""

    du: datetime
    jusqu_a: datetime
    rubriques: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class Partage:
    """A summary that can still be read, as its owner sees it: never its code nor its content."""

    id: str
    numero: int
    cree_le: datetime
    expire_le: datetime
    ouvertures: int
    vu_le: datetime | None


def write_code_partage(nombre: int) -> str:
    """A code as it is shown, from a random number: three groups of five."""
    code = "".join(ALPHABET[(nombre >> 5 * rang) & 31] for rang in range(CODE_LONGUEUR))
    return "-".join(code[debut : debut + _GROUPE] for debut in range(0, CODE_LONGUEUR, _GROUPE))


def read_code_partage(brut: str) -> str | None:
    """A code as it is compared, however it was typed; None when it cannot be one."""
    return read_code(brut, CODE_LONGUEUR)
