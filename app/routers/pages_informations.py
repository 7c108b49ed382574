"""Holds the pages that know nobody, the sheet to print, and the two ways to erase everything."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.dependencies import carnet_ouvert, forget_dossier, parties
from app.rendering.accessibilite import page_accessibilite
from app.rendering.erreurs import mode_of
from app.rendering.feuille import Tirage, page_feuille
from app.rendering.informations import page_information, page_plan, page_quitter, page_sans_internet
from app.routers.pages_commun import html, numero_de_page, visite
from app.routers.porte_carnet import close_here, forget_token
from app.routers.route_directe import RouteDirecte

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
#: Cookies and stored pages of this site, in browsers that know this header; the cookie is cleared by name as well.
EFFACE = '"cache", "cookies", "storage"'
#: Where "Quitter" leads: everyone opens it, and it says nothing about who does.
SORTIE = "https://meteofrance.com/"


@router.get("/confidentialite")
@router.get("/falc/confidentialite")
async def information(request: Request) -> Response:
    """Show a fixed page, named by the last word of its address."""
    chemin = request.url.path
    return html(request, page_information(chemin.rpartition("/")[2], mode_of(chemin)))


@router.get("/accessibilite")
@router.get("/falc/accessibilite")
async def accessibilite(request: Request) -> Response:
    """Show the accessibility statement and its grid."""
    ensemble = parties(request)
    grille, contact = ensemble.catalogue.grille_rgaa(), ensemble.settings.contact
    return html(request, page_accessibilite(grille, contact, mode_of(request.url.path)))


@router.get("/plan-du-site")
@router.get("/falc/plan-du-site")
async def plan(request: Request) -> Response:
    """Show the site map."""
    return html(request, page_plan(mode_of(request.url.path)))


@router.get("/sans-internet")
@router.get("/falc/sans-internet")
async def sans_internet(request: Request) -> Response:
    """Show the phone lines and counters."""
    vue = visite(request)
    return html(request, page_sans_internet(vue.ensemble.catalogue, vue.mode, vue.au, numero_de_page(request)))


@router.get("/imprimer")
@router.get("/falc/imprimer")
async def imprimer(request: Request) -> Response:
    """Show the sheet to print, or one for each person."""
    vue = visite(request)
    tous = request.query_params.get("pour") == "tous"
    personnes = vue.dossier.personnes if tous else (vue.etat,)
    lectures = [vue.lire(personne) for personne in personnes if personne.profil.date_naissance]
    grand = request.query_params.get("taille") == "grand"
    tirage = Tirage(grand, tous, len(vue.dossier.personnes), vue.barre("/imprimer"))
    return html(request, page_feuille(vue.ensemble.presentation, lectures, vue.au, vue.mode, tirage))


@router.post("/effacer")
@router.post("/falc/effacer")
async def effacer(request: Request) -> Response:
    """Erase the answers and say so."""
    nom = "effacer-carnet" if carnet_ouvert(request) else "effacer"
    return await _forget(request, html(request, page_information(nom, mode_of(request.url.path))))


@router.post("/quitter")
@router.post("/falc/quitter")
async def quitter(request: Request) -> Response:
    """Erase the answers, close the carnet on this device and lead away."""
    return await _forget(request, HTMLResponse(page_quitter(SORTIE)))


async def _forget(request: Request, reponse: Response) -> Response:
    await close_here(request)
    forget_dossier(reponse)
    forget_token(reponse)
    reponse.headers["clear-site-data"] = EFFACE
    return reponse
