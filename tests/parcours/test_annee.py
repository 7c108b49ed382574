"""The year on a phone: few touches, the same without JavaScript and in easy words, corrected and removed by touch."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.parcours.conftest import Site
from tests.parcours.gestes import Telephone

Open = Callable[..., BrowserContext]


@pytest.fixture(params=["avec JavaScript", "sans JavaScript"])
def appareil(request: pytest.FixtureRequest, site: Site, open_context: Open) -> Telephone:
    """The same phone, with and without scripts; touches are counted where a script can."""
    sans = request.param == "sans JavaScript"
    return Telephone(open_context(java_script_enabled=not sans).new_page(), site.adresse, compte=not sans)


def test_un_soin_frequent_s_ajoute_en_trois_touches_depuis_mon_annee(appareil: Telephone) -> None:
    appareil.va("/mon-annee")
    appareil.touches = 0
    appareil.ouvre(appareil.lien("Ajouter un soin"))
    appareil.ouvre(appareil.bouton("^Consultation du médecin traitant$"))
    assert appareil.page.locator("#le").input_value() == "22/11/2026"
    appareil.ouvre(appareil.bouton("Ajouter à mon année"))
    assert appareil.touches <= 3
    assert appareil.chemin == "/mon-annee"
    assert "Il reste 48\u00a0€ avant le plafond" in appareil.texte


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_trois_prix_puis_mon_annee_en_quatre_touches(appareil: Telephone, prefixe: str) -> None:
    """From any price, one touch adds the care of today with the price that was typed there."""
    appareil.va(f"{prefixe}/couts/specialiste-secteur-2")
    appareil.page.locator("#prix").fill("62,50")
    appareil.touches = 0
    for acte in ("specialiste-secteur-2", "detartrage", "consultation-generaliste"):
        if acte not in appareil.chemin:
            appareil.va(f"{prefixe}/couts/{acte}")
        appareil.ouvre(appareil.bouton("^Ajouter à (mon|votre) année$"))
    appareil.ouvre(appareil.page.locator("#menu").get_by_role("link", name="Mon année"))
    assert appareil.touches <= 4
    appareil.va("/mon-annee")
    assert appareil.texte.count("22 novembre 2026.") == 3
    assert "prix à donner" not in appareil.texte


def test_chercher_avec_ses_mots_puis_corriger_et_retirer(appareil: Telephone) -> None:
    appareil.va("/mon-annee/ajouter")
    appareil.saisit(appareil.page.locator("#q"), "prise de sang")
    appareil.ouvre(appareil.bouton("Chercher"))
    appareil.ouvre(appareil.bouton("bilan courant"))
    appareil.saisit(appareil.page.locator("#le"), "5 mars")
    appareil.saisit(appareil.page.locator("#prix"), "30 €")
    appareil.ouvre(appareil.bouton("Ajouter à mon année"))
    assert "5 mars 2026" in appareil.texte
    appareil.ouvre(appareil.bouton("bilan courant"))
    assert appareil.page.locator("#prix").input_value() == "30,00"
    appareil.saisit(appareil.page.locator("#le"), "6 mars")
    appareil.ouvre(appareil.bouton("Enregistrer"))
    assert "6 mars 2026" in appareil.texte
    appareil.ouvre(appareil.bouton("bilan courant"))
    appareil.ouvre(appareil.bouton("Retirer"))
    assert "Rien de noté" in appareil.texte


def test_la_complementaire_ferme_la_fourchette(appareil: Telephone) -> None:
    appareil.note_un_soin("Consultation du médecin traitant")
    assert "de 2\u00a0€ à 11\u00a0€" in appareil.texte
    appareil.ouvre(appareil.bouton("^Oui$"))
    assert "de 2" not in appareil.texte


def test_la_meme_annee_se_lit_en_mots_simples_et_se_corrige(appareil: Telephone) -> None:
    appareil.note_une_depense("Ostéopathe", "30/06", "60 euros")
    appareil.va("/falc/mon-annee")
    assert "60\u00a0euros" in appareil.texte
    appareil.ouvre(appareil.lien("La page suivante"))
    assert "Juin" in appareil.texte
    appareil.ouvre(appareil.lien("La page suivante"))
    assert "Ostéopathe" in appareil.texte
    appareil.ouvre(appareil.bouton("Retirer"))
    assert "Vous n'avez rien noté" in appareil.texte


def test_le_tableau_se_telecharge_sous_un_nom_neutre(appareil: Telephone) -> None:
    appareil.note_une_depense("Ostéopathe", "30/06", "60")
    with appareil.page.expect_download() as attendu:
        appareil.touche(appareil.lien("Télécharger le tableau"))
    assert attendu.value.suggested_filename == "annee-2026.csv"


def test_au_clavier_seul(site: Site, open_context: Open) -> None:
    page: Page = open_context().new_page()
    page.goto(f"{site.adresse}/mon-annee/autre")
    page.locator("#libelle").focus()
    for texte in ("Parking", "1er mars", "4,50"):
        page.keyboard.type(texte)
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Parking" in page.locator("main").inner_text()


@pytest.mark.parametrize("chemin", ["/imprimer/mon-annee", "/falc/imprimer/mon-annee"])
def test_la_feuille_garde_les_lignes_et_le_numero(telephone: Telephone, chemin: str) -> None:
    telephone.note_une_depense("Ostéopathe", "30/06", "60")
    telephone.va(chemin)
    telephone.page.emulate_media(media="print")
    feuille = telephone.page.locator("body").inner_text()
    assert "Ostéopathe" in feuille
    assert "36 46" in feuille.replace("\u00a0", " ")
    telephone.va("/mon-annee")
    assert "Ostéopathe" in telephone.page.locator("main").inner_text(), "the page itself prints its lines too"
