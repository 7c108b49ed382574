"""Holds the first page and its form, whose button is the consent. Keeps nothing but the browser's own cookie."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import carnet_ouvert, today
from app.rendering.formats import jour_en_chiffres
from app.rendering.informations import page_accueil
from app.rendering.vues import VueAccueil, VueChamp
from app.routers.pages_commun import go_with, html, read_deux_reponses, visite
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import read_form

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)


@router.get("/")
@router.get("/falc")
@router.get("/falc/")
async def accueil(request: Request) -> Response:
    """Show the two fields, as already known."""
    vue = visite(request)
    profil = vue.dossier.lecteur.profil
    champ = VueChamp(jour_en_chiffres(profil.date_naissance))
    sexe = profil.sexe or ("-" if profil.date_naissance else "")
    connu = bool(vue.dossier.personnes)
    du_mois = vue.ensemble.presentation.ce_mois_ci(today(vue.ensemble, profil.departement), vue.mode)
    durables = vue.dossier.accord is not None or carnet_ouvert(request) is not None
    accueil = VueAccueil(champ, sexe, vue.gardees, connu, vue.perdues, du_mois, durables)
    return html(request, page_accueil(accueil, vue.mode))


@router.post("/")
@router.post("/falc")
async def repondre(request: Request) -> Response:
    """Read the two answers: the list, or the same form with what to correct."""
    vue, formulaire = visite(request), await read_form(request)
    lu = read_deux_reponses(vue, formulaire)
    if isinstance(lu, VueAccueil):
        return html(request, page_accueil(lu, vue.mode), 422)
    if not vue.gardees:
        return html(request, vue.ensemble.presentation.conseils(vue.lire(lu), vue.mode))
    return go_with(vue, "/conseils", vue.dossier.garder_lecteur(lu))
