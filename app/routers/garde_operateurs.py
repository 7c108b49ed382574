"""Holds the two doors of those who publish: a session for operators' pages, a key for programs. Serves no page.

The doors are kinds of route: an endpoint behind one of them cannot be reached, nor written, without passing it.
"""

from collections.abc import Callable
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from app.dependencies import Parties, now, parties, transaction
from app.domain.publication import LieuGere
from app.errors import Refus, write_json
from app.routers.route_directe import RouteDirecte
from app.securite import CORPS_MAX_PARTENAIRES
from app.services.cles_partenaires import Partenaire, recognise_cle
from app.services.journal_actions import Acteur, Registre
from app.services.operateurs import DUREE, Connu, Dossier, Reponses, begin, judge, recognise
from app.services.publication import own_place

P = ParamSpec("P")
T = TypeVar("T")
NOM = "__Host-mbs-operateur"
CONNEXION = "/operateurs/connexion"
_ATTRIBUTS = "Path=/; Secure; HttpOnly; SameSite=Strict"
CLE_REFUSEE = Refus(
    401,
    "cle_refusee",
    "Il faut ici une clé de partenaire. Envoyez « Authorization: Bearer » suivi de votre clé, et recommencez.",
)
QUOTA = Refus(429, "quota_depasse", "Votre clé a fait trop de demandes en une minute. Recommencez après Retry-After.")
LIEU_INCONNU = Refus(
    404, "lieu_inconnu", "Ce lieu n'est pas à votre organisation, ou il n'existe pas. Revenez à la liste de vos lieux."
)


class Ouvert(NamedTuple):
    """One request of somebody who passed a door."""

    request: Request
    ensemble: Parties
    qui: Connu | Partenaire

    @property
    def acteur(self) -> Acteur:
        """Their name in the journal."""
        return self.qui.acteur

    async def do(self, geste: Callable[Concatenate[Registre, P], T], *quoi: P.args, **comment: P.kwargs) -> T:
        """Do one thing in one transaction, under their name."""
        return await run_in_threadpool(lambda: do(self.ensemble, self.acteur, geste, *quoi, **comment))

    async def lieu(self) -> LieuGere:
        """The place the address names, when it is theirs; a refusal otherwise, known or not."""
        nom = str(self.request.path_params["lieu"])
        trouve = await self.do(own_place, self.ensemble.communes, nom)
        if trouve is None:
            raise LIEU_INCONNU
        return trouve


def do(
    ensemble: Parties, acteur: Acteur, geste: Callable[Concatenate[Registre, P], T], *quoi: P.args, **comment: P.kwargs
) -> T:
    """One transaction of somebody."""
    with transaction(ensemble) as session:
        session.expire_on_commit = False
        return geste(Registre(session, ensemble.coffre, acteur, now(ensemble)), *quoi, **comment)


def prove(ensemble: Parties, reponses: Reponses) -> tuple[bool, Dossier | None, int]:
    """Judge the three answers in two short steps, so that the slow one keeps no lock on the base.

    Whether a try was allowed, who they are about, and the half-minute of their figures: 0 when something is wrong.
    """
    permis, dossier = do(ensemble, Acteur("connexion", None), begin, reponses.identifiant)
    # The six figures follow the clock of the operator's phone, on a preview day too.
    return permis, dossier, judge(ensemble.coffre, dossier, reponses, ensemble.horloge()) if permis else 0


class RouteOperateur(RouteDirecte):
    """Lets signed-in operators in; sends everybody else to the sign-in page, whatever they sent."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Recognise the session before the endpoint exists for this request."""
        request = Request(scope)
        ensemble = parties(request)
        jeton = request.cookies.get(NOM, "")
        qui = await run_in_threadpool(_recognise, ensemble, jeton) if jeton else None
        if qui is None:
            reponse: Response = RedirectResponse(CONNEXION, 303)
            if jeton:
                reponse.headers.append("set-cookie", clear_session())
            await reponse(scope, receive, send)
            return
        scope.setdefault("state", {})["ouvert"] = qui
        await super().handle(scope, receive, send)


class RoutePartenaire(RouteDirecte):
    """Lets programs in by their key, so many times a minute."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a body be as long as an agenda: none of it is read before the key."""
        await RequestBodyLimitMiddleware(self._enter, CORPS_MAX_PARTENAIRES)(scope, receive, send)

    async def _enter(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Recognise the key before the endpoint exists for this request."""
        request = Request(scope)
        genre, _, cle = request.headers.get("authorization", "").partition(" ")
        qui = None
        if genre.casefold() == "bearer" and cle.isascii():
            qui = await run_in_threadpool(_recognise_cle, parties(request), cle.strip())
        if qui is None or qui.attendre:
            reponse = write_json(CLE_REFUSEE if qui is None else QUOTA)
            if qui is None:
                reponse.headers["www-authenticate"] = "Bearer"
            else:
                reponse.headers["retry-after"] = str(qui.attendre)
            await reponse(scope, receive, send)
            return
        scope.setdefault("state", {})["ouvert"] = qui
        await super().handle(scope, receive, send)


def ouvert(request: Request) -> Ouvert:
    """Who passed the door of this route."""
    return Ouvert(request, parties(request), request.state.ouvert)


def set_session(jeton: str) -> str:
    """The cookie of a session that begins."""
    return f"{NOM}={jeton}; Max-Age={int(DUREE.total_seconds())}; {_ATTRIBUTS}"


def clear_session() -> str:
    """The cookie of a session that is over."""
    return f"{NOM}=; Max-Age=0; {_ATTRIBUTS}"


def _recognise(ensemble: Parties, jeton: str) -> Connu | None:
    with transaction(ensemble) as session:
        return recognise(session, jeton, now(ensemble))


def _recognise_cle(ensemble: Parties, cle: str) -> Partenaire | None:
    with transaction(ensemble) as session:
        return recognise_cle(session, cle, now(ensemble))
