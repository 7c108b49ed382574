"""The partners' API: the fate of each line, the quota, a silent agenda said so to those who search."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from app.main import Application
from app.services.agenda import FRAICHEUR
from app.services.cles_partenaires import PAR_MINUTE, close_cle
from tests.agendas import MAINTENANT
from tests.horloge import Horloge
from tests.operateurs import Equipe, make_equipe_in, registre
from tests.web.conftest import ORIGINE

TITRES = "prenom;nom;profession;date;debut;fin;duree\n"
MARDI = "Ana;Roy;medecin;2026-11-24;09:00;10:00;20\n"


@pytest.fixture
def horloge() -> Horloge:
    return Horloge(MAINTENANT)


@pytest.fixture
def client(service: Application) -> TestClient:
    return TestClient(service, base_url=ORIGINE)


@pytest.fixture
def equipe(service: Application) -> Equipe:
    return make_equipe_in(service)


def publish(client: TestClient, equipe: Equipe, corps: str | bytes, genre: str = "text/csv; charset=utf-8") -> Any:
    chemin = f"/api/v1/partenaires/lieux/{equipe.lieu}/agenda"
    return client.put(chemin, content=corps, headers={"content-type": genre, **equipe.entetes})


def search(client: TestClient) -> Any:
    return client.get("/api/v1/creneaux?commune=71270").json()


def test_published_then_found_then_silent(client: TestClient, equipe: Equipe, horloge: Horloge) -> None:
    assert search(client)["absence"] == "aucun" or search(client)["creneaux"] == []
    reponse = publish(client, equipe, TITRES + MARDI + MARDI.replace("2026", "2025"))
    assert reponse.status_code == 200
    corps = reponse.json()
    assert (corps["lignes"], corps["acceptees"], corps["creneaux_lus"], corps["creneaux_offerts"]) == (2, 1, 3, 3)
    assert corps["refusees"] == [{"ligne": 3, "raison": "ce jour est passé"}]
    assert (corps["lieu"]["source"], corps["lieu"]["muet"]) == ("csv", False)
    trouve = search(client)
    assert len(trouve["creneaux"]) == 3
    assert trouve["creneaux"][0]["vu_le"] == horloge().isoformat()
    publish(client, equipe, TITRES + MARDI.replace("11-24", "12-08"))
    horloge.instant += FRAICHEUR
    muet = search(client)
    assert (muet["creneaux"], muet["absence"]) == ([], "inconnu")
    lieux = client.get("/api/v1/partenaires/lieux", headers=equipe.entetes).json()
    assert [lieu["muet"] for lieu in lieux["lieux"]] == [True]


def test_a_calendar_says_whose_it_is_and_is_read_like_a_file(client: TestClient, equipe: Equipe) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    put = schema["paths"]["/api/v1/partenaires/lieux/{lieu}/agenda"]["put"]
    exemple = put["requestBody"]["content"]["text/calendar"]["example"]
    chemin = f"/api/v1/partenaires/lieux/{equipe.lieu}/agenda"
    entetes = {"content-type": "text/calendar", **equipe.entetes}
    sans = client.put(chemin, content=exemple, headers=entetes)
    assert sans.status_code == 422
    assert "profession" in sans.json()["erreur"]["problemes"][0]["message"]
    qui = {"nom": "Roy", "profession": "medecin", "duree": "45"}
    corps = client.put(chemin, content=exemple, headers=entetes, params=qui).json()
    assert (corps["lignes"], corps["creneaux_offerts"], corps["lieu"]["source"]) == (6, 24, "ical")
    assert client.put(chemin, content="rien", headers=entetes, params=qui).status_code == 422
    assert search(client)["creneaux"]


@pytest.mark.parametrize(
    ("corps", "genre", "statut"),
    [
        (TITRES, "text/csv", 422),
        (b"", "text/csv", 422),
        (b"\xff\xfe\x00", "text/csv", 422),
        ("a;b\n1;2\n", "text/csv", 422),
        (TITRES + MARDI.replace("2026", "2025"), "text/csv", 422),
        (TITRES + MARDI, "application/json", 415),
        (TITRES + MARDI, "", 415),
        (TITRES + MARDI * 2000, "text/csv", 413),
    ],
)
def test_what_cannot_be_read_changes_nothing_and_is_not_repeated(
    client: TestClient, equipe: Equipe, corps: str | bytes, genre: str, statut: int
) -> None:
    publish(client, equipe, TITRES + MARDI)
    reponse = publish(client, equipe, corps, genre)
    assert reponse.status_code == statut
    assert reponse.json()["erreur"]["message"]
    assert "Roy" not in reponse.text
    assert len(search(client)["creneaux"]) == 3


def test_the_quota_is_that_of_one_minute_and_says_when_to_ask_again(
    client: TestClient, service: Application, equipe: Equipe, horloge: Horloge
) -> None:
    def ask(qui: Equipe) -> Any:
        return client.get("/api/v1/partenaires/lieux", headers=qui.entetes)

    autre = make_equipe_in(service, "Pharmacie Voisine")
    assert {ask(equipe).status_code for _ in range(PAR_MINUTE)} == {200}
    horloge.instant += timedelta(seconds=20)
    trop = ask(equipe)
    assert (trop.status_code, trop.headers["retry-after"]) == (429, "40")
    assert ask(autre).status_code == 200
    horloge.instant += timedelta(seconds=39)
    assert ask(equipe).status_code == 429
    horloge.instant += timedelta(seconds=1)
    assert ask(equipe).status_code == 200


def test_a_closed_key_opens_nothing(client: TestClient, service: Application, equipe: Equipe) -> None:
    with Session(service.state.parties.engine) as session, session.begin():
        assert close_cle(registre(session, service.state.parties.coffre), equipe.cle.split("_")[1])
    reponse = client.get("/api/v1/partenaires/lieux", headers=equipe.entetes)
    assert (reponse.status_code, reponse.headers["www-authenticate"]) == (401, "Bearer")
    assert reponse.json()["erreur"]["code"] == "cle_refusee"


def test_the_documentation_names_the_key_and_gives_an_example_that_is_read(client: TestClient, equipe: Equipe) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    adresse = schema["paths"]["/api/v1/partenaires/lieux/{lieu}/agenda"]["put"]
    assert adresse["security"] == [{"clePartenaire": []}]
    assert set(adresse["responses"]) >= {"200", "401", "404", "413", "415", "422", "429"}
    exemple = adresse["requestBody"]["content"]["text/csv"]["example"]
    corps = publish(client, equipe, exemple).json()
    assert corps["refusees"] == []
    assert corps["creneaux_offerts"] == 8
