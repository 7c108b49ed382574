"""The public numbers as anyone meets them: honest when there are none, open files, asked for apart."""

import csv
import io
from datetime import UTC, datetime

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.dossier import Dossier
from app.domain.falc import problemes_page
from app.main import Application, each_day
from app.services.accords_du_carnet import answer as write_answer
from app.services.carnet import Classeur, create, load
from tests.base.carnets import ACTE, LE, personne
from tests.horloge import Horloge
from tests.rendering.conftest import phrases_falc, visible
from tests.web.carnets import answer, make, say
from tests.web.conftest import Ouvre

DECEMBRE = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def client(ouvre: Ouvre) -> TestClient:
    return ouvre()


def agree(service: Application, nombre: int) -> None:
    """As many carnets whose reader agreed to be counted."""
    ensemble = service.state.parties
    accord = ensemble.catalogue.consentements[Finalite.STATISTIQUES]
    empreinte_ = accord.versions[0].empreinte(Finalite.STATISTIQUES, "normal")
    acte = ActeConsentement(Finalite.STATISTIQUES, Geste.DONNE, 1, empreinte_, "normal", LE)
    assert ensemble.scribe is not None
    with Session(ensemble.engine) as session, session.begin():
        classeur = Classeur(session, ensemble.scribe, LE)
        for rang in range(nombre):
            naissance = ("1950-01-01", "1972-05-14")[rang % 2]
            ouvert = load(classeur, create(classeur, Dossier((personne(naissance),)), ACTE).jeton)
            assert ouvert is not None
            write_answer(classeur, ouvert, acte)


def test_with_nothing_to_say_the_page_says_so(client: TestClient, service: Application, horloge: Horloge) -> None:
    assert "Rien n'est publié" in visible(client.get("/transparence").text).replace("’", "'")
    agree(service, 10)
    horloge.instant = DECEMBRE
    each_day(service.state.parties)
    page = visible(client.get("/transparence").text).replace("’", "'")
    assert "au moins 11 personnes" in page
    assert "Rien n'est publié" in page
    assert client.get("/transparence.json").json()["mois"][0]["mois"] == "2026-11"
    assert "Moins de 11 personnes" in visible(client.get("/falc/transparence").text)


def test_eleven_and_more_are_told_once_a_month(client: TestClient, service: Application, horloge: Horloge) -> None:
    agree(service, 30)
    each_day(service.state.parties)  # October is over: nobody had agreed yet
    assert [m["mois"] for m in client.get("/transparence.json").json()["mois"]] == ["2026-10"]
    horloge.instant = DECEMBRE
    for _ in range(2):
        each_day(service.state.parties)
    page = visible(client.get("/transparence").text).replace("\u00a0", " ")
    assert "30 personnes (novembre 2026)" in page
    lu = client.get("/transparence.json").json()
    assert lu["seuil"] == 11
    cases = {t: c for mois in lu["mois"] for t, c in mois["tableaux"].items() if mois["mois"] == "2026-11"}
    assert {"ligne": "total", "colonne": "total", "nombre": 30} in cases["age-sexe"]
    assert all(case["nombre"] is None or case["nombre"] >= 10 for table in cases.values() for case in table)
    table = client.get("/transparence.csv")
    assert table.headers["content-type"].startswith("text/csv")
    lignes = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert len(lignes) == 1 + sum(len(c) for mois in lu["mois"] for c in mois["tableaux"].values())
    assert "30 personnes" in visible(client.get("/falc/transparence").text).replace("\u00a0", " ")


def test_the_same_page_for_everyone(ouvre: Ouvre, service: Application) -> None:
    un, autre = ouvre(), ouvre()
    answer(un)
    make(un)
    assert un.get("/transparence").text == autre.get("/transparence").text


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_a_yes_in_the_carnet_and_its_withdrawal_take_as_many_gestures(client: TestClient, prefixe: str) -> None:
    answer(client)
    make(client, prefixe)
    etats = []
    for geste in ("donne", "retire", "retire"):
        assert say(client, "statistiques", geste, prefixe) == 200
        etats.append(client.get("/mes-donnees/copie.json").json()["accords"][-1]["geste"])
    assert etats == ["donne", "retire", "refuse"]


@pytest.mark.parametrize("champs", [{}, {"finalite": "carnet"}, {"finalite": "contact"}, {"finalite": "statistiques"}])
def test_a_purpose_that_was_not_shown_is_refused(client: TestClient, champs: dict[str, str]) -> None:
    answer(client)
    make(client)
    refus = client.post("/consentements/carnet", data=champs | {"geste": "donne", "empreinte": "0" * 64})
    assert refus.status_code == 409
    assert len(client.get("/mes-donnees/copie.json").json()["accords"]) == 1


def test_without_a_carnet_nothing_is_noted(client: TestClient) -> None:
    assert client.post("/consentements/carnet", data={"finalite": "statistiques", "geste": "donne"}).status_code == 409


def test_the_easy_pages_are_easy(client: TestClient, service: Application, horloge: Horloge) -> None:
    agree(service, 30)
    horloge.instant = DECEMBRE
    each_day(service.state.parties)
    answer(client)
    make(client)
    for adresse in ("/falc/transparence", "/falc/consentements"):
        fautes = [str(f) for f in problemes_page([], phrases_falc(client.get(adresse).text))]
        assert fautes == [], adresse
