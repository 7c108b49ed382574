"""Holds the frozen views of consents, of the carnet and of what is kept of each person."""

from dataclasses import dataclass

from app.rendering.vues import VueChamp

Ligne = tuple[str, str]


@dataclass(frozen=True, slots=True)
class VueAccord:
    """One purpose: its text, what the acts say of it, and what its form must send back."""

    id: str
    titre: str
    phrases: tuple[str, ...]
    oui: str
    non: str
    empreinte: str
    #: What is true today, in words; `donne` when it is a yes.
    etat: str
    donne: bool


@dataclass(frozen=True, slots=True)
class VueConsentements:
    """Every purpose that is asked for. `ici` is about this device, `carnet` about the one open, if any."""

    ici: VueAccord
    carnet: VueAccord
    gardees: bool
    ouvert: bool
    possible: bool


@dataclass(frozen=True, slots=True)
class VueRecu:
    """A receipt: what was done, in words, line by line, and for a program."""

    titre: str
    phrases: tuple[str, ...]
    lignes: tuple[Ligne, ...]
    json: str
    suite: Ligne


@dataclass(frozen=True, slots=True)
class VueAppareil:
    """One device where the carnet is open."""

    id: str
    libelle: str
    ici: bool


@dataclass(frozen=True, slots=True)
class VueCarnetFerme:
    """No carnet is open here: open one, or make one."""

    accord: VueAccord
    code: VueChamp
    age: str
    message: str
    gardees: bool
    possible: bool


@dataclass(frozen=True, slots=True)
class VueCarnetOuvert:
    """The carnet that is open here."""

    cree_le: str
    personnes: str
    codes: str
    peu: bool
    #: The yes it was made with still covers it; else the new text is to be read.
    tient: bool
    appareils: tuple[VueAppareil, ...]


@dataclass(frozen=True, slots=True)
class VueCodes:
    """The sheet to print, seen once."""

    codes: tuple[str, ...]
    nouveau: bool


@dataclass(frozen=True, slots=True)
class VuePersonneGardee:
    """Everything kept of one person, under a few headings."""

    numero: int
    nom: str
    rubriques: tuple[tuple[str, tuple[Ligne, ...]], ...]


@dataclass(frozen=True, slots=True)
class VueMesDonnees:
    """Everything kept here; `carnet` when it is on our machines, else it is in the browser."""

    personnes: tuple[VuePersonneGardee, ...]
    carnet: bool
    gestes: tuple[Ligne, ...]
    actes: tuple[Ligne, ...]
    erreur: str
    date: str
    #: When the carnet would be erased without a visit, and whether it nearly was; nothing when none is open.
    fin: str
    prevenu: str
