"""The pages of the year: everything noted is shown, in both ways and on paper, easy to read, in the first flight."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest

from app.domain import falc
from app.domain.annee import AnneePersonnelle, etablit_annee
from app.domain.depenses import LIGNES_MAX, Couverture, Depense, Depenses
from app.domain.profil import Profil
from app.rendering.annee import Lue, page_annee, page_feuille_annee
from app.rendering.annee_csv import ecrit_csv, sans_formule
from app.rendering.gabarits import Mode
from app.rendering.saisie_annee import page_recherche, page_saisie, saisie_nouvelle
from app.rendering.voix import LECTEUR, RIEN, Destinataire, Voix
from app.rendering.vues import VueChamp
from tests.factories import AUJOURDHUI, contenu_reel
from tests.rendering.conftest import phrases_falc, visible

BAREME = contenu_reel().bareme
LUE = Lue(LECTEUR, AUJOURDHUI, "0123456789abcdef")
PREMIER_VOL = 14_600


def noter(*lignes: Depense, couverture: Couverture = Couverture.INCONNUE, naissance: str = "1980") -> AnneePersonnelle:
    depenses = Depenses(tuple(sorted(lignes, key=lambda ligne: ligne.le)), couverture)
    return etablit_annee(depenses, Profil.model_validate({"date_naissance": naissance}), AUJOURDHUI, BAREME)


VIDE = noter()
LIGNES = (
    Depense(date(2026, 3, 10), "consultation-generaliste"),
    Depense(date(2026, 4, 12), "seance-kine", quantite=10),
    Depense(date(2026, 6, 30), libelle="Ostéopathe", prix=Decimal("60.50")),
    Depense(date(2026, 12, 15), "lunettes-libres"),
)
PLEINES = [noter(*LIGNES, couverture=couverture) for couverture in Couverture]
FREQUENTS = [acte.id for acte in BAREME.index.tous()]
CHARGEE = noter(
    *(Depense(date(2026, n % 12 + 1, n % 28 + 1), FREQUENTS[n], quantite=2) for n in range(LIGNES_MAX - 20)),
    *(Depense(date(2026, n % 12 + 1, 28), libelle="W" * 39 + str(n % 10), prix=Decimal("1234.56")) for n in range(20)),
)


def titres(page: str) -> list[str]:
    """Headings, labels and buttons as they are seen."""
    principal = page.partition("<main")[2].partition("</main>")[0]
    vus = re.sub(r'<span class="hors-vue">.*?</span>', "", principal)
    return [visible(t) for t in re.findall(r"<(?:h[1-3]|button|label)\b[^>]*>(.*?)</(?:h[1-3]|button|label)", vus)]


def test_sans_rien_la_page_explique_et_invite() -> None:
    for mode in Mode:
        page = page_annee(VIDE, LUE, mode).texte
        assert f'href="{mode.prefixe}/mon-annee/ajouter"' in page
        assert "rien noté" in visible(page).lower() or "Rien de noté" in visible(page)
        assert "0 €" not in visible(page)


@pytest.mark.parametrize("lue", PLEINES, ids=[c.value for c in Couverture])
def test_le_dessin_et_le_tableau_disent_les_memes_mois(lue: AnneePersonnelle) -> None:
    page = page_annee(lue, LUE, Mode.NORMAL).texte
    assert page.count('<tr><th scope="row">') == 4
    dessin = page.partition('<div class="frise mois" aria-hidden="true">')[2].partition("</svg>")[0]
    hauts = [f"{m.total.maximum:.0f}" for m in lue.mois if m.total.maximum]
    assert re.findall(r'class="compte"[^>]*>([^<]+)<', dessin) == hauts
    assert "style=" not in page.partition("</head>")[2]


def test_le_total_dit_ce_qui_manque_au_lieu_de_le_compter_zero() -> None:
    texte = visible(page_annee(PLEINES[1], LUE, Mode.NORMAL).texte)
    assert "au moins 66,50 €" in texte
    assert "1 soin sans prix, pas compté dans le total" in texte
    assert "prix à donner" in texte
    assert "Décembre ? 0 € ?" in texte
    falc_ = " ".join(visible(page_annee(PLEINES[1], LUE, Mode.FALC, n).texte) for n in (1, 2, 3, 4))
    assert "au moins 66 euros 50" in falc_
    assert "Il manque 1 prix." in falc_
    assert "Décembre : il manque un prix." in falc_


def test_ce_qui_reste_avant_chaque_plafond() -> None:
    texte = visible(page_annee(PLEINES[1], LUE, Mode.NORMAL).texte)
    assert "Il reste 48 € avant le plafond (24 participations)." in texte
    assert "4 € sur 50 €" in texte
    assert "Plafond du jour atteint." in texte
    plein = noter(*(Depense(date(2026, 1, jour), "consultation-generaliste") for jour in range(1, 27)))
    atteint = visible(page_annee(plein, LUE, Mode.NORMAL).texte)
    assert "Plafond atteint le 25 janvier 2026" in atteint
    enfant = visible(page_annee(noter(*LIGNES, naissance="2015"), LUE, Mode.NORMAL).texte)
    assert "Moins de 18 ans au 1er janvier" in enfant
    assert "avant le plafond" not in enfant


def test_la_moyenne_vient_avec_sa_portee_et_sa_source() -> None:
    page = page_annee(PLEINES[0], LUE, Mode.NORMAL).texte
    texte = visible(page)
    assert "En 2024, il restait en moyenne 292 € par habitant" in texte
    assert "Les cotisations des complémentaires n'y sont pas" in texte
    assert "boursorama.com" in page


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("lue", [VIDE, *PLEINES, CHARGEE], ids=["vide", *(c.value for c in Couverture), "60"])
def test_chaque_page_tient_dans_le_premier_vol(lue: AnneePersonnelle, mode: Mode) -> None:
    for numero in range(1, 25):
        assert len(page_annee(lue, LUE, mode, numero).gzip()) < PREMIER_VOL
    assert len(page_feuille_annee(lue, LUE, mode).gzip()) < PREMIER_VOL


@pytest.mark.parametrize("mode", list(Mode))
def test_chaque_ligne_est_montree_une_fois(mode: Mode) -> None:
    pages = [page_annee(CHARGEE, LUE, mode, numero).texte for numero in range(1, 40)]
    distinctes = list(dict.fromkeys(pages))
    noms = re.findall(r'name="ligne" value="([^"]+)"', "".join(distinctes))
    assert sorted(noms) == sorted(ligne.depense.cle for ligne in CHARGEE.lignes)
    feuille = visible(page_feuille_annee(CHARGEE, LUE, mode).texte)
    assert all(visible(ligne.depense.libelle) in feuille for ligne in CHARGEE.lignes)


@pytest.mark.parametrize("lue", [VIDE, *PLEINES, CHARGEE], ids=["vide", *(c.value for c in Couverture), "60"])
def test_la_version_facile_suit_les_regles(lue: AnneePersonnelle) -> None:
    for numero in range(1, 25):
        page = page_annee(lue, LUE, Mode.FALC, numero).texte
        phrases = [phrase for phrase in phrases_falc(page) if not phrase.startswith("Page ")]
        faux = [titre for titre in titres(page) if "WWW" not in titre]
        assert [str(p) for p in falc.problemes_page(faux, phrases)] == []
        assert "%" not in visible(page.partition("<main")[2].partition("</main>")[0])


def test_la_recherche_et_la_saisie_faciles_suivent_les_regles() -> None:
    for champ in (VueChamp(), VueChamp("dentiste"), VueChamp("zzz")):
        page = page_recherche(BAREME, LECTEUR, Mode.FALC, AUJOURDHUI, champ).texte
        assert [str(p) for p in falc.problemes_page(titres(page), phrases_falc(page))] == []
        assert page.count('name="acte"') <= 3
    for acte in (None, *BAREME.index.frequents()):
        page = page_saisie(saisie_nouvelle(acte, BAREME, Mode.FALC, AUJOURDHUI), LECTEUR, Mode.FALC, 2026).texte
        assert [str(p) for p in falc.problemes_page(titres(page), phrases_falc(page))] == []


def test_la_recherche_facile_va_trois_par_trois_sans_rien_oublier() -> None:
    trouves = "".join(page_recherche(BAREME, LECTEUR, Mode.FALC, AUJOURDHUI, numero=n).texte for n in range(1, 40))
    montres = set(re.findall(r'name="acte" value="([a-z0-9-]+)"', trouves))
    assert montres == {acte.id for acte in BAREME.index.frequents()}


def test_une_faute_plantee_est_vue() -> None:
    """The planted fault: the linter reads what the pages hold."""
    page = page_annee(PLEINES[0], LUE, Mode.FALC).texte.replace("tous les remboursements.", "tous; 12 %.")
    assert [p.regle for p in falc.problemes_page((), phrases_falc(page))] == ["F4", "F5"]


def test_pour_un_proche_le_titre_dit_qui() -> None:
    qui = Destinataire(Voix.ENFANT, "A.", 2, RIEN)
    assert "Pour A. : l'année 2026" in visible(page_annee(PLEINES[0], LUE._replace(qui=qui), Mode.NORMAL).texte)
    facile = visible(page_annee(PLEINES[0], LUE._replace(qui=qui), Mode.FALC).texte)
    assert "L'année 2026 pour A." in facile
    assert "votre enfant" in facile


# --- the table to download ----------------------------------------------------------------------------------------


def lignes_csv(lue: AnneePersonnelle) -> list[list[str]]:
    return list(csv.reader(io.StringIO(ecrit_csv(lue).decode("utf-8-sig"), newline=""), delimiter=";"))


def test_le_tableau_dit_chaque_ligne() -> None:
    tete, *lignes = lignes_csv(PLEINES[0])
    assert tete[0] == "Date"
    assert lignes[0][:3] == ["10/03/2026", "Consultation du médecin traitant", "1"]
    assert lignes[0][4:8] == ["2,00", "0,00", "2,00", "11,00"]
    assert lignes[2] == ["30/06/2026", "Ostéopathe", "1", "60,50", "", "", "60,50", "60,50", "non", "fait"]
    assert lignes[3][6:] == ["", "", "oui", "prévu"]
    assert lignes_csv(VIDE) == [tete]


@pytest.mark.parametrize(
    "texte",
    [
        '=HYPERLINK("http://x")',
        "+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        " =1",
        "\r=1",
        "|cmd",
        "＝1",
        "%0A=1",
        "=1;=2",
        '"=1"',
    ],
)
def test_une_formule_reste_un_texte(texte: str) -> None:
    (_, ligne) = lignes_csv(noter(Depense(date(2026, 1, 1), libelle=texte, prix=Decimal(1))))
    assert len(ligne) == 10
    assert ligne[1].lstrip()[0] not in "=+-@|%＝\t"
    assert ligne[1].removeprefix("'") == texte


def test_un_texte_ordinaire_reste_tel_quel() -> None:
    for texte in ("Ostéopathe", "Crème 50+", "a=b", "L'opticien", "3 séances"):
        assert sans_formule(texte) == texte
