"""Holds the questions, one a page, and what each button does to the answers. Does not decide which question comes."""

from collections.abc import Callable
from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.dossier import EtatNavigateur
from app.domain.erreurs import ProfilInvalide
from app.rendering.page import Page
from app.rendering.questionnaire import page_question, restantes
from app.rendering.vues import VueChamp
from app.routers.pages_commun import Visite, check, go, html, visite, visite_de
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form, read_nombre

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
CHOIX: dict[str, bool | None] = {"oui": True, "non": False, "ne-sais-pas": None, "ne-dis-pas": None}
NOMBRE_ILLISIBLE = "Écrivez un nombre, par exemple 3. Si vous ne savez pas, touchez « Je ne sais pas »."


@router.get("/questions")
@router.get("/falc/questions")
async def question(request: Request) -> Response:
    """Ask the next question, or say that it is over."""
    vue = visite(request)
    return html(request, _page(vue, vue.etat))


@router.post("/questions")
@router.post("/falc/questions")
async def repondre(request: Request) -> Response:
    """Do what the touched button says."""
    formulaire = await read_form(request)
    vue = visite_de(request, formulaire)
    nom, bouton = field(formulaire, "fait"), field(formulaire, "reponse")
    try:
        etat = _apply(vue, nom, bouton, field(formulaire, "nombre"))
    except (ProfilInvalide, ValueError) as erreur:
        champ = VueChamp(field(formulaire, "nombre")[:10], getattr(erreur, "message", NOMBRE_ILLISIBLE))
        return html(request, _page(vue, vue.etat, champ, nom), 422)
    return go(vue, "/questions", etat) if vue.gardees else html(request, _page(vue, etat))


def _apply(vue: Visite, nom: str, bouton: str, nombre: str) -> EtatNavigateur:
    """The state after one button; an unknown button or fact changes nothing."""
    etat, reponses = vue.etat, dict(vue.profil.reponses)
    if bouton == "personnelles":
        return replace(etat, personnel=True)
    if bouton in ACTIONS:
        ACTIONS[bouton](reponses, nom)
    elif nom in vue.ensemble.catalogue.faits and (bouton in CHOIX or bouton == "nombre"):
        reponses.pop(nom, None)  # put back at the end: the last answer is the first to be taken back
        reponses[nom] = CHOIX[bouton] if bouton in CHOIX else _nombre(nombre)
    profil = vue.profil.model_copy(update={"reponses": reponses})
    return replace(etat, profil=check(vue, profil))


def _nombre(saisie: str) -> int | float:
    valeur = read_nombre(saisie)
    if valeur is None:
        raise ValueError(NOMBRE_ILLISIBLE)
    return valeur


def _take_back_last(reponses: dict[str, bool | int | float | None], _nom: str) -> None:
    if reponses:
        reponses.popitem()


def _take_back(reponses: dict[str, bool | int | float | None], nom: str) -> None:
    reponses.pop(nom, None)


def _ask_again(reponses: dict[str, bool | int | float | None], _nom: str) -> None:
    for passee in [nom for nom, valeur in reponses.items() if valeur is None]:
        del reponses[passee]


ACTIONS: dict[str, Callable[[dict[str, bool | int | float | None], str], None]] = {
    "precedente": _take_back_last,
    "retirer": _take_back,
    "reprendre": _ask_again,
}


def _page(vue: Visite, etat: EtatNavigateur, champ: VueChamp | None = None, nom: str = "") -> Page:
    catalogue, lecture = vue.ensemble.catalogue, vue.lire(etat, "/questions")
    questions = catalogue.moteur.questions(lecture.evaluation)
    reste = restantes(questions, etat.profil, ouvertes=etat.personnel)
    return page_question(catalogue, lecture, reste, vue.mode, champ=champ or VueChamp(), fait=catalogue.faits.get(nom))
