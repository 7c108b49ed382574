"""The costs' API: its answers add up, bad amounts, dates and situations are refused in French and never echoed."""

import json
from decimal import Decimal
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import JSON

SITUATION = {"date_naissance": "1980-01-01", "parcours": "respecte", "complementaire": "responsable"}
LIBRE = {"famille": "medecin", "base": "30.00"}
MARQUE = "zQx7marque"


def ask(client: TestClient, adresse: str, corps: Any) -> Any:
    """Post anything, as bytes or as an object."""
    octets = corps if isinstance(corps, bytes) else json.dumps(corps).encode()
    return client.post(f"/api/v1/{adresse}", content=octets, headers=JSON)


def decompte(client: TestClient, **corps: Any) -> Any:
    return ask(client, "decomptes", {"le": "2026-11-22", "situation": SITUATION} | corps)


def test_a_decompte_says_everything(client: TestClient) -> None:
    corps = decompte(client, acte="consultation-generaliste").json()
    assert (corps["au"], corps["le"], corps["acte"]) == ("2026-11-22", "2026-11-22", "consultation-generaliste")
    assert len(corps["version_contenu"]) == 64
    assert (corps["tarif"], corps["taux"], corps["reste_a_charge"], corps["a_payer_sur_place"]) == (
        "30.00", "0.70", "2.00", "30.00",
    )  # fmt: skip
    assert corps["certitude"] == "sure"
    assert corps["doutes"] == []
    assert corps["fourchettes"] == {}
    assert [ligne["code"] for ligne in corps["lignes"]] == [
        "tarif", "amo", "participation_forfaitaire", "part_complementaire",
    ]  # fmt: skip
    for ligne in corps["lignes"][:3]:
        assert ligne["source"]["url"].startswith("https://")
        assert ligne["depuis"] < "2026-11-22"
    assert sum(Decimal(ligne["montant"]) for ligne in corps["lignes"]) == Decimal(corps["reste_a_charge"])
    assert {si["fait"] for si in corps["si"]} >= {"ald", "c2s", "ame", "alsace_moselle", "at_mp", "mois_de_grossesse"}


def test_nothing_known_of_the_person_still_answers(client: TestClient) -> None:
    corps = ask(client, "decomptes", {"acte_libre": LIBRE}).json()
    assert corps["au"] == "2026-11-22"
    assert corps["reste_a_charge"] is None
    assert corps["fourchettes"]["reste_a_charge"] == {"min": "2.00", "max": "21.60"}
    ouverte = next(ligne for ligne in corps["lignes"] if ligne["code"] == "part_complementaire")
    assert ouverte["montant"] is None
    assert ouverte["fourchette"] == {"min": "-9.00", "max": "0.00"}


def test_null_is_absent(client: TestClient) -> None:
    vide = dict.fromkeys([*SITUATION, "ald", "acte_en_lien_ald", "c2s", "ame", "mois_de_grossesse", "at_mp"])
    tu = ask(client, "decomptes", {"acte_libre": LIBRE})
    nul = ask(
        client, "decomptes", {"acte_libre": LIBRE | {"taux": None}, "acte": None, "prix": None, "situation": vide}
    )
    assert nul.json() == tu.json()


def test_a_free_price_is_an_open_range(client: TestClient) -> None:
    corps = decompte(client, acte="consultation-generaliste-secteur-2").json()
    assert corps["fourchettes"]["tarif"] == {"min": "30.00", "max": None}
    assert corps["base"] == "23.00"


def test_the_eve_of_the_first_figure_is_a_clear_404(client: TestClient) -> None:
    for jour in ("2004-12-31", "1900-01-01"):
        reponse = decompte(client, le=jour, acte_libre=LIBRE)
        assert reponse.status_code == 404
        assert reponse.json()["erreur"]["code"] == "parametre_inconnu"
        assert "Nous ne le devinons pas" in reponse.json()["erreur"]["message"]
    assert decompte(client, le="2005-01-01", acte_libre=LIBRE).status_code == 200


def test_an_unknown_act_is_a_clear_404(client: TestClient) -> None:
    for reponse in (
        decompte(client, acte=MARQUE),
        ask(client, "budgets", {"annee": 2026, "actes": [{"acte": MARQUE, "rembourse_le": "2026-01-01"}]}),
    ):
        assert reponse.status_code == 404
        assert reponse.json()["erreur"]["code"] == "acte_inconnu"
        assert MARQUE not in reponse.text


MONTANTS_REFUSES = [
    "8,50", "8 50", "1 234,5", "−5", "-5.00", "+5.00", "1e2", "∞", "NaN", "Infinity", "0.005", "30.000", "999999999",
    "1000000.01", "", " ", " 30.00", "30.00 ", "30.00\n", "030.00", ".50", "30.", "٣٠.٠٠", "３０", "30\u00a000", "0x1E",
    "30€", MARQUE, 30, 30.0, -1, True, [], {}, ["30.00"],
]  # fmt: skip


@pytest.mark.parametrize("montant", MONTANTS_REFUSES, ids=repr)
def test_a_bad_amount_is_refused_and_not_repeated(client: TestClient, montant: object) -> None:
    for champ, corps in (
        ("prix", {"acte_libre": LIBRE, "prix": montant}),
        ("acte_libre.base", {"acte_libre": LIBRE | {"base": montant}}),
        (
            "situation.complementaire_depassement",
            {"acte_libre": LIBRE, "situation": SITUATION | {"complementaire_depassement": montant}},
        ),
    ):
        reponse = decompte(client, **corps)
        assert reponse.status_code == 422, champ
        (probleme,) = reponse.json()["erreur"]["problemes"]
        assert probleme["champ"] == champ
        assert probleme["message"].startswith("Écrivez le montant")
        assert MARQUE not in reponse.text


@pytest.mark.parametrize("montant", ["0", "0.00", "0.1", "30", "30.5", "1000000.00"])
def test_a_plain_amount_is_read_one_way(client: TestClient, montant: str) -> None:
    assert decompte(client, acte_libre=LIBRE, prix=montant).json()["tarif"] == f"{Decimal(montant):.2f}"


@pytest.mark.parametrize(
    "taux", ["100", "101", "-1", "1.01", "0,65", "65%", "1e-1", "", 0.65, 1, True, MARQUE], ids=repr
)
def test_a_bad_rate_is_refused(client: TestClient, taux: object) -> None:
    reponse = decompte(client, acte_libre=LIBRE | {"taux": taux})
    assert reponse.status_code == 422
    assert reponse.json()["erreur"]["problemes"] == [
        {"champ": "acte_libre.taux", "message": 'Écrivez le taux entre guillemets, de "0" à "1" : "0.65".'}
    ]


@pytest.mark.parametrize("taux", ["0", "1", "0.65", "0.6543", "1.00"])
def test_a_plain_rate_is_read(client: TestClient, taux: str) -> None:
    assert decompte(client, acte_libre=LIBRE | {"taux": taux}).status_code == 200


DATES_REFUSEES = [
    "2026-02-30", "2025-02-29", "31/04/2026", "2026-11", "2026", "0001-01-01", "1899-12-31", "9999-12-31", "2100-01-01",
    "20261122", "2026-11-22T00:00", "٢٠٢٦-١١-٢٢", "", MARQUE, 0, -1, 1e3, True, [],
]  # fmt: skip


@pytest.mark.parametrize("jour", DATES_REFUSEES, ids=repr)
def test_a_bad_day_is_refused_and_not_repeated(client: TestClient, jour: object) -> None:
    pour_le_soin = decompte(client, acte_libre=LIBRE, le=jour)
    budget = {"annee": 2026, "actes": [{"famille": "medecin", "rembourse_le": jour}]}
    pour_l_annee = ask(client, "budgets", budget)
    for reponse, champ in ((pour_le_soin, "le"), (pour_l_annee, "actes[0].rembourse_le")):
        assert reponse.status_code == 422
        (probleme,) = reponse.json()["erreur"]["problemes"]
        assert probleme["champ"] == champ
        assert "AAAA-MM-JJ" in probleme["message"]
        assert MARQUE not in reponse.text


SITUATIONS_REFUSEES: dict[str, tuple[dict[str, Any], str]] = {
    "né après le soin": ({"date_naissance": "2026-11-23"}, "situation.date_naissance"),
    "plus de 120 ans": ({"date_naissance": "1905-11-22"}, "situation.date_naissance"),
    "date impossible": ({"date_naissance": "1980-02-30"}, "situation.date_naissance"),
    "oui en toutes lettres": ({"ald": "oui"}, "situation.ald"),
    "oui en chiffre": ({"c2s": 1}, "situation.c2s"),
    "parcours inconnu": ({"parcours": MARQUE}, "situation.parcours"),
    "complémentaire inconnue": ({"complementaire": "mutuelle"}, "situation.complementaire"),
    "11 mois de grossesse": ({"mois_de_grossesse": 11}, "situation.mois_de_grossesse"),
    "grossesse négative": ({"mois_de_grossesse": -1}, "situation.mois_de_grossesse"),
    "grossesse à virgule": ({"mois_de_grossesse": 6.5}, "situation.mois_de_grossesse"),
    "champ en trop": ({MARQUE: True}, "situation"),
}


@pytest.mark.parametrize("faute", SITUATIONS_REFUSEES)
def test_an_impossible_situation_is_refused(client: TestClient, faute: str) -> None:
    situation, champ = SITUATIONS_REFUSEES[faute]
    reponse = decompte(client, acte_libre=LIBRE, situation=SITUATION | situation)
    assert reponse.status_code == 422
    (probleme,) = reponse.json()["erreur"]["problemes"]
    assert probleme["champ"] == champ
    assert probleme["message"].endswith((".", ")."))
    assert MARQUE not in reponse.text


DEMANDES_REFUSEES: dict[str, tuple[Any, str]] = {
    "ni acte ni acte libre": ({"situation": SITUATION}, "corps"),
    "les deux": ({"acte": "detartrage", "acte_libre": LIBRE}, "corps"),
    "une liste": ([], "corps"),
    "jours à virgule": ({"acte_libre": LIBRE, "jours": 1.5}, "jours"),
    "jours négatifs": ({"acte_libre": LIBRE, "jours": -1}, "jours"),
    "mille jours": ({"acte_libre": LIBRE, "jours": 1000}, "jours"),
    "famille inconnue": ({"acte_libre": LIBRE | {"famille": MARQUE}}, "acte_libre.famille"),
    "base absente": ({"acte_libre": {"famille": "medecin"}}, "acte_libre.base"),
    "champ en trop": ({"acte_libre": LIBRE, MARQUE: 1}, "corps"),
    "NaN": (b'{"acte_libre":{"famille":"medecin","base":NaN}}', "corps"),
    "clé répétée": (b'{"acte":"detartrage","acte":"detartrage"}', "corps"),
    "corps vide": (b"", "corps"),
    "moitié de caractère": (b'{"acte":"\\ud800"}', "acte"),
}


@pytest.mark.parametrize("faute", DEMANDES_REFUSEES)
def test_a_bad_request_is_refused(client: TestClient, faute: str) -> None:
    corps, champ = DEMANDES_REFUSEES[faute]
    reponse = ask(client, "decomptes", corps)
    assert reponse.status_code == 422
    assert [p["champ"] for p in reponse.json()["erreur"]["problemes"]] == [champ]
    assert MARQUE not in reponse.text


BUDGETS_REFUSES: dict[str, tuple[dict[str, Any], str]] = {
    "sans année": ({"actes": []}, "annee"),
    "année en texte": ({"annee": "2026", "actes": []}, "annee"),
    "année trop loin": ({"annee": 2100, "actes": []}, "annee"),
    "sans actes": ({"annee": 2026}, "actes"),
    "ni acte ni famille": ({"annee": 2026, "actes": [{"rembourse_le": "2026-01-01"}]}, "actes[0]"),
    "quantité nulle": (
        {"annee": 2026, "actes": [{"famille": "medecin", "rembourse_le": "2026-01-01", "quantite": 0}]},
        "actes[0].quantite",
    ),
    "mille fois": (
        {"annee": 2026, "actes": [{"famille": "medecin", "rembourse_le": "2026-01-01", "quantite": 1000}]},
        "actes[0].quantite",
    ),
    "prix à virgule": (
        {"annee": 2026, "actes": [{"famille": "medecin", "rembourse_le": "2026-01-01", "prix": "8,50"}]},
        "actes[0].prix",
    ),
    "trop d'actes": (
        {"annee": 2026, "actes": [{"famille": "medecin", "rembourse_le": "2026-01-01"}] * 601},
        "actes",
    ),
    "né après l'année": (
        {"annee": 2026, "situation": {"date_naissance": "2027-01-01"}, "actes": []},
        "situation.date_naissance",
    ),
}


@pytest.mark.parametrize("faute", BUDGETS_REFUSES)
def test_a_bad_year_is_refused(client: TestClient, faute: str) -> None:
    corps, champ = BUDGETS_REFUSES[faute]
    reponse = ask(client, "budgets", corps)
    assert reponse.status_code == 422
    assert [p["champ"] for p in reponse.json()["erreur"]["problemes"]] == [champ]


def test_a_year_says_everything(client: TestClient) -> None:
    corps = ask(
        client,
        "budgets",
        {
            "annee": 2026,
            "situation": SITUATION,
            "actes": [
                {"acte": "consultation-generaliste", "rembourse_le": "2026-03-10", "professionnel": MARQUE},
                {"famille": "medicament", "rembourse_le": "2026-02-12", "quantite": 3, "prix": "4.50"},
                {"famille": "medecin", "rembourse_le": "2025-03-10"},
            ],
        },
    )
    assert corps.status_code == 200
    assert MARQUE not in corps.text
    lu = corps.json()
    assert (lu["participation_forfaitaire"], lu["franchise"], lu["reste_a_charge"]) == ("2.00", "3.00", "5.00")
    assert lu["plafonds"] == {
        "participation_forfaitaire": {"atteint_le": None, "reste": "48.00", "reste_nombre": 24},
        "franchise": {"atteint_le": None, "reste": "47.00", "reste_nombre": None},
    }
    assert [mois["mois"] for mois in lu["mois"]] == [f"2026-{mois:02}" for mois in range(1, 13)]
    assert [(ligne["rang"], ligne["acte"], ligne["reste_a_charge"]) for ligne in lu["lignes"]] == [
        (1, None, "3.00"),
        (0, "consultation-generaliste", "2.00"),
    ]
    assert lu["autres_annees"] == 1


def test_search(client: TestClient) -> None:
    trouves = client.get("/api/v1/actes", params={"q": "lunettes"}).json()["actes"]
    assert trouves[0]["id"] == "lunettes-100-sante"
    assert trouves[0]["tarif"] == "95.00"
    frequents = client.get("/api/v1/actes").json()["actes"]
    assert frequents == client.get("/api/v1/actes?q=").json()["actes"]
    assert all(acte["frequent"] for acte in frequents)
    assert client.get("/api/v1/actes?q=zzz").json()["actes"] == []


@pytest.mark.parametrize("requete", ["q=a&q=b", f"q={'a' * 81}"])
def test_a_bad_search_is_refused(client: TestClient, requete: str) -> None:
    reponse = client.get(f"/api/v1/actes?{requete}")
    assert reponse.status_code == 422
    assert reponse.json()["erreur"]["problemes"][0]["champ"] == "q"


def test_nothing_of_the_request_is_logged_or_kept(client: TestClient, journal: Any) -> None:
    decompte(client, acte="consultation-generaliste", situation=SITUATION | {"ald": True, "c2s": True})
    reponse = client.get("/api/v1/actes", params={"q": MARQUE})
    assert "no-store" in reponse.headers["cache-control"]
    assert MARQUE not in reponse.text
    assert MARQUE not in journal()
    assert "1980" not in journal()


def test_the_documented_examples_work(client: TestClient) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    for nom, adresse in (("DemandeDecompte", "decomptes"), ("DemandeBudget", "budgets")):
        for exemple in schema["components"]["schemas"][nom]["examples"]:
            assert ask(client, adresse, exemple).status_code == 200
    ids = schema["components"]["schemas"]["DemandeDecompte"]["properties"]["acte"]["anyOf"][0]["enum"]
    assert "urgences-sans-hospitalisation" in ids
