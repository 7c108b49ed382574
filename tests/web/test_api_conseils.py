"""POST /api/v1/conseils keeps the contract: shape, words, dates, size. The verdicts themselves are tested elsewhere."""

import gzip
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.domain.catalogue import Catalogue
from app.main import create_app
from app.routers.formes_conseils import EXEMPLE, ReponseConseils
from app.settings import Settings
from tests.web.conftest import ORIGINE, Envoi

FEMME_50 = {"date_naissance": "1976-07-25", "sexe": "F"}
PAS_CONCERNE = {"id", "verdict", "titre", "raisons", "a_partir_du"}
AUTRES = PAS_CONCERNE | {
    "echeance", "rang", "certitude", "texte", "texte_falc", "cout", "comment", "sources",
}  # fmt: skip
LUS = {"texte", "texte_falc", "comment", "sources", "territoires"}


def every_key(objet: Any) -> set[str]:
    """All the keys, at every depth."""
    if isinstance(objet, dict):
        return set(objet).union(*map(every_key, objet.values()))
    return set().union(*map(every_key, objet)) if isinstance(objet, list) else set()


def test_the_answer_has_the_shape_of_the_contract(send: Envoi, catalogue: Catalogue) -> None:
    reponse = send(FEMME_50)
    assert reponse.status_code == 200
    assert reponse.headers["content-type"] == "application/json"
    corps = reponse.json()
    assert (corps["au"], corps["version_contenu"]) == ("2026-11-22", catalogue.version_contenu)
    assert {conseil["id"] for conseil in corps["conseils"]} == set(catalogue.par_id)
    for rang, conseil in enumerate(corps["conseils"], 1):
        if conseil["verdict"] == "PAS_CONCERNE":
            assert set(conseil) == PAS_CONCERNE
        else:
            assert set(conseil) - {"territoires"} == AUTRES
            assert conseil["rang"] == rang
            assert conseil["comment"][-1] == catalogue.par_id[conseil["id"]].normal.sans_internet
            assert {"a_payer", "reste_a_charge"} <= set(conseil["cout"])
            if conseil["verdict"] != "A_PRECISER":
                assert set(conseil["cout"]) == {"a_payer", "reste_a_charge", "texte", "peut_etre_facture"}
            assert all(set(s) == {"editeur", "titre", "url", "date", "verifie_le"} for s in conseil["sources"])
        assert conseil["raisons"]
        assert all(raison["texte"] and raison["critere"] for raison in conseil["raisons"])
    ReponseConseils.model_validate(corps)


def test_the_questions_are_useful_ones_not_answered_yet(send: Envoi) -> None:
    corps = send({**FEMME_50, "reponses": {"fumeur": True}}).json()
    assert corps["questions"]
    assert all(set(question) == {"fait", "libelle", "peut_changer"} for question in corps["questions"])
    assert all(question["peut_changer"] >= 1 for question in corps["questions"])
    assert "fumeur" not in {question["fait"] for question in corps["questions"]}


def test_without_texts_everything_that_decides_stays(send: Envoi) -> None:
    complet, court = send(FEMME_50).json(), send(FEMME_50, requete="?textes=non").json()
    assert not LUS & every_key(court)
    assert "libelle" not in every_key(court)
    gardes = ("id", "verdict", "titre", "a_partir_du", "echeance", "rang", "certitude")
    assert [{c: o.get(c) for c in gardes} for o in court["conseils"]] == [
        {c: o.get(c) for c in gardes} for o in complet["conseils"]
    ]
    assert [[r["critere"] for r in o["raisons"]] for o in court["conseils"]] == [
        [r["critere"] for r in o["raisons"]] for o in complet["conseils"]
    ]
    ReponseConseils.model_validate(court)


@pytest.mark.parametrize("requete", ["?textes=oui", "?textes=oui&autre=1", "?autre=1", "?"])
def test_texts_are_there_unless_refused(send: Envoi, requete: str) -> None:
    assert "texte" in every_key(send(FEMME_50, requete=requete).json())


@pytest.mark.parametrize("requete", ["?textes=", "?textes", "?textes=no", "?textes=NON", "?textes=non&textes=oui"])
def test_other_values_of_textes_are_refused(send: Envoi, requete: str) -> None:
    reponse = send(FEMME_50, requete=requete)
    assert (reponse.status_code, reponse.json()["erreur"]["problemes"][0]["champ"]) == (422, "textes")


def test_without_department_every_territory_is_listed_and_with_one_only_its_own(
    send: Envoi, catalogue: Catalogue
) -> None:
    concernees = [fiche for fiche in catalogue.fiches if fiche.territoires]
    for fiche in concernees:
        for departement in (None, "71", fiche.territoires[0].departements[0]):
            profil = {"departement": departement, "date_naissance": f"{2025 - fiche.pour_qui.ages[0][0]}-01-01"}
            conseil = next(c for c in send(profil).json()["conseils"] if c["id"] == fiche.id)
            if conseil["verdict"] != "PAS_CONCERNE":
                attendus = [
                    territoire.texte
                    for territoire in fiche.territoires
                    if departement is None or departement in territoire.departements
                ]
                assert [territoire["texte"] for territoire in conseil["territoires"]] == attendus


def test_a_unit_past_its_review_date_leaves_the_certain_list(send: Envoi) -> None:
    profil = {"date_naissance": "2060-07-25", "sexe": "F"}
    certitudes = {c.get("certitude") for c in send(profil, au="2099-12-31").json()["conseils"]}
    assert "sure" not in certitudes


def test_the_answer_is_compressed_when_the_caller_can_read_it(client: TestClient) -> None:
    clair = client.post("/api/v1/conseils", json=EXEMPLE, headers={"accept-encoding": "identity"})
    for accepte in ("gzip", "br, gzip;q=0.5", "gzip, deflate", "br, gzip;q=0.01"):
        with client.stream("POST", "/api/v1/conseils", json=EXEMPLE, headers={"accept-encoding": accepte}) as reponse:
            brut = b"".join(reponse.iter_raw())
        assert reponse.headers["content-encoding"] == "gzip"
        assert int(reponse.headers["content-length"]) == len(brut)
        assert gzip.decompress(brut) == clair.content
    for refuse in ("identity", "gzip;q=0", "br, gzip; q=0.0", "xgzip", ""):
        reponse = client.post("/api/v1/conseils", json=EXEMPLE, headers={"accept-encoding": refuse})
        assert "content-encoding" not in reponse.headers
    assert clair.headers["vary"] == "accept-encoding"


@pytest.mark.parametrize("annee", range(1930, 2026, 8))
@pytest.mark.parametrize("sexe", ["F", "M", None])
def test_the_whole_answer_stays_light(client: TestClient, annee: int, sexe: str | None) -> None:
    for profil in ({"date_naissance": f"{annee}-07-25", "sexe": sexe}, {"sexe": sexe}):
        with client.stream("POST", "/api/v1/conseils", json={"profil": profil}) as reponse:
            assert reponse.headers["content-encoding"] == "gzip"
            assert int(reponse.headers["content-length"]) < 30_000


def test_two_people_do_not_mix(send: Envoi) -> None:
    """What is kept between two answers is about the content alone."""
    elle = {**FEMME_50, "historique": [{"id": "tension-arterielle", "le": "2026-03-10"}]}
    lui = {"date_naissance": "1990-01-01", "sexe": "M"}
    premiers = send(elle).content, send(lui).content
    assert (send(elle).content, send(lui).content) == premiers
    assert b"10 mars 2026" in premiers[0]
    assert b"10 mars 2026" not in premiers[1]


@pytest.mark.parametrize(
    ("instant", "departement", "attendu"),
    [
        # 00:30 in Paris on 23 November: still the 22nd in Tahiti, and noon of the 23rd in Wallis.
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), None, "2026-11-23"),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "71", "2026-11-23"),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "987", "2026-11-22"),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "986", "2026-11-23"),
        (datetime(2026, 11, 22, 12, 30, tzinfo=UTC), "986", "2026-11-23"),
        (datetime(2026, 11, 22, 12, 30, tzinfo=UTC), "988", "2026-11-22"),
        (datetime(2026, 11, 22, 3, 30, tzinfo=UTC), "973", "2026-11-22"),
        (datetime(2026, 11, 22, 2, 30, tzinfo=UTC), "973", "2026-11-21"),
        (datetime(2026, 11, 22, 20, 30, tzinfo=UTC), "974", "2026-11-23"),
    ],
)
def test_today_is_that_of_the_territory(
    own_folder: Settings, catalogue: Catalogue, instant: datetime, departement: str | None, attendu: str
) -> None:
    app = create_app(own_folder, catalogue, horloge=lambda: instant)
    client = TestClient(app, base_url=ORIGINE)
    assert client.post("/api/v1/conseils", json={"profil": {"departement": departement}}).json()["au"] == attendu
    app.state.parties.engine.dispose()


def test_an_age_steps_at_the_midnight_of_the_person(own_folder: Settings, catalogue: Catalogue) -> None:
    """Born on 23 November 1976: 50 in Paris, still 49 in Tahiti, at the same instant."""
    app = create_app(own_folder, catalogue, horloge=lambda: datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    client = TestClient(app, base_url=ORIGINE)
    verdicts = {}
    for departement in ("71", "987"):
        profil = {"date_naissance": "1976-11-23", "sexe": "F", "departement": departement}
        corps = client.post("/api/v1/conseils", json={"profil": profil}).json()
        verdicts[departement] = {conseil["id"]: conseil["verdict"] for conseil in corps["conseils"]}
    assert verdicts["71"]["depistage-cancer-sein"] == "A_FAIRE"
    assert verdicts["987"]["depistage-cancer-sein"] == "BIENTOT"
    app.state.parties.engine.dispose()


def test_the_preview_day_replaces_the_clock(own_folder: Settings, catalogue: Catalogue) -> None:
    settings = own_folder.model_copy(update={"aujourdhui": date(2031, 1, 2)})
    app = create_app(settings, catalogue)
    client = TestClient(app, base_url=ORIGINE)
    assert client.post("/api/v1/conseils", json={"profil": {}}).json()["au"] == "2031-01-02"
    app.state.parties.engine.dispose()


def test_the_examples_of_the_documentation_are_true(client: TestClient) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    operation = schema["paths"]["/api/v1/conseils"]["post"]
    (exemple,) = operation["requestBody"]["content"]["application/json"]["schema"]["examples"]
    montre = operation["responses"]["200"]["content"]["application/json"]["example"]
    vrai = client.post("/api/v1/conseils?textes=non", json=exemple).json()
    assert montre["au"] == vrai["au"]
    vrais = {conseil["id"]: conseil for conseil in vrai["conseils"]}
    for conseil in montre["conseils"]:  # the rank moves with every unit added
        assert conseil | {"rang": 0} == vrais[conseil["id"]] | {"rang": 0}
    assert {q["fait"] for q in montre["questions"]} <= {q["fait"] for q in vrai["questions"]}
    assert {conseil["verdict"] for conseil in montre["conseils"]} >= {"A_FAIRE", "PAS_CONCERNE"}
    assert set(operation["responses"]) == {"200", "403", "413", "415", "422"}
    for statut in ("403", "413", "415", "422"):
        assert operation["responses"][statut]["content"]["application/json"]["example"]["erreur"]["message"]


def test_the_documentation_names_what_the_content_knows(client: TestClient, catalogue: Catalogue) -> None:
    formes = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert formes["Profil"]["properties"]["reponses"]["propertyNames"]["enum"] == sorted(catalogue.faits)
    assert formes["ActePasse"]["properties"]["id"]["enum"] == sorted(catalogue.par_id)


def test_the_documentation_holds_no_address_of_the_framework(client: TestClient) -> None:
    texte = client.get("/api/v1/openapi.json").text
    assert "HTTPValidationError" not in texte
    assert json.loads(texte)["openapi"].startswith("3.1")
