"""Consents on this device, as a browser meets them: a yes that keeps, a no that keeps nothing, receipts."""

import json
import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from tests.horloge import Horloge
from tests.rendering.conftest import visible
from tests.web.carnets import age_shown, answer, empreinte
from tests.web.conftest import Ouvre


@pytest.fixture
def client(ouvre: Ouvre) -> TestClient:
    return ouvre()


def test_nothing_is_ticked_nor_asked_twice(client: TestClient) -> None:
    for chemin in ("/consentements", "/carnet", "/falc/consentements", "/falc/carnet"):
        page = client.get(chemin).text
        assert " checked" not in page
        assert "<select" not in page


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_a_yes_keeps_the_answers_on_this_device_and_a_withdrawal_erases_them(
    client: TestClient, horloge: Horloge, prefixe: str
) -> None:
    answer(client)
    adresse = f"{prefixe}/consentements"
    donnees = {"empreinte": empreinte(client.get(adresse).text, adresse), "geste": "donne"}
    oui = client.post(adresse, data=donnees)
    assert oui.status_code == 200
    assert "Max-Age=31536000" in oui.headers["set-cookie"]
    assert "Votre reçu" in oui.text
    horloge.instant += timedelta(days=200)
    assert age_shown(client) or "55 ans" in client.get("/conseils").text
    page = client.get(adresse).text
    assert "Vous avez dit oui le" in page
    assert page.count('name="geste"') == 1  # one gesture to give, one to take back
    non = client.post(adresse, data=donnees | {"geste": "retire"})
    assert '"cookies"' in non.headers["clear-site-data"]
    assert "Max-Age=0" in non.headers["set-cookie"]
    assert "55 ans" not in client.get("/conseils").text


def test_without_a_yes_the_answers_leave_within_the_day(client: TestClient, horloge: Horloge) -> None:
    answer(client)
    donnees = {"empreinte": empreinte(client.get("/consentements").text, "/consentements"), "geste": "refuse"}
    refus = client.post("/consentements", data=donnees)
    assert "set-cookie" not in refus.headers
    assert "Rien" in refus.text or "rien" in refus.text
    assert age_shown(client)
    horloge.instant += timedelta(hours=13)
    assert not age_shown(client)


def test_answers_given_later_stay_under_the_same_yes(client: TestClient, horloge: Horloge) -> None:
    donnees = {"empreinte": empreinte(client.get("/consentements").text, "/consentements"), "geste": "donne"}
    client.post("/consentements", data=donnees | {"age": "oui"})
    answer(client)
    horloge.instant += timedelta(days=3)
    assert age_shown(client)
    client.post("/proches/retirer", data={"personne": "0"})
    answer(client)
    horloge.instant += timedelta(days=3)
    assert age_shown(client)
    horloge.instant += timedelta(days=366)
    assert "lisibles" in client.get("/proches").text


@pytest.mark.parametrize("fausse", ["", "0" * 64, "x"])
def test_a_yes_to_another_text_is_refused(client: TestClient, fausse: str) -> None:
    for adresse, donnees in (("/consentements", {"geste": "donne", "age": "oui"}), ("/carnet/creer", {"age": "oui"})):
        reponse = client.post(adresse, data=donnees | {"empreinte": fausse})
        assert reponse.status_code == 409
        assert "texte" in reponse.text
        assert "set-cookie" not in reponse.headers


def test_the_receipt_says_the_text_the_time_and_the_answer(client: TestClient) -> None:
    donnees = {"empreinte": empreinte(client.get("/consentements").text, "/consentements"), "geste": "donne"}
    page = visible(client.post("/consentements", data=donnees | {"age": "oui"}).text)
    recu = json.loads(re.search(r"\{.*\}", page, re.DOTALL)[0])  # type: ignore[index]
    assert (recu["finalite"], recu["geste"], recu["version_du_texte"]) == ("garder-ici", "donne", 1)
    assert recu["empreinte_du_texte"] == donnees["empreinte"]
    assert recu["le"].endswith("+00:00")
