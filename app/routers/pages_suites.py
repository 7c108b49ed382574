"""Holds the page where a carnet asks what an answer given from a message was about. Decides nothing, holds no query."""

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import carnet_ouvert, today
from app.domain.dates import DateApprochee
from app.domain.erreurs import ProfilInvalide
from app.rendering.suites import CHOIX, QUAND, RIEN_COCHE, page_preciser, page_rien_a_preciser
from app.rendering.vues import VueChamp
from app.routers.pages_commun import Visite, html, visite
from app.routers.porte_carnet import the_carnet
from app.routers.porte_rappels import at_bureau
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import FUTUR, field, read_acte, read_form
from app.services.envois.adresses import QuestionEnAttente
from app.services.envois.questions import is_fait, read_questions, settle_question

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
#: A message may be about what is due to a whole household.
_CHAMPS = 80


@router.get("/carnet/reponse")
@router.get("/falc/carnet/reponse")
async def preciser(request: Request) -> Response:
    """Ask what the oldest answer was about, or say that none waits."""
    vue, ouvert = visite(request), carnet_ouvert(request)
    if ouvert is None:
        return RedirectResponse(f"{vue.mode.prefixe}/carnet", 303)
    questions = await at_bureau(vue.ensemble, read_questions, ouvert.id)
    return _page(vue, questions[0], {}) if questions else html(request, page_rien_a_preciser(vue.mode))


@router.post("/carnet/reponse")
@router.post("/falc/carnet/reponse")
async def noter(request: Request) -> Response:
    """Note what was meant, then show the next answer that waits, or the carnet."""
    formulaire, vue, ouvert = await read_form(request, _CHAMPS), visite(request), the_carnet(request)
    questions = await at_bureau(vue.ensemble, read_questions, ouvert.id)
    question = next((q for q in questions if q.cle == field(formulaire, "question")), None)
    if question is not None:
        coches, faits, erreurs = _lus(vue, formulaire, question)
        if field(formulaire, "suite") != "rien" and (erreurs or not coches):
            return _page(vue, question, {**dict.fromkeys(coches, VueChamp()), **erreurs}, 422)
        rien = field(formulaire, "suite") == "rien"
        ecartes = () if rien or is_fait(question) else coches
        try:
            await at_bureau(vue.ensemble, settle_question, ouvert.id, question, {} if rien else faits, ecartes)
        except ProfilInvalide:
            champs = {nom: VueChamp(field(formulaire, _quand(question, nom)), FUTUR) for nom in faits}
            return _page(vue, question, champs, 422)
        if not rien and is_fait(question) and len(faits) < len(coches):
            return RedirectResponse(f"{vue.mode.prefixe}/vaccins", 303)
    autres = any(autre is not question for autre in questions)
    return RedirectResponse(f"{vue.mode.prefixe}/carnet{'/reponse' if autres else ''}", 303)


def _lus(
    vue: Visite, formulaire: FormData, question: QuestionEnAttente
) -> tuple[tuple[str, ...], dict[str, DateApprochee], dict[str, VueChamp]]:
    """What is ticked, the dates that could be read, and what must be corrected; a vaccine has no date here."""
    coches = tuple(
        nom for rang, nom in enumerate(question.choses) if field(formulaire, f"{CHOIX}{rang}") == "oui"
    )  # fmt: skip
    faits: dict[str, DateApprochee] = {}
    erreurs: dict[str, VueChamp] = {}
    for nom in coches if is_fait(question) else ():
        if nom.split("/")[1] not in vue.ensemble.catalogue.par_id:
            continue
        lue = read_acte(field(formulaire, _quand(question, nom)), today(vue.ensemble), None)
        if lue.valeur is None:
            erreurs[nom] = VueChamp(lue.saisie, lue.erreur)
        else:
            faits[nom] = lue.valeur
    if erreurs:
        erreurs |= {nom: VueChamp(field(formulaire, _quand(question, nom))) for nom in faits}
    return coches, faits, erreurs


def _page(vue: Visite, question: QuestionEnAttente, champs: dict[str, VueChamp], statut: int = 200) -> Response:
    erreur = next((champ.erreur for champ in champs.values() if champ.erreur), "")
    if statut != 200 and not erreur:
        erreur = RIEN_COCHE
    posee = (question.cle, question.le, question.choses, is_fait(question))
    page = page_preciser(vue.ensemble.catalogue, vue.dossier, posee, vue.mode, champs, erreur)
    return html(vue.request, page, statut)


def _quand(question: QuestionEnAttente, nom: str) -> str:
    return f"{QUAND}{question.choses.index(nom)}"
