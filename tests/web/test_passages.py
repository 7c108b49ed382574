"""A child grown up takes their carnet: said on the page at 15 and 18, given by a code, received with their own yes."""

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.domain.falc import problemes_page
from app.routers.porte_carnet import TEMOIN
from tests.rendering.conftest import phrases_falc, visible
from tests.web.carnets import answer, empreinte, make
from tests.web.conftest import ORIGINE, Ouvre

CODE = re.compile(r'<p class="titre">([0-9A-Z-]{29})</p>')
GRAND, PETIT, MAJEUR = "14/05/2010", "22/11/2012", "22/11/2008"  # 16, 14 and 18 on the day of these tests
Famille = Callable[..., TestClient]


@pytest.fixture
def famille(ouvre: Ouvre) -> Famille:
    """The browser of a parent, its carnet open, with these relatives."""

    def open_(*naissances: str) -> TestClient:
        client = ouvre()
        answer(client)
        make(client)
        for naissance in naissances or (GRAND,):
            donnees = {"naissance": naissance, "sexe": "F", "nom": "L.M."}
            assert client.post("/proches/ajouter", data=donnees).status_code == 303
        return client

    return open_


def give(client: TestClient, numero: str = "1", prefixe: str = "") -> str:
    page = client.post(f"{prefixe}/carnet/personnes/code", data={"personne": numero})
    assert page.status_code == 200
    trouve = CODE.search(page.text)
    assert trouve
    return trouve[1]


def take(client: TestClient, code: str, prefixe: str = "", **autres: str) -> tuple[int, str]:
    """Read the code, say yes; the status and the page."""
    page = client.post(f"{prefixe}/carnet/recevoir", data={"code": code})
    if page.status_code != 200:
        return page.status_code, page.text
    adresse = f"{prefixe}/carnet/recevoir/accepter"
    (ou,) = re.findall(r'name="carnet" value="(\w+)"', page.text)
    donnees = {"code": code, "empreinte": empreinte(page.text, adresse), "carnet": ou}
    reponse = client.post(adresse, data=donnees | autres)
    return reponse.status_code, reponse.text


def copie(client: TestClient) -> dict[str, list[dict[str, object]]]:
    lue: dict[str, list[dict[str, object]]] = client.get("/mes-donnees/copie.json").json()
    return lue


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_from_the_parent_s_hand_to_their_own_phone(famille: Famille, ouvre: Ouvre, prefixe: str) -> None:
    parent, elle = famille(), ouvre()
    parent.post("/vaccins/carnet", data={"vaccin": "ror", "le": "06/2011"})
    avant = copie(parent)["personnes"][1]
    code = give(parent, prefixe=prefixe)
    statut, page = take(elle, code.lower(), prefixe)
    assert statut == 200
    assert len(re.findall(r"<li><b>([0-9A-Z-]{29})</b></li>", page)) == 10
    assert TEMOIN in elle.cookies
    sienne = copie(elle)
    (elle_meme,) = sienne["personnes"]
    assert elle_meme["profil"] == avant["profil"]
    assert elle_meme.get("vaccinations") == avant.get("vaccinations")
    assert [(acte["finalite"], acte["auteur"]) for acte in sienne["accords"]] == [("carnet", "soi")]
    assert len(copie(parent)["personnes"]) == 1
    assert "n'est plus dans celui-ci" in visible(parent.get("/mes-donnees").text)
    assert "Carnet reçu" in visible(elle.get("/mes-donnees").text)
    assert "2010" not in visible(parent.get(f"{prefixe}/carnet/personnes").text)
    assert take(ouvre(), code, prefixe)[0] == 422  # it has served


@pytest.mark.parametrize("prefixe", ["", "/falc"])
@pytest.mark.parametrize(
    ("naissance", "dit", "donne"),
    [
        ("23/11/2011", "15 ans", False),
        ("22/11/2011", "15 ans ou plus", True),
        ("21/11/2011", "15 ans ou plus", True),
        ("23/11/2008", "15 ans ou plus", True),
        ("22/11/2008", "18 ans ou plus", True),
        ("21/11/2008", "18 ans ou plus", True),
        ("2011", "date", False),
    ],
)
def test_the_page_says_what_each_age_lets_do(
    famille: Famille, prefixe: str, naissance: str, dit: str, donne: bool
) -> None:
    parent = famille(naissance)
    page = parent.get(f"{prefixe}/carnet/personnes").text
    assert dit in visible(page).replace("\u00a0", " ")
    assert ("Donner son carnet à" in page) is donne
    haut = parent.get(f"{prefixe}/carnet").text.split(f'href="{prefixe}/conseils"')[0]
    assert (f'href="{prefixe}/carnet/personnes"' in haut) is donne
    assert parent.post(f"{prefixe}/carnet/personnes/code", data={"personne": "1"}).status_code == (
        200 if donne else 409
    )
    assert len(copie(parent)["personnes"]) == 2  # nothing is ever erased by itself


def test_before_15_it_says_why_and_what_to_do(famille: Famille) -> None:
    parent = famille(PETIT)
    texte = visible(parent.get("/carnet/personnes").text).replace("\u00a0", " ")
    assert "22 novembre 2027" in texte
    refus = parent.post("/carnet/personnes/code", data={"personne": "1"})
    assert refus.status_code == 409
    assert "Avant 15 ans" in visible(refus.text).replace("\u00a0", " ")
    # Corrected after the code was made: refused when it serves, and nothing moves.
    autre = famille(GRAND)
    code = give(autre)
    autre.post("/proches/modifier", data={"personne": "1", "naissance": PETIT, "sexe": "F", "nom": "L.M."})
    parent.post("/carnet/fermer")
    statut, page = take(parent, code)
    assert statut == 422
    assert "Avant 15 ans" in visible(page).replace("\u00a0", " ")
    assert len(copie(autre)["personnes"]) == 2


def test_at_18_the_parent_gives_or_erases(famille: Famille) -> None:
    parent = famille(MAJEUR)
    page = parent.get("/carnet/personnes").text
    assert 'action="/mes-donnees/effacer"' in page
    assert parent.post("/mes-donnees/effacer", data={"personne": "1"}).status_code == 200
    assert len(copie(parent)["personnes"]) == 1


def test_a_code_is_taken_back(famille: Famille, ouvre: Ouvre) -> None:
    parent = famille()
    code = give(parent)
    assert "Un code attend" in visible(parent.get("/carnet/personnes").text)
    assert parent.post("/carnet/personnes/annuler", data={"personne": "1"}).status_code == 303
    assert take(ouvre(), code)[0] == 422
    assert "Code pour un proche annulé" in visible(parent.get("/mes-donnees").text)


def test_into_a_carnet_that_is_open_and_never_into_the_parent_s(famille: Famille, ouvre: Ouvre) -> None:
    parent, elle = famille(), ouvre()
    answer(elle, GRAND)
    make(elle)
    code = give(parent)
    statut, page = take(parent, code)
    assert statut == 422
    assert "vient du carnet qui est ouvert ici" in visible(page).replace("\u00a0", " ")
    assert take(elle, code)[0] == 303
    assert len(copie(elle)["personnes"]) == 1
    assert [acte["finalite"] for acte in copie(elle)["accords"]] == ["carnet", "carnet"]


def test_the_yes_is_their_own_to_the_text_of_the_day(famille: Famille, ouvre: Ouvre) -> None:
    parent, elle = famille(), ouvre()
    code = give(parent)
    assert take(elle, code, empreinte="0" * 64)[0] == 409
    assert take(elle, code, carnet="ouvert")[0] == 422  # shown with a carnet open, sent without
    assert TEMOIN not in elle.cookies
    assert len(copie(parent)["personnes"]) == 2
    assert take(elle, code)[0] == 200  # the code was not lost


def test_wrong_codes_are_limited(famille: Famille, ouvre: Ouvre) -> None:
    parent, autre = famille(), ouvre()
    code = give(parent)
    chemins = ("/carnet/recevoir", "/carnet/recevoir/accepter")
    statuts = [autre.post(chemins[rang % 2], data={"code": "A" * 25}).status_code for rang in range(25)]
    assert statuts[:20] == [422] * 20
    assert set(statuts[20:]) == {429}
    assert take(autre, code)[0] == 429


def test_nothing_about_them_is_in_an_address_a_title_or_a_refusal(famille: Famille, ouvre: Ouvre) -> None:
    parent, elle = famille(), ouvre()
    code = give(parent)
    for client, chemin in ((parent, "/carnet/personnes"), (elle, "/carnet/recevoir")):
        titre = re.search(r"<title>([^<]*)</title>", client.get(chemin).text)
        assert titre
        assert "ans" not in titre[1]
        assert "L.M." not in titre[1]
    lu = elle.post("/carnet/recevoir", data={"code": code})
    assert "L.M." not in lu.text
    assert "2010" not in lu.text
    assert lu.headers["cache-control"] == "no-store"
    assert "ZZZZ" not in elle.post("/carnet/recevoir", data={"code": "ZZZZ"}).text


def test_one_owner_cannot_give_or_take_back_for_another(famille: Famille, ouvre: Ouvre) -> None:
    moi, autre = famille(), ouvre()
    answer(autre)
    make(autre)
    code = give(moi)
    for chemin in ("/carnet/personnes/code", "/carnet/personnes/annuler"):
        assert autre.post(chemin, data={"personne": "1"}).status_code == 409
        assert moi.post(chemin, data={}).status_code == 409
        assert moi.post(chemin, data={"personne": "x" * 50}).status_code == 409
        etranger = TestClient(moi.app, base_url=ORIGINE, headers={"origin": "null"}, cookies=moi.cookies)
        assert etranger.post(chemin, data={"personne": "1"}).status_code == 403
    assert take(ouvre(), code)[0] == 200


def test_the_easy_pages_are_easy(famille: Famille, ouvre: Ouvre) -> None:
    parent, elle = famille(GRAND, PETIT, MAJEUR, "2011"), ouvre()
    pages = [parent.get(f"/falc/{chemin}").text for chemin in ("carnet/personnes", "carnet", "proches")]
    don = parent.post("/falc/carnet/personnes/code", data={"personne": "1"}).text
    code = CODE.search(don)
    assert code
    pages += [don.replace(code[1], ""), parent.get("/falc/carnet/personnes").text]
    pages += [client.get("/falc/carnet/recevoir").text for client in (parent, elle)]
    pages += [client.post("/falc/carnet/recevoir", data={"code": code[1]}).text for client in (parent, elle)]
    pages += [elle.post("/falc/carnet/recevoir", data={"code": code}).text for code in ("", "x")]
    pages += [ouvre().get("/falc/carnet/recevoir").text, ouvre().get("/falc/carnet").text]
    for page in pages:
        assert [str(f) for f in problemes_page([], phrases_falc(page))] == []
