"""Follows every internal link, form and anchor of the site and of its templates. Opens no outside address."""

import re
from collections import deque
from collections.abc import Iterable, Iterator

from starlette.routing import Match, Route

from app.atelier.constats import Constat, avertissement, erreur
from app.atelier.navigation import Navigateur, PageLue
from app.main import Application
from app.rendering.gabarits import DOSSIER

#: More than this means that the site links to itself without end.
PAGES_MAX = 6000
#: Addresses of a form in which a page may be shown, with the answers that lead to every part of it.
PERSONNES = (
    {"date_naissance": "12/03/1971", "sexe": "F"},
    {"date_naissance": "05/09/1996", "sexe": "M"},
    {"date_naissance": "20/06/2018", "sexe": "M"},
    {"date_naissance": "30/01/1950", "sexe": "F"},
)
#: Where another service sends a browser back: without that service and what it gives, there is no such page.
RETOURS = {"/carnet/identite/retour"}
_PERSONNE = re.compile(r" \(personne \d+\)$")
_ADRESSE = re.compile(r"""(?:href|action)="((?:\{\{[^}]*\}\})?/[^"]*)\"""")


def departs(app: Application, ids: Iterable[str]) -> list[str]:
    """Every page with a fixed address, and the page of each advice, in both ways of reading."""
    fixes = [
        route.path
        for route in app.routes
        if isinstance(route, Route)
        and "GET" in (route.methods or ())
        and "{" not in route.path
        and route.path not in RETOURS
        and not getattr(route, "include_in_schema", True)
    ]
    return [*fixes, *(f"{prefixe}/conseils/{id_}" for id_ in ids for prefixe in ("", "/falc"))]


async def parcourir(app: Application, adresses: Iterable[str]) -> dict[str, PageLue]:
    """Every page reached from these addresses by links, as someone who said nothing sees them."""
    navigateur = Navigateur(app)
    pages: dict[str, PageLue] = {}
    file = deque(adresses)
    while file and len(pages) < PAGES_MAX:
        adresse = file.popleft()
        if adresse in pages:
            continue
        pages[adresse] = page = await navigateur.get(adresse)
        file.extend(lien.partition("#")[0] for lien in page.liens if interne(lien) and lien.partition("#")[0])
    return pages


async def parcourir_en_personne(app: Application, adresses: Iterable[str]) -> list[tuple[str, PageLue]]:
    """The same addresses, and the pages of lists that follow one another, as some persons see them."""
    vues: list[tuple[str, PageLue]] = []
    for rang, reponses in enumerate(PERSONNES, 1):
        navigateur = Navigateur(app)
        await navigateur.post("/falc", reponses)
        deja: set[str] = set()
        file = deque(adresses)
        while file:
            adresse = file.popleft()
            if adresse in deja:
                continue
            deja.add(adresse)
            page = await navigateur.get(adresse)
            vues.append((f"{adresse} (personne {rang})", page))
            file.extend(lien for lien in page.liens if interne(lien) and "?" in lien and "/static/" not in lien)
    return vues


def interne(lien: str) -> bool:
    """Whether a link leads to this site."""
    return lien.startswith(("/", "#")) and not lien.startswith("//")


def liens_morts(
    app: Application, pages: dict[str, PageLue], autres: Iterable[tuple[str, PageLue]]
) -> Iterator[Constat]:
    """Links, anchors and forms that lead nowhere; `autres` are pages whose links were not followed."""
    morts: dict[str, str] = {}
    vues = {**pages, **dict(autres)}
    for adresse, page in vues.items():
        personne = "".join(_PERSONNE.findall(adresse))
        if page.statut >= 400:
            morts.setdefault(f"{adresse} répond {page.statut}", adresse)
        for lien in filter(interne, page.liens):
            chemin, _, ancre = lien.partition("#")
            cible = vues.get(chemin + personne, pages.get(chemin)) if chemin else page
            if cible is None:
                if not route_pour(app, "GET", chemin):
                    morts.setdefault(f"le lien {lien} ne mène nulle part", adresse)
            elif cible.statut >= 400:
                morts.setdefault(f"le lien {lien} répond {cible.statut}", adresse)
            elif ancre and cible.ancres and ancre not in cible.ancres:
                morts.setdefault(f"le lien {lien} : rien ne s'appelle « {ancre} » sur cette page", adresse)
        for methode, action in page.formulaires:
            if not route_pour(app, methode, action or adresse):
                morts.setdefault(f"le formulaire {methode} {action} n'a pas de route", adresse)
    yield from (erreur(adresse, message) for message, adresse in morts.items())
    if len(pages) >= PAGES_MAX:
        yield avertissement("liens", f"plus de {PAGES_MAX} pages : le parcours s'est arrêté")


def liens_des_gabarits(app: Application) -> Iterator[Constat]:
    """Addresses written in the templates, seen or not by the walk; what a template fills in counts as any word."""
    for gabarit in sorted(DOSSIER.rglob("*.html")):
        for brut in _ADRESSE.findall(gabarit.read_text("utf-8")):
            if "{%" in brut:
                continue
            chemin = re.sub(r"(?<=/)\{\{[^}]*\}\}", "mot", re.sub(r"(?<!/)\{\{[^}]*\}\}", "", brut))
            chemin = chemin.partition("#")[0].partition("?")[0]
            if not (route_pour(app, "GET", chemin) or route_pour(app, "POST", chemin)):
                yield erreur(gabarit.relative_to(DOSSIER).as_posix(), f"l'adresse {brut} n'a pas de route")


def route_pour(app: Application, methode: str, adresse: str) -> bool:
    """Whether a route answers this method at this address."""
    chemin = adresse.partition("?")[0]
    scope = {"type": "http", "method": methode, "path": chemin, "root_path": "", "headers": []}
    return any(route.matches(scope)[0] is Match.FULL for route in app.routes)
