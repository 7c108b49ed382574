"""Destroys one sealed row for good and leaves its tombstone, a hash by which it is erased again after a restore."""

import os
from datetime import date
from hashlib import sha256

from sqlmodel import Session

from app.models import Effacement, PersonneCarnet
from app.services.envois.arret import forget_person


def destroy(session: Session, ligne: PersonneCarnet, le: date) -> None:
    """Overwrite the key of a person, suppress their reminders, then delete their row."""
    bury(session, ligne.id, le)
    ligne.cle = os.urandom(len(ligne.cle))
    session.add(ligne)
    session.flush()
    forget_person(session, ligne.id, le)
    session.delete(ligne)
    session.flush()


def bury(session: Session, id_: str, le: date) -> None:
    """Note that this number was erased."""
    condense = hash_of(id_)
    if session.get(Effacement, condense) is None:
        session.add(Effacement(condense=condense, le=le, balaye=False))


def hash_of(id_: str) -> str:
    """What a tombstone keeps of a random number."""
    return sha256(f"mon-budget-sante effacement;{id_}".encode("ascii")).hexdigest()
