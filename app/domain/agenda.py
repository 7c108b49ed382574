"""Holds how weekly openings become slots: minus days off, absences and what is taken. No clock, no base.

Hours are those of the wall where the place is; slots are instants. On the nights the clocks change, an hour that does
not exist, or that exists twice, is never offered: nobody could tell when to come.
"""

from bisect import bisect_left, insort
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

#: The first start is rounded up to this when the opening was cut by an absence.
PAS = timedelta(minutes=5)
#: An opening further than this is not published: agendas change.
HORIZON = timedelta(days=190)


class Periode(NamedTuple):
    """From an instant to another, both aware; the end is not part of it."""

    debut: datetime
    fin: datetime


@dataclass(frozen=True, slots=True)
class Ouverture:
    """A range of one weekday (0 = Monday), week after week from a day to another, cut in slots of `duree`."""

    jour: int
    debut: time
    fin: time
    duree: timedelta
    places: int = 1
    du: date = date.min
    au: date = date.max
    #: How long before its start a slot can no longer be booked, and the age bands it receives.
    preavis: timedelta = timedelta()
    tranches: str = ""


@dataclass(frozen=True, slots=True)
class Pris:
    """What an opening does not give: days nobody works, absences, and slots that exist already."""

    feries: Container[date] = field(default_factory=frozenset)
    absences: tuple[Periode, ...] = ()
    occupe: tuple[Periode, ...] = ()


class CreneauPossible(NamedTuple):
    """A slot to publish."""

    debut: datetime
    fin: datetime
    ouverture: Ouverture


def creneaux_possibles(
    ouvertures: Iterable[Ouverture], pris: Pris, fuseau: ZoneInfo, du: date, au: date
) -> list[CreneauPossible]:
    """Every slot of these days (both included), in order; no two of them overlap."""
    trouves: list[CreneauPossible] = []
    occupe = sorted((*pris.absences, *pris.occupe))
    voulues = list(ouvertures)
    for rang in range((au - du).days + 1):
        jour = du + timedelta(days=rang)
        if jour in pris.feries:
            continue
        for ouverture in voulues:
            if ouverture.jour == jour.weekday() and ouverture.du <= jour <= ouverture.au:
                trouves += _du_jour(ouverture, jour, occupe, fuseau)
    trouves.sort(key=lambda creneau: creneau[:2])
    return _sans_chevauchement(trouves)


def _du_jour(ouverture: Ouverture, jour: date, occupe: list[Periode], fuseau: ZoneInfo) -> Iterator[CreneauPossible]:
    debut = _instant(datetime.combine(jour, ouverture.debut), fuseau)
    fin = _instant(datetime.combine(jour, ouverture.fin), fuseau)
    for libre in retranche(Periode(debut, fin), occupe):
        depart = libre.debut if libre.debut == debut else _arrondi(libre.debut)
        while depart + ouverture.duree <= libre.fin:
            arrivee = depart + ouverture.duree
            if is_sure(depart, fuseau) and is_sure(arrivee, fuseau):
                yield CreneauPossible(depart, arrivee, ouverture)
            depart = arrivee


def retranche(periode: Periode, occupe: Iterable[Periode]) -> list[Periode]:
    """What is left of a period once the others, in order, are taken away."""
    libres, debut = [], periode.debut
    for prise in occupe:
        if prise.fin <= debut or prise.debut >= periode.fin:
            continue
        if prise.debut > debut:
            libres.append(Periode(debut, prise.debut))
        debut = max(debut, prise.fin)
    if debut < periode.fin:
        libres.append(Periode(debut, periode.fin))
    return libres


def is_sure(instant: datetime, fuseau: ZoneInfo) -> bool:
    """Whether the hour on the wall names this instant and no other."""
    mur = instant.astimezone(fuseau).replace(tzinfo=None)
    return mur.replace(tzinfo=fuseau, fold=0).utcoffset() == mur.replace(tzinfo=fuseau, fold=1).utcoffset()


def _instant(mur: datetime, fuseau: ZoneInfo) -> datetime:
    """The instant of an hour on the wall; the moment of the jump when the wall skips that hour."""
    instant = mur.replace(tzinfo=fuseau).astimezone(UTC)
    if instant.astimezone(fuseau).replace(tzinfo=None) == mur:
        return instant
    # fold=1 reads the skipped hour with the offset of after the jump, and so gives an instant before it.
    avant = mur.replace(tzinfo=fuseau, fold=1).astimezone(UTC)
    while avant.astimezone(fuseau).utcoffset() == mur.replace(tzinfo=fuseau, fold=0).utcoffset():
        avant += PAS
    return avant


def _arrondi(instant: datetime) -> datetime:
    reste = timedelta(minutes=instant.minute % 5, seconds=instant.second, microseconds=instant.microsecond)
    return instant + (PAS - reste if reste else timedelta())


def _sans_chevauchement(tries: list[CreneauPossible]) -> list[CreneauPossible]:
    gardes: list[CreneauPossible] = []
    for creneau in tries:
        if not gardes or creneau.debut >= gardes[-1].fin:
            gardes.append(creneau)
    return gardes


class Occupation:
    """Periods that do not overlap one another, in order: says whether one more would."""

    def __init__(self, periodes: Iterable[Periode] = ()) -> None:
        self._periodes = sorted(periodes)

    def touche(self, periode: Periode) -> bool:
        """Whether some of this period is taken."""
        rang = bisect_left(self._periodes, periode)
        voisines = self._periodes[max(rang - 1, 0) : rang + 1]
        return any(periode.debut < autre.fin and autre.debut < periode.fin for autre in voisines)

    def add(self, periode: Periode) -> bool:
        """Take this period; False, and nothing taken, when some of it already is."""
        if self.touche(periode):
            return False
        insort(self._periodes, periode)
        return True
