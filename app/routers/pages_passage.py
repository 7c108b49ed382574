"""Holds the pages of who leaves a carnet for their own: its people, a code, its acceptance. Holds no query."""

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import carnet_ouvert, forget_dossier, now, today
from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.erreurs import PersonneRetiree
from app.domain.erreurs_passage import PassageRefuse, RaisonDePassage
from app.domain.passage import DUREE_DU_CODE, GenreInvitation, Proposition
from app.rendering.carnet_en_ligne import page_codes
from app.rendering.consentements import vue_accord
from app.rendering.formats import nombre_de
from app.rendering.passage import CODE_VIDE, page_code_donne, page_membres, page_recevoir, refus_de
from app.rendering.vues import VueChamp
from app.rendering.vues_passage import VueRecevoir
from app.routers.garde_preuve import missing_proof
from app.routers.pages_commun import Visite, html, visite
from app.routers.porte_carnet import at_carnet, count_try, give_token, sweep_now, the_carnet
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form
from app.services.invitations import read_invitations, take_back
from app.services.passages import look, offer_carnet, take_in_new_carnet, take_in_open_carnet
from app.services.suivi_a_deux import ARRETS, offer_to_follow, read_shared, stop_following

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)


@router.get("/carnet/personnes")
@router.get("/falc/carnet/personnes")
async def membres(request: Request) -> Response:
    """Show what may be done for each person of the carnet; where to open one when none is."""
    vue, ouvert = visite(request), carnet_ouvert(request)
    if ouvert is None:
        return RedirectResponse(f"{vue.mode.prefixe}/carnet", 303)
    codes = await at_carnet(vue.ensemble, read_invitations, ouvert)
    a_deux = await at_carnet(vue.ensemble, read_shared, ouvert)
    return html(request, page_membres(vue.dossier, codes, a_deux, today(vue.ensemble), vue.mode))


@router.post("/carnet/personnes/code")
@router.post("/falc/carnet/personnes/code")
async def donner(request: Request) -> Response:
    """Make a code for someone of the carnet, and show it once: another carnet will read them, so its owner proves."""
    formulaire, vue, ouvert = await read_form(request), visite(request), the_carnet(request)
    qui, genre = vue.pour(_numero(formulaire)), _genre(formulaire)
    demande = await missing_proof(request, formulaire, "personne", "genre")
    if demande is not None:
        return demande
    offre = offer_to_follow if genre is GenreInvitation.SUIVRE else offer_carnet
    code = await at_carnet(vue.ensemble, offre, ouvert, qui.etat.numero, today(vue.ensemble))
    return html(request, page_code_donne(code, qui.etat, now(vue.ensemble) + DUREE_DU_CODE, vue.mode, genre))


@router.post("/carnet/personnes/annuler")
@router.post("/falc/carnet/personnes/annuler")
async def annuler(request: Request) -> Response:
    """Take back the code that waits for someone of the carnet."""
    formulaire, vue, ouvert = await read_form(request), visite(request), the_carnet(request)
    qui = vue.pour(_numero(formulaire))
    await at_carnet(vue.ensemble, take_back, ouvert, qui.etat.numero, _genre(formulaire))
    return RedirectResponse(f"{vue.mode.prefixe}/carnet/personnes", 303)


@router.post("/carnet/personnes/arreter")
@router.post("/falc/carnet/personnes/arreter")
async def arreter(request: Request) -> Response:
    """End the following of a child by two: leave, keep alone, or erase for both."""
    formulaire, vue, ouvert = await read_form(request), visite(request), the_carnet(request)
    qui, arret = vue.pour(_numero(formulaire)), field(formulaire, "arret")
    if arret not in ARRETS:
        raise PersonneRetiree
    await at_carnet(vue.ensemble, stop_following, ouvert, qui.etat.numero, ARRETS[arret])
    await sweep_now(vue.ensemble)
    return RedirectResponse(f"{vue.mode.prefixe}/carnet/personnes", 303)


@router.get("/carnet/recevoir")
@router.get("/falc/carnet/recevoir")
async def saisir(request: Request) -> Response:
    """Show where to type the code one was given."""
    return _page(request, visite(request))


@router.post("/carnet/recevoir")
@router.post("/falc/carnet/recevoir")
async def lire(request: Request) -> Response:
    """Show what the code offers, and the text to agree to."""
    formulaire, vue = await read_form(request), visite(request)
    saisie = field(formulaire, "code")
    if not saisie:
        return _page(request, vue, erreur=CODE_VIDE)
    count_try(request)
    try:
        offre = await at_carnet(vue.ensemble, look, saisie, carnet_ouvert(request), today(vue.ensemble))
    except PassageRefuse as refus:
        return _page(request, vue, raison=refus.raison)
    return _page(request, vue, saisie, offre)


@router.post("/carnet/recevoir/accepter")
@router.post("/falc/carnet/recevoir/accepter")
async def accepter(request: Request) -> Response:
    """Bring them into their own carnet: the one that is open, or a new one whose codes are shown once."""
    formulaire, vue = await read_form(request), visite(request)
    count_try(request)
    try:
        _check_same_place(vue, formulaire)
        return await _take_in(vue, field(formulaire, "code"), _acte(vue, formulaire))
    except PassageRefuse as refus:
        return _page(request, vue, raison=refus.raison)


async def _take_in(vue: Visite, saisie: str, acte: ActeConsentement) -> Response:
    """What this code gives, in the carnet that is open here, else in a new one."""
    ouvert, au = carnet_ouvert(vue.request), today(vue.ensemble)
    if ouvert is not None:
        await at_carnet(vue.ensemble, take_in_open_carnet, ouvert, saisie, au, acte)
        return RedirectResponse(f"{vue.mode.prefixe}/mes-donnees", 303)
    cree = await at_carnet(vue.ensemble, take_in_new_carnet, saisie, vue.dossier, au, acte)
    reponse = html(vue.request, page_codes(cree.codes, vue.mode, nouveau=True))
    give_token(reponse, cree.jeton)
    forget_dossier(reponse)
    return reponse


def _page(
    request: Request,
    vue: Visite,
    code: str = "",
    offre: Proposition | None = None,
    *,
    erreur: str = "",
    raison: RaisonDePassage | None = None,
) -> Response:
    """The code to type, with what went wrong; or what it offers."""
    accord = vue.ensemble.catalogue.consentements[Finalite.CARNET]
    contenu = VueRecevoir(
        champ=VueChamp("", erreur),
        refus=refus_de(raison, vue.mode) if raison else "",
        code=code if offre else "",
        age=("moins d'un an" if offre.age < 1 else nombre_de(offre.age, "an")) if offre else "",
        a_deux=offre is not None and offre.genre is GenreInvitation.SUIVRE,
        accord=vue_accord(accord, (), today(vue.ensemble), vue.mode),
        ouvert=carnet_ouvert(request) is not None,
        possible=vue.ensemble.scribe is not None,
        gardees=vue.gardees,
    )
    return html(request, page_recevoir(contenu, vue.mode), 422 if erreur or raison else 200)


def _check_same_place(vue: Visite, formulaire: FormData) -> None:
    """Refuse a page shown with a carnet open and sent without, or the reverse: nobody would find what they received."""
    ici = "ouvert" if carnet_ouvert(vue.request) else "nouveau"
    if field(formulaire, "carnet") != ici or not vue.gardees:
        raise PassageRefuse(RaisonDePassage.ACCORD)


def _acte(vue: Visite, formulaire: FormData) -> ActeConsentement:
    """Their own yes, once the form shows the text of the day."""
    accord, empreinte = vue.ensemble.catalogue.consentements[Finalite.CARNET], field(formulaire, "empreinte")
    version = accord.check(empreinte, vue.mode, today(vue.ensemble))
    return ActeConsentement(accord.id, Geste.DONNE, version.numero, empreinte, vue.mode.value, now(vue.ensemble))


def _genre(formulaire: FormData) -> GenreInvitation:
    """What the code of a form does, giving when it says nothing; another word is not taken for a gift."""
    genre = field(formulaire, "genre") or GenreInvitation.DONNER
    if genre not in list(GenreInvitation):
        raise PersonneRetiree
    return GenreInvitation(genre)


def _numero(formulaire: FormData) -> str:
    """The person a form names; PersonneRetiree when it names nobody."""
    numero = field(formulaire, "personne")[:9]
    if not numero:
        raise PersonneRetiree
    return numero
