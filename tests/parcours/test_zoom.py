"""What holds on every page at 400 % zoom without JavaScript: nothing to the side, no control lost, none covered."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.parcours.conftest import Site
from tests.parcours.examens import overflow
from tests.parcours.gestes import Telephone
from tests.parcours.pages import chemins

ECRAN = {"width": 1280, "height": 1024}
#: The same screen at 400 %: a quarter of its pixels each way (WCAG 1.4.10).
ZOOM_400 = {"width": 320, "height": 256}
CHEMINS = chemins(complet=os.environ.get("MBS_COMPLET") == "1")
#: The controls a person can see, those that only wait for the keyboard left out.
_VISIBLES = """[...document.querySelectorAll('a[href], button, summary, textarea, select, input:not([type=hidden])')]
    .filter(e => !e.closest('.evitement') && e.checkVisibility({ visibilityProperty: true }))"""
COMMANDES = f"""() => {_VISIBLES}
    .map(e => e.tagName + ' ' + (e.getAttribute('href') || e.name || '') + ' ' + (e.value || ''))"""
#: What cannot be touched once scrolled to: out of the screen, flattened, or under something else.
PERDUES = f"""() => {_VISIBLES}
    .filter(e => {{
        const cible = e.type === 'radio' ? e.closest('label') : e;
        scrollTo(0, scrollY + cible.getBoundingClientRect().top - innerHeight / 2);
        const bords = [...cible.getClientRects()];
        const dehors = bords.some(r => r.left < -0.5 || r.right > innerWidth + 0.5);
        const touchable = bords.some(r => r.width > 1 && r.height > 1 && cible.contains(
            document.elementFromPoint(r.left + r.width / 2, r.top + Math.min(r.height, innerHeight) / 2)));
        return dehors || !touchable;
    }})
    .map(e => e.outerHTML.slice(0, 120))"""
#: Text cut by its own box: wider than what shows it, and nothing to scroll.
COUPES = """() => [...document.querySelectorAll('body *')]
    .filter(e => getComputedStyle(e).overflowX === 'hidden' && !e.closest('.hors-vue') && e.textContent.trim())
    .filter(e => e.scrollWidth > e.clientWidth + 1)
    .map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def sans_script(site: Site, browser: Browser) -> Iterator[Page]:
    """A visitor without JavaScript who answered and helps a relative with a long name."""
    contexte = browser.new_context(viewport=ECRAN, java_script_enabled=False, has_touch=True, bypass_csp=True)  # type: ignore[arg-type]
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


@pytest.mark.parametrize("chemin", CHEMINS)
def test_a_400_pour_cent_rien_ne_se_perd(site: Site, sans_script: Page, chemin: str) -> None:
    sans_script.set_viewport_size(ECRAN)  # type: ignore[arg-type]
    sans_script.goto(site.adresse + chemin)
    au_large = sans_script.evaluate(COMMANDES)
    sans_script.set_viewport_size(ZOOM_400)  # type: ignore[arg-type]
    assert overflow(sans_script) <= 0
    assert sans_script.evaluate(COMMANDES) == au_large
    assert sans_script.evaluate(PERDUES) == []
    assert sans_script.evaluate(COUPES) == []


@pytest.mark.parametrize(
    ("faute", "trouve"),
    [
        (".tete form { display: none }", "absente"),
        (".bouton { position: relative; left: 200px } body { overflow-x: hidden }", "perdue"),
        (".tete { position: fixed; inset: 0 }", "perdue"),
        (".carte { width: 400px }", "deborde"),
        ("h1 { overflow: hidden; white-space: nowrap }", "coupe"),
    ],
)
def test_une_commande_perdue_est_trouvee(site: Site, sans_script: Page, faute: str, trouve: str) -> None:
    """The planted bugs, each found by its own guard."""
    sans_script.set_viewport_size(ECRAN)  # type: ignore[arg-type]
    sans_script.goto(f"{site.adresse}/conseils")
    au_large = sans_script.evaluate(COMMANDES)
    sans_script.set_viewport_size(ZOOM_400)  # type: ignore[arg-type]
    sans_script.evaluate(
        "faute => document.head.append(Object.assign(document.createElement('style'), { textContent: faute }))", faute
    )
    vus = {
        "absente": sans_script.evaluate(COMMANDES) != au_large,
        "perdue": sans_script.evaluate(PERDUES) != [],
        "deborde": overflow(sans_script) > 0,
        "coupe": sans_script.evaluate(COUPES) != [],
    }
    assert vus[trouve], vus
