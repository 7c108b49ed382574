"""Holds the frozen views of the pages of trust: what is verified, what changed, what readers think."""

from dataclasses import dataclass

from app.rendering.vues import VueSource
from app.rendering.vues_suites import VueArret


@dataclass(frozen=True, slots=True)
class VueLecture:
    """One reading: who, when, and whether it still holds."""

    texte: str
    valide: bool


@dataclass(frozen=True, slots=True)
class VueCas:
    """One case: its sentence, who signs it, green or red, and what differs."""

    titre: str
    signature: str
    vert: bool
    ecarts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VueFamille:
    """A family in the summary."""

    url: str
    nom: str
    pictogramme: str
    detail: str


@dataclass(frozen=True, slots=True)
class VueValidation:
    """The whole content in a few numbers, and the bench of institutions."""

    titre: str
    introduction: tuple[str, ...]
    comptes: tuple[tuple[str, str], ...]
    familles: tuple[VueFamille, ...]
    institutions: tuple[VueCas, ...]
    etat_institutions: str
    version: str


@dataclass(frozen=True, slots=True)
class LigneUnite:
    """A unit in the list of its family; one with sources shows them here, its address is where it is read."""

    url: str
    titre: str
    pictogramme: str
    phrases: tuple[str, ...]
    sources: tuple[VueSource, ...] = ()


@dataclass(frozen=True, slots=True)
class VueListe:
    """The units of one family, or some of them."""

    titre: str
    lignes: tuple[LigneUnite, ...]
    chemin: str
    page: int
    pages: int
    #: The group shown, and the first page of each group, when there are many.
    groupe: str = ""
    groupes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class VueUnite:
    """Everything known of how one unit is verified."""

    titre: str
    url: str
    retour: str
    pictogramme: str
    dates: tuple[tuple[str, str], ...]
    perime: tuple[str, ...]
    doute: str
    lectures: tuple[VueLecture, ...]
    etat_cas: str
    cas: tuple[VueCas, ...]
    institutions: tuple[VueCas, ...]
    avis: tuple[tuple[str, str], ...]
    avis_avant: str
    sources: tuple[VueSource, ...]
    version: str


@dataclass(frozen=True, slots=True)
class VueChangement:
    """One entry: its day, what it was, what it is, what it does to the reader when they answered."""

    date: str
    titres: tuple[tuple[str, str], ...]
    avant: tuple[str, ...]
    maintenant: tuple[str, ...]
    effets: tuple[str, ...]
    nouveau: bool = False


@dataclass(frozen=True, slots=True)
class VueChangements:
    """The history, whole or the reader's own."""

    personnelle: bool
    repondu: bool
    changements: tuple[VueChangement, ...]
    page: int
    pages: int
    #: What is new since the last visit, to whoever has a carnet open.
    depuis: tuple[str, ...] = ()
    #: The reminders they were told and that stopped since, each with its reason.
    arretes: tuple[VueArret, ...] = ()


@dataclass(frozen=True, slots=True)
class VueAvis:
    """The opinion given on one unit (empty before), and the words typed with the message about them."""

    id: str
    titre: str
    avis: str
    libelle: str
    recu: bool
    saisie: str
    erreur: str
