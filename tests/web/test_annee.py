"""The year through its pages: entered, corrected, removed, taken away; nothing in an address or a log."""

import csv
import html
import io
import re

import pytest
from starlette.testclient import TestClient

from app.domain.depenses import LIGNES_MAX
from app.services.reponses_chiffrees import NOM
from tests.web.conftest import Journal

ICI = {"Sec-Fetch-Site": "same-origin"}
SOIN = {"acte": "consultation-generaliste", "le": "10/03/2026", "quantite": "1", "prix": ""}
NOTE = {"acte": "", "libelle": "Ostéopathe", "le": "30/06/2026", "prix": "60 €"}
PREFIXES = pytest.mark.parametrize("prefixe", ["", "/falc"])


@pytest.fixture
def moi(client: TestClient) -> TestClient:
    """Someone who answered the two first questions."""
    client.headers.update(ICI)
    client.post("/", data={"date_naissance": "14/05/1972", "sexe": "F"})
    return client


def lire(client: TestClient, chemin: str) -> str:
    reponse = client.get(chemin)
    assert reponse.status_code == 200
    return plat(reponse.text)


def plat(page: str) -> str:
    return html.unescape(page).replace("\u00a0", " ").replace("\u202f", " ")


def ajoute(client: TestClient, donnees: dict[str, str], prefixe: str = "") -> None:
    reponse = client.post(f"{prefixe}/mon-annee/ajouter", data=donnees, follow_redirects=False)
    assert (reponse.status_code, reponse.headers["location"]) == (303, f"{prefixe}/mon-annee")


def cles(client: TestClient) -> list[str]:
    return re.findall(r'name="ligne" value="([^"]+)"', lire(client, "/mon-annee"))


# --- entered ------------------------------------------------------------------------------------------------------


@PREFIXES
def test_sans_rien_on_sait_quoi_faire(client: TestClient, prefixe: str) -> None:
    assert f'href="{prefixe}/mon-annee/ajouter"' in lire(client, f"{prefixe}/mon-annee")
    assert f'action="{prefixe}/mon-annee/ajouter"' in lire(client, f"{prefixe}/mon-annee/ajouter")


@PREFIXES
def test_chercher_choisir_dater(moi: TestClient, prefixe: str) -> None:
    """Three forms in a row, by POST: what is looked for is never in an address."""
    trouve = plat(moi.post(f"{prefixe}/mon-annee/ajouter", data={"q": "prise de sang"}).text)
    assert 'name="acte" value="bilan-sanguin"' in trouve
    saisie = plat(moi.post(f"{prefixe}/mon-annee/ajouter", data={"acte": "bilan-sanguin"}).text)
    assert 'name="le" value="22/11/2026"' in saisie
    ajoute(moi, SOIN | {"acte": "bilan-sanguin"}, prefixe)
    assert len(cles(moi)) == 1


@pytest.mark.parametrize(
    ("prix", "reste"),
    [("60", "60 €"), ("60 €", "60 €"), ("60€", "60 €"), ("60 euros", "60 €"), ("60,5", "60,50 €"),
     ("60.50 €", "60,50 €"), ("8 euros 50", "8,50 €"), ("1 234,50", "1 234,50 €"),
     ("\u00a060\u202f€", "60 €"), ("６０", "60 €")],
)  # fmt: skip
def test_un_montant_s_ecrit_de_plusieurs_facons(moi: TestClient, prix: str, reste: str) -> None:
    ajoute(moi, NOTE | {"prix": prix})
    assert f"Ostéopathe</button><b>{reste}</b>" in lire(moi, "/mon-annee")


@pytest.mark.parametrize(
    "le", ["10/03/2026", "10/03", "10 mars", "10 mars 2026", "2026-03-10", "10032026", "10.03.2026"]
)
def test_une_date_s_ecrit_de_plusieurs_facons(moi: TestClient, le: str) -> None:
    ajoute(moi, SOIN | {"le": le})
    assert "10 mars 2026" in lire(moi, "/mon-annee")


FAUX = [
    (SOIN, "le", "", "Écrivez le jour"),
    (SOIN, "le", "31/12/2027", "Cette page compte l'année 2026"),
    (SOIN, "le", "31/12/2025", "Cette page compte l'année 2026"),
    (SOIN, "le", "03/2026", "Écrivez aussi le jour"),
    (SOIN, "le", "2026", "Écrivez aussi le jour"),
    (SOIN, "le", "30/02/2026", "n'existe pas"),
    (SOIN, "le", "hier", "Nous ne lisons pas cette date"),
    (SOIN, "le", "9999-12-31", "Cette page compte l'année 2026"),
    (SOIN, "quantite", "0", "de 1 à 99"),
    (SOIN, "quantite", "", "de 1 à 99"),
    (SOIN, "quantite", "1,5", "de 1 à 99"),
    (SOIN, "quantite", "100", "de 1 à 99"),
    (SOIN, "quantite", "-1", "de 1 à 99"),
    (SOIN, "quantite", "²", "de 1 à 99"),
    (SOIN, "prix", "abc", "Nous ne lisons pas ce prix"),
    (SOIN, "prix", "1e3", "Nous ne lisons pas ce prix"),
    (SOIN, "prix", "1.234", "Nous ne lisons pas ce prix"),
    (SOIN, "prix", "-5", "négatif"),
    (SOIN, "prix", "NaN", "Nous ne lisons pas ce prix"),
    (SOIN, "prix", "200000", "trop grand"),
    (SOIN, "prix", "30 %", "Nous ne lisons pas ce prix"),
    (SOIN, "prix", "<img src=x>", "Nous ne lisons pas ce prix"),
    (NOTE, "prix", "", "Écrivez combien vous avez payé"),
    (NOTE, "prix", "0", "plus grand que 0"),
    (NOTE, "libelle", "", "Écrivez ce que c'est"),
    (NOTE, "libelle", " \u200b ", "Écrivez ce que c'est"),
    (NOTE, "libelle", "x" * 41, "40 caractères au plus"),
]


@PREFIXES
@pytest.mark.parametrize(("base", "champ", "faux", "message"), FAUX)
def test_ce_qui_est_faux_est_redemande_et_rien_n_est_perdu(
    moi: TestClient, base: dict[str, str], champ: str, faux: str, message: str, prefixe: str
) -> None:
    reponse = moi.post(f"{prefixe}/mon-annee/ajouter", data=base | {champ: faux}, follow_redirects=False)
    assert reponse.status_code == 422
    page = plat(reponse.text)
    assert message in page
    assert f'id="{champ}-erreur"' in page
    assert f'name="acte" value="{base["acte"]}"' in page
    for nom, valeur in base.items():
        if nom not in (champ, "acte") and valeur:
            assert f'name="{nom}" value="{valeur}"' in page
    assert "<img src=x>" not in reponse.text
    assert cles(moi) == []


@pytest.mark.parametrize("champ", ["le", "quantite", "prix", "libelle", "q"])
def test_un_numero_de_securite_sociale_n_est_ni_garde_ni_rendu(moi: TestClient, champ: str) -> None:
    base = {"q": ""} if champ == "q" else NOTE if champ == "libelle" else SOIN
    reponse = moi.post("/mon-annee/ajouter", data=base | {champ: "1 85 05 78 006 084 36"})
    assert "N'écrivez jamais votre numéro" in plat(reponse.text)
    assert "006 084" not in plat(reponse.text)


@PREFIXES
def test_un_soin_inconnu_ramene_a_la_recherche(moi: TestClient, prefixe: str) -> None:
    for acte in ("nexiste-pas", "../etc", "x" * 300):
        reponse = moi.post(f"{prefixe}/mon-annee/ajouter", data=SOIN | {"acte": acte})
        assert reponse.status_code == 422
        assert "Nous ne trouvons pas ce soin" in plat(reponse.text)


def test_aucun_mot_trouve_dit_quoi_faire(moi: TestClient) -> None:
    page = plat(moi.post("/mon-annee/ajouter", data={"q": "zzzz"}).text)
    assert "Aucun soin trouvé" in page
    assert 'name="q" value="zzzz"' in page
    assert "c'est trop long" in plat(moi.post("/mon-annee/ajouter", data={"q": "z" * 90}).text).lower()


def test_un_soin_avant_la_naissance_est_refuse(client: TestClient) -> None:
    client.headers.update(ICI)
    client.post("/proches/ajouter", data={"naissance": "01/06/2026", "sexe": "F"})
    reponse = client.post("/mon-annee/ajouter", data=SOIN)
    assert (reponse.status_code, "avant votre naissance" in plat(reponse.text)) == (422, True)


# --- corrected, removed, one person at a time ---------------------------------------------------------------------


@PREFIXES
def test_corriger_remplace_la_ligne(moi: TestClient, prefixe: str) -> None:
    ajoute(moi, SOIN | {"prix": "45,50", "quantite": "2"})
    (cle,) = cles(moi)
    form = plat(moi.post(f"{prefixe}/mon-annee", data={"ligne": cle, "action": "corriger"}).text)
    for nom, valeur in (("le", "10/03/2026"), ("quantite", "2"), ("prix", "45,50"), ("ligne", cle)):
        assert f'name="{nom}" value="{valeur}"' in form
    ajoute(moi, SOIN | {"ligne": cle, "le": "11/03/2026"}, prefixe)
    assert [c.partition(" ")[0] for c in cles(moi)] == ["03-11"]


@PREFIXES
def test_retirer_puis_retirer_encore_ne_change_rien_d_autre(moi: TestClient, prefixe: str) -> None:
    ajoute(moi, SOIN)
    ajoute(moi, NOTE)
    premiere = cles(moi)[0]
    moi.post(f"{prefixe}/mon-annee", data={"ligne": premiere, "action": "retirer"})
    assert len(cles(moi)) == 1
    for action in ("retirer", "corriger"):
        reponse = moi.post(f"{prefixe}/mon-annee", data={"ligne": premiere, "action": action}, follow_redirects=False)
        assert (reponse.status_code, "Cette ligne n'est plus là" in plat(reponse.text)) == (409, True)
    assert len(cles(moi)) == 1


@pytest.mark.parametrize(
    ("action", "attendu"), [("oui", "2 €"), ("non", "11 €"), ("c2s", "0 €"), ("inconnue", "de 2 € à 11 €")]
)
def test_la_complementaire_change_le_total(moi: TestClient, action: str, attendu: str) -> None:
    ajoute(moi, SOIN)
    moi.post("/mon-annee", data={"action": action})
    assert f'<p class="total-annee">{attendu}</p>' in lire(moi, "/mon-annee")


def test_chaque_personne_a_son_annee(moi: TestClient) -> None:
    ajoute(moi, SOIN)
    moi.post("/proches/ajouter", data={"naissance": "1948", "sexe": "F", "nom": "B."})
    assert cles(moi) == []
    assert "Pour B. : l'année 2026" in lire(moi, "/mon-annee")
    ajoute(moi, NOTE | {"personne": "1"})
    ajoute(moi, SOIN | {"personne": "0", "le": "12/03/2026"})
    assert len(cles(moi)) == 2, "the form named the reader: who is shown again"
    assert moi.post("/mon-annee/ajouter", data=SOIN | {"personne": "7"}).status_code == 409
    moi.post("/effacer")
    assert cles(moi) == []


def test_trop_de_lignes_est_refuse_avec_la_saisie(moi: TestClient) -> None:
    for rang in range(LIGNES_MAX):
        ajoute(moi, SOIN | {"le": f"{rang % 28 + 1:02}/{rang % 12 + 1:02}/2026"})
    reponse = moi.post("/mon-annee/ajouter", data=NOTE, follow_redirects=False)
    assert reponse.status_code == 413
    assert "60 lignes" in plat(reponse.text)
    assert 'value="Ostéopathe"' in plat(reponse.text)
    assert "set-cookie" not in reponse.headers
    assert "Page 1 sur 3" in lire(moi, "/mon-annee")


def test_sans_protection_la_page_sert_une_fois(application: object) -> None:
    with TestClient(application, base_url="http://sante.example") as ailleurs:  # type: ignore[arg-type]
        reponse = ailleurs.post("/mon-annee/ajouter", data=NOTE, headers=ICI, follow_redirects=False)
    assert reponse.status_code == 200
    assert "set-cookie" not in reponse.headers
    assert "Ostéopathe" in plat(reponse.text)
    assert "ne peuvent pas être gardées" in plat(reponse.text)


# --- taken away ---------------------------------------------------------------------------------------------------


def test_le_tableau_se_telecharge_sans_rien_laisser(moi: TestClient) -> None:
    ajoute(moi, SOIN)
    ajoute(moi, NOTE | {"libelle": "=1+1"})
    reponse = moi.get("/mon-annee.csv")
    assert reponse.headers["cache-control"] == "no-store"
    assert reponse.headers["content-disposition"] == 'attachment; filename="annee-2026.csv"'
    assert reponse.headers["content-type"] == "text/csv; charset=utf-8"
    assert reponse.headers["x-content-type-options"] == "nosniff"
    lignes = list(csv.reader(io.StringIO(reponse.content.decode("utf-8-sig")), delimiter=";"))
    assert [ligne[1] for ligne in lignes[1:]] == ["Consultation du médecin traitant", "'=1+1"]


@PREFIXES
def test_la_feuille_dit_tout(moi: TestClient, prefixe: str) -> None:
    ajoute(moi, SOIN)
    ajoute(moi, NOTE)
    feuille = lire(moi, f"{prefixe}/imprimer/mon-annee")
    assert "Ostéopathe" in feuille
    assert "36 46" in feuille


def test_rien_de_note_n_est_dans_une_adresse_ni_un_journal(moi: TestClient, journal: Journal) -> None:
    sentinelle = "Zqxw sentinelle"
    etapes = [
        moi.post("/mon-annee/ajouter", data={"q": sentinelle}),
        moi.post("/mon-annee/ajouter", data=NOTE | {"libelle": sentinelle, "prix": "7654,32"}),
        moi.post("/mon-annee/ajouter", data=NOTE | {"libelle": sentinelle, "prix": sentinelle}),
        moi.post("/mon-annee", data={"ligne": sentinelle, "action": "corriger"}),
        moi.get("/mon-annee"),
    ]
    assert sentinelle in plat(etapes[-1].text)
    adresses = [str(reponse.url) for etape in etapes for reponse in (etape, *etape.history)]
    ecrit = journal() + " ".join(adresses)
    assert "/mon-annee" in ecrit
    assert not [trace for trace in ("Zqxw", "7654", "sentinelle", "consultation") if trace in ecrit]
    titres = [re.findall(r"<title>(.*?)</title>", etape.text)[0] for etape in etapes]
    assert set(titres) <= {"Mon année 2026 – Mon Budget Santé", "Ajouter à mon année – Mon Budget Santé"}


@pytest.mark.parametrize(
    "texte", ["<script>alert(1)</script>", '"><img src=x onerror=1>', "{{7*7}}", "=cmd|x", "a\r\nb", "\x1b[31m"]
)
def test_une_note_hostile_reste_du_texte(moi: TestClient, texte: str) -> None:
    ajoute(moi, NOTE | {"libelle": texte[:40]})
    for chemin in ("/mon-annee", "/falc/mon-annee?page=3", "/imprimer/mon-annee"):
        page = moi.get(chemin).text
        assert "<script>alert" not in page
        assert "<img" not in page
    assert len(moi.get("/mon-annee.csv").content.decode("utf-8-sig").strip().splitlines()) == 2
    assert NOM in moi.cookies


def test_ouvrir_une_page_ne_change_rien(moi: TestClient) -> None:
    ajoute(moi, SOIN)
    avant = moi.cookies[NOM]
    for chemin in ("/mon-annee", "/mon-annee/ajouter", "/mon-annee/autre", "/mon-annee.csv", "/imprimer/mon-annee"):
        assert "set-cookie" not in moi.get(chemin).headers
    assert moi.cookies[NOM] == avant
    assert moi.post("/mon-annee", data={"action": "oui"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
