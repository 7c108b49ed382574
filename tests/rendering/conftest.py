"""What the tests of the pages share: the real content, its presentation, and people judged on one day."""

import re
from collections.abc import Callable

import pytest

from app.domain.catalogue import Catalogue
from app.domain.profil import Profil
from app.rendering.lecture import Lecture
from app.rendering.presentation import Presentation
from tests.factories import AUJOURDHUI, contenu_reel

Lire = Callable[..., Lecture]
_DANS_LA_LIGNE = re.compile(r"</?(?:a|b)(?: [^>]*)?>")
_BALISES = re.compile(r"<style>.*?</style>|<[^>]+>", re.DOTALL)
_PHRASES = re.compile(r"<p>(.*?)</p>", re.DOTALL)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The real content."""
    return contenu_reel()


@pytest.fixture(scope="session")
def presentation(catalogue: Catalogue) -> Presentation:
    """The lists of the real content."""
    return Presentation(catalogue)


@pytest.fixture(scope="session")
def lire(catalogue: Catalogue) -> Lire:
    """Judge a person described by the keys of a profile; without any, a woman of 54."""

    def judge(*, ouvertes: bool = False, gardees: bool = True, perdues: bool = False, **profil: object) -> Lecture:
        lu = Profil.model_validate({"date_naissance": "1972-05-14", "sexe": "F"} | profil)
        return Lecture(lu, catalogue.moteur.evaluate(lu, AUJOURDHUI), ouvertes, gardees, perdues)

    return judge


def visible(page: str) -> str:
    """The words of a page, with ordinary spaces."""
    sans_balises = (
        _BALISES.sub(" ", _DANS_LA_LIGNE.sub("", page))
        .replace("&#39;", "'")
        .replace("&amp;", "&")
        .replace("&#34;", '"')
    )
    return " ".join(sans_balises.split())


def phrases_falc(page: str) -> list[str]:
    """The sentences of the main part of an easy-to-read page, those of its own lines."""
    principal = page.partition("<main")[2].partition("</main>")[0]
    blocs = principal.split('<div class="phrases">')[1:]
    return [visible(p) for bloc in blocs for p in _PHRASES.findall(bloc.partition("</div>")[0])]
