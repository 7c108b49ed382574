"""The page of the bilan: the same facts in words, drawing and FALC; the consent; nothing of it logged or in a title."""

import asyncio
import html
import re

import pytest
from starlette.testclient import TestClient

from app.atelier.navigation import Navigateur, PageLue
from app.atelier.textes_falc import textes_des_pages
from app.main import Application
from tests.web.conftest import Journal

AILLEURS = {"Sec-Fetch-Site": "same-origin"}
ELLE = {"date_naissance": "25/07/1976", "sexe": "F"}
PAGES = ("/bilan-prevention", "/imprimer/bilan-prevention")
NAISSANCES = ("25/07/1976", "14/05/1972", "10/01/1982", "1975", "10/01/2015", "10/01/1940", "01/01/2003")


def read(client: TestClient, chemin: str) -> str:
    reponse = client.get(chemin)
    assert reponse.status_code == 200
    return html.unescape(reponse.text).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def elle(client: TestClient) -> TestClient:
    client.headers.update(AILLEURS)
    client.post("/", data=ELLE)
    return client


def test_without_answers_the_four_windows_and_the_two_questions(client: TestClient) -> None:
    page = read(client, "/bilan-prevention")
    for texte in ("De 18 à 25 ans", "De 70 à 75 ans", "Votre date de naissance", "J'accepte", "0 euro", "36 46"):
        assert texte in page
    assert "70-75 ans »" not in page  # nothing that holds for one age only
    assert "Il reste" not in page


def test_the_answer_given_here_leads_back_here(client: TestClient) -> None:
    client.headers.update(AILLEURS)
    reponse = client.post("/bilan-prevention", data=ELLE, follow_redirects=False)
    assert (reponse.status_code, reponse.headers["location"]) == (303, "/bilan-prevention")
    assert "Il reste 8 mois, jusqu'au 24 juillet 2027." in read(client, "/bilan-prevention")


def test_a_birth_date_that_is_not_one_is_asked_again(client: TestClient) -> None:
    for prefixe in ("", "/falc"):
        reponse = client.post(f"{prefixe}/bilan-prevention", data={"date_naissance": "31/02/1976"}, headers=AILLEURS)
        assert reponse.status_code == 422
        assert "Ce jour n'existe pas" in html.unescape(reponse.text)
        assert "31/02/1976" in reponse.text


def test_open_says_how_long_and_where(elle: TestClient) -> None:
    page = read(elle, "/bilan-prevention")
    assert "ouverte depuis le 25 juillet 2021" in page
    assert "s'ouvre le 25 juillet 2036" in page
    assert 'href="/creneaux"' in page
    falc = read(elle, "/falc/bilan-prevention")
    assert "samedi 24 juillet 2027" in falc
    assert "Il reste 8 mois." in falc
    assert "Il reste 8 mois" in read(elle, "/imprimer/bilan-prevention")


def test_done_says_the_next_one_and_no_slot(elle: TestClient) -> None:
    elle.post("/historique", data={"id": "mon-bilan-prevention-45-50", "le": "10/03/2025"})
    page = read(elle, "/bilan-prevention")
    assert "Le bilan de 45 à 50 ans est fait le 10 mars 2025." in page
    assert "s'ouvre le 25 juillet 2036" in page
    assert "Trouver un rendez-vous" not in page


def test_past_the_last_window_nothing_is_promised(client: TestClient) -> None:
    client.post("/", data={"date_naissance": "10/01/1940"}, headers=AILLEURS)
    page = read(client, "/bilan-prevention")
    assert "plus de bilan prévu" in page
    assert "Trouver un rendez-vous" not in page


@pytest.mark.parametrize("chemin", PAGES)
def test_the_title_is_neutral_and_nothing_is_logged(elle: TestClient, chemin: str, journal: Journal) -> None:
    page = read(elle, chemin)
    titre = re.search(r"<title>(.*?)</title>", page)
    assert titre is not None
    assert not re.search(r"\d|ans", titre[1])
    assert "1976" not in journal()


def test_the_pages_are_easy_to_read(application: Application) -> None:
    async def visit() -> list[tuple[str, PageLue]]:
        lues = []
        for naissance in ("", *NAISSANCES):
            navigateur = Navigateur(application)
            if naissance:
                await navigateur.post("/falc", {"date_naissance": naissance, "sexe": "F"})
            lues += [(f"/falc{chemin}", await navigateur.get(f"/falc{chemin}")) for chemin in PAGES]
        return lues

    assert [str(constat) for constat in textes_des_pages(asyncio.run(visit()))] == []
