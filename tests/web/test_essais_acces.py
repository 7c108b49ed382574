"""What tries cost and how many are heard, and answers made to break what reads them: nothing is learnt from either."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from starlette.requests import Request
from starlette.testclient import TestClient

from app.domain.erreurs import TropDEssais
from app.main import Application
from app.routers.porte_carnet import count_try
from app.services import cles_acces
from app.settings import Settings
from tests.web.carnets import answer, enter, make
from tests.web.cles import Telephone, add_key, to_bytes, to_text
from tests.web.conftest import ORIGINE, Ouvre


@pytest.fixture
def reglages(tmp_path: Path) -> Settings:
    """The service is at the address its keys are tied to."""
    return Settings(var=tmp_path, origine=ORIGINE)


@pytest.fixture
def chez_moi(ouvre: Ouvre) -> TestClient:
    """A browser whose carnet is open."""
    client = ouvre()
    answer(client)
    make(client)
    return client


@pytest.fixture
def telephone(chez_moi: TestClient) -> Telephone:
    """A device that has a key of that carnet."""
    telephone = Telephone()
    assert add_key(chez_moi, telephone).status_code == 303
    return telephone


def test_tries_are_limited_with_codes_and_keys_together(ouvre: Ouvre) -> None:
    client = ouvre()
    for rang in range(20):
        essai = client.post("/carnet/cles/defi") if rang % 2 else enter(client, "A" * 25)
        assert essai.status_code in {200, 422}
    assert client.post("/carnet/cles/defi").status_code == 429
    assert enter(client, "A" * 25).status_code == 429


def test_ten_thousand_guesses_in_a_minute_are_not_heard(service: Application) -> None:
    """The limiter of the service itself: from one network 20 pass, from as many networks as one likes 2,000."""

    def passed(adresses: list[str]) -> int:
        passes = 0
        for adresse in adresses:
            try:
                count_try(Request({"type": "http", "app": service, "client": (adresse, 1)}))
            except TropDEssais:
                continue
            passes += 1
        return passes

    assert passed(["203.0.113.9"] * 10_000) == 20
    assert passed([f"10.{rang // 256}.{rang % 256}.1" for rang in range(10_000)]) == 1980


def test_a_number_nobody_has_costs_the_same_work(
    ouvre: Ouvre, telephone: Telephone, service: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rather than a clock: the same statements and the same check of a signature, and the same page."""
    travail: list[str] = []
    verifie = cles_acces.verify_authentication_response

    def verify(**quoi: Any) -> Any:
        travail.append("signature")
        return verifie(**quoi)

    def listen(*quoi: Any) -> None:
        travail.append(quoi[2])

    monkeypatch.setattr(cles_acces, "verify_authentication_response", verify)
    event.listen(service.state.parties.engine, "before_cursor_execute", listen)
    travaux, pages = [], set()
    for essai in (replace(telephone, secrete=Telephone().secrete), replace(telephone, identifiant=b"z" * 32)):
        client = ouvre()
        options = client.post("/carnet/cles/defi").json()
        travail.clear()
        pages.add(client.post("/carnet/cles/entrer", data={"reponse": essai.sign(options)}).text)
        travaux.append(tuple(travail))
    assert len(set(travaux)) == len(pages) == 1
    assert travaux[0].count("signature") == 1


@pytest.mark.parametrize(
    "reponse", ["", "{", "[]", "null", "1", '{"id": 1}', '{"id":"a","rawId":"a","type":"x","response":{}}', "é" * 9000]
)
def test_an_answer_that_cannot_be_read_is_refused(
    ouvre: Ouvre, chez_moi: TestClient, telephone: Telephone, reponse: str
) -> None:
    client = ouvre()
    client.post("/carnet/cles/defi")
    assert client.post("/carnet/cles/entrer", data={"reponse": reponse}).status_code == 422
    chez_moi.post("/carnet/cles/nouvelle")
    assert chez_moi.post("/carnet/cles/ajouter", data={"reponse": reponse}).status_code == 422


def broken(reponse: str, pas: int) -> Iterator[str]:
    """The same answer cut short, or with one byte turned over, every so many bytes of each of its pieces."""
    for nom, valeur in json.loads(reponse)["response"].items():
        octets = to_bytes(valeur)
        for rang in range(0, len(octets), pas):
            for autre in (octets[:rang], octets[:rang] + bytes([octets[rang] ^ 0xFF]) + octets[rang + 1 :]):
                lu = json.loads(reponse)
                lu["response"][nom] = to_text(autre)
                yield json.dumps(lu)


def test_a_broken_piece_is_a_refusal_and_never_a_failure(ouvre: Ouvre, chez_moi: TestClient) -> None:
    """The parsers of keys are not ours: whatever they raise must be foreseen."""
    domaine, telephone = cles_acces.Domaine("testserver", ORIGINE), Telephone()
    options = chez_moi.post("/carnet/cles/nouvelle").json()
    neuve = telephone.make(options)
    essais = list(broken(telephone.sign(options), 5))
    assert len(essais) > 60
    for essai in essais:
        lue = cles_acces.parse_authentication_credential_json(essai)
        assert cles_acces._check(lue, to_bytes(options["challenge"]), domaine, cles_acces._decoy()) is None
    bonnes = 0
    for essai in broken(neuve, 3):
        # Nothing signs a new key: a byte that says nothing may change. Whatever else is raised fails this test.
        with suppress(*cles_acces._ILLISIBLE):
            cles_acces.verify_registration_response(
                credential=essai,
                expected_challenge=to_bytes(options["challenge"]),
                expected_rp_id=domaine.nom,
                expected_origin=domaine.origine,
            )
            bonnes += 1
    assert 0 < bonnes < 40
