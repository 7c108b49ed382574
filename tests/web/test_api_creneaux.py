"""The slots' API: what is found, why nothing is, and one appointment for one request."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.domain.catalogue import Catalogue
from app.main import Application, create_app
from app.models import Creneau, RendezVous
from app.settings import Settings
from tests.agendas import MAINTENANT, demain, make_creneaux, make_lieu, make_plage, make_professionnel
from tests.horloge import Horloge
from tests.web.conftest import ORIGINE

ICI = "/api/v1/creneaux?commune=71270"
RESERVER = "/api/v1/rendez-vous"


@pytest.fixture
def horloge() -> Horloge:
    return Horloge(MAINTENANT)


@pytest.fixture
def client(service: Application) -> Iterator[TestClient]:
    with_errors = TestClient(service, base_url=ORIGINE)
    yield with_errors
    with_errors.close()


@pytest.fixture
def ouverte(service: Application) -> Iterator[Session]:
    """A session that is committed at the first request's eve by the test itself."""
    with Session(service.state.parties.engine, expire_on_commit=False) as session:
        yield session


def fill(session: Session, commune: str = "71270", heures: int = 3, **lieu: Any) -> list[Creneau]:
    ici, qui = make_lieu(session, commune, **lieu), make_professionnel(session)
    make_plage(session, ici, qui)
    creneaux = make_creneaux(session, ici, qui, [demain(9 + heure) for heure in range(heures)])
    session.commit()
    return creneaux


def book(client: TestClient, libre: str, cle: str = "une-cle", **corps: Any) -> Any:
    contenu = {"creneau": libre, "prenom": "Ana", "nom": "Roy", **corps}
    return client.post(RESERVER, json=contenu, headers={"Idempotency-Key": cle})


def test_slots_around_with_their_age_and_their_hour(client: TestClient, ouverte: Session) -> None:
    fill(ouverte, pmr=True, lsf=False, langues="fr,en")
    fill(ouverte, "71153", heures=1, nom="Plus loin")  # Chalon-sur-Saône or so: outside
    reponse = client.get(ICI)
    corps = reponse.json()
    assert reponse.status_code == 200
    assert reponse.headers["cache-control"] == "no-store"
    assert set(corps) >= {"au", "version_contenu", "creneaux", "absence"}
    assert (corps["au"], corps["absence"], len(corps["creneaux"])) == ("2026-11-23", None, 3)
    premier = corps["creneaux"][0]
    assert set(premier) == {
        "id", "debut", "fin", "fuseau", "lieu", "professionnel", "acces", "telephone", "vu_le",
    }  # fmt: skip
    assert (premier["debut"], premier["fuseau"]) == ("2026-11-24T09:00:00+01:00", "Europe/Paris")
    assert premier["vu_le"] == "2026-11-23T07:00:00+00:00"
    assert premier["acces"] == {"pmr": True, "lsf": False}, "what the place did not say is absent"
    assert premier["lieu"]["commune"] == "Mâcon"
    assert [c["debut"] for c in corps["creneaux"]] == sorted(c["debut"] for c in corps["creneaux"])


@pytest.mark.parametrize(
    ("suite", "nombre"),
    [
        ("", 3),
        ("&profession=medecin", 3),
        ("&profession=infirmier", 0),
        ("&tranche=60-65", 3),
        ("&acces=pmr", 3),
        ("&acces=pmr,parking", 0),
        ("&acces=pmr&acces=lsf", 0),
        ("&du=2026-11-25", 0),
        ("&au=2026-11-23", 0),
        ("&du=2026-11-24&au=2026-11-24", 3),
    ],
)
def test_each_filter_counts(client: TestClient, ouverte: Session, suite: str, nombre: int) -> None:
    fill(ouverte, pmr=True, lsf=False)
    assert len(client.get(ICI + suite).json()["creneaux"]) == nombre


def test_by_postcode_and_by_distance(client: TestClient, ouverte: Session) -> None:
    fill(ouverte, "71270")
    fill(ouverte, "01053", heures=2)  # Bourg-en-Bresse, some 30 km away
    assert len(client.get("/api/v1/creneaux?code_postal=71000").json()["creneaux"]) == 3
    loin = client.get(ICI + "&rayon_km=50").json()["creneaux"]
    assert len(loin) == 5
    assert {round(c["lieu"]["distance_km"] / 10) for c in loin} == {0, 3}


def test_the_three_silences_and_the_next_known_date(client: TestClient, ouverte: Session, horloge: Horloge) -> None:
    rien = client.get(ICI).json()
    assert (rien["absence"], rien["prochaine_date"], rien["lieux_sans_creneau"]) == ("inconnu", None, [])
    fill(ouverte, heures=0, agenda="telephone", telephone="01 99 00 00 01")
    seul = client.get(ICI).json()
    assert seul["absence"] == "telephone_seulement"
    assert [lieu["telephone"] for lieu in seul["lieux_sans_creneau"]] == ["01 99 00 00 01"]
    fill(ouverte, heures=1)
    plein = client.get(ICI + "&au=2026-11-23").json()
    assert (plein["absence"], plein["prochaine_date"]) == ("aucun", "2026-11-24")
    fill(ouverte, heures=0, perime_le=MAINTENANT)
    muet = client.get(ICI + "&au=2026-11-23").json()
    assert muet["absence"] == "inconnu", "one agenda that does not speak: nobody can say there is none"
    assert sorted(lieu["absence"] for lieu in muet["lieux_sans_creneau"]) == ["aucun", "inconnu", "telephone_seulement"]


def test_a_slot_leaves_the_page_at_its_limit(client: TestClient, ouverte: Session, horloge: Horloge) -> None:
    creneau = fill(ouverte)[0]
    creneau.limite = MAINTENANT + timedelta(hours=1)
    ouverte.add(creneau)
    ouverte.commit()
    horloge.instant = MAINTENANT + timedelta(minutes=59)
    assert len(client.get(ICI).json()["creneaux"]) == 3
    horloge.instant = MAINTENANT + timedelta(hours=1)
    assert len(client.get(ICI).json()["creneaux"]) == 2
    assert book(client, creneau.id).status_code == 409


@pytest.mark.parametrize(
    ("commune", "attendu", "jour"),
    [
        ("97411", "2026-11-24T13:00:00+04:00", "2026-11-23"),
        ("98735", "2026-11-23T23:00:00-10:00", "2026-11-22"),
        ("98718", None, "2026-11-22"),
    ],
)
def test_far_from_paris_the_day_is_theirs(
    client: TestClient, ouverte: Session, commune: str, attendu: str | None, jour: str
) -> None:
    if attendu:
        fill(ouverte, commune, heures=2)
    corps = client.get(f"/api/v1/creneaux?commune={commune}").json()
    assert (corps["au"], [c["debut"] for c in corps["creneaux"]][1:]) == (jour, [attendu] if attendu else [])


@pytest.mark.parametrize(
    ("requete", "statut", "champ"),
    [
        ("", 422, "commune"),
        ("commune=00000", 404, None),
        ("code_postal=00000", 404, None),
        ("commune=71270&code_postal=75001", 404, None),
        ("commune=abc", 422, "commune"),
        ("commune=71270&commune=71270", 422, "corps"),
        ("commune=71270&inconnu=1", 422, "corps"),
        ("commune=71270&rayon_km=0", 422, "rayon_km"),
        ("commune=71270&rayon_km=1e3", 422, "rayon_km"),
        ("commune=71270&tranche=30-40", 422, "tranche"),
        ("commune=71270&acces=ascenseur", 422, "acces"),
        ("commune=71270&du=2026-02-30", 422, "du"),
        ("commune=71270&du=0", 422, "du"),
        ("commune=71270&du=2026-12-02&au=2026-12-01", 422, None),
        ("commune=71270&au=2026-11-01", 422, None),
        ("commune=71270&du=2029-01-01", 422, None),
        ("commune=%00", 422, "commune"),
        ("commune=71270&profession=%F0%9F%92%A9", 422, "profession"),
    ],
)
def test_a_search_that_cannot_be_is_said_and_not_echoed(
    client: TestClient, requete: str, statut: int, champ: str | None
) -> None:
    reponse = client.get(f"/api/v1/creneaux?{requete}")
    assert reponse.status_code == statut
    erreur = reponse.json()["erreur"]
    if champ:
        assert erreur["problemes"][0]["champ"].startswith(champ)
    assert "ascenseur" not in reponse.text
    assert "inconnu=1" not in reponse.text


def test_booked_once_whatever_is_repeated(client: TestClient, ouverte: Session) -> None:
    creneaux = fill(ouverte)
    fait = book(client, creneaux[0].id)
    assert fait.status_code == 201
    assert (fait.json()["etat"], fait.json()["creneau"]["id"]) == ("confirme", creneaux[0].id)
    assert book(client, creneaux[0].id).json() == fait.json()
    assert book(client, creneaux[0].id).status_code == 201
    for reponse, code in (
        (book(client, creneaux[1].id), "cle_deja_utilisee"),
        (book(client, creneaux[0].id, nom="Li"), "cle_deja_utilisee"),
        (book(client, creneaux[0].id, "autre", nom="Li"), "creneau_pris"),
    ):
        assert (reponse.status_code, reponse.json()["erreur"]["code"]) == (409, code)
    assert len(client.get(ICI).json()["creneaux"]) == 2
    assert "Ana" not in fait.text


def test_cancelled_with_its_code_however_it_is_typed(client: TestClient, ouverte: Session) -> None:
    creneau = fill(ouverte)[0]
    code = book(client, creneau.id).json()["code"]
    tape = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    for ecrit in (tape, code):
        annule = client.delete(f"{RESERVER}/{ecrit}")
        assert (annule.status_code, annule.json()["etat"]) == (200, "annule")
    assert len(client.get(ICI).json()["creneaux"]) == 3
    assert book(client, creneau.id).json()["erreur"]["code"] == "cle_deja_utilisee"
    assert book(client, creneau.id, "nouvelle").status_code == 201


def test_an_unknown_code_is_not_found_then_limited(client: TestClient, horloge: Horloge) -> None:
    assert client.delete(f"{RESERVER}/n'importe").status_code == 404
    statuts = [client.delete(f"{RESERVER}/000000{n:04}").status_code for n in range(40)]
    assert set(statuts) == {404, 429}
    assert client.delete(f"{RESERVER}/0000000000").headers["retry-after"] == "10"
    horloge.instant += timedelta(minutes=1)
    assert client.delete(f"{RESERVER}/0000000000").status_code == 404


@pytest.mark.parametrize(
    ("change", "champ"),
    [
        ({"prenom": ""}, "prenom"),
        ({"prenom": " \u202e\n "}, "prenom"),
        ({"nom": "x" * 81}, "nom"),
        ({"nom": None}, "nom"),
        ({"nom": "1 85 05 78 006 084 36"}, "nom"),
        ({"contact": "pas un contact"}, "contact"),
        ({"contact": "2 85 05 2A 006 084 36"}, "contact"),
        ({"creneau": "1"}, "creneau"),
        ({"role": "admin"}, "corps"),
        ({"prenom": True}, "prenom"),
    ],
)
def test_what_cannot_be_a_person_is_asked_again(client: TestClient, change: dict[str, Any], champ: str) -> None:
    reponse = book(client, "0" * 32, **change)
    assert reponse.status_code == 422
    assert [p["champ"] for p in reponse.json()["erreur"]["problemes"]] == [champ]
    for valeur in change.values():
        assert not isinstance(valeur, str) or len(valeur) < 5 or valeur not in reponse.text


@pytest.mark.parametrize("cle", [None, "", "x" * 201, "é", "deux mots"])
def test_a_booking_without_a_usable_key_is_refused(client: TestClient, cle: str | None) -> None:
    entetes = {} if cle is None else {"Idempotency-Key": cle.encode("utf-8")}
    corps = {"creneau": "0" * 32, "prenom": "Ana", "nom": "Roy"}
    reponse = client.post(RESERVER, json=corps, headers=entetes)  # type: ignore[arg-type]
    assert reponse.status_code == 422
    assert reponse.json()["erreur"]["problemes"][0]["champ"] == "Idempotency-Key"


@pytest.mark.parametrize(
    "nom",
    [
        "Ñ'Djaména-O’Brien",
        "<img src=x>",
        "{{7*7}}",
        "'; DROP",
        "\U0001f469\u200d\u2695\ufe0f",
        "\u0639\u0644\u064a",
        "Ngu\u0303",
        "Null",
    ],
)
def test_names_are_kept_as_they_are(service: Application, client: TestClient, ouverte: Session, nom: str) -> None:
    reponse = book(client, fill(ouverte)[0].id, nom=nom)
    assert reponse.status_code == 201
    assert nom not in reponse.text
    with Session(service.state.parties.engine) as session:
        assert session.exec(select(RendezVous.nom)).one() == nom


def test_a_base_that_does_not_answer_says_when_to_come_back(tmp_path: Path, catalogue: Catalogue) -> None:
    reglages = Settings(var=tmp_path, adresse_base="postgresql://personne@127.0.0.1:1/rien")
    app = create_app(reglages, catalogue, horloge=lambda: datetime(2026, 11, 23, 7, tzinfo=UTC))
    client = TestClient(app, base_url=ORIGINE)
    for reponse in (client.get(ICI), book(client, "0" * 32), client.delete(f"{RESERVER}/0000000000")):
        assert reponse.status_code == 503
        assert reponse.headers["retry-after"] == "10"
    assert "jamais deux rendez-vous" in book(client, "0" * 32).text
    client.close()
    app.state.parties.engine.dispose()


FORMES_DEMANDEES = [
    ("", "application/json"),
    ("*/*", "application/json"),
    ("text/html,*/*;q=0.1", "application/json"),
    ("application/fhir+json", "application/fhir+json"),
    ("text/calendar", "text/calendar"),
    ("text/*", "text/calendar"),
    ("application/json;q=0.5, text/calendar;q=0.9", "text/calendar"),
    ("text/calendar;q=0, application/fhir+json;q=0.1", "application/fhir+json"),
    ("text/calendar;q=0", "application/json"),
    ("text/calendar;q=é", "application/json"),
    (",;=,/" * 500, "application/json"),
]


@pytest.mark.parametrize(("accept", "attendu"), FORMES_DEMANDEES)
def test_the_form_is_the_one_preferred(client: TestClient, ouverte: Session, accept: str, attendu: str) -> None:
    fill(ouverte)
    reponse = client.get(ICI, headers={"accept": accept.encode("latin-1")})  # type: ignore[dict-item]
    assert (reponse.status_code, reponse.headers["content-type"].split(";")[0]) == (200, attendu)
    assert "accept" in [mot.strip() for mot in reponse.headers["vary"].split(",")]
    documentees = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/creneaux"]["get"]["responses"]["200"]
    assert "example" in documentees["content"][attendu] or attendu == "application/json"


def test_the_same_slots_as_a_bundle(client: TestClient, ouverte: Session) -> None:
    fill(ouverte, pmr=True)
    bundle = client.get(ICI, headers={"accept": "application/fhir+json"}).json()
    json = client.get(ICI).json()["creneaux"]
    assert (bundle["resourceType"], bundle["type"], bundle["total"]) == ("Bundle", "searchset", 3)
    par_genre: dict[str, list[Any]] = {}
    for entree in bundle["entry"]:
        par_genre.setdefault(entree["resource"]["resourceType"], []).append(entree)
    assert {genre: len(liste) for genre, liste in par_genre.items()} == {
        "Slot": 3,
        "Schedule": 1,
        "Practitioner": 1,
        "Location": 1,
    }
    assert [(e["resource"]["id"], e["resource"]["start"]) for e in par_genre["Slot"]] == [
        (c["id"], c["debut"]) for c in json
    ]
    assert par_genre["Slot"][0]["resource"]["meta"]["lastUpdated"] == json[0]["vu_le"]
    adresses = {entree["fullUrl"] for entree in bundle["entry"]}
    references = {e["resource"]["schedule"]["reference"] for e in par_genre["Slot"]}
    references |= {actor["reference"] for actor in par_genre["Schedule"][0]["resource"]["actor"]}
    assert references <= adresses, "every reference is answered in the bundle"


def test_a_silence_is_said_in_every_form(client: TestClient, ouverte: Session) -> None:
    fill(ouverte, heures=0, agenda="telephone", telephone="01 99 00 00 01")
    bundle = client.get(ICI, headers={"accept": "application/fhir+json"}).json()
    assert [e["resource"]["issue"][0]["details"]["text"] for e in bundle["entry"]] == ["telephone_seulement"]
    calendrier: Any = Calendar.from_ical(client.get(ICI, headers={"accept": "text/calendar"}).content)
    assert (calendrier["x-mbs-absence"], calendrier.events) == ("telephone_seulement", [])


def test_the_same_slots_as_a_calendar(client: TestClient, ouverte: Session) -> None:
    fill(ouverte)
    calendrier: Any = Calendar.from_ical(client.get(ICI, headers={"accept": "text/calendar"}).content)
    json = client.get(ICI).json()["creneaux"]
    assert calendrier["method"] == "PUBLISH"
    assert [(str(e["uid"]), e["dtstart"].dt) for e in calendrier.events] == [
        (c["id"], datetime.fromisoformat(c["debut"])) for c in json
    ]


def test_each_silent_place_says_its_own_next_date(client: TestClient, ouverte: Session) -> None:
    fill(ouverte, heures=1)
    plus_tard = fill(ouverte, heures=1, nom="Plus tard")[0]
    plus_tard.debut, plus_tard.fin = demain(9, jours=8), demain(10, jours=8)
    ouverte.add(plus_tard)
    ouverte.commit()
    corps = client.get(ICI + "&au=2026-11-25").json()
    assert (corps["absence"], len(corps["creneaux"])) == (None, 1)
    assert [(m["lieu"]["nom"], m["prochaine_date"]) for m in corps["lieux_sans_creneau"]] == [
        ("Plus tard", "2026-12-01")
    ]
