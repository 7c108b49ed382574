"""Holds, books, cancels, moves and erases appointments. Never commits and reads no clock.

Whoever touches an appointment first locks its slot: on PostgreSQL by its row, on SQLite by the write lock every
transaction begins with. The schema is the last word all the same: a place given twice is refused by an index, a slot
over its capacity by a check.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.domain.attente import AttenteVue
from app.domain.erreurs import (
    CleDejaUtilisee,
    CreneauPris,
    DejaUnRendezVous,
    RendezVousInconnu,
    RendezVousRefuse,
    TenueFinie,
    TropDeRendezVous,
)
from app.domain.rendez_vous import GARDE, PAR_PERSONNE, Personne, RendezVousVu
from app.models import Creneau, RendezVous
from app.services.attente import forget_served, leave, let_pass, offer, purge_attentes, read_attente
from app.services.demandes import Demande, Prete, prepare, print_of, row_of, seen
from app.services.places import (
    ANNULE,
    CONFIRME,
    TENU,
    Guichet,
    Verrouille,
    count,
    erase,
    free_place,
    lock,
    lock_to_change,
    release,
    rendez_vous_vu,
    write_places,
)
from app.services.traces import RENDEZ_VOUS, bury_outside


def take(guichet: Guichet, demande: Demande) -> RendezVousVu:
    """Hold or book a place. The same key with the same body gives the same appointment, with another it is refused."""
    prete = prepare(guichet.empreintes, demande)
    try:
        return _insert(guichet, prete)
    except RendezVousRefuse:
        # The same request may have come before, or won by another way between our look and the lock.
        ligne = _of_key(guichet, prete.cle)
        if ligne is None:
            raise
    if ligne.corps != prete.corps or ligne.etat == ANNULE:
        raise CleDejaUtilisee
    return rendez_vous_vu(guichet, ligne, prete.code)


def read(guichet: Guichet, code: str) -> RendezVousVu:
    """The appointment of this code."""
    return rendez_vous_vu(guichet, _of_code(guichet, code), code)


def find(guichet: Guichet, code: str) -> tuple[RendezVousVu | None, AttenteVue | None]:
    """What this code is the code of: an appointment, a request that waits, or both; RendezVousInconnu when neither."""
    rendez_vous = attente = None
    with suppress(RendezVousInconnu):
        rendez_vous = read(guichet, code)
    with suppress(RendezVousInconnu):
        attente = read_attente(guichet, code)
    if rendez_vous is None and attente is None:
        raise RendezVousInconnu
    return rendez_vous, attente


def confirm(guichet: Guichet, code: str, personne: Personne) -> RendezVousVu:
    """Put a name on a held place; the second time changes nothing."""
    ligne = _locked(guichet, code)
    if ligne.etat == CONFIRME:
        return rendez_vous_vu(guichet, ligne, code)
    if ligne.etat == ANNULE:
        raise TenueFinie
    empreinte = print_of(guichet.empreintes, personne)
    slot = lock(guichet, ligne.creneau_id, empreinte)
    _check_person(slot)
    try:
        with guichet.session.begin_nested():
            _name(ligne, personne, empreinte)
            guichet.session.add(ligne)
    except IntegrityError:
        raise DejaUnRendezVous from None
    forget_served(guichet.session, ligne.id)
    return rendez_vous_vu(guichet, ligne, code, slot)


def cancel(guichet: Guichet, code: str) -> RendezVousVu:
    """Give the place back and erase who was coming; the second time changes nothing."""
    ligne = _locked(guichet, code)
    if ligne.etat == ANNULE:
        return rendez_vous_vu(guichet, ligne, code)
    slot, confirme = lock_to_change(guichet, ligne.creneau_id), ligne.etat == CONFIRME
    erase(ligne)
    guichet.session.add(ligne)
    bury_outside(guichet.session, RENDEZ_VOUS, ligne.id)
    count(guichet.session, ligne.creneau_id, -1)
    if confirme:
        leave(guichet, code)
        offer(guichet, ligne.creneau_id, slot)
    else:
        let_pass(guichet, ligne.id)
    return rendez_vous_vu(guichet, ligne, code, slot)


def move(guichet: Guichet, code: str, tenu: str) -> RendezVousVu:
    """Bring a confirmed appointment to the place that was held; its code stays. The second time changes nothing."""
    ids = {_of_code(guichet, c).creneau_id for c in (code, tenu)}
    # Always in the same order: two moves that cross cannot wait for each other.
    slots = {creneau: lock_to_change(guichet, creneau) for creneau in sorted(ids)}
    ligne, nouvelle = _locked(guichet, code), _of_code(guichet, tenu)
    if nouvelle.etat == ANNULE and nouvelle.creneau_id == ligne.creneau_id:
        return rendez_vous_vu(guichet, ligne, code)
    if ligne.etat != CONFIRME or nouvelle.etat != TENU:
        raise TenueFinie
    ancien, place = ligne.creneau_id, nouvelle.place
    try:
        with guichet.session.begin_nested():
            erase(nouvelle)
            guichet.session.add(nouvelle)
            guichet.session.flush()
            ligne.creneau_id, ligne.place, ligne.version = nouvelle.creneau_id, place, ligne.version + 1
            guichet.session.add(ligne)
    except IntegrityError:
        raise DejaUnRendezVous from None
    count(guichet.session, ancien, -1)
    leave(guichet, code)
    if ancien in slots:
        offer(guichet, ancien, slots[ancien])
    return rendez_vous_vu(guichet, ligne, code)


def release_tenues(session: Session, maintenant: datetime) -> int:
    """Give back the places held too long, slot after slot."""
    finies = select(RendezVous.creneau_id).where(col(RendezVous.tenu_jusqu_a) <= maintenant).distinct()
    creneaux = sorted(session.exec(finies))
    return sum(release(session, creneau, maintenant) for creneau in creneaux)


def purge_rendez_vous(session: Session, maintenant: datetime) -> int:
    """Erase the requests and appointments past for longer than stated, then the slots nobody refers to any more."""
    limite = maintenant - timedelta(days=GARDE)
    purge_attentes(session, maintenant)
    vieux = select(Creneau.id).where(col(Creneau.fin) < limite)
    nombre = session.exec(delete(RendezVous).where(col(RendezVous.creneau_id).in_(vieux))).rowcount
    session.exec(delete(Creneau).where(col(Creneau.fin) < limite))
    return nombre


def _insert(guichet: Guichet, prete: Prete) -> RendezVousVu:
    """Take a place of the slot for this request, in three round trips; refused when its key has served."""
    creneau = prete.demande.creneau
    slot = lock(guichet, creneau, prete.personne, prete.cle)
    if slot.deja:
        raise CleDejaUtilisee
    if slot.prises >= slot.places:
        slot = slot._replace(prises=slot.prises - release(guichet.session, creneau, guichet.maintenant))
    if slot.prises >= slot.places or slot.limite <= guichet.maintenant:
        raise CreneauPris
    if prete.personne:
        _check_person(slot)
    place = free_place(guichet.session, creneau) if slot.places > 1 else 1
    if not write_places(guichet.session, [row_of(prete, place, guichet.maintenant)]):
        raise DejaUnRendezVous if prete.personne and _has_place(guichet, creneau, prete.personne) else CreneauPris
    count(guichet.session, creneau, 1)
    return seen(prete, slot, guichet.maintenant)


def _locked(guichet: Guichet, code: str) -> RendezVous:
    """The appointment of this code, once nobody else can change it; RendezVousCommence when it is too late."""
    ligne = _of_code(guichet, code)
    while True:
        lock_to_change(guichet, ligne.creneau_id)
        relue = _of_code(guichet, code)
        if relue.creneau_id == ligne.creneau_id:
            return relue
        ligne = relue  # moved meanwhile: its new slot is the one to lock


def _of_code(guichet: Guichet, code: str) -> RendezVous:
    empreinte = guichet.empreintes.de("code", code)
    ici = select(RendezVous).where(RendezVous.code == empreinte).execution_options(populate_existing=True)
    ligne = guichet.session.exec(ici).one_or_none()
    if ligne is None:
        raise RendezVousInconnu
    return ligne


def _of_key(guichet: Guichet, cle: str) -> RendezVous | None:
    ici = select(RendezVous).where(RendezVous.cle == cle).execution_options(populate_existing=True)
    return guichet.session.exec(ici).one_or_none()


def _check_person(slot: Verrouille) -> None:
    """Refuse one appointment too many for the same person at the same place."""
    if slot.siens >= PAR_PERSONNE:
        raise TropDeRendezVous


def _has_place(guichet: Guichet, creneau: str, personne: str) -> bool:
    ici = (col(RendezVous.creneau_id) == creneau, col(RendezVous.personne) == personne)
    return guichet.session.exec(select(RendezVous.id).where(*ici, col(RendezVous.etat) != ANNULE)).first() is not None


def _name(ligne: RendezVous, personne: Personne, empreinte: str) -> None:
    ligne.etat, ligne.tenu_jusqu_a, ligne.personne = CONFIRME, None, empreinte
    ligne.prenom, ligne.nom, ligne.contact = personne.prenom, personne.nom, personne.contact or None
