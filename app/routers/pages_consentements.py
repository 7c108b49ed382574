"""Holds the page of consents and its answers about this device. The carnet's own yes and no are on its pages."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import carnet_ouvert, forget_dossier, keep_dossier, now, today
from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.erreurs import CarnetFerme
from app.rendering.consentements import page_consentements, page_recu_ici, vue_accord
from app.rendering.vues_carnet import VueConsentements
from app.routers.pages_commun import html, visite
from app.routers.pages_informations import EFFACE
from app.routers.porte_carnet import at_carnet
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form
from app.services.carnet import read_etat

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)


@router.get("/consentements")
@router.get("/falc/consentements")
async def consentements(request: Request) -> Response:
    """Show what is asked, each purpose alone, and what was answered."""
    vue, ouvert = visite(request), carnet_ouvert(request)
    accords, le = vue.ensemble.catalogue.consentements, today(vue.ensemble)
    ici = (vue.dossier.accord,) if vue.dossier.accord else ()
    actes = (await at_carnet(vue.ensemble, read_etat, ouvert)).actes if ouvert else ()
    page = VueConsentements(
        ici=vue_accord(accords[Finalite.GARDER_ICI], ici, le, vue.mode),
        carnet=vue_accord(accords[Finalite.CARNET], actes, le, vue.mode),
        gardees=vue.gardees,
        ouvert=ouvert is not None,
        possible=vue.ensemble.scribe is not None,
    )
    return html(request, page_consentements(page, vue.mode))


@router.post("/consentements")
@router.post("/falc/consentements")
async def repondre(request: Request) -> Response:
    """Note a yes, a no or a withdrawal about this device, and give its receipt."""
    formulaire, vue = await read_form(request), visite(request)
    if carnet_ouvert(request):
        raise CarnetFerme
    accord = vue.ensemble.catalogue.consentements[Finalite.GARDER_ICI]
    version = accord.check(field(formulaire, "empreinte"), vue.mode, today(vue.ensemble))
    oui = field(formulaire, "geste") == Geste.DONNE and vue.gardees
    geste = Geste.DONNE if oui else Geste.RETIRE if vue.dossier.accord else Geste.REFUSE
    empreinte = version.empreinte(accord.id, vue.mode)
    acte = ActeConsentement(accord.id, geste, version.numero, empreinte, vue.mode.value, now(vue.ensemble))
    reponse = html(request, page_recu_ici(acte, accord, vue.mode))
    if oui:
        keep_dossier(request, reponse, vue.dossier.accepter(acte))
    elif geste is Geste.RETIRE:
        forget_dossier(reponse)
        reponse.headers["clear-site-data"] = EFFACE
    return reponse
