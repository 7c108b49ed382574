"""Writes the pages that know nobody: phone lines, privacy, the site map, what was erased, and the way out."""

from datetime import date
from functools import lru_cache

from app.domain.catalogue import Catalogue
from app.rendering.feuille import numeros
from app.rendering.gabarits import Cadre, Mode, page, render
from app.rendering.lots import lot_de
from app.rendering.menu import PLAN
from app.rendering.page import Page
from app.rendering.vues import PageNumeros, VueAccueil

NUMEROS_FALC = 3
TITRES = {
    "confidentialite": "Confidentialité",
    "effacer": "Tout est effacé",
    "effacer-carnet": "Tout est effacé",
}


@lru_cache(maxsize=16)
def page_information(nom: str, mode: Mode) -> Page:
    """One of the fixed pages."""
    gabarit, _, carnet = nom.partition("-")
    chemin = "/" if gabarit == "effacer" else f"/{nom}"
    return page(gabarit, Cadre(TITRES[nom], chemin, mode), bool(carnet))


@lru_cache(maxsize=2)
def page_plan(mode: Mode) -> Page:
    """The site map: the second way to find a page, for whoever the menu does not help."""
    return page("plan", Cadre("Plan du site", "/plan-du-site", mode), PLAN).fixe()


def page_sans_internet(catalogue: Catalogue, mode: Mode, au: date, numero: int = 1) -> Page:
    """Every phone line and counter; in FALC a few a page, urgent ones first."""
    tous = numeros(catalogue, mode, au)
    cadre = Cadre("Sans internet", "/sans-internet", mode)
    if mode is Mode.NORMAL:
        return page("sans_internet", cadre, tous)
    lot, numero, pages = lot_de(tous, numero, NUMEROS_FALC)
    return page("sans_internet", cadre, PageNumeros(tuple(lot), numero, pages))


def page_accueil(vue: VueAccueil, mode: Mode) -> Page:
    """The first page."""
    return page("accueil", Cadre("Vos conseils de prévention", "/", mode), vue)


@lru_cache(maxsize=4)
def page_quitter(adresse: str) -> str:
    """The neutral page that leads away at once: no name, no mark, no word about health."""
    return render("gabarit_quitter", adresse=adresse)
