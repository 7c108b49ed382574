"""Holds the page where operators change their own password, with the former one and their six figures; no other."""

from typing import cast

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import Parties, now
from app.rendering.operateurs import DIFFERENTS, REFUSE, TROP, page_mot_de_passe
from app.routers.garde_operateurs import NOM, Ouvert, RouteOperateur, do, ouvert, prove, set_session
from app.routers.pages_commun import html
from app.routers.saisies import field, read_form
from app.services.mots_de_passe import change_password, refuse_password
from app.services.operateurs import Connu, Reponses
from app.services.publication import own_places

router = APIRouter(route_class=RouteOperateur, include_in_schema=False)
ADRESSE = "/operateurs/mot-de-passe"


@router.get(ADRESSE)
async def mot_de_passe(request: Request) -> Response:
    """Ask for the former password, the six figures, and the new one twice."""
    fait = request.query_params.get("change") == "oui"
    return html(request, page_mot_de_passe(fait=fait))


@router.post(ADRESSE)
async def changer(request: Request) -> Response:
    """Change it when the three answers are right; a new one that may not be chosen uses up no try."""
    la, formulaire = ouvert(request), await read_form(request)
    nouveau, encore = field(formulaire, "nouveau"), field(formulaire, "encore")
    erreur = DIFFERENTS if nouveau != encore else refuse_password(nouveau, await _around(la))
    if erreur:
        return html(request, page_mot_de_passe(nouveau=erreur), 422)
    la.ensemble.debit_connexions.take("connexion", now(la.ensemble))
    reponses = Reponses(_connu(la).identifiant, field(formulaire, "mot_de_passe"), field(formulaire, "code"))
    permis, jeton = await run_in_threadpool(_change, la.ensemble, reponses, request.cookies.get(NOM, ""), nouveau)
    if jeton is None:
        return html(request, page_mot_de_passe(REFUSE if permis else TROP), 422 if permis else 429)
    reponse = RedirectResponse(f"{ADRESSE}?change=oui", 303)
    reponse.headers.append("set-cookie", set_session(jeton))
    return reponse


def _change(ensemble: Parties, reponses: Reponses, avant: str, nouveau: str) -> tuple[bool, str | None]:
    permis, dossier, pas = prove(ensemble, reponses)
    if dossier is None or not pas:
        return permis, None
    return permis, do(ensemble, dossier.acteur, change_password, dossier, reponses.identifiant, pas, avant, nouveau)


async def _around(la: Ouvert) -> list[str]:
    """The names this operator lives among: guessed first."""
    qui = _connu(la)
    lieux = [gere.lieu for gere in await la.do(own_places, la.ensemble.communes)]
    return [qui.identifiant, qui.organisation, *(f"{lieu.nom} {lieu.adresse}" for lieu in lieux)]


def _connu(la: Ouvert) -> Connu:
    """Who is signed in: the door of these routes lets no program in."""
    return cast("Connu", la.qui)
