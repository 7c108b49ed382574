"""Journeys about rights: the price that surprises, a card on one sheet, the test that leaves no trace."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.factories import contenu_reel
from tests.parcours.conftest import Site
from tests.parcours.examens import faults, overflow
from tests.parcours.gestes import Telephone

Open = Callable[..., BrowserContext]
UNE_FEUILLE = ("/avant-ma-consultation", "/imprimer/droits/cest-plus-cher", "/imprimer/droits/ou-aller-ce-soir")


def sheets(page: Page) -> int:
    """How many A4 sheets the page prints on."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


def test_de_l_accueil_a_qui_appeler_en_deux_touches(telephone: Telephone) -> None:
    telephone.va("/")
    telephone.ouvre(telephone.page.locator(".tuiles").get_by_role("link", name="Mes droits"))
    telephone.ouvre(telephone.lien("plus cher que prévu"))
    assert telephone.touches == 2
    assert telephone.chemin == "/cest-plus-cher"
    assert telephone.page.locator('main a[href="tel:3646"]').first.is_visible()


def test_ou_aller_ce_soir_en_une_touche_et_le_15_sans_defiler(telephone: Telephone) -> None:
    telephone.va("/")
    telephone.ouvre(telephone.lien("Où aller ce soir"))
    assert telephone.touches == 1
    urgence = telephone.page.get_by_role("heading", name="15 ou le 112")
    boite = urgence.bounding_box()
    assert boite is not None
    assert boite["y"] + boite["height"] < 640


def test_le_test_de_la_complementaire_sans_javascript_ni_trace(site: Site, open_context: Open) -> None:
    contexte = open_context(java_script_enabled=False)
    telephone = Telephone(contexte.new_page(), site.adresse, compte=False)
    telephone.va("/droits/test-c2s")
    telephone.page.locator("#personnes").fill("2")
    telephone.page.get_by_text("En métropole").tap()
    telephone.ouvre(telephone.bouton("Continuer"))
    telephone.ouvre(telephone.bouton("Plus de"))
    assert "Demandez quand même" in telephone.titre
    assert telephone.chemin == "/droits/test-c2s"
    assert contexte.cookies() == []


@pytest.mark.parametrize("chemin", UNE_FEUILLE)
def test_la_fiche_tient_sur_une_feuille(site: Site, page_simple: Page, chemin: str) -> None:
    page_simple.goto(site.adresse + chemin)
    assert sheets(page_simple) == 1


def test_aucune_fiche_ne_depasse_deux_feuilles(site: Site, page_simple: Page) -> None:
    trop = []
    for id_ in contenu_reel().droits:
        page_simple.goto(f"{site.adresse}/imprimer/droits/{id_}")
        trop += [id_] if sheets(page_simple) > 2 else []
    assert trop == []


@pytest.mark.parametrize("mode", ["", "/falc"])
def test_axe_ne_trouve_rien_a_chaque_etape_du_test(site: Site, page_simple: Page, mode: str) -> None:
    page_simple.set_viewport_size({"width": 320, "height": 640})
    page_simple.goto(f"{site.adresse}{mode}/droits/test-c2s")
    for bouton in ("Continuer", "Continuer", "Je ne sais pas"):
        with page_simple.expect_navigation():
            page_simple.get_by_role("button", name=bouton).click()
        assert faults(page_simple) == []
        assert overflow(page_simple) <= 0
        if page_simple.locator("[aria-invalid]").count():
            page_simple.locator("#personnes").fill("5")
            page_simple.get_by_text("À Mayotte").or_(page_simple.get_by_text("En métropole")).first.click()
    assert page_simple.get_by_role("link", name="36 46").count() >= 1
