"""Holds the pages of the carnet: made with a consent, opened with a code, closed here or everywhere. Holds no query."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import carnet_ouvert, forget_dossier, now, today
from app.domain.consentement import ActeConsentement, Auteur, Finalite, Geste
from app.domain.erreurs import CarnetFerme
from app.domain.erreurs_des_accords import AccordDUnEnfant
from app.rendering.carnet_en_ligne import (
    AGE_ABSENT,
    CODE_REFUSE,
    CODE_VIDE,
    COMPTE_REFUSE,
    PARENT_MANQUE,
    REFERME,
    TROP_JEUNE,
    page_codes,
    page_ouvert,
)
from app.rendering.consentements import vue_accord
from app.rendering.passage import grandis
from app.routers.garde_preuve import missing_proof
from app.routers.pages_commun import Visite, html, visite
from app.routers.porte_carnet import at_carnet, close_here, count_try, forget_token, give_token, the_carnet, token_of
from app.routers.porte_rappels import at_bureau
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form
from app.routers.seuil_carnet import (
    COMPTE_SANS_CARNET,
    carnet_html,
    closed,
    forget_secret,
    opened,
    portes_de,
    secret_of,
)
from app.services.carnet import accept_again, close_device, close_everywhere, create, open_with, read_etat, renew_codes
from app.services.envois.questions import read_questions

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)


@router.get("/carnet")
@router.get("/falc/carnet")
async def carnet(request: Request) -> Response:
    """Show the carnet that is open, or the two ways to have one."""
    vue, ouvert = visite(request), carnet_ouvert(request)
    if ouvert is None:
        message = REFERME if request.query_params.get("ferme") == "oui" else ""
        refus = COMPTE_REFUSE if secret_of(request) == COMPTE_SANS_CARNET else ""
        reponse = carnet_html(request, closed(vue, message=message, refus=refus))
        if refus:
            forget_secret(reponse)
        return reponse
    etat = await at_carnet(vue.ensemble, read_etat, ouvert)
    accord = vue.ensemble.catalogue.consentements[Finalite.CARNET]
    tient = vue_accord(accord, etat.actes, today(vue.ensemble), vue.mode).donne
    attentes = await at_bureau(vue.ensemble, read_questions, ouvert.id)
    contenu = page_ouvert(
        etat,
        vue.mode,
        portes_de(request),
        now(vue.ensemble),
        tient=tient,
        grandis=grandis(vue.dossier, today(vue.ensemble)),
        a_preciser=attentes[0].le if attentes else None,
    )
    return carnet_html(request, contenu)


@router.post("/carnet/creer")
@router.post("/falc/carnet/creer")
async def creer(request: Request) -> Response:
    """Make a carnet with what the browser keeps, and show its codes once."""
    formulaire, vue = await read_form(request), visite(request)
    erreur = _age_refuse(vue, formulaire)
    if erreur:
        return carnet_html(request, closed(vue, age=erreur), 422)
    if carnet_ouvert(request) is not None:  # a form sent twice: the first one made it
        return RedirectResponse(f"{vue.mode.prefixe}/carnet", 303)
    _check_keeps(vue)
    cree = await at_carnet(vue.ensemble, create, vue.dossier, *_actes(vue, formulaire))
    reponse = html(request, page_codes(cree.codes, vue.mode, nouveau=True))
    give_token(reponse, cree.jeton)
    forget_dossier(reponse)
    return reponse


@router.post("/carnet/ouvrir")
@router.post("/falc/carnet/ouvrir")
async def ouvrir(request: Request) -> Response:
    """Open a carnet with one of its codes; the token this browser had is dead from then on."""
    formulaire, vue = await read_form(request), visite(request)
    saisie = field(formulaire, "code")
    if not saisie:
        return carnet_html(request, closed(vue, code=CODE_VIDE), 422)
    _check_keeps(vue)
    count_try(request)
    jeton = await at_carnet(vue.ensemble, open_with, saisie, token_of(request))
    if jeton is None:
        return carnet_html(request, closed(vue, code=CODE_REFUSE), 422)
    return opened(vue.mode.prefixe, jeton)


@router.post("/carnet/fermer")
@router.post("/falc/carnet/fermer")
async def fermer(request: Request) -> Response:
    """Close the carnet on this device."""
    await close_here(request)
    return _left(request)


@router.post("/carnet/fermer-partout")
@router.post("/falc/carnet/fermer-partout")
async def fermer_partout(request: Request) -> Response:
    """Close the carnet on every device."""
    await at_carnet(visite(request).ensemble, close_everywhere, the_carnet(request))
    return _left(request)


@router.post("/carnet/appareil")
@router.post("/falc/carnet/appareil")
async def fermer_un_appareil(request: Request) -> Response:
    """Close the carnet on another device."""
    formulaire, vue = await read_form(request), visite(request)
    await at_carnet(vue.ensemble, close_device, the_carnet(request), field(formulaire, "appareil"))
    return RedirectResponse(f"{vue.mode.prefixe}/carnet", 303)


@router.post("/carnet/accord")
@router.post("/falc/carnet/accord")
async def accepter(request: Request) -> Response:
    """Note a yes to a text that changed since the carnet was made."""
    formulaire, vue = await read_form(request), visite(request)
    if vue.dossier.trop_jeune(today(vue.ensemble)):
        raise AccordDUnEnfant
    await at_carnet(vue.ensemble, accept_again, the_carnet(request), *_actes(vue, formulaire))
    return RedirectResponse(f"{vue.mode.prefixe}/consentements", 303)


@router.post("/carnet/codes")
@router.post("/falc/carnet/codes")
async def nouveaux_codes(request: Request) -> Response:
    """Give a new sheet of codes; the former one is dead."""
    vue = visite(request)
    demande = await missing_proof(request, await read_form(request))
    if demande is not None:
        return demande
    codes = await at_carnet(vue.ensemble, renew_codes, the_carnet(request))
    return html(request, page_codes(codes, vue.mode, nouveau=False))


def _actes(vue: Visite, formulaire: FormData) -> tuple[ActeConsentement, ...]:
    """The yes this form says, once it shows the text of the day; a child's and a parent's are two."""
    accord = vue.ensemble.catalogue.consentements[Finalite.CARNET]
    empreinte = field(formulaire, "empreinte")
    version = accord.check(empreinte, vue.mode, today(vue.ensemble))
    oui = ActeConsentement(accord.id, Geste.DONNE, version.numero, empreinte, vue.mode.value, now(vue.ensemble))
    if field(formulaire, "parent") != "oui":
        return (oui,)
    return tuple(replace(oui, auteur=auteur) for auteur in (Auteur.ENFANT, Auteur.PARENT))


def _age_refuse(vue: Visite, formulaire: FormData) -> str:
    """Why the reader may not make a carnet, alone or with a parent; nothing when they may."""
    age, cases = field(formulaire, "age"), {field(formulaire, "enfant"), field(formulaire, "parent")}
    if age not in {"oui", "non"}:
        return AGE_ABSENT
    if age == "oui" and not vue.dossier.trop_jeune(today(vue.ensemble)):
        return ""
    return "" if cases == {"oui"} else PARENT_MANQUE if "oui" in cases else TROP_JEUNE


def _check_keeps(vue: Visite) -> None:
    """A browser that cannot hold the token would open nothing: the code would be lost for it."""
    if not vue.gardees:
        raise CarnetFerme


def _left(request: Request) -> Response:
    reponse = RedirectResponse(f"{visite(request).mode.prefixe}/carnet", 303)
    forget_token(reponse)
    reponse.headers["clear-site-data"] = '"cache"'
    return reponse
