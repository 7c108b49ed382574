"""Holds the forms of POST /api/v1/conseils: what is accepted, and what the documentation shows. Computes nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from app.domain.catalogue import Catalogue
from app.domain.dates import parse_date_approchee
from app.domain.profil import DEPARTEMENTS, Profil
from app.domain.verdicts import Verdict

Jour = date
AU_MIN = date(2000, 1, 1)
AU_MAX = date(2099, 12, 31)


def _read_au(valeur: object) -> date | None:
    """Read one exact day the rules can be applied on: only a string (0 would be 1970), within a century."""
    if valeur is None:
        return None
    if not isinstance(valeur, str):
        raise ValueError("date attendue")
    jour = parse_date_approchee(valeur)
    if not jour.exacte or not AU_MIN <= jour.premier <= AU_MAX:
        raise ValueError("date hors des bornes")
    return jour.premier


Au = Annotated[
    date | None,
    BeforeValidator(_read_au),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string", "format": "date"}, {"type": "null"}],
            "description": f"Jour d'application des règles, du {AU_MIN} au {AU_MAX}. Absent : aujourd'hui là où vit "
            "la personne (`departement`), à Paris sinon.",
            "examples": ["2026-11-22"],
        }
    ),
]

EXEMPLE: dict[str, Any] = {
    "au": "2026-11-22",
    "profil": {
        "date_naissance": "1976-07-25",
        "sexe": "F",
        "departement": "71",
        "reponses": {"fumeur": True, "imc": 27.5},
        "historique": [{"id": "tension-arterielle", "le": "2025-03-10"}],
    },
}

#: What EXEMPLE is answered with `textes=non`, cut to one recommendation that is due, one that is not, one question.
EXEMPLE_REPONSE: dict[str, Any] = {
    "au": "2026-11-22",
    "version_contenu": "0f343b0931126a20f133d67c2b018a3b5f3c5b1e7c0a1a6b8d0f5c1c0b8e9d7a",
    "conseils": [
        {
            "id": "tension-arterielle",
            "titre": "Faire mesurer sa tension",
            "cout": {"a_payer": None, "reste_a_charge": None},
            "verdict": "A_FAIRE",
            "raisons": [{"critere": "historique"}, {"critere": "age"}, {"critere": "frequence"}],
            "a_partir_du": None,
            "echeance": "2026-03-10",
            "rang": 4,
            "certitude": "a_verifier",
        },
        {
            "id": "mon-bilan-prevention-60-65",
            "titre": "Mon bilan prévention, entre 60 et 65 ans",
            "verdict": "PAS_CONCERNE",
            "raisons": [{"critere": "age"}],
            "a_partir_du": "2036-07-25",
        },
    ],
    "questions": [{"fait": "diabete", "peut_changer": 4}],
}


class DemandeConseils(BaseModel):
    """A profile, and the day it is read on. Every answer is optional: absent or null means unknown."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, hide_input_in_errors=True, json_schema_extra={"examples": [EXEMPLE]}
    )

    au: Au = None
    profil: Profil


def complete_schema(schema: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """Name in the documentation what the content knows: facts, recommendations, departments.

    The example of an answer is put back too: the framework drops the nulls of examples, and null means something here.
    """
    faits, ids = sorted(catalogue.faits), sorted(catalogue.par_id)
    formes = schema["components"]["schemas"]
    profil = formes["Profil"]["properties"]
    profil["reponses"]["propertyNames"] = {"enum": faits}
    profil["nombre_faits"]["propertyNames"] = {"enum": ids}
    profil["departement"]["anyOf"][0] = {"type": "string", "enum": sorted(DEPARTEMENTS)}
    formes["ActePasse"]["properties"]["id"]["enum"] = ids
    reponse = schema["paths"]["/api/v1/conseils"]["post"]["responses"]["200"]
    reponse["content"]["application/json"]["example"] = EXEMPLE_REPONSE
    return schema


class RaisonDite(BaseModel):
    """One reason of a verdict. `texte` is absent with `textes=non`."""

    critere: str
    texte: str | None = None


class CoutDit(BaseModel):
    """Amounts in euros; null is unknown, which is not zero."""

    a_payer: Annotated[str, Field(pattern=r"^\d+\.\d\d$")] | None
    reste_a_charge: Annotated[str, Field(pattern=r"^\d+\.\d\d$")] | None
    texte: str | None = None
    peut_etre_facture: list[str] | None = None


class SourceDite(BaseModel):
    """A public source and the day it was seen."""

    editeur: str
    titre: str
    url: str
    date: str
    verifie_le: Jour


class TerritoireDit(BaseModel):
    """What the rule becomes in some departments."""

    departements: list[str]
    texte: str


class Conseil(BaseModel):
    """One recommendation. A PAS_CONCERNE has `id`, `verdict`, `titre`, `raisons` and `a_partir_du` only."""

    id: str
    verdict: Verdict
    titre: str
    raisons: list[RaisonDite]
    a_partir_du: date | None
    echeance: date | None = None
    rang: int | None = None
    certitude: Literal["sure", "a_verifier"] | None = None
    texte: str | None = None
    texte_falc: str | None = None
    cout: CoutDit | None = None
    comment: list[str] | None = None
    sources: list[SourceDite] | None = None
    territoires: list[TerritoireDit] | None = None


class QuestionUtile(BaseModel):
    """An unanswered fact worth asking next, and how many recommendations its answer can change."""

    fait: str
    peut_changer: Annotated[int, Field(ge=1)]
    libelle: str | None = None


class ReponseConseils(BaseModel):
    """Every recommendation in display order, and the questions worth asking next."""

    au: date
    version_contenu: str
    conseils: list[Conseil]
    questions: list[QuestionUtile]


class ProblemeDit(BaseModel):
    """One fault: the place, in our words, and what to do."""

    champ: str
    message: str


class ErreurDite(BaseModel):
    """What was refused, why and what to do. Never repeats what was sent."""

    code: str
    message: str
    problemes: list[ProblemeDit]


class CorpsErreur(BaseModel):
    """The body of every error of the API."""

    erreur: ErreurDite


def error_answers(resumes: Mapping[int, str], *statuts: int) -> dict[int | str, dict[str, Any]]:
    """Describe to OpenAPI the errors of a route, in the words its module has for each status."""
    return {statut: {"model": CorpsErreur, "description": resumes[statut]} for statut in statuts}
