"""Holds what the links of messages open: one choice, nothing about what it is about. Reads no cookie, holds no query.

Looking changes nothing: mail software opens links by itself. Only the press of a button does.
"""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import parties, today
from app.domain.dates import DateApprochee
from app.domain.erreurs import ProfilInvalide
from app.rendering.abonnements import (
    PARTI,
    PARTI_FALC,
    page_arreter,
    page_choix,
    page_confirmer,
    page_du_nouveau,
    page_fin,
    page_lien_mort,
)
from app.rendering.erreurs import mode_of
from app.rendering.gabarits import Mode
from app.rendering.page import Page
from app.rendering.suites import page_nouvelles
from app.rendering.vues import VueChamp
from app.routers.pages_commun import html
from app.routers.porte_rappels import at_bureau, wait_for_departures
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import FUTUR, field, read_acte, read_form
from app.services.envois.abonnements import confirm
from app.services.envois.adresses import Bureau
from app.services.envois.arret import still_leaving
from app.services.envois.jetons import ARRET, CHANGEMENT, CONFIRMATION, LONGUEUR, NOUVELLES, JetonLu, read_jeton
from app.services.envois.reponses import MOTIFS, Reponse, Suite, answer, answer_nouvelles, stop

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
_FINS: dict[Suite, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    Suite.NOTE: ("C'est noté", ("Merci. Le prochain rappel tient compte de votre réponse.",), ("Merci.",)),
    Suite.A_PRECISER: (
        "C'est noté",
        ("Merci. Votre carnet vous demandera de quoi il s'agit, à sa prochaine ouverture.",),
        ("Merci.", "Ouvrez votre carnet.", "Votre carnet vous pose une question."),
    ),
    Suite.TROP_VIEUX: (
        "Ce rappel est ancien",
        ("Nous ne savons plus de quoi il parlait. Notez ce que vous avez fait dans votre carnet.",),
        ("Ce rappel est trop ancien.", "Ouvrez votre carnet.", "Notez ce que vous avez fait."),
    ),
    Suite.ARRETE: (
        "C'est arrêté",
        ("Nous ne vous écrivons plus par ce moyen. Votre adresse est effacée.",),
        ("Nous ne vous écrivons plus.", "Nous avons effacé votre adresse."),
    ),
}
#: What can be answered a week later, and what is said back; « aide » shows who to call.
NOUVELLES_DITES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "bien": (
        "Tant mieux",
        ("Merci. Votre réponse n'est pas gardée.",),
        ("Merci.", "Nous ne gardons pas votre réponse."),
    ),
    "assez": (
        "C'est noté",
        ("Nous ne prendrons plus de vos nouvelles. Vos rappels continuent.",),
        ("Nous ne posons plus cette question.", "Vos rappels continuent."),
    ),
    "aide": ("", (), ()),
}


@router.get("/reponse/{jeton}")
@router.get("/falc/reponse/{jeton}")
async def voir(request: Request) -> Response:
    """Show the choice, and nothing else."""
    mode, jeton = mode_of(request.url.path), _jeton(request)
    lu = await _lu(request, jeton)
    if lu is None or lu.usage == ARRET:
        return html(request, page_lien_mort(mode), 404)
    return html(request, _ouverte(request, lu.usage, jeton, mode))


@router.post("/reponse/{jeton}")
@router.post("/falc/reponse/{jeton}")
async def repondre(request: Request) -> Response:
    """Do what the person chose."""
    formulaire, mode, jeton = await read_form(request), mode_of(request.url.path), _jeton(request)
    choix = field(formulaire, "reponse")
    if choix == "confirmer":
        fait = await at_bureau(parties(request), confirm, jeton)
        return html(request, _confirmee(mode)) if fait else html(request, page_lien_mort(mode), 404)
    if choix in NOUVELLES_DITES:
        return await _nouvelles(request, jeton, choix, mode)
    if choix not in list(Reponse):
        return html(request, page_choix(jeton, mode), 422)
    le: DateApprochee | None = None
    if choix == Reponse.FAIT:
        lue = read_acte(field(formulaire, "quand"), today(parties(request)), None)
        if lue.valeur is None:
            return html(request, page_choix(jeton, mode, VueChamp(lue.saisie, lue.erreur)), 422)
        le = lue.valeur
    motif = field(formulaire, "motif")
    return await _answer(request, jeton, Reponse(choix), le, motif if motif in MOTIFS else "")


@router.get("/arret/{jeton}")
@router.get("/falc/arret/{jeton}")
async def voir_arret(request: Request) -> Response:
    """Show the one button that stops."""
    mode, jeton = mode_of(request.url.path), _jeton(request)
    lu = await _lu(request, jeton)
    return html(request, page_arreter(jeton, mode) if lu and lu.usage == ARRET else page_lien_mort(mode))


@router.post("/arret/{jeton}")
@router.post("/falc/arret/{jeton}")
async def arreter(request: Request) -> Response:
    """Stop, from the page or in one press from the mail software. Stopped already is stopped."""
    mode = mode_of(request.url.path)
    partants = await at_bureau(parties(request), stop, _jeton(request))
    return html(request, await _fin(request, Suite.ARRETE, partants or [], mode))


def _ouverte(request: Request, usage: str, jeton: str, mode: Mode) -> Page:
    """What a link opens: never more than a choice."""
    if usage == CONFIRMATION:
        return page_confirmer(jeton, mode)
    if usage == NOUVELLES:
        return page_nouvelles(parties(request).catalogue, jeton, mode, today(parties(request)))
    return page_du_nouveau(mode) if usage == CHANGEMENT else page_choix(jeton, mode)


async def _nouvelles(request: Request, jeton: str, choix: str, mode: Mode) -> Response:
    """Show who to call, as often as it is asked; or close the question."""
    if choix == "aide":
        lu = await _lu(request, jeton)
        if lu is None or lu.usage != NOUVELLES:
            return html(request, page_lien_mort(mode), 404)
        return html(
            request, page_nouvelles(parties(request).catalogue, jeton, mode, today(parties(request)), aide=True)
        )
    fait = await at_bureau(parties(request), answer_nouvelles, jeton, encore=choix == "bien")
    if not fait:
        return html(request, page_lien_mort(mode), 404)
    titre, normal, falc = NOUVELLES_DITES[choix]
    return html(request, page_fin(titre, falc if mode is Mode.FALC else normal, mode))


async def _answer(request: Request, jeton: str, reponse: Reponse, le: DateApprochee | None, motif: str) -> Response:
    mode = mode_of(request.url.path)
    try:
        suite = await at_bureau(parties(request), answer, jeton, reponse, le, motif)
    except ProfilInvalide:
        return html(request, page_choix(jeton, mode, VueChamp(field(await read_form(request), "quand"), FUTUR)), 422)
    if suite is None:
        return html(request, page_lien_mort(mode), 404)
    return html(request, await _fin(request, suite[0], suite[1], mode))


async def _fin(request: Request, suite: Suite, partants: list[str], mode: Mode) -> Page:
    """What came of it, once nothing is leaving any more; if something still is, it is said."""
    titre, normal, falc = _FINS[suite]
    phrases = falc if mode is Mode.FALC else normal
    rien = not partants or await wait_for_departures(parties(request), lambda bureau: still_leaving(bureau, partants))
    return page_fin(titre, phrases if rien else (*phrases, PARTI_FALC if mode is Mode.FALC else PARTI), mode)


def _confirmee(mode: Mode) -> Page:
    normal = ("Vous recevrez vos rappels ici. Chaque message permet de tout arrêter.",)
    falc = ("Vous recevez vos rappels ici.", "Chaque message a un lien pour arrêter.")
    return page_fin("C'est confirmé", falc if mode is Mode.FALC else normal, mode)


async def _lu(request: Request, jeton: str) -> JetonLu | None:
    """What the link lets do; None for any other line."""

    def read(bureau: Bureau) -> JetonLu | None:
        return read_jeton(bureau.session, jeton, bureau.maintenant.date())

    return await at_bureau(parties(request), read)


def _jeton(request: Request) -> str:
    """The token of the address; one that cannot be is looked up as nobody's."""
    jeton = str(request.path_params["jeton"])
    return jeton if jeton.isascii() and len(jeton) == LONGUEUR else "-" * LONGUEUR
