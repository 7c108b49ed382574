"""Writes the pages that know nobody: phone lines, privacy, accessibility, what was erased, and the way out."""

from functools import lru_cache

from app.domain.catalogue import Catalogue
from app.rendering.feuille import numeros
from app.rendering.gabarits import Cadre, Mode, page, render
from app.rendering.page import Page
from app.rendering.vues import VueAccueil

TITRES = {
    "confidentialite": "Confidentialité",
    "accessibilite": "Accessibilité",
    "effacer": "Tout est effacé",
}


@lru_cache(maxsize=16)
def page_information(nom: str, mode: Mode) -> Page:
    """One of the fixed pages."""
    chemin = "/" if nom == "effacer" else f"/{nom}"
    return page(nom, Cadre(TITRES[nom], chemin, mode), None)


def page_sans_internet(catalogue: Catalogue, mode: Mode) -> Page:
    """Every phone line and counter."""
    return page("sans_internet", Cadre("Sans internet", "/sans-internet", mode), numeros(catalogue, mode))


def page_accueil(vue: VueAccueil, mode: Mode) -> Page:
    """The first page."""
    return page("accueil", Cadre("Vos conseils de prévention", "/", mode), vue)


@lru_cache(maxsize=4)
def page_quitter(adresse: str) -> str:
    """The neutral page that leads away at once: no name, no mark, no word about health."""
    return render("gabarit_quitter", adresse=adresse)
