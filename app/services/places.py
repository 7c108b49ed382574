"""Locks a slot, takes one of its places, gives it back. Knows no code, no key and no page; never commits.

Whoever touches an appointment first locks its slot: on PostgreSQL by its row, on SQLite by the write lock every
transaction begins with. The schema is the last word all the same.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, func, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.domain.communes import Communes
from app.domain.creneaux import CreneauVu, LieuVu
from app.domain.erreurs import CreneauPris, RendezVousCommence
from app.domain.rendez_vous import EtatRendezVous, Personne, RendezVousVu
from app.models import Attente, Creneau, RendezVous
from app.models.tables import Table
from app.services.creneaux import creneau_et_lieu, read_creneau, vus
from app.services.empreintes import Empreintes

TENU, CONFIRME, ANNULE = (etat.value for etat in EtatRendezVous)


class Guichet(NamedTuple):
    """What every request needs: the transaction, the prints, the communes, the instant."""

    session: Session
    empreintes: Empreintes
    communes: Communes
    maintenant: datetime


class Verrouille(NamedTuple):
    """What a slot says once it is locked, and what is known of who asks for it."""

    lieu_id: str
    debut: datetime
    limite: datetime
    places: int
    prises: int
    tranches: str
    creneau: CreneauVu
    lieu: LieuVu
    #: Appointments to come of the person who asks, at this place; whether their request came before.
    siens: int = 0
    deja: bool = False


_DECISIFS = (col(Creneau.limite), col(Creneau.places), col(Creneau.prises), col(Creneau.tranches))
_CRENEAU, _RENDEZ_VOUS = (Table.metadata.tables[nom] for nom in ("creneau", "rendez_vous"))
_COUNT = (
    update(_CRENEAU)
    .where(_CRENEAU.c.id == bindparam("creneau"))
    .values(prises=_CRENEAU.c.prises + bindparam("de_plus"))
)
_INSERT = {
    "sqlite": sqlite.insert(_RENDEZ_VOUS).on_conflict_do_nothing().returning(_RENDEZ_VOUS.c.id),
    "postgresql": postgresql.insert(_RENDEZ_VOUS).on_conflict_do_nothing().returning(_RENDEZ_VOUS.c.id),
}


def _statement_of_lock() -> Select[Any]:
    """Everything that decides, in one reading: while a slot is locked, each round trip is time others wait."""
    autre = aliased(Creneau)
    # From the person to their slots: the other way round, every slot of a large centre would be read.
    ailleurs = exists().where(
        col(autre.id) == col(RendezVous.creneau_id),
        col(autre.lieu_id) == col(Creneau.lieu_id),
        col(autre.debut) > bindparam("maintenant"),
    )
    siens = (
        select(func.count(col(RendezVous.id)))
        .where(col(RendezVous.personne) == bindparam("personne"), col(RendezVous.etat) == CONFIRME, ailleurs)
        .correlate(Creneau)
    )
    deja = exists().where(col(RendezVous.cle) == bindparam("cle"))
    return (
        creneau_et_lieu()
        .where(col(Creneau.id) == bindparam("creneau"))
        .add_columns(*_DECISIFS, siens.scalar_subquery().label("siens"), deja.label("deja"))
        .with_for_update(of=Creneau)
    )


_LOCK = _statement_of_lock()
_LOCK_ALL = (
    creneau_et_lieu()
    .where(col(Creneau.id).in_(bindparam("creneaux", expanding=True)))
    .add_columns(*_DECISIFS)
    # Always in the same order: two lots that cross cannot wait for each other.
    .order_by(col(Creneau.id))
    .with_for_update(of=Creneau)
)


def _verrouille(ligne: Any, guichet: Guichet) -> Verrouille:
    du_creneau = (ligne.lieu_id, ligne.debut, ligne.limite, ligne.places, ligne.prises, ligne.tranches)
    return Verrouille(*du_creneau, *vus(ligne, guichet.communes))


def lock(guichet: Guichet, creneau: str, personne: str = "", cle: str = "") -> Verrouille:
    """Lock a slot and read it as it is now; CreneauPris when there is none, or when it has begun."""
    quoi = {"creneau": creneau, "personne": personne, "cle": cle, "maintenant": guichet.maintenant}
    ligne = guichet.session.execute(_LOCK, quoi).one_or_none()
    if ligne is None or ligne.debut <= guichet.maintenant:
        raise CreneauPris
    return _verrouille(ligne, guichet)._replace(siens=ligne.siens, deja=ligne.deja)


def lock_all(guichet: Guichet, creneaux: Sequence[str]) -> dict[str, Verrouille]:
    """Lock many slots at once, begun or not; those that do not exist are not there."""
    lignes = guichet.session.execute(_LOCK_ALL, {"creneaux": creneaux})
    return {ligne.id: _verrouille(ligne, guichet) for ligne in lignes}


def write_places(session: Session, lignes: Sequence[dict[str, Any]]) -> set[str]:
    """Write places taken in locked slots; the ids of those whose place, person, key and code the base had not yet."""
    if not lignes:
        return set()
    connexion = session.connection()
    return set(connexion.execute(_INSERT[connexion.dialect.name], lignes).scalars())


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
    session.flush()
    session.connection().execute(_COUNT, {"creneau": creneau, "de_plus": places})


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


def rendez_vous_vu(guichet: Guichet, ligne: RendezVous, code: str, slot: Verrouille | None = None) -> RendezVousVu:
    """An appointment as its owner sees it; its slot is read unless it has just been."""
    if slot is None:
        creneau, lieu = read_creneau(guichet.session, ligne.creneau_id, guichet.communes)
    else:
        creneau, lieu = slot.creneau, slot.lieu
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
