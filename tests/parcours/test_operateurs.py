"""An operator publishes a week without JavaScript, on a small phone; each of their pages is clean."""

from collections.abc import Callable
from pathlib import Path

import pyotp
from playwright.sync_api import BrowserContext, Locator, Page
from sqlmodel import Session

from app.services.base_de_donnees import open_base
from app.services.coffre import Coffre
from app.settings import Settings
from tests.operateurs import MOT_DE_PASSE, Equipe, make_equipe
from tests.parcours.conftest import Site
from tests.parcours.examens import faults, overflow


def equipe_in(site: Site) -> Equipe:
    settings = Settings(var=Path(site.dossier / "var"))
    engine = open_base(settings.database_url)
    try:
        with Session(engine) as session, session.begin():
            return make_equipe(session, Coffre(settings.cle_cookie()), "Maison Parcours", commune="23096")
    finally:
        engine.dispose()


def follow(page: Page, element: Locator) -> None:
    """Touch what opens a page, and wait for that page: what follows reads it."""
    with page.expect_navigation():
        element.tap()


def publish(page: Page, site: Site, equipe: Equipe) -> list[str]:
    """Sign in, type a week, publish it; give the address of each page met."""
    page.goto(f"{site.adresse}/operateurs")
    met = [page.url]
    page.locator("#identifiant").fill(equipe.identifiant)
    page.locator("#mot_de_passe").fill(MOT_DE_PASSE)
    page.locator("#code").fill(pyotp.TOTP(equipe.secret).now())
    follow(page, page.get_by_role("button", name="Se connecter"))
    met.append(page.url)
    follow(page, page.get_by_role("link", name="Maison de santé d'essai"))
    follow(page, page.get_by_role("link", name="Ajouter quelqu'un"))
    met.append(page.url)
    page.locator("#nom").fill("Roy")
    page.get_by_text("Sage-femme").tap()
    page.locator("[name='3m-debut']").fill("09:00")
    page.locator("[name='3m-fin']").fill("12:00")
    follow(page, page.get_by_role("button", name="Publier ces horaires"))
    assert "C'est publié." in page.locator("main").inner_text()
    assert "Jeudi" in page.locator("main").inner_text()
    autres = (f"lieux/{equipe.lieu}/rendez-vous", "sources", "mot-de-passe")
    return [*met, page.url, *(f"{site.adresse}/operateurs/{autre}" for autre in autres)]


def test_publier_une_semaine_sans_javascript(site: Site, open_context: Callable[..., BrowserContext]) -> None:
    equipe = equipe_in(site)
    contexte = open_context(java_script_enabled=False)
    adresses = publish(contexte.new_page(), site, equipe)
    avec = open_context(bypass_csp=True)
    avec.add_cookies(contexte.cookies())  # type: ignore[arg-type]
    page = avec.new_page()
    for adresse in adresses:
        page.goto(adresse)
        assert faults(page) == [], adresse
        page.set_viewport_size({"width": 320, "height": 640})
        assert overflow(page) == 0, adresse
