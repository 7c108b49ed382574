"""Holds the steps of the self-questionnaire and its sheet. Keeps answers in the browser's own cookie, sends none."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import carnet_ouvert
from app.domain.autoquestionnaire import Reponses, answer
from app.domain.bilan import read_fenetres
from app.domain.creneaux import TrancheDAge
from app.domain.erreurs import TropDeReponses
from app.rendering.autoquestionnaire import CHEMIN, FEUILLE, Preparation, etapes_de, page_etape, page_feuille
from app.rendering.bilan import CHEMIN as BILAN
from app.rendering.voix import destinataire_de
from app.routers.pages_commun import Visite, go, html, visite, visite_de
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
#: Six questions, the step, the button and who it is about.
CHAMPS = 12


@router.get("/bilan-prevention/questionnaire")
@router.get("/falc/bilan-prevention/questionnaire")
async def etape(request: Request) -> Response:
    """Show one theme; without a window to prepare, the page that says when it opens."""
    vue = visite(request)
    lue = _preparation(vue, vue.etat.questionnaire)
    if lue is None:
        return RedirectResponse(f"{vue.mode.prefixe}{BILAN}", 303)
    demandee = _numero(request.query_params.get("etape", "1"))
    etapes = etapes_de(vue.ensemble.catalogue, lue.tranche)
    return html(request, page_etape(vue.ensemble.catalogue, lue, vue.mode, etapes.connue(demandee)))


@router.post("/bilan-prevention/questionnaire")
@router.post("/falc/bilan-prevention/questionnaire")
async def repondre(request: Request) -> Response:
    """Keep the answers of one theme and show the next; erase them all when that is asked."""
    formulaire = await read_form(request, CHAMPS)
    vue = visite_de(request, formulaire)
    lue = _preparation(vue, vue.etat.questionnaire)
    if lue is None:
        return RedirectResponse(f"{vue.mode.prefixe}{BILAN}", 303)
    if field(formulaire, "action") == "effacer":
        return go(vue, CHEMIN, replace(vue.etat, questionnaire=()))
    return _keep(vue, lue, formulaire)


@router.get("/imprimer/questionnaire-bilan")
@router.get("/falc/imprimer/questionnaire-bilan")
async def feuille(request: Request) -> Response:
    """Show the sheet to bring along; to who said nothing, an empty one for the ages they choose."""
    vue = visite(request)
    lue = _preparation(vue, vue.etat.questionnaire)
    a_la_main = ""
    choisie = next((t for t in TrancheDAge if t == request.query_params.get("tranche")), None)
    if lue is None and choisie is not None:
        lue, a_la_main = Preparation(choisie, (), vue.profil, vue.au), choisie.value
    tout = request.query_params.get("tout") == "oui"
    return html(request, page_feuille(vue.ensemble.catalogue, lue, vue.mode, vue.au, tout=tout, choisie=a_la_main))


def _keep(vue: Visite, lue: Preparation, formulaire: FormData) -> Response:
    catalogue = vue.ensemble.catalogue
    etapes = etapes_de(catalogue, lue.tranche)
    ici = etapes.connue(_numero(field(formulaire, "etape")))
    theme = etapes.theme(ici)
    dites = {question.id: field(formulaire, question.id) for question in theme.questions} if theme else {}
    reponses = answer(lue.reponses, theme, dites) if theme else lue.reponses
    if not lue.gardees:
        return html(vue.request, page_etape(catalogue, replace(lue, reponses=reponses), vue.mode, etapes.suivante(ici)))
    try:
        return go(vue, f"{CHEMIN}?etape={etapes.suivante(ici)}", replace(vue.etat, questionnaire=reponses))
    except TropDeReponses as trop:
        lue = replace(lue, reponses=reponses)
        return html(vue.request, page_etape(catalogue, lue, vue.mode, ici, refus=trop.message), 413)


def _preparation(vue: Visite, reponses: Reponses) -> Preparation | None:
    """What the window of today, or the next one, asks; None when the age is not known or no window is left."""
    if vue.profil.date_naissance is None:
        return None
    fenetres = read_fenetres(vue.ensemble.catalogue, vue.profil, vue.au)
    fenetre = fenetres.presente or fenetres.prochaine
    if fenetre is None:
        return None
    vers = FEUILLE if vue.request.url.path.endswith(FEUILLE) else CHEMIN
    qui = destinataire_de(vue.etat, fenetres.situation, vue.barre(vers))
    carnet = carnet_ouvert(vue.request) is not None
    return Preparation(
        tranche=TrancheDAge(fenetre.tranche),
        reponses=reponses,
        profil=vue.profil,
        au=vue.au,
        qui=qui,
        gardees=vue.gardees and not carnet,
        carnet=carnet,
        perdues=vue.perdues,
    )


def _numero(brut: str) -> int:
    return int(brut) if brut.isascii() and brut.isdigit() and len(brut) < 3 else 1
