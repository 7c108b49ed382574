"""Joins the parts into the application; the only module that knows them all. Decides nothing else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from app import VERSION
from app.compression import Compression
from app.content.cas import Bancs
from app.content.communes import communes_de_france
from app.content.loader import load_catalogue
from app.dependencies import Horloge, Parties, now, poste_of, today, transaction, utc_now
from app.domain.avis import Debit
from app.domain.catalogue import Catalogue
from app.domain.consentement import Finalite
from app.domain.envois import CanalRappel
from app.domain.erreurs import EnregistrementImpossible, TropDeDemandes, TropDEssais
from app.errors import install_errors, refuse
from app.journal import UneLigneParRequete, configure_journal, frames, get_journal
from app.rendering.agenda import Agenda
from app.rendering.gabarits import STYLE_SHA256
from app.rendering.ressources import STATIQUE, ressource
from app.rendering.tirages import Tirages
from app.routers import api_conseils, api_couts, api_creneaux, api_partenaires, api_vaccins, etat
from app.routers.formes_chemins import without_framework_errors
from app.routers.formes_conseils import complete_schema
from app.routers.formes_couts import complete_schema_couts
from app.routers.formes_vaccins import complete_schema_vaccins
from app.routers.pages import PAGES
from app.sans_corps import TeteSansCorps
from app.securite import CORPS_MAX, EntetesDeSecurite, Portier, content_security_policy
from app.services.acces import purge_defis
from app.services.avis import purge_textes
from app.services.base_de_donnees import Tour, open_base, truncate_journal
from app.services.carnet_scelle import Scribe
from app.services.coffre import Coffre
from app.services.coffre_carnet import CoffreCarnet
from app.services.comptoir import Comptoir
from app.services.demonstration import COMMUNES, remove_demonstration, seed_demonstration
from app.services.effacements import purge_carnets, sweep
from app.services.empreintes import Empreintes
from app.services.envois.bac import Bac
from app.services.envois.comptes import read_comptes
from app.services.envois.courriel import Courriel
from app.services.envois.lots import purge_pieces
from app.services.envois.planification import mark_all
from app.services.envois.push import CleVapid, Push
from app.services.envois.sms import Sms
from app.services.envois.tournee import make_round, purge_envois
from app.services.envois.transport import Transport
from app.services.identite import Fournisseur
from app.services.imprimerie import Imprimerie
from app.services.index_boites import IndexBoites
from app.services.invitations import purge_invitations
from app.services.liste_effacements import ListeAbimee, ListeEffacements, ListeMuette
from app.services.operateurs import purge_connexions
from app.services.partages import purge_partages
from app.services.rendez_vous import purge_rendez_vous, release_tenues
from app.services.reponses_chiffrees import CodecReponses
from app.services.reprise import agree_with
from app.services.sources import Atelier, pull_due
from app.services.statistiques import Compteur, publish_month
from app.services.versions import record_version
from app.settings import Settings, load_settings

UN_JOUR = 24 * 3600
UNE_MINUTE = 60
#: Refusals of one kind in a minute, from which somebody should look.
SUSPECTS_MAX = 50
#: A static address carries the hash of its file: what it answers never changes.
POUR_TOUJOURS = "public, max-age=31536000, immutable"


class Application(FastAPI):
    """FastAPI with our guards around everything, its own error page included."""

    csp: str

    def openapi(self) -> dict[str, Any]:
        """Add the words of the content to what FastAPI knows of the forms."""
        ensemble: Parties = self.state.parties
        schema = complete_schema(super().openapi(), ensemble.catalogue)
        schema = complete_schema_couts(schema, ensemble.catalogue)
        return without_framework_errors(complete_schema_vaccins(schema, ensemble.catalogue))

    def build_middleware_stack(self) -> ASGIApp:
        """Put the log outermost, then the headers, the compression and the gate."""
        app = super().build_middleware_stack()
        app = TeteSansCorps(Compression(Portier(app, refuse)))
        return UneLigneParRequete(EntetesDeSecurite(app, self.csp), self.state.parties.suspects)


class FichiersStatiques(StaticFiles):
    """The files of static/: for good at the address that carries their hash, to be asked again at any other."""

    def file_response(self, full_path: Any, stat_result: Any, scope: Scope, status_code: int = 200) -> Response:
        """Add how long the answer may be kept."""
        reponse = super().file_response(full_path, stat_result, scope, status_code)
        adresse = f"{scope['path']}?{scope['query_string'].decode('latin-1')}"
        chemin = Path(full_path).relative_to(STATIQUE).as_posix()
        stable = adresse == ressource(chemin)
        reponse.headers["cache-control"] = POUR_TOUJOURS if stable else "no-cache"
        if stable:
            # Nothing to ask again: what would serve to compare only weighs on the first visit.
            for nom in ("etag", "last-modified", "accept-ranges"):
                del reponse.headers[nom]
        return reponse


def create_app(
    settings: Settings | None = None,
    catalogue: Catalogue | None = None,
    aujourdhui: date | None = None,
    horloge: Horloge = utc_now,
) -> Application:
    """Build the service. A test may give its own settings, catalogue, preview day or clock."""
    configure_journal()
    settings = settings or load_settings()
    catalogue = catalogue or load_catalogue()
    tirages = Tirages(catalogue)
    jour_fixe = aujourdhui or settings.aujourdhui
    tirage = tirages.le(jour_fixe or horloge().date())
    engine = open_base(settings.database_url)
    ensemble = Parties(
        settings=settings,
        catalogue=tirage.catalogue,
        codec=CodecReponses(
            settings.cle_cookie(),
            catalogue.faits,
            catalogue.par_id,
            vaccins=catalogue.vaccins.codes,
            soins=catalogue.bareme.actes,
            questions=(question.id for theme in catalogue.themes_du_bilan for question in theme.questions),
        ),
        redacteur=tirage.redacteur,
        redacteur_vaccins=tirage.redacteur_vaccins,
        presentation=tirage.presentation,
        tirages=tirages,
        agenda=Agenda(settings.cle_cookie()),
        engine=engine,
        tour=Tour(engine),
        comptoir=Comptoir(),
        horloge=horloge,
        jour_fixe=jour_fixe,
        bancs=Bancs(catalogue),
        debit=Debit(),
        boites=IndexBoites(),
        communes=communes_de_france(),
        empreintes=Empreintes(settings.cle_cookie()),
        debit_tenues=Debit(par_unite=30, en_tout=300, refus=TropDeDemandes),
        coffre=Coffre(settings.cle_cookie()),
        debit_connexions=Debit(par_unite=60, en_tout=60, refus=TropDeDemandes),
        scribe=Scribe(CoffreCarnet(cles), catalogue.faits) if (cles := settings.cles_carnet()) else None,
        debit_codes=Debit(par_unite=20, en_tout=2000, refus=TropDEssais),
        debit_agendas=Debit(par_unite=20, en_tout=1000, refus=TropDeDemandes),
        liste=ListeEffacements(settings.liste_des_effacements),
        imprimerie=Imprimerie(),
        fournisseur=_fournisseur(settings),
        transports=(transports := _transports(settings)),
    )
    for canal in settings.canaux_du_bureau():  # their trays are in the base: they need the parts above
        transports[canal] = Bac(canal, lambda: transaction(ensemble))
    app = Application(
        title="Mon Budget Santé",
        version=VERSION,
        description="Quelle prévention me concerne aujourd'hui, et pourquoi. Rien n'est enregistré, aucune clé n'est "
        "demandée. Informations publiques : ce n'est pas un avis médical. En cas d'urgence : 15 ou 112.",
        license_info={"name": "Code : MIT. Contenus : Licence Ouverte 2.0"},
        docs_url=None,  # the framework's page loads a script from another site
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        max_body_size=CORPS_MAX,
        redirect_slashes=False,  # a redirect would repeat the Host it was sent
        lifespan=_lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.csp = content_security_policy(STYLE_SHA256)
    app.state.parties = ensemble
    install_errors(app)
    apis = (api_conseils, api_couts, api_creneaux, api_partenaires, api_vaccins)
    for router in (*(api.router for api in apis), *PAGES, etat.router):
        # Its own list of included routers is tried twice as slowly as the routes themselves.
        app.router.routes.extend(router.routes)
    app.mount("/static", FichiersStatiques(directory=STATIQUE), name="static")
    return app


def _transports(settings: Settings) -> dict[CanalRappel, Transport]:
    """The ways reminders may leave by, of those that are set up."""
    courriel, sms, vapid = settings.courriel(), settings.sms(), settings.cle_vapid()
    ouverts: tuple[Transport | None, ...] = (
        Courriel(courriel) if courriel else None,
        Push(CleVapid(vapid), settings.origine) if vapid else None,
        Sms(sms) if sms else None,
    )
    return {transport.canal: transport for transport in ouverts if transport is not None}


def _fournisseur(settings: Settings) -> Fournisseur | None:
    """The service whose accounts may open a carnet, when the settings name one."""
    secret = settings.oidc_secret
    if secret is None:
        return None
    return Fournisseur(
        settings.oidc_emetteur, settings.oidc_client, secret.get_secret_value(), settings.oidc_acr, settings.origine
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Note which content this process serves, erase old words day after day; let go of the base at the end."""
    ensemble: Parties = app.state.parties
    taches: list[asyncio.Task[None]] = []
    try:
        await run_in_threadpool(_record_version, ensemble)
        await run_in_threadpool(keep_list, ensemble)
        taches = [
            asyncio.create_task(_every(UN_JOUR, each_day, ensemble)),
            asyncio.create_task(_every(UNE_MINUTE, each_minute, ensemble)),
            # Apart: a source may keep us seven seconds, and places held must not wait for it.
            asyncio.create_task(_pull_again(ensemble)),
        ]
        yield
    finally:
        for tache in taches:
            tache.cancel()
            with suppress(asyncio.CancelledError):
                await tache
        ensemble.engine.dispose()


async def _every(secondes: int, geste: Callable[[Parties], None], ensemble: Parties) -> None:
    """Do one thing again and again, as long as the process lives."""
    while True:
        await run_in_threadpool(geste, ensemble)
        await asyncio.sleep(secondes)


def each_day(ensemble: Parties) -> None:
    """Erase what readers wrote and the appointments once their time is over; make or remove the demonstration."""
    instant = now(ensemble)
    with suppress(EnregistrementImpossible), transaction(ensemble) as session:
        purge_textes(session, today(ensemble))
        purge_rendez_vous(session, instant)
        purge_connexions(session, instant)
    with suppress(EnregistrementImpossible), transaction(ensemble) as session:
        purge_carnets(session, instant, ensemble.scribe)
        purge_envois(session, today(ensemble))
        purge_pieces(session, instant)
    catalogue = ensemble.catalogue
    if catalogue.statistiques is not None and Finalite.STATISTIQUES in catalogue.consentements:
        compteur = Compteur(catalogue.statistiques, catalogue.consentements[Finalite.STATISTIQUES], ensemble.scribe)
        with suppress(EnregistrementImpossible), transaction(ensemble) as session:
            publish_month(session, compteur, today(ensemble))
    watch_reminders(ensemble)
    keep_list(ensemble)
    sweep(ensemble.engine, jusqu_a=None)
    truncate_journal(ensemble.engine)
    for commune in COMMUNES if ensemble.settings.demo else ():
        # A transaction each: those who search or book meanwhile wait for a moment only.
        with suppress(EnregistrementImpossible), transaction(ensemble) as session:
            seed_demonstration(session, ensemble.communes, commune, instant)
    if not ensemble.settings.demo:
        with suppress(EnregistrementImpossible), transaction(ensemble) as session:
            remove_demonstration(session)


def watch_reminders(ensemble: Parties) -> None:
    """Alarm in the log on a channel whose volume is odd, or whose reminders are not all explained: totals, nobody."""
    with suppress(EnregistrementImpossible), transaction(ensemble) as session:
        for comptes in read_comptes(session, now(ensemble)):
            if comptes.anormal or comptes.inexpliques:
                get_journal().error("rappels_a_regarder", genre=comptes.canal, nombre=comptes.inexpliques)


def keep_list(ensemble: Parties) -> None:
    """Have the list outside the base agree with it: begun, nothing missing, and without what was never committed."""
    instant = now(ensemble)
    try:
        ensemble.liste.begin(instant)
        with transaction(ensemble) as session:
            agree_with(session, ensemble.liste, instant)
    except (ListeMuette, ListeAbimee, EnregistrementImpossible) as erreur:
        get_journal().warning("liste_des_effacements_muette", genre=type(erreur).__name__)


def each_minute(ensemble: Parties) -> None:
    """Give back the places held too long; leave no copy of what was erased or is over; send what is due."""
    with suppress(EnregistrementImpossible), transaction(ensemble) as session:
        release_tenues(session, now(ensemble))
        purge_defis(session, now(ensemble))
        purge_partages(session, now(ensemble))
        purge_invitations(session, now(ensemble))
    sweep(ensemble.engine)
    watch_suspects(ensemble)
    _send_reminders(ensemble)


def watch_suspects(ensemble: Parties) -> None:
    """Alarm in the log when guards were tried more often in a minute than people ever do: a kind and a number."""
    for genre, nombre in ensemble.suspects.take().items():
        if nombre >= SUSPECTS_MAX:
            get_journal().error("gardes_attaquees", genre=genre, nombre=nombre)


def _send_reminders(ensemble: Parties) -> None:
    """Send what is due, on SQLite. On PostgreSQL, any number of processes of `scripts/rappels` do it elsewhere."""
    poste = poste_of(ensemble)
    if poste is None or ensemble.engine.dialect.name != "sqlite":
        return
    try:
        make_round(poste)
    except EnregistrementImpossible:
        return  # already in the log; the next minute tries again
    except Exception as erreur:  # noqa: BLE001 - one fault must not stop every reminder to come
        get_journal().error("rappels", genre=type(erreur).__name__, ou=frames(erreur.__traceback__))


async def _pull_again(ensemble: Parties) -> None:
    """Ask one source after the other, so that the process may stop between two; then wait for a turn to come."""
    while True:
        fait = await run_in_threadpool(pull_sources, ensemble)
        await asyncio.sleep(0 if fait else UNE_MINUTE)


def pull_sources(ensemble: Parties) -> bool:
    """Ask the outside source whose turn has come; of several processes, one asks. Whether there was one."""
    atelier = Atelier(
        transaction=lambda: transaction(ensemble),
        coffre=ensemble.coffre,
        communes=ensemble.communes,
        maintenant=lambda: now(ensemble),
        locales=ensemble.settings.sources_locales,
    )
    with suppress(EnregistrementImpossible):
        return bool(pull_due(atelier))
    return False


def _record_version(ensemble: Parties) -> None:
    """Write the content version once; a base that does not answer stops no one from reading advice."""
    try:
        with Session(ensemble.engine) as session:
            instant = ensemble.horloge()
            version = record_version(
                session,
                empreinte=ensemble.catalogue.version_contenu,
                application=VERSION,
                maintenant=instant,
            )
            if version.premiere_mise_en_service == instant:
                mark_all(session, instant.date())
            session.commit()
    except SQLAlchemyError as erreur:
        get_journal().warning("version_non_notee", genre=type(erreur).__name__)
