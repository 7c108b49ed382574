"""Holds the page of the reminders that are sent: begin, change and stop each channel of the open carnet. No query."""

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import carnet_ouvert, now, today
from app.domain.communes import FUSEAUX, PARIS
from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.destinations import LECTEURS
from app.domain.envois import A_LIEN, HEURES, CanalRappel, Rythme
from app.domain.erreurs import ErreurMetier
from app.domain.erreurs_des_accords import AccordDUnEnfant
from app.domain.erreurs_rappels import CanalInconnu
from app.domain.rappels_choisis import ChoixDeRappel, Destination, mis_de_cote
from app.rendering.abonnements import CHAMPS, page_abonnements, page_recu_rappels, vue_canal
from app.rendering.agenda_abonne import vue_agenda
from app.rendering.consentements import vue_accord
from app.rendering.mis_de_cote import vues_mis_de_cote
from app.rendering.vues import VueChamp
from app.routers.pages_commun import Visite, html, visite
from app.routers.porte_carnet import at_carnet, the_carnet
from app.routers.porte_rappels import at_bureau, wait_for_departures
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form
from app.services.agenda_abonne import seen
from app.services.carnet import read_etat
from app.services.envois.abonnements import read_abonnements, subscribe, unsubscribe
from app.services.envois.arret import still_leaving
from app.services.envois.reprises import resume

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)


@router.get("/carnet/rappels")
@router.get("/falc/carnet/rappels")
async def abonnements(request: Request) -> Response:
    """Show the ways to be reminded, or where to open a carnet first."""
    vue = visite(request)
    if carnet_ouvert(request) is None:
        return RedirectResponse(f"{vue.mode.prefixe}/carnet", 303)
    return await _page(vue, {})


@router.post("/carnet/rappels")
@router.post("/falc/carnet/rappels")
async def choisir(request: Request) -> Response:
    """Begin or change a channel, or stop it."""
    formulaire, vue, ouvert = await read_form(request), visite(request), the_carnet(request)
    if field(formulaire, "geste") == Geste.DONNE and vue.dossier.trop_jeune(today(vue.ensemble)):
        raise AccordDUnEnfant
    canal = _canal(vue, field(formulaire, "canal"))
    if field(formulaire, "geste") != Geste.DONNE:
        return await _arreter(vue, canal, ouvert.id)
    try:
        choix = _choix(vue, formulaire, canal)
    except ErreurMetier as refus:
        return await _page(vue, {canal: VueChamp(field(formulaire, "adresse"), str(refus))}, 422)
    acte = _acte(vue, canal, field(formulaire, "empreinte"))
    await at_bureau(vue.ensemble, subscribe, ouvert.id, canal, choix, acte)
    return RedirectResponse(f"{vue.mode.prefixe}/carnet/rappels", 303)


@router.post("/carnet/rappels/reprendre")
@router.post("/falc/carnet/rappels/reprendre")
async def reprendre(request: Request) -> Response:
    """Have something put aside be recalled again, then show what is left."""
    formulaire, vue, ouvert = await read_form(request), visite(request), the_carnet(request)
    await at_bureau(vue.ensemble, resume, ouvert.id, field(formulaire, "chose"))
    return RedirectResponse(f"{vue.mode.prefixe}/carnet/rappels", 303)


async def _arreter(vue: Visite, canal: CanalRappel, carnet: str) -> Response:
    """Stop, wait for what was leaving, and give the receipt."""
    accord = vue.ensemble.catalogue.consentements[canal.finalite]
    version = accord.du(today(vue.ensemble))
    empreinte = version.empreinte(accord.id, vue.mode)
    acte = ActeConsentement(accord.id, Geste.RETIRE, version.numero, empreinte, vue.mode.value, now(vue.ensemble))
    partants = await at_bureau(vue.ensemble, unsubscribe, carnet, canal, acte)
    rien = await wait_for_departures(vue.ensemble, lambda bureau: still_leaving(bureau, partants))
    return html(vue.request, page_recu_rappels(acte, accord, vue.mode, parti=not rien))


async def _page(vue: Visite, saisies: dict[CanalRappel, VueChamp], statut: int = 200) -> Response:
    ouvert, accords = the_carnet(vue.request), vue.ensemble.catalogue.consentements
    actes = (await at_carnet(vue.ensemble, read_etat, ouvert)).actes
    siens = await at_bureau(vue.ensemble, read_abonnements, ouvert.id)
    le = today(vue.ensemble)
    canaux = tuple(
        vue_canal(
            canal, vue_accord(accords[canal.finalite], actes, le, vue.mode), siens.get(canal), vue.mode,
            saisies.get(canal), vue.ensemble.cle_push if canal is CanalRappel.PUSH else "",
        )
        for canal in _canaux(vue)
    )  # fmt: skip
    agenda = None
    if vue.ensemble.settings.origine_publique and Finalite.RAPPELS_AGENDA in accords:
        accord = vue_accord(accords[Finalite.RAPPELS_AGENDA], actes, le, vue.mode)
        agenda = vue_agenda(accord, await at_carnet(vue.ensemble, seen, ouvert), vue.mode)
    de_cote = vues_mis_de_cote(vue.ensemble.catalogue, ouvert.dossier, mis_de_cote(siens.values()), vue.mode)
    return html(vue.request, page_abonnements(canaux, vue.mode, agenda, de_cote), statut)


def _canaux(vue: Visite) -> tuple[CanalRappel, ...]:
    """The channels that are asked for, by which this service can send."""
    accords, transports = vue.ensemble.catalogue.consentements, vue.ensemble.transports
    return tuple(canal for canal in CHAMPS if canal in transports and canal.finalite in accords)


def _canal(vue: Visite, saisie: str) -> CanalRappel:
    trouve = next((canal for canal in _canaux(vue) if canal == saisie), None)
    if trouve is None:
        raise CanalInconnu
    return trouve


def _choix(vue: Visite, formulaire: FormData, canal: CanalRappel) -> ChoixDeRappel:
    adresse = LECTEURS[canal](field(formulaire, "adresse"))
    heure, rythme = field(formulaire, "heure"), field(formulaire, "rythme")
    return ChoixDeRappel(
        Destination(adresse, vue.mode.value),
        FUSEAUX.get(vue.dossier.lecteur.profil.departement or "", PARIS),
        next((permise for permise in HEURES if str(permise) == heure), HEURES[0]),
        next((permis for permis in Rythme if str(int(permis)) == rythme), Rythme.TRIMESTRE),
        nouvelles=canal in A_LIEN and field(formulaire, "nouvelles") == "oui",
    )


def _acte(vue: Visite, canal: CanalRappel, empreinte: str) -> ActeConsentement:
    """The yes this form says, once it shows the text of the day."""
    accord = vue.ensemble.catalogue.consentements[canal.finalite]
    version = accord.check(empreinte, vue.mode, today(vue.ensemble))
    return ActeConsentement(accord.id, Geste.DONNE, version.numero, empreinte, vue.mode.value, now(vue.ensemble))
