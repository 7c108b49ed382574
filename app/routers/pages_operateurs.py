"""Holds the pages of those who publish: sign in and out, their places, someone's week, who comes. No citizen's page."""

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import Parties, can_keep, now, parties
from app.domain.publication import Horaires
from app.rendering.comptes_rappels import page_comptes
from app.rendering.operateurs import (
    CONFIRME,
    HORIZONS,
    REFUSE,
    TROP,
    champs_de,
    page_attendus,
    page_connexion,
    page_horaires,
    page_lieu,
    page_lieux,
)
from app.rendering.sources import page_sources
from app.routers.garde_operateurs import NOM, RouteOperateur, clear_session, do, ouvert, prove, set_session
from app.routers.pages_commun import html
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form
from app.routers.saisies_horaires import CHAMPS_MAX, read_semaine
from app.services.envois.comptes import read_comptes_des_rappels
from app.services.operateurs import IDENTIFIANT_MAX, Reponses, finish, sign_out
from app.services.publication import confirm_place, own_places, publish_horaires, read_attendus, read_horaires
from app.services.sources import read_sources

#: The only pages of this part that anyone may open.
ouvertes = APIRouter(route_class=RouteDirecte, include_in_schema=False)
router = APIRouter(route_class=RouteOperateur, include_in_schema=False)
ACCUEIL = "/operateurs"


@ouvertes.get("/operateurs/connexion")
async def connexion(request: Request) -> Response:
    """Ask the three questions."""
    return html(request, page_connexion(possible=can_keep(request)))


@ouvertes.post("/operateurs/connexion")
async def se_connecter(request: Request) -> Response:
    """Open a session when the three answers are right; one refusal for all that is not."""
    formulaire, ensemble = await read_form(request), parties(request)
    reponses = Reponses(*(field(formulaire, nom) for nom in ("identifiant", "mot_de_passe", "code")))
    ensemble.debit_connexions.take("connexion", now(ensemble))
    permis, jeton = await run_in_threadpool(_sign_in, ensemble, reponses, request.cookies.get(NOM, ""))
    if jeton is None:
        statut, erreur = (422, REFUSE) if permis else (429, TROP)
        return html(request, page_connexion(erreur, reponses.identifiant[:IDENTIFIANT_MAX]), statut)
    reponse = RedirectResponse(ACCUEIL, 303)
    reponse.headers.append("set-cookie", set_session(jeton))
    return reponse


def _sign_in(ensemble: Parties, reponses: Reponses, avant: str) -> tuple[bool, str | None]:
    permis, dossier, pas = prove(ensemble, reponses)
    if dossier is None or not pas:
        return permis, None
    return permis, do(ensemble, dossier.acteur, finish, dossier, reponses.identifiant, pas, avant)


@router.get(ACCUEIL)
async def accueil(request: Request) -> Response:
    """Show the places of the organisation."""
    la = ouvert(request)
    lieux = await la.do(own_places, la.ensemble.communes)
    return html(request, page_lieux(la.qui.organisation, lieux, now(la.ensemble)))


@router.get("/operateurs/sources")
async def sources(request: Request) -> Response:
    """Show the health of the outside sources of the organisation."""
    la = ouvert(request)
    trouvees = await la.do(read_sources, la.ensemble.communes)
    return html(request, page_sources(la.qui.organisation, trouvees, now(la.ensemble)))


@router.get("/operateurs/rappels")
async def rappels(request: Request) -> Response:
    """Show what became of the reminders: totals, nobody."""
    return html(request, page_comptes(await ouvert(request).do(read_comptes_des_rappels)))


@router.post("/operateurs/deconnexion")
async def se_deconnecter(request: Request) -> Response:
    """End the session here and there."""
    await ouvert(request).do(sign_out, request.cookies.get(NOM, ""))
    reponse = RedirectResponse("/operateurs/connexion", 303)
    reponse.headers.append("set-cookie", clear_session())
    return reponse


@router.get("/operateurs/lieux/{lieu}")
async def un_lieu(request: Request) -> Response:
    """Show a place as people see it, and who receives."""
    la = ouvert(request)
    gere = await la.lieu()
    semaines = await la.do(read_horaires, gere.lieu.id)
    message = CONFIRME if request.query_params.get("publie") == "oui" else ""
    return html(request, page_lieu(gere, semaines, now(la.ensemble), message))


@router.post("/operateurs/lieux/{lieu}/confirmer")
async def confirmer(request: Request) -> Response:
    """Say that nothing changed, and how far to publish."""
    la, formulaire = ouvert(request), await read_form(request)
    gere = await la.lieu()
    semaines = next((n for n in HORIZONS if str(n) == field(formulaire, "horizon")), gere.horizon_semaines)
    await la.do(confirm_place, la.ensemble.communes, gere.lieu.id, semaines)
    return RedirectResponse(f"/operateurs/lieux/{gere.lieu.id}?publie=oui", 303)


@router.get("/operateurs/lieux/{lieu}/horaires")
async def horaires(request: Request) -> Response:
    """Show someone's week, or an empty one."""
    la = ouvert(request)
    gere = await la.lieu()
    semaines = await la.do(read_horaires, gere.lieu.id)
    qui = _named(semaines, request.query_params.get("qui", ""))
    return html(request, page_horaires(gere, champs_de(qui, gere.lieu.fuseau), {}))


@router.post("/operateurs/lieux/{lieu}/horaires")
async def publier(request: Request) -> Response:
    """Publish someone's week, or give the form back with what to correct."""
    la, formulaire = ouvert(request), await read_form(request, CHAMPS_MAX)
    gere = await la.lieu()
    lue = read_semaine(formulaire, gere.lieu.fuseau, now(la.ensemble))
    if lue.horaires is None:
        return html(request, page_horaires(gere, lue.champs, lue.erreurs), 422)
    await la.do(publish_horaires, la.ensemble.communes, gere.lieu.id, lue.horaires)
    return RedirectResponse(f"/operateurs/lieux/{gere.lieu.id}?publie=oui", 303)


@router.get("/operateurs/lieux/{lieu}/rendez-vous")
async def attendus(request: Request) -> Response:
    """Show who comes: what the booking page said the place would see."""
    la = ouvert(request)
    gere = await la.lieu()
    return html(request, page_attendus(gere, await la.do(read_attendus, gere.lieu.id)))


def _named(semaines: list[Horaires], qui: str) -> Horaires | None:
    return next((h for h in semaines if h.id == qui and h.is_weekly), None)
