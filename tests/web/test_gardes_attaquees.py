"""Attempts to get round a guard are marked in the log and counted; many in a minute are an alarm. Nobody is named."""

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from app.journal import CLES
from app.main import SUSPECTS_MAX, Application, each_minute
from app.settings import Settings
from tests.web.carnets import answer, make
from tests.web.conftest import ORIGINE, Journal, Ouvre


@pytest.fixture
def reglages(tmp_path: Path) -> Settings:
    """The service is at the address its keys are tied to."""
    return Settings(var=tmp_path, origine=ORIGINE)


def alarms(service: Application) -> list[dict[str, Any]]:
    with capture_logs() as lignes:
        each_minute(service.state.parties)
    return [dict(ligne) for ligne in lignes if ligne["event"] == "gardes_attaquees"]


@pytest.mark.parametrize("entetes", [{}, {"origin": "null"}, {"origin": "https://evil.example"}])
def test_each_is_marked_in_its_line_and_no_more_is_said(
    client: TestClient, journal: Journal, entetes: dict[str, str]
) -> None:
    assert client.post("/questions?zyxwv=1", data={"fait": "zyxwv"}, headers=entetes).status_code == 403
    client.get("/sante")
    refusee, ordinaire = (json.loads(ligne) for ligne in journal().splitlines())
    assert refusee["genre"] == "origine"
    assert "genre" not in ordinaire
    assert set(refusee) <= {"le", "niveau", "evenement", *CLES}
    assert "zyxwv" not in journal()


def test_many_in_a_minute_are_an_alarm_once(service: Application, ouvre: Ouvre) -> None:
    client = ouvre()
    for _ in range(SUSPECTS_MAX - 1):
        client.post("/questions", headers={"origin": "null"})
    assert alarms(service) == []
    for _ in range(SUSPECTS_MAX):
        client.post("/questions", headers={"origin": "null"})
    alarme = {"event": "gardes_attaquees", "genre": "origine", "nombre": SUSPECTS_MAX, "log_level": "error"}
    assert alarms(service) == [alarme]
    assert alarms(service) == []


def test_what_is_replayed_or_tried_too_often_is_counted_apart(service: Application, ouvre: Ouvre) -> None:
    client = ouvre()
    answer(client)
    make(client)
    assert client.post("/carnet/cles/ajouter", data={"reponse": "{}"}).status_code == 422
    statuts = [ouvre().post("/carnet/ouvrir", data={"code": "B" * 25}).status_code for _ in range(22)]
    assert statuts.count(429) == 2
    assert client.get("/api/v1/partenaires/lieux").status_code == 401
    assert service.state.parties.suspects.take() == {"rejeu": 1, "essais": 2, "cle": 1}
