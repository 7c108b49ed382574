"""A summary from the owner's hand to the professional's screen: chosen, watched, stopped, never in an address."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from app.domain.consentement import Finalite
from app.domain.falc import problemes_page
from app.main import Application, each_minute
from tests.horloge import Horloge
from tests.rendering.conftest import phrases_falc, visible
from tests.web.carnets import answer, empreinte, make
from tests.web.conftest import Ouvre

CODE = re.compile(r'<p class="titre">([0-9A-Z-]{17})</p>')


@pytest.fixture
def owner(ouvre: Ouvre) -> TestClient:
    client = ouvre()
    answer(client)
    make(client)
    client.post("/historique", data={"id": "depistage-cancer-sein", "le": "03/2025"})
    client.post("/questions", data={"fait": "fumeur", "reponse": "oui"})
    return client


def share(client: TestClient, prefixe: str = "", **autres: str) -> str:
    """The code of a summary of what was done, for an hour."""
    page = client.get(f"{prefixe}/partages").text
    donnees = {"empreinte": empreinte(page, f"{prefixe}/partages"), "fait": "oui", "duree": "1-heure"}
    reponse = client.post(f"{prefixe}/partages", data=donnees | autres)
    assert reponse.status_code == 200
    trouve = CODE.search(reponse.text)
    assert trouve
    return trouve[1]


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_a_professional_reads_what_was_chosen_and_nothing_else(
    ouvre: Ouvre, owner: TestClient, service: Application, prefixe: str
) -> None:
    medecin = ouvre()
    code = share(owner, prefixe)
    assert " checked" not in owner.get(f"{prefixe}/partages").text
    lu = medecin.post(f"{prefixe}/partage", data={"code": code.lower().replace("-", " ")})
    texte = visible(lu.text).replace("\u00a0", " ")
    assert lu.status_code == 200
    assert "mars 2025" in texte
    assert "1972" not in texte
    assert "Fumez" not in texte
    assert code not in lu.text
    assert lu.headers["cache-control"] == "no-store"
    assert "noindex" in lu.headers["x-robots-tag"]
    assert "set-cookie" not in lu.headers
    assert re.search(r"<title>Montrer un résumé – ", lu.text)
    vu = visible(owner.get(f"{prefixe}/partages").text).replace("\u00a0", " ")
    assert "1 fois" in vu
    assert "Résumé lu" in visible(owner.get("/mes-donnees").text)
    assert owner.get("/mes-donnees/copie.json").json()["partages"][0]["lu"] == 1


def test_every_choice_is_shown_when_ticked(ouvre: Ouvre, owner: TestClient) -> None:
    tout = dict.fromkeys(("personne", "conseils", "vaccins", "reponses"), "oui")
    texte = visible(ouvre().post("/partage", data={"code": share(owner, **tout)}).text).replace("\u00a0", " ")
    for mot in ("14 mai 1972", "mars 2025", "Rien de noté", "Les réponses", "Les conseils de ce site"):
        assert mot in texte


def test_one_gesture_stops_it_and_time_erases_it(
    ouvre: Ouvre, owner: TestClient, service: Application, horloge: Horloge
) -> None:
    medecin, premier, second = ouvre(), share(owner), share(owner)
    ids = re.findall(r'name="partage" value="([0-9a-f]{16})"', owner.get("/partages").text)
    assert owner.post("/partages/arreter", data={"partage": ids[0]}).status_code == 303
    lus = [medecin.post("/partage", data={"code": code}).status_code for code in (premier, second)]
    assert sorted(lus) == [200, 422]
    horloge.instant += timedelta(hours=1)
    each_minute(service.state.parties)
    assert medecin.post("/partage", data={"code": second}).status_code == 422
    assert medecin.post("/partage", data={"code": premier}).status_code == 422


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_what_is_missing_is_said_and_what_was_chosen_stays(owner: TestClient, prefixe: str) -> None:
    page = owner.get(f"{prefixe}/partages").text
    base = {"empreinte": empreinte(page, f"{prefixe}/partages")}
    for champs, garde in (({}, 0), ({"fait": "oui"}, 1), ({"duree": "1-jour"}, 1), ({"fait": "non", "duree": "99"}, 0)):
        refus = owner.post(f"{prefixe}/partages", data=base | champs)
        assert refus.status_code == 422
        assert refus.text.count(" checked") == garde
        assert 'role="alert"' in refus.text
    assert owner.get("/mes-donnees/copie.json").json()["partages"] == []


def test_with_relatives_one_says_of_whom(owner: TestClient) -> None:
    owner.post("/proches/ajouter", data={"naissance": "10/10/2022", "sexe": "F", "nom": "A."})
    donnees = {"empreinte": empreinte(owner.get("/partages").text, "/partages"), "personne": "oui", "duree": "1-heure"}
    assert owner.post("/partages", data=donnees).status_code == 422


def test_a_text_that_was_not_shown_shares_nothing(owner: TestClient) -> None:
    refus = owner.post("/partages", data={"empreinte": "0" * 64, "fait": "oui", "duree": "1-heure"})
    assert refus.status_code == 409
    assert owner.get("/mes-donnees/copie.json").json()["partages"] == []


def test_guesses_are_limited_and_shown_back_to_nobody(ouvre: Ouvre, owner: TestClient) -> None:
    code, medecin = share(owner), ouvre()
    assert medecin.post("/partage", data={"code": ""}).status_code == 422
    for rang in range(20):
        refus = medecin.post("/partage", data={"code": f"SENTINELLE{rang:05}"})
        assert refus.status_code == 422
        assert "SENTINELLE" not in refus.text
    assert medecin.post("/partage", data={"code": code}).status_code == 429


def test_the_journal_says_neither_code_nor_content(
    ouvre: Ouvre, owner: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    code = share(owner)
    ouvre().post("/partage", data={"code": code})
    ecrit = "".join(capsys.readouterr())
    assert code not in ecrit
    assert "sein" not in ecrit.replace("seing", "")


def test_without_a_carnet_there_is_nothing_to_share(ouvre: Ouvre) -> None:
    client = ouvre()
    assert client.get("/partages").headers["location"] == "/carnet"
    assert client.post("/partages", data={"fait": "oui"}).status_code == 409
    assert client.post("/partages/arreter", data={"partage": "tout"}).status_code == 409


def test_the_easy_pages_are_easy(ouvre: Ouvre, owner: TestClient, service: Application) -> None:
    share(owner, "/falc")
    assert Finalite.PARTAGE in service.state.parties.catalogue.consentements
    for client, adresse in ((owner, "/falc/partages"), (ouvre(), "/falc/partage")):
        page = client.get(adresse).text
        assert [str(f) for f in problemes_page([], phrases_falc(page))] == [], adresse
