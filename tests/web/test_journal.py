"""The log says what happened to the service, and nothing about anyone."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn

import pytest
from starlette.testclient import TestClient

from app.domain.catalogue import Catalogue
from app.journal import CLES, configure_journal, get_journal
from app.main import Application, create_app
from app.rendering.json_conseils import RedacteurConseils
from app.settings import Settings
from tests.web.conftest import AUJOURDHUI, ORIGINE, Envoi, Journal

SENTINELLES = {
    "date_naissance": "1976-07-23",
    "departement": "2B",
    "reponses": {"imc": 31.4159, "mois_depuis_mammographie": 37, "pensees_suicidaires": True},
    "historique": [{"id": "depistage-cancer-sein", "le": "2019-05-17"}],
    "dernieres_regles": "2026-10-03",
}
TRACES = ("1976", "07-23", "2B", "31.4159", "37", "suicid", "2019", "05-17", "10-03", "mammo", "testclient", "curieux")


def lines(texte: str) -> list[dict[str, Any]]:
    return [json.loads(ligne) for ligne in texte.splitlines()]


def without_time(texte: str) -> str:
    """The lines as they would be at another moment: only the figures of the clock are taken away."""
    return "\n".join(json.dumps({c: v for c, v in ligne.items() if c not in ("le", "ms")}) for ligne in lines(texte))


def test_one_line_a_request_with_the_route_and_not_the_address(client: TestClient, journal: Journal) -> None:
    client.get("/conseils/tabac-arret?secret=curieux", headers={"user-agent": "curieux", "referer": "https://curieux"})
    client.get("/inconnue/curieux")
    (premiere, seconde) = lines(journal())
    assert {c: premiere[c] for c in ("evenement", "niveau", "methode", "route", "statut")} == {
        "evenement": "requete", "niveau": "info", "methode": "GET", "route": "/conseils/{id}", "statut": 200,
    }  # fmt: skip
    assert (seconde["route"], seconde["statut"]) == ("(aucune)", 404)
    assert premiere["ms"] > 0
    assert "curieux" not in journal()


def test_no_answer_is_ever_logged(send: Envoi, client: TestClient, journal: Journal) -> None:
    assert send(SENTINELLES).status_code == 200
    assert send({**SENTINELLES, "sexe": "curieux"}).status_code == 422
    assert send({**SENTINELLES, "reponses": {"imc": 9999.31}}, requete="?curieux=1").status_code == 422
    client.post("/questions", data={"fait": "pensees_suicidaires", "reponse": "oui"}, headers={"origin": ORIGINE})
    client.cookies.set("__Host-mbs", "curieux", domain="testserver.local")
    client.get("/conseils")
    texte = without_time(journal())
    assert [trace for trace in TRACES if trace in texte] == []


@pytest.fixture
def broken(
    own_folder: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Application, io.StringIO]]:
    """A service with a fault of ours, whose message quotes the person."""

    def fail(*_: object, **__: object) -> NoReturn:
        raise ValueError("1976-07-23 pensees_suicidaires curieux")

    monkeypatch.setattr(RedacteurConseils, "write", fail)
    app = create_app(own_folder, catalogue, AUJOURDHUI)
    ecrit = io.StringIO()
    configure_journal(ecrit)
    yield app, ecrit
    app.state.parties.engine.dispose()


def test_an_unforeseen_error_says_where_and_not_what(
    broken: tuple[Application, io.StringIO], capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    app, ecrit = broken
    reponse = TestClient(app, base_url=ORIGINE).post("/api/v1/conseils", json={"profil": SENTINELLES})
    assert (reponse.status_code, reponse.json()["erreur"]["code"]) == (500, "erreur_interne")
    assert "nosniff" in str(reponse.headers)
    faute, requete = lines(ecrit.getvalue())
    assert (faute["evenement"], faute["niveau"], faute["genre"]) == ("erreur", "error", "ValueError")
    assert "api_conseils.py" in faute["ou"]
    assert requete["statut"] == 500
    partout = without_time(ecrit.getvalue()) + reponse.text + "".join(capsys.readouterr()) + caplog.text
    assert [trace for trace in TRACES if trace in partout] == []


def test_a_value_bound_by_mistake_is_dropped() -> None:
    ecrit = io.StringIO()
    configure_journal(ecrit)
    get_journal().info("requete", statut=200, profil=SENTINELLES, imc=31.4159, exc_info=True)
    (ligne,) = lines(ecrit.getvalue())
    assert set(ligne) == {"le", "niveau", "evenement", "statut"}
    assert not {"profil", "reponses", "corps", "ip", "adresse", "query", "url"} & set(CLES)


def test_the_server_s_own_access_log_is_silent(application: Application) -> None:
    assert logging.getLogger("uvicorn.access").disabled


def test_someone_who_leaves_is_not_an_error(application: Application, journal: Journal) -> None:
    async def leave() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def nobody(_message: object) -> None:
        return None

    scope = {
        "type": "http", "method": "POST", "scheme": "https", "path": "/api/v1/conseils", "query_string": b"",
        "headers": [(b"host", b"testserver"), (b"content-type", b"application/json")],
    }  # fmt: skip
    # In a thread of its own: the browser of another test may keep a loop running in this one.
    with ThreadPoolExecutor(1) as fil:
        fil.submit(lambda: asyncio.run(application(scope, leave, nobody))).result()
    (ligne,) = lines(journal())
    assert (ligne["evenement"], ligne["statut"]) == ("requete", 499)
