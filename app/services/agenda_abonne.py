"""Makes, shows, reads and closes the agenda address of a carnet. Never commits; keeps the address as a hash only.

The address is the whole proof: 256 bits drawn at random, shown once. Another one, a withdrawal or an erasure ends it.
"""

import secrets
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.domain.agenda_abonne import AgendaAbonne as AgendaVu
from app.domain.carnet_en_ligne import CarnetOuvert
from app.domain.consentement import Accord, ActeConsentement, EtatConsentement, etat_de
from app.domain.dossier import Dossier
from app.models import AgendaAbonne, Carnet
from app.services.carnet import Classeur, accept_again
from app.services.carnet_scelle import Scribe
from app.services.consentements import read_actes, subject_of
from app.services.suivis import people_of
from app.services.traces import AGENDA, bury_outside

_OCTETS = 32
#: Letters of an address; any other line is nobody's.
LONGUEUR = 43


class AgendaLu(NamedTuple):
    """What an address opens: everyone of the carnet, the day it was made, the last day it was read."""

    dossier: Dossier
    fait_le: date
    lu_le: date | None


def make_address(classeur: Classeur, ouvert: CarnetOuvert, acte: ActeConsentement) -> str:
    """Note the yes and give a new address, kept nowhere; the one before gives nothing more."""
    accept_again(classeur, ouvert, acte)
    _forget(classeur.session, ouvert.id)
    jeton = secrets.token_urlsafe(_OCTETS)
    ligne = AgendaAbonne(condense=hash_of(jeton), carnet_id=ouvert.id, fait_le=classeur.maintenant.date())
    classeur.session.add(ligne)
    classeur.session.flush()
    return jeton


def close_address(classeur: Classeur, ouvert: CarnetOuvert, acte: ActeConsentement) -> None:
    """Note the no: the address gives nothing more, from this transaction on."""
    accept_again(classeur, ouvert, acte)
    _forget(classeur.session, ouvert.id)


def seen(classeur: Classeur, ouvert: CarnetOuvert) -> AgendaVu | None:
    """What the owner may read of it; None when there is none."""
    ici = select(AgendaAbonne).where(AgendaAbonne.carnet_id == ouvert.id)
    ligne = classeur.session.exec(ici).one_or_none()
    return AgendaVu(ligne.fait_le, ligne.lu_le) if ligne else None


def read_address(session: Session, scribe: Scribe, accord: Accord, jeton: str, jour: date) -> AgendaLu | None:
    """The people of the carnet an address belongs to, once its yes still holds; None for any other line."""
    ligne = session.get(AgendaAbonne, hash_of(jeton))
    if ligne is None:
        return None
    carnet = session.get_one(Carnet, ligne.carnet_id)
    if etat_de(read_actes(session, subject_of(carnet)), accord, jour) is not EtatConsentement.DONNE:
        return None
    personnes = tuple(people_of(session, scribe, carnet.id, jour))
    return AgendaLu(Dossier(personnes, 0, carnet.crees), ligne.fait_le, ligne.lu_le)


def note_reading(session: Session, jeton: str, jour: date) -> None:
    """Note the day, and nothing finer: how often an agenda reads says when its owner is awake."""
    session.exec(update(AgendaAbonne).where(col(AgendaAbonne.condense) == hash_of(jeton)).values(lu_le=jour))


def hash_of(jeton: str) -> str:
    """What the base keeps of an address."""
    return sha256(f"mon-budget-sante agenda;{jeton}".encode()).hexdigest()


def _forget(session: Session, carnet: str) -> None:
    ici = col(AgendaAbonne.carnet_id) == carnet
    for condense in session.exec(select(AgendaAbonne.condense).where(ici)).all():
        bury_outside(session, AGENDA, condense)
    session.exec(delete(AgendaAbonne).where(ici))
