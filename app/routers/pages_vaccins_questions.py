"""Holds the questions that only the vaccines read. Decides neither which are asked nor what they change."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.rendering.questions_vaccins import open_questions, page_questions
from app.rendering.vaccins import page_vaccins
from app.routers.pages_commun import check, go, html, visite, visite_de
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form

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
    reponses = dict(vue.profil.reponses)
    for fait, _ in open_questions(catalogue, lue):
        choix = field(formulaire, fait.nom)
        if choix in CHOIX:
            reponses[fait.nom] = CHOIX[choix]
    etat = replace(vue.etat, profil=check(vue, vue.profil.model_copy(update={"reponses": reponses})))
    if not vue.gardees:
        return html(request, page_vaccins(catalogue, vue._replace(etat=etat).prevoir(), vue.mode))
    vue = vue._replace(etat=etat)
    reste = open_questions(catalogue, vue.prevoir())
    return go(vue, "/vaccins/questions" if reste and field(formulaire, "suite") else "/vaccins", etat)
