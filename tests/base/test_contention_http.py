"""The whole service under load while its processes, or its base, die: nothing given twice, nothing told then lost."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine

from app.services.base_de_donnees import open_base
from tests.base.guichets_http import Epreuve, Verdict, ask, judge, run, serving
from tests.base.postgresql import Durable, durable_postgresql
from tests.base.sante import assert_sound
from tests.base.test_contention import open_slots
from tests.bases import migrations_on

SANS_FAUTE = Verdict(0, 0, 0, 0, ())


@pytest.mark.timeout(3600)
def test_processes_killed_under_load(moteur_bd: Engine, url_base: str, tmp_path: Path, complet: bool) -> None:
    creneaux = open_slots(moteur_bd, 300 if complet else 40)
    epreuve = Epreuve(creneaux, 10_000, 12, 1.0) if complet else Epreuve(creneaux, 160, 4, 0.5)
    with serving(url_base, tmp_path, 4 if complet else 2) as ensemble:
        cahier, morts = run(ensemble, epreuve)
    assert judge(moteur_bd, cahier) == SANS_FAUTE, cahier.reponses
    assert_sound(moteur_bd)
    assert morts >= 1
    assert cahier.reponses["201"] > 20
    assert cahier.reponses["409"] > 5
    assert len(cahier.annules) > 5
    print(f"{epreuve.tentatives} tentatives, {morts} morts, {cahier.reponses}")


@pytest.fixture
def durable() -> Iterator[Durable]:
    """A PostgreSQL of this test's own, that keeps what it acknowledges."""
    with durable_postgresql() as serveur:
        yield serveur


@pytest.mark.timeout(3600)
def test_the_base_stopped_at_once_under_load(durable: Durable, tmp_path: Path, complet: bool) -> None:
    engine = open_base(durable.url)
    command.upgrade(migrations_on(engine), "head")
    creneaux = open_slots(engine, 100 if complet else 40)
    arrets, reprises = (20 if complet else 1), []
    epreuve = Epreuve(creneaux, 6_000 if complet else 200, 4, 1.0 if complet else 0.3)
    with serving(durable.url, tmp_path, 1) as ensemble:

        def stop_and_start() -> bool:
            if len(reprises) >= arrets:
                return False
            durable.stop_now()
            statut, entetes, _ = ask(ensemble.ports[0], "GET", "/api/v1/creneaux?commune=71270")
            assert (statut, "retry-after" in entetes) == (503, True)
            durable.start()
            debut = time.monotonic()
            while ask(ensemble.ports[0], "GET", "/api/v1/creneaux?commune=71270")[0] != 200:
                time.sleep(0.05)
            reprises.append(time.monotonic() - debut)
            return True

        cahier, _ = run(ensemble, epreuve, stop_and_start)
    assert judge(engine, cahier) == SANS_FAUTE, cahier.reponses
    assert_sound(engine)
    assert set(cahier.reponses) <= {"200", "201", "409", "503"}, "the service itself never falls"
    assert cahier.reponses["503"] > 0
    assert len(reprises) >= 1
    assert max(reprises) <= 10
    engine.dispose()
    print(f"{len(reprises)} arrêts, reprise en {max(reprises):.2f} s au plus, {cahier.reponses}")
