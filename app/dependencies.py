"""Holds what a route may ask for: the parts of the service, today's date (the only clock), the browser's answers."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.content.cas import Bancs
from app.domain.avis import Debit
from app.domain.carnet_en_ligne import CarnetOuvert
from app.domain.catalogue import Catalogue
from app.domain.communes import FUSEAUX, PARIS, Communes
from app.domain.dossier import Dossier
from app.domain.envois import CanalRappel
from app.domain.erreurs import CarnetFerme, CarnetMuet, EnregistrementImpossible, ReponsesIllisibles
from app.domain.rendez_vous import RendezVousVu
from app.journal import Suspects, get_journal
from app.rendering.agenda import Agenda
from app.rendering.json_conseils import RedacteurConseils
from app.rendering.json_vaccins import RedacteurVaccins
from app.rendering.presentation import Presentation
from app.rendering.tirages import Tirages
from app.services.base_de_donnees import LECTURE, Tour
from app.services.carnet_scelle import Scribe
from app.services.coffre import Coffre
from app.services.comptoir import Comptoir
from app.services.demandes import Demande
from app.services.empreintes import Empreintes
from app.services.envois.file import Poste
from app.services.envois.push import Push
from app.services.envois.transport import Transport
from app.services.identite import Fournisseur
from app.services.imprimerie import Imprimerie
from app.services.index_boites import IndexBoites
from app.services.liste_effacements import ListeEffacements, ListeMuette
from app.services.reponses_chiffrees import NOM, CodecReponses
from app.settings import Settings

#: Where a request carries the carnet that is open on this device, and the people to write in it.
CARNET, A_GARDER = "mbs.carnet", "mbs.a_garder"

T = TypeVar("T")
Horloge = Callable[[], datetime]

#: Hosts whose plain http a browser trusts as much as https, so that it keeps our cookie.
HOTES_LOCAUX = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Parties:
    """The parts create_app joined, shared by every request."""

    settings: Settings
    catalogue: Catalogue
    codec: CodecReponses
    redacteur: RedacteurConseils
    redacteur_vaccins: RedacteurVaccins
    presentation: Presentation
    tirages: Tirages
    agenda: Agenda
    engine: Engine
    tour: Tour
    #: Where those who book at the same moment are served together.
    comptoir: Comptoir[Demande, RendezVousVu | None]
    horloge: Horloge
    jour_fixe: date | None
    bancs: Bancs
    debit: Debit
    boites: IndexBoites
    communes: Communes
    empreintes: Empreintes
    #: Places held without a name, and codes nobody has: more than people make in a minute.
    debit_tenues: Debit
    #: The seals of operators' secrets and of their journal, and sign-ins: each costs the processor.
    coffre: Coffre
    debit_connexions: Debit
    #: What seals and reads the carnets; none when this service keeps no carnet.
    scribe: Scribe | None
    #: Codes of carnets tried from one network.
    debit_codes: Debit
    #: One agenda address read again and again.
    debit_agendas: Debit
    #: What was erased or withdrawn, kept outside the base.
    liste: ListeEffacements
    imprimerie: Imprimerie
    #: The ways reminders may leave by; none when this service sends none.
    transports: Mapping[CanalRappel, Transport] = field(default_factory=dict)
    #: The service whose accounts may open a carnet; none unless the settings name one.
    fournisseur: Fournisseur | None = None
    #: Attempts to get round a guard, since the last minute.
    suspects: Suspects = field(default_factory=Suspects)

    @property
    def cle_push(self) -> str:
        """What a browser needs to give its address for notifications."""
        push = self.transports.get(CanalRappel.PUSH)
        return push.cle.publique if isinstance(push, Push) else ""

    def le(self, jour: date) -> "Parties":
        """The same parts, where texts and prices of advice are those of a day."""
        tirage = self.tirages.le(jour)
        if tirage.catalogue is self.catalogue:
            return self
        return replace(
            self,
            catalogue=tirage.catalogue,
            redacteur=tirage.redacteur,
            redacteur_vaccins=tirage.redacteur_vaccins,
            presentation=tirage.presentation,
        )


class DossierLu(NamedTuple):
    """The browser's answers; `perdues` when some were sent but could not be read, which the page must say."""

    dossier: Dossier
    perdues: bool


def utc_now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


def parties(request: Request) -> Parties:
    """Give the parts of the service, as they read today."""
    ensemble: Parties = request.app.state.parties
    return ensemble.le(today(ensemble))


@lru_cache(maxsize=len(FUSEAUX) + 1)
def _zone(nom: str) -> ZoneInfo:
    return ZoneInfo(nom)


def today(ensemble: Parties, departement: str | None = None) -> date:
    """Give today's date where the person lives (Paris when they did not say), or the preview date."""
    if ensemble.jour_fixe is not None:
        return ensemble.jour_fixe
    return ensemble.horloge().astimezone(_zone(FUSEAUX.get(departement or "", PARIS))).date()


def now(ensemble: Parties) -> datetime:
    """Give the instant; on the preview date, the same hour of that day."""
    instant = ensemble.horloge()
    jour = ensemble.jour_fixe
    return instant if jour is None else instant.replace(year=jour.year, month=jour.month, day=jour.day)


@contextmanager
def transaction(
    ensemble: Parties, refus: type[EnregistrementImpossible] = EnregistrementImpossible
) -> Iterator[Session]:
    """One transaction, committed at its end; EnregistrementImpossible when the base does not answer."""
    with ensemble.tour.take() as mon_tour:
        if not mon_tour:
            get_journal().warning("base_muette", genre="attente")
            raise refus
        try:
            with ensemble.liste.transaction(ensemble.engine, now(ensemble)) as session:
                yield session
        except (SQLAlchemyError, ListeMuette) as erreur:
            get_journal().warning("base_muette", genre=type(erreur).__name__)
            raise refus from None


async def with_seals(ensemble: Parties, geste: Callable[[Session, Scribe], T]) -> T:
    """One transaction beside the event loop, with the keys; CarnetFerme when this service keeps no carnet."""
    scribe = ensemble.scribe
    if scribe is None:
        raise CarnetFerme

    def do() -> T:
        with transaction(ensemble, CarnetMuet) as session:
            return geste(session, scribe)

    return await run_in_threadpool(do)


@contextmanager
def lecture(ensemble: Parties, refus: type[EnregistrementImpossible]) -> Iterator[Session]:
    """One transaction that only reads: on SQLite too, it waits for no writer and no writer waits for it."""
    try:
        with Session(ensemble.engine) as session, session.begin():
            session.connection(execution_options=LECTURE)
            yield session
    except SQLAlchemyError as erreur:
        get_journal().warning("base_muette", genre=type(erreur).__name__)
        raise refus from None


def poste_of(ensemble: Parties) -> Poste | None:
    """What this process needs to send reminders; none when it keeps no carnet or has no way to send."""
    if ensemble.scribe is None or not ensemble.transports:
        return None
    return Poste(
        ouvrir=lambda: transaction(ensemble),
        scribe=ensemble.scribe,
        catalogue=ensemble.le(today(ensemble)).catalogue,
        transports=ensemble.transports,
        horloge=lambda: now(ensemble),
        adresse_publique=ensemble.settings.origine,
    )


def can_keep(request: Request) -> bool:
    """Whether the browser will keep the answers: plain http is trusted on the machine itself only."""
    hote = request.headers.get("host", "").lower()
    nom = hote[1:].partition("]")[0] if hote.startswith("[") else hote.partition(":")[0]
    return request.scope["scheme"] == "https" or nom in HOTES_LOCAUX


def carnet_ouvert(request: Request) -> CarnetOuvert | None:
    """The carnet this device has open, once the route has read it."""
    ouvert: CarnetOuvert | None = request.scope.get(CARNET)
    return ouvert


def read_dossier(request: Request) -> DossierLu:
    """Read the open carnet, else the answers the browser sent; unreadable ones count as absent, and are reported."""
    ouvert = carnet_ouvert(request)
    if ouvert is not None:
        return DossierLu(ouvert.dossier, perdues=False)
    valeur = request.cookies.get(NOM)
    if not valeur:
        return DossierLu(Dossier(), perdues=False)
    ensemble = parties(request)
    try:
        return DossierLu(ensemble.codec.open(valeur, ensemble.horloge()), perdues=False)
    except ReponsesIllisibles:
        return DossierLu(Dossier(), perdues=True)


def keep_dossier(request: Request, response: Response, dossier: Dossier) -> None:
    """Have these people written in the open carnet, else ask the browser to keep them; TropDeReponses if it cannot."""
    if carnet_ouvert(request) is not None:
        request.scope[A_GARDER] = dossier
        return
    ensemble = parties(request)
    dossier = dossier.proteger(today(ensemble))
    response.headers.append("set-cookie", ensemble.codec.set_cookie(dossier, ensemble.horloge()))


def forget_dossier(response: Response) -> None:
    """Ask the browser to forget the answers it keeps."""
    response.headers.append("set-cookie", CodecReponses.clear_cookie())
