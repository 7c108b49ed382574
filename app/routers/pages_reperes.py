"""Holds the landmarks and the campaigns of the year: the same for everyone. Reads no answer but the department."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import today
from app.rendering.campagnes import page_campagnes
from app.rendering.reperes import page_repere, page_reperes
from app.routers.pages_commun import html, numero_de_page, visite
from app.routers.route_directe import RouteDirecte

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)


@router.get("/reperes")
@router.get("/falc/reperes")
async def reperes(request: Request) -> Response:
    """Show the landmarks by subject."""
    vue = visite(request)
    return html(request, page_reperes(vue.ensemble.catalogue, vue.mode, numero_de_page(request)))


@router.get("/reperes/{id}")
@router.get("/falc/reperes/{id}")
async def repere(request: Request) -> Response:
    """Show one landmark in full."""
    vue = visite(request)
    catalogue, au = vue.ensemble.catalogue, today(vue.ensemble, vue.profil.departement)
    return html(request, page_repere(catalogue, catalogue.repere(request.path_params["id"]), vue.mode, au))


@router.get("/campagnes")
@router.get("/falc/campagnes")
async def campagnes(request: Request) -> Response:
    """Show the campaigns of the year, this month's first."""
    vue = visite(request)
    au = today(vue.ensemble, vue.profil.departement)
    return html(request, page_campagnes(vue.ensemble.catalogue, au, vue.mode, numero_de_page(request)))
