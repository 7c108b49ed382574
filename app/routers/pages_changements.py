"""Holds the page of what changed. Compares nothing itself and keeps no trace of when someone last came."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import today
from app.rendering.changements import page_changements
from app.routers.pages_commun import html, numero_de_page, visite
from app.routers.route_directe import RouteDirecte

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)


@router.get("/ce-qui-a-change")
@router.get("/falc/ce-qui-a-change")
async def changements(request: Request) -> Response:
    """Show the history: the reader's own when they answered, the whole of it on demand."""
    vue = visite(request)
    lecteur = vue.dossier.lecteur
    contenu = page_changements(
        vue.ensemble.catalogue,
        vue.mode,
        today(vue.ensemble, lecteur.profil.departement),
        lecteur.profil,
        vue.ensemble.presentation.taire(lecteur.profil, ouvertes=lecteur.personnel),
        tout=request.query_params.get("tout") == "oui",
        numero=numero_de_page(request),
    )
    return html(request, contenu)
