"""Locks a slot, takes one of its places, gives it back. Knows no code, no key and no page; never commits.

Whoever touches an appointment first locks its slot: on PostgreSQL by its row, on SQLite by the write lock every
transaction begins with. The schema is the last word all the same.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.domain.communes import Communes
from app.domain.erreurs import CreneauPris, RendezVousCommence
from app.domain.rendez_vous import EtatRendezVous, Personne, RendezVousVu
from app.models import Attente, Creneau, RendezVous
from app.services.creneaux import read_creneau
from app.services.empreintes import Empreintes

TENU, CONFIRME, ANNULE = (etat.value for etat in EtatRendezVous)


class Guichet(NamedTuple):
    """What every request needs: the transaction, the prints, the communes, the instant."""

    session: Session
    empreintes: Empreintes
    communes: Communes
    maintenant: datetime


class Verrouille(NamedTuple):
    """What a slot says once it is locked."""

    lieu_id: str
    debut: datetime
    limite: datetime
    places: int
    prises: int
    tranches: str


def lock(guichet: Guichet, creneau: str) -> Verrouille:
    """Lock a slot and read it as it is now; CreneauPris when there is none, or when it has begun."""
    colonnes = (Creneau.lieu_id, Creneau.debut, Creneau.limite, Creneau.places, Creneau.prises, Creneau.tranches)
    ligne = guichet.session.execute(
        select(*colonnes).where(col(Creneau.id) == creneau).with_for_update()  # type: ignore[call-overload]
    ).one_or_none()
    if ligne is None or ligne.debut <= guichet.maintenant:
        raise CreneauPris
    return Verrouille(*ligne)


def lock_to_change(guichet: Guichet, creneau: str) -> Verrouille:
    """The same, for an appointment that exists: RendezVousCommence when it has begun."""
    try:
        return lock(guichet, creneau)
    except CreneauPris:
        raise RendezVousCommence from None


def free_place(session: Session, creneau: str) -> int:
    """The smallest number nobody living has."""
    ici = (col(RendezVous.creneau_id) == creneau, col(RendezVous.etat) != ANNULE)
    prises = set(session.exec(select(RendezVous.place).where(*ici)))
    return next(n for n in range(1, len(prises) + 2) if n not in prises)


def count(session: Session, creneau: str, places: int) -> None:
    """So many places more, or less when it is below zero, are taken; the base refuses what cannot be."""
    ici = col(Creneau.id) == creneau
    session.exec(update(Creneau).where(ici).values(prises=col(Creneau.prises) + places))


def erase(ligne: RendezVous) -> None:
    """Cancel a row: nothing is left of who was coming."""
    ligne.etat, ligne.tenu_jusqu_a, ligne.personne = ANNULE, None, None
    ligne.prenom = ligne.nom = ligne.contact = None
    ligne.version += 1


def release(session: Session, creneau: str, maintenant: datetime) -> int:
    """Give back the places of one slot that were held too long; who let an offer pass waits at the end of the line."""
    session.execute(select(Creneau.id).where(col(Creneau.id) == creneau).with_for_update())
    ici = (col(RendezVous.creneau_id) == creneau, col(RendezVous.tenu_jusqu_a) <= maintenant)
    lignes: Sequence[RendezVous] = session.exec(select(RendezVous).where(*ici)).all()
    for ligne in lignes:
        erase(ligne)
        session.add(ligne)
    if lignes:
        passees = col(Attente.offre_id).in_([ligne.id for ligne in lignes])
        session.exec(update(Attente).where(passees).values(offre_id=None, depuis=maintenant))
        count(session, creneau, -len(lignes))
    return len(lignes)


def rendez_vous_vu(guichet: Guichet, ligne: RendezVous, code: str) -> RendezVousVu:
    """An appointment as its owner sees it."""
    creneau, lieu = read_creneau(guichet.session, ligne.creneau_id, guichet.communes)
    nomme = ligne.prenom is not None and ligne.nom is not None
    return RendezVousVu(
        code=code,
        etat=EtatRendezVous(ligne.etat),
        creneau=creneau,
        lieu=lieu,
        personne=Personne(ligne.prenom or "", ligne.nom or "", ligne.contact or "") if nomme else None,
        tenu_jusqu_a=ligne.tenu_jusqu_a,
        version=ligne.version,
    )
