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
    """Every purpose that is asked for. `ici` is about this device, `carnet` about the one open, if any.

    `du_carnet` are the other purposes, each of which needs an open carnet.
    """

    ici: VueAccord
    carnet: VueAccord
    du_carnet: tuple[VueAccord, ...]
    commune: VueChamp
    #: Easy to read, one purpose a page: the one that is read, or none.
    sujet: str
    #: Under 15, nothing is asked; with an unknown age, it is asked first, and `age` says what to correct.
    jeune: bool
    demander_age: bool
    age: str
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
class VueCle:
    """One access key, told by its days."""

    id: str
    libelle: str


@dataclass(frozen=True, slots=True)
class VuePortes:
    """The ways in besides the codes: whether this address can use keys, and the name of the other service, if any."""

    cles: bool = False
    compte: str = ""


@dataclass(frozen=True, slots=True)
class VueDepart:
    """About to leave for the service that knows the account."""

    compte: str
    adresse: str


@dataclass(frozen=True, slots=True)
class VuePreuve:
    """The owner proves again, then the form that asked goes on: where it was going, and what it said."""

    action: str
    caches: tuple[Ligne, ...]
    code: VueChamp
    #: Why a key proved nothing.
    refus: str
    portes: VuePortes


@dataclass(frozen=True, slots=True)
class VueCarnetFerme:
    """No carnet is open here: open one, or make one."""

    accord: VueAccord
    code: VueChamp
    age: str
    #: A child makes it with a parent: both boxes are shown.
    ensemble: bool
    message: str
    #: Why a key or an account opened nothing.
    refus: str
    gardees: bool
    possible: bool
    portes: VuePortes


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
    cles: tuple[VueCle, ...]
    #: Someone in it may now have their own.
    grandis: bool
    #: Since when an account elsewhere opens it too; empty without one.
    relie_le: str
    portes: VuePortes
    #: Wrong proofs its owner must be told of, in words; empty when there are none.
    suspects: str = ""
    #: The day of an answer given from a message, that only the owner can make clear; empty without one.
    a_preciser: str = ""


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
    #: Another adult follows them too, and keeps them when they are erased here.
    a_deux: bool


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
    #: What the carnet keeps besides people, under its headings.
    autour: tuple[tuple[str, tuple[Ligne, ...]], ...]
