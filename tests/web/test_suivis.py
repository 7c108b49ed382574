"""Two adults follow one child: invited by a code, both pages the same, told who changed it, ended from each side."""

import re

import pytest
from starlette.testclient import TestClient

from app.domain.falc import problemes_page
from tests.rendering.conftest import phrases_falc, visible
from tests.web.carnets import answer, make
from tests.web.conftest import Ouvre
from tests.web.test_passages import CODE, copie, take

ENFANT = {"naissance": "15/01/2020", "sexe": "F", "nom": "A.B."}


@pytest.fixture
def adultes(ouvre: Ouvre) -> tuple[TestClient, TestClient]:
    """Two browsers, each with its carnet open; the child is the first relative of the first."""
    a, b = ouvre(), ouvre()
    for client, naissance in ((a, "14/05/1985"), (b, "01/02/1984")):
        answer(client, naissance)
        make(client)
    assert a.post("/proches/ajouter", data=ENFANT).status_code == 303
    return a, b


def invite(client: TestClient, prefixe: str = "", numero: str = "1") -> str:
    page = client.post(f"{prefixe}/carnet/personnes/code", data={"personne": numero, "genre": "suivre"})
    trouve = CODE.search(page.text)
    assert trouve, page.status_code
    return trouve[1]


def stop(client: TestClient, arret: str, numero: str = "1", prefixe: str = "") -> int:
    donnees = {"personne": numero, "arret": arret}
    statut: int = client.post(f"{prefixe}/carnet/personnes/arreter", data=donnees).status_code
    return statut


def names(client: TestClient) -> list[object]:
    return [personne.get("nom", "") for personne in copie(client)["personnes"]]


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_both_see_correct_and_are_told(adultes: tuple[TestClient, TestClient], prefixe: str) -> None:
    a, b = adultes
    assert take(b, invite(a, prefixe), prefixe)[0] == 303
    assert [acte["finalite"] for acte in copie(b)["accords"]] == ["carnet", "carnet"]
    assert names(b)[-1] == "A.B."
    for client in adultes:
        texte = visible(client.get(f"{prefixe}/carnet/personnes").text).replace("\u00a0", " ")
        assert ("Suivi à deux" if not prefixe else "2 adultes") in texte
    b.post("/proches/modifier", data=ENFANT | {"personne": "1", "nom": "C.D."})
    assert names(a)[-1] == "C.D."
    assert "L'autre adulte a changé" in visible(a.get("/mes-donnees").text)
    assert "Vous avez changé" in visible(b.get("/mes-donnees").text)
    assert "1984" not in str(copie(a))
    assert "1985" not in str(copie(b))


def test_a_form_sent_after_the_other_adult_wrote_says_so(adultes: tuple[TestClient, TestClient]) -> None:
    """The carnet is read again at each request: only two writings in the same instant can cross, and one is told."""
    a, b = adultes
    assert take(b, invite(a))[0] == 303
    for client, nom in ((a, "E."), (b, "F."), (a, "G.")):
        assert client.post("/proches/modifier", data=ENFANT | {"personne": "1", "nom": nom}).status_code == 303
    assert [names(client)[-1] for client in adultes] == ["G.", "G."]


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_each_way_to_end_it(ouvre: Ouvre, adultes: tuple[TestClient, TestClient], prefixe: str) -> None:
    a, b = adultes
    for qui, arret, restent in ((b, "quitter", (2, 1)), (a, "seul", (2, 1)), (a, "effacer", (1, 1))):
        assert take(b, invite(a, prefixe), prefixe)[0] == 303
        numero = "1" if qui is a else str(copie(b)["personnes"][-1]["numero"])
        assert stop(qui, arret, numero, prefixe) == 303
        assert (len(names(a)), len(names(b))) == restent
    assert "n'est plus suivi à deux" in visible(b.get("/mes-donnees").text)


def test_erasing_one_s_carnet_says_that_the_other_keeps_the_child(adultes: tuple[TestClient, TestClient]) -> None:
    a, b = adultes
    assert take(b, invite(a))[0] == 303
    page = visible(a.get("/mes-donnees").text).replace("\u00a0", " ")
    assert "reste chez l'autre adulte" in page
    assert "restent chez l'autre adulte" in page
    assert a.post("/mes-donnees/effacer", data={"personne": "tout"}).status_code == 200
    assert names(b)[-1] == "A.B."
    assert "L'autre adulte ne suit plus" in visible(b.get("/mes-donnees").text)
    assert stop(b, "quitter") == 409  # theirs alone now: erased as anyone of the carnet is


def test_only_a_child_by_two_adults_with_their_own_carnets(
    ouvre: Ouvre, adultes: tuple[TestClient, TestClient]
) -> None:
    a, b = adultes
    code, sans = invite(a), ouvre()
    statut, page = take(sans, code)
    assert statut == 422
    assert "d'abord votre propre carnet" in visible(page).replace("\u00a0", " ")
    assert take(a, code)[0] == 422
    assert take(b, code, empreinte="0" * 64)[0] == 409
    assert take(b, code)[0] == 303
    assert take(b, code)[0] == 422
    for donnees in ({"personne": "1", "genre": "suivre"}, {"personne": "0", "genre": "suivre"}):
        for client in adultes:
            assert client.post("/carnet/personnes/code", data=donnees).status_code == 409
    for arret in ("seul", "effacer", "", "tout"):
        assert stop(b, arret) == 409
    assert len(names(a)) == 2


def test_an_invitation_is_taken_back(adultes: tuple[TestClient, TestClient]) -> None:
    a, b = adultes
    code = invite(a)
    assert a.post("/carnet/personnes/annuler", data={"personne": "1", "genre": "suivre"}).status_code == 303
    assert take(b, code)[0] == 422
    assert len(names(b)) == 1


def test_the_easy_pages_are_easy(adultes: tuple[TestClient, TestClient]) -> None:
    a, b = adultes
    pages = [a.get("/falc/carnet/personnes").text]
    don = a.post("/falc/carnet/personnes/code", data={"personne": "1", "genre": "suivre"}).text
    (code,) = CODE.findall(don)
    pages += [don.replace(code, ""), a.get("/falc/carnet/personnes").text]
    pages.append(b.post("/falc/carnet/recevoir", data={"code": code}).text)
    assert take(b, code, "/falc")[0] == 303
    pages += [client.get(f"/falc/{ou}").text for client in adultes for ou in ("carnet/personnes", "mes-donnees")]
    for page in pages:
        assert [str(f) for f in problemes_page([], phrases_falc(page))] == []
        assert not re.search(r"<title>[^<]*(A\.B|ans)", page)
