"""Writes the journal of what operators do, and finds where somebody rewrote it. Never commits, reads no clock."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from app.models import JournalActions, Organisation, TeteJournal
from app.services.coffre import Coffre

COMMANDE = "commande"


class Acteur(NamedTuple):
    """Who does something: an operator, a program's key, or a command on the server; and for which organisation."""

    nom: str
    organisation_id: str | None


class Registre(NamedTuple):
    """What every action needs: the transaction, the seals, who acts, the instant."""

    session: Session
    coffre: Coffre
    acteur: Acteur
    maintenant: datetime


class Tete(NamedTuple):
    """Where the journal ends: to be noted elsewhere, on paper for instance."""

    nombre: int
    dernier: str


def note(registre: Registre, action: str, objet: str) -> None:
    """Add a line, in the transaction of what it tells: one does not exist without the other."""
    session, coffre = registre.session, registre.coffre
    tete = session.exec(select(TeteJournal).where(col(TeteJournal.id) == 1).with_for_update()).one()
    ligne = JournalActions(
        numero=tete.nombre + 1,
        le=registre.maintenant,
        acteur=registre.acteur.nom,
        organisation_id=registre.acteur.organisation_id,
        action=action,
        objet=objet[:80],
        precedent=tete.dernier,
        sceau="",
    )
    ligne.sceau = _seal(coffre, ligne)
    tete.nombre, tete.dernier = ligne.numero, ligne.sceau
    tete.sceau = coffre.sceau("tete", tete.nombre, tete.dernier)
    session.add_all((ligne, tete))
    session.flush()


def verify(session: Session, coffre: Coffre) -> tuple[Tete, list[str]]:
    """Where the journal ends, and each place where it is not what was written."""
    fautes: list[str] = []
    precedent, attendu = "", 1
    for ligne in session.exec(select(JournalActions).order_by(col(JournalActions.numero))):
        if ligne.numero != attendu:
            fautes.append(f"Avant la ligne {ligne.numero} : il manque des lignes depuis la {attendu}.")
        if ligne.precedent != precedent:
            fautes.append(f"Ligne {ligne.numero} : elle ne suit pas la précédente.")
        if ligne.sceau != _seal(coffre, ligne):
            fautes.append(f"Ligne {ligne.numero} : elle a été changée.")
        precedent, attendu = ligne.sceau, ligne.numero + 1
    tete = session.get_one(TeteJournal, 1)
    if (tete.nombre, tete.dernier) != (attendu - 1, precedent):
        fautes.append(f"La fin : {tete.nombre} lignes étaient écrites, il y en a {attendu - 1}.")
    if tete.nombre and tete.sceau != coffre.sceau("tete", tete.nombre, tete.dernier):
        fautes.append("La fin : son sceau n'est pas le nôtre.")
    if not tete.nombre and session.exec(select(Organisation.id)).first() is not None:
        fautes.append("Le journal est vide, alors que des organisations existent.")
    return Tete(tete.nombre, tete.dernier), fautes


def is_line(session: Session, numero: int, sceau: str) -> bool:
    """Whether the journal still holds this line: the one that was noted elsewhere as its end."""
    ligne = session.get(JournalActions, numero)
    return ligne is not None and ligne.sceau == sceau


def _seal(coffre: Coffre, ligne: JournalActions) -> str:
    le = ligne.le.isoformat(timespec="microseconds")
    quoi = (ligne.acteur, ligne.organisation_id, ligne.action, ligne.objet)
    return coffre.sceau("ligne", ligne.numero, le, *quoi, ligne.precedent)
