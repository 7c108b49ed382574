"""Holds what a person may do with what is kept of them: see, take away, bring back, erase. Holds no query."""

import json
from dataclasses import replace
from functools import lru_cache

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import carnet_ouvert, keep_dossier, now, today
from app.domain.carnet_en_ligne import EtatCarnet, GesteCarnet, RecuEffacement
from app.domain.catalogue import Catalogue
from app.domain.consentement import ActeConsentement, Finalite
from app.domain.controle import check_profil
from app.domain.copie import Copie, copy_of, read_copie
from app.domain.dossier import Dossier
from app.domain.erreurs import PersonneRetiree, ProfilInvalide
from app.domain.vaccination_verdicts import Prevision
from app.rendering.consentements import acte_en_json, page_recu_effacement
from app.rendering.fhir_copie import CarnetFhir, PersonneFhir, write_copie_fhir
from app.rendering.fhir_creneaux import TYPE
from app.rendering.gabarits import Mode
from app.rendering.mes_donnees import IMPORT_ILLISIBLE, IMPORT_OCCUPE, page_feuille_mes_donnees, page_mes_donnees
from app.rendering.mes_donnees_carnet import sections_en_json
from app.rendering.page import Page
from app.routers.pages_commun import Visite, html, visite
from app.routers.porte_carnet import at_carnet, forget_token, sweep_now, the_carnet
from app.routers.porte_rappels import at_bureau, wait_for_departures
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, looks_like_secu, read_form
from app.services.agenda_abonne import seen
from app.services.carnet import note_geste, read_etat
from app.services.effacements import erase_one, erase_whole
from app.services.envois.abonnements import read_abonnements
from app.services.envois.arret import erased_still_leaving
from app.services.partages import list_partages

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
FICHIER, FICHIER_FHIR, FICHIER_PDF = "mon-budget-sante.json", "mon-budget-sante.fhir.json", "mon-budget-sante.pdf"


@router.get("/mes-donnees")
@router.get("/falc/mes-donnees")
async def mes_donnees(request: Request) -> Response:
    """Show everything that is kept, here or in the carnet."""
    return await _page(request)


@router.get("/mes-donnees/copie.json")
async def copie(request: Request) -> Response:
    """Give everything that is kept as one file."""
    vue = visite(request)
    etat = await _etat(request, GesteCarnet.EXPORTE)
    sections = sections_en_json(etat) if etat else {}
    contenu = Copie(
        le=now(vue.ensemble),
        personnes=tuple(copy_of(personne) for personne in vue.dossier.personnes),
        accords=tuple(acte_en_json(acte) for acte in _actes(vue, etat)),
        compte_en=etat.compte_en if etat else None,
        gestes=sections.get("gestes", ()),
        rappels=sections.get("rappels", ()),
        acces=sections.get("acces", ()),
        partages=sections.get("partages", ()),
    )
    return _file(contenu.model_dump_json(indent=1).encode("utf-8"), FICHIER, "application/json")


@router.get("/mes-donnees/copie.fhir.json")
async def copie_fhir(request: Request) -> Response:
    """Give the same as a FHIR bundle."""
    vue = visite(request)
    etat = await _etat(request, GesteCarnet.EXPORTE)
    personnes = [PersonneFhir(p, _forecast(vue._replace(etat=p))) for p in vue.dossier.personnes]
    gardees = CarnetFhir(_actes(vue, etat), etat)
    contenu = write_copie_fhir(personnes, gardees, vue.ensemble.catalogue, now(vue.ensemble))
    return _file(orjson.dumps(contenu, option=orjson.OPT_INDENT_2), FICHIER_FHIR, TYPE)


@router.get("/mes-donnees/copie.pdf")
async def copie_pdf(request: Request) -> Response:
    """Give the sheet as a PDF, made beside the event loop."""
    presse = visite(request).ensemble.imprimerie
    presse.take(now(visite(request).ensemble))
    etat = await _etat(request, GesteCarnet.EXPORTE)
    contenu = await run_in_threadpool(presse.print_page, _feuille(request, etat, Mode.NORMAL).texte)
    return _file(contenu, FICHIER_PDF, "application/pdf")


@router.get("/imprimer/mes-donnees")
@router.get("/falc/imprimer/mes-donnees")
async def feuille(request: Request) -> Response:
    """Show everything on a sheet to print."""
    return html(request, _feuille(request, await _etat(request), visite(request).mode))


@router.get("/mes-donnees/schema.json")
async def schema(_request: Request) -> Response:
    """Describe that file to programs."""
    return Response(_schema(), media_type="application/schema+json")


@router.post("/mes-donnees/copie")
@router.post("/falc/mes-donnees/copie")
async def reprendre(request: Request) -> Response:
    """Bring a copy back where nothing is kept yet."""
    vue = visite(request)
    if vue.dossier.personnes:
        return await _page(request, IMPORT_OCCUPE, 409)
    async with request.form(max_files=1, max_fields=2) as formulaire:
        fichier = formulaire.get("fichier")
        brut = await fichier.read() if isinstance(fichier, UploadFile) else b""
    dossier = _read(vue, brut)
    if dossier is None:
        return await _page(request, IMPORT_ILLISIBLE, 422)
    await _etat(request, GesteCarnet.IMPORTE)
    reponse = RedirectResponse(f"{vue.mode.prefixe}/mes-donnees", 303)
    keep_dossier(request, reponse, dossier.retenir(""))
    return reponse


@router.post("/mes-donnees/effacer")
@router.post("/falc/mes-donnees/effacer")
async def effacer(request: Request) -> Response:
    """Erase one person of the carnet, or the carnet, and give the receipt."""
    formulaire, vue, ouvert = await read_form(request), visite(request), the_carnet(request)
    qui = field(formulaire, "personne")
    tout, acte, nombre = qui == "tout", None, 1
    if tout:
        acte, nombre = await at_carnet(vue.ensemble, erase_whole, ouvert)
    elif qui.isascii() and qui.isdigit() and len(qui) < 5:
        await at_carnet(vue.ensemble, erase_one, ouvert, int(qui))
    else:
        raise PersonneRetiree
    await wait_for_departures(vue.ensemble, erased_still_leaving)
    recu = RecuEffacement(now(vue.ensemble), nombre, tout, await sweep_now(vue.ensemble), acte)
    reponse = html(request, page_recu_effacement(recu, vue.ensemble.catalogue.consentements[Finalite.CARNET], vue.mode))
    if tout:
        forget_token(reponse)
        reponse.headers["clear-site-data"] = '"cache"'
    return reponse


def _file(contenu: bytes, nom: str, genre: str) -> Response:
    entetes = {"content-disposition": f'attachment; filename="{nom}"', "cache-control": "no-store"}
    return Response(contenu, media_type=genre, headers=entetes)


def _feuille(request: Request, etat: EtatCarnet | None, mode: Mode) -> Page:
    vue = visite(request)
    return page_feuille_mes_donnees(vue.ensemble.catalogue, vue.dossier, etat, mode, vue.au)


def _forecast(vue: Visite) -> tuple[Prevision, ...]:
    """The vaccines of one person; nothing without a birth date."""
    return vue.prevoir().previsions if vue.profil.date_naissance else ()


async def _page(request: Request, erreur: str = "", statut: int = 200) -> Response:
    vue = visite(request)
    etat = await _etat(request)
    contenu = page_mes_donnees(vue.ensemble.catalogue, vue.dossier, etat, vue.mode, erreur)
    return html(request, contenu, statut)


async def _etat(request: Request, geste: GesteCarnet | None = None) -> EtatCarnet | None:
    """What the open carnet says of itself, once this gesture is noted in it; None when none is open."""
    ouvert, ensemble = carnet_ouvert(request), visite(request).ensemble
    if ouvert is None:
        return None
    if geste is not None:
        await at_carnet(ensemble, note_geste, ouvert, geste)
    etat = await at_carnet(ensemble, read_etat, ouvert)
    siens = await at_bureau(ensemble, read_abonnements, ouvert.id)
    partages = await at_carnet(ensemble, list_partages, ouvert)
    agenda = await at_carnet(ensemble, seen, ouvert)
    return replace(etat, abonnements=tuple(siens.values()), agenda=agenda, partages=partages)


def _actes(vue: Visite, etat: EtatCarnet | None) -> tuple[ActeConsentement, ...]:
    """What was agreed to: in the carnet when one is open, else on this device."""
    return etat.actes if etat else (vue.dossier.accord,) if vue.dossier.accord else ()


def _read(vue: Visite, brut: bytes) -> Dossier | None:
    """The people of a file, all of them possible today; None otherwise."""
    catalogue = vue.ensemble.catalogue
    dossier = read_copie(brut, _connus(catalogue))
    if dossier is None or not dossier.personnes or _holds_secu(dossier):
        return None
    try:
        for personne in dossier.personnes:
            au = today(vue.ensemble, personne.profil.departement)
            check_profil(personne.profil, au, catalogue, catalogue.entretiens)
    except ProfilInvalide:
        return None
    return dossier


def _holds_secu(dossier: Dossier) -> bool:
    """Whether a name or a label of the file may be a social security number: it is never kept."""
    textes = [personne.nom for personne in dossier.personnes]
    textes += [ligne.libelle for personne in dossier.personnes for ligne in personne.depenses.lignes]
    return any(looks_like_secu(texte) for texte in textes)


def _connus(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    return {
        "faits": frozenset(catalogue.faits),
        "conseils": frozenset(catalogue.par_id) | catalogue.entretiens,
        "vaccins": frozenset(catalogue.vaccins.codes),
        "maladies": frozenset(catalogue.vaccins.reglages.evenements),
        "actes": frozenset(catalogue.bareme.actes),
        "questionnaire": frozenset(
            f"{question.id} {valeur}"
            for theme in catalogue.themes_du_bilan
            for question in theme.questions
            for valeur in question.valeurs
        ),
    }


@lru_cache(maxsize=1)
def _schema() -> str:
    return json.dumps(Copie.model_json_schema(mode="serialization"), ensure_ascii=False, indent=1)
