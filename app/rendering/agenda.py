"""Writes the calendar file people put in their own agenda. Names no care unless asked to, and says nobody's name.

Everything in it may be read over a shoulder or in a shared agenda: the producer, the numbers of the events and their
words are as neutral as the title.
"""

import hmac
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from icalendar import Alarm, Calendar, Event, vDuration
from icalendar.enums import CLASS, TRANSP

from app.domain.rappels import UN_JOUR, Rappel

TITRE_DISCRET = "Rendez-vous personnel"
TEXTE_DISCRET = "Vous avez noté ce jour pour vous."
NOM_DE_FICHIER = "rendez-vous.ics"
PRODUCTEUR = "-//Rendez-vous//Agenda//FR"
#: What an agenda that reads us shows as the name of the calendar, and how often it is asked to read.
NOM_ABONNE, UNE_FOIS_PAR_JOUR = "Rendez-vous personnels", "P1D"
#: A whole day begins at midnight: 9 o'clock, seven days before and the day before, not in the middle of the night.
_ALARMES = (timedelta(hours=9) - 7 * UN_JOUR, timedelta(hours=9) - UN_JOUR)
#: Versions of an event are counted in seconds from this day: each file downloaded is newer than the one before.
_DEPART = datetime(2026, 1, 1, tzinfo=UTC)


class RendezVous(NamedTuple):
    """One event: the reminder it tells, its title, and what it says below."""

    rappel: Rappel
    titre: str
    texte: str


class Agenda:
    """Writes calendar files. One object for the whole service: its key makes the numbers of the events.

    A number depends on whose reminder it is and on its period alone: the same file asked for next year, from another
    telephone, updates what is there. It holds no care, so that nobody learns from it what the title does not say.
    """

    def __init__(self, cle: bytes) -> None:
        self._cle = hmac.digest(cle, b"agenda;1", "sha256")

    def write(self, rendez_vous: Iterable[RendezVous], marque: str, le: datetime) -> bytes:
        """The file; `marque` tells whose reminders these are, `le` when it was asked for."""
        calendrier = _calendar()
        self._fill(calendrier, rendez_vous, marque, le)
        fichier: bytes = calendrier.to_ical()
        return fichier

    def write_abonne(self, personnes: Iterable[tuple[str, Iterable[RendezVous]]], le: datetime) -> bytes:
        """What an agenda reads again each day: the events of several people, each as their own file has them."""
        calendrier = _calendar()
        for nom, valeur in (("name", NOM_ABONNE), ("x-wr-calname", NOM_ABONNE), ("x-published-ttl", UNE_FOIS_PAR_JOUR)):
            calendrier.add(nom, valeur)
        calendrier.add("refresh-interval", vDuration(UN_JOUR, {"VALUE": "DURATION"}))
        for marque, rendez_vous in personnes:
            self._fill(calendrier, rendez_vous, marque, le)
        fichier: bytes = calendrier.to_ical()
        return fichier

    def _fill(self, calendrier: Calendar, rendez_vous: Iterable[RendezVous], marque: str, le: datetime) -> None:
        version = max(0, int((le - _DEPART).total_seconds()))
        for un in rendez_vous:
            calendrier.add_component(_event(un, self.numero(marque, un.rappel.periode), version, le))

    def numero(self, marque: str, periode: str) -> str:
        """The number of an event: the same for ever, and nobody can go back from it."""
        return hmac.digest(self._cle, f"{marque}|{periode}".encode(), "sha256").hex()[:32]


def _calendar() -> Calendar:
    calendrier = Calendar()
    entete = (("version", "2.0"), ("prodid", PRODUCTEUR), ("calscale", "GREGORIAN"), ("method", "PUBLISH"))
    for nom, valeur in entete:
        calendrier.add(nom, valeur)
    return calendrier


def _event(un: RendezVous, numero: str, version: int, le: datetime) -> Event:
    jour = un.rappel.jour
    evenement = Event.new(
        uid=numero,
        summary=un.titre,
        description=un.texte,
        start=jour,
        end=jour + UN_JOUR,
        stamp=le.astimezone(UTC).replace(microsecond=0),
        sequence=version,
        classification=CLASS.PRIVATE,
        transparency=TRANSP.TRANSPARENT,
    )
    for avance in _ALARMES:
        alarme = Alarm.new(description=un.titre)
        alarme.add("action", "DISPLAY")
        alarme.add("trigger", avance)
        evenement.add_component(alarme)
    return evenement
