"""Instants are aware and in UTC on both engines, and a naive one is refused."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import StatementError
from sqlmodel import Session, col, select

from app.models import VersionContenu

LA_REUNION = timezone(timedelta(hours=4))


def keep(engine: Engine, empreinte: str, instant: datetime) -> None:
    with Session(engine) as session, session.begin():
        session.add(VersionContenu(empreinte=empreinte, application="1", premiere_mise_en_service=instant))


def test_an_instant_comes_back_aware_in_utc_and_the_same(moteur_bd: Engine) -> None:
    instant = datetime(2026, 11, 22, 0, 30, 15, 123456, tzinfo=LA_REUNION)
    keep(moteur_bd, "a", instant)
    with Session(moteur_bd) as session:
        lu = session.get_one(VersionContenu, "a").premiere_mise_en_service
    assert lu == instant
    assert lu.tzinfo is UTC
    assert lu.isoformat() == "2026-11-21T20:30:15.123456+00:00"


def test_a_naive_instant_is_refused(moteur_bd: Engine) -> None:
    with pytest.raises(StatementError, match="aware"):
        keep(moteur_bd, "a", datetime(2026, 11, 22, 0, 30))  # noqa: DTZ001 - the fault under test


def test_instants_are_compared_as_instants(moteur_bd: Engine) -> None:
    keep(moteur_bd, "avant", datetime(2026, 11, 22, 1, 0, tzinfo=LA_REUNION))
    keep(moteur_bd, "apres", datetime(2026, 11, 21, 23, 0, tzinfo=UTC))
    instant = col(VersionContenu.premiere_mise_en_service)
    with Session(moteur_bd) as session:
        dans_l_ordre = session.exec(select(VersionContenu.empreinte).order_by(instant)).all()
        recentes = session.exec(
            select(VersionContenu.empreinte).where(instant > datetime(2026, 11, 22, 2, 30, tzinfo=LA_REUNION))
        ).all()
    assert dans_l_ordre == ["avant", "apres"]
    assert recentes == ["apres"]


def test_an_absent_instant_stays_absent(moteur_bd: Engine) -> None:
    absent = text("SELECT NULL AS premiere_mise_en_service").columns(
        VersionContenu.__table__.c.premiere_mise_en_service  # type: ignore[attr-defined]
    )
    with moteur_bd.connect() as connexion:
        assert connexion.execute(absent).scalar_one() is None
