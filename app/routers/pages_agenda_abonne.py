"""Holds the agenda address of a carnet: made and closed by its owner, read by an agenda. No cookie is read there."""

from contextlib import suppress

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import Parties, lecture, now, parties, today, transaction
from app.domain.agenda_abonne import rappels_abonnes
from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.erreurs import CarnetMuet, EnregistrementImpossible
from app.domain.erreurs_des_accords import AccordDUnEnfant
from app.domain.rappels import marque_de
from app.rendering.agenda import NOM_DE_FICHIER, TEXTE_DISCRET, TITRE_DISCRET, RendezVous
from app.rendering.agenda_abonne import page_adresse, page_recu_agenda
from app.routers.garde_preuve import missing_proof
from app.routers.pages_commun import html, visite
from app.routers.porte_carnet import at_carnet, count_try, the_carnet
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form
from app.services.agenda_abonne import AgendaLu, close_address, hash_of, make_address, note_reading, read_address

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
#: What an address that gives nothing answers: closed, replaced, or never made, it says the same.
RIEN = "Cette adresse ne donne rien.\n"


@router.post("/carnet/agenda")
@router.post("/falc/carnet/agenda")
async def choisir(request: Request) -> Response:
    """Make an address and show it once, or close the one there is and give the receipt."""
    formulaire, vue, ouvert = await read_form(request), visite(request), the_carnet(request)
    accord, le = vue.ensemble.catalogue.consentements[Finalite.RAPPELS_AGENDA], today(vue.ensemble)
    geste = Geste.DONNE if field(formulaire, "geste") == Geste.DONNE else Geste.RETIRE
    empreinte = field(formulaire, "empreinte")
    if geste is Geste.RETIRE:
        empreinte = accord.du(le).empreinte(accord.id, vue.mode)
    elif vue.dossier.trop_jeune(le):
        raise AccordDUnEnfant
    version = accord.check(empreinte, vue.mode, le)
    acte = ActeConsentement(accord.id, geste, version.numero, empreinte, vue.mode.value, now(vue.ensemble))
    if geste is Geste.RETIRE:
        await at_carnet(vue.ensemble, close_address, ouvert, acte)
        return html(request, page_recu_agenda(acte, accord, vue.mode))
    # An address is read for years without a visit: whoever borrows a telephone does not take one away.
    demande = await missing_proof(request, formulaire, "geste", "empreinte")
    if demande is not None:
        return demande
    jeton = await at_carnet(vue.ensemble, make_address, ouvert, acte)
    return html(request, page_adresse(f"{vue.ensemble.settings.origine_publique}/agenda/{jeton}.ics", vue.mode))


@router.get("/agenda/{jeton}.ics")
async def lire(request: Request) -> Response:
    """Give the dates of today to whoever has the address: neutral words, computed now, kept nowhere."""
    ensemble, jeton = parties(request), str(request.path_params["jeton"])
    lu = await run_in_threadpool(_read, ensemble, jeton)
    if lu is None:
        count_try(request)
        return Response(RIEN, 404, media_type="text/plain; charset=utf-8")
    ensemble.debit_agendas.take(hash_of(jeton), now(ensemble))
    fichier = await run_in_threadpool(_compose, ensemble, lu, jeton)
    entetes = {"content-disposition": f'inline; filename="{NOM_DE_FICHIER}"', "cache-control": "private, no-store"}
    return Response(fichier, 200, entetes, "text/calendar; charset=utf-8")


def _read(ensemble: Parties, jeton: str) -> AgendaLu | None:
    scribe, accord = ensemble.scribe, ensemble.catalogue.consentements.get(Finalite.RAPPELS_AGENDA)
    if scribe is None or accord is None:
        return None
    with lecture(ensemble, CarnetMuet) as session:
        return read_address(session, scribe, accord, jeton, today(ensemble))


def _compose(ensemble: Parties, lu: AgendaLu, jeton: str) -> bytes:
    """The calendar of everyone of the carnet, each on their own day; the reading is noted once a day."""
    if lu.lu_le != today(ensemble):
        with suppress(EnregistrementImpossible), transaction(ensemble) as session:
            note_reading(session, jeton, today(ensemble))
    personnes = []
    for etat in lu.dossier.personnes:
        au = today(ensemble, etat.profil.departement)
        rappels = rappels_abonnes(ensemble.catalogue, etat, lu.fait_le, au)
        discrets = [RendezVous(rappel, TITRE_DISCRET, TEXTE_DISCRET) for rappel in rappels]
        personnes.append((marque_de(lu.dossier.choisir(etat.numero)), discrets))
    return ensemble.agenda.write_abonne(personnes, now(ensemble))
