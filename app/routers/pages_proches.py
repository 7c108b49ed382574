"""Holds the people kept in the browser: add, show, change, remove one. Keeps nothing but the browser's own cookie."""

import re
from dataclasses import replace

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import carnet_ouvert, forget_dossier
from app.domain.dossier import PERSONNES_MAX, EtatNavigateur
from app.domain.erreurs import PersonneRetiree
from app.rendering.formats import jour_en_chiffres
from app.rendering.proches import page_proche, page_proches
from app.rendering.vues import VueChamp, VueProche
from app.routers.pages_commun import Visite, check, go_with, html, update_profil, visite, visite_de
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form, read_naissance_proche, read_nom

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
SEXES = {"F": "F", "M": "M", "-": None}
#: A page of ours, to come back to: never another site, never a page that does not exist because of a typing.
_RETOUR = re.compile(r"/|(?:/[a-z0-9-]{1,80}){1,2}", re.ASCII)


@router.get("/proches")
@router.get("/falc/proches")
async def proches(request: Request) -> Response:
    """Show everyone the browser keeps."""
    vue, ouvert = visite(request), carnet_ouvert(request) is not None
    return html(request, page_proches(vue.dossier, vue.au, vue.mode, perdues=vue.perdues, carnet=ouvert))


@router.get("/proches/ajouter")
@router.get("/falc/proches/ajouter")
async def ajouter(request: Request) -> Response:
    """Show the form about someone new."""
    vue = visite(request)
    complet = len(vue.dossier.personnes) >= PERSONNES_MAX
    return html(request, page_proche(VueProche(VueChamp(), "", VueChamp(), "", vue.gardees, complet), vue.mode))


@router.get("/proches/modifier")
@router.get("/falc/proches/modifier")
async def modifier(request: Request) -> Response:
    """Show the form about the relative whose advice is shown; the reader's own is the first page."""
    vue = visite(request)
    if not vue.etat.proche:
        return RedirectResponse(vue.mode.prefixe or "/", 303)
    profil = vue.profil
    connu = VueProche(
        date=VueChamp(jour_en_chiffres(profil.date_naissance)),
        sexe=profil.sexe or "-",
        nom=VueChamp(vue.etat.nom),
        personne=str(vue.etat.numero),
        gardees=vue.gardees,
        complet=False,
    )
    return html(request, page_proche(connu, vue.mode))


@router.post("/proches/ajouter")
@router.post("/falc/proches/ajouter")
async def noter_nouveau(request: Request) -> Response:
    """Keep someone new and show their advice, or the same form with what to correct."""
    formulaire = await read_form(request)
    vue = visite(request)
    lu = _read(vue, formulaire, EtatNavigateur(proche=True), "")
    if isinstance(lu, VueProche):
        return html(request, page_proche(lu, vue.mode), 422)
    if not vue.gardees:
        return html(request, vue.ensemble.presentation.conseils(vue.lire(lu), vue.mode))
    return go_with(vue, "/conseils", vue.dossier.ajouter(lu))


@router.post("/proches/modifier")
@router.post("/falc/proches/modifier")
async def noter_connu(request: Request) -> Response:
    """Keep what changed about a relative, or show the form with what to correct."""
    formulaire = await read_form(request)
    vue = visite_de(request, formulaire)
    if not vue.etat.proche:
        raise PersonneRetiree
    lu = _read(vue, formulaire, vue.etat, str(vue.etat.numero))
    if isinstance(lu, VueProche):
        return html(request, page_proche(lu, vue.mode), 422)
    return go_with(vue, "/conseils", vue.dossier.garder(lu))


@router.post("/proches/choisir")
@router.post("/falc/proches/choisir")
async def choisir(request: Request) -> Response:
    """Show the advice of someone else, on the page the row was on."""
    formulaire = await read_form(request)
    vue = visite_de(request, formulaire)
    vers = field(formulaire, "vers")
    chemin = vers if _RETOUR.fullmatch(vers) else "/conseils"
    return go_with(vue, "" if chemin == "/" else chemin, vue.dossier)


@router.post("/proches/retirer")
@router.post("/falc/proches/retirer")
async def retirer(request: Request) -> Response:
    """Remove one person; with the last one, the cookie itself."""
    formulaire = await read_form(request)
    vue = visite_de(request, formulaire)
    reste = visite(request).dossier.retirer(vue.etat.numero)
    if reste.personnes or reste.accord or carnet_ouvert(request):
        return go_with(vue, "/proches", reste)
    reponse = RedirectResponse(f"{vue.mode.prefixe}/proches", 303)
    forget_dossier(reponse)
    return reponse


def _read(vue: Visite, formulaire: FormData, connu: EtatNavigateur, personne: str) -> EtatNavigateur | VueProche:
    """The person as the form describes them, or the form to show again."""
    lue = read_naissance_proche(field(formulaire, "naissance"), vue.au)
    nom, erreur = read_nom(field(formulaire, "nom"))
    sexe = field(formulaire, "sexe")
    if lue.valeur is None or erreur:
        choix = sexe if sexe in SEXES else ""
        return VueProche(
            VueChamp(lue.saisie, lue.erreur), choix, VueChamp(nom, erreur), personne, vue.gardees, complet=False
        )
    nouveau = {"date_naissance": lue.valeur, "sexe": SEXES.get(sexe)}
    return replace(connu, profil=check(vue, update_profil(connu.profil, nouveau)), nom=nom)
