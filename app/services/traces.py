"""Notes in a session what its transaction erases or ends, until the list outside the base has it. Writes no file.

`liste_effacements` takes these notes before the commit, so that no backup, however old, brings anyone back.
"""

from hashlib import sha256

from sqlmodel import Session

#: Where a session carries what it erased or ended.
A_NOTER = "mbs.a_noter"
#: Kinds of rows that are erased one by one, when somebody asks: each has its entry in `reprise`.
CARNET, RENDEZ_VOUS, ATTENTE = "carnet", "rendez-vous", "attente"
CODE, CLE, LIEN, ADRESSE, AGENDA = "code", "cle", "lien", "adresse", "agenda"
INVITATION, SUIVI = "invitation", "suivi"
#: An act that ends a consent.
RETRAIT = "retrait"


def note(session: Session, trace: dict[str, object]) -> None:
    """Have the list outside the base say this too, before the transaction is committed."""
    session.info.setdefault(A_NOTER, []).append(trace)


def bury_outside(session: Session, genre: str, id_: str) -> None:
    """Note outside the base alone that this row of another kind was erased or has served."""
    note(session, {"genre": genre, "condense": hash_of(id_, genre)})


def hash_of(id_: str, genre: str = CARNET) -> str:
    """What a tombstone keeps of a random number."""
    quoi = "effacement" if genre == CARNET else f"effacement {genre}"
    return sha256(f"mon-budget-sante {quoi};{id_}".encode("ascii")).hexdigest()
