"""At every width up to 400 % zoom, without JavaScript: the pages that are long, full of controls or hard to lay out.

Every other page is looked at with it, in the one visit of `test_toutes_les_pages`: our scripts take no control away.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.parcours.conftest import Site
from tests.parcours.examens import PETIT, at_every_width
from tests.parcours.gestes import Telephone

CHEMINS = (
    "",
    "/conseils",
    "/questions",
    "/couts/lunettes-100-sante",
    "/mon-annee",
    "/vaccins/carnet",
    "/proches",
    "/carnet",
)


@pytest.fixture(scope="module")
def sans_script(site: Site, browser: Browser) -> Iterator[Page]:
    """A visitor without JavaScript who answered and helps a relative with a long name."""
    contexte = browser.new_context(viewport=PETIT, java_script_enabled=False, has_touch=True, bypass_csp=True)  # type: ignore[arg-type]
    telephone = Telephone(contexte.new_page(), site.adresse, compte=False)
    telephone.va("/")
    telephone.repond()
    telephone.va("/proches/ajouter")
    telephone.saisit(telephone.page.locator("#naissance"), "1948")
    telephone.touche(telephone.page.get_by_text("Homme ou garçon", exact=True))
    telephone.saisit(telephone.page.locator("#nom"), "WWWWWWWWWWWW")
    telephone.ouvre(telephone.bouton("accord"))
    yield telephone.page
    contexte.close()


@pytest.mark.parametrize("prefixe", ["", "/falc"])
@pytest.mark.parametrize("chemin", CHEMINS)
def test_a_400_pour_cent_rien_ne_se_perd(site: Site, sans_script: Page, prefixe: str, chemin: str) -> None:
    sans_script.goto(site.adresse + prefixe + chemin)
    assert at_every_width(sans_script) == []
