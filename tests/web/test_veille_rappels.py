"""The daily alarm on reminders: silent on an ordinary day, in the log when nothing left or nobody knows why."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session
from structlog.testing import capture_logs

from app.main import Application, each_day
from app.models import Envoi
from tests.horloge import Horloge


def plan(service: Application, prevu_le: datetime) -> None:
    with Session(service.state.parties.engine) as session, session.begin():
        envoi = Envoi(
            id="e",
            cle="c",
            canal="sms",
            genre="rappel",
            jour=prevu_le.date(),
            prevu_le=prevu_le,
            etat="prevu",
            essais=0,
        )
        session.add(envoi)


def alarms(service: Application) -> list[tuple[object, object]]:
    with capture_logs() as lignes:
        each_day(service.state.parties)
    return [(ligne["genre"], ligne["nombre"]) for ligne in lignes if ligne["event"] == "rappels_a_regarder"]


@pytest.mark.parametrize(("jours", "attendues"), [(-1, []), (0, []), (1, [("sms", 0)]), (11, [("sms", 1)])])
def test_what_was_due_and_did_not_leave_is_said_the_day_after(
    service: Application, horloge: Horloge, jours: int, attendues: list[tuple[object, object]]
) -> None:
    plan(service, horloge() - timedelta(days=jours))
    assert alarms(service) == attendues
