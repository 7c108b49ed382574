"""The record of the content versions served: the first day stays the first day, whoever starts together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select

from app.models import VersionContenu
from app.services.versions import record_version

MATIN = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def test_a_new_version_is_written_with_its_first_day(moteur_bd: Engine) -> None:
    with Session(moteur_bd) as session, session.begin():
        record_version(session, empreinte="a" * 64, application="0.1.0", maintenant=MATIN)
    with Session(moteur_bd) as session:
        assert session.get_one(VersionContenu, "a" * 64).premiere_mise_en_service == MATIN


def test_a_known_version_keeps_its_first_day(moteur_bd: Engine) -> None:
    for retard in (timedelta(0), timedelta(days=3)):
        with Session(moteur_bd) as session, session.begin():
            version = record_version(session, empreinte="a", application="0.1.0", maintenant=MATIN + retard)
            assert version.premiere_mise_en_service == MATIN


def test_the_caller_owns_the_transaction(moteur_bd: Engine) -> None:
    with Session(moteur_bd) as session:
        record_version(session, empreinte="a", application="0.1.0", maintenant=MATIN)
        session.rollback()
        assert session.get(VersionContenu, "a") is None


def test_processes_that_start_together_write_one_row(moteur_bd: Engine) -> None:
    def start(_: int) -> None:
        with Session(moteur_bd) as session, session.begin():
            record_version(session, empreinte="a", application="0.1.0", maintenant=MATIN)

    with ThreadPoolExecutor(8) as ensemble:
        list(ensemble.map(start, range(24)))
    with Session(moteur_bd) as session:
        assert len(session.exec(select(VersionContenu)).all()) == 1
