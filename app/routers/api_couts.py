"""Holds the costs' API: one décompte, one year, the search of an act. Computes nothing itself and keeps nothing."""

from datetime import date
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl

import orjson
from fastapi import APIRouter, Body, Depends, Query
from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import parties, today
from app.domain.budget_ouvert import etablit_budget
from app.domain.controle_couts import check_naissance
from app.domain.decompte_ouvert import etablit
from app.domain.erreurs import Probleme
from app.domain.recherche import LONGUEUR_MAX
from app.errors import REFUS, Refus, refus_de_validation
from app.rendering.json_couts import write_actes, write_budget, write_decompte
from app.routers.formes_conseils import error_answers
from app.routers.formes_couts import (
    EXEMPLE_BUDGET,
    EXEMPLE_DECOMPTE,
    DemandeBudget,
    DemandeDecompte,
    ReponseActes,
    ReponseBudget,
    ReponseDecompte,
)
from app.routers.lecture_json import read_json
from app.routers.route_directe import RouteDirecte

router = APIRouter(route_class=RouteDirecte)
F = TypeVar("F", bound=BaseModel)

_RESUMES = {
    403: "La demande vient de la page d'un autre site.",
    404: "L'acte n'existe pas, ou un chiffre n'est pas connu pour ce jour (`parametre_inconnu`).",
    413: "Le corps dépasse 64 kio.",
    415: "Le corps n'est pas annoncé comme du JSON en UTF-8.",
    422: "La demande n'est pas lisible, ou se contredit.",
}


def _described_decompte(demande: Annotated[DemandeDecompte, Body(examples=[EXEMPLE_DECOMPTE])]) -> None:
    """Describe to OpenAPI what the endpoint reads; never called (see RouteDirecte)."""


def _described_budget(demande: Annotated[DemandeBudget, Body(examples=[EXEMPLE_BUDGET])]) -> None:
    """Describe to OpenAPI what the endpoint reads; never called (see RouteDirecte)."""


def _described_actes(
    q: Annotated[
        str,
        Query(
            max_length=LONGUEUR_MAX,
            description="Des mots de tous les jours : « prise de sang », « lunettes ». Vide : les actes fréquents.",
        ),
    ] = "",
) -> None:
    """Describe to OpenAPI what the endpoint reads; never called (see RouteDirecte)."""


@router.post(
    "/api/v1/decomptes",
    tags=["coûts"],
    summary="Ce que coûte un soin, qui paie, ce qui reste",
    description=(
        "Pose l'addition d'un soin, ligne à ligne, un jour donné. Une réponse absente est inconnue : un statut absent "
        "compte comme « non » et `si` dit ce qu'il changerait ; un prix, un parcours ou une complémentaire absents "
        "donnent null et une fourchette. Rien n'est enregistré. Aucune clé n'est demandée."
    ),
    dependencies=[Depends(_described_decompte)],
    response_model=ReponseDecompte,
    responses=error_answers(_RESUMES, 403, 404, 413, 415, 422),
)
async def decomptes(request: Request) -> Response:
    """Read, compute, write."""
    ensemble = parties(request)
    corps = await _read(request, DemandeDecompte)
    demande = corps.demande(ensemble.catalogue.bareme, today(ensemble))
    decompte = etablit(demande, ensemble.catalogue.bareme)
    check_naissance(demande.situation, demande.le)  # after: a day without figures is refused whoever asks
    return _write(write_decompte(decompte, ensemble.catalogue.version_contenu))


@router.post(
    "/api/v1/budgets",
    tags=["coûts"],
    summary="Une année de soins : plafonds, mois par mois, ce qui reste",
    description=(
        "Compte les participations et les franchises d'une année civile dans l'ordre des dates de remboursement, avec "
        "leurs plafonds par jour et par an. Les soins d'une autre année sont ignorés. Rien n'est enregistré."
    ),
    dependencies=[Depends(_described_budget)],
    response_model=ReponseBudget,
    responses=error_answers(_RESUMES, 403, 404, 413, 415, 422),
)
async def budgets(request: Request) -> Response:
    """Read, compute, write."""
    ensemble = parties(request)
    corps = await _read(request, DemandeBudget)
    bareme = ensemble.catalogue.bareme
    check_naissance(corps.situation, date(corps.annee, 12, 31))
    budget = etablit_budget(corps.annee, corps.situation, corps.demandes(bareme), bareme)
    return _write(write_budget(budget, today(ensemble), ensemble.catalogue.version_contenu))


@router.get(
    "/api/v1/actes",
    tags=["coûts"],
    summary="Chercher un soin avec des mots de tous les jours",
    dependencies=[Depends(_described_actes)],
    response_model=ReponseActes,
    responses=error_answers(_RESUMES, 422),
)
async def actes(request: Request) -> Response:
    """Find, write."""
    ensemble = parties(request)
    bareme = ensemble.catalogue.bareme
    trouves = bareme.index.cherche(read_q(request.scope["query_string"]))
    return _write(write_actes(trouves, bareme, today(ensemble), ensemble.catalogue.version_contenu))


def read_q(requete: bytes) -> str:
    """Read `?q=`: once at most, not too long. Other parameters are ignored."""
    choix = [valeur for nom, valeur in parse_qsl(requete.decode("latin-1"), keep_blank_values=True) if nom == "q"]
    if len(choix) > 1 or len("".join(choix)) > LONGUEUR_MAX:
        raise Refus(
            422, *REFUS[422], [Probleme("q", f"Écrivez q une seule fois, avec {LONGUEUR_MAX} caractères au plus.")]
        )
    return "".join(choix)


async def _read(request: Request, forme: type[F]) -> F:
    corps = await read_json(request)
    try:
        return forme.model_validate(corps)
    except ValidationError as erreur:
        raise refus_de_validation(erreur.errors(include_url=False, include_input=False)) from None


def _write(contenu: dict[str, Any]) -> Response:
    return Response(orjson.dumps(contenu), media_type="application/json")
