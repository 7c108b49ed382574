"""Holds the landmarks, the campaigns of the year and the day of an interview. Judges nothing, holds no query."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import today
from app.domain.profil import ActePasse
from app.domain.reperes import Repere
from app.rendering.campagnes import page_campagnes
from app.rendering.reperes import page_repere, page_reperes, vue_entretien
from app.rendering.vues import VueChamp
from app.routers.pages_commun import Visite, check, go, html, numero_de_page, visite, visite_de
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_acte, read_form

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
    return _repere(vue, vue.ensemble.catalogue.repere(request.path_params["id"]), VueChamp())


@router.post("/entretiens")
@router.post("/falc/entretiens")
async def noter_entretien(request: Request) -> Response:
    """Note or take back the day of an interview."""
    formulaire = await read_form(request)
    vue = visite_de(request, formulaire)
    repere = vue.ensemble.catalogue.entretien(field(formulaire, "id"))
    autres = tuple(acte for acte in vue.profil.historique if acte.id != repere.id)
    if field(formulaire, "action") != "retirer":
        lue = read_acte(field(formulaire, "le"), vue.au, vue.profil.date_naissance)
        if lue.valeur is None:
            return _repere(vue, repere, VueChamp(lue.saisie, lue.erreur), 422)
        autres = (*autres, ActePasse(id=repere.id, le=lue.valeur))
    etat = replace(vue.etat, profil=check(vue, vue.profil.model_copy(update={"historique": autres})))
    if not vue.gardees:
        return _repere(vue._replace(etat=etat), repere, VueChamp())
    return go(vue, f"/reperes/{repere.id}", etat)


def _repere(vue: Visite, repere: Repere, champ: VueChamp, statut: int = 200) -> Response:
    entretien = vue_entretien(repere, vue.etat, vue.mode, champ, gardees=vue.gardees)
    return html(vue.request, page_repere(vue.ensemble.catalogue, repere, vue.mode, vue.au, entretien), statut)


@router.get("/campagnes")
@router.get("/falc/campagnes")
async def campagnes(request: Request) -> Response:
    """Show the campaigns of the year, this month's first."""
    vue = visite(request)
    au = today(vue.ensemble, vue.profil.departement)
    return html(request, page_campagnes(vue.ensemble.catalogue, au, vue.mode, numero_de_page(request)))
