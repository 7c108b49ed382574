"""Holds the page of "Mon bilan prévention" and its sheet. Judges nothing, keeps only the browser's own cookie."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.bilan import read_fenetres
from app.rendering.bilan import CHEMIN, LectureBilan, page_bilan, page_feuille_bilan
from app.rendering.formats import jour_en_chiffres
from app.rendering.urgences import urgences_de
from app.rendering.vues import VueAccueil, VueChamp
from app.routers.pages_commun import Visite, go_with, html, read_deux_reponses, visite
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import read_form

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)


@router.get("/bilan-prevention")
@router.get("/falc/bilan-prevention")
async def bilan(request: Request) -> Response:
    """Show the windows, with the person's own dates when they answered."""
    vue = visite(request)
    return html(request, page_bilan(vue.ensemble.catalogue, lire_bilan(vue, CHEMIN), vue.mode))


@router.post("/bilan-prevention")
@router.post("/falc/bilan-prevention")
async def repondre(request: Request) -> Response:
    """Read the two first answers, asked here with the same consent as on the first page."""
    vue, formulaire = visite(request), await read_form(request)
    lu = read_deux_reponses(vue, formulaire)
    if isinstance(lu, VueAccueil):
        return html(request, page_bilan(vue.ensemble.catalogue, lire_bilan(vue, CHEMIN, lu), vue.mode), 422)
    if not vue.gardees:
        ici = vue._replace(etat=lu)
        return html(request, page_bilan(vue.ensemble.catalogue, lire_bilan(ici, CHEMIN), vue.mode))
    return go_with(vue, CHEMIN, vue.dossier.garder_lecteur(lu))


@router.get("/imprimer/bilan-prevention")
@router.get("/falc/imprimer/bilan-prevention")
async def feuille(request: Request) -> Response:
    """Show the same on a sheet."""
    vue = visite(request)
    return html(request, page_feuille_bilan(vue.ensemble.catalogue, lire_bilan(vue, "/imprimer" + CHEMIN), vue.mode))


def lire_bilan(vue: Visite, vers: str, accueil: VueAccueil | None = None) -> LectureBilan:
    """The windows of the person shown; the two questions when the birth date is not known, or typed wrong."""
    catalogue, qui = vue.ensemble.catalogue, vue.lire(vers=vers).qui
    if accueil is None and vue.profil.date_naissance is None:
        champ = VueChamp(jour_en_chiffres(vue.dossier.lecteur.profil.date_naissance))
        accueil = VueAccueil(champ, "", vue.gardees, connu=False, perdues=vue.perdues)
    return LectureBilan(
        fenetres=read_fenetres(catalogue, vue.profil, vue.au),
        au=vue.au,
        profil=vue.profil,
        qui=qui,
        perdues=vue.perdues,
        urgences=urgences_de(vue.profil, catalogue.faits, vue.mode, qui.voix),
        accueil=accueil,
    )
