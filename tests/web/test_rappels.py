"""The dates through the pages: the file follows the person a form names, and nothing of it is cached or logged."""

import asyncio
import html
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from app.atelier.navigation import Navigateur, PageLue
from app.atelier.textes_falc import textes_des_pages
from app.domain.catalogue import Catalogue
from app.domain.dossier import Dossier, EtatNavigateur
from app.main import Application, create_app
from app.services.reponses_chiffrees import NOM
from app.settings import Settings
from tests.factories import make_profil
from tests.web.conftest import ORIGINE, Journal

MOI = {"date_naissance": "14/05/1972", "sexe": "F"}
FILS = {"naissance": "18/11/2026", "sexe": "M", "nom": "Zxqy W."}
AILLEURS = {"Sec-Fetch-Site": "same-origin"}
CHEMINS_FALC = (
    *("/falc/rappels", "/falc/rappels?page=2", "/falc/rappels?page=3", "/falc/rappels?page=99"),
    *("/falc/imprimer/frigo", "/falc/imprimer/frigo?mots=clairs"),
)
FICHIERS = ["/rappels.ics", "/falc/rappels.ics"]


@pytest.fixture
def elle(client: TestClient) -> TestClient:
    """A woman of 54 who noted a mammography."""
    client.headers.update(AILLEURS)
    client.post("/", data=MOI)
    client.post("/historique", data={"id": "depistage-cancer-sein", "le": "10/03/2025"})
    return client


def read(client: TestClient, chemin: str) -> str:
    reponse = client.get(chemin)
    assert reponse.status_code == 200
    return html.unescape(reponse.text).replace("\u00a0", " ").replace("\u202f", " ")


def summaries(octets: bytes) -> dict[date, str]:
    return {e["dtstart"].dt: str(e["summary"]) for e in Calendar.from_ical(octets).walk("VEVENT")}


@pytest.mark.parametrize("chemin", FICHIERS)
def test_the_file_is_silent_neutral_and_never_cached(elle: TestClient, chemin: str) -> None:
    reponse = elle.get(chemin)
    assert reponse.status_code == 200
    assert reponse.headers["content-type"] == "text/calendar; charset=utf-8"
    assert reponse.headers["content-disposition"] == 'attachment; filename="rendez-vous.ics"'
    assert reponse.headers["cache-control"] == "no-store"
    assert "set-cookie" not in reponse.headers
    assert set(summaries(reponse.content).values()) == {"Rendez-vous personnel"}
    assert date(2027, 3, 10) in summaries(reponse.content)


def test_clear_words_only_when_they_are_chosen(elle: TestClient) -> None:
    for mots in ("discrets", "", "CLAIRS", "clairs; x", "<b>"):
        assert set(summaries(elle.post("/rappels.ics", data={"mots": mots}).content).values()) == {
            "Rendez-vous personnel"
        }
    claires = summaries(elle.post("/rappels.ics", data={"mots": "clairs"}).content)
    assert "Mammographie" in claires[date(2027, 3, 10)] or "sein" in claires[date(2027, 3, 10)]
    assert set(summaries(elle.get("/rappels.ics?mots=clairs").content).values()) == {"Rendez-vous personnel"}


def test_refined_answers_update_the_same_days(elle: TestClient) -> None:
    """Refined or not, silent or clear, a day keeps the number of its event."""

    def numbers(octets: bytes) -> dict[date, str]:
        return {e["dtstart"].dt: str(e["uid"]) for e in Calendar.from_ical(octets).walk("VEVENT")}

    avant = numbers(elle.get("/rappels.ics").content)
    elle.post("/questions", data={"fait": "fumeur", "reponse": "oui"})
    for apres in (elle.get("/rappels.ics"), elle.post("/falc/rappels.ics", data={"mots": "clairs"})):
        assert avant.items() <= numbers(apres.content).items()


@pytest.mark.parametrize("chemin", FICHIERS)
def test_without_any_date_the_file_leads_to_the_page_that_says_why(client: TestClient, chemin: str) -> None:
    reponse = client.get(chemin, follow_redirects=False)
    assert (reponse.status_code, reponse.headers["location"]) == (303, chemin.removesuffix(".ics"))
    assert "date de naissance" in read(client, chemin.removesuffix(".ics"))
    assert client.post(chemin, headers=AILLEURS, follow_redirects=False).status_code == 303


def test_a_form_left_open_gives_the_dates_of_its_person(elle: TestClient) -> None:
    elle.post("/proches/ajouter", data=FILS)
    assert "Pour Zxqy W. :" in read(elle, "/rappels")
    pour_elle = elle.post("/rappels.ics", data={"personne": "0", "mots": "discrets"})
    pour_lui = elle.get("/rappels.ics")
    assert date(2027, 3, 10) in summaries(pour_elle.content)
    assert date(2026, 12, 18) in summaries(pour_lui.content)
    assert date(2027, 3, 10) not in summaries(pour_lui.content)
    assert elle.post("/rappels.ics", data={"personne": "9"}).status_code == 409


def test_a_foreign_page_cannot_ask_for_the_file(elle: TestClient) -> None:
    assert elle.post("/rappels.ics", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_nothing_of_it_is_logged(elle: TestClient, journal: Journal) -> None:
    elle.post("/proches/ajouter", data=FILS)
    for chemin in ("/rappels", "/falc/rappels?page=2", "/rappels.ics", "/imprimer/frigo?mots=clairs"):
        elle.get(chemin)
    elle.post("/rappels.ics", data={"mots": "clairs", "personne": "1"})
    assert not {trace for trace in ("1972", "Zxqy", "mammo", "2027", "clairs", "W.") if trace in journal()}


@pytest.mark.parametrize(
    ("instant", "departement", "proposee"),
    [
        (datetime(2026, 11, 22, 10, 30, tzinfo=UTC), "988", date(2026, 11, 29)),
        (datetime(2026, 11, 22, 14, 30, tzinfo=UTC), "988", date(2026, 11, 30)),
        (datetime(2026, 11, 22, 9, 30, tzinfo=UTC), "987", date(2026, 11, 28)),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), None, date(2026, 11, 30)),
    ],
)
def test_the_day_is_that_of_the_territory(
    own_folder: Settings, catalogue: Catalogue, instant: datetime, departement: str | None, proposee: date
) -> None:
    """What can be done now is proposed a week after today, and today is the person's own."""
    app = create_app(own_folder, catalogue, horloge=lambda: instant)
    personne = EtatNavigateur(make_profil("1972-05-14", "F", departement=departement))
    temoin = app.state.parties.codec.seal(Dossier((personne,)), instant)
    client = TestClient(app, base_url=ORIGINE, cookies={NOM: temoin})
    jours = summaries(client.get("/rappels.ics").content)
    app.state.parties.engine.dispose()
    assert min(jours) == proposee


@pytest.fixture
def neuve(own_folder: Settings, catalogue: Catalogue) -> Iterator[Application]:
    """A service of this test alone."""
    app = create_app(own_folder, catalogue, date(2026, 11, 22))
    yield app
    app.state.parties.engine.dispose()


def test_the_easy_to_read_pages_follow_their_rules(neuve: Application) -> None:
    async def walk() -> list[tuple[str, PageLue]]:
        pages: list[tuple[str, PageLue]] = []
        for naissance in ("", "14/05/1972", "18/11/2026", "30/01/1950"):
            navigateur = Navigateur(neuve)
            if naissance:
                await navigateur.post("/falc", {"date_naissance": naissance, "sexe": "F"})
            pages += [(chemin, await navigateur.get(chemin)) for chemin in CHEMINS_FALC]
        return pages

    lues = asyncio.run(walk())
    assert [str(constat) for constat in textes_des_pages(lues)] == []
    assert {page.statut for _, page in lues} == {200}
