"""The waiting list as people meet it, and the calendar file of an appointment: made, moved, cancelled."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import Session
from starlette.testclient import TestClient

from app.domain import falc
from app.domain.attente import OFFRE
from app.main import Application, each_minute
from tests.agendas import MAINTENANT, demain, make_creneaux, make_lieu, make_plage, make_professionnel
from tests.horloge import Horloge
from tests.rendering.conftest import phrases_falc, visible
from tests.web.conftest import ORIGINE


@pytest.fixture
def horloge() -> Horloge:
    return Horloge(MAINTENANT)


@pytest.fixture
def client(service: Application) -> Iterator[TestClient]:
    navigateur = TestClient(service, base_url=ORIGINE, headers={"origin": ORIGINE}, follow_redirects=False)
    yield navigateur
    navigateur.close()


@pytest.fixture
def creneaux(service: Application) -> list[str]:
    """One slot in three days, one in four, at one place of Mâcon."""
    with Session(service.state.parties.engine) as session, session.begin():
        lieu, qui = make_lieu(session), make_professionnel(session)
        make_plage(session, lieu, qui)
        return [c.id for c in make_creneaux(session, lieu, qui, [demain(9, jours=3), demain(9, jours=4)])]


@pytest.fixture(params=["", "/falc"])
def mode(request: pytest.FixtureRequest) -> str:
    prefixe: str = request.param
    return prefixe


def search(client: TestClient, mode: str = "") -> Any:
    return client.post(f"{mode}/creneaux", data={"ou": "Mâcon", "chercher": "1"})


def code_in(texte: str) -> str:
    trouve = re.search(r'name="code" value="([0-9A-Z]{10})"', texte)
    assert trouve, visible(texte)
    return trouve[1]


def reserve(client: TestClient, creneau: str, nom: str) -> str:
    tenu = client.post("/creneaux/tenir", data={"creneau": creneau, "cle": nom, "commune": "71270"})
    code = code_in(tenu.text)
    fait = client.post("/creneaux/confirmer", data={"code": code, "prenom": "Ana", "nom": nom})
    assert "C'est réservé" in visible(fait.text)
    return code


def calendar(client: TestClient, code: str) -> tuple[Any, Any]:
    reponse = client.post("/rendez-vous.ics", data={"code": code})
    assert reponse.status_code == 200
    assert reponse.headers["cache-control"] == "no-store"
    fichier: Any = Calendar.from_ical(reponse.content)
    assert f"method={fichier['method']}" in reponse.headers["content-type"]
    return fichier, fichier.events[0]


def test_when_nothing_is_left_one_may_wait(
    service: Application, client: TestClient, creneaux: list[str], mode: str, horloge: Horloge
) -> None:
    codes = [reserve(client, creneau, nom) for creneau, nom in zip(creneaux, ("Roy", "Li"), strict=True)]
    liste = search(client, mode)
    lieu = re.search(r'name="attendre" value="([0-9a-f]{32})"', liste.text)
    assert lieu, visible(liste.text)
    entre = client.post(f"{mode}/creneaux/attendre", data={"attendre": lieu[1], "cle": "page", "tranche": "60-65"})
    assert entre.status_code == 200
    attente = code_in(entre.text)
    assert attente[:5] + "-" + attente[5:] in entre.text
    assert "01 99 00 12 34" in entre.text, "the phone way, always"
    client.post("/rendez-vous/annuler", data={"code": codes[0]})
    retour = client.post(f"{mode}/rendez-vous", data={"code": attente})
    assert "jeudi 26 novembre 2026" in visible(retour.text)
    assert creneaux[0] not in search(client, mode).text, "held for who waited"
    tenu = client.post(f"{mode}/rendez-vous/offre", data={"code": attente})
    fait = client.post(
        f"{mode}/creneaux/confirmer", data={"code": code_in(tenu.text), "prenom": "Cy", "nom": "Fa", "contact": ""}
    )
    assert "C'est réservé" in visible(fait.text)
    assert client.post(f"{mode}/rendez-vous", data={"code": attente}).status_code == 422, "served: nothing is left"


def test_an_offer_let_pass_says_so_and_is_everybodys(
    service: Application, client: TestClient, creneaux: list[str], mode: str, horloge: Horloge
) -> None:
    tot, tard = reserve(client, creneaux[0], "Roy"), reserve(client, creneaux[1], "Li")
    inscrit = client.post(f"{mode}/rendez-vous/attendre", data={"code": tard})
    assert re.search("attend", visible(inscrit.text))
    client.post("/rendez-vous/annuler", data={"code": tot})
    offre = client.post(f"{mode}/rendez-vous/offre", data={"code": tard})
    assert "hanger de rendez-vous" in visible(offre.text)
    horloge.instant += OFFRE + timedelta(seconds=1)
    each_minute(service.state.parties)
    passee = client.post(f"{mode}/rendez-vous/offre", data={"code": tard})
    assert passee.status_code == 200
    assert re.search("n'est plus gardée|rien réservé", visible(passee.text))
    retour = client.post(f"{mode}/rendez-vous", data={"code": tard})
    assert f'name="creneau" value="{creneaux[0]}"' in retour.text
    parti = client.post(f"{mode}/rendez-vous/ne-plus-attendre", data={"code": tard})
    assert f'value="{creneaux[0]}"' not in parti.text


def test_the_calendar_follows_the_appointment_and_says_nothing(
    client: TestClient, creneaux: list[str], horloge: Horloge
) -> None:
    code = reserve(client, creneaux[1], "Sentinelle")
    fichier, fait = calendar(client, code)
    assert (fichier["method"], fait["sequence"], fait["status"]) == ("PUBLISH", 0, "CONFIRMED")
    assert fait["dtstart"].dt == demain(9, jours=4)
    assert (str(fait["summary"]), str(fait["class"])) == ("Rendez-vous personnel", "PRIVATE")
    assert len(fait.alarms.times) == 2
    tenu = client.post("/creneaux/tenir", data={"creneau": creneaux[0], "cle": "x", "commune": "71270", "code": code})
    nouveau = re.search(r'name="tenu" value="([0-9A-Z]{10})"', tenu.text)
    assert nouveau
    client.post("/rendez-vous/deplacer", data={"code": code, "tenu": nouveau[1]})
    fichier, deplace = calendar(client, code)
    assert (fichier["method"], deplace["sequence"], deplace["uid"]) == ("REQUEST", 1, fait["uid"])
    assert deplace["dtstart"].dt == demain(9, jours=3)
    assert "organizer" in deplace
    assert deplace["attendee"].params["RSVP"] == "FALSE"
    client.post("/rendez-vous/annuler", data={"code": code})
    fichier, annule = calendar(client, code)
    assert (fichier["method"], annule["sequence"], annule["uid"]) == ("CANCEL", 2, fait["uid"])
    assert annule["status"] == "CANCELLED"
    for evenement in (fait, deplace, annule):
        texte = evenement.to_ical().decode()
        for mot in ("Sentinelle", "Ana", code, "santé", "bilan", "Camille"):
            assert mot not in texte


def test_a_place_that_is_only_held_has_no_calendar(client: TestClient, creneaux: list[str]) -> None:
    tenu = client.post("/creneaux/tenir", data={"creneau": creneaux[0], "cle": "x", "commune": "71270"})
    reponse = client.post("/rendez-vous.ics", data={"code": code_in(tenu.text)})
    assert (reponse.status_code, reponse.headers["content-type"].split(";")[0]) == (409, "text/html")


@pytest.mark.parametrize("chemin", ["attendre", "offre", "ne-plus-attendre", "ics"])
@pytest.mark.parametrize("code", ["", "0000000000", "x" * 500])
def test_a_code_nobody_has_changes_nothing(client: TestClient, mode: str, chemin: str, code: str) -> None:
    adresse = f"{mode}/rendez-vous.ics" if chemin == "ics" else f"{mode}/rendez-vous/{chemin}"
    reponse = client.post(adresse, data={"code": code})
    assert reponse.status_code == 409
    assert re.search("Rien n'est réservé|pas de rendez-vous", visible(reponse.text))


def test_every_easy_step_of_waiting_is_easy_and_fits(client: TestClient, creneaux: list[str], mode: str) -> None:
    codes = [reserve(client, creneau, nom) for creneau, nom in zip(creneaux, ("Roy", "Li"), strict=True)]
    liste = search(client, mode)
    lieu = re.search(r'name="attendre" value="([0-9a-f]{32})"', liste.text)
    assert lieu
    entre = client.post(f"{mode}/creneaux/attendre", data={"attendre": lieu[1], "cle": "page"})
    attente = code_in(entre.text)
    client.post("/rendez-vous/annuler", data={"code": codes[0]})
    offert = client.post(f"{mode}/rendez-vous", data={"code": attente})
    for reponse in (liste, entre, offert):
        assert int(reponse.headers["content-length"]) < 14_600
        if mode:
            propres = ("Maison de santé", "1 place", "Téléphone :")
            phrases = [p for p in phrases_falc(reponse.text) if not p.startswith(propres)]
            assert [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase("", phrase))] == []
