"""Holds the landmarks: guides without a rule (pharmacist, workshops, long illnesses). Never judged for a person."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.fiches import MotExplique, Phrases, Source, Texte

Sujet = Literal["pharmacie", "ateliers", "handicap", "maladies-longues"]
_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class RepereNormal(BaseModel):
    """The plain French texts of a landmark; `points` is what to watch, when there is something to watch."""

    model_config = _STRICT

    titre: Annotated[str, Field(min_length=1, max_length=60)]
    resume: Annotated[str, Field(min_length=1, max_length=160)]
    pour_qui: Texte
    texte: Texte
    points: tuple[Texte, ...] = ()
    comment: Phrases
    sans_internet: Texte
    prix: Texte
    limites: str | None = None


class RepereFalc(BaseModel):
    """The easy-to-read texts of a landmark: one sentence an item."""

    model_config = _STRICT

    titre: Texte
    resume: Texte
    pour_qui: Phrases
    texte: Phrases
    points: tuple[Texte, ...] = ()
    comment: Phrases
    sans_internet: Phrases
    prix: Phrases
    mots: tuple[MotExplique, ...] = ()


class Repere(BaseModel):
    """One landmark, exactly as its content file gives it. `conseils` are the units from which it can be reached."""

    model_config = _STRICT

    id: Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
    sujet: Sujet
    pictogramme: Texte
    normal: RepereNormal
    falc: RepereFalc
    conseils: tuple[str, ...] = ()
    signes_urgents: bool = False
    doute: str | None = None
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    certitude: Literal["sure", "a_verifier"]
    verifie_le: dt.date
    a_relire_avant: dt.date

    @model_validator(mode="after")
    def _coherent(self) -> "Repere":
        if self.certitude == "a_verifier" and not self.doute:
            raise ValueError("doute : dites ce qui n'est pas certain, puisque la certitude est a_verifier")
        if self.a_relire_avant <= self.verifie_le:
            raise ValueError("a_relire_avant : une date après verifie_le")
        if bool(self.normal.points) is not bool(self.falc.points):
            raise ValueError("points : dans les deux textes, ou dans aucun")
        return self

    def certitude_le(self, au: dt.date) -> Literal["sure", "a_verifier"]:
        """Certainty on a day, as for a unit."""
        return "a_verifier" if au > self.a_relire_avant else self.certitude
