"""Holds what makes the site usable without network: the page to read then, the manifest and the worker."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app import VERSION
from app.dependencies import parties, today
from app.rendering.erreurs import mode_of
from app.rendering.hors_ligne import gardien, gardien_eteint, manifeste, page_hors_ligne
from app.routers.pages_commun import html
from app.routers.route_directe import RouteDirecte
from app.securite import CSP_GARDIEN

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)


@router.get("/hors-ligne")
@router.get("/falc/hors-ligne")
async def hors_ligne(request: Request) -> Response:
    """Show the page that says everything in one: the same for everyone."""
    ensemble = parties(request)
    return html(request, page_hors_ligne(ensemble.presentation, today(ensemble), mode_of(request.url.path)))


@router.get("/manifest.webmanifest")
async def manifest(_request: Request) -> Response:
    """Describe the site to the device."""
    return Response(manifeste(), media_type="application/manifest+json", headers={"cache-control": "max-age=3600"})


@router.get("/sw.js")
async def service_worker(request: Request) -> Response:
    """Give the worker: from the root, so that it serves every page; asked for each time, so that it can be replaced."""
    ensemble = parties(request)
    mois = f"{today(ensemble):%Y-%m}"
    programme = gardien(ensemble.catalogue.version_contenu, VERSION, mois)
    if not ensemble.settings.hors_ligne:
        programme = gardien_eteint()
    entetes = {"cache-control": "no-cache", "content-security-policy": CSP_GARDIEN}
    return Response(programme, media_type="text/javascript", headers=entetes)
