"""Holds the ways into a carnet besides its codes: a key that a device keeps, an account elsewhere. Holds no query.

Adding or removing one asks its owner for a proof again.
A device and a service each answer what was drawn for this browser, once. Neither ever gives a name.
"""

import json
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import Parties, carnet_ouvert, parties
from app.domain.erreurs_acces import CleRefusee, IdentiteRefusee, PreuveDemandee
from app.errors import refus
from app.rendering.carnet_en_ligne import CLE_REFUSEE, page_depart
from app.rendering.erreurs import mode_of
from app.rendering.vues_carnet import VueDepart
from app.routers.garde_preuve import missing_proof, proof_page
from app.routers.pages_commun import html, visite
from app.routers.porte_carnet import at_carnet, count_try, the_carnet, token_of
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form
from app.routers.seuil_carnet import (
    COMPTE_SANS_CARNET,
    carnet_html,
    closed,
    compte_de,
    domaine_de,
    forget_secret,
    give_secret,
    let_in,
    new_secret,
    opened,
    secret_of,
)
from app.services.acces import draw, take
from app.services.carnet import Classeur
from app.services.cles_acces import Domaine, add, ask_known, ask_new, open_with_key, remove_key
from app.services.identite import Compte, Fournisseur
from app.services.liens_identite import join, open_with_account, part, prove_with_account
from app.services.preuves import must_prove

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
_VOYAGE = "identite"


@router.post("/carnet/cles/nouvelle")
async def nouvelle(request: Request) -> Response:
    """Draw what a new key must sign, once its owner has proved to be one: what is added later was drawn here."""
    ouvert, secret = the_carnet(request), new_secret()
    if await at_carnet(parties(request), must_prove, ouvert):
        raise PreuveDemandee
    return _ask(await at_carnet(parties(request), ask_new, _domaine(request), ouvert, secret), secret)


@router.post("/carnet/cles/ajouter")
@router.post("/falc/carnet/cles/ajouter")
async def ajouter(request: Request) -> Response:
    """Add the key this device made to the open carnet."""
    formulaire, ouvert, domaine = await read_form(request), the_carnet(request), _domaine(request)
    reponse = field(formulaire, "reponse")
    if not await at_carnet(parties(request), add, domaine, ouvert, secret_of(request), reponse):
        raise CleRefusee
    return _done(request)


@router.post("/carnet/cles/retirer")
@router.post("/falc/carnet/cles/retirer")
async def retirer(request: Request) -> Response:
    """Remove one key of the open carnet, wherever the device is."""
    formulaire = await read_form(request)
    demande = await missing_proof(request, formulaire, "cle")
    if demande is not None:
        return demande
    await at_carnet(parties(request), remove_key, the_carnet(request), field(formulaire, "cle"))
    return _done(request)


@router.post("/carnet/cles/defi")
async def defi(request: Request) -> Response:
    """Draw what a key must sign to open its carnet."""
    domaine, secret = _domaine(request), new_secret()
    count_try(request)
    return _ask(await at_carnet(parties(request), ask_known, domaine, secret), secret)


@router.post("/carnet/cles/entrer")
@router.post("/falc/carnet/cles/entrer")
async def entrer(request: Request) -> Response:
    """Open the carnet of the key that signed; the token this browser had is dead from then on."""
    formulaire, vue, domaine = await read_form(request), visite(request), _domaine(request)
    essai = (secret_of(request), field(formulaire, "reponse"), token_of(request))
    jeton = await at_carnet(vue.ensemble, open_with_key, domaine, *essai)
    if jeton is None:
        reponse = carnet_html(request, closed(vue, refus=CLE_REFUSEE), 422)
    else:
        reponse = opened(vue.mode.prefixe, jeton)
    forget_secret(reponse)
    return reponse


@router.post("/carnet/identite")
@router.post("/falc/carnet/identite")
async def partir(request: Request) -> Response:
    """Say what the other service will be asked, then lead to it, to open a carnet."""
    return await _leave(request, "")


@router.post("/carnet/identite/relier")
@router.post("/falc/carnet/identite/relier")
async def relier(request: Request) -> Response:
    """The same, to join its account to the open carnet."""
    demande = await missing_proof(request, await read_form(request))
    return demande if demande is not None else await _leave(request, the_carnet(request).session)


@router.post("/carnet/identite/delier")
@router.post("/falc/carnet/identite/delier")
async def delier(request: Request) -> Response:
    """Part the open carnet from its account."""
    demande = await missing_proof(request, await read_form(request))
    if demande is not None:
        return demande
    await at_carnet(parties(request), part, the_carnet(request))
    return _done(request)


@router.get("/carnet/preuve")
@router.get("/falc/carnet/preuve")
async def preuve(request: Request) -> Response:
    """Ask the owner of the open carnet for a proof, whatever is to be changed next."""
    if carnet_ouvert(request) is None:
        return RedirectResponse(f"{visite(request).mode.prefixe}/carnet", 303)
    return proof_page(request, FormData())


@router.post("/carnet/preuve")
@router.post("/falc/carnet/preuve")
async def prouver(request: Request) -> Response:
    """Read that proof, then lead back to the carnet."""
    demande = await missing_proof(request, await read_form(request))
    return demande if demande is not None else _done(request)


@router.post("/carnet/identite/prouver")
@router.post("/falc/carnet/identite/prouver")
async def prouver_ailleurs(request: Request) -> Response:
    """The same proof with the account: the other service must ask who is there again."""
    return await _leave(request, the_carnet(request).session, prouve=True)


@router.get("/carnet/identite/retour")
async def revenir(request: Request) -> Response:
    """Take the browser back from the other service: open the carnet of its account, or join it to the open one."""
    ensemble, demande = parties(request), request.query_params
    fournisseur = _fournisseur(ensemble)
    brut = await at_carnet(ensemble, _take_voyage, secret_of(request))
    if brut is None:
        raise IdentiteRefusee
    voyage = json.loads(brut)
    if "error" in demande:
        return RedirectResponse(f"{voyage['prefixe']}/carnet", 303)
    retour = [demande.get(nom, "")[:2000] for nom in ("state", "code", "iss")]
    compte = await fournisseur.come_back(voyage["etat"].encode(), *retour, depuis=voyage["depuis"])
    return await _arrive(request, compte, voyage)


async def _arrive(request: Request, compte: Compte, voyage: dict[str, Any]) -> Response:
    """What the account does here; then the browser is signed out over there, and comes back."""
    ensemble = parties(request)
    empreinte = ensemble.empreintes.de("identite", compte.emetteur, compte.sujet)
    reponse: Response = RedirectResponse(f"{voyage['prefixe']}/carnet", 303)
    forget_secret(reponse)
    if voyage["session"]:
        ouvert = carnet_ouvert(request)
        geste = prove_with_account if voyage["depuis"] else join
        if ouvert is None or ouvert.session != voyage["session"]:
            raise IdentiteRefusee
        if not await at_carnet(ensemble, geste, ouvert, empreinte):
            raise IdentiteRefusee
    elif jeton := await at_carnet(ensemble, open_with_account, empreinte, token_of(request)):
        let_in(reponse, jeton)
    else:
        give_secret(reponse, COMPTE_SANS_CARNET)
    if compte.sortie:
        reponse.headers["location"] = compte.sortie
    return reponse


async def _leave(request: Request, session: str, *, prouve: bool = False) -> Response:
    """Keep what this trip needs, tied to this browser, and show where it leads."""
    ensemble, mode = parties(request), mode_of(request.url.path)
    fournisseur, secret = _fournisseur(ensemble), new_secret()
    count_try(request)
    # The other service has the real hour, on a preview day too.
    depuis = int(ensemble.horloge().timestamp()) if prouve else 0
    depart = await fournisseur.leave(de_nouveau=prouve)
    voyage = {"etat": depart.etat.decode(), "session": session, "prefixe": mode.prefixe, "depuis": depuis}
    await at_carnet(ensemble, _keep_voyage, secret, json.dumps(voyage).encode())
    reponse = html(request, page_depart(VueDepart(compte_de(ensemble), depart.adresse), mode))
    give_secret(reponse, secret)
    return reponse


def _keep_voyage(classeur: Classeur, secret: str, voyage: bytes) -> None:
    draw(classeur.session, _VOYAGE, secret, voyage, classeur.maintenant)


def _take_voyage(classeur: Classeur, secret: str) -> bytes | None:
    return take(classeur.session, _VOYAGE, secret, classeur.maintenant)


def _fournisseur(ensemble: Parties) -> Fournisseur:
    """The other service; this address does not exist when the settings name none."""
    if ensemble.fournisseur is None:
        raise refus(404)
    return ensemble.fournisseur


def _domaine(request: Request) -> Domaine:
    """Where keys are good; this address does not exist elsewhere."""
    domaine = domaine_de(request)
    if domaine is None:
        raise refus(404)
    return domaine


def _ask(options: str, secret: str) -> Response:
    """Give the script of the page what to have signed."""
    reponse = Response(options, media_type="application/json")
    give_secret(reponse, secret)
    return reponse


def _done(request: Request) -> Response:
    return RedirectResponse(f"{mode_of(request.url.path).prefixe}/carnet", 303)
