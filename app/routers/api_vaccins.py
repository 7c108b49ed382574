"""Holds POST /api/v1/vaccins. Forecasts nothing itself and keeps nothing."""

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, Query
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import parties, today
from app.domain.controle import check_profil
from app.domain.vaccination_controle import check_vaccinations
from app.domain.vaccination_dossier import read_dossiers, read_saisons
from app.errors import refus_de_validation
from app.routers.api_conseils import A_L_ENTREE, error_answer, read_textes
from app.routers.formes_vaccins import EXEMPLE_VACCINS, DemandeVaccins, ReponseVaccins
from app.routers.lecture_json import read_json
from app.routers.route_directe import RouteDirecte

router = APIRouter(route_class=RouteDirecte)


def _described(
    demande: Annotated[DemandeVaccins, Body(examples=[EXEMPLE_VACCINS])],
    textes: Annotated[
        Literal["oui", "non"],
        Query(description="« non » ne garde que les statuts, les dates et les titres."),
    ] = "oui",
) -> None:
    """Describe to OpenAPI what the endpoint reads; never called (see RouteDirecte)."""


@router.post(
    "/api/v1/vaccins",
    tags=["vaccins"],
    summary="Le calendrier vaccinal d'une personne, un jour donné",
    description=(
        "Applique le calendrier des vaccinations à une personne et aux doses qu'elle a reçues. Rien n'est enregistré. "
        "Ce n'est pas un avis médical. Une ligne `pas_indique` avec `a_preciser` dépend d'une réponse inconnue."
    ),
    dependencies=[Depends(_described)],
    response_model=ReponseVaccins,
    response_description="Les lignes du calendrier qui concernent ou ont concerné la personne.",
    responses={
        **A_L_ENTREE,
        422: error_answer(
            "Le corps n'est pas lisible, ou le profil, une dose ou une campagne est impossible.",
            "vaccinations_invalides",
            {
                "champ": "vaccinations[0].le",
                "message": "Cette date est dans le futur. Indiquez quand la dose a été reçue.",
            },
        ),
    },
)
async def vaccins(request: Request) -> Response:
    """Read, forecast, write. The only copy of the answers is this request's."""
    ensemble = parties(request)
    textes = read_textes(request.scope["query_string"])
    corps = await read_json(request)
    try:
        demande = DemandeVaccins.model_validate(corps)
    except ValidationError as erreur:
        connus = {
            *ensemble.catalogue.faits,
            *ensemble.catalogue.par_id,
            *ensemble.catalogue.vaccins.reglages.evenements,
        }
        raise refus_de_validation(erreur.errors(include_url=False, include_input=False), connus) from None
    profil = demande.profil
    au = demande.au or today(ensemble, profil.departement)
    check_profil(profil, au, ensemble.catalogue)
    ensemble = ensemble.le(au)
    calendrier = ensemble.catalogue.vaccins
    doses, campagnes = demande.vaccinations or (), demande.campagnes or {}
    evenements = {nom: quand for nom, quand in (demande.autres_dates or {}).items() if quand is not None}
    check_vaccinations(doses, evenements, campagnes, profil=profil, au=au, calendrier=calendrier)
    saisons = read_saisons(calendrier.campagnes, campagnes, profil.departement)
    dossiers = read_dossiers(profil, doses, evenements, saisons, au, calendrier.reglages)
    previsions = calendrier.forecast(dossiers) if dossiers is not None else ()
    ecrit = ensemble.redacteur_vaccins.write(
        au, previsions, profil.departement, naissance=dossiers is not None, textes=textes
    )
    return Response(ecrit, media_type="application/json")
