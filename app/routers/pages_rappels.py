"""Holds the dates to remember, their calendar file and their sheet for the wall. Sends no reminder, keeps nothing."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.domain.rappels import marque_de
from app.rendering.agenda import NOM_DE_FICHIER
from app.rendering.rappels import page_frigo, page_rappels, rappels_pour, rendez_vous_de
from app.routers.pages_commun import Visite, html, numero_de_page, visite, visite_de
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
CLAIRS = "clairs"


@router.get("/rappels")
@router.get("/falc/rappels")
async def rappels(request: Request) -> Response:
    """Show the dates, and the ways not to forget them."""
    vue = visite(request)
    contenu = page_rappels(vue.ensemble.presentation, vue.prevoir("/rappels"), vue.mode, numero_de_page(request))
    return html(request, contenu)


@router.get("/rappels.ics")
@router.get("/falc/rappels.ics")
async def agenda(request: Request) -> Response:
    """Give the calendar file, in words that say nothing."""
    return _file(visite(request), clairs=False)


@router.post("/rappels.ics")
@router.post("/falc/rappels.ics")
async def agenda_choisi(request: Request) -> Response:
    """Give the calendar file in the words chosen; anything but a clear choice is discreet."""
    formulaire = await read_form(request)
    return _file(visite_de(request, formulaire), clairs=field(formulaire, "mots") == CLAIRS)


@router.get("/imprimer/frigo")
@router.get("/falc/imprimer/frigo")
async def frigo(request: Request) -> Response:
    """Show the sheet for the wall."""
    vue = visite(request)
    clairs = request.query_params.get("mots") == CLAIRS
    lue = vue.prevoir("/imprimer/frigo")
    return html(request, page_frigo(vue.ensemble.presentation, lue, vue.mode, clairs=clairs))


def _file(vue: Visite, *, clairs: bool) -> Response:
    """The file, or the page that says why there is none: an empty one would look like a fault of the telephone."""
    lue, ensemble = vue.prevoir("/rappels"), vue.ensemble
    liste = rappels_pour(ensemble.catalogue, lue).liste
    if not liste:
        return RedirectResponse(f"{vue.mode.prefixe}/rappels", 303)
    rendez_vous = rendez_vous_de(ensemble.catalogue, liste, lue.lecture.qui, vue.mode, clairs=clairs)
    fichier = ensemble.agenda.write(rendez_vous, marque_de(vue.dossier), ensemble.horloge())
    entetes = {"content-disposition": f'attachment; filename="{NOM_DE_FICHIER}"', "cache-control": "no-store"}
    return Response(fichier, 200, entetes, "text/calendar; charset=utf-8")
