"""A rendez-vous in five touches: found, reserved, moved, cancelled, printed; without an account, without JavaScript."""

import re
import time
from collections.abc import Callable, Iterator

import httpx2
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.parcours.conftest import Site, running_site
from tests.parcours.examens import faults, overflow
from tests.parcours.gestes import Telephone
from tests.parcours.test_droits import sheets

Open = Callable[..., BrowserContext]
PREMIER = "button[name=creneau]"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The service with its demonstration, once its places are there."""
    with running_site(tmp_path_factory.mktemp("demo"), MBS_DEMO="1") as site:
        limite = time.monotonic() + 120
        while not httpx2.get(f"{site.adresse}/api/v1/creneaux?commune=98735").json()["creneaux"]:
            assert time.monotonic() < limite, site.journal.read_text("utf-8")
            time.sleep(0.2)
        yield site


def write(telephone: Telephone, selecteur: str, texte: str) -> None:
    """Type in the field that has the focus already: no touch."""
    expect(telephone.page.locator(selecteur)).to_be_focused()
    telephone.page.keyboard.type(texte)


def send(telephone: Telephone) -> None:
    """The keyboard's own "go" key."""
    with telephone.page.expect_navigation():
        telephone.page.keyboard.press("Enter")


def reserve(telephone: Telephone, mode: str = "", ou: str = "Mâcon") -> str:
    telephone.va(f"{mode}/creneaux")
    telephone.page.locator("#ou").fill(ou)
    send(telephone)
    telephone.ouvre(telephone.page.locator(PREMIER).first)
    telephone.page.locator("#prenom").fill("Ana")
    telephone.page.locator("#nom").fill(f"Roy {time.monotonic_ns() % 10**6}")
    send(telephone)
    return telephone.page.locator("main .titre").inner_text()


def test_de_l_accueil_a_reserve_en_cinq_touches(demo: Site, open_context: Open) -> None:
    telephone = Telephone(open_context().new_page(), demo.adresse)
    telephone.va("/")
    telephone.ouvre(telephone.page.get_by_role("navigation", name="Menu").get_by_role("link", name="Rendez-vous"))
    telephone.saisit(telephone.page.locator("#ou"), "71000")
    send(telephone)
    assert "Autour de Mâcon" in telephone.titre
    assert "Démonstration." in telephone.texte
    telephone.ouvre(telephone.page.locator(PREMIER).first)
    assert "Pas encore réservé" in telephone.texte
    write(telephone, "#prenom", "Ana")
    telephone.page.keyboard.press("Tab")
    write(telephone, "#nom", "Roy")
    telephone.ouvre(telephone.bouton("Réserver"))
    assert telephone.titre == "C'est réservé"
    assert telephone.touches <= 5
    assert telephone.page.context.cookies() == []
    assert "?" not in telephone.chemin


@pytest.mark.parametrize("mode", ["", "/falc"])
def test_reserver_deplacer_annuler_sans_javascript(demo: Site, open_context: Open, mode: str) -> None:
    contexte = open_context(java_script_enabled=False)
    telephone = Telephone(contexte.new_page(), demo.adresse, compte=False)
    code = reserve(telephone, mode, "Dijon")
    assert telephone.titre == "C'est réservé"
    avant = telephone.texte
    telephone.ouvre(telephone.bouton("Déplacer|Changer la date"))
    telephone.ouvre(telephone.page.locator(f"{PREMIER}:visible").last)
    assert "Changer de rendez-vous" in telephone.titre
    telephone.ouvre(telephone.bouton("Confirmer le changement|Oui, je change"))
    assert telephone.titre == "C'est réservé"
    assert telephone.texte != avant
    assert telephone.page.locator("main .titre").inner_text() == code
    telephone.va(f"{mode}/rendez-vous")
    telephone.page.locator("#code").fill(code.lower())
    send(telephone)
    assert telephone.titre == "Votre rendez-vous"
    telephone.touche(telephone.page.locator("summary", has_text="Annuler"))
    telephone.ouvre(telephone.bouton("j.annule"))
    assert "annulé" in telephone.titre
    assert contexte.cookies() == []


def test_pres_de_moi_seulement_quand_on_le_touche(demo: Site, open_context: Open) -> None:
    ici = {"latitude": 46.30687, "longitude": 4.82883}
    telephone = Telephone(open_context(geolocation=ici, permissions=["geolocation"]).new_page(), demo.adresse)
    envoyes: list[str] = []
    telephone.page.on("request", lambda demande: envoyes.append(demande.post_data or ""))
    telephone.va("/creneaux")
    expect(telephone.bouton("Près de moi")).to_be_visible()
    telephone.ouvre(telephone.bouton("Près de moi"))
    assert "Autour de Mâcon" in telephone.titre
    assert "?" not in telephone.chemin
    assert "46.306" not in "".join(envoyes), "to the nearest kilometre"
    assert "46.31" not in demo.journal.read_text("utf-8")


def test_pres_de_moi_refuse_dit_quoi_faire(demo: Site, open_context: Open) -> None:
    telephone = Telephone(open_context(permissions=[]).new_page(), demo.adresse)
    telephone.va("/creneaux")
    telephone.touche(telephone.bouton("Près de moi"))
    expect(telephone.page.get_by_text("Écrivez votre commune")).to_be_visible()
    sans = open_context(java_script_enabled=False).new_page()
    sans.goto(f"{demo.adresse}/creneaux")
    expect(sans.get_by_role("button", name="Près de moi")).to_be_hidden()


def test_ou_appeler_est_toujours_la(demo: Site, open_context: Open) -> None:
    telephone = Telephone(open_context().new_page(), demo.adresse)
    telephone.va("/creneaux")
    telephone.saisit(telephone.page.locator("#ou"), "Guéret")
    send(telephone)
    lieux = telephone.page.locator("section.carte")
    assert lieux.count() == 3
    assert telephone.page.locator("section.carte a[href^='tel:']").count() == 3
    assert re.search("téléphone seulement|ne répond plus", telephone.texte)


def test_la_feuille_du_rendez_vous_tient_sur_une_page(demo: Site, open_context: Open) -> None:
    telephone = Telephone(open_context().new_page(), demo.adresse)
    code = reserve(telephone, ou="Rennes")
    assert sheets(telephone.page) == 1
    telephone.page.emulate_media(media="print")
    expect(telephone.page.get_by_text(code)).to_be_visible()
    expect(telephone.bouton("Déplacer")).to_be_hidden()


@pytest.mark.parametrize("mode", ["", "/falc"])
def test_axe_ne_trouve_rien_a_chaque_etape(demo: Site, open_context: Open, mode: str) -> None:
    page: Page = open_context(bypass_csp=True, viewport={"width": 320, "height": 640}).new_page()

    def check() -> None:
        assert faults(page) == []
        assert overflow(page) <= 0

    page.goto(f"{demo.adresse}{mode}/creneaux")
    for ou in ("", "Saint-Denis", "Nantes"):
        page.locator("#ou").fill(ou)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        check()
    for bouton in (page.locator(PREMIER).first, page.get_by_role("button", name=re.compile("éserve"))):
        with page.expect_navigation():
            bouton.click()
        check()
    page.locator("#prenom").fill("Ana")
    page.locator("#nom").fill("Roy")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    check()
