"""Holds the Jinja environment, the one inline style with its hash, and the frame put around every page.

A frame is rendered once for each address and joined to the body; bodies come from fragments kept by their own caches.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.rendering.formats import typographie
from app.rendering.menu import MENU, PIED
from app.rendering.page import Page
from app.rendering.ressources import STATIQUE, ressource

DOSSIER = Path(__file__).resolve().parents[1] / "templates"
PICTOGRAMMES = DOSSIER / "composants" / "pictogrammes"
FEUILLES = ("socle", "composants", "falc", "impression")
SITE = "Mon Budget Santé"
#: Marks where the body goes in a frame; no template and no content can hold this character.
_JOINT = "\x00"
#: A number of ours: ten digits, 36 46, 3114, and 15, 18, 112… when they are dialled rather than counted.
_TELEPHONE = re.compile(
    r"(?<![\d,/.])(?<!\d[ \u00a0])(?:0\d(?: \d\d){4}|0 \d{3}(?: \d{2,3}){2,3}|3\d \d\d"
    r"|(?:(?<=\ble )|(?<=\bou )|(?<=\bau ))(?:3\d{3}|1[578]|11[2-9]))"
    r"(?!\d|[,/]\d| \d"
    r"| (?:janv|févr|mars|avril|mai|juin|juil|août|sept|oct|nov|déc|ans|mois|jours|min|heures|euros|%))",
    re.IGNORECASE,
)
_TRACE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


class Mode(StrEnum):
    """The two ways to read every page."""

    NORMAL = "normal"
    FALC = "falc"

    @property
    def prefixe(self) -> str:
        """What the addresses of this mode begin with."""
        return "/falc" if self is Mode.FALC else ""

    @property
    def autre(self) -> "Mode":
        """The twin."""
        return Mode.NORMAL if self is Mode.FALC else Mode.FALC


@dataclass(frozen=True, slots=True)
class Cadre:
    """What the frame of a page needs: its neutral title, its address without prefix, and which sheet it is."""

    titre: str
    chemin: str
    mode: Mode
    feuille: bool = False
    grand: bool = False
    #: A page of those who publish: no twin, no citizens' menu.
    equipe: bool = False


def _style() -> str:
    """Every style sheet as one text without comments or idle spaces."""
    texte = "\n".join((STATIQUE / "css" / f"{nom}.css").read_text("utf-8") for nom in FEUILLES)
    texte = re.sub(r"/\*.*?\*/", "", texte, flags=re.DOTALL)
    texte = re.sub(r"\s+", " ", texte)
    texte = re.sub(r" ([>+]) ", r"\1", texte)
    return re.sub(r"(?<=[{};:,]) | (?=[{};,])|;(?= ?})", "", texte).replace(";}", "}").strip()


STYLE = _style()
STYLE_SHA256 = "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode("utf-8")).digest()).decode("ascii")


@lru_cache(maxsize=128)
def picto(nom: str) -> Markup:
    """A pictogram drawn in the page, hidden from screen readers: the words beside it say the same."""
    dessin = _TRACE.sub(r"\1", (PICTOGRAMMES / f"{nom}.svg").read_text("utf-8")).strip()
    trace = Markup(dessin)  # noqa: S704 - our own drawings
    return Markup('<svg class="picto" viewBox="0 0 24 24" aria-hidden="true">{}</svg>').format(trace)


def telephones(texte: str) -> Markup:
    """The same text where each telephone number can be dialled with one touch."""
    morceaux, debut = [], 0
    for trouve in _TELEPHONE.finditer(texte):
        morceaux.append(escape(typographie(texte[debut : trouve.start()])))
        morceaux.append(appel(trouve[0]))
        debut = trouve.end()
    return Markup("").join([*morceaux, escape(typographie(texte[debut:]))])


def appel(numero: str) -> Markup:
    """A telephone number as a link, kept on one line."""
    lien = Markup('<a class="appel" href="tel:{}">{}</a>')
    return lien.format(numero.replace(" ", ""), numero)


def paragraphes(texte: str) -> list[str]:
    """The paragraphs of a content text: blank lines part them."""
    return [morceau.strip() for morceau in texte.split("\n\n") if morceau.strip()]


def _environnement() -> Environment:
    env = Environment(
        loader=FileSystemLoader(DOSSIER),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.filters.update(fr=typographie, telephones=telephones, paragraphes=paragraphes)
    env.globals.update(picto=picto, appel=appel, ressource=ressource, MENU=MENU, PIED=PIED, SITE=SITE)
    env.globals.update(STYLE=Markup(STYLE))  # noqa: S704 - our own sheet
    return env


_ENV = _environnement()


def render(gabarit: str, /, **contexte: Any) -> Markup:
    """Render a template under app/templates with exactly these values; a missing one is an error."""
    return Markup(_ENV.get_template(f"{gabarit}.html").render(contexte))  # noqa: S704 - autoescaped by the environment


def call_macro(composant: str, macro: str, /, *valeurs: Any) -> Markup:
    """Render one component alone, to be kept by the caller's cache."""
    rendu = getattr(_module(composant), macro)(*valeurs)
    return Markup(rendu)  # noqa: S704 - autoescaped by the environment


@lru_cache(maxsize=32)
def _module(composant: str) -> Any:
    return _ENV.get_template(f"composants/{composant}.html").module


@lru_cache(maxsize=1024)
def _frame(cadre: Cadre) -> tuple[str, str]:
    nom = "equipe" if cadre.equipe else "imprimable" if cadre.feuille else cadre.mode.value
    avant, _, apres = render(f"gabarit_{nom}", cadre=cadre, corps=_JOINT).partition(_JOINT)
    return str(avant), str(apres)


def frame(cadre: Cadre, corps: str) -> Page:
    """The whole page: the body between the two halves of its frame."""
    debut, fin = _frame(cadre)
    return Page(debut, f"{corps}{fin}")


def page(nom: str, cadre: Cadre, vue: Any, /, **autres: Any) -> Page:
    """Render the page of this name for the frame's mode and put it in its frame."""
    suffixe = "_falc" if cadre.mode is Mode.FALC else ""
    contexte: Mapping[str, Any] = {"vue": vue, "prefixe": cadre.mode.prefixe, "cadre": cadre, **autres}
    return frame(cadre, render(f"pages/{nom}{suffixe}", **contexte))


def page_moulee(nom: str, cadre: Cadre, champs: Mapping[str, str], drapeaux: frozenset[str] = frozenset()) -> Page:
    """The same page from a mould: the template is rendered once for each set of filled fields, then only joined.

    `champs` are texts (escaped here) or fragments (Markup); `drapeaux` are the flags that hold.
    """
    remplis = tuple(champ for champ, valeur in champs.items() if valeur)
    morceaux = _moule(nom, remplis, tuple(champs), drapeaux)
    corps = [morceaux[0]]
    for rang in range(1, len(morceaux), 2):
        valeur = champs[morceaux[rang]]
        corps += (valeur if type(valeur) is Markup else escape(valeur), morceaux[rang + 1])
    return frame(cadre, "".join(corps))


@lru_cache(maxsize=256)
def _moule(nom: str, remplis: tuple[str, ...], tous: tuple[str, ...], drapeaux: frozenset[str]) -> list[str]:
    """The rendered template cut where the fields go: text, field, text, field… text."""
    vue = {champ: f"{_JOINT}{champ}{_JOINT}" if champ in remplis else "" for champ in tous}
    return str(render(f"pages/{nom}", vue=vue, drapeaux=drapeaux)).split(_JOINT)
