"""The partners' API: the fate of each line, the quota, a silent agenda said so to those who search."""

import json
from datetime import timedelta
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from sqlmodel import Session
from starlette.testclient import TestClient

from app.main import Application
from app.services.agenda import FRAICHEUR
from app.services.cles_partenaires import PAR_MINUTE, close_cle
from tests.agendas import MAINTENANT
from tests.bases import RACINE
from tests.bundles import bundle, entry, role, slot
from tests.horloge import Horloge
from tests.operateurs import Equipe, make_equipe_in, registre
from tests.web.conftest import ORIGINE

TITRES = "prenom;nom;profession;date;debut;fin;duree\n"
FHIR = "application/fhir+json"
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


def publish_fhir(client: TestClient, equipe: Equipe, contenu: object, **dits: str) -> Any:
    """Send a bundle, as its software would write it."""
    corps = contenu if isinstance(contenu, bytes) else json.dumps(contenu).encode()
    chemin = f"/api/v1/partenaires/lieux/{equipe.lieu}/agenda"
    return client.put(chemin, content=corps, headers={"content-type": FHIR, **equipe.entetes}, params=dits)


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
        (TITRES + MARDI * 25_000, "text/csv", 413),
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


def test_a_bundle_is_published_slot_by_slot_and_the_fate_of_each_is_said(client: TestClient, equipe: Equipe) -> None:
    ici = role(identifier=[{"system": "urn:mon-budget-sante:lieu", "value": equipe.lieu}])
    pris = slot("2026-12-01T11:00:00Z", "2026-12-01T11:20:00Z", status="busy")
    reponse = publish_fhir(client, equipe, bundle(slot(), pris, ici))
    corps = reponse.json()
    assert (reponse.status_code, corps["lignes"], corps["acceptees"], corps["creneaux_offerts"]) == (200, 2, 1, 1)
    assert [refusee["ligne"] for refusee in corps["refusees"]] == [2]
    assert corps["lieu"]["source"] == "fhir"
    assert [c["debut"] for c in search(client)["creneaux"]] == ["2026-12-01T09:00:00+01:00"]
    vide = publish_fhir(client, equipe, bundle()).json()
    assert (vide["lignes"], vide["creneaux_offerts"], vide["lieu"]["muet"]) == (0, 0, False)
    assert search(client)["absence"] == "aucun"


@pytest.mark.parametrize(
    "corps",
    [
        b"", b"[" * 60_000, b'{"a":' * 30_000 + b"1" + b"}" * 30_000, b'{"resourceType":"Bundle","type":NaN}',
        b'{"resourceType":"Bundle","resourceType":"Roy","type":"searchset"}', b'"\\ud800"', b"\xff\xfe",
        json.dumps(bundle(slot(start="Roy"))).encode(), json.dumps(bundle(entry("Patient", "Roy"))).encode(),
    ],
)  # fmt: skip
def test_a_hostile_bundle_changes_nothing_and_is_not_repeated(client: TestClient, equipe: Equipe, corps: bytes) -> None:
    publish(client, equipe, TITRES + MARDI)
    reponse = publish_fhir(client, equipe, corps)
    assert reponse.status_code == 422
    assert reponse.json()["erreur"]["problemes"][0]["message"]
    assert "Roy" not in reponse.text
    assert len(search(client)["creneaux"]) == 3


def test_an_agenda_may_be_as_long_as_one_mebibyte_and_no_more(client: TestClient, equipe: Equipe) -> None:
    juste = bundle(slot(), note="x" * (1024 * 1024 - 4096))
    assert publish_fhir(client, equipe, juste).json()["acceptees"] == 1
    trop = json.dumps(bundle(slot(), note="x" * 1024 * 1024)).encode()
    assert publish_fhir(client, equipe, trop).status_code == 413
    chemin = f"/api/v1/partenaires/lieux/{equipe.lieu}/agenda"
    sans_longueur = client.put(chemin, content=iter([trop]), headers={"content-type": FHIR, **equipe.entetes})
    assert (sans_longueur.status_code, sans_longueur.json()["erreur"]["code"]) == (413, "corps_trop_grand")
    sans_cle = client.put(chemin, content=json.dumps(juste), headers={"content-type": FHIR})
    assert sans_cle.status_code == 401


def test_our_example_is_read_and_is_fhir_and_so_is_our_own_answer(client: TestClient, equipe: Equipe) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    put = schema["paths"]["/api/v1/partenaires/lieux/{lieu}/agenda"]["put"]
    exemple = put["requestBody"]["content"][FHIR]["example"]
    Bundle.model_validate(exemple)
    documente = (RACINE / "docs/publier-des-creneaux.md").read_text("utf-8")
    assert json.loads(documente.split("```json\n")[1].split("```")[0]) == exemple
    ecrit = json.dumps(exemple).replace("3f0c1a526f0e4a8e9a3d2f6d0c9b7e11", equipe.lieu)
    assert (publish_fhir(client, equipe, ecrit.encode()).json()["acceptees"], len(search(client)["creneaux"])) == (2, 2)
    notre = client.get("/api/v1/creneaux?commune=71270", headers={"accept": FHIR}).json()
    Bundle.model_validate(notre)
    relu = publish_fhir(client, equipe, notre).json()
    assert (relu["lignes"], relu["acceptees"], relu["creneaux_offerts"]) == (2, 2, 2)
    publish_fhir(client, equipe, bundle())
    Bundle.model_validate(client.get("/api/v1/creneaux?commune=71270", headers={"accept": FHIR}).json())
