"""Holds what a reminder on its way is: channels, states, keys, hours, rhythm, pauses. Sends nothing, reads no clock.

A person has at most one reminder under way on a channel, and never two on one day. What it is about is told by their
sealed answers when it leaves; nothing here is kept in clear.
"""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from hashlib import sha256
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.domain.communes import FUSEAUX, PARIS
from app.domain.consentement import Finalite
from app.domain.dates import add_mois

#: Nobody is disturbed before 8 nor from 20 on, by their own clock.
OUVRE, FERME = time(8), time(20)
#: The hours a person may choose from, inside what is allowed.
HEURES = (9, 12, 17)
#: Where French people live: the clocks of the departments, and two that only some communes follow.
ZONES = tuple(sorted({PARIS, *FUSEAUX.values(), "Pacific/Marquesas", "Pacific/Gambier"}))
UN_JOUR = timedelta(days=1)
#: What can be done now is recalled a week after it is known, then once more within a week, then silence.
DELAI, RELANCE = timedelta(days=7), timedelta(days=6)
#: How long a claimed reminder stays claimed: beyond, whoever claimed it is dead and may send nothing any more.
BAIL = timedelta(minutes=5)
#: What is kept aside of it for the sending itself: less than that left, and nothing is handed over.
MARGE_DU_BAIL = timedelta(minutes=2)
#: A reminder that could not leave for so long is about a day that is gone.
PERIME = timedelta(days=10)
#: After each failed try; after the last one the reminder is given up.
PAUSES = (
    timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=12),
    timedelta(days=1), timedelta(days=1),
)  # fmt: skip
PAUSE_MAX = timedelta(days=1)
#: How long the links of a message answer, and how long what happened to it is counted.
VALIDITE, GARDE_MOIS = timedelta(days=60), 13
#: Below so many a day, a ratio says nothing; beyond this share of the usual volume, either way, someone must look.
PEU_D_ENVOIS, BANDE = 20, 0.5


class CanalRappel(StrEnum):
    """A way for a reminder to reach someone. Each is agreed to alone."""

    COURRIEL = "courriel"
    LETTRE = "lettre"
    PUSH = "push"
    SMS = "sms"
    APPEL = "appel"

    @property
    def finalite(self) -> Finalite:
        """The consent that allows it."""
        return Finalite(f"rappels-{self.value}")


class EtatEnvoi(StrEnum):
    """Where a reminder is. Only the three last are ends; `REMIS` needs a receipt, `SUPPRIME` and `ECHOUE` a reason."""

    PREVU = "prevu"
    PRIS = "pris"
    REMIS = "remis"
    ECHOUE = "echoue"
    SUPPRIME = "supprime"


class GenreEnvoi(StrEnum):
    """What a message is for: recall, recall once more, check that an address is the person's own.

    Then, one week after something was done, ask how they are; and say that a reminder they had stopped with its rule.
    """

    RAPPEL = "rappel"
    RELANCE = "relance"
    CONFIRMATION = "confirmation"
    NOUVELLES = "nouvelles"
    CHANGEMENT = "changement"


#: What recalls something to do; the others are about something else.
RAPPELS = frozenset({GenreEnvoi.RAPPEL, GenreEnvoi.RELANCE})
#: Channels whose message holds a link: on the others nobody could answer the two last kinds.
A_LIEN = frozenset({CanalRappel.COURRIEL, CanalRappel.PUSH, CanalRappel.SMS})


class MotifEnvoi(StrEnum):
    """Why a reminder was not sent. The four first suppress it, the others are failures."""

    RETIRE = "retire"
    EFFACE = "efface"
    PLUS_CONCERNE = "plus-concerne"
    REMPLACE = "remplace"
    PERIME = "perime"
    REFUS = "refus"
    PARTI = "parti"
    EPUISE = "epuise"


class Rythme(IntEnum):
    """How many months of silence between two reminders of the same thing."""

    MOIS = 1
    TRIMESTRE = 3
    SEMESTRE = 6
    AN = 12


@dataclass(frozen=True, slots=True)
class Envoi:
    """One reminder on its way, as those who plan and count it see it: nobody's name, nothing of health."""

    cle: str
    canal: CanalRappel
    genre: GenreEnvoi
    jour: date
    prevu_le: datetime
    etat: EtatEnvoi
    motif: MotifEnvoi | None = None
    essais: int = 0


@dataclass(frozen=True, slots=True)
class ComptesCanal:
    """One channel: what was due, and what became of it. `inexpliques` must be 0."""

    canal: CanalRappel
    dus: int
    recus: int
    attendent: int
    #: Failed and suppressed, reason by reason.
    echecs: tuple[tuple[str, int], ...]
    supprimes: tuple[tuple[str, int], ...]
    inexpliques: int
    anormal: bool


class Suivi(NamedTuple):
    """What was told of one thing and what the person answered. Kept sealed, with the address.

    `fois` counts the messages of this round; `pas_avant` is their « later », `ecarte` their « not for me ».
    """

    dit_le: date | None = None
    fois: int = 0
    pas_avant: date | None = None
    ecarte: str = ""

    @property
    def se_tait(self) -> bool:
        """Whether the person asked never to hear of it again."""
        return bool(self.ecarte)


class Prochain(NamedTuple):
    """The next reminder of a person on one channel: the day, what for, about which things, and what names it."""

    jour: date
    genre: GenreEnvoi
    choses: tuple[str, ...]
    periode: str


#: Each thing to recall by an opaque name, and its day; none when it can be done now.
Choses = Mapping[str, date | None]
Suivis = Mapping[str, Suivi]


def prochain(choses: Choses, suivis: Suivis, rythme: Rythme, au: date, dernier: date | None = None) -> Prochain | None:
    """The next reminder after `au`, never on the day of the last one; none when there is nothing to recall."""
    jours = {chose: _jour_de(jour, suivis.get(chose, Suivi()), rythme, au) for chose, jour in choses.items()}
    jours = {chose: jour for chose, jour in jours.items() if not suivis.get(chose, Suivi()).se_tait}
    if not jours:
        return None
    premier = min(jours.values())
    noms = tuple(sorted(chose for chose, jour in jours.items() if jour <= premier))
    relance = all(_en_relance(suivis.get(nom, Suivi()), choses[nom]) for nom in noms)
    libre = premier if dernier is None else max(premier, dernier + UN_JOUR)
    periode = ";".join(_periode(nom, choses[nom], suivis.get(nom, Suivi())) for nom in noms)
    return Prochain(max(libre, au), GenreEnvoi.RELANCE if relance else GenreEnvoi.RAPPEL, noms, periode)


def a_dire(choses: Choses, suivis: Suivis, rythme: Rythme, au: date) -> tuple[str, ...]:
    """What a reminder that leaves on `au` is about; nothing when the person is no longer concerned."""
    return tuple(
        sorted(
            chose
            for chose, jour in choses.items()
            if not (suivi := suivis.get(chose, Suivi())).se_tait
            and (_jamais_dite(jour, suivi) or _jour_de(jour, suivi, rythme, au) <= au)
        )
    )


def elaguer(suivis: Suivis, choses: Choses, au: date) -> dict[str, Suivi]:
    """Without what was told of things done since, or due another time: they begin anew. What was answered stays."""
    return {
        chose: suivi
        for chose, suivi in suivis.items()
        if suivi.se_tait or suivi.pas_avant or (chose in choses and (choses[chose] or au) <= au)
    }


def apres_envoi(suivi: Suivi, le: date) -> Suivi:
    """The same thing once a message about it has left."""
    return suivi._replace(dit_le=le, fois=suivi.fois + 1 if suivi.fois < 2 else 1, pas_avant=None)


def plus_tard(suivi: Suivi, rythme: Rythme, le: date) -> Suivi:
    """The same thing once the person answered « later »: no second message, then silence for their rhythm."""
    return suivi._replace(fois=2, pas_avant=add_mois(le, rythme))


def reprendre(suivi: Suivi) -> Suivi:
    """The same thing once the person wants to hear of it again: within a week, as something new.

    The day it was told stays: without it the message would bear the name of one that left, and never leave.
    """
    return Suivi(dit_le=suivi.dit_le)


def cle_d_envoi(secret: bytes, canal: CanalRappel, genre: GenreEnvoi, periode: str) -> str:
    """The name of a reminder, the same however often it is planned; without the person's secret it says nothing."""
    return hmac.new(secret, f"envoi;{canal};{genre};{periode}".encode(), sha256).hexdigest()


def jeton_de(secret: bytes, usage: str, cle: str) -> str:
    """The token of one use of one message: the same when a message leaves twice."""
    return hmac.new(secret, f"jeton;{usage};{cle}".encode(), sha256).hexdigest()[:43]


def instant_du(jour: date, heure: int, zone: str) -> datetime:
    """The instant at which a reminder of that local day leaves; the hours allowed exist once on every French clock."""
    bonne = min(max(heure, OUVRE.hour), FERME.hour - 1)
    return datetime.combine(jour, time(bonne), ZoneInfo(zone)).astimezone(UTC)


def heure_permise(instant: datetime, zone: str) -> bool:
    """Whether a message may reach someone there at that instant."""
    return OUVRE <= instant.astimezone(ZoneInfo(zone)).time() < FERME


def prochaine_ouverture(instant: datetime, zone: str) -> datetime:
    """The same instant when it is allowed there, else the next morning at 8."""
    local = instant.astimezone(ZoneInfo(zone))
    if OUVRE <= local.time() < FERME:
        return instant
    jour = local.date() if local.time() < OUVRE else local.date() + UN_JOUR
    return instant_du(jour, OUVRE.hour, zone)


def jour_local(instant: datetime, zone: str) -> date:
    """Today there."""
    return instant.astimezone(ZoneInfo(zone)).date()


def pause_apres(essais: int, retry_after: timedelta | None = None) -> timedelta | None:
    """How long to wait after that many failed tries; none when it is time to give up."""
    if essais > len(PAUSES):
        return None
    pause = PAUSES[max(essais, 1) - 1]
    return pause if retry_after is None else min(max(pause, retry_after), PAUSE_MAX)


def hors_bande(remis: int, dus: int, habituels: Sequence[int]) -> bool:
    """Whether a day's volume must be looked at: nothing left on a day when some was due, or far from the usual."""
    if dus and not remis:
        return True
    usuel = median(habituels) if habituels else 0
    return max(remis, usuel) >= PEU_D_ENVOIS and bool(usuel) and abs(remis - usuel) > BANDE * usuel


def inexpliques(envois: Iterable[Envoi], maintenant: datetime) -> int:
    """How many due reminders are neither delivered, failed, suppressed nor waiting for a next try in time."""
    ouverts = (EtatEnvoi.PREVU, EtatEnvoi.PRIS)
    return sum(envoi.etat in ouverts and maintenant - envoi.prevu_le > PERIME for envoi in envois)


def _jour_de(jour: date | None, suivi: Suivi, rythme: Rythme, au: date) -> date:
    if jour is not None and jour > au:
        vise = jour
    elif suivi.pas_avant is not None:
        vise = suivi.pas_avant
    elif suivi.dit_le is None or suivi.fois == 0:
        vise = au + DELAI
    else:
        vise = suivi.dit_le + RELANCE if suivi.fois == 1 else add_mois(suivi.dit_le, rythme)
    return vise if suivi.pas_avant is None else max(vise, suivi.pas_avant)


def _jamais_dite(jour: date | None, suivi: Suivi) -> bool:
    return jour is None and suivi.fois == 0 and suivi.pas_avant is None


def _en_relance(suivi: Suivi, jour: date | None) -> bool:
    return jour is None and suivi.fois == 1


def _periode(chose: str, jour: date | None, suivi: Suivi) -> str:
    return f"{chose}@{jour or 'maintenant'}.{suivi.fois}.{suivi.dit_le or ''}.{suivi.pas_avant or ''}"
