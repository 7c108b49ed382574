"""Holds the pages of one person's year: see it, add, correct or remove a line, take it away. Keeps only the cookie."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.domain.actes import Acte
from app.domain.annee import AnneePersonnelle, etablit_annee
from app.domain.depenses import Couverture, Depenses
from app.domain.dossier import EtatNavigateur
from app.domain.erreurs import TropDeDepenses, TropDeReponses
from app.domain.situation import read_situation
from app.rendering.annee import Lue, page_annee, page_feuille_annee
from app.rendering.annee_csv import ecrit_csv
from app.rendering.page import Page
from app.rendering.saisie_annee import page_recherche, page_saisie, saisie_connue, saisie_nouvelle
from app.rendering.voix import Destinataire, destinataire_de
from app.rendering.vues import VueChamp
from app.routers.pages_commun import Visite, go, html, numero_de_page, visite, visite_de
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form
from app.routers.saisies_annee import read_depense, read_recherche

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
ACTE_INCONNU = "Nous ne trouvons pas ce soin. Cherchez-le avec d'autres mots, ou choisissez dans la liste."
LIGNE_PARTIE = "Cette ligne n'est plus là : elle a été corrigée ou retirée. Rien n'a été changé."
CHEMIN = "/mon-annee"


@router.get("/mon-annee")
@router.get("/falc/mon-annee")
async def annee(request: Request) -> Response:
    """Show the year."""
    vue = visite(request)
    return html(request, _page(vue, vue.etat, numero_de_page(request)))


@router.get("/imprimer/mon-annee")
@router.get("/falc/imprimer/mon-annee")
async def feuille(request: Request) -> Response:
    """Show the year on a sheet."""
    vue = visite(request)
    return html(request, page_feuille_annee(_annee(vue, vue.etat), _lue(vue), vue.mode))


@router.get("/mon-annee.csv")
async def tableau(request: Request) -> Response:
    """Give the year as a table; nothing of it is kept here, nor by what is in between."""
    vue = visite(request)
    entetes = {"content-disposition": f'attachment; filename="annee-{vue.au.year}.csv"', "cache-control": "no-store"}
    return Response(ecrit_csv(_annee(vue, vue.etat)), media_type="text/csv; charset=utf-8", headers=entetes)


@router.post("/mon-annee")
@router.post("/falc/mon-annee")
async def agir(request: Request) -> Response:
    """Open a line to correct it, remove it, or note what pays beside the Sécu."""
    formulaire = await read_form(request)
    vue = visite_de(request, formulaire)
    depenses, action = vue.etat.depenses, field(formulaire, "action")
    ligne = depenses.trouver(field(formulaire, "ligne"))
    if "ligne" in formulaire and ligne is None:
        partie = _lue(vue)._replace(message=LIGNE_PARTIE)
        return html(request, page_annee(_annee(vue, vue.etat), partie, vue.mode), 409)
    if action == "corriger" and ligne is not None:
        connue = saisie_connue(ligne, vue.ensemble.catalogue.bareme, vue.mode)
        return html(request, page_saisie(replace(connue, gardees=vue.gardees), _qui(vue), vue.mode, vue.au.year))
    if action == "retirer" and ligne is not None:
        depenses = depenses.retirer(ligne.cle)
    if action in set(Couverture):
        depenses = replace(depenses, couverture=Couverture(action))
    return _keep(vue, depenses)


@router.get("/mon-annee/ajouter")
@router.get("/falc/mon-annee/ajouter")
async def choisir(request: Request) -> Response:
    """Show the search and the frequent acts."""
    vue = visite(request)
    return html(request, _recherche(vue, VueChamp(), numero_de_page(request)))


@router.get("/mon-annee/autre")
@router.get("/falc/mon-annee/autre")
async def autre(request: Request) -> Response:
    """Show the form of a cost nobody reimburses."""
    vue = visite(request)
    return html(request, _saisie(vue, None))


@router.post("/mon-annee/ajouter")
@router.post("/falc/mon-annee/ajouter")
async def ajouter(request: Request) -> Response:
    """Search, then ask when, then keep the line: whichever the form is at."""
    formulaire = await read_form(request)
    vue = visite_de(request, formulaire)
    id_ = field(formulaire, "acte")
    if "q" in formulaire:
        return html(request, _recherche(vue, read_recherche(field(formulaire, "q")), _page_demandee(formulaire)))
    acte = vue.ensemble.catalogue.bareme.actes.get(id_)
    if id_ and acte is None:
        return html(request, _recherche(vue, VueChamp("", ACTE_INCONNU), 1), 422)
    return _noter(vue, formulaire, acte) if "le" in formulaire else html(request, _saisie(vue, acte))


def _noter(vue: Visite, formulaire: FormData, acte: Acte | None) -> Response:
    """Keep the line in the place of the one it corrects, or show the form again with what to correct."""
    au, ligne = vue.au, field(formulaire, "ligne")
    vierge = saisie_nouvelle(acte, vue.ensemble.catalogue.bareme, vue.mode, au)
    vierge = replace(vierge, ligne=ligne, gardees=vue.gardees)
    depense, typee = read_depense(formulaire, vierge, au.year, vue.profil.date_naissance)
    if depense is None:
        return html(vue.request, page_saisie(typee, _qui(vue), vue.mode, au.year), 422)
    try:
        return _keep(vue, vue.etat.depenses.retirer(ligne).ajouter(depense))
    except (TropDeDepenses, TropDeReponses) as trop:
        typee = replace(typee, refus=trop.message)
        return html(vue.request, page_saisie(typee, _qui(vue), vue.mode, au.year), 413)


def _keep(vue: Visite, depenses: Depenses) -> Response:
    """Keep the year, or show it once when the browser will not."""
    etat = replace(vue.etat, depenses=depenses)
    return go(vue, CHEMIN, etat) if vue.gardees else html(vue.request, _page(vue, etat, 1))


def _page(vue: Visite, etat: EtatNavigateur, numero: int) -> Page:
    return page_annee(_annee(vue, etat), _lue(vue), vue.mode, numero)


def _annee(vue: Visite, etat: EtatNavigateur) -> AnneePersonnelle:
    return etablit_annee(etat.depenses, etat.profil, vue.au, vue.ensemble.catalogue.bareme)


def _lue(vue: Visite) -> Lue:
    return Lue(_qui(vue), vue.au, vue.ensemble.catalogue.version_contenu, vue.perdues, vue.gardees)


def _qui(vue: Visite) -> Destinataire:
    return destinataire_de(vue.etat, read_situation(vue.profil, vue.au), vue.barre(CHEMIN))


def _recherche(vue: Visite, champ: VueChamp, numero: int) -> Page:
    return page_recherche(vue.ensemble.catalogue.bareme, _qui(vue), vue.mode, vue.au, champ, numero)


def _saisie(vue: Visite, acte: Acte | None) -> Page:
    vierge = saisie_nouvelle(acte, vue.ensemble.catalogue.bareme, vue.mode, vue.au)
    return page_saisie(replace(vierge, gardees=vue.gardees), _qui(vue), vue.mode, vue.au.year)


def _page_demandee(formulaire: FormData) -> int:
    brut = field(formulaire, "page")
    return int(brut) if brut.isascii() and brut.isdigit() and len(brut) < 4 else 1
