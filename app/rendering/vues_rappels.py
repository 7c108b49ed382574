"""Holds the frozen views of the pages about dates to remember: ready-to-print French text, no rule."""

from dataclasses import dataclass

from markupsafe import Markup

from app.rendering.vues import VueNumero, VueUrgence


@dataclass(frozen=True, slots=True)
class VueChose:
    """One thing of a day: its name, its page, and which of its dates it is."""

    titre: str
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class VueDate:
    """One day: in words, with the words that say nothing and those that name each thing."""

    quand: str
    neutre: str
    choses: tuple[VueChose, ...]
    maintenant: bool = False


@dataclass(frozen=True, slots=True)
class VueMessage:
    """A message the person sends by their own means, and the links that open it in their telephone."""

    texte: str
    sms: str
    courriel: str


@dataclass(frozen=True, slots=True)
class VueRappels:
    """The page of the dates; in easy-to-read, one part of it among `pages`."""

    titre: str
    connu: bool
    dates: tuple[VueDate, ...]
    reste: tuple[str, ...]
    message: VueMessage | None
    contacts: tuple[VueNumero, ...]
    urgences: tuple[VueUrgence, ...]
    barre: Markup
    perdues: bool
    #: The number of the person: a form left open elsewhere still speaks of them.
    personne: int
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class VueFrigo:
    """The sheet for the kitchen wall: dates to tick, whom to call."""

    dates: tuple[VueDate, ...]
    reste: str
    #: Lines to fill in by hand, when nothing is known of the person.
    vides: int
    clairs: bool
    contacts: tuple[VueNumero, ...]
    barre: Markup
    date: str
    version: str
