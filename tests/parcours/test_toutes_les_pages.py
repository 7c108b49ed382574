"""What holds on every page and frame: axe finds nothing, nothing overflows, 14,600 bytes, nothing from elsewhere."""

import os
import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.parcours.conftest import Site
from tests.parcours.gestes import Telephone
from tests.parcours.pages import chemins

REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"]
PREMIER_ENVOI = 14_600
CHEMINS = chemins(complet=os.environ.get("MBS_COMPLET") == "1")
Open = Callable[..., BrowserContext]


def faults(page: Page) -> list[str]:
    """What axe finds, one line a rule with the elements concerned."""
    resultat = Axe().run(page, options={"runOnly": REGLES}).response
    return [f"{faute['id']}: {[noeud['html'] for noeud in faute['nodes']][:3]}" for faute in resultat["violations"]]


@pytest.fixture(scope="module")
def repondu(site: Site, browser: object) -> Page:
    """A visitor who answered, so that the personal pages are full."""
    contexte = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, bypass_csp=True)  # type: ignore[attr-defined]
    page: Page = contexte.new_page()
    Telephone(page, site.adresse, compte=False).va("/")
    telephone = Telephone(page, site.adresse, compte=False)
    telephone.repond()
    telephone.va("/proches/ajouter")
    telephone.saisit(page.locator("#naissance"), "1948")
    telephone.touche(page.get_by_text("Homme ou garçon", exact=True))
    telephone.saisit(page.locator("#nom"), "WWWWWWWWWWWW")
    telephone.ouvre(telephone.bouton("accord"))
    telephone.note_une_depense("Ostéopathe WWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "30/06", "1234,50")
    telephone.note_un_soin("Consultation du médecin traitant")
    return page


@pytest.mark.parametrize("chemin", CHEMINS)
def test_axe_ne_trouve_rien(site: Site, repondu: Page, chemin: str) -> None:
    repondu.goto(site.adresse + chemin)
    for theme in ("light", "dark"):
        repondu.emulate_media(color_scheme=theme, media="screen")  # type: ignore[arg-type]
        assert faults(repondu) == []
    repondu.emulate_media(color_scheme="light", media="print")
    assert faults(repondu) == []
    repondu.emulate_media(media="screen")


@pytest.mark.parametrize("chemin", CHEMINS)
def test_rien_ne_deborde_a_320_pixels_ni_avec_un_texte_double(site: Site, repondu: Page, chemin: str) -> None:
    repondu.goto(site.adresse + chemin)
    for largeur in (320, 360, 1280):
        repondu.set_viewport_size({"width": largeur, "height": 640})
        assert overflow(repondu) <= 0, largeur
    repondu.set_viewport_size({"width": 320, "height": 640})
    repondu.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(repondu) <= 0, "texte à 200 %"
    repondu.set_viewport_size({"width": 360, "height": 640})


def overflow(page: Page) -> int:
    deborde: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return deborde


@pytest.mark.parametrize("chemin", CHEMINS)
def test_les_cibles_font_44_pixels(site: Site, repondu: Page, chemin: str) -> None:
    """Buttons and choices; a link inside a sentence is as high as its line."""
    repondu.goto(site.adresse + chemin)
    petites = repondu.evaluate(
        """() => [...document.querySelectorAll('button, .bouton, .pastille, input:not([type=hidden]), label')]
        .map(e => [e.outerHTML.slice(0, 90), e.type === 'radio' ? e.closest('label').getBoundingClientRect()
            : e.getBoundingClientRect()])
        .filter(([, r]) => r.width && (r.height < 43.5 || r.width < 43.5))
        .filter(([html]) => !html.startsWith('<label for'))
        .map(([html, r]) => `${html} ${r.width} x ${r.height}`)"""
    )
    assert petites == []


@pytest.mark.parametrize("chemin", CHEMINS)
def test_la_premiere_visite_tient_dans_un_envoi(site: Site, open_context: Open, chemin: str) -> None:
    page = open_context().new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    recus: list[float] = []
    adresses: list[str] = []
    session.on("Network.loadingFinished", lambda fin: recus.append(fin["encodedDataLength"]))
    page.on("request", lambda demande: adresses.append(demande.url))
    page.goto(site.adresse + chemin, wait_until="networkidle")
    assert sum(recus) <= PREMIER_ENVOI
    assert [adresse for adresse in adresses if not adresse.startswith(site.adresse)] == []


@pytest.mark.parametrize("chemin", CHEMINS)
def test_chaque_page_dit_qui_appeler_et_comment_faire_sans_internet(site: Site, repondu: Page, chemin: str) -> None:
    repondu.goto(site.adresse + chemin)
    pied = repondu.get_by_role("contentinfo").inner_text()
    assert {"15", "112", "114"} <= set(re.findall(r"[0-9]+", pied))
    assert "internet" in pied
    assert repondu.get_by_role("button", name="Tout effacer", exact=True).count() == 1
    assert repondu.get_by_role("button", name="Quitter").count() == 1
    assert repondu.locator("h1").count() == 1
    assert repondu.evaluate("document.documentElement.lang") == "fr"


@pytest.mark.parametrize("chemin", ["/imprimer", "/imprimer?taille=grand", "/falc/imprimer"])
def test_la_feuille_s_imprime_en_a4_avec_les_numeros(site: Site, repondu: Page, chemin: str) -> None:
    repondu.goto(site.adresse + chemin)
    repondu.emulate_media(media="print")
    feuille = repondu.locator("body").inner_text()
    assert "36 46" in feuille.replace("\u00a0", " ").replace("\u202f", " ")
    assert "22 novembre 2026" in feuille.replace("\u00a0", " ")
    taille = repondu.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    assert taille >= 14 * 4 / 3 - 0.5, "14 points au moins"
    imprimee = repondu.pdf(format="A4", prefer_css_page_size=True)
    feuilles = len(re.findall(rb"/Type\s*/Page\b", imprimee))
    assert imprimee.startswith(b"%PDF")
    assert feuilles <= (2 if chemin == "/imprimer" else 99), "two sides of one sheet of paper"
    repondu.emulate_media(media="screen")
