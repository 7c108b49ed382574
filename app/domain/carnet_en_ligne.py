"""Holds what the carnet on our machines is made of: codes on paper, how long it stays open, how long it is kept.

Stores nothing, reads no clock. A code has 125 bits: nobody guesses it, so a plain hash of it is enough to recognise it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.agenda_abonne import AgendaAbonne
from app.domain.consentement import ActeConsentement
from app.domain.dates import add_mois
from app.domain.dossier import Dossier
from app.domain.partage import Partage
from app.domain.rappels_choisis import Abonnement
from app.domain.rendez_vous import ALPHABET, read_code

#: Codes on the sheet, each good for one opening.
CODES = 10
#: The page proposes a new sheet from here on.
CODES_PEU = 3
CODE_LONGUEUR = 25
_GROUPE = 5
#: Nobody touched it, or it has been open all day: the person at the screen may be someone else.
SANS_GESTE = timedelta(hours=2)
OUVERT_AU_PLUS = timedelta(hours=12)
#: Months without a visit after which everything is erased. The consent text says it.
GARDE_MOIS = 24
#: Days before that from which the erasure to come is announced.
AVIS_JOURS = 30
#: Access keys of one carnet: a household's telephones and computers.
CLES_MAX = 10
#: How long a browser may take to answer what was drawn for it: touch the sensor, or sign in elsewhere.
DEFI = timedelta(minutes=5)
#: How long a proof of being the owner is good for changing what opens the carnet: longer, and the telephone may have
#: changed hands. Opening the carnet is such a proof.
PREUVE = timedelta(minutes=10)
#: Wrong proofs are told to the owner from this many on, in this many days; fewer are typing errors.
ESSAIS_A_DIRE, ESSAIS_JOURS = 3, 7
#: Days the list of what was done stays.
JOURNAL_JOURS = 180


class GesteCarnet(StrEnum):
    """What was done to a carnet, as its owner reads it."""

    CREE = "cree"
    OUVERT = "ouvert"
    OUVERT_CLE = "ouvert-cle"
    OUVERT_IDENTITE = "ouvert-identite"
    FERME = "ferme"
    FERME_PARTOUT = "ferme-partout"
    CODES = "codes"
    CLE_AJOUTEE = "cle-ajoutee"
    CLE_RETIREE = "cle-retiree"
    CLE_REFUSEE = "cle-refusee"
    PREUVE = "preuve"
    PREUVE_REFUSEE = "preuve-refusee"
    IDENTITE_LIEE = "identite-liee"
    IDENTITE_DELIEE = "identite-deliee"
    EXPORTE = "exporte"
    IMPORTE = "importe"
    EFFACE_PERSONNE = "efface-personne"
    PARTAGE = "partage"
    PARTAGE_LU = "partage-lu"
    PARTAGE_ARRETE = "partage-arrete"
    CODE_DONNE = "code-donne"
    CODE_ANNULE = "code-annule"
    DON = "don"
    RECU = "recu"
    SUIVI_DEBUT = "suivi-debut"
    SUIVI_MOI = "suivi-moi"
    SUIVI_AUTRE = "suivi-autre"
    SUIVI_FINI = "suivi-fini"
    SUIVI_SEUL = "suivi-seul"


@dataclass(frozen=True, slots=True)
class Appareil:
    """One place where the carnet is open."""

    id: str
    ouvert_le: datetime
    vu_le: datetime
    ici: bool


@dataclass(frozen=True, slots=True)
class CleAcces:
    """A key that one device keeps to open the carnet without a code. Nothing says whose device it is."""

    id: str
    cree_le: date
    utilise_le: date | None


@dataclass(frozen=True, slots=True)
class CarnetOuvert:
    """A carnet as one device has it open: who is in it, and what its next writing must still find unchanged."""

    id: str
    session: str
    revision: int
    dossier: Dossier


@dataclass(frozen=True, slots=True)
class EtatCarnet:
    """What the page of the carnet says of it."""

    cree_le: date
    personnes: int
    codes: int
    appareils: tuple[Appareil, ...]
    gestes: tuple[tuple[datetime, GesteCarnet], ...]
    actes: tuple[ActeConsentement, ...]
    #: The day it would be erased should nobody come back, and the day its owner was nearly too late for.
    efface_le: date
    prevenu_pour: date | None = None
    cles: tuple[CleAcces, ...] = ()
    #: Since when an account elsewhere opens it too; None without one.
    relie_le: date | None = None
    #: The month of the public count its reader was part of.
    compte_en: str | None = None
    #: How its owner is reminded and what they show now: read where everything kept is told, empty elsewhere.
    abonnements: tuple[Abonnement, ...] = ()
    agenda: AgendaAbonne | None = None
    partages: tuple[Partage, ...] = ()
    #: The numbers of those whom two adults follow.
    a_deux: frozenset[int] = frozenset()

    @property
    def visite_d_avant(self) -> date | None:
        """The day of the opening before this device's; None when it is the first, or too old to be known."""
        ici = next((appareil.ouvert_le for appareil in self.appareils if appareil.ici), None)
        entrees = (le for le, geste in self.gestes if geste in {GesteCarnet.CREE, GesteCarnet.OUVERT})
        return max((le.date() for le in entrees if ici is not None and le < ici), default=None)

    def essais_suspects(self, maintenant: datetime) -> int:
        """How many wrong proofs its owner must be told of; 0 when there are no more than typing errors."""
        recents = [geste for le, geste in self.gestes if maintenant - le < timedelta(days=ESSAIS_JOURS)]
        faux, copiees = recents.count(GesteCarnet.PREUVE_REFUSEE), recents.count(GesteCarnet.CLE_REFUSEE)
        return faux + copiees if copiees or faux >= ESSAIS_A_DIRE else 0


@dataclass(frozen=True, slots=True)
class RecuEffacement:
    """What is told once a carnet, or someone in it, is gone. `balaye` when no copy is left in the base's journal."""

    le: datetime
    personnes: int
    tout: bool
    balaye: bool
    acte: ActeConsentement | None = None


def write_code_carnet(nombre: int) -> str:
    """A code as it is printed, from a random number: five groups of five."""
    code = "".join(ALPHABET[(nombre >> 5 * rang) & 31] for rang in range(CODE_LONGUEUR))
    return "-".join(code[debut : debut + _GROUPE] for debut in range(0, CODE_LONGUEUR, _GROUPE))


def read_code_carnet(brut: str) -> str | None:
    """A code as it is compared, whatever its case, spaces, dashes, O or I; None when it cannot be one."""
    return read_code(brut, CODE_LONGUEUR)


def effacement_prevu(utilise_le: date) -> date:
    """The first day on which a carnet nobody visits any more is erased."""
    jour = add_mois(utilise_le, GARDE_MOIS)
    # Said from what is kept, so that a page never names another day than the one of the job, a leap day included.
    while derniere_visite_gardee(jour) <= utilise_le:
        jour += timedelta(days=1)
    return jour


def derniere_visite_gardee(le: date) -> date:
    """The oldest visit for which a carnet is still kept on that day."""
    return add_mois(le, -GARDE_MOIS)


def is_open(ouvert_le: datetime, vu_le: datetime, maintenant: datetime) -> bool:
    """Whether a device still has the carnet open."""
    return maintenant - vu_le < SANS_GESTE and maintenant - ouvert_le < OUVERT_AU_PLUS


def is_proved(prouve_le: datetime | None, maintenant: datetime) -> bool:
    """Whether a proof of being the owner is recent enough to change what opens the carnet."""
    return prouve_le is not None and maintenant - prouve_le < PREUVE
