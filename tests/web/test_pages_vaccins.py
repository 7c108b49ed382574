"""The vaccine pages through the browser's cookie: doses noted, corrected, taken back; every fault said, none lost."""

import html
import re

import pytest
from starlette.testclient import TestClient

from tests.factories import contenu_reel
from tests.tables import each
from tests.web.conftest import Journal

MOI = {"date_naissance": "02/05/1960", "sexe": "F"}
AILLEURS = {"Sec-Fetch-Site": "same-origin"}
CARNET = "/vaccins/carnet"


@pytest.fixture
def lectrice(client: TestClient) -> TestClient:
    """A woman of 66 who answered on the vaccine page itself."""
    client.headers.update(AILLEURS)
    reponse = client.post("/vaccins", data=MOI, follow_redirects=False)
    assert (reponse.status_code, reponse.headers["location"]) == (303, "/vaccins")
    return client


def read(client: TestClient, chemin: str) -> str:
    reponse = client.get(chemin)
    assert reponse.status_code == 200
    return plain(reponse.text)


def plain(texte: str) -> str:
    return html.unescape(texte).replace("\u00a0", " ").replace("\u202f", " ")


def note(client: TestClient, *lignes: tuple[str, str], prefixe: str = "", **autres: str) -> tuple[int, str]:
    """Fill the rows and touch the button; the status and the page."""
    champs = {"action": "noter"} | autres
    for rang, (vaccin, le) in enumerate(lignes, 1):
        champs |= {f"vaccin-{rang}": vaccin, f"le-{rang}": le}
    reponse = client.post(f"{prefixe}{CARNET}", data=champs, follow_redirects=False)
    return reponse.status_code, plain(reponse.text)


def keys(client: TestClient) -> list[str]:
    """The doses noted, as the forms of the page name them."""
    return re.findall(r'name="dose" value="([^"]+)"', read(client, CARNET))


# --- without an answer --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_sans_naissance_le_meme_consentement_est_demande_ici(client: TestClient, prefixe: str) -> None:
    for chemin in ("/vaccins", CARNET, "/imprimer/vaccins"):
        page = read(client, prefixe + chemin)
        assert "J'accepte et je vois mes vaccins" in page
        assert f'action="{prefixe}/vaccins"' in page
    faux = client.post(f"{prefixe}/vaccins", data={"date_naissance": "31/02/2020", "sexe": "M"}, headers=AILLEURS)
    assert faux.status_code == 422
    assert "Ce jour n'existe pas" in plain(faux.text)
    assert 'value="31/02/2020"' in faux.text
    assert 'value="M" checked' in faux.text


def test_rien_n_est_garde_avant_le_consentement(client: TestClient) -> None:
    client.headers.update(AILLEURS)
    statut, page = note(client, ("ROR", "2015"))
    assert statut == 422
    assert "J'accepte et je vois mes vaccins" in page
    assert not client.cookies


def test_le_calendrier_par_age_se_lit_sans_repondre(client: TestClient) -> None:
    assert "Vaccin hexavalent du nourrisson, dose 1" in read(client, "/vaccins")
    assert "La loi demande ce vaccin." in read(client, "/falc/vaccins?liste=ages&page=1")


# --- noting -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "quand", "cle"),
    [
        ("Priorix", "12/05/2015", "ror 2015-05-12"),
        ("rougeole oreillons rubéole", "mai 2015", "ror 2015-05"),
        ("ROUGEOLE", "05/2015", "ror 2015-05"),
        ("vaccin de la fievre jaune", "1998", "stamaril 1998"),
        ("dt-polio", "2 2005", "dtp 2005-02"),
        ("Hépatite A", "3/1999", "hepatite-a 1999-03"),
        ("grippe", "10.2025", "grippe 2025-10"),
        ("infanrixhexa", "2010", "hexavalent 2010"),
    ],
)
def test_un_nom_courant_et_une_date_approchee_suffisent(lectrice: TestClient, nom: str, quand: str, cle: str) -> None:
    assert note(lectrice, (nom, quand))[0] == 303
    assert keys(lectrice) == [cle]


def test_cinq_lignes_d_un_coup_puis_la_prevision_change(lectrice: TestClient) -> None:
    assert "1 en retard" in read(lectrice, "/vaccins")
    lignes = [("dtp", "06/2025"), ("grippe", "20/10/2026"), ("covid", "20/10/2026"), ("Prevenar 20", "2025"), ("", "")]
    assert note(lectrice, *lignes)[0] == 303
    page = read(lectrice, "/vaccins")
    assert "1 vaccin à faire" in page
    assert "Carnet : 4 doses notées" in page
    assert keys(lectrice) == ["vpc20 2025", "dtp 2025-06", "covid 2026-10-20", "grippe 2026-10-20"]


@pytest.mark.parametrize(
    ("nom", "quand", "message"),
    [
        ("ROR", "01/2030", "Cette date est dans le futur."),
        ("ROR", "1950", "Cette date est avant votre naissance."),
        ("ROR", "31/02/2015", "Ce jour n'existe pas dans le calendrier."),
        ("ROR", "15", "Écrivez l'année avec 4 chiffres"),
        ("ROR", "", "Écrivez quand ce vaccin a été fait"),
        ("ROR", "hier", "Nous ne lisons pas cette date."),
        ("zzzz", "2015", "Nous ne connaissons pas ce vaccin."),
        ("", "2015", "Écrivez le nom du vaccin"),
        ("", "", "Écrivez au moins un vaccin"),
        ("vaccin", "2015", "Nous ne connaissons pas ce vaccin."),
        ("tétanos", "2015", "Plusieurs vaccins portent ce nom."),
        ("1 84 12 76 451 089 46", "2015", "N'écrivez jamais votre numéro de Sécurité sociale ici."),
    ],
)
@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_chaque_faute_est_dite_et_rien_n_est_perdu(
    lectrice: TestClient, prefixe: str, nom: str, quand: str, message: str
) -> None:
    statut, page = note(lectrice, (nom, quand), ("grippe", "2024"), prefixe=prefixe)
    assert statut == 422 or (not nom and not quand and not prefixe)
    if statut == 303:  # an empty row between others is no fault
        return
    assert message in page
    assert "451 089" not in page
    if nom and "451" not in nom:
        assert f'value="{nom}"' in page
    if not prefixe:
        assert 'value="grippe"' in page
    assert keys(lectrice) == []


def test_ce_qui_est_tape_revient_sans_devenir_de_la_page(lectrice: TestClient) -> None:
    piege = '"><script>alert(1)</script>'
    reponse = lectrice.post(CARNET, data={"action": "noter", "vaccin-1": piege, "le-1": piege, "remplace": piege})
    assert reponse.status_code == 422
    assert "<script>" not in reponse.text
    assert "&lt;script&gt;" in reponse.text


@each("libelle", [code.libelle for code in contenu_reel().vaccins.codes.values()])
def test_chaque_nom_propose_par_le_champ_est_un_seul_vaccin(lectrice: TestClient, libelle: str) -> None:
    assert note(lectrice, (libelle, "2015"))[0] == 303
    assert libelle in read(lectrice, CARNET)


def test_une_ligne_fausse_n_en_garde_aucune(lectrice: TestClient) -> None:
    statut, page = note(lectrice, ("ROR", "2015"), ("zzzz", "2015"))
    assert statut == 422
    assert page.count('aria-invalid="true"') == 1
    assert 'href="#vaccin-2"' in page
    assert keys(lectrice) == []


def test_un_nom_pour_plusieurs_vaccins_se_choisit(lectrice: TestClient) -> None:
    statut, page = note(lectrice, ("méningite b", "2024"))
    assert statut == 422
    assert re.findall(r'name="choix-1" value="([^"]+)"', page) == ["bexsero", "trumenba"]
    assert note(lectrice, ("méningite b", "2024"), **{"choix-1": "ror"})[0] == 422
    assert note(lectrice, ("méningite b", "2024"), **{"choix-1": "trumenba"})[0] == 303
    assert keys(lectrice) == ["trumenba 2024"]


def test_une_faute_de_frappe_se_confirme(lectrice: TestClient) -> None:
    statut, page = note(lectrice, ("priorixx", "2015"))
    assert statut == 422
    assert "Nous ne sommes pas sûrs." in page
    assert note(lectrice, ("priorixx", "2015"), **{"choix-1": "ror"})[0] == 303


def test_corriger_puis_retirer_une_dose(lectrice: TestClient) -> None:
    note(lectrice, ("ROR", "2015"), ("grippe", "2024"))
    reponse = lectrice.post(CARNET, data={"action": "modifier", "dose": "ror 2015"})
    page = plain(reponse.text)
    assert 'name="remplace" value="ror 2015"' in page
    assert 'value="Rougeole, oreillons, rubéole (ROR)"' in page
    assert note(lectrice, ("ROR", "32/2015"), remplace="ror 2015")[0] == 422
    assert keys(lectrice) == ["ror 2015", "grippe 2024"]
    assert note(lectrice, ("ROR", "06/2016"), remplace="ror 2015")[0] == 303
    assert keys(lectrice) == ["ror 2016-06", "grippe 2024"]
    for _ in range(2):  # touched twice, or in an old tab
        assert lectrice.post(CARNET, data={"action": "retirer", "dose": "grippe 2024"}).status_code == 200
    assert keys(lectrice) == ["ror 2016-06"]
    assert lectrice.post(CARNET, data={"action": "modifier", "dose": "grippe 2024"}).status_code == 200
    assert lectrice.post(CARNET, data={"action": "inconnue"}).status_code == 200


def test_le_carnet_perdu_puis_retrouve(lectrice: TestClient) -> None:
    assert "carnet est perdu" not in read(lectrice, "/questions")
    lectrice.post(CARNET, data={"action": "perdu"})
    assert "Si on ne retrouve plus le carnet" in read(lectrice, "/vaccins")
    lectrice.post(CARNET, data={"action": "retrouve"})
    assert "Si on ne retrouve plus le carnet" not in read(lectrice, "/vaccins")


def test_les_questions_des_vaccins_ouvrent_une_ligne(lectrice: TestClient) -> None:
    page = read(lectrice, "/vaccins/questions")
    assert "maladie-respiratoire-chronique" in page or "soignant" in page
    noms = re.findall(r'type="radio" name="([^"]+)" value="oui"', page)
    reponse = lectrice.post("/vaccins/questions", data={noms[0]: "oui", noms[1]: "peut-etre"}, follow_redirects=False)
    assert (reponse.status_code, reponse.headers["location"]) == (303, "/vaccins")
    suivantes = read(lectrice, "/vaccins/questions")
    assert f'name="{noms[0]}"' not in suivantes
    assert f'name="{noms[1]}"' in suivantes


def pregnant(client: TestClient) -> str:
    """A woman of 31 who said that she is pregnant: the page that asks for the first day."""
    client.headers.update(AILLEURS)
    client.post("/vaccins", data={"date_naissance": "02/05/1995", "sexe": "F"})
    client.post("/questions", data={"fait": "grossesse", "reponse": "oui"})
    return read(client, "/vaccins/questions")


def test_la_date_d_une_grossesse_date_ses_vaccins(client: TestClient) -> None:
    page = pregnant(client)
    assert 'id="regles"' in page
    carte = re.search(r'id="coqueluche-grossesse".*?</li>', read(client, "/vaccins"), re.DOTALL)
    assert carte is not None
    assert "À préciser" in carte[0]
    assert "Il nous manque leur date." in carte[0]
    assert "Il nous manque une date." in read(client, "/falc/vaccins") + read(client, "/falc/vaccins?page=2")
    autre = re.findall(r'type="radio" name="([^"]+)" value="oui"', page)[0]
    for saisie, message in (
        ("2026", "Écrivez le jour, le mois et l'année"),
        ("31/04/2026", "Ce jour n'existe pas"),
        ("15/12/2026", "Cette date est dans le futur."),
        ("15/04/2024", "Cette date est trop ancienne"),
        ("15/04/1990", "Cette date est avant votre naissance."),
    ):
        reponse = client.post("/vaccins/questions", data={"regles": saisie, autre: "oui"})
        assert reponse.status_code == 422
        assert message in plain(reponse.text)
        assert f'value="{saisie}"' in reponse.text
        assert f'name="{autre}" value="oui" checked' in reponse.text
    client.post("/vaccins/questions", data={"regles": "15/04/2026"})
    assert 'id="regles"' not in read(client, "/vaccins/questions")
    assert "À partir du 25 novembre 2026" in read(client, "/vaccins")


def test_en_falc_la_date_vient_apres_les_questions(client: TestClient) -> None:
    pregnant(client)
    for _ in range(30):
        page = read(client, "/falc/vaccins/questions")
        nom = re.search(r'name="([^"]+)" value="ne-sais-pas"', page)
        if nom is None:
            break
        assert 'id="regles"' not in page
        client.post("/falc/vaccins/questions", data={nom[1]: "ne-sais-pas", "suite": "1"})
    assert 'id="regles"' in page
    assert client.post("/falc/vaccins/questions", data={"regles": "hier"}).status_code == 422
    client.post("/falc/vaccins/questions", data={"regles": "15 avril 2026"})
    assert "Il n'y a plus de question" in read(client, "/falc/vaccins/questions")


# --- for each person ----------------------------------------------------------------------------------------------


def test_chaque_personne_a_ses_doses(lectrice: TestClient) -> None:
    note(lectrice, ("ROR", "2015"))
    fils = {"naissance": "10/10/2022", "sexe": "M", "nom": "A."}
    lectrice.post("/proches/ajouter", data=fils)
    assert keys(lectrice) == []
    assert "Pour A. :" in read(lectrice, "/vaccins")
    assert "de la naissance à 18 ans" in read(lectrice, "/vaccins")
    assert note(lectrice, ("hexavalent", "12/2022"), personne="1")[0] == 303
    assert note(lectrice, ("grippe", "2024"), personne="0")[0] == 303  # the reader's form, left open in another tab
    assert keys(lectrice) == ["ror 2015", "grippe 2024"]
    lectrice.post("/proches/choisir", data={"personne": "1", "vers": "/vaccins/carnet"})
    assert keys(lectrice) == ["hexavalent 2022-12"]
    lectrice.post("/proches/retirer", data={"personne": "1"})
    assert note(lectrice, ("grippe", "2023"), personne="1")[0] == 409


def test_la_feuille_porte_les_doses_et_ce_qui_reste(lectrice: TestClient) -> None:
    note(lectrice, ("dtp", "06/2010"))
    for prefixe in ("", "/falc"):
        page = read(lectrice, f"{prefixe}/imprimer/vaccins?taille=grand")
        assert "juin 2010" in page
        assert "Le zona" in page or "Zona" in page


def test_les_conseils_menent_aux_vaccins(lectrice: TestClient) -> None:
    assert 'href="/vaccins#grippe-65-et-plus"' in read(lectrice, "/conseils")
    assert 'href="/falc/vaccins"' in read(lectrice, "/falc/conseils")


def test_une_ligne_inconnue_est_introuvable(client: TestClient) -> None:
    assert client.get("/vaccins/grippe-65-et-plus").status_code == 200
    assert client.get("/vaccins/inconnue").status_code == 404


def test_sans_connexion_protegee_tout_sert_a_une_page(client: TestClient) -> None:
    client.headers.update({"origin": "http://exemple.test", "host": "exemple.test"})
    reponse = client.post("http://exemple.test/vaccins", data=MOI)
    assert reponse.status_code == 200
    assert "ne peuvent pas être gardées" in plain(reponse.text)
    assert "vaccins à faire" in plain(reponse.text)
    assert "set-cookie" not in reponse.headers


def test_trop_de_doses_est_refuse_en_clair(lectrice: TestClient) -> None:
    for annee in range(1961, 2022, 5):
        note(lectrice, *(("grippe", str(annee + rang)) for rang in range(5)))
    assert len(keys(lectrice)) == 60
    assert note(lectrice, ("ROR", "2015"))[0] == 413
    assert len(keys(lectrice)) == 60


def test_aucune_dose_dans_le_journal_ni_les_adresses(lectrice: TestClient, journal: Journal) -> None:
    reponse = lectrice.post(
        CARNET,
        data={"action": "noter", "vaccin-1": "Stamaril", "le-1": "17/03/1987"},
        follow_redirects=False,
    )
    assert reponse.headers["location"] == "/vaccins"
    note(lectrice, ("Stamaril", "99/99/1987"))
    lectrice.post(CARNET, data={"action": "retirer", "dose": "stamaril 1987-03-17"})
    read(lectrice, "/vaccins")
    ecrit = journal()
    assert "/vaccins/carnet" in ecrit
    assert [trace for trace in ("tamaril", "1987", "03-17") if trace in ecrit] == []


def note_maladie(client: TestClient, nom: str, le: str, prefixe: str = "") -> tuple[int, str]:
    champs = {"action": "noter-maladie", "maladie": nom, "le-maladie": le}
    reponse = client.post(f"{prefixe}/vaccins/carnet", data=champs, follow_redirects=False)
    return reponse.status_code, plain(reponse.text)


@pytest.mark.parametrize("prefixe", ["", "/falc"])
@pytest.mark.parametrize(
    ("le", "quand"), [("11/2026", "novembre 2026"), ("2026", "2026"), ("20/11/2026", "20 novembre")]
)
def test_une_maladie_notee_change_la_date_du_vaccin(lectrice: TestClient, prefixe: str, le: str, quand: str) -> None:
    """A recent shingles puts the vaccine off; taken back, the vaccine is due again. A month or a year is enough."""
    avant = read(lectrice, "/vaccins/zona-65-et-plus")
    assert note_maladie(lectrice, "zona", le, prefixe)[0] == 303
    assert quand in read(lectrice, f"{prefixe}/vaccins/carnet").partition("maladie déjà eue")[2]
    pendant = read(lectrice, "/vaccins/zona-65-et-plus")
    assert "2027" in pendant
    assert pendant != avant
    lectrice.post("/vaccins/carnet", data={"action": "retirer-maladie", "maladie": "zona"})
    assert read(lectrice, "/vaccins/zona-65-et-plus") == avant


@pytest.mark.parametrize("prefixe", ["", "/falc"])
@pytest.mark.parametrize(
    ("nom", "le", "message"),
    [
        ("", "2026", "Choisissez une maladie dans la liste."),
        ("grippe<b>", "2026", "Choisissez une maladie dans la liste."),
        ("zona", "", "Écrivez quand cette maladie a eu lieu"),
        ("zona", "01/2030", "Cette date est dans le futur."),
        ("zona", "1850", "Cette date est avant votre naissance."),
        ("zona", "31/02/2020", "Ce jour n'existe pas"),
    ],
)
def test_une_maladie_mal_notee_est_redemandee(
    lectrice: TestClient, prefixe: str, nom: str, le: str, message: str
) -> None:
    statut, page = note_maladie(lectrice, nom, le, prefixe)
    assert statut == 422
    assert page.count(message) == 2, "in the summary and beside the field"
    assert "grippe<b>" not in page
    assert 'value="retirer-maladie"' not in read(lectrice, "/vaccins/carnet")
