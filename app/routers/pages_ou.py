"""Holds the page that says where to go without booking. What is searched travels in forms, never in an address."""

from dataclasses import replace
from datetime import datetime

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import Parties, now, parties, read_dossier, transaction
from app.domain.communes import Commune
from app.domain.creneaux import LieuTrouve
from app.domain.erreurs import AgendaMuet
from app.rendering.creneaux import OU_INCONNU, OU_VIDE
from app.rendering.erreurs import mode_of
from app.rendering.ou import SANS_GENRE, Cherche, page_ou
from app.routers.pages_commun import html
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import SECU, field, looks_like_secu, read_form
from app.services.annuaire import find_lieux

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
OU_MAX = 80


@router.get("/ou")
@router.get("/falc/ou")
async def demander(request: Request) -> Response:
    """Ask what and where."""
    return _page(request, Cherche(read_dossier(request).dossier.commune))


@router.post("/ou")
@router.post("/falc/ou")
async def trouver(request: Request) -> Response:
    """Show the places around a commune; from an advice only what is looked for is known, and the commune is asked."""
    formulaire = await read_form(request)
    ensemble, brut = parties(request), field(formulaire, "ou")[:OU_MAX]
    genre = field(formulaire, "genre")
    genre = genre if genre in ensemble.catalogue.genres_de_lieux else ""
    lue = Cherche("" if looks_like_secu(brut) else brut, genre)
    code = field(formulaire, "commune")[:5]
    if "ou" not in formulaire and not code:
        return _page(request, replace(lue, ou=read_dossier(request).dossier.commune))
    return await _search(request, replace(lue, erreur=SECU if looks_like_secu(brut) else ""), code)


async def _search(request: Request, lue: Cherche, code: str) -> Response:
    ensemble = parties(request)
    choisie = ensemble.communes.get(code) if code else None
    possibles = (choisie,) if choisie else () if lue.erreur else ensemble.communes.comprend(lue.ou)
    erreur = lue.erreur or ("" if possibles else OU_INCONNU if lue.ou else OU_VIDE)
    if erreur or not lue.genre:
        return _page(request, replace(lue, erreur=erreur, erreur_genre="" if lue.genre else SANS_GENRE), 422)
    if len(possibles) > 1:
        return _page(request, replace(lue, propositions=possibles))
    trouves = await run_in_threadpool(_find, ensemble, lue.genre, possibles[0])
    return _page(request, replace(lue, commune=possibles[0], trouves=trouves))


def _find(ensemble: Parties, genre: str, commune: Commune) -> tuple[tuple[LieuTrouve, str, datetime], ...]:
    with transaction(ensemble, AgendaMuet) as session:
        return find_lieux(session, genre, commune, ensemble.communes)


def _page(request: Request, lue: Cherche, statut: int = 200) -> Response:
    ensemble = parties(request)
    contenu = page_ou(ensemble.catalogue, lue, mode_of(request.url.path), now(ensemble))
    return html(request, contenu, statut)
