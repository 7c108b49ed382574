"""Holds the grid of the 106 RGAA criteria as we filled it ourselves. Checks no page and grants no conformity."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.fiches import Texte

_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
#: How many criteria each of the thirteen themes of RGAA 4.1 has.
CRITERES_PAR_THEME = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)


class EtatCritere(StrEnum):
    """What we can honestly say of one criterion."""

    CONFORME = "conforme"
    NON_CONFORME = "non-conforme"
    NON_APPLICABLE = "non-applicable"
    PAS_VERIFIE = "pas-verifie"


class Preuve(BaseModel):
    """A test of ours that shows a criterion: in words, and where it is written."""

    model_config = _STRICT

    mots: Texte
    test: Annotated[str, Field(pattern=r"^tests/[a-z0-9_/]+\.py::test_\w+$")]


class Critere(BaseModel):
    """One criterion, in our words, and what shows its state: a test, a page, or a remark."""

    model_config = _STRICT

    titre: Texte
    etat: EtatCritere
    preuve: str = ""
    page: Annotated[str, Field(pattern=r"^(/[a-z/-]*)?$")] = ""
    remarque: str = ""

    @model_validator(mode="after")
    def _shown(self) -> Self:
        montre = self.preuve or self.page
        if self.etat is EtatCritere.CONFORME and not montre:
            raise ValueError("« conforme » sans preuve ni page")
        if self.etat is EtatCritere.NON_CONFORME and not self.remarque:
            raise ValueError("« non-conforme » sans dire ce qui manque")
        if self.etat is EtatCritere.NON_APPLICABLE and not (montre or self.remarque):
            raise ValueError("« non-applicable » sans dire pourquoi")
        return self


class ThemeRgaa(BaseModel):
    """One theme and its criteria, in the order of the reference."""

    model_config = _STRICT

    titre: Texte
    criteres: tuple[Critere, ...]


class GrilleRgaa(BaseModel):
    """The whole grid, the day it was filled, and the tests it rests on."""

    model_config = _STRICT

    referentiel: Texte
    faite_le: date
    preuves: Mapping[str, Preuve]
    themes: tuple[ThemeRgaa, ...]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if tuple(len(theme.criteres) for theme in self.themes) != CRITERES_PAR_THEME:
            raise ValueError("les 106 critères ne sont pas tous là")
        citees = {critere.preuve for theme in self.themes for critere in theme.criteres if critere.preuve}
        if citees != set(self.preuves):
            raise ValueError("les preuves citées et les preuves écrites diffèrent")
        return self

    def comptes(self) -> Counter[EtatCritere]:
        """How many criteria are in each state."""
        return Counter(critere.etat for theme in self.themes for critere in theme.criteres)
