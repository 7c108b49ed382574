"""Holds the ways to reach someone without internet: phone lines and counters, with hours, price and certainty."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.fiches import Phrases, Source, Texte

_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class ContactNormal(BaseModel):
    """The plain French text of a contact."""

    model_config = _STRICT

    nom: Texte
    quand: Texte


class ContactFalc(BaseModel):
    """The easy-to-read text of a contact."""

    model_config = _STRICT

    nom: Texte
    quand: Phrases


class Contact(BaseModel):
    """One phone line (`numero`) or one counter (no number)."""

    model_config = _STRICT

    id: Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
    numero: Annotated[str, Field(pattern="^[0-9]+( [0-9]+)*$")] | None = None
    urgence: bool = False
    heures: str | None = None
    prix: str | None = None
    normal: ContactNormal
    falc: ContactFalc
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    certitude: Literal["sure", "a_verifier"]
    doute: str | None = None
    verifie_le: date
    a_relire_avant: date

    @model_validator(mode="after")
    def _coherent(self) -> "Contact":
        if self.numero is not None and len(self.numero.replace(" ", "")) not in (2, 3, 4, 6, 10):
            raise ValueError("numero : 2, 3, 4, 6 ou 10 chiffres")
        if self.certitude == "a_verifier" and not self.doute:
            raise ValueError("doute : dites ce qui n'est pas certain")
        return self

    def perime_le(self, au: date) -> bool:
        """Whether it should have been checked again by that day: a number may have changed since."""
        return au > self.a_relire_avant
