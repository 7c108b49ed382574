"""Destroys one sealed row for good and leaves its tombstone, a hash by which it is erased again after a restore.

What a transaction erases or ends is also noted in its session: `liste_effacements` writes it outside the base before
the commit, so that no backup, however old, brings it back.
"""

import os
from datetime import date
from hashlib import sha256

from sqlmodel import Session

from app.models import Effacement, PersonneCarnet
from app.services.envois.arret import forget_person

#: Where a session carries what it erased or ended, until the list outside the base has it.
A_NOTER = "mbs.a_noter"
#: Kinds of rows that are erased one by one, when somebody asks: each has its entry in `reprise`.
CARNET, RENDEZ_VOUS, ATTENTE, CODE = "carnet", "rendez-vous", "attente", "code"


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
    """Note that this number of a carnet or of someone in it was erased, in the base and outside."""
    condense = hash_of(id_)
    note(session, {"genre": CARNET, "condense": condense})
    if session.get(Effacement, condense) is None:
        session.add(Effacement(condense=condense, le=le, balaye=False))


def bury_outside(session: Session, genre: str, id_: str) -> None:
    """Note outside the base alone that this row of another kind was erased or has served."""
    note(session, {"genre": genre, "condense": hash_of(id_, genre)})


def note(session: Session, trace: dict[str, object]) -> None:
    """Have the list outside the base say this too, before the transaction is committed."""
    session.info.setdefault(A_NOTER, []).append(trace)


def hash_of(id_: str, genre: str = CARNET) -> str:
    """What a tombstone keeps of a random number."""
    quoi = "effacement" if genre == CARNET else f"effacement {genre}"
    return sha256(f"mon-budget-sante {quoi};{id_}".encode("ascii")).hexdigest()
