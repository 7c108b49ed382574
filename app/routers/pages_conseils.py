"""Holds the list of advice, one advice in full, and what the person already did. Judges nothing itself."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import today
from app.domain.profil import ActePasse, Profil
from app.rendering.fiche import page_fiche
from app.rendering.page import Page
from app.rendering.rappels_vaccins import rappels
from app.rendering.voix import Destinataire
from app.rendering.vues import VueChamp
from app.routers.pages_commun import Visite, check, go, html, numero_de_page, visite, visite_de
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_acte, read_form

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)


@router.get("/conseils")
@router.get("/falc/conseils")
async def conseils(request: Request) -> Response:
    """Show the personal list, or the advice by age to who said nothing."""
    vue = visite(request)
    presentation, numero = vue.ensemble.presentation, numero_de_page(request)
    if vue.profil.date_naissance is None:
        page = presentation.conseils_pour_tous(
            vue.profil, vue.au, vue.mode, numero, perdues=vue.perdues, barre=vue.barre("/conseils")
        )
        return html(request, page)
    autres = request.query_params.get("liste") == "autres"
    lue = vue.prevoir("/conseils")
    vaccins = rappels(vue.ensemble.catalogue, lue, vue.mode)
    return html(request, presentation.conseils(lue.lecture, vue.mode, numero, autres=autres, vaccins=vaccins))


@router.get("/conseils/{id}")
@router.get("/falc/conseils/{id}")
async def fiche(request: Request) -> Response:
    """Show one advice, with the person's own reasons when they answered."""
    return html(request, _fiche(visite(request), request.path_params["id"], VueChamp()))


@router.post("/historique")
@router.post("/falc/historique")
async def noter(request: Request) -> Response:
    """Note or take back the date of something done."""
    formulaire = await read_form(request)
    vue = visite_de(request, formulaire)
    id_ = vue.ensemble.catalogue.fiche(field(formulaire, "id")).id
    profil = _sans_acte(vue.profil, id_)
    if field(formulaire, "action") != "retirer":
        lue = read_acte(field(formulaire, "le"), today(vue.ensemble, profil.departement), profil.date_naissance)
        if lue.valeur is None:
            return html(request, _fiche(vue, id_, VueChamp(lue.saisie, lue.erreur)), 422)
        profil = profil.model_copy(update={"historique": (*profil.historique, ActePasse(id=id_, le=lue.valeur))})
    etat = replace(vue.etat, profil=check(vue, profil))
    if not vue.gardees:
        return html(request, _fiche(vue._replace(etat=etat), id_, VueChamp()))
    return go(vue, f"/conseils/{id_}", etat)


def _sans_acte(profil: Profil, id_: str) -> Profil:
    """The same profile without the dates noted for this advice: the form asks for the last time only."""
    return profil.model_copy(update={"historique": tuple(acte for acte in profil.historique if acte.id != id_)})


def _fiche(vue: Visite, id_: str, champ: VueChamp) -> Page:
    catalogue, vers = vue.ensemble.catalogue, f"/conseils/{id_}"
    lecture = vue.lire(vers=vers) if vue.profil != Profil() else None
    return page_fiche(
        catalogue,
        catalogue.fiche(id_),
        vue.mode,
        au=vue.au,
        lecture=lecture,
        champ=champ,
        gardees=vue.gardees,
        qui=lecture.qui if lecture else Destinataire(barre=vue.barre(vers)),
    )
