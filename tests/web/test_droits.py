"""The pages about rights over HTTP: each answers in both ways, and the test keeps, logs and echoes nothing."""

import re

import pytest
from starlette.testclient import TestClient

from app.domain.catalogue import Catalogue
from tests.factories import contenu_reel
from tests.web.conftest import ORIGINE, Journal

MEME = {"origin": ORIGINE}
CHEMINS = [droit.chemin for droit in contenu_reel().droits.values()]
#: The card for a consultation has its own address, where its twin is too.
CARTES = [f"/imprimer/droits/{id_}" for id_ in contenu_reel().droits if id_ != "avant-ma-consultation"]


@pytest.mark.parametrize("chemin", ["/droits", "/droits/test-c2s", *CHEMINS, *CARTES])
def test_chaque_page_repond_en_deux_facons(client: TestClient, chemin: str) -> None:
    for adresse in (chemin, f"/falc{chemin}"):
        reponse = client.get(adresse)
        assert reponse.status_code == 200
        assert reponse.headers["cache-control"] == "no-store"
        assert "set-cookie" not in reponse.headers
        autre = f"/falc{chemin}" if adresse == chemin else chemin
        assert f'href="{autre}"' in reponse.text


@pytest.mark.parametrize("chemin", ["/droits/inconnu", "/droits/tel-15", "/imprimer/droits/inconnu", "/droits/<b>"])
def test_un_droit_inconnu_aide_a_revenir(client: TestClient, chemin: str) -> None:
    for adresse in (chemin, f"/falc{chemin}"):
        reponse = client.get(adresse)
        assert reponse.status_code == 404
        assert "<b>" not in reponse.text.partition("<main")[2].replace("<b>Urgence", "")


def test_les_titres_sont_neutres(client: TestClient) -> None:
    for donnees in (
        {},
        {"personnes": "2", "lieu": "metropole"},
        {"personnes": "2", "lieu": "metropole", "tranche": "sous"},
    ):
        texte = client.post("/droits/test-c2s", data=donnees, headers=MEME).text
        titre = re.search(r"<title>(.*?)</title>", texte)
        assert titre is not None
        assert titre[1] == "Un test en trois questions – Mon Budget Santé"


def test_le_test_en_deux_envois(client: TestClient) -> None:
    ensuite = client.post("/droits/test-c2s", data={"personnes": " 2 ", "lieu": "metropole"}, headers=MEME)
    assert ensuite.status_code == 200
    assert "1 303" in ensuite.text.replace("\u202f", " ")
    assert 'name="tranche" value="ne-sais-pas"' in ensuite.text
    fin = client.post(
        "/droits/test-c2s", data={"personnes": "2", "lieu": "metropole", "tranche": "au-dessus"}, headers=MEME
    )
    assert fin.status_code == 200
    assert "Demandez quand même" in fin.text
    for reponse in (ensuite, fin):
        assert "set-cookie" not in reponse.headers
        assert reponse.history == []
    assert client.cookies == {}


PERSONNES_FAUSSES = [
    "", "abc", "0", "-1", "21", "999999", "2,5", "1e1", "deux", "NaN", "٠", "<script>", "{{7*7}}", "2\u0000",
    "9" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("mode", ["", "/falc"])
@pytest.mark.parametrize("personnes", PERSONNES_FAUSSES)
def test_un_nombre_impossible_est_redemande_et_le_reste_garde(client: TestClient, personnes: str, mode: str) -> None:
    donnees = {"personnes": personnes, "lieu": "outre-mer"}
    reponse = client.post(f"{mode}/droits/test-c2s", data=donnees, headers=MEME)
    assert reponse.status_code == 422
    assert "Écrivez un nombre de 1 à 20" in reponse.text
    assert 'value="outre-mer" checked' in reponse.text
    assert 'aria-invalid="true"' in reponse.text
    assert "<script>" not in reponse.text
    assert "49" not in reponse.text.partition("<main")[2]
    assert len(reponse.text) < 60_000


@pytest.mark.parametrize("personnes", ["３", "٣", "3 ", "\u00a03", "20", "1"])
def test_un_nombre_ecrit_autrement_est_lu(client: TestClient, personnes: str) -> None:
    reponse = client.post("/droits/test-c2s", data={"personnes": personnes, "lieu": "metropole"}, headers=MEME)
    assert reponse.status_code == 200
    assert "Question 3" in reponse.text


@pytest.mark.parametrize("lieu", ["", "paris", "metropole ", "METROPOLE", "ailleurs2"])
def test_un_lieu_inconnu_n_est_pas_la_metropole(client: TestClient, lieu: str) -> None:
    reponse = client.post("/droits/test-c2s", data={"personnes": "4", "lieu": lieu}, headers=MEME)
    if lieu.strip() == "metropole":
        assert reponse.status_code == 200
        return
    assert reponse.status_code == 422
    assert "Choisissez où vous vivez" in reponse.text
    assert 'value="4"' in reponse.text


@pytest.mark.parametrize("tranche", ["", "riche", "0", "sous; entre"])
def test_une_tranche_inconnue_est_redemandee_sans_rien_perdre(client: TestClient, tranche: str) -> None:
    donnees = {"personnes": "4", "lieu": "outre-mer", "suite": "1", "tranche": tranche}
    reponse = client.post("/droits/test-c2s", data=donnees, headers=MEME)
    assert reponse.status_code == 422
    assert "« Je ne sais pas » en est une" in reponse.text.replace("\u00a0", " ")
    assert 'name="personnes" value="4"' in reponse.text
    assert 'name="lieu" value="outre-mer"' in reponse.text


def test_un_numero_de_secu_n_est_ni_rendu_ni_ecrit(client: TestClient, journal: Journal) -> None:
    numero = "276072A00412345"
    reponse = client.post("/droits/test-c2s", data={"personnes": numero, "lieu": "metropole"}, headers=MEME)
    assert reponse.status_code == 422
    assert numero[:10] not in reponse.text
    assert numero[:6] not in journal()


def test_le_journal_ne_dit_rien_des_reponses(client: TestClient, journal: Journal) -> None:
    client.post("/droits/test-c2s", data={"personnes": "17", "lieu": "outre-mer", "tranche": "sous"}, headers=MEME)
    client.get("/droits/aide-medicale-etat")
    ecrit = journal()
    assert "outre-mer" not in ecrit
    assert "aide-medicale" not in ecrit
    assert '"route":"/droits/{id}"' in ecrit


def test_un_autre_site_ne_peut_pas_envoyer_le_test(client: TestClient) -> None:
    reponse = client.post("/droits/test-c2s", data={"personnes": "2"}, headers={"origin": "https://ailleurs.example"})
    assert reponse.status_code == 403


def test_la_version_nomme_chaque_droit(client: TestClient, catalogue: Catalogue) -> None:
    unites = client.get("/api/v1/version").json()["unites"]
    assert set(catalogue.droits) <= set(unites)
