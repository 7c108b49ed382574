"""Holds the frozen views of the self-questionnaire: ready-to-print French text, no rule."""

from dataclasses import dataclass

from app.rendering.vues import VueNumero, VueUrgence


@dataclass(frozen=True, slots=True)
class VueQuestionDuBilan:
    """One question and its answers, the one that was given marked; `dite` is its words."""

    id: str
    texte: str
    choix: tuple[tuple[str, str, bool], ...]
    dite: str = ""


@dataclass(frozen=True, slots=True)
class VueTheme:
    """One page of questions, or one part of the sheet."""

    titre: str
    intro: tuple[str, ...]
    pictogramme: str
    questions: tuple[VueQuestionDuBilan, ...]
    contacts: tuple[VueNumero, ...] = ()
    doute: str = ""


@dataclass(frozen=True, slots=True)
class VueAutoquestionnaire:
    """One step: a theme, or the end when `theme` is None."""

    theme: VueTheme | None
    etape: int
    rang: str
    precedente: int
    #: The first optional theme, once the others are seen; how many there are.
    personnels: int
    combien_de_personnels: int
    repondues: int
    refus: str
    gardees: bool
    #: Why they are not kept: a carnet is open, which never holds them.
    carnet: bool
    perdues: bool
    cadre_de_lecture: tuple[str, ...]
    urgences: tuple[VueUrgence, ...]
    ages: str
    personnelle: bool


@dataclass(frozen=True, slots=True)
class VueFeuilleDuBilan:
    """The sheet to bring along; without an age band, the bands to choose from."""

    ages: str
    themes: tuple[VueTheme, ...]
    tranches: tuple[tuple[str, str], ...]
    tout: bool
    adresse: str
    #: Repeats the ages chosen by hand, when nothing is known of the person.
    suite: str
    personnels: int
    cadre_de_lecture: tuple[str, ...]
    urgences: tuple[VueUrgence, ...]
    date: str
    version: str
