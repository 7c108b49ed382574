"""A disk without room left: said clearly, nothing half done, and the next booking works once there is room again."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import event, text
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.domain.catalogue import Catalogue
from app.main import Application, create_app
from app.models import Creneau, RendezVous
from app.settings import Settings
from tests.agendas import MAINTENANT, demain, make_creneaux, make_lieu, make_professionnel
from tests.base.sante import assert_sound
from tests.bases import migrations_on
from tests.web.conftest import ORIGINE


@pytest.fixture
def service(tmp_path: Path, catalogue: Catalogue) -> Iterator[Application]:
    def stopped() -> datetime:
        return MAINTENANT

    app = create_app(Settings(var=tmp_path), catalogue, horloge=stopped)
    command.upgrade(migrations_on(app.state.parties.engine), "head")
    yield app
    app.state.parties.engine.dispose()


def book(client: TestClient, creneau: str, numero: int) -> Any:
    corps = {"creneau": creneau, "prenom": "P" * 60, "nom": f"N {numero} {'x' * 60}"}
    return client.post("/api/v1/rendez-vous", json=corps, headers={"Idempotency-Key": f"cle-{numero}"})


def test_a_full_disk_is_said_and_nothing_is_lost(service: Application) -> None:
    engine = service.state.parties.engine
    with Session(engine) as session, session.begin():
        lieu, qui = make_lieu(session), make_professionnel(session)
        creneaux = [c.id for c in make_creneaux(session, lieu, qui, [demain(9, jours=n) for n in range(1, 61)])]
    with engine.connect() as connexion:
        pages = connexion.execute(text("PRAGMA page_count")).scalar_one()
    # SQLite answers SQLITE_FULL beyond this size, as it does when the disk has no room left.
    engine.dispose()
    limite = {"pages": pages + 2}

    @event.listens_for(engine, "connect")
    def shrink(connexion: Any, _fiche: object) -> None:
        connexion.execute(f"PRAGMA max_page_count={limite['pages']}").close()

    client = TestClient(service, base_url=ORIGINE)
    reponses = [book(client, creneau, n) for n, creneau in enumerate(creneaux)]
    statuts = [reponse.status_code for reponse in reponses]
    assert set(statuts) == {201, 503}
    refus = reponses[statuts.index(503)]
    assert refus.headers["retry-after"]
    assert refus.json()["erreur"]["code"] == "reservation_incertaine"
    assert "jamais deux rendez-vous" in refus.text
    assert client.get("/api/v1/creneaux?commune=71270").status_code == 200, "reading goes on"
    assert_sound(engine)
    with Session(engine) as session:
        prises = sum(session.exec(select(Creneau.prises)))
        assert prises == len(session.exec(select(RendezVous.id)).all()) == statuts.count(201)
    limite["pages"] = 1_000_000
    engine.dispose()
    rang = statuts.index(503)
    assert book(client, creneaux[rang], rang).status_code == 201, "the same request, once there is room"
    client.close()
