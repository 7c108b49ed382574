"""Holds the page of consents and its answers, about this device or the open carnet. Holds no query."""

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import carnet_ouvert, forget_dossier, keep_dossier, now, today
from app.domain.communes import LONGUEUR_MAX
from app.domain.consentement import Accord, ActeConsentement, EtatConsentement, Finalite, Geste, etat_de
from app.domain.erreurs import CarnetFerme, TexteChange
from app.domain.erreurs_des_accords import AccordDUnEnfant
from app.rendering.carnet_en_ligne import AGE_ABSENT
from app.rendering.consentements import page_consentements, page_recu_du_carnet, page_recu_ici, vue_accord
from app.rendering.creneaux import OU_INCONNU, OU_VIDE
from app.rendering.vues import VueChamp
from app.rendering.vues_carnet import VueConsentements
from app.routers.pages_commun import Visite, html, visite
from app.routers.pages_informations import EFFACE
from app.routers.porte_carnet import at_carnet, the_carnet
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import SECU, field, looks_like_secu, read_form
from app.services.accords_du_carnet import answer
from app.services.carnet import read_etat

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
#: What may be asked of those who have a carnet, beside the carnet itself; answered on this page.
DU_CARNET = (Finalite.COMMUNE, Finalite.STATISTIQUES)
PLUSIEURS = "Plusieurs communes portent ce nom ou ce code postal. Écrivez le code postal puis le nom : 71000 Mâcon."
TROP_JEUNE_ICI = (
    "Avant 15 ans, rien ne se garde ici une fois le navigateur fermé. Vos conseils marchent pareil. "
    "Avec un parent, vous pouvez créer un carnet."
)
SANS_PERSONNE = "Votre carnet ne contient encore personne. Répondez d'abord aux deux premières questions."


@router.get("/consentements")
@router.get("/falc/consentements")
async def consentements(request: Request) -> Response:
    """Show what is asked, each purpose alone, and what was answered."""
    return await _page(request)


@router.post("/consentements")
@router.post("/falc/consentements")
async def repondre(request: Request) -> Response:
    """Note a yes, a no or a withdrawal about this device, and give its receipt."""
    formulaire, vue = await read_form(request), visite(request)
    if carnet_ouvert(request):
        raise CarnetFerme
    accord = vue.ensemble.catalogue.consentements[Finalite.GARDER_ICI]
    version = accord.check(field(formulaire, "empreinte"), vue.mode, today(vue.ensemble))
    oui = field(formulaire, "geste") == Geste.DONNE and vue.gardees
    refus = _age_refuse(vue, formulaire) if oui else ""
    if refus:
        return await _page(request, age=refus)
    geste = Geste.DONNE if oui else Geste.RETIRE if vue.dossier.accord else Geste.REFUSE
    empreinte = version.empreinte(accord.id, vue.mode)
    acte = ActeConsentement(accord.id, geste, version.numero, empreinte, vue.mode.value, now(vue.ensemble))
    reponse = html(request, page_recu_ici(acte, accord, vue.mode))
    if oui:
        keep_dossier(request, reponse, vue.dossier.accepter(acte))
    elif geste is Geste.RETIRE:
        forget_dossier(reponse)
        reponse.headers["clear-site-data"] = EFFACE
    return reponse


@router.post("/consentements/carnet")
@router.post("/falc/consentements/carnet")
async def repondre_pour_le_carnet(request: Request) -> Response:
    """Note a yes, a no or a withdrawal about one purpose of the open carnet, and give its receipt."""
    formulaire, vue, ouvert = await read_form(request), visite(request), the_carnet(request)
    if vue.dossier.trop_jeune(today(vue.ensemble)):
        raise AccordDUnEnfant
    accord = _asked(vue, field(formulaire, "finalite"))
    version = accord.check(field(formulaire, "empreinte"), vue.mode, today(vue.ensemble))
    avant = etat_de((await at_carnet(vue.ensemble, read_etat, ouvert)).actes, accord, today(vue.ensemble))
    geste = Geste.REFUSE if avant is not EtatConsentement.DONNE else Geste.RETIRE
    geste = Geste.DONNE if field(formulaire, "geste") == Geste.DONNE else geste
    champ = _commune(vue, formulaire) if (accord.id, geste) == (Finalite.COMMUNE, Geste.DONNE) else VueChamp()
    if champ.erreur:
        return await _page(request, champ)
    empreinte = version.empreinte(accord.id, vue.mode)
    acte = ActeConsentement(accord.id, geste, version.numero, empreinte, vue.mode.value, now(vue.ensemble))
    await at_carnet(vue.ensemble, answer, ouvert, acte, champ.saisie)
    return html(request, page_recu_du_carnet(acte, accord, vue.mode))


async def _page(request: Request, commune: VueChamp | None = None, age: str = "") -> Response:
    vue, ouvert = visite(request), carnet_ouvert(request)
    jeune = vue.dossier.trop_jeune(today(vue.ensemble))
    accords, le = vue.ensemble.catalogue.consentements, today(vue.ensemble)
    ici = (vue.dossier.accord,) if vue.dossier.accord else ()
    actes = (await at_carnet(vue.ensemble, read_etat, ouvert)).actes if ouvert else ()
    page = VueConsentements(
        ici=vue_accord(accords[Finalite.GARDER_ICI], ici, le, vue.mode),
        carnet=vue_accord(accords[Finalite.CARNET], actes, le, vue.mode),
        du_carnet=tuple(vue_accord(accords[f], actes, le, vue.mode) for f in DU_CARNET if f in accords and not jeune),
        commune=commune or VueChamp(),
        jeune=jeune,
        demander_age=vue.dossier.lecteur.profil.date_naissance is None,
        age=age,
        sujet=Finalite.COMMUNE if commune else request.query_params.get("sujet", ""),
        gardees=vue.gardees,
        ouvert=ouvert is not None,
        possible=vue.ensemble.scribe is not None,
    )
    return html(request, page_consentements(page, vue.mode), 422 if commune or age else 200)


def _age_refuse(vue: Visite, formulaire: FormData) -> str:
    """Why nothing may be kept here of this reader; nothing when it may. Asked when no birth date says it."""
    if vue.dossier.trop_jeune(today(vue.ensemble)):
        return TROP_JEUNE_ICI
    if vue.dossier.lecteur.profil.date_naissance is not None:
        return ""
    return {"oui": "", "non": TROP_JEUNE_ICI}.get(field(formulaire, "age"), AGE_ABSENT)


def _asked(vue: Visite, finalite: str) -> Accord:
    """The text of a purpose this page asks for; TexteChange for any other word."""
    trouve = next((f for f in DU_CARNET if f == finalite and f in vue.ensemble.catalogue.consentements), None)
    if trouve is None:
        raise TexteChange
    return vue.ensemble.catalogue.consentements[trouve]


def _commune(vue: Visite, formulaire: FormData) -> VueChamp:
    """The one commune that was typed, as searches write it; or what to correct."""
    saisie = field(formulaire, "commune")[:LONGUEUR_MAX]
    if looks_like_secu(saisie):
        return VueChamp("", SECU)
    trouvees = vue.ensemble.communes.comprend(saisie) if saisie else ()
    if not vue.dossier.personnes:
        return VueChamp(saisie, SANS_PERSONNE)
    if len(trouvees) != 1:
        return VueChamp(saisie, PLUSIEURS if trouvees else OU_INCONNU if saisie else OU_VIDE)
    return VueChamp(f"{trouvees[0].codes_postaux[0]} {trouvees[0].nom}")
