"""Holds the form of one right: what it is, how to use it, whom to call, from which source. Decides for no one."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.fiches import Lecture, MotExplique, Phrases, Source, Texte
from app.domain.verifiable import Verifiable

#: The everyday questions rights are grouped under, in the order pages show them.
Theme = Literal["avant-de-payer", "trop-cher", "ma-situation", "choisir", "acces"]
Identifiant = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]

_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class UniteSourcee(Verifiable):
    """What every text a citizen may rely on carries: sources, dates, doubt, and who has read it."""

    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    en_vigueur_depuis: dt.date
    relu_par: tuple[Lecture, ...] = ()

    @model_validator(mode="after")
    def _dated_in_order(self) -> "UniteSourcee":
        if self.en_vigueur_depuis > self.verifie_le:
            raise ValueError("en_vigueur_depuis : une date au plus tard le jour de verifie_le")
        return self

    def certitude_le(self, au: dt.date) -> Literal["sure", "a_verifier"]:
        """Certainty on a day: neither before the rule began, nor past the day it was to be read again."""
        return self.certitude if self.en_vigueur_depuis <= au <= self.a_relire_avant else "a_verifier"


class DroitNormal(BaseModel):
    """The plain French texts of a right; `points` is the short list it is known by, when it has one."""

    model_config = _STRICT

    titre: Annotated[str, Field(min_length=1, max_length=60)]
    resume: Annotated[str, Field(min_length=1, max_length=160)]
    texte: Texte
    points_titre: str | None = None
    points: tuple[Texte, ...] = ()
    comment: Phrases
    sans_internet: Texte
    prix: Texte


class DroitFalc(BaseModel):
    """The easy-to-read texts of the same right: one sentence an item, one for each point of the plain text."""

    model_config = _STRICT

    titre: Texte
    resume: Texte
    texte: Phrases
    points_titre: str | None = None
    points: tuple[Texte, ...] = ()
    comment: Phrases
    sans_internet: Phrases
    prix: Phrases
    mots: tuple[MotExplique, ...] = ()


class Droit(UniteSourcee):
    """One right, exactly as its content file gives it. `page` says that it has an address of its own."""

    id: Identifiant
    theme: Theme
    ordre: Annotated[int, Field(ge=1, le=99)]
    pictogramme: Texte
    page: bool = False
    normal: DroitNormal
    falc: DroitFalc
    #: Words (an amount, a delay, a number to dial) that neither text may leave out.
    a_dire: tuple[Texte, ...] = ()
    contacts: Annotated[tuple[str, ...], Field(min_length=1)]
    voir_aussi: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _both_texts_agree(self) -> "Droit":
        if len(self.normal.points) != len(self.falc.points):
            raise ValueError("points : autant dans le texte normal que dans le texte FALC")
        for texte in (self.normal, self.falc):
            if bool(texte.points) is not bool(texte.points_titre):
                raise ValueError("points_titre : va avec les points, et avec eux seuls")
        for nom, dit in (("normal", self.normal.model_dump_json()), ("falc", self.falc.model_dump_json())):
            for mots in self.a_dire:
                if mots not in dit:
                    raise ValueError(f"a_dire : « {mots} » manque dans le texte {nom}")
        return self

    @property
    def chemin(self) -> str:
        """Its address on the site."""
        return f"/{self.id}" if self.page else f"/droits/{self.id}"
