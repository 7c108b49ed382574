"""Holds what a reader thinks of an advice: three buttons, then words if they wish. Reads no cookie and sets none."""

import re
from typing import NamedTuple

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import Parties, parties, today, transaction
from app.domain.avis import TEXTE_MAX, Avis
from app.domain.erreurs import EnregistrementImpossible, TropDAvis
from app.domain.fiches import Fiche
from app.rendering.avis import CHOISIR, PERSONNEL, PLEIN, TROP_LONG, VIDE, page_avis
from app.rendering.erreurs import mode_of
from app.rendering.gabarits import Mode
from app.routers.pages_commun import html
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, looks_like_secu, read_form
from app.services.avis import Unite, count_avis, keep_texte

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
_AVIS = {avis.value: avis for avis in Avis}
_COURRIEL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_RECU = "recu"


class Demande(NamedTuple):
    """One request about one unit."""

    request: Request
    ensemble: Parties
    mode: Mode
    fiche: Fiche

    @property
    def unite(self) -> Unite:
        """The unit, in the version served."""
        return Unite(self.fiche.id, self.ensemble.catalogue.empreintes[self.fiche.id])

    def page(self, avis: Avis | None, saisie: str, erreur: str, statut: int = 422) -> Response:
        """The form again, with what was typed and what to do."""
        return html(self.request, page_avis(self.fiche, self.mode, avis, saisie=saisie, erreur=erreur), statut)

    def go(self, etape: str) -> Response:
        """Lead to the page that thanks: sending it again sends nothing."""
        return RedirectResponse(f"{self.mode.prefixe}/conseils/{self.fiche.id}/avis?avis={etape}", 303)


def _demande(request: Request) -> Demande:
    ensemble = parties(request)
    fiche = ensemble.catalogue.fiche(request.path_params["id"])
    return Demande(request, ensemble, mode_of(request.url.path), fiche)


@router.get("/conseils/{id}/avis")
@router.get("/falc/conseils/{id}/avis")
async def avis(request: Request) -> Response:
    """Show the three answers, or thank for the one just given."""
    demande, etape = _demande(request), request.query_params.get("avis", "")
    return html(request, page_avis(demande.fiche, demande.mode, _AVIS.get(etape), recu=etape == _RECU))


@router.post("/conseils/{id}/avis")
@router.post("/falc/conseils/{id}/avis")
async def donner(request: Request) -> Response:
    """Count an answer, or keep the words that follow it."""
    demande, formulaire = _demande(request), await read_form(request)
    choix = _AVIS.get(field(formulaire, "avis"))
    if choix is None:
        return demande.page(None, "", CHOISIR)
    if "texte" in formulaire:
        return await _texte(demande, choix, _clean(field(formulaire, "texte")))
    demande.ensemble.debit.take(demande.fiche.id, demande.ensemble.horloge())
    await run_in_threadpool(_count, demande, choix)
    return demande.go(choix.value)


async def _texte(demande: Demande, choix: Avis, texte: str) -> Response:
    """Keep the words, or give them back with the reason why not."""
    if looks_like_secu(texte) or _COURRIEL.search(texte):
        return demande.page(choix, "", PERSONNEL)
    if not texte or len(texte) > TEXTE_MAX:
        return demande.page(choix, texte[: 4 * TEXTE_MAX], TROP_LONG if texte else VIDE)
    try:
        demande.ensemble.debit.take(demande.fiche.id, demande.ensemble.horloge())
        garde = await run_in_threadpool(_keep, demande, choix, texte)
    except (EnregistrementImpossible, TropDAvis) as erreur:
        return demande.page(choix, texte, erreur.message, 503 if isinstance(erreur, EnregistrementImpossible) else 429)
    return demande.go(_RECU) if garde else demande.page(choix, texte, PLEIN)


def _clean(texte: str) -> str:
    """One line without control characters, which some bases refuse."""
    return " ".join("".join(c if c.isprintable() else " " for c in texte).split())


def _count(demande: Demande, choix: Avis) -> None:
    with transaction(demande.ensemble) as session:
        count_avis(session, demande.unite, choix)


def _keep(demande: Demande, choix: Avis, texte: str) -> bool:
    with transaction(demande.ensemble) as session:
        return keep_texte(session, demande.unite, choix, texte, today(demande.ensemble))
