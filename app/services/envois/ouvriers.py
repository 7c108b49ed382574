"""The workers that send on PostgreSQL, by procrastinate: when each gesture is done, by whom, and again when it fails.

A job says « send a lot of this channel » and nothing of anyone: which reminders, and whether they may still leave, is
read in the outbox. A job done twice, or by two at once, is therefore harmless. No gesture of its own (`tournee`).
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import DeleteJobCondition, Status

from app.domain.envois import CanalRappel
from app.services.envois.file import Poste, send_lot
from app.services.envois.tournee import count_to_plan, count_to_send, plan_lot

T = TypeVar("T")
FILE, PLANIFIER, ENVOYER = "rappels", "planifier", "envoyer"
#: How many lots of one kind wait or run at once, on all machines together.
RANGS_MAX = 32
#: Three seconds, nine, … twelve minutes; then the job is given up, and the next round tries anew.
REPRISE = RetryStrategy(max_attempts=6, exponential_wait=3)


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often, how many at a time, and after what silence a worker is taken for dead."""

    tournee: str = "* * * * *"
    secours: str = "* * * * *"
    menage: str = "17 3 * * *"
    lot: int = 50
    #: The heart of a worker beats every ten seconds.
    silence_s: float = 30
    #: What failed stays in sight a week; what succeeded is removed at once.
    garde_h: int = 7 * 24


class TravailManque(Exception):
    """A job did not do all it should: to try again. Carries nothing of what went wrong, which could name someone."""


class Travail(NamedTuple):
    """A lot to plan or to send: the task, and the rank that keeps two from doing the same."""

    tache: str
    rang: int
    canal: CanalRappel | None = None

    @property
    def verrou(self) -> str:
        """What only one job at a time may hold."""
        return "-".join((self.tache, *([self.canal] if self.canal else []), str(self.rang)))

    async def defer(self, app: App) -> None:
        """Have it done by the first worker that is free."""
        arguments: dict[str, str | int] = {"canal": self.canal.value} if self.canal else {}
        await app.configure_task(self.tache, lock=self.verrou, queue=FILE).defer_async(rang=self.rang, **arguments)


def create_workers(
    adresse: Callable[[], str],
    poste: Callable[[], Poste],
    signaler: Callable[[Exception], None],
    cadence: Cadence | None = None,
) -> App:
    """The application procrastinate runs. Nothing is read nor connected before a worker starts."""
    rythme = cadence or Cadence()
    app = App(
        connector=PsycopgConnector(conninfo=adresse, kwargs={"application_name": "mon-budget-sante-rappels"}),
        worker_defaults={"delete_jobs": DeleteJobCondition.SUCCESSFUL, "queues": [FILE]},
    )

    async def do(geste: Callable[[Poste], T]) -> T:
        """Beside the event loop, so that the heart goes on beating."""
        try:
            return await asyncio.to_thread(lambda: geste(poste()))
        except Exception as erreur:  # noqa: BLE001 - procrastinate would print its message, which may name someone
            signaler(erreur)
            raise TravailManque from None

    @app.task(name=PLANIFIER, queue=FILE, retry=REPRISE)
    async def planifier(rang: int) -> None:
        if await do(lambda qui: plan_lot(qui, rythme.lot)) == rythme.lot:
            await Travail(PLANIFIER, rang).defer(app)

    @app.task(name=ENVOYER, queue=FILE, retry=REPRISE)
    async def envoyer(canal: str, rang: int) -> None:
        lot = await do(lambda qui: send_lot(qui, CanalRappel(canal), rythme.lot))
        if lot.muet:
            raise TravailManque
        if not lot.fini:
            await Travail(ENVOYER, rang, CanalRappel(canal)).defer(app)

    @app.periodic(cron=rythme.tournee)
    @app.task(name="tournee", queue=FILE, lock="tournee", queueing_lock="tournee")
    async def tournee(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
        await add_missing(app, await do(lambda qui: lots_due(qui, rythme.lot)))

    @app.periodic(cron=rythme.secours)
    @app.task(name="secours", queue=FILE, queueing_lock="secours")
    async def secours(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
        # Without a lock: one that died itself would hold it for ever.
        await rescue(app, rythme.silence_s)

    @app.periodic(cron=rythme.menage)
    @app.task(name="menage", queue=FILE, queueing_lock="menage")
    async def menage(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
        await app.job_manager.delete_old_jobs(
            nb_hours=rythme.garde_h, include_failed=True, include_cancelled=True, include_aborted=True
        )

    return app


def lots_due(poste: Poste, lot: int) -> list[Travail]:
    """Every lot that waits, as far as they may be done at once."""
    au_plus = RANGS_MAX * lot
    with poste.ouvrir() as session:
        bureau = poste.bureau(session)
        a_planifier = -(-count_to_plan(bureau, au_plus) // lot)
        a_envoyer = {canal: -(-count_to_send(bureau, canal, au_plus) // lot) for canal in poste.transports}
    lots = [Travail(PLANIFIER, rang) for rang in range(a_planifier)]
    return lots + [Travail(ENVOYER, rang, canal) for canal, combien in a_envoyer.items() for rang in range(combien)]


async def add_missing(app: App, lots: Iterable[Travail]) -> None:
    """Add a job for each lot, those that wait or run already left alone.

    They bear no `queueing_lock`: procrastinate lets a second one queue while the first runs, and the first, once
    failed, could then never be queued again (its issues 1446 and 1543). One round at a time looks and adds.
    """
    en_cours: set[str | None] = set()
    for etat in (Status.TODO, Status.DOING):
        en_cours |= {job.lock for job in await app.job_manager.list_jobs_async(queue=FILE, status=etat.value)}
    for lot in lots:
        if lot.verrou not in en_cours:
            await lot.defer(app)


async def rescue(app: App, silence_s: float) -> None:
    """Queue again what dead workers held."""
    for job in await app.job_manager.get_stalled_jobs(queue=FILE, seconds_since_heartbeat=silence_s):
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)  # the same waits already
        except ConnectorException:
            continue  # another worker queued it first
