"""Holds the pages of summaries: made and stopped by their owner, read by whoever was given the code. Holds no query."""

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import carnet_ouvert, now, today
from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.erreurs_des_accords import AccordDUnEnfant
from app.domain.partage import DUREES, DureeDePartage, Resume, Rubrique
from app.rendering.consentements import vue_accord
from app.rendering.partages import (
    CODE_REFUSE,
    CODE_VIDE,
    DUREE_ABSENTE,
    QUI_ABSENT,
    RIEN_CHOISI,
    page_code,
    page_partages,
    page_resume,
    resume_de,
)
from app.rendering.vues_carnet import Ligne
from app.routers.pages_commun import Visite, html, visite
from app.routers.porte_carnet import at_carnet, count_try, the_carnet
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form
from app.services.partages import APartager, list_partages, open_shared, share, stop

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)


@router.get("/partages")
@router.get("/falc/partages")
async def partages(request: Request) -> Response:
    """Show the summaries that can be read now, and the form; where to open a carnet when none is."""
    if carnet_ouvert(request) is None:
        return RedirectResponse(f"{visite(request).mode.prefixe}/carnet", 303)
    return await _page(request)


@router.post("/partages")
@router.post("/falc/partages")
async def partager(request: Request) -> Response:
    """Make a summary and show its code once, with what will be read."""
    formulaire, vue, ouvert = await read_form(request), visite(request), the_carnet(request)
    if vue.dossier.trop_jeune(today(vue.ensemble)):
        raise AccordDUnEnfant
    choix, erreurs = _read(vue, formulaire)
    if erreurs:
        return await _page(request, choix, erreurs)
    acte, qui = _acte(vue, formulaire), vue.pour(next(mot for mot in choix if mot.isdigit()))
    rubriques = resume_de(qui.ensemble.catalogue, qui.etat, qui.lire().evaluation.resultats, _rubriques(choix))
    fin = acte.le + next(duree for nom, duree in DUREES.items() if nom in choix)
    resume = Resume(acte.le, fin, tuple(rubriques))
    code = await at_carnet(vue.ensemble, share, ouvert, APartager(qui.etat.numero, resume), acte)
    return html(request, page_resume(resume, vue.mode, code))


@router.post("/partages/arreter")
@router.post("/falc/partages/arreter")
async def arreter(request: Request) -> Response:
    """Stop one summary, or all of them: its code opens nothing from then on."""
    formulaire, vue = await read_form(request), visite(request)
    await at_carnet(vue.ensemble, stop, the_carnet(request), field(formulaire, "partage"))
    return RedirectResponse(f"{vue.mode.prefixe}/partages", 303)


@router.get("/partage")
@router.get("/falc/partage")
async def saisir_un_code(request: Request) -> Response:
    """Show where to type the code."""
    return _private(html(request, page_code(visite(request).mode)))


@router.post("/partage")
@router.post("/falc/partage")
async def lire(request: Request) -> Response:
    """Show the summary of a code, and tell its owner that it was read."""
    formulaire, vue = await read_form(request), visite(request)
    saisie = field(formulaire, "code")
    if not saisie:
        return _private(html(request, page_code(vue.mode, CODE_VIDE), 422))
    count_try(request)
    resume = await at_carnet(vue.ensemble, open_shared, saisie)
    if resume is None:
        return _private(html(request, page_code(vue.mode, CODE_REFUSE), 422))
    return _private(html(request, page_resume(resume, vue.mode)))


async def _page(
    request: Request, choix: frozenset[str] = frozenset(), erreurs: tuple[tuple[str, str], ...] = ()
) -> Response:
    vue, ouvert = visite(request), the_carnet(request)
    actifs = await at_carnet(vue.ensemble, list_partages, ouvert)
    accord = vue_accord(vue.ensemble.catalogue.consentements[Finalite.PARTAGE], (), today(vue.ensemble), vue.mode)
    contenu = page_partages(actifs, vue.dossier, accord, vue.mode, choix, erreurs)
    return html(request, contenu, 422 if erreurs else 200)


def _read(vue: Visite, formulaire: FormData) -> tuple[frozenset[str], tuple[Ligne, ...]]:
    """Who, what and how long, among what is offered; and what to correct."""
    numeros = [str(personne.numero) for personne in vue.dossier.personnes]
    qui = {numero for numero in numeros if numero == field(formulaire, "personne") or len(numeros) == 1}
    quoi = {rubrique.value for rubrique in Rubrique if field(formulaire, rubrique.value) == "oui"}
    duree = {nom.value for nom in DureeDePartage if nom == field(formulaire, "duree")}
    manques = (("qui", QUI_ABSENT, qui), ("quoi", RIEN_CHOISI, quoi), ("duree", DUREE_ABSENTE, duree))
    return frozenset(qui | quoi | duree), tuple((ou, message) for ou, message, choisi in manques if not choisi)


def _acte(vue: Visite, formulaire: FormData) -> ActeConsentement:
    """The yes this form says, once it shows the text of the day."""
    accord, empreinte = vue.ensemble.catalogue.consentements[Finalite.PARTAGE], field(formulaire, "empreinte")
    version = accord.check(empreinte, vue.mode, today(vue.ensemble))
    return ActeConsentement(accord.id, Geste.DONNE, version.numero, empreinte, vue.mode.value, now(vue.ensemble))


def _rubriques(choix: frozenset[str]) -> frozenset[Rubrique]:
    return frozenset(rubrique for rubrique in Rubrique if rubrique in choix)


def _private(reponse: Response) -> Response:
    """No search engine keeps this page."""
    reponse.headers["x-robots-tag"] = "noindex, nofollow"
    return reponse
