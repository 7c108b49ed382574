"""Holds the dated figures of law: rates, tariffs, caps. Append-only; a day before the first value is an error."""

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from app.domain.erreurs import ParametreInconnu
from app.domain.fiches import Lecture, Source, Texte
from app.domain.verifiable import Verifiable

Unite = Literal["euros", "taux", "nombre", "ans", "coefficient"]
Certitude = Literal["sure", "a_verifier"]
IdCouts = Annotated[str, Field(pattern=re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$"), max_length=80)]

_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _read_chiffre(valeur: object) -> object:
    """A figure is quoted in the file: YAML would read 8.50 as a float, and 0.1 has no exact float."""
    if valeur is None or isinstance(valeur, Decimal):
        return valeur
    if not isinstance(valeur, str):
        raise ValueError('chiffre attendu entre guillemets, par exemple "30.00" ou "0.70"')
    try:
        lu = Decimal(valeur)
    except InvalidOperation:
        raise ValueError('chiffre attendu, par exemple "30.00" ou "0.70"') from None
    if not lu.is_finite():
        raise ValueError("un chiffre ordinaire est attendu")
    return lu


class Valeur(BaseModel):
    """What a figure is worth from a day on. `valeur` null: from that day on, nobody has read what it is worth."""

    model_config = _STRICT

    depuis: dt.date
    valeur: Annotated[Decimal | None, BeforeValidator(_read_chiffre)]
    source: Source
    doute: Texte | None = None


class Parametre(Verifiable):
    """One figure and its whole history. Nothing is ever rewritten nor given an end: a change is one more line."""

    id: IdCouts
    libelle: Annotated[str, Field(min_length=1, max_length=120)]
    unite: Unite
    article: Texte | None = None
    valeurs: Annotated[tuple[Valeur, ...], Field(min_length=1)]
    relu_par: tuple[Lecture, ...] = ()

    @model_validator(mode="after")
    def _coherent(self) -> "Parametre":
        jours = [valeur.depuis for valeur in self.valeurs]
        if any(suivant <= precedent for precedent, suivant in pairwise(jours)):
            raise ValueError("valeurs : une ligne par date, de la plus ancienne à la plus récente")
        for valeur in self.valeurs:
            self._check_value(valeur.valeur)
        return self

    def _check_value(self, valeur: Decimal | None) -> None:
        if valeur is None:
            return
        if valeur < 0:
            raise ValueError("valeurs : un chiffre positif, ou zéro")
        if self.unite == "taux" and valeur > 1:
            raise ValueError('valeurs : un taux va de 0 à 1, par exemple "0.70"')
        if self.unite == "euros" and valeur != valeur.quantize(Decimal("0.01")):
            raise ValueError("valeurs : deux décimales pour des euros (unite: coefficient pour une lettre-clé)")
        if self.unite in ("nombre", "ans") and valeur != valeur.to_integral_value():
            raise ValueError("valeurs : un nombre entier")


@dataclass(frozen=True, slots=True)
class Chiffre:
    """A figure read on a day: its value, since when, from where, and what is doubtful about it (empty when sure)."""

    id: str
    libelle: str
    valeur: Decimal
    depuis: dt.date
    source: Source
    article: str | None
    doute: str


class Parametres:
    """Every figure by its name, read on a day. Asking twice for the same day costs one look-up."""

    def __init__(self, parametres: Iterable[Parametre]) -> None:
        self.par_id: Mapping[str, Parametre] = {parametre.id: parametre for parametre in parametres}
        self._jours = {id_: [valeur.depuis for valeur in p.valeurs] for id_, p in self.par_id.items()}

    def le(self, id_: str, jour: dt.date) -> Chiffre:
        """The figure that day; ParametreInconnu before its first value or where nobody read it. Never a neighbour."""
        parametre = self.par_id[id_]
        rang = bisect_right(self._jours[id_], jour) - 1
        if rang < 0:
            raise ParametreInconnu(parametre.libelle, parametre.valeurs[0].depuis)
        valeur = parametre.valeurs[rang]
        if valeur.valeur is None:
            raise ParametreInconnu(parametre.libelle, None)
        return Chiffre(
            id_, parametre.libelle, valeur.valeur, valeur.depuis, valeur.source, parametre.article,
            valeur.doute or parametre.doute_le(jour),
        )  # fmt: skip

    def changements(self) -> tuple[dt.date, ...]:
        """Every day some figure changes, in order."""
        return tuple(sorted({jour for jours in self._jours.values() for jour in jours}))
