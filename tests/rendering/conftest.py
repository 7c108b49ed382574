"""What the tests of the pages share: the real content, its presentation, and people judged on one day."""

import re
from collections.abc import Callable, Mapping, Sequence

import pytest

from app.domain.carnet import add_doses
from app.domain.catalogue import Catalogue
from app.domain.profil import Profil
from app.domain.vaccination_dossier import Vaccination
from app.rendering.lecture import Lecture
from app.rendering.lecture_vaccins import LectureVaccins
from app.rendering.presentation import Presentation
from app.rendering.voix import Destinataire
from tests.factories import AUJOURDHUI, contenu_reel
from tests.vaccins import forecast

Lire = Callable[..., Lecture]
Prevoir = Callable[..., LectureVaccins]
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


@pytest.fixture(scope="session")
def prevoir(lire: Lire, presentation: Presentation) -> Prevoir:
    """Forecast someone described by the keys of a profile, with their doses; personal facts stay silent."""

    def predict(
        personne: Mapping[str, object], recues: Sequence[dict[str, str]] = (), qui: Destinataire | None = None
    ) -> LectureVaccins:
        lecture = lire(**personne)
        if qui is not None:
            lecture = type(lecture)(lecture.profil, lecture.evaluation, qui=qui)
        carnet = add_doses((), [Vaccination.model_validate(dose) for dose in recues])
        connue = lecture.profil.date_naissance is not None
        previsions = tuple(forecast(lecture.profil, recues).values()) if connue else ()
        return LectureVaccins(
            lecture, previsions, carnet, AUJOURDHUI, presentation.taire(lecture.profil, ouvertes=False)
        )

    return predict


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
