"""Holds a source of slots that we pull: how a pull may fail, and the breaker that stops asking what does not answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.creneaux import LieuVu

#: How often a source is asked, and how long what it said is believed: its slots are taken elsewhere too.
PERIODE, FRAICHEUR_RELEVE = timedelta(minutes=10), timedelta(hours=3)
#: So many failures in a row open the breaker; each one more doubles the pause.
SEUIL, PAUSE, PAUSE_MAX = 3, timedelta(minutes=15), timedelta(hours=1)
#: The pulls a page shows, and how long they are kept.
RELEVES_MONTRES, RELEVES_GARDES = 10, timedelta(days=7)


class Panne(StrEnum):
    """Why a pull brought nothing."""

    DELAI = "delai"
    NOM = "nom_inconnu"
    INTERDITE = "interdite"
    CONNEXION = "connexion"
    COUPEE = "coupee"
    REDIRECTION = "redirection"
    STATUT = "statut"
    TROP_LONGUE = "trop_longue"
    TYPE = "type"
    ILLISIBLE = "illisible"
    AUCUNE_LIGNE = "aucune_ligne"
    JETON = "jeton"


class Etat(StrEnum):
    """Whether a source is asked: as usual, not for now, or once to see."""

    FERME = "ferme"
    OUVERT = "ouvert"
    ESSAI = "essai"


@dataclass(frozen=True, slots=True)
class Disjoncteur:
    """What is known of the last tries: failures in a row, and until when the source is left alone."""

    echecs: int = 0
    jusqu_a: datetime | None = None

    def etat(self, maintenant: datetime) -> Etat:
        """Closed: it is asked. Open: it is not. After the pause: one try."""
        if self.jusqu_a is None:
            return Etat.FERME
        return Etat.OUVERT if maintenant < self.jusqu_a else Etat.ESSAI

    def apres(self, maintenant: datetime, *, reussi: bool) -> "Disjoncteur":
        """The breaker once a pull is over: one success closes it."""
        if reussi:
            return Disjoncteur()
        echecs = self.echecs + 1
        if echecs < SEUIL:
            return Disjoncteur(echecs)
        pause = min(PAUSE * 2 ** min(echecs - SEUIL, 10), PAUSE_MAX)
        return Disjoncteur(echecs, maintenant + pause)


@dataclass(frozen=True, slots=True)
class Releve:
    """One pull: what it brought, or why it brought nothing; `precision` and `raison` are words of ours."""

    le: datetime
    duree: timedelta
    panne: Panne | None
    precision: str = ""
    lus: int = 0
    acceptes: int = 0
    montres: int = 0
    #: Why the first of the slots refused was.
    raison: str = ""


@dataclass(frozen=True, slots=True)
class SourceVue:
    """A source as its organisation sees it. Its token is not here."""

    id: str
    lieu: LieuVu
    hote: str
    disjoncteur: Disjoncteur
    #: When it last answered, and until when that is believed.
    vue_le: datetime | None
    perime_le: datetime
    prochaine_le: datetime
    releves: tuple[Releve, ...]
    #: The last one that brought nothing, among those kept.
    derniere_panne: Releve | None

    def is_silent(self, maintenant: datetime) -> bool:
        """Whether people are told that nobody knows."""
        return self.vue_le is None or self.perime_le <= maintenant
