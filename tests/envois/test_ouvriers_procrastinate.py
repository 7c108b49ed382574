"""The workers of PostgreSQL: rounds that do not pile up, dead workers replaced, silent providers left alone a while."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
import pytest
from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.schema import SchemaManager
from sqlalchemy import inspect
from sqlmodel import Session, select

from app import ouvriers
from app.models import AdresseRappel, Envoi, Table
from app.services.base_de_donnees import open_base
from app.services.envois.ouvriers import Cadence, create_workers
from app.services.envois.transport import TransportIndisponible
from app.settings import ReglageInvalide
from tests.conftest import new_postgresql
from tests.envois.rappels import Monde, confirmed

RACINE = Path(__file__).resolve().parents[2]
#: Rounds are asked for by the tests; nothing beats by itself within a test.
RARE = Cadence(tournee="0 0 1 1 *", secours="0 0 1 1 *", menage="0 0 1 1 *", lot=2, silence_s=0.1)
#: What docs/donnees.md says: four tables, which hold the names of gestures and nobody.
TABLES = {
    "procrastinate_events",
    "procrastinate_jobs",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
}


@pytest.fixture
def url(adresse_postgresql: str, modele_postgresql: str) -> Iterator[str]:
    with new_postgresql(adresse_postgresql, modele_postgresql) as adresse:
        yield adresse


@pytest.fixture
def monde(url: str) -> Iterator[Monde]:
    engine = open_base(url)
    yield Monde(engine)
    engine.dispose()


def tell(_erreur: Exception) -> None:
    """Nothing to note: the tests look at what came of it."""


def workers(url: str, monde: Monde, cadence: Cadence = RARE) -> App:
    return create_workers(lambda: url, monde.poste, tell, cadence)


def during(app: App, geste: Callable[[App], Awaitable[Any]]) -> Any:
    """Do it with the application open."""

    async def do() -> Any:
        async with app.open_async():
            return await geste(app)

    return asyncio.run(do())


async def empty(app: App) -> None:
    """One worker, until nothing is left that may be done now."""
    await app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)


async def a_round(app: App) -> None:
    await app.configure_task("tournee").defer_async(timestamp=0)
    await empty(app)


def jobs(url: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as base:
        return base.execute(
            "SELECT task_name, lock, status::text, attempts, args FROM procrastinate_jobs ORDER BY id"
        ).fetchall()


def test_a_round_plans_and_sends_lot_after_lot_and_leaves_no_job(url: str, monde: Monde) -> None:
    confirmed(monde, 5)
    monde.attendre(7)
    with Session(monde.engine) as session:
        for adresse in session.exec(select(AdresseRappel)):
            adresse.revoir_le = monde.maintenant.date()
            session.add(adresse)
        session.commit()
    during(workers(url, monde), a_round)
    assert len({message.cle for message in monde.courriel.recus}) == len(monde.courriel.recus) == 5
    assert jobs(url) == []
    with Session(monde.engine) as session:
        assert {adresse.revoir_le for adresse in session.exec(select(AdresseRappel))} == {None}


def test_rounds_of_several_machines_do_not_pile_up(url: str, monde: Monde) -> None:
    confirmed(monde, 5)
    monde.attendre(7)
    app = workers(url, monde)

    async def ask(app: App) -> None:
        await app.configure_task("tournee").defer_async(timestamp=0)
        with pytest.raises(AlreadyEnqueued):
            await app.configure_task("tournee").defer_async(timestamp=1)
        await app.tasks["tournee"].func(timestamp=2)
        await app.tasks["tournee"].func(timestamp=3)

    during(app, ask)
    verrous = [verrou for tache, verrou, *_ in jobs(url) if tache == "envoyer"]
    assert verrous == ["envoyer-courriel-0", "envoyer-courriel-1", "envoyer-courriel-2"]


def test_what_a_dead_worker_held_is_done_again(url: str, monde: Monde) -> None:
    """A worker that takes a job and is never heard again, as SIGKILL leaves it."""
    confirmed(monde)
    monde.attendre(7)
    app = workers(url, monde)

    async def die(app: App) -> None:
        await app.tasks["tournee"].func(timestamp=0)
        mort = await app.job_manager.register_worker()
        assert await app.job_manager.fetch_job(queues=None, worker_id=mort)
        await app.tasks["tournee"].func(timestamp=1)
        await empty(app)

    during(app, die)
    assert [etat for _, _, etat, *_ in jobs(url)] == ["doing"]
    assert monde.courriel.recus == []

    async def rescue(app: App) -> None:
        await asyncio.sleep(0.2)
        await app.configure_task("secours").defer_async(timestamp=0)
        await empty(app)

    during(app, rescue)
    assert len(monde.courriel.recus) == 1
    assert jobs(url) == []


def test_a_dead_round_whose_successor_waits_is_given_up(url: str, monde: Monde) -> None:
    app = workers(url, monde)

    async def die_then_rescue(app: App) -> None:
        await app.configure_task("tournee").defer_async(timestamp=0)
        mort = await app.job_manager.register_worker()
        assert await app.job_manager.fetch_job(queues=None, worker_id=mort)
        await app.configure_task("tournee").defer_async(timestamp=1)
        await asyncio.sleep(0.2)
        await app.configure_task("secours").defer_async(timestamp=0)
        await empty(app)

    during(app, die_then_rescue)
    assert jobs(url) == []


def test_a_silent_provider_is_left_alone_longer_and_longer(url: str, monde: Monde) -> None:
    confirmed(monde)
    monde.attendre(7)
    monde.courriel.panne = TransportIndisponible
    app = workers(url, monde)
    attentes = []
    for _ in range(3):
        during(app, a_round)
        ((_, verrou, etat, essais, arguments),) = jobs(url)
        assert (verrou, etat) == ("envoyer-courriel-0", "todo")
        assert arguments == {"canal": "courriel", "rang": 0}
        with psycopg.connect(url) as base:
            (attente,) = base.execute("SELECT scheduled_at - now() FROM procrastinate_jobs").fetchone() or (None,)
            base.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
        attentes.append((essais, attente))
        monde.attendre(1)  # what the row itself waits is over
    assert [essais for essais, _ in attentes] == [1, 2, 3]
    assert all(avant * 2 < apres for (_, avant), (_, apres) in pairwise(attentes))
    with Session(monde.engine) as session:
        ligne = session.exec(select(Envoi).where(Envoi.genre == "rappel")).one()
    assert (ligne.etat, ligne.essais) == ("prevu", 3)


def test_a_fault_is_told_without_its_words_and_tried_again(url: str, monde: Monde) -> None:
    confirmed(monde)
    monde.attendre(7)
    monde.courriel.panne = lambda: ValueError("a@exemple.fr")
    dits: list[Exception] = []
    app = create_workers(lambda: url, monde.poste, dits.append, RARE)
    during(app, a_round)
    assert [type(erreur) for erreur in dits] == [ValueError]
    ((tache, _, etat, essais, _),) = jobs(url)
    assert (tache, etat, essais) == ("envoyer", "todo", 1)


def test_what_failed_long_ago_is_forgotten(url: str, monde: Monde) -> None:
    app = workers(url, monde)

    async def fail(app: App) -> None:
        await app.configure_task("inconnue", queue="rappels").defer_async()
        await empty(app)

    during(app, fail)
    assert [etat for _, _, etat, *_ in jobs(url)] == ["failed"]
    with psycopg.connect(url) as base:
        base.execute("UPDATE procrastinate_events SET at = at - interval '8 days'")

    async def tidy(app: App) -> None:
        await app.configure_task("menage").defer_async(timestamp=0)
        await empty(app)

    during(app, tidy)
    assert jobs(url) == []


def test_the_tables_of_the_workers_are_these_and_only_on_postgresql(url: str, monde: Monde) -> None:
    presentes = set(inspect(monde.engine).get_table_names()) - {"alembic_version"}
    assert presentes - set(Table.metadata.tables) == TABLES


def test_the_library_still_has_the_schema_the_migration_gave() -> None:
    """Another version: write a migration with the steps of procrastinate between the two, then change this."""
    assert sha256(SchemaManager.get_schema().encode()).hexdigest()[:16] == "c70ec4b400a60ad9"


def test_its_own_command_line_is_ours(url: str) -> None:
    fini = subprocess.run(
        [sys.executable, "scripts/rappels.py", "healthchecks"],
        cwd=RACINE,
        env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(RACINE)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert fini.returncode == 0, fini.stderr
    assert "Found procrastinate_jobs table: OK" in fini.stdout + fini.stderr


def test_on_sqlite_the_site_sends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///base.db")
    with pytest.raises(ReglageInvalide, match="le site envoie lui-même"):
        ouvriers.adresse()
    monkeypatch.setenv("DATABASE_URL", "postgres://a:b@hote/base")
    assert ouvriers.adresse() == "postgresql://a:b@hote/base"
