"""Holds what a person says of themself; every answer is optional. Does not decide anything from it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.domain.dates import DateApprochee, parse_date_approchee

#: Department codes in use: 20 was split into 2A and 2B in 1976; the last lines are overseas collectivities.
DEPARTEMENTS = frozenset(
    [f"{numero:02}" for numero in range(1, 96) if numero != 20]
    + ["2A", "2B", "971", "972", "973", "974", "976"]
    + ["975", "977", "978", "986", "987", "988"]
)


def _read_exact_day(valeur: object) -> object:
    """Refuse numbers (0 would be 1970) and partial dates where one exact day is needed."""
    if valeur is None or type(valeur) is date:
        return valeur
    if not isinstance(valeur, str):
        raise ValueError("date attendue entre guillemets, sous la forme AAAA-MM-JJ")
    approchee = parse_date_approchee(valeur)
    if not approchee.exacte:
        raise ValueError("date complète attendue, sous la forme AAAA-MM-JJ")
    return approchee.premier


Jour = Annotated[date, BeforeValidator(_read_exact_day)]
Reponse = Annotated[bool | int | float | None, Field(union_mode="left_to_right")]

_STRICT = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class ActePasse(BaseModel):
    """Something already done: the recommendation it answers, and when."""

    model_config = _STRICT

    id: Annotated[str, Field(max_length=80)]
    le: DateApprochee


class Profil(BaseModel):
    """Self-reported answers. An absent or null answer is unknown, which is not no."""

    model_config = _STRICT

    date_naissance: DateApprochee | None = None
    sexe: Literal["F", "M"] | None = None
    departement: Annotated[str, Field(max_length=3)] | None = None
    reponses: Annotated[dict[Annotated[str, Field(max_length=60)], Reponse], Field(max_length=200)] = {}
    historique: Annotated[tuple[ActePasse, ...], Field(max_length=200, strict=False)] = ()
    nombre_faits: Annotated[
        dict[Annotated[str, Field(max_length=80)], Annotated[int, Field(ge=0, le=200)]], Field(max_length=200)
    ] = {}
    dernieres_regles: Jour | None = None
    terme_prevu: Jour | None = None
