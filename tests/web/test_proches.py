"""The people one browser keeps, through the pages: each form goes to the person it is about; no name leaks."""

import html
import re

import pytest
from starlette.testclient import TestClient

from app.services.reponses_chiffrees import NOM
from tests.web.conftest import Journal

#: A name no other text of the service holds by chance.
NOM_SENTINELLE = "Zxqy W."
MOI = {"date_naissance": "14/05/1986", "sexe": "M"}
FILS = {"naissance": "10/10/2022", "sexe": "M", "nom": NOM_SENTINELLE}
MERE = {"naissance": "1948", "sexe": "F"}
AILLEURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def famille(client: TestClient) -> TestClient:
    """The reader, their mother and their son, added in that order: the son is shown."""
    client.headers.update(AILLEURS)
    for chemin, donnees in (("/", MOI), ("/proches/ajouter", MERE), ("/proches/ajouter", FILS)):
        reponse = client.post(chemin, data=donnees, follow_redirects=False)
        assert (reponse.status_code, reponse.headers["location"]) == (303, "/conseils")
    return client


def read(client: TestClient, chemin: str) -> str:
    reponse = client.get(chemin)
    assert reponse.status_code == 200
    return html.unescape(reponse.text).replace("\u00a0", " ").replace("\u202f", " ")


def numbers(page: str) -> list[str]:
    """The number each form of a page names."""
    return re.findall(r'name="personne" value="(\d+)"', page)


def shown(page: str) -> list[str]:
    """The number of the person the row says the page is about."""
    return re.findall(r'name="personne" value="(\d+)" aria-current="true"', page)


# --- add, show, change, remove ------------------------------------------------------------------------------------


def test_la_personne_ajoutee_est_montree(famille: TestClient) -> None:
    page = read(famille, "/conseils")
    assert f"Pour {NOM_SENTINELLE} :" in page
    assert "Parce que votre enfant a entre 3 et 5 ans" in page


@pytest.mark.parametrize("prefixe", ["", "/falc"])
@pytest.mark.parametrize("adresse", ["/conseils", "/questions", "/conseils/soleil-uv", "/imprimer"])
def test_chaque_page_dit_pour_qui_et_permet_de_changer(famille: TestClient, prefixe: str, adresse: str) -> None:
    """One touch, on the same page: the row is there, and comes back where it was."""
    assert shown(read(famille, prefixe + adresse)) == ["2"]
    choix = {"personne": "1", "vers": adresse}
    reponse = famille.post(f"{prefixe}/proches/choisir", data=choix, follow_redirects=False)
    assert reponse.headers["location"] == prefixe + adresse
    assert shown(read(famille, prefixe + adresse)) == ["1"]


def test_seul_le_lecteur_n_a_ni_barre_ni_banniere(client: TestClient) -> None:
    client.post("/", data=MOI, headers=AILLEURS)
    page = read(client, "/conseils")
    assert "/proches/choisir" not in page
    assert "votre proche" not in page
    assert "/proches/ajouter" in page


def test_l_accueil_reste_celui_du_lecteur(famille: TestClient) -> None:
    assert 'value="14/05/1986"' in read(famille, "/")
    famille.post("/", data=MOI | {"date_naissance": "15/05/1986"})
    assert "né le 15 mai 1986" in read(famille, "/conseils")
    assert "Femme, 77 ou 78 ans" in read(famille, "/proches")


def test_un_proche_peut_venir_avant_le_lecteur(client: TestClient) -> None:
    client.headers.update(AILLEURS)
    client.post("/proches/ajouter", data=MERE)
    assert 'name="date_naissance" value=""' in read(client, "/")
    assert "Vous</a>" in read(client, "/conseils")
    client.post("/", data=MOI)
    page = read(client, "/conseils")
    assert "Homme, 40 ans" in page
    assert shown(page) == ["0"]


def test_modifier_garde_la_personne_et_change_le_reste(famille: TestClient) -> None:
    page = read(famille, "/proches/modifier")
    assert 'value="10/10/2022"' in page
    assert f'value="{NOM_SENTINELLE}"' in page
    famille.post("/proches/modifier", data={"personne": "2", "naissance": "10/10/2012", "sexe": "F", "nom": "B."})
    page = read(famille, "/conseils")
    assert "Pour B. :" in page
    assert "Fille, 14 ans" in page
    assert famille.post("/proches/modifier", data={"personne": "0"}).status_code == 409


def test_le_lecteur_se_modifie_a_l_accueil(famille: TestClient) -> None:
    famille.post("/proches/choisir", data={"personne": "0", "vers": "/conseils"})
    reponse = famille.get("/proches/modifier", follow_redirects=False)
    assert (reponse.status_code, reponse.headers["location"]) == (303, "/")
    reponse = famille.get("/falc/proches/modifier", follow_redirects=False)
    assert (reponse.status_code, reponse.headers["location"]) == (303, "/falc")


def test_retirer_garde_les_autres_et_la_personne_montree(famille: TestClient) -> None:
    famille.post("/proches/retirer", data={"personne": "1"})
    page = read(famille, "/proches")
    assert "1948" not in page
    assert NOM_SENTINELLE in page
    assert f"Pour {NOM_SENTINELLE}" in read(famille, "/conseils")


def test_retirer_tout_le_monde_ne_laisse_rien(famille: TestClient) -> None:
    for numero in ("1", "0", "2"):
        famille.post("/proches/retirer", data={"personne": numero})
    assert NOM not in famille.cookies
    assert "Personne pour l'instant" in read(famille, "/proches")


def test_tout_effacer_ne_laisse_personne(famille: TestClient) -> None:
    famille.post("/effacer")
    assert NOM not in famille.cookies
    for chemin in ("/proches", "/conseils", "/imprimer?pour=tous"):
        page = read(famille, chemin)
        assert NOM_SENTINELLE not in page
        assert "1948" not in page


# --- a form left open in another tab ------------------------------------------------------------------------------


def test_une_reponse_va_a_la_personne_de_la_page(famille: TestClient) -> None:
    """The mother's question was open; the son was shown since. Her answer is hers."""
    famille.post("/questions", data={"personne": "1", "fait": "fumeur", "reponse": "oui"})
    assert "Femme, 77 ou 78 ans" in read(famille, "/conseils"), "who was answered for is shown"
    assert "votre proche fume" in read(famille, "/conseils")
    famille.post("/proches/choisir", data={"personne": "2", "vers": "/conseils"})
    assert "fume" not in read(famille, "/questions").partition("Ses réponses")[2]
    famille.post("/historique", data={"personne": "0", "id": "vih-une-fois-dans-la-vie", "le": "2024"})
    assert "Vous l'avez fait en 2024" in read(famille, "/conseils/vih-une-fois-dans-la-vie")


@pytest.mark.parametrize("numero", ["1", "7", "-1", "0x1", "x", "1" * 40, "²", "１"])
@pytest.mark.parametrize("chemin", ["/questions", "/historique", "/proches/choisir", "/proches/retirer"])
def test_une_personne_partie_n_est_pas_remplacee(famille: TestClient, chemin: str, numero: str) -> None:
    famille.post("/proches/retirer", data={"personne": "1"})
    avant = famille.cookies[NOM]
    reponse = famille.post(chemin, data={"personne": numero, "fait": "fumeur", "reponse": "oui", "id": "tabac-arret"})
    assert reponse.status_code == 409
    assert "n'est plus dans votre liste" in html.unescape(reponse.text)
    assert famille.cookies[NOM] == avant
    if len(numero) > 2:
        assert numero not in reponse.text


def test_sans_temoin_une_page_sur_un_proche_ne_devient_pas_celle_du_lecteur(client: TestClient) -> None:
    """Half a day later the cookie is gone: her answer is not kept as mine."""
    donnees = {"personne": "1", "fait": "fumeur", "reponse": "oui"}
    assert client.post("/questions", data=donnees, headers=AILLEURS).status_code == 409
    assert client.post("/questions", data=donnees | {"personne": "0"}, headers=AILLEURS).status_code == 200


# --- what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefixe", ["", "/falc"])
@pytest.mark.parametrize(
    ("donnees", "message"),
    [
        ({"naissance": ""}, "Écrivez sa date de naissance"),
        ({"naissance": "31/04/2022"}, "n'existe pas"),
        ({"naissance": "23/11/2026"}, "dans le futur"),
        ({"nom": "Marie-Antoinette"}, "12 caractères au plus"),
        ({"nom": "1 85 05 78 006 084 36"}, "numéro de Sécurité sociale"),
    ],
)
def test_un_formulaire_faux_revient_avec_ce_qui_etait_juste(
    client: TestClient, prefixe: str, donnees: dict[str, str], message: str
) -> None:
    envoye = {"naissance": "10/10/2022", "sexe": "M", "nom": "A."} | donnees
    reponse = client.post(f"{prefixe}/proches/ajouter", data=envoye, headers=AILLEURS)
    page = html.unescape(reponse.text).replace("\u00a0", " ")
    assert reponse.status_code == 422
    assert message in page
    assert 'value="M" checked' in page
    assert "aria-invalid" in page
    assert "84 36" not in page
    if "naissance" not in donnees:
        assert 'value="10/10/2022"' in page
    assert NOM not in client.cookies


def test_six_personnes_et_pas_sept(famille: TestClient) -> None:
    for _ in range(3):
        famille.post("/proches/ajouter", data=MERE)
    assert 'action="/proches/ajouter"' not in read(famille, "/proches/ajouter")
    reponse = famille.post("/proches/ajouter", data=MERE)
    assert reponse.status_code == 413
    assert "6 personnes" in reponse.text
    assert len(numbers(read(famille, "/proches"))) == 12, "two forms for each of six"


@pytest.mark.parametrize(
    "vers", ["//mechant.example", "https://mechant.example", "/a/b/c", "/..", "", "x", "/\\m", "/é"]
)
def test_on_ne_revient_que_chez_nous(famille: TestClient, vers: str) -> None:
    reponse = famille.post("/proches/choisir", data={"personne": "1", "vers": vers}, follow_redirects=False)
    assert reponse.headers["location"] == "/conseils"


def test_sans_connexion_protegee_les_reponses_servent_une_fois(client: TestClient) -> None:
    clair = TestClient(client.app, base_url="http://sante.example")
    reponse = clair.post("/proches/ajouter", data=FILS, headers=AILLEURS)
    assert reponse.status_code == 200
    assert "votre enfant" in reponse.text
    assert "set-cookie" not in reponse.headers
    assert "seule page" in read(clair, "/proches/ajouter")


# --- paper, and what must not leave -------------------------------------------------------------------------------


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_une_feuille_par_personne(famille: TestClient, prefixe: str) -> None:
    assert "Pour tout le monde" not in read(famille, f"{prefixe}/imprimer")
    une = read(famille, f"{prefixe}/imprimer")
    assert une.count("<h1 ") == 1
    assert "pour=tous" in une
    toutes = read(famille, f"{prefixe}/imprimer?pour=tous")
    assert (toutes.count("<h1 "), toutes.count('class="titre"')) == (1, 3)
    assert toutes.count("une-feuille") >= 3


def test_la_feuille_d_un_proche_ne_nomme_que_lui(famille: TestClient) -> None:
    """On paper the row of names is left out with every form."""
    famille.post("/proches/choisir", data={"personne": "1", "vers": "/imprimer"})
    papier = re.sub(r"<form.*?</form>", "", read(famille, "/imprimer"), flags=re.DOTALL)
    assert "1948" in papier
    assert NOM_SENTINELLE not in papier
    assert "1986" not in papier


def test_le_nom_n_est_ni_dans_une_adresse_ni_dans_un_titre_ni_dans_le_journal(
    famille: TestClient, journal: Journal
) -> None:
    for prefixe in ("", "/falc"):
        for page in ("/conseils", "/questions", "/proches", "/proches/modifier", "/imprimer", "/imprimer?pour=tous"):
            texte = read(famille, prefixe + page)
            assert NOM_SENTINELLE not in texte.partition("</head>")[0]
            assert not [adresse for adresse in re.findall(r'(?:href|action|src)="([^"]*)"', texte) if "Zxqy" in adresse]
    famille.post("/proches/modifier", data={"personne": "2", "naissance": "faux", "nom": NOM_SENTINELLE})
    famille.post("/proches/choisir", data={"personne": NOM_SENTINELLE, "vers": NOM_SENTINELLE})
    famille.get(f"/proches/{NOM_SENTINELLE}")
    assert "Zxqy" not in journal()
    assert "Zxqy" not in str(dict(famille.cookies))


def test_un_nom_hostile_est_montre_comme_un_texte(client: TestClient) -> None:
    client.post("/proches/ajouter", data=FILS | {"nom": "<b>'\"&{{7}}"}, headers=AILLEURS)
    for page in ("/conseils", "/proches", "/imprimer", "/falc/conseils", "/questions", "/proches/modifier"):
        texte = client.get(page).text
        assert "<b>'" not in texte
        assert "&lt;b&gt;" in texte


def test_la_page_pese_peu_meme_a_six(famille: TestClient) -> None:
    for _ in range(3):
        famille.post("/proches/ajouter", data=MERE | {"nom": "Éléonore W."})
    for page in ("/conseils", "/proches", "/falc/proches", "/imprimer"):
        reponse = famille.get(page, headers={"accept-encoding": "gzip"})
        assert int(reponse.headers["content-length"]) <= 14_600 - 600, page
