"""Holds the pages that say how the content is verified. Reads the counters; knows nobody."""

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import Parties, today, transaction
from app.domain.erreurs import EnregistrementImpossible
from app.errors import refus
from app.rendering.validation import Comptes, Confiance, page_famille, page_unite, page_validation
from app.routers.pages_commun import html, numero_de_page, visite
from app.routers.route_directe import RouteDirecte
from app.services.avis import read_comptes

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)


@router.get("/validation")
@router.get("/falc/validation")
async def validation(request: Request) -> Response:
    """Show the summary, or the units of one family."""
    vue = visite(request)
    su = await run_in_threadpool(_confiance, vue.ensemble)
    famille = request.query_params.get("sujet")
    if famille is None:
        return html(request, page_validation(su, vue.mode))
    contenu = page_famille(su, famille, vue.mode, numero_de_page(request))
    if contenu is None:
        raise refus(404)
    return html(request, contenu)


@router.get("/validation/{id}")
@router.get("/falc/validation/{id}")
async def unite(request: Request) -> Response:
    """Show how one unit is verified."""
    vue = visite(request)
    fiche = vue.ensemble.catalogue.fiche(request.path_params["id"])
    return html(request, page_unite(await run_in_threadpool(_confiance, vue.ensemble), fiche, vue.mode))


def _confiance(ensemble: Parties) -> Confiance:
    """Everything these pages tell; played and read outside the event loop."""
    return Confiance(ensemble.catalogue, ensemble.bancs.etat(), _comptes(ensemble), today(ensemble))


def _comptes(ensemble: Parties) -> Comptes:
    """The counters; None when the base does not answer, which stops no one from reading."""
    try:
        with transaction(ensemble) as session:
            return read_comptes(session)
    except EnregistrementImpossible:
        return None
