"""POST /api/v1/vaccins keeps the contract: shape, refusals without echo, dates that cannot break it."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.domain.catalogue import Catalogue
from app.routers.formes_vaccins import EXEMPLE_VACCINS, ReponseVaccins
from tests.web.conftest import JSON

BEBE = {"date_naissance": "2026-06-15", "sexe": "F"}
LUS = {"texte_falc", "comment", "sources", "precautions", "doute"}


def ask(client: TestClient, corps: Any, requete: str = "") -> Any:
    octets = corps if isinstance(corps, bytes) else json.dumps(corps).encode()
    return client.post(f"/api/v1/vaccins{requete}", content=octets, headers=JSON)


def test_the_answer_has_the_shape_of_the_contract(client: TestClient, catalogue: Catalogue) -> None:
    reponse = ask(client, EXEMPLE_VACCINS)
    assert reponse.status_code == 200
    corps = reponse.json()
    assert (corps["au"], corps["version_contenu"]) == ("2026-11-22", catalogue.version_contenu)
    ReponseVaccins.model_validate(corps)
    for ligne in corps["lignes"]:
        assert ligne["raisons"]
        assert all(raison["texte"] for raison in ligne["raisons"])
        assert ligne["sources"]
        assert ligne["cout"]["texte"]
        assert ligne["texte_falc"]
    ReponseVaccins.model_validate(ask(client, EXEMPLE_VACCINS, "?textes=non").json())
    assert all(not LUS & ligne.keys() for ligne in ask(client, EXEMPLE_VACCINS, "?textes=non").json()["lignes"])


def test_the_examples_of_the_documentation_are_true(client: TestClient) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    operation = schema["paths"]["/api/v1/vaccins"]["post"]
    (exemple,) = operation["requestBody"]["content"]["application/json"]["schema"]["examples"]
    montre = operation["responses"]["200"]["content"]["application/json"]["example"]
    vraies = {ligne["ligne"]: ligne for ligne in ask(client, exemple, "?textes=non").json()["lignes"]}
    assert all(ligne == vraies[ligne["ligne"]] for ligne in montre["lignes"])


@pytest.mark.parametrize(
    ("corps", "champ"),
    [
        ({"profil": BEBE, "vaccinations": [{"vaccin": "SECRET", "le": "2026-08-20"}]}, "vaccinations[0].vaccin"),
        ({"profil": BEBE, "vaccinations": [{"vaccin": "hexavalent", "le": "2027-08-20"}]}, "vaccinations[0].le"),
        ({"profil": BEBE, "vaccinations": [{"vaccin": "hexavalent", "le": "2020-08-20"}]}, "vaccinations[0].le"),
        ({"profil": BEBE, "vaccinations": [{"vaccin": "hexavalent", "le": "2026-02-30"}]}, "vaccinations[0].le"),
        ({"profil": BEBE, "vaccinations": [{"vaccin": "hexavalent", "le": 20260820}]}, "vaccinations[0].le"),
        ({"profil": BEBE, "vaccinations": [{"vaccin": "hexavalent"}]}, "vaccinations[0].le"),
        ({"profil": BEBE, "vaccinations": [{"vaccin": "ror", "le": "2026-08-20", "SECRET": 1}]}, "vaccinations[0]"),
        ({"profil": BEBE, "vaccinations": "SECRET"}, "vaccinations"),
        ({"profil": BEBE, "vaccinations": [{"vaccin": "ror", "le": "2026-08-20"}] * 201}, "vaccinations"),
        ({"profil": BEBE, "SECRET": 1}, "corps"),
        ({"profil": BEBE, "autres_dates": {"SECRET": "2026-08-20"}}, "autres_dates"),
        ({"profil": BEBE, "autres_dates": {"zona": "SECRET"}}, "autres_dates.zona"),
        ({"profil": BEBE, "autres_dates": {"zona": "2030-01-01"}}, "autres_dates.zona"),
        ({"profil": BEBE, "campagnes": {"SECRET": {"du": "2026-10-01", "au": "2026-12-01"}}}, "campagnes"),
        ({"profil": BEBE, "campagnes": {"automne-26": {"du": "2026-10-01", "au": "2026-12-01"}}}, "campagnes"),
        ({"profil": BEBE, "campagnes": {"automne-2026": {"du": "2026-12-01", "au": "2026-10-01"}}}, "campagnes"),
        ({"profil": BEBE, "campagnes": {"automne-2026": {"du": "0001-12-01", "au": "9999-12-31"}}}, "campagnes"),
        ({"profil": BEBE, "campagnes": {"automne-2026": {"du": "SECRET", "au": "2026-12-01"}}}, "campagnes"),
        ({"profil": BEBE, "campagnes": {"automne-2026": None}}, "campagnes"),
        ({"profil": {"date_naissance": "2030-01-01"}}, "profil.date_naissance"),
        ({"profil": {"date_naissance": "1800-01-01"}}, "profil.date_naissance"),
        ({"profil": {**BEBE, "reponses": {"grossesse": "SECRET"}}}, "profil.reponses.grossesse"),
        ({"vaccinations": []}, "profil"),
        ({"au": "1999-12-31", "profil": BEBE}, "au"),
        (b'{"profil": {}, "profil": {}}', "corps"),
        (b'{"profil": {"reponses": {"imc": NaN}}}', "corps"),
        (b'{"profil": {"reponses": {"imc": 1e999}}}', "profil.reponses.imc"),
        (b"[]", "corps"),
    ],
)
def test_a_refusal_says_where_and_repeats_nothing(client: TestClient, corps: Any, champ: str) -> None:
    reponse = ask(client, corps)
    assert reponse.status_code == 422, reponse.text
    erreur = reponse.json()["erreur"]
    assert erreur["problemes"][0]["champ"] == champ
    assert erreur["problemes"][0]["message"]
    assert "SECRET" not in reponse.text


@pytest.mark.parametrize(
    "corps",
    [
        {"profil": {}},
        {"profil": {}, "vaccinations": None, "autres_dates": None, "campagnes": None},
        {"profil": {"sexe": "F"}, "vaccinations": [{"vaccin": "ror", "le": "0001"}]},
        {"profil": {"reponses": {"age": 40}}, "vaccinations": [{"vaccin": "ror", "le": "1990"}]},
        {"profil": {"date_naissance": "1980"}, "vaccinations": [{"vaccin": "dtp", "le": "2026"}]},
        {"profil": {"date_naissance": "2024-02-29"}, "vaccinations": [{"vaccin": "ror", "le": "2025-03"}]},
        {"au": "2099-12-31", "profil": {"date_naissance": "1980-01-31"}},
        {"au": "2000-01-01", "profil": {"date_naissance": "1890-02-28"}},
        {"profil": {"terme_prevu": "2027-05-01", "date_naissance": "1990-01-01", "sexe": "F"}},
        {"profil": {"terme_prevu": "0001-01-01", "date_naissance": "1990-01-01"}},
        {"profil": {"reponses": {"age": 40}}, "vaccinations": [{"vaccin": "ror", "le": "0001-01-01"}]},
        {"profil": {"reponses": {"age": 40}}, "vaccinations": [{"vaccin": "shingrix", "le": "0001"}]},
        {"profil": {"reponses": {"age": 70}}, "autres_dates": {"covid": "0001-01-01", "zona": "0001"}},
        {"profil": BEBE, "autres_dates": {"zona": None, "covid": "2026"}},
        {"profil": BEBE, "campagnes": {"automne-2026": {"du": "1999-01-01", "au": "2100-12-31"}}},
    ],
)
def test_odd_but_possible_requests_are_answered(client: TestClient, corps: Any) -> None:
    reponse = ask(client, corps)
    assert reponse.status_code == 200, reponse.text
    ReponseVaccins.model_validate(reponse.json())


def test_without_a_birth_date_it_is_asked_for(client: TestClient) -> None:
    corps = ask(client, {"profil": {"sexe": "F"}}).json()
    assert (corps["lignes"], corps["a_preciser"]) == ([], ["date_naissance"])


def test_without_department_every_territory_is_listed_and_with_one_only_its_own(client: TestClient) -> None:
    for departement, nombre in ((None, 2), ("973", 1), ("71", 0)):
        profil = {"date_naissance": "1948-01-01", "departement": departement}
        lignes = {ligne["ligne"]: ligne for ligne in ask(client, {"profil": profil}).json()["lignes"]}
        assert len(lignes["vrs-75-et-plus"]["territoires"]) == nombre


def test_a_campaign_not_confirmed_is_said_so(client: TestClient) -> None:
    corps = ask(client, {"profil": {"date_naissance": "1948-01-01"}}).json()
    assert {c["cle"]: c["certitude"] for c in corps["campagnes"]}["automne-2026"] == "a_verifier"
    assert all(c["doute"] for c in corps["campagnes"] if c["certitude"] == "a_verifier")


def test_the_units_of_the_version_name_every_line(client: TestClient, catalogue: Catalogue) -> None:
    unites = client.get("/api/v1/version").json()["unites"]
    assert {*catalogue.par_id, *catalogue.vaccins.par_id} <= set(unites)


def test_no_line_is_left_past_its_review_date(client: TestClient) -> None:
    corps = ask(client, {"au": "2099-12-31", "profil": {"date_naissance": "2000-01-01"}}).json()
    assert {ligne["certitude"] for ligne in corps["lignes"]} == {"a_verifier"}


def test_a_dose_is_priced_by_the_engine_of_every_care(client: TestClient, catalogue: Catalogue) -> None:
    """Where a line names an act its amounts are those of the act; elsewhere they are null, never zero."""
    profil = {"date_naissance": "1950-03-02", "sexe": "F"}
    couts = {ligne["ligne"]: ligne["cout"] for ligne in ask(client, {"profil": profil}).json()["lignes"]}
    grippe, zona, pneumocoque = (couts[f"{nom}-65-et-plus"] for nom in ("grippe", "zona", "pneumocoque"))
    decompte = client.post("/api/v1/decomptes", json={"acte": "vaccin-pneumocoque", "situation": {}}).json()
    assert pneumocoque["actes"] == ["vaccin-pneumocoque"]
    assert pneumocoque["reste_a_charge"] == decompte["reste_a_charge"] is None
    assert pneumocoque["fourchettes"]["reste_a_charge"] == decompte["fourchettes"]["reste_a_charge"]
    assert any("injection" in texte for texte in pneumocoque["peut_etre_facture"])
    assert (grippe["a_payer"], grippe["fourchettes"]) == ("0.00", {})
    assert grippe["doutes"]
    assert (zona["a_payer"], zona["reste_a_charge"], zona["actes"], zona["fourchettes"]) == (None, None, [], {})
    avant = ask(client, {"au": "2026-07-23", "profil": profil}).json()["lignes"]
    veille = next(ligne["cout"] for ligne in avant if ligne["ligne"] == "pneumocoque-65-et-plus")
    assert (veille["a_payer"], veille["fourchettes"]) == (None, {}), "no price was read for that day"


def test_a_line_for_children_has_the_price_of_a_child(client: TestClient) -> None:
    """No franchise before 18: what remains begins at zero, and at one euro when the line is for adults too."""
    enfant = ask(client, {"profil": {"date_naissance": "2014-03-02"}}).json()["lignes"]
    jeune = ask(client, {"profil": {"date_naissance": "2004-03-02"}}).json()["lignes"]
    (a_12_ans,) = (li["cout"]["fourchettes"] for li in enfant if li["ligne"] == "hpv-11-14")
    (a_22_ans,) = (li["cout"]["fourchettes"] for li in jeune if li["ligne"] == "hpv-rattrapage-15-26")
    assert a_12_ans["reste_a_charge"]["min"] == "0.00"
    assert a_22_ans["reste_a_charge"]["min"] == "1.00"
