"""Holds the log: one line a request (method, route, status, milliseconds). Never an answer, query or address."""

import logging
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from time import perf_counter
from traceback import walk_tb
from types import TracebackType
from typing import TextIO

import orjson
import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import EventDict, FilteringBoundLogger

#: The only keys a line may carry: a value bound under another name is dropped, so that no answer can slip in.
CLES = ("methode", "route", "statut", "ms", "genre", "ou", "version", "nombre")
SANS_ROUTE = "(aucune)"
#: What servers write when the caller left before the end: nobody's fault, and nobody to answer.
PARTI = 499
#: Where a request says that it tried to get round a guard, and what its status says when nothing else does.
SUSPECT = "suspect"
_SUSPECTS_PAR_STATUT = {401: "cle", 413: "longueur", 429: "essais"}


class Suspects:
    """Counts the attempts to get round a guard, by kind: no address, no route, nobody. In memory, until taken."""

    def __init__(self) -> None:
        self._comptes: Counter[str] = Counter()
        self._verrou = Lock()

    def add(self, genre: str) -> None:
        """One more."""
        with self._verrou:
            self._comptes[genre] += 1

    def take(self) -> Mapping[str, int]:
        """What was counted since the last time."""
        with self._verrou:
            pris, self._comptes = self._comptes, Counter()
        return pris


def write_line(_journal: object, niveau: str, ligne: EventDict) -> str:
    """Give the line in JSON: when, how serious, what, then the allowed keys alone."""
    permise = {"le": ligne["le"], "niveau": niveau, "evenement": ligne["event"]}
    permise.update({cle: ligne[cle] for cle in CLES if cle in ligne})
    return orjson.dumps(permise, default=str).decode("utf-8")


def configure_journal(sortie: TextIO | None = None) -> None:
    """Write JSON lines on standard error, and silence the server's access log, which holds whole URLs."""
    structlog.configure(
        processors=[structlog.processors.TimeStamper(fmt="iso", utc=True, key="le"), write_line],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sortie or sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.getLogger("uvicorn.access").disabled = True


def get_journal() -> FilteringBoundLogger:
    """Give the logger as it is configured now."""
    journal: FilteringBoundLogger = structlog.get_logger()
    return journal


def route_template(scope: Scope) -> str:
    """Name the route without its parameters: `/conseils/{id}`, never the address that was typed."""
    contexte = (scope.get("fastapi") or {}).get("effective_route_context")
    route = contexte or scope.get("route")
    modele = getattr(route, "path_format", None) or getattr(route, "path", None)
    return modele or SANS_ROUTE


def frames(trace: TracebackType | None) -> str:
    """Name the places of an exception, without its message or values: either may hold an answer."""
    lieux = [f"{Path(cadre.f_code.co_filename).name}:{ligne}" for cadre, ligne in walk_tb(trace)]
    return " > ".join(lieux[-8:])


class UneLigneParRequete:
    """Writes the line of each request; swallows an unforeseen exception once its place is written.

    A request that tried to get round a guard is marked and counted.

    An exception that went on would be printed with its message by the server, and messages quote values.
    """

    def __init__(self, app: ASGIApp, suspects: Suspects) -> None:
        self.app = app
        self._suspects = suspects
        self._journal = get_journal().bind()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Measure from the first byte of the request to the last of the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        debut = perf_counter()
        statut = 0

        async def send_and_note(message: Message) -> None:
            nonlocal statut
            if message["type"] == "http.response.start":
                statut = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except ClientDisconnect:
            statut = PARTI
        except Exception as erreur:  # noqa: BLE001 - the last resort of the whole service
            self._journal.error(
                "erreur", route=route_template(scope), genre=type(erreur).__name__, ou=frames(erreur.__traceback__)
            )
        finally:
            genre = scope.get(SUSPECT) or _SUSPECTS_PAR_STATUT.get(statut)
            if genre:
                self._suspects.add(genre)
            self._journal.info(
                "requete",
                **({"genre": genre} if genre else {}),
                methode=scope["method"],
                route=route_template(scope),
                statut=statut,
                ms=round((perf_counter() - debut) * 1000, 2),
            )
