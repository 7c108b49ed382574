"""Holds who answers outside office hours, and what each costs the person and everyone. Sends nobody anywhere."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.domain.droits import Identifiant, UniteSourcee
from app.domain.fiches import Phrases, Texte

_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class LieuNormal(BaseModel):
    """The plain French texts of a place of care: the two prices in a few words, then each explained.

    `prix_de_tous` is None when no public figure is sure: the text says so.
    """

    model_config = _STRICT

    nom: Texte
    quoi: Texte
    prix: Annotated[str, Field(min_length=1, max_length=60)]
    prix_de_tous: Annotated[str, Field(min_length=1, max_length=30)] | None = None
    vous_payez: Texte
    tous_payent: Texte


class LieuFalc(BaseModel):
    """The easy-to-read texts of the same place."""

    model_config = _STRICT

    nom: Texte
    quoi: Phrases
    vous_payez: Phrases
    tous_payent: Phrases


class LieuDeSoin(UniteSourcee):
    """One place or service; `contact` is its phone line, when it has one."""

    id: Identifiant
    pictogramme: Texte
    contact: str | None = None
    normal: LieuNormal
    falc: LieuFalc
