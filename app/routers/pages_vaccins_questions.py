"""Holds the questions that only the vaccines read. Decides neither which are asked nor what they change."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.rendering.questions_vaccins import open_questions, page_questions, questions_left
from app.rendering.vaccins import page_vaccins
from app.rendering.vues import VueChamp
from app.routers.pages_commun import check, go, html, visite, visite_de
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form, read_regles

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
CHOIX: dict[str, bool | None] = {"oui": True, "non": False, "ne-sais-pas": None}


@router.get("/vaccins/questions")
@router.get("/falc/vaccins/questions")
async def questions(request: Request) -> Response:
    """Ask the next questions; who said nothing is asked the two first ones before."""
    vue = visite(request)
    if vue.profil.date_naissance is None:
        return RedirectResponse(f"{vue.mode.prefixe}/vaccins", 303)
    return html(request, page_questions(vue.ensemble.catalogue, vue.prevoir("/vaccins/questions"), vue.mode))


@router.post("/vaccins/questions")
@router.post("/falc/vaccins/questions")
async def repondre(request: Request) -> Response:
    """Keep the answers given to the questions that were open; those left blank stay open."""
    formulaire = await read_form(request)
    vue = visite_de(request, formulaire)
    catalogue, lue = vue.ensemble.catalogue, vue.prevoir()
    choisis = {fait.nom: field(formulaire, fait.nom) for fait, _ in open_questions(catalogue, lue)}
    reponses = vue.profil.reponses | {nom: CHOIX[choix] for nom, choix in choisis.items() if choix in CHOIX}
    regles = read_regles(field(formulaire, "regles"), vue.au, vue.profil.date_naissance)
    if regles.erreur:
        champ = VueChamp(regles.saisie, regles.erreur)
        return html(request, page_questions(catalogue, lue, vue.mode, champ, choisis), 422)
    champs = {"reponses": reponses} | ({"dernieres_regles": regles.valeur.premier} if regles.valeur else {})
    etat = replace(vue.etat, profil=check(vue, vue.profil.model_copy(update=champs)))
    vue = vue._replace(etat=etat)
    if not vue.gardees:
        return html(request, page_vaccins(catalogue, vue.prevoir(), vue.mode))
    suite = field(formulaire, "suite") and questions_left(catalogue, vue.prevoir())
    return go(vue, "/vaccins/questions" if suite else "/vaccins", etat)
