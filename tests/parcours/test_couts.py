"""Journeys about prices: an act's price in two touches, what changes it in one more, whom to ask when it surprises."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.parcours.conftest import Site
from tests.parcours.examens import faults, overflow
from tests.parcours.gestes import Telephone

Open = Callable[..., BrowserContext]
ACTE = "/couts/consultation-generaliste"


def then_the_price_is_there(telephone: Telephone) -> None:
    assert telephone.chemin == ACTE
    texte = telephone.texte.replace("\u00a0", " ").replace("\u202f", " ")
    assert "À la fin, il vous reste\n2 €" in texte
    expect(telephone.page.get_by_text("Part de l'Assurance Maladie")).to_be_visible()


def test_de_l_accueil_au_prix_en_deux_touches(telephone: Telephone) -> None:
    telephone.va("/")
    telephone.ouvre(telephone.lien("Combien ça coûte"))
    telephone.ouvre(telephone.lien("Consultation du médecin traitant"))
    assert telephone.touches == 2
    then_the_price_is_there(telephone)
    boite = telephone.page.get_by_text("À la fin, il vous reste").bounding_box()
    assert boite is not None
    assert boite["y"] + boite["height"] < 640, "seen without scrolling"


def test_chaque_et_si_en_une_touche_de_plus(telephone: Telephone) -> None:
    telephone.va(ACTE)
    telephone.ouvre(telephone.bouton("solidaire"))
    assert telephone.touches == 1
    assert telephone.chemin == ACTE, "nothing of the person in the address"
    assert "0 €" in telephone.texte.replace("\u00a0", " ")
    expect(telephone.bouton("solidaire")).to_have_attribute("aria-pressed", "true")
    telephone.ouvre(telephone.bouton("solidaire"))
    then_the_price_is_there(telephone)
    assert telephone.page.context.cookies() == []


def test_c_est_plus_cher_que_prevu_en_deux_touches(telephone: Telephone) -> None:
    telephone.va("/couts/specialiste-secteur-2")
    telephone.ouvre(telephone.lien("plus cher que prévu"))
    assert telephone.touches == 1
    assert telephone.page.locator('main a[href="tel:3646"]').first.is_visible()


def test_chercher_et_lire_un_prix_sans_javascript(site: Site, open_context: Open) -> None:
    telephone = Telephone(open_context(java_script_enabled=False).new_page(), site.adresse, compte=False)
    telephone.va("/couts")
    telephone.page.locator("#q").fill("spécialistes")
    telephone.ouvre(telephone.bouton("Chercher"))
    telephone.ouvre(telephone.lien("honoraires libres"))
    telephone.page.locator("#prix").fill("62,50")
    telephone.ouvre(telephone.bouton("Refaire le calcul"))
    assert "62,50 €" in telephone.texte.replace("\u00a0", " ")
    telephone.ouvre(telephone.bouton("paie tout le dépassement"))
    assert telephone.page.locator("#prix").input_value() == "62,50"
    telephone.ouvre(telephone.bouton("en mots simples"))
    assert telephone.chemin == "/falc/couts/specialiste-secteur-2"
    assert "2 euros" in telephone.texte.replace("\u00a0", " ")
    assert telephone.page.locator(".choix svg").count() > 0


def test_un_prix_au_clavier_seul(site: Site, open_context: Open) -> None:
    """Enter in a field does the sum again; it never touches a supposition."""
    telephone = Telephone(open_context(has_touch=False).new_page(), site.adresse)
    telephone.va("/couts/specialiste-secteur-2")
    telephone.page.locator("#prix").focus()
    telephone.page.keyboard.type("50")
    with telephone.page.expect_navigation():
        telephone.page.keyboard.press("Enter")
    assert telephone.page.locator("[aria-pressed=true]").count() == 0
    assert "50 €" in telephone.texte.replace("\u00a0", " ")
    for _ in range(30):
        telephone.page.keyboard.press("Tab")
        if telephone.page.evaluate("document.activeElement.value") == "c2s":
            break
    with telephone.page.expect_navigation():
        telephone.page.keyboard.press("Enter")
    expect(telephone.bouton("solidaire")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_axe_et_la_place_apres_un_envoi(site: Site, page_simple: Page, prefixe: str) -> None:
    """The pages a form answers with: a supposition made, then two fields to correct."""
    page_simple.set_viewport_size({"width": 320, "height": 640})
    page_simple.goto(f"{site.adresse}{prefixe}/couts/sejour-medecine")
    with page_simple.expect_navigation():
        page_simple.locator('button[value="sans-complementaire"]').click()
    assert faults(page_simple) == []
    assert overflow(page_simple) <= 0
    page_simple.locator("summary").first.click() if not prefixe else None
    page_simple.locator("#prix").fill("-5")
    page_simple.locator("#jours").fill("cinq")
    with page_simple.expect_navigation():
        page_simple.get_by_role("button", name="Refaire le calcul").click()
    assert page_simple.locator("[aria-invalid]").count() == 2
    assert page_simple.locator("#prix").is_visible(), "the field to correct is open"
    assert page_simple.locator("[aria-pressed=true]").count() == 1
    assert faults(page_simple) == []
    assert overflow(page_simple) <= 0


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_la_feuille_du_prix_s_imprime(site: Site, page_simple: Page, prefixe: str) -> None:
    page_simple.goto(f"{site.adresse}{prefixe}{ACTE}")
    page_simple.emulate_media(media="print")
    texte = page_simple.locator("body").inner_text().replace("\u00a0", " ").replace("\u202f", " ")
    assert "22 novembre 2026" in texte
    assert ("2 euros" if prefixe else "2,00 €") in texte
    assert "Refaire le calcul" not in texte
    assert "36 46" in texte
    if not prefixe:
        assert "Enceinte de 6 mois ou plus" in texte, "what is folded is printed too"
