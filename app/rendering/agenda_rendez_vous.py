"""Writes the calendar files of an appointment and of free slots. The first says neither who, nor why, nor the code.

The place is given by its address alone: the name of a health centre in a shared agenda would say what the title keeps
quiet.
"""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from icalendar import Alarm, Calendar, Event, vCalAddress
from icalendar.enums import CLASS, STATUS, TRANSP

from app.domain.creneaux import Trouves
from app.domain.rendez_vous import EtatRendezVous, RendezVousVu
from app.rendering.agenda import PRODUCTEUR, TITRE_DISCRET
from app.rendering.json_creneaux import soonest

ANNULE = "Rendez-vous personnel annulé"
#: Nobody to answer to: the address calendars use when there is none.
PERSONNE = "invalid:nomail"
_AVANCES = (timedelta(days=-1), timedelta(hours=-2))


class Methode(StrEnum):
    """What a file tells a calendar: put it down, change it, take it away."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


def methode_de(vu: RendezVousVu) -> Methode:
    """Cancelled; else changed since it was made; else new."""
    if vu.etat is EtatRendezVous.ANNULE:
        return Methode.CANCEL
    return Methode.REQUEST if vu.version else Methode.PUBLISH


def write_agenda(vu: RendezVousVu, numero: str, le: datetime) -> bytes:
    """The file; `numero` is the same for this appointment for ever, `le` is when it was asked for."""
    methode = methode_de(vu)
    calendrier = Calendar()
    for nom, valeur in (("version", "2.0"), ("prodid", PRODUCTEUR), ("calscale", "GREGORIAN"), ("method", methode)):
        calendrier.add(nom, str(valeur))
    calendrier.add_component(_event(vu, numero, le, methode))
    fichier: bytes = calendrier.to_ical()
    return fichier


def _event(vu: RendezVousVu, numero: str, le: datetime, methode: Methode) -> Event:
    annule = methode is Methode.CANCEL
    titre = ANNULE if annule else TITRE_DISCRET
    evenement = Event.new(
        uid=numero,
        summary=titre,
        start=vu.creneau.debut.astimezone(UTC),
        end=vu.creneau.fin.astimezone(UTC),
        stamp=le.astimezone(UTC).replace(microsecond=0),
        sequence=vu.version,
        classification=CLASS.PRIVATE,
        status=STATUS.CANCELLED if annule else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT if annule else TRANSP.OPAQUE,
        location="" if annule else f"{vu.lieu.adresse}, {vu.lieu.code_postal} {vu.lieu.ville}",
        description=f"Téléphone : {vu.lieu.telephone}" if vu.lieu.telephone and not annule else None,
    )
    evenement.add("organizer", vCalAddress(PERSONNE))
    if methode is Methode.REQUEST:
        invite = vCalAddress(PERSONNE)
        invite.params.update({"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
        evenement.add("attendee", invite)
    for avance in () if annule else _AVANCES:
        alarme = Alarm.new(description=titre)
        alarme.add("action", "DISPLAY")
        alarme.add("trigger", avance)
        evenement.add_component(alarme)
    return evenement


def write_creneaux_libres(trouves: Trouves, au: date, version: str) -> bytes:
    """Free slots as a calendar: public news, that nobody is in. Each says when its agenda last spoke."""
    calendrier = Calendar()
    for nom, valeur in (
        *(("version", "2.0"), ("prodid", PRODUCTEUR), ("calscale", "GREGORIAN"), ("method", "PUBLISH")),
        *(("x-mbs-au", au.isoformat()), ("x-mbs-version-contenu", version)),
        *((("x-mbs-absence", trouves.silence.value),) if trouves.silence else ()),
    ):
        calendrier.add(nom, valeur)
    for creneau, lieu, _ in soonest(trouves):
        evenement = Event.new(
            uid=creneau.id,
            summary=f"Créneau libre : {lieu.nom}",
            description=f"{creneau.professionnel.nom}. Téléphone : {lieu.telephone or 'inconnu'}.",
            start=creneau.debut.astimezone(UTC),
            end=creneau.fin.astimezone(UTC),
            stamp=creneau.vu_le.astimezone(UTC),
            last_modified=creneau.vu_le.astimezone(UTC),
            location=f"{lieu.adresse}, {lieu.code_postal} {lieu.ville}",
            transparency=TRANSP.TRANSPARENT,
        )
        calendrier.add_component(evenement)
    fichier: bytes = calendrier.to_ical()
    return fichier
