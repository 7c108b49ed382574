"""Holds the waiting lists' pages and the calendar file of an appointment. Codes travel in forms alone."""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import now, parties
from app.domain.creneaux import TrancheDAge
from app.domain.erreurs import RendezVousInconnu, RendezVousRefuse
from app.domain.rendez_vous import EtatRendezVous, RendezVousVu
from app.rendering.agenda import NOM_DE_FICHIER
from app.rendering.agenda_rendez_vous import methode_de, write_agenda
from app.rendering.erreurs import mode_of
from app.rendering.gabarits import Mode
from app.rendering.page import Page
from app.rendering.rendez_vous import page_attente, page_deplacer, page_refus, page_rendez_vous, page_tenu
from app.routers.guichet import at_desk
from app.routers.pages_commun import html
from app.routers.pages_rendez_vous import code_de
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form
from app.services.attente import leave, wait_for_a_place, wait_for_an_earlier
from app.services.places import Guichet
from app.services.rendez_vous import find, read

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
CHAMPS = 24
EXPIREE = "Cette place n'est plus gardée pour vous. Rien n'est réservé. Choisissez de nouveau un créneau."


@router.post("/creneaux/attendre")
@router.post("/falc/creneaux/attendre")
async def attendre_un_lieu(request: Request) -> Response:
    """Enter the line of a place where nothing is free; its code is new."""
    formulaire, ensemble = await read_form(request, CHAMPS), parties(request)
    lieu, tranche = field(formulaire, "attendre")[:32], field(formulaire, "tranche")
    tranche = tranche if tranche in set(TrancheDAge) else ""
    ensemble.debit_tenues.take(lieu, now(ensemble))
    cle = field(formulaire, "cle")[:64]

    def enter(guichet: Guichet, mode: Mode) -> Page:
        return page_attente(wait_for_a_place(guichet, lieu, tranche, cle), mode)

    return await _show(request, enter)


@router.post("/rendez-vous/attendre")
@router.post("/falc/rendez-vous/attendre")
async def attendre_plus_tot(request: Request) -> Response:
    """Ask for an earlier slot than that of an appointment, which stays."""
    code = code_de(await read_form(request))

    def enter(guichet: Guichet, mode: Mode) -> Page:
        attente = wait_for_an_earlier(guichet, code)
        return page_rendez_vous(read(guichet, code), mode, lu=True, attente=attente)

    return await _show(request, enter)


@router.post("/rendez-vous/offre")
@router.post("/falc/rendez-vous/offre")
async def offre(request: Request) -> Response:
    """Show the place that is held for somebody who waited: to confirm, or to move to."""
    code = code_de(await read_form(request))

    def show(guichet: Guichet, mode: Mode) -> Page:
        rendez_vous, attente = find(guichet, code)
        if attente is None or attente.offre is None:
            return page_refus(EXPIREE, mode)
        return page_deplacer(attente.offre, rendez_vous, mode) if rendez_vous else page_tenu(attente.offre, mode)

    return await _show(request, show)


@router.post("/rendez-vous/ne-plus-attendre")
@router.post("/falc/rendez-vous/ne-plus-attendre")
async def ne_plus_attendre(request: Request) -> Response:
    """Leave the line; an appointment stays as it is."""
    code, mode = code_de(await read_form(request)), mode_of(request.url.path)
    try:
        vu, _ = await at_desk(parties(request), find, code)
        await at_desk(parties(request), leave, code)
    except RendezVousInconnu as refus:
        return html(request, page_refus(refus.message, mode), 409)
    if vu is None:
        return RedirectResponse(f"{mode.prefixe}/creneaux", 303)
    return html(request, page_rendez_vous(vu, mode, lu=True))


@router.post("/rendez-vous.ics")
@router.post("/falc/rendez-vous.ics")
async def agenda(request: Request) -> Response:
    """Give the calendar file of an appointment: made, moved or cancelled."""
    code, mode = code_de(await read_form(request)), mode_of(request.url.path)
    try:
        vu = await at_desk(parties(request), read, code)
    except RendezVousInconnu as refus:
        return html(request, page_refus(refus.message, mode), 409)
    if vu.etat is EtatRendezVous.TENU:
        return html(request, page_tenu(vu, mode), 409)
    return _file(request, vu)


def _file(request: Request, vu: RendezVousVu) -> Response:
    ensemble = parties(request)
    fichier = write_agenda(vu, ensemble.agenda.numero("rendez-vous", vu.code), now(ensemble))
    entetes = {"content-disposition": f'attachment; filename="{NOM_DE_FICHIER}"', "cache-control": "no-store"}
    return Response(fichier, 200, entetes, f"text/calendar; charset=utf-8; method={methode_de(vu)}")


async def _show(request: Request, geste: Callable[[Guichet, Mode], Page]) -> Response:
    """Do one thing at the desk and show its page; what is refused is said, and nothing is changed."""
    mode = mode_of(request.url.path)
    try:
        return html(request, await at_desk(parties(request), geste, mode))
    except (RendezVousRefuse, RendezVousInconnu) as refus:
        return html(request, page_refus(refus.message, mode), 409)
