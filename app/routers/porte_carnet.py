"""Opens the carnet of this device before a route and writes in it after. Shows no page, knows no answer.

Every page reads and keeps people the same way, whether they are in the browser or in the carnet: only this door knows.
"""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address, ip_network
from typing import Concatenate, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import A_GARDER, CARNET, Parties, carnet_ouvert, now, parties, with_seals
from app.domain.carnet_en_ligne import CarnetOuvert
from app.domain.erreurs import CarnetChange, CarnetFerme, CarnetIllisible, CarnetMuet
from app.rendering.erreurs import mode_of
from app.services.carnet import Classeur, close, load, save
from app.services.effacements import ESSAIS, sweep

#: The token of this device. It says nothing by itself, dies with the browser's session, and on our side before that.
TEMOIN = "__Host-mbs-carnet"
ATTRIBUTS = "; Path=/; Secure; HttpOnly; SameSite=Lax"
JETON_MAX = 64
#: Pages that work whether the carnet can be read or not: what leaves must always leave.
_TOUJOURS = ("/carnet", "/effacer", "/quitter", "/consentements")
#: What answers the same whatever carnet is open: programs, agendas, and the links of messages.
_SANS_CARNET = ("/api/", "/agenda/", "/reponse/", "/arret/")

#: How many times one form is written when others write in the same carnet at the same instant.
ECRITURES = 5

P = ParamSpec("P")
T = TypeVar("T")


async def through_carnet(request: Request, endpoint: Callable[[Request], Awaitable[Response]]) -> Response:
    """Answer a request; when the carnet closed meanwhile, say so instead of showing someone without answers."""
    ensemble, jeton = parties(request), token_of(request)
    chemin = request.url.path.removeprefix("/falc")
    if not jeton or ensemble.scribe is None or chemin.startswith(_SANS_CARNET):
        return await endpoint(request)
    libre = chemin.startswith(_TOUJOURS)
    try:
        ouvert = await at_carnet(ensemble, load, jeton)
    except (CarnetMuet, CarnetIllisible):
        if not libre:
            raise
        return await endpoint(request)
    if ouvert is None:
        reponse = await endpoint(request) if libre else _closed(request)
        if not any(TEMOIN in valeur for valeur in reponse.headers.getlist("set-cookie")):
            forget_token(reponse)
        return reponse
    for reste in range(ECRITURES, 0, -1):
        request.scope[CARNET] = ouvert
        reponse = await endpoint(request)
        if A_GARDER not in request.scope:
            return reponse
        try:
            await at_carnet(ensemble, save, ouvert, request.scope.pop(A_GARDER))
        except CarnetChange:
            if reste == 1 or not _can_be_read_again(request):
                raise
        else:
            return reponse
        # Somebody wrote meanwhile: nothing of ours was. The same form is read again, on what they wrote.
        ouvert = await at_carnet(ensemble, load, jeton)
        if ouvert is None:
            break
    return _closed(request)


async def at_carnet(
    ensemble: Parties, geste: Callable[Concatenate[Classeur, P], T], *quoi: P.args, **comment: P.kwargs
) -> T:
    """Do one thing with carnets beside the event loop, in one transaction; CarnetMuet when the base is silent."""
    return await with_seals(
        ensemble, lambda session, scribe: geste(Classeur(session, scribe, now(ensemble)), *quoi, **comment)
    )


async def sweep_now(ensemble: Parties) -> bool:
    """Leave no copy of what was erased in the base's journal; whether it is done, else the minute's job goes on."""
    return await run_in_threadpool(sweep, ensemble.engine, essais=ESSAIS)


def the_carnet(request: Request) -> CarnetOuvert:
    """The carnet that is open here; CarnetFerme when there is none."""
    ouvert = carnet_ouvert(request)
    if ouvert is None:
        raise CarnetFerme
    return ouvert


def token_of(request: Request) -> str:
    """The token this browser sent; nothing when it cannot be one."""
    jeton = request.cookies.get(TEMOIN, "")
    return jeton if jeton.isascii() and len(jeton) <= JETON_MAX else ""


def give_token(response: Response, jeton: str) -> None:
    """Have this browser hold the token until it is closed."""
    response.headers.append("set-cookie", f"{TEMOIN}={jeton}{ATTRIBUTS}")


def forget_token(response: Response) -> None:
    """Have this browser let go of the token."""
    response.headers.append("set-cookie", f"{TEMOIN}={ATTRIBUTS}; Max-Age=0")


async def close_here(request: Request) -> None:
    """Close the carnet on this device; a silent base leaves it to close by itself."""
    jeton = token_of(request)
    if not jeton:
        return
    try:
        await at_carnet(parties(request), close, jeton)
    except (CarnetMuet, CarnetFerme):
        return


def count_try(request: Request) -> None:
    """Count one more code tried from this network; TropDEssais beyond what people type. Kept a minute, in memory."""
    ensemble = parties(request)
    ensemble.debit_codes.take(network_of(request.client.host if request.client else ""), now(ensemble))


def network_of(adresse: str) -> str:
    """The neighbourhood of an address: no address is kept whole."""
    try:
        lue = ip_address(adresse)
    except ValueError:
        return adresse
    return str(ip_network((lue, 24 if lue.version == 4 else 48), strict=False))


def _can_be_read_again(request: Request) -> bool:
    """Whether what was typed is still whole: a file that was sent is read once."""
    return not request.headers.get("content-type", "").startswith("multipart/")


def _closed(request: Request) -> Response:
    return RedirectResponse(f"{mode_of(request.url.path).prefixe}/carnet?ferme=oui", 303)
