"""Holds the pages of medicines. The name of a medicine is about health: it is sent in a form, never in an address."""

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import Parties, transaction
from app.domain.erreurs import EnregistrementImpossible
from app.domain.medicaments import RECHERCHE_MAX, mots_cherches, read_cip
from app.rendering.medicaments import (
    PAR_PAGE,
    TROP_LONG,
    VIDE,
    Etat,
    Lecteur,
    Resultats,
    Saisie,
    page_acte,
    page_recherche,
)
from app.routers.pages_commun import html, visite
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import SECU, field, looks_like_secu, read_form
from app.services.medicaments import find_boite, read_liste_en_place, search_boites

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)


@router.get("/medicaments")
@router.get("/falc/medicaments")
async def commencer(request: Request) -> Response:
    """Ask for a name or a code."""
    return await _repondre(request, Saisie())


@router.post("/medicaments")
@router.post("/falc/medicaments")
async def chercher(request: Request) -> Response:
    """Show what was found, or one box; nothing is kept."""
    return await _repondre(request, await _read(request))


async def _repondre(request: Request, saisie: Saisie) -> Response:
    vue = visite(request)
    lecteur = Lecteur(vue.mode, vue.au, vue.ensemble.catalogue.bareme)
    if saisie.acte:
        return html(request, page_acte(lecteur, saisie))
    resultats = await run_in_threadpool(_demander, vue.ensemble, saisie, PAR_PAGE[vue.mode])
    return html(request, *page_recherche(lecteur, saisie, resultats))


def _demander(ensemble: Parties, saisie: Saisie, par_page: int) -> Resultats:
    """What the public list says, when there is one and it answers."""
    try:
        with transaction(ensemble) as session:
            liste = read_liste_en_place(session)
            if liste is None:
                return Resultats(Etat.ABSENTE)
            connu = Resultats(Etat.CHARGEE, liste.fichier_du, liste.noms)
            if saisie.cip:
                boite = find_boite(session, saisie.cip)
                return connu.avec((boite,) if boite else ())
            trouvees = search_boites(
                session, ensemble.boites, liste.lot, saisie.texte, page=saisie.page, par_page=par_page
            )
            return connu.avec(trouvees.boites, suite=trouvees.suite)
    except EnregistrementImpossible:
        return Resultats(Etat.MUETTE)


async def _read(request: Request) -> Saisie:
    """What the form holds; a social security number is not even shown back."""
    formulaire = await read_form(request)
    texte, numero = field(formulaire, "q"), field(formulaire, "page")
    page = int(numero) if numero.isascii() and numero.isdigit() and 0 < len(numero) < 4 else 1
    cip, acte = field(formulaire, "cip"), field(formulaire, "acte")
    code = read_cip(texte)
    if code is None and looks_like_secu(texte):
        return Saisie(erreur=SECU, envoyee=True)
    trop_long = len(texte) > RECHERCHE_MAX
    erreur = TROP_LONG if trop_long else "" if code or mots_cherches(texte) or cip or acte else VIDE
    return Saisie(texte[:RECHERCHE_MAX], max(page, 1), cip, acte, erreur, envoyee=True)
