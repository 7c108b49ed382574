"""Writes what a browser keeps for the days without network: the page, the manifest, the worker. Knows no person."""

import hashlib
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import orjson

from app.rendering.feuille import numeros
from app.rendering.formats import jour_complet, jour_en_mots
from app.rendering.gabarits import DOSSIER, SITE, Cadre, Mode, page
from app.rendering.page import Page
from app.rendering.presentation import Presentation
from app.rendering.ressources import STATIQUE, ressource
from app.rendering.vues import VueHorsLigne

#: The pages that are copied, without prefix. Never one that shows answers: the copies are made without the cookie, and
#: the home page is then the one of a visitor who said nothing.
PAGES_COPIEES = ("/", "/hors-ligne", "/sans-internet", "/confidentialite", "/accessibilite")
FICHIERS_COPIES = ("favicon.svg", "js/hors-ligne.js")
#: The header of a page in the light theme, as in static/css/socle.css; a manifest has one colour.
CLAIR = "#ffffff"
_ICONES = (("icones/icone", "any"), ("icones/masque", "maskable"))
_TAILLES = (192, 512)


def adresses_copiees() -> tuple[str, ...]:
    """Every address the worker copies: pages in both ways of reading, and the files they use."""
    pages = (f"{mode.prefixe}{chemin}".removesuffix("/") or "/" for chemin in PAGES_COPIEES for mode in Mode)
    return (*pages, *map(ressource, FICHIERS_COPIES))


@lru_cache(maxsize=4)
def page_hors_ligne(presentation: Presentation, au: date, mode: Mode) -> Page:
    """Whom to call, and the advice by age, whole without any other page."""
    vue = VueHorsLigne(
        numeros=numeros(presentation.catalogue, mode, au),
        tranches=presentation.generale.groupes(mode, "papier_general", presentation.douteuses(au)),
        date=jour_complet(au) if mode is Mode.FALC else jour_en_mots(au),
    )
    return page("hors_ligne", Cadre("Sans connexion", "/hors-ligne", mode), vue).fixe()


@lru_cache(maxsize=1)
def manifeste() -> bytes:
    """What the browser needs to put the site among the applications of the device. Its short name is discreet."""
    icones = [
        {"src": ressource(f"{nom}-{taille}.png"), "sizes": f"{taille}x{taille}", "type": "image/png", "purpose": usage}
        for nom, usage in _ICONES
        for taille in _TAILLES
    ]
    dessins = [
        {"src": ressource(chemin), "sizes": "any", "type": "image/svg+xml", "purpose": usage}
        for chemin, usage in (("favicon.svg", "any"), ("icones/masque.svg", "maskable"))
    ]
    contenu = {
        "id": "/",
        "name": SITE,
        "short_name": "Mon Budget",
        "lang": "fr",
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": CLAIR,
        "theme_color": CLAIR,
        "icons": [*dessins, *icones],
    }
    return orjson.dumps(contenu)


@lru_cache(maxsize=4)
def gardien(version_contenu: str, application: str, mois: str) -> str:
    """The worker: its program under the version and the list of what it copies.

    `mois` is part of the version: pages name the campaigns of the month, and no copy grows older than that.
    """
    adresses = orjson.dumps(adresses_copiees()).decode()
    version = _version(version_contenu, application, mois)
    return f'const VERSION = "{version}";\nconst ADRESSES = {adresses};\n{_programme("service-worker")}'


def gardien_eteint() -> str:
    """The worker that takes everything away, itself included."""
    return _programme("service-worker-eteint")


def _programme(nom: str) -> str:
    return (STATIQUE / "js" / f"{nom}.js").read_text("utf-8")


def _version(*parts: str) -> str:
    """Changes with anything a copy shows: the parts given, templates, styles, the list itself."""
    somme = hashlib.sha256()
    for morceau in (*parts, *adresses_copiees(), *_empreintes()):
        somme.update(morceau.encode() + b"\0")
    return somme.hexdigest()[:16]


def _empreintes() -> Iterator[str]:
    """Hashes of the files that write a page: templates, static files, and the modules beside this one."""
    fichiers = (*DOSSIER.rglob("*"), *STATIQUE.rglob("*"), *Path(__file__).parent.glob("*.py"))
    for fichier in sorted(fichiers):
        if fichier.is_file():
            yield hashlib.sha256(fichier.read_bytes()).hexdigest()
