"""Holds the page of what changed, and what is new since the last opening of a carnet. Compares and keeps nothing."""

from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import carnet_ouvert, parties, today
from app.rendering.changements import DemandeChangements, page_changements
from app.rendering.suites import vues_arrets
from app.rendering.vues_suites import VueArret
from app.routers.pages_commun import Visite, html, numero_de_page, visite
from app.routers.porte_carnet import at_carnet
from app.routers.porte_rappels import at_bureau
from app.routers.route_directe import RouteDirecte
from app.services.carnet import read_etat
from app.services.envois.questions import read_arrets

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
        DemandeChangements(
            numero_de_page(request), request.query_params.get("tout") == "oui", await _visite_d_avant(request),
            await _arretes(vue),
        ),
    )  # fmt: skip
    return html(request, contenu)


async def _arretes(vue: Visite) -> tuple[VueArret, ...]:
    """The reminders that were told and stopped; only an open carnet has any."""
    ouvert = carnet_ouvert(vue.request)
    if ouvert is None or numero_de_page(vue.request) > 1:
        return ()
    au, catalogue = today(vue.ensemble), vue.ensemble.catalogue
    arrets = await at_bureau(vue.ensemble, read_arrets, ouvert.id, au)
    if not arrets:
        return ()
    resultats = {p.numero: catalogue.moteur.evaluate(p.profil, au).resultats for p in vue.dossier.personnes}
    return vues_arrets(catalogue, vue.dossier, arrets, resultats, vue.mode)


async def _visite_d_avant(request: Request) -> date | None:
    """Known of an open carnet only: nothing else remembers a visit."""
    ouvert = carnet_ouvert(request)
    if ouvert is None:
        return None
    return (await at_carnet(parties(request), read_etat, ouvert)).visite_d_avant
