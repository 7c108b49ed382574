"""Holds the pages of prices: the search and one act. What the form says of the person is used once and never kept."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import parties, today
from app.domain.recherche import LONGUEUR_MAX
from app.domain.suppositions import Supposition, bascule, read_suppositions, suppositions_de
from app.rendering.couts import page_cout
from app.rendering.erreurs import mode_of
from app.rendering.liste_des_prix import page_couts
from app.rendering.vues import VueChamp
from app.rendering.vues_couts import SaisiePrix
from app.routers.pages_commun import Visite, html, numero_de_page, visite
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import SECU, field, looks_like_secu, read_form, read_jour_de_soin
from app.routers.saisies_couts import read_jours, read_prix

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)


@router.get("/couts")
@router.get("/falc/couts")
async def couts(request: Request) -> Response:
    """Search: the words are of a care, not of a person; no answer of anyone is read here, and nothing is logged."""
    ensemble = parties(request)
    q = " ".join(request.query_params.get("q", "").split())[:LONGUEUR_MAX]
    refus = SECU if looks_like_secu(q) else ""
    contenu = page_couts(
        ensemble.catalogue.bareme,
        mode_of(request.url.path),
        today(ensemble),
        q="" if refus else q,
        famille=request.query_params.get("famille", ""),
        numero=numero_de_page(request),
        refus=refus,
    )
    return html(request, contenu, 422 if refus else 200)


@router.get("/couts/{acte}")
@router.get("/falc/couts/{acte}")
async def cout(request: Request) -> Response:
    """Show the price of today, for a person supposed and said so."""
    vue = visite(request)
    catalogue, au = vue.ensemble.catalogue, vue.au
    acte = catalogue.bareme.acte(request.path_params["acte"])
    saisie = SaisiePrix(au, suppositions_de(acte, vue.profil.date_naissance, au))
    return html(request, *page_cout(catalogue, acte, saisie, vue.mode, au))


@router.post("/couts/{acte}")
@router.post("/falc/couts/{acte}")
async def recalculer(request: Request) -> Response:
    """Show the price for what the form says; it is in the body alone, and goes back into the page alone."""
    vue = visite(request)
    catalogue = vue.ensemble.catalogue
    acte = catalogue.bareme.acte(request.path_params["acte"])
    return html(request, *page_cout(catalogue, acte, await _read(vue), vue.mode, vue.au))


async def _read(vue: Visite) -> SaisiePrix:
    """What the form holds, each field with what to correct."""
    formulaire = await read_form(vue.request)
    suppositions = read_suppositions(field(formulaire, "cas")[:200].split())
    touchee = field(formulaire, "si")
    if touchee in set(Supposition):
        suppositions = bascule(suppositions, Supposition(touchee))
    prix, jours = read_prix(field(formulaire, "prix")), read_jours(field(formulaire, "jours"))
    jour = read_jour_de_soin(field(formulaire, "le"), vue.au)
    lus = {"prix": prix.champ, "jours": jours.champ, "le": VueChamp(jour.saisie, jour.erreur)}
    champs = {nom: champ for nom, champ in lus.items() if champ.saisie or champ.erreur}
    le = jour.valeur.premier if jour.valeur else vue.au
    suite = field(formulaire, "suite") == "oui"
    return SaisiePrix(le, suppositions, prix.valeur, jours.valeur, suite, champs)
