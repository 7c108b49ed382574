"""HEAD answers as GET does, headers and status, without the body."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Scope

from app.main import Application
from app.sans_corps import TeteSansCorps
from tests.web.conftest import Journal

CHEMINS = [
    "/", "/falc", "/conseils", "/falc/conseils/tabac-arret", "/hors-ligne", "/sw.js", "/manifest.webmanifest",
    "/sante", "/api/v1/version", "/api/v1/openapi.json", "/static/favicon.svg", "/inconnue", "/api/v1/inconnue",
]  # fmt: skip


@pytest.mark.parametrize("codage", ["gzip", "identity"])
@pytest.mark.parametrize("chemin", CHEMINS)
def test_les_memes_entetes_sans_le_corps(client: TestClient, chemin: str, codage: str) -> None:
    demande = {"accept-encoding": codage}
    lue, tete = client.get(chemin, headers=demande), client.head(chemin, headers=demande)
    assert tete.status_code == lue.status_code
    assert tete.content == b""
    assert dict(tete.headers) == dict(lue.headers)
    assert int(tete.headers["content-length"]) > 0


@pytest.mark.parametrize("chemin", ["/quitter", "/api/v1/conseils", "/historique"])
def test_ce_qui_ne_se_lit_pas_reste_refuse(client: TestClient, chemin: str) -> None:
    reponse = client.head(chemin)
    assert (reponse.status_code, reponse.headers["allow"]) == (405, "POST")


def test_le_journal_garde_la_methode_et_la_route(client: TestClient, journal: Journal) -> None:
    client.head("/conseils/tabac-arret")
    assert '"methode":"HEAD","route":"/conseils/{id}","statut":200' in journal()


def test_aucun_octet_de_corps_ne_part(application: Application) -> None:
    """Some servers cut the body of HEAD themselves: measured here before any of them."""

    async def answer(_scope: Scope, _receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
        for suite in (True, False):
            await send({"type": "http.response.body", "body": b"abc", "more_body": suite})  # type: ignore[operator]

    partis: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        partis.append(message)

    scope = {"type": "http", "method": "HEAD"}
    # In a thread of its own: the browser of another test may keep a loop running in this one.
    with ThreadPoolExecutor(1) as fil:
        fil.submit(lambda: asyncio.run(TeteSansCorps(answer)(scope, receive, send))).result()
    assert [m.get("body") for m in partis] == [None, b""]
    assert scope["method"] == "HEAD"
