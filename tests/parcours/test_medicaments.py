"""Journeys to the price of a box: four touches from the first page, and no word of it left anywhere."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.base.test_medicaments import EXTRAIT
from tests.parcours.conftest import RACINE, Site
from tests.parcours.examens import faults, overflow
from tests.parcours.gestes import Telephone

Open = Callable[..., BrowserContext]


@pytest.fixture
def liste(site: Site) -> None:
    """The extract, loaded in the base of the running site."""
    environnement = os.environ | {"MBS_VAR": str(site.dossier / "var"), "PYTHONPATH": str(RACINE)}
    commande = [sys.executable, RACINE / "scripts/importer_bdpm.py", EXTRAIT / "CIS_CIP_bdpm.txt"]
    subprocess.run(commande, env=environnement, check=True, stdout=subprocess.DEVNULL)


def clean(page: Page) -> None:
    assert faults(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("mode", ["", "/falc"])
def test_each_step_is_accessible_at_320_pixels(site: Site, liste: None, page_simple: Page, mode: str) -> None:
    page_simple.set_viewport_size({"width": 320, "height": 640})
    page_simple.goto(f"{site.adresse}{mode}/medicaments")
    for texte in ("", "introuvable", "dolinox"):
        page_simple.locator("#q").fill(texte)
        with page_simple.expect_navigation():
            page_simple.get_by_role("button", name="Chercher").click()
        clean(page_simple)
    with page_simple.expect_navigation():
        page_simple.locator("button[name=cip]").first.click()
    clean(page_simple)


def test_from_the_first_page_to_a_price_in_four_touches(liste: None, telephone: Telephone) -> None:
    telephone.va("/")
    telephone.ouvre(telephone.lien("^Les prix$"))
    telephone.ouvre(telephone.lien("médicament"))
    telephone.saisit(telephone.page.locator("#q"), "respirea")
    telephone.ouvre(telephone.bouton("Chercher"))
    assert telephone.titre == "RESPIRÉA 1 mg/2 ml, suspension pour inhalation"
    assert telephone.touches == 4


def test_it_works_without_javascript_and_leaves_no_trace(site: Site, liste: None, open_context: Open) -> None:
    contexte = open_context(java_script_enabled=False)
    telephone = Telephone(contexte.new_page(), site.adresse, compte=False)
    telephone.va("/medicaments")
    telephone.page.locator("#q").fill("respirea")
    telephone.ouvre(telephone.bouton("Chercher"))
    assert telephone.titre == "RESPIRÉA 1 mg/2 ml, suspension pour inhalation"
    assert telephone.chemin == "/medicaments"
    assert contexte.cookies() == []
    assert "respirea" not in site.journal.read_text("utf-8").lower()


def test_a_price_is_printed(site: Site, liste: None, page_simple: Page) -> None:
    page_simple.goto(f"{site.adresse}/medicaments")
    page_simple.locator("#q").fill("respirea")
    with page_simple.expect_navigation():
        page_simple.get_by_role("button", name="Chercher").click()
    page_simple.emulate_media(media="print")
    assert page_simple.locator(".comptes").first.is_visible()
    assert not page_simple.get_by_role("link", name="Chercher un autre").is_visible()
