"""Destroys one sealed row for good and leaves its tombstone, a hash by which it is erased again after a restore."""

import os
from datetime import date

from sqlalchemy import delete
from sqlmodel import Session, col

from app.models import Effacement, InvitationCarnet, PartageCarnet, PersonneCarnet
from app.services.envois.arret import forget_person
from app.services.suivis import cut_all_of
from app.services.traces import CARNET, hash_of, note


def destroy(session: Session, ligne: PersonneCarnet, le: date) -> None:
    """Overwrite the key of a person, suppress their reminders, what is shown and offered of them, then their row."""
    bury(session, ligne.id, le)
    cut_all_of(session, ligne, le)
    ici = (col(PartageCarnet.carnet_id) == ligne.carnet_id, col(PartageCarnet.numero) == ligne.numero)
    session.exec(delete(PartageCarnet).where(*ici))
    session.exec(delete(InvitationCarnet).where(col(InvitationCarnet.personne) == ligne.id))
    ligne.cle = os.urandom(len(ligne.cle))
    session.add(ligne)
    session.flush()
    forget_person(session, ligne.id, le)
    session.delete(ligne)
    session.flush()


def bury(session: Session, id_: str, le: date) -> None:
    """Note that this number of a carnet or of someone in it was erased, in the base and outside."""
    condense = hash_of(id_)
    note(session, {"genre": CARNET, "condense": condense})
    if session.get(Effacement, condense) is None:
        session.add(Effacement(condense=condense, le=le, balaye=False))
