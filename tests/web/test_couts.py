"""The pages of prices over HTTP: each answers in both ways; what is said of a person is in the body alone, once."""

import re

import pytest
from starlette.testclient import TestClient

from app.domain.catalogue import Catalogue
from app.domain.suppositions import Supposition
from app.routers.saisies import SECU
from app.routers.saisies_couts import ILLISIBLE, JOURS_ILLISIBLES, NEGATIF, TROP_GRAND, read_jours, read_prix
from tests.rendering.conftest import visible
from tests.web.conftest import ORIGINE, Journal

MEME = {"origin": ORIGINE}
ACTE = "/couts/consultation-generaliste"
NIR = "276072A00412345"


def post(client: TestClient, **champs: str) -> str:
    reponse = client.post(champs.pop("chemin", ACTE), data=champs, headers=MEME)
    assert reponse.status_code == 200, visible(reponse.text)
    return visible(reponse.text)


def test_chaque_soin_repond_en_deux_facons_sans_rien_garder(client: TestClient, catalogue: Catalogue) -> None:
    for id_ in catalogue.bareme.actes:
        for chemin, autre in ((f"/couts/{id_}", f"/falc/couts/{id_}"), (f"/falc/couts/{id_}", f"/couts/{id_}")):
            reponse = client.get(chemin)
            assert reponse.status_code == 200, chemin
            assert "set-cookie" not in reponse.headers
            assert reponse.headers["cache-control"] == "no-store"
            assert f'href="{autre}"' in reponse.text
            assert "<title>Un prix – Mon Budget Santé</title>" in reponse.text


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_chaque_supposition_se_touche_et_se_retire(client: TestClient, prefixe: str) -> None:
    for supposition in Supposition:
        chemin = f"{prefixe}{ACTE}"
        reponse = client.post(chemin, data={"si": str(supposition), "cas": ""}, headers=MEME)
        assert reponse.status_code == 200
        assert f'name="cas" value="{supposition}"' in reponse.text
        assert f'value="{supposition}" aria-pressed="true"' in reponse.text
        retour = client.post(chemin, data={"si": str(supposition), "cas": str(supposition)}, headers=MEME)
        assert 'name="cas" value=""' in retour.text
        assert 'aria-pressed="true"' not in retour.text
        assert "set-cookie" not in reponse.headers


def test_le_prix_donne_reste_quand_on_touche_une_ligne(client: TestClient) -> None:
    texte = post(client, chemin="/couts/specialiste-secteur-2", prix="62,50", cas="", si="depassement-couvert")
    assert "Sur place 62,50 € À la fin, il vous reste 2 €" in texte
    texte = post(client, chemin="/couts/specialiste-secteur-2", prix="62,50", cas="", si="sans-complementaire")
    assert "il vous reste 48,40 €" in texte


def test_le_sejour_compte_les_jours(client: TestClient) -> None:
    """With a heavy act the daily sum is added: 23 € × 10 and the flat sum of 32 €, without complementary."""
    texte = post(client, chemin="/couts/sejour-chirurgie", jours="10", cas="sans-complementaire")
    assert "23 € par jour" in texte
    assert "il vous reste 262 €" in texte


PRIX = {
    "30": "30.00", "30,5": "30.50", "30.50": "30.50", "30 €": "30.00", "30,50 euros": "30.50", "1 euro": "1.00",
    "1 234,50": "1234.50", "1\u202f234 €": "1234.00", "３０": "30.00", "0": "0.00", "100000": "100000.00",
    "30 € 50": "30.50", " 12 ": "12.00",
}  # fmt: skip
PRIX_FAUX = {
    "-5": NEGATIF, "−5": NEGATIF, "- 5 €": NEGATIF, "1e9": ILLISIBLE, "1000000000": TROP_GRAND, "999999999": TROP_GRAND,
    "100000,01": TROP_GRAND, "8 50": ILLISIBLE, "1.234": ILLISIBLE, "0,005": ILLISIBLE, "∞": ILLISIBLE,
    "NaN": ILLISIBLE, "trente": ILLISIBLE, "30,50,20": ILLISIBLE, "1 23 456": ILLISIBLE, "$30": ILLISIBLE,
    "<b>30</b>": ILLISIBLE, "{{7*7}}": ILLISIBLE, "9" * 5000: SECU, NIR: SECU, "30\u0000": ILLISIBLE, "½": ILLISIBLE,
}  # fmt: skip


@pytest.mark.parametrize("saisie", PRIX)
def test_13_un_prix_se_lit_comme_on_l_ecrit(saisie: str) -> None:
    lu = read_prix(saisie.strip())
    assert str(lu.valeur) == PRIX[saisie]
    assert lu.champ.erreur == ""


@pytest.mark.parametrize("saisie", PRIX_FAUX)
def test_14_un_prix_impossible_est_redemande(client: TestClient, saisie: str) -> None:
    lu = read_prix(saisie)
    assert (lu.valeur, lu.champ.erreur) == (None, PRIX_FAUX[saisie])
    for prefixe in ("", "/falc"):
        donnees = {"prix": saisie, "cas": "ald", "le": "01/03/2025"}
        reponse = client.post(f"{prefixe}{ACTE}", data=donnees, headers=MEME)
        assert reponse.status_code == 422
        assert visible(PRIX_FAUX[saisie]) in visible(reponse.text)
        assert 'name="cas" value="ald"' in reponse.text
        assert 'value="01/03/2025"' in reponse.text
        assert 'aria-invalid="true"' in reponse.text
        assert "<b>30" not in reponse.text
        assert NIR not in reponse.text


@pytest.mark.parametrize(
    ("saisie", "mot"),
    [
        ("31/02/2026", "n'existe pas"), ("2026-13-01", "n'existe pas"), ("demain", "Nous ne lisons pas cette date"),
        ("2025", "Écrivez aussi le jour"), ("mars 2025", "Écrivez aussi le jour"), ("1/3/25", "4 chiffres"),
        ("01/01/1950", "Un chiffre manque"), ("01/01/1066", "Un chiffre manque"), ("01/01/2028", "Choisissez une date"),
        ("31/12/9999", "Choisissez une date"), (NIR, "numéro de Sécurité sociale"), ("<script>", "Nous ne lisons pas"),
        ("0", "4 chiffres"), ("-1", "4 chiffres"),
    ],
)  # fmt: skip
def test_17_une_date_sans_prix_est_redemandee(client: TestClient, saisie: str, mot: str) -> None:
    for prefixe in ("", "/falc"):
        donnees = {"le": saisie, "prix": "41,20", "cas": "c2s"}
        reponse = client.post(f"{prefixe}{ACTE}", data=donnees, headers=MEME)
        assert reponse.status_code == 422, saisie
        assert mot in visible(reponse.text)
        assert 'value="41,20"' in reponse.text
        assert 'name="cas" value="c2s"' in reponse.text
        assert "<script>" not in reponse.text.partition("<main")[2]
        assert NIR not in reponse.text


@pytest.mark.parametrize(
    ("le", "prix"), [("21/12/2024", "26,50 €"), ("22/12/2024", "30,00 €"), ("", "30,00 €"), ("1er mai 2025", "30,00 €")]
)
def test_17_la_veille_et_le_jour_d_un_changement(client: TestClient, le: str, prix: str) -> None:
    assert prix in post(client, le=le)


@pytest.mark.parametrize("saisie", ["-1", "366", "1,5", "cinq", "99999", "<b>", NIR])
def test_un_nombre_de_jours_impossible_est_redemande(client: TestClient, saisie: str) -> None:
    attendu = SECU if saisie == NIR else JOURS_ILLISIBLES
    assert read_jours(saisie).champ.erreur == attendu
    reponse = client.post("/couts/sejour-medecine", data={"jours": saisie}, headers=MEME)
    assert reponse.status_code == 422
    assert visible(attendu) in visible(reponse.text)
    assert NIR not in reponse.text


@pytest.mark.parametrize("chemin", ["/couts/inconnu", "/falc/couts/inconnu", "/couts/<b>", "/couts/..%2f"])
def test_un_soin_inconnu_aide_a_revenir(client: TestClient, chemin: str) -> None:
    for reponse in (client.get(chemin), client.post(chemin, data={"si": "c2s"}, headers=MEME)):
        assert reponse.status_code == 404
        assert "<b>" not in reponse.text.partition("<main")[2].replace("<b>Urgence", "")


def test_un_envoi_hostile_ne_suppose_rien(client: TestClient) -> None:
    reponse = client.post(ACTE, data={"cas": "<b> " * 500 + "c2s", "si": "__proto__", "autre": "x"}, headers=MEME)
    assert reponse.status_code == 200
    assert 'name="cas" value=""' in reponse.text


def test_la_situation_n_est_ni_dans_une_adresse_ni_dans_le_journal(client: TestClient, journal: Journal) -> None:
    page = client.post(ACTE, data={"si": "ald", "cas": "grossesse", "prix": "41,27"}, headers=MEME).text
    client.get("/couts?q=interruption+de+grossesse")
    client.get("/couts/ivg-medicamenteuse-ville")
    adresses = " ".join(re.findall(r'(?:href|action|formaction)="([^"]*)"', page))
    for mot in ("ald", "grossesse", "41,27"):
        assert mot not in adresses
        assert mot not in journal()
    assert "ivg" not in journal()
    assert 'method="get"' not in page
    assert '"route":"/couts/{acte}"' in journal()


def test_un_autre_site_ne_peut_pas_envoyer_le_formulaire(client: TestClient) -> None:
    assert client.post(ACTE, data={"si": "c2s"}, headers={"origin": "https://ailleurs.example"}).status_code == 403


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_la_recherche_garde_les_mots_et_le_jumeau_aussi(client: TestClient, prefixe: str) -> None:
    reponse = client.get(f"{prefixe}/couts", params={"q": " prises  de sang "})
    assert reponse.status_code == 200
    assert 'value="prises de sang"' in reponse.text
    autre = "" if prefixe else "/falc"
    assert f'href="{autre}/couts?q=prises+de+sang"' in reponse.text
    assert f"{prefixe}/couts/bilan-sanguin" in reponse.text


@pytest.mark.parametrize(
    "q", ["<script>alert(1)</script>", "{{7*7}}", "'; DROP", "a" * 5000, "\u202e", "%00", "é" * 90]
)
def test_29_une_recherche_hostile_est_echappee(client: TestClient, q: str) -> None:
    for prefixe in ("", "/falc"):
        reponse = client.get(f"{prefixe}/couts", params={"q": q})
        assert reponse.status_code == 200
        assert "<script>alert" not in reponse.text
        assert len(reponse.text) < 60_000


def test_un_numero_de_secu_cherche_n_est_ni_rendu_ni_ecrit(client: TestClient, journal: Journal) -> None:
    reponse = client.get("/couts", params={"q": NIR})
    assert reponse.status_code == 422
    assert NIR not in reponse.text
    assert NIR not in journal()
    assert "numéro de Sécurité sociale" in visible(reponse.text)


@pytest.mark.parametrize("requete", ["?famille=inconnue", "?page=0", "?page=9999", "?page=x", "?famille=<b>", "?q="])
def test_une_adresse_bancale_montre_la_liste(client: TestClient, requete: str) -> None:
    for prefixe in ("", "/falc"):
        reponse = client.get(f"{prefixe}/couts{requete}")
        assert reponse.status_code == 200
        assert "/couts/" in reponse.text
        assert "<b>x" not in reponse.text


def test_le_prix_d_un_conseil_vient_du_meme_calcul(client: TestClient) -> None:
    for prefixe in ("", "/falc"):
        page = client.get(f"{prefixe}/conseils/visite-dentaire-adulte").text
        assert f'href="{prefixe}/couts/consultation-dentiste"' in page
    assert "Reste à vous de 0 € à 9,20 €" in visible(client.get("/conseils/visite-dentaire-adulte").text)
