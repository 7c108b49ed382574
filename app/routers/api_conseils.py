"""Holds POST /api/v1/conseils, the hottest route of the API. Evaluates nothing itself and keeps nothing."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl

from fastapi import APIRouter, Body, Depends, Query
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import parties, today
from app.domain.controle import check_profil
from app.domain.erreurs import Probleme
from app.errors import REFUS, Refus, refus_de_validation
from app.routers.formes_conseils import EXEMPLE, CorpsErreur, DemandeConseils, ReponseConseils
from app.routers.lecture_json import read_json
from app.routers.route_directe import RouteDirecte

router = APIRouter(route_class=RouteDirecte)


def _described(
    demande: Annotated[DemandeConseils, Body(examples=[EXEMPLE])],
    textes: Annotated[
        Literal["oui", "non"],
        Query(description="« non » ne garde que les verdicts, les dates, les montants et les titres."),
    ] = "oui",
) -> None:
    """Describe to OpenAPI what the endpoint reads; never called (see RouteDirecte)."""


def error_answer(description: str, code: str, *problemes: dict[str, str]) -> dict[str, Any]:
    """Describe an error answer of the API to OpenAPI."""
    statut = {"origine_refusee": 403, "corps_trop_grand": 413, "type_refuse": 415}.get(code, 422)
    exemple = {"erreur": {"code": code, "message": REFUS[statut][1], "problemes": list(problemes)}}
    return {
        "model": CorpsErreur,
        "description": description,
        "content": {"application/json": {"example": exemple}},
    }


#: What is refused before a body is read, whatever it asks for.
A_L_ENTREE: Mapping[int | str, dict[str, Any]] = {
    403: error_answer("La demande vient de la page d'un autre site.", "origine_refusee"),
    413: error_answer("Le corps dépasse 64 kio.", "corps_trop_grand"),
    415: error_answer("Le corps n'est pas annoncé comme du JSON en UTF-8.", "type_refuse"),
}


@router.post(
    "/api/v1/conseils",
    tags=["conseils"],
    summary="Les conseils de prévention d'une personne, un jour donné",
    description=(
        "Applique les règles publiques de prévention à un profil. Rien n'est enregistré. Aucune clé n'est demandée. "
        "Ce n'est pas un avis médical. En cas d'urgence : 15 ou 112."
    ),
    dependencies=[Depends(_described)],
    response_model=ReponseConseils,
    response_description="Tous les conseils dans l'ordre d'affichage, puis les questions utiles.",
    responses={
        **A_L_ENTREE,
        422: error_answer(
            "Le corps ou le paramètre `textes` n'est pas lisible, ou le profil est impossible.",
            "profil_invalide",
            {
                "champ": "profil.date_naissance",
                "message": "La date de naissance est dans le futur. Vérifiez le jour, le mois et l'année.",
            },
        ),
    },
)
async def conseils(request: Request) -> Response:
    """Read, evaluate, write. The only copy of the answers is this request's."""
    ensemble = parties(request)
    textes = read_textes(request.scope["query_string"])
    corps = await read_json(request)
    try:
        demande = DemandeConseils.model_validate(corps)
    except ValidationError as erreur:
        connus = ensemble.catalogue.faits.keys() | ensemble.catalogue.par_id.keys()
        raise refus_de_validation(erreur.errors(include_url=False, include_input=False), connus) from None
    profil = demande.profil
    au = demande.au or today(ensemble, profil.departement)
    check_profil(profil, au, ensemble.catalogue)
    ensemble = ensemble.le(au)
    moteur = ensemble.catalogue.moteur
    evaluation = moteur.evaluate(profil, au)
    ecrit = ensemble.redacteur.write(au, evaluation, moteur.questions(evaluation), textes=textes)
    return Response(ecrit, media_type="application/json")


def read_textes(requete: bytes) -> bool:
    """Read `?textes=`: yes unless it is `non`; anything else, or twice, is refused. Other parameters are ignored."""
    if requete in _USUELLES:
        return _USUELLES[requete]
    choix = [valeur for nom, valeur in parse_qsl(requete.decode("latin-1"), keep_blank_values=True) if nom == "textes"]
    if choix in ([], ["oui"], ["non"]):
        return choix != ["non"]
    raise Refus(422, *REFUS[422], [Probleme("textes", "Écrivez textes=oui ou textes=non, une seule fois.")])


_USUELLES = {b"": True, b"textes=oui": True, b"textes=non": False}
