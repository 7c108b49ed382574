"""Holds what a search of slots is made of, and the three silences when there is none. Stores and reads nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.agenda import HORIZON
from app.domain.erreurs import DatesImpossibles

RAYON_DEFAUT, RAYON_MAX = 20, 100
#: What a search covers when it does not say.
DUREE_DEFAUT = timedelta(days=42)


class Profession(StrEnum):
    """Who may do "Mon bilan prévention"."""

    MEDECIN = "medecin"
    INFIRMIER = "infirmier"
    PHARMACIEN = "pharmacien"
    SAGE_FEMME = "sage-femme"


class TrancheDAge(StrEnum):
    """The four windows of the bilan."""

    T18_25 = "18-25"
    T45_50 = "45-50"
    T60_65 = "60-65"
    T70_75 = "70-75"


class Acces(StrEnum):
    """What a place may offer to those who need it. A place that did not say is not one that has it not."""

    PMR = "pmr"
    LSF = "lsf"
    BOUCLE = "boucle"
    PARKING = "parking"
    TRANSPORT = "transport"


class Agenda(StrEnum):
    """How a place gives its appointments."""

    EN_LIGNE = "en_ligne"
    TELEPHONE = "telephone"


class Silence(StrEnum):
    """Why no slot is shown. Each has its own next step."""

    AUCUN = "aucun"
    TELEPHONE = "telephone_seulement"
    INCONNU = "inconnu"


@dataclass(frozen=True, slots=True)
class LieuVu:
    """A place as it is shown. `acces` says yes, no, or nothing (None) about each need."""

    id: str
    nom: str
    adresse: str
    code_postal: str
    ville: str
    fuseau: str
    telephone: str
    acces: Mapping[Acces, bool | None]
    langues: tuple[str, ...]
    vu_le: datetime
    demonstration: bool


@dataclass(frozen=True, slots=True)
class ProfessionnelVu:
    """A professional as they are shown."""

    nom: str
    profession: Profession
    demonstration: bool
    id: str = ""


@dataclass(frozen=True, slots=True)
class CreneauVu:
    """A free slot as it is shown, with the moment its agenda last spoke."""

    id: str
    debut: datetime
    fin: datetime
    professionnel: ProfessionnelVu
    vu_le: datetime


@dataclass(frozen=True, slots=True)
class LieuTrouve:
    """A place around, its distance when both centres are known, its next slots or why there is none."""

    lieu: LieuVu
    distance_km: float | None
    creneaux: tuple[CreneauVu, ...]
    silence: Silence | None
    #: Its first free slot after the days asked for, when it has none in them.
    prochaine: datetime | None = None


@dataclass(frozen=True, slots=True)
class Trouves:
    """The answer to a search: the places by distance; when no slot is free, why, and the next known date."""

    lieux: tuple[LieuTrouve, ...]
    du: date
    au: date
    silence: Silence | None = None
    prochaine: datetime | None = None
    #: Places that did not say whether they have the access asked for.
    acces_inconnu: int = 0


@dataclass(frozen=True, slots=True)
class Recherche:
    """What someone looks for around a place. `du` and `au` are days there, both included."""

    commune: str
    rayon_km: int = RAYON_DEFAUT
    tranche: TrancheDAge | None = None
    profession: Profession | None = None
    acces: frozenset[Acces] = frozenset()
    du: date | None = None
    au: date | None = None


def fenetre(recherche: Recherche, aujourdhui: date) -> tuple[date, date]:
    """The days to look at: from today at the earliest; DatesImpossibles when there is none, or too many."""
    if recherche.du is not None and recherche.au is not None and recherche.au < recherche.du:
        raise DatesImpossibles("La fin est avant le début. Échangez les deux dates.")
    if recherche.au is not None and recherche.au < aujourdhui:
        raise DatesImpossibles("Ces jours sont passés. Choisissez une date à partir d'aujourd'hui.")
    debut = max(recherche.du or aujourdhui, aujourdhui)
    if debut > aujourdhui + HORIZON:
        raise DatesImpossibles("C'est trop loin : les agendas ne vont pas au-delà de 6 mois. Choisissez plus tôt.")
    fin = recherche.au or debut + DUREE_DEFAUT
    return debut, min(fin, aujourdhui + HORIZON)


def silence_du_lieu(agenda: Agenda, perime_le: datetime, maintenant: datetime) -> Silence:
    """Why one place that shows no slot shows none."""
    if agenda is Agenda.TELEPHONE:
        return Silence.TELEPHONE
    return Silence.INCONNU if perime_le <= maintenant else Silence.AUCUN


def silence_de_la_zone(silences: Iterable[Silence]) -> Silence:
    """Why nothing is found around: not knowing one place is not knowing; nobody at all is not knowing either."""
    tous = set(silences)
    if not tous or Silence.INCONNU in tous:
        return Silence.INCONNU
    return Silence.AUCUN if Silence.AUCUN in tous else Silence.TELEPHONE


def a_les_acces(acces: Mapping[Acces, bool | None], voulus: Iterable[Acces]) -> bool | None:
    """Whether a place has all that is needed: no when it says no to one, unknown when it did not say."""
    reponses = [acces[besoin] for besoin in voulus]
    if False in reponses:
        return False
    return None if None in reponses else True
