"""Runs a search or a booking beside the event loop, in one transaction, at one instant. Reads no request."""

from collections.abc import Callable, Sequence
from typing import Concatenate, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool

from app.dependencies import Parties, lecture, now, transaction
from app.domain.communes import Commune
from app.domain.creneaux import Recherche, Trouves
from app.domain.erreurs import AgendaMuet, CommuneInconnue, ReservationIncertaine
from app.domain.rendez_vous import RendezVousVu
from app.services.creneaux import Etendue, Zone, chercher
from app.services.demandes import Demande
from app.services.ensemble import take_together
from app.services.places import Guichet
from app.services.rendez_vous import take

P = ParamSpec("P")
T = TypeVar("T")


def commune_de(ensemble: Parties, recherche: Recherche) -> Commune:
    """The commune a search is about."""
    commune = ensemble.communes.get(recherche.commune)
    if commune is None:
        raise CommuneInconnue
    return commune


async def search(ensemble: Parties, recherche: Recherche, etendue: Etendue) -> Trouves:
    """The places around and their free slots, waiting for no booking; AgendaMuet when the base does not answer."""
    zone = Zone(recherche, commune_de(ensemble, recherche), now(ensemble))

    def look() -> Trouves:
        with lecture(ensemble, AgendaMuet) as session:
            return chercher(session, zone, ensemble.communes, etendue)

    return await run_in_threadpool(look)


async def at_desk(
    ensemble: Parties,
    geste: Callable[Concatenate[Guichet, P], T],
    *quoi: P.args,
    **comment: P.kwargs,
) -> T:
    """Do one thing at the desk; ReservationIncertaine when the base does not say that it is done."""

    def do() -> T:
        with transaction(ensemble, ReservationIncertaine) as session:
            guichet = Guichet(session, ensemble.empreintes, ensemble.communes, now(ensemble))
            return geste(guichet, *quoi, **comment)

    return await run_in_threadpool(do)


async def book(ensemble: Parties, demande: Demande) -> RendezVousVu:
    """Hold or book a place, with those who ask at the same moment when that is simple, alone otherwise."""

    def together(demandes: Sequence[Demande]) -> Sequence[RendezVousVu | None]:
        with transaction(ensemble, ReservationIncertaine) as session:
            guichet = Guichet(session, ensemble.empreintes, ensemble.communes, now(ensemble))
            return take_together(guichet, demandes)

    vu = await ensemble.comptoir.ask(demande, together)
    return await at_desk(ensemble, take, demande) if vu is None else vu
