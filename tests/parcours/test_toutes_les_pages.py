"""What holds on every page and frame, seen in one visit: axe, every width, 400 %, targets, nothing from elsewhere."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.parcours.conftest import Site
from tests.parcours.examens import PETIT, at_every_width, faults_in_every_light, small_targets
from tests.parcours.gestes import Telephone
from tests.parcours.pages import chemins

STYLES = Path(__file__).resolve().parents[2] / "static" / "css"
CHEMINS = chemins(complet=os.environ.get("MBS_COMPLET") == "1")


@pytest.fixture(scope="module")
def repondu(site: Site, browser: Browser) -> Iterator[Telephone]:
    """A visitor who answered, so that the personal pages are full."""
    contexte = browser.new_context(viewport=PETIT, has_touch=True, bypass_csp=True)  # type: ignore[arg-type]
    page = contexte.new_page()
    telephone = Telephone(page, site.adresse, compte=False)
    telephone.va("/")
    telephone.repond()
    telephone.va("/proches/ajouter")
    telephone.saisit(page.locator("#naissance"), "1948")
    telephone.touche(page.get_by_text("Homme ou garçon", exact=True))
    telephone.saisit(page.locator("#nom"), "WWWWWWWWWWWW")
    telephone.ouvre(telephone.bouton("accord"))
    telephone.note_une_depense("Ostéopathe WWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "30/06", "1234,50")
    telephone.note_un_soin("Consultation du médecin traitant")
    yield telephone
    contexte.close()


def seen(page: Page) -> list[str]:
    """Every fault of the page open, whichever the check."""
    return [*small_targets(page), *at_every_width(page), *faults_in_every_light(page)]


@pytest.mark.parametrize("chemin", CHEMINS)
def test_chaque_page_se_lit_se_touche_et_ne_demande_rien_ailleurs(repondu: Telephone, chemin: str) -> None:
    """WCAG and RGAA by day, at night and on paper; nothing to the side nor lost up to 400 %; targets of 44 pixels."""
    repondu.demandes.clear()
    repondu.va(chemin)
    assert repondu.demandes
    ailleurs = [f"demande {adresse}" for adresse in repondu.demandes if not adresse.startswith(repondu.adresse)]
    assert [*ailleurs, *seen(repondu.page)] == []


@pytest.mark.parametrize(
    ("faute", "trouvees"),
    [
        ("body * { color: #aaa !important; background: #fff !important }", ["axe (light, screen) : color-contrast"]),
        (
            "@media (prefers-color-scheme: dark) { body * { color: #444 !important; background: #222 !important } }",
            ["axe (dark, screen) : color-contrast"],
        ),
        (
            "@media print { body * { color: #ddd !important; background: #fff !important } }",
            ["axe (light, print) : color-contrast"],
        ),
        ("h1 { display: none }", ["axe (light, screen) : page-has-heading-one"]),
        ("main { width: 350px }", ["déborde de 30 (320 pixels)"]),
        ("main h1 { font-size: 1rem; width: 19rem }", ["(texte à 200 %)"]),
        ("main { min-width: 1300px }", ["(320 pixels)", "(360 pixels)", "(1280 pixels)"]),
        (".bouton { position: relative; left: 200px } body { overflow-x: hidden }", ["perdue à 400 % : "]),
        (".tete { position: fixed; inset: 0 }", ["perdue à 400 % : "]),
        ("h1 { overflow: hidden; white-space: nowrap }", ["coupé à 400 % : <h1"]),
        ("@media (max-width: 21rem) { .tete form { display: none } }", ["absente à 400 % : BUTTON"]),
        ("button { min-height: 0 !important; height: 40px !important; padding: 0 !important }", ["x 40 : <button"]),
    ],
)
def test_une_faute_mise_expres_est_trouvee(repondu: Telephone, faute: str, trouvees: list[str]) -> None:
    """The planted bugs, each told by its own check."""
    repondu.va("/conseils/depistage-cancer-sein")
    repondu.page.add_style_tag(content=faute)
    vues = "\n".join(seen(repondu.page))
    assert [trouvee for trouvee in trouvees if trouvee not in vues] == [], vues


def test_la_nuit_ne_change_que_la_palette() -> None:
    """Why axe looks again for colours alone at night."""
    feuilles = "".join(feuille.read_text("utf-8") for feuille in STYLES.glob("*.css"))
    nuits = re.findall(r"@media[^{]*prefers-color-scheme[^{]*\{(.*?)\n\}", feuilles, re.DOTALL)
    assert nuits
    assert feuilles.count("prefers-color-scheme") == len(nuits)
    for nuit in nuits:
        assert re.fullmatch(r"\s*:root \{(?:\s*--[a-z-]+: #[0-9a-f]{3,6};)+\s*\}", nuit)


@pytest.mark.parametrize("chemin", ["/imprimer", "/imprimer?taille=grand", "/falc/imprimer"])
def test_la_feuille_s_imprime_en_a4_avec_les_numeros(repondu: Telephone, chemin: str) -> None:
    repondu.va(chemin)
    page = repondu.page
    page.emulate_media(media="print")
    feuille = page.locator("body").inner_text()
    assert "36 46" in feuille.replace("\u00a0", " ").replace("\u202f", " ")
    assert "22 novembre 2026" in feuille.replace("\u00a0", " ")
    taille = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    assert taille >= 14 * 4 / 3 - 0.5, "14 points au moins"
    imprimee = page.pdf(format="A4", prefer_css_page_size=True)
    feuilles = len(re.findall(rb"/Type\s*/Page\b", imprimee))
    assert imprimee.startswith(b"%PDF")
    assert feuilles <= (2 if chemin == "/imprimer" else 99), "two sides of one sheet of paper"
    page.emulate_media(media="screen")
