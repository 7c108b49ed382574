"""Holds the frozen views of what follows a reminder: news a week later, an answer to make clear, what stopped."""

from dataclasses import dataclass

from app.rendering.vues import VueChamp, VueNumero


@dataclass(frozen=True, slots=True)
class VueNouvelles:
    """« Comment ça va ? »: nothing of what was done. `aide` once the person asked who to call."""

    jeton: str
    aide: bool
    urgences: tuple[VueNumero, ...]
    contacts: tuple[VueNumero, ...]


@dataclass(frozen=True, slots=True)
class VueChoseAPreciser:
    """One thing an answer may be about, with the names of its box and of its date."""

    choix: str
    quand: str
    titre: str
    qui: str
    #: Its date is noted with the vaccines, which ask which one it was.
    vaccin: bool
    coche: bool
    champ: VueChamp


@dataclass(frozen=True, slots=True)
class VuePreciser:
    """An answer given from a message about several things; `fait` when it was « done », else « not for me »."""

    cle: str
    jour: str
    fait: bool
    choses: tuple[VueChoseAPreciser, ...]
    erreur: str = ""


@dataclass(frozen=True, slots=True)
class VueArret:
    """One reminder that was told and stopped: what, whose, since when, why."""

    titre: str
    url: str
    qui: str
    dit: str
    raisons: tuple[str, ...]
    source: str
