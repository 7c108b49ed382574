"""The day of a talk with the pharmacist: noted on its page, kept with the rest, never accepted from a program."""

import re

import pytest
from starlette.testclient import TestClient

from tests.rendering.conftest import visible
from tests.web.conftest import Ouvre
from tests.web.test_suites import SEIN, Scene, courriel, easy, scene

__all__ = ["courriel", "scene"]
BILAN, TEST = "bilan-partage-de-medication", "angine-test-en-pharmacie"


@pytest.fixture
def client(ouvre: Ouvre) -> TestClient:
    return ouvre()


def note(client: TestClient, prefixe: str = "", **autres: str) -> int:
    donnees = {"id": BILAN, "le": "21/11/2026", "personne": "0"} | autres
    return client.post(f"{prefixe}/entretiens", data=donnees).status_code


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_the_day_is_noted_shown_and_taken_back(client: TestClient, prefixe: str) -> None:
    vide = client.get(f"{prefixe}/reperes/{BILAN}").text
    assert note(client, prefixe) == 303
    page = client.get(f"{prefixe}/reperes/{BILAN}").text
    assert "21 novembre 2026" in visible(page).replace("\xa0", " ")
    refus = client.post(f"{prefixe}/entretiens", data={"id": BILAN, "le": "demain", "personne": "0"})
    assert (refus.status_code, 'value="demain"' in refus.text) == (422, True)
    assert "21 novembre 2026" in visible(refus.text).replace("\xa0", " ")
    assert note(client, prefixe, le="21/11/2030") == 422
    assert client.post("/historique", data={"id": SEIN, "le": "2025"}).status_code == 303  # the rest goes on
    (kept, _) = client.get("/mes-donnees/copie.json").json()["personnes"][0]["profil"]["historique"]
    assert kept == {"id": BILAN, "le": "2026-11-21"}
    assert "Bilan partagé de médication" in visible(client.get("/mes-donnees").text)
    assert note(client, prefixe, action="retirer") == 303
    assert "novembre 2026." not in visible(client.get(f"{prefixe}/reperes/{BILAN}").text).partition("Vérifié")[0]
    if prefixe:
        assert [easy(p) for p in (vide, page, refus.text)] == [[]] * 3


def test_what_is_no_interview_has_no_day_and_nobody_is_named_who_left(client: TestClient) -> None:
    assert 'action="/entretiens"' not in client.get(f"/reperes/{TEST}").text
    assert [note(client, id=id_) for id_ in (TEST, SEIN, "", "x" * 300)] == [404] * 4
    assert note(client, personne="4") == 409


def test_a_program_may_name_advice_only(client: TestClient) -> None:
    profil = {"date_naissance": "1950-01-01", "historique": [{"id": BILAN, "le": "2026-11-21"}]}
    refus = client.post("/api/v1/conseils", json={"profil": profil})
    assert refus.status_code == 422
    assert BILAN not in refus.text


def test_a_copy_comes_back_whole(client: TestClient, ouvre: Ouvre) -> None:
    assert client.post("/", data={"date_naissance": "14/05/1950", "sexe": "F"}).status_code == 303
    note(client)
    copie, autre = client.get("/mes-donnees/copie.json").content, ouvre()
    rendue = autre.post("/mes-donnees/copie", files={"fichier": ("x.json", copie, "application/json")})
    assert rendue.status_code == 303
    relue = autre.get("/mes-donnees/copie.json").json()["personnes"][0]["profil"]["historique"]
    assert relue == [{"id": BILAN, "le": "2026-11-21"}]


def test_a_week_after_the_question_leaves(scene: Scene) -> None:
    scene.begin(nouvelles="oui")
    assert note(scene.client, le="22/11/2026") == 303
    pages = []
    for _ in range(8):
        scene.send(1)
        pages.append(scene.autre.get(scene.lien()).text)
    assert any("Comment ça va" in page for page in pages)
    assert not [page for page in pages if re.search("médicament|pharmacien ", visible(page).casefold())]
