"""Holds the landmarks: guides without a rule (pharmacist, workshops, long illnesses). Never judged for a person."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.fiches import MotExplique, Phrases, Source, Texte
from app.domain.verifiable import Verifiable

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


class Repere(Verifiable):
    """One landmark, exactly as its content file gives it. `conseils` are the units from which it can be reached.

    `entretien` when it tells of a talk that has a day: the person may note that it took place.
    """

    id: Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
    sujet: Sujet
    pictogramme: Texte
    entretien: bool = False
    normal: RepereNormal
    falc: RepereFalc
    conseils: tuple[str, ...] = ()
    signes_urgents: bool = False
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _coherent(self) -> "Repere":
        if bool(self.normal.points) is not bool(self.falc.points):
            raise ValueError("points : dans les deux textes, ou dans aucun")
        return self
