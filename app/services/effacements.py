"""Erases people and carnets for good: keys, rows, the journal of the base, and again after a restore. Never commits.

The wrapped key is overwritten before its row goes, so that nothing is left to open even where a page lingers.
"""

import time
from datetime import date, datetime, timedelta

from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from app.domain.carnet_en_ligne import (
    AVIS_JOURS,
    JOURNAL_JOURS,
    OUVERT_AU_PLUS,
    CarnetOuvert,
    GesteCarnet,
    derniere_visite_gardee,
    effacement_prevu,
)
from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.erreurs import CarnetFerme, PersonneRetiree
from app.models import (
    AccesCarnet,
    AgendaAbonne,
    Carnet,
    CleAcces,
    CodeCarnet,
    Effacement,
    LienIdentite,
    PartageCarnet,
    PersonneCarnet,
    SessionCarnet,
)
from app.services.base_de_donnees import compact, truncate_journal
from app.services.carnet import Classeur, advance, note
from app.services.carnet_scelle import Scribe
from app.services.consentements import add_acte, read_actes, subject_of
from app.services.departs import take_out
from app.services.envois.planification import mark_carnet
from app.services.suivis import followed_by, links_on, lock_carnets, place_of, quit_following
from app.services.tombes import bury, destroy
from app.services.traces import hash_of

#: How long an erasure waits for the readers of the base before the minute's job takes over.
ESSAIS, PAUSE_S = 10, 0.05
#: Octets up to which the base is written anew at once: some tenths of a second.
COMPACT_MAX = 32 << 20


def erase_one(classeur: Classeur, ouvert: CarnetOuvert, numero: int) -> None:
    """Erase one person of the carnet; PersonneRetiree when they are not in it. A second adult keeps who they follow."""
    place = place_of(classeur.session, ouvert.id, numero)
    if place is None:
        raise PersonneRetiree
    # Each adult may leave at the same instant: both wait in one order, neither blocks the other.
    lock_carnets(classeur.session, (ouvert.id, *place.autres))
    ici = select(PersonneCarnet).where(PersonneCarnet.carnet_id == ouvert.id, PersonneCarnet.numero == numero)
    ligne = classeur.session.exec(ici.execution_options(populate_existing=True)).one_or_none()
    suivie = followed_by(classeur.session, ouvert.id).get(numero)
    if ligne is None and suivie is None:
        raise PersonneRetiree
    advance(classeur, ouvert, ouvert.dossier.crees)
    if ligne is not None:
        take_out(classeur.session, classeur.scribe, ligne, classeur.maintenant)
    elif suivie is not None:
        quit_following(classeur.session, suivie, classeur.maintenant)
    mark_carnet(classeur.session, ouvert.id, classeur.maintenant.date())
    note(classeur, ouvert.id, GesteCarnet.EFFACE_PERSONNE)


def erase_whole(classeur: Classeur, ouvert: CarnetOuvert) -> tuple[ActeConsentement | None, int]:
    """Erase the carnet that is open: the act that ends its consent, and how many people were in it."""
    carnet = classeur.session.get(Carnet, ouvert.id)
    if carnet is None:
        raise CarnetFerme
    fin = erase_carnet(classeur.session, carnet, Geste.RETIRE, classeur.maintenant, classeur.scribe)
    return fin, len(ouvert.dossier.personnes)


def erase_carnet(
    session: Session, carnet: Carnet, geste: Geste, maintenant: datetime, scribe: Scribe | None = None
) -> ActeConsentement | None:
    """Erase a whole carnet; the act that ends its consent is written first and stays, tied to nobody.

    A child whom a second adult follows stays with that adult, sealed anew; without the keys they are erased.
    """
    # Both adults may erase at the same instant: nobody is left to whom is leaving too.
    ailleurs = (suivie.ligne.carnet_id for suivie in followed_by(session, carnet.id).values())
    autres = (lien.carnet_id for lien in links_on(session, carnet.id).values())
    lock_carnets(session, (carnet.id, *ailleurs, *autres))
    for suivie in followed_by(session, carnet.id).values():
        quit_following(session, suivie, maintenant)
    fin = _end_consents(session, subject_of(carnet), geste, maintenant)
    for ligne in session.exec(select(PersonneCarnet).where(PersonneCarnet.carnet_id == carnet.id)).all():
        take_out(session, scribe, ligne, maintenant)
    for table in (CodeCarnet, CleAcces, LienIdentite, SessionCarnet, AccesCarnet, PartageCarnet, AgendaAbonne):
        session.exec(delete(table).where(col(table.carnet_id) == carnet.id))
    bury(session, carnet.id, maintenant.date())
    session.flush()
    carnet.sel = "0" * 32
    session.add(carnet)
    session.flush()
    session.delete(carnet)
    session.flush()
    return fin


def _end_consents(session: Session, sujet: str, geste: Geste, maintenant: datetime) -> ActeConsentement | None:
    """End every yes of a carnet, its own last; that one, when there was one."""
    derniers = {acte.finalite: acte for acte in read_actes(session, sujet)}
    carnet = derniers.pop(Finalite.CARNET, None)
    fin = None
    for acte in (*(a for a in derniers.values() if a.geste is Geste.DONNE), *((carnet,) if carnet else ())):
        fin = ActeConsentement(
            acte.finalite, geste, acte.version, acte.empreinte, acte.mode, maintenant, auteur=acte.auteur
        )
        add_acte(session, sujet, fin)
    return fin if carnet else None


def purge_carnets(session: Session, maintenant: datetime, scribe: Scribe | None = None) -> int:
    """Erase the carnets nobody visited for the stated time, the old lines of what was done, the closed sessions."""
    jour = maintenant.date()
    limite = derniere_visite_gardee(jour)
    warn_carnets(session, jour)
    vieux = session.exec(select(Carnet).where(col(Carnet.utilise_le) < limite)).all()
    for carnet in vieux:
        erase_carnet(session, carnet, Geste.EXPIRE, maintenant, scribe)
    session.exec(delete(AccesCarnet).where(col(AccesCarnet.le) < maintenant - timedelta(days=JOURNAL_JOURS)))
    session.exec(delete(SessionCarnet).where(col(SessionCarnet.ouvert_le) < maintenant - OUVERT_AU_PLUS))
    return len(vieux)


def warn_carnets(session: Session, jour: date) -> int:
    """Note which carnets are about to be erased, and forget it of those visited since. How many were noted."""
    limite = derniere_visite_gardee(jour + timedelta(days=AVIS_JOURS))
    revenus = (col(Carnet.prevenu_pour).is_not(None), col(Carnet.utilise_le) >= limite, col(Carnet.utilise_le) < jour)
    session.exec(update(Carnet).where(*revenus).values(prevenu_pour=None))
    bientot = select(Carnet).where(col(Carnet.utilise_le) < limite, col(Carnet.prevenu_pour).is_(None))
    carnets = session.exec(bientot).all()
    for carnet in carnets:
        carnet.prevenu_pour = effacement_prevu(carnet.utilise_le)
        session.add(carnet)
    return len(carnets)


def carnets_to_warn(session: Session, jour: date) -> tuple[tuple[str, date], ...]:
    """The carnets about to be erased that nobody opened since that was noted, each with the day: for who may write.

    Nothing is sent from here. Whoever sends reads the consent to that channel in the same transaction.
    """
    ici = select(Carnet.id, col(Carnet.prevenu_pour)).where(col(Carnet.prevenu_pour).is_not(None))
    sans_visite = ici.where(col(Carnet.utilise_le) < derniere_visite_gardee(jour + timedelta(days=AVIS_JOURS)))
    return tuple((id_, le) for id_, le in session.exec(sans_visite.order_by(col(Carnet.id))) if le is not None)


def reapply_effacements(session: Session, condenses: set[str], maintenant: datetime) -> int:
    """Erase again what an old backup brought back: whoever's number has one of these hashes."""
    revenus = 0
    for ligne in session.exec(select(PersonneCarnet)).all():
        if hash_of(ligne.id) in condenses:
            destroy(session, ligne, maintenant.date())
            revenus += 1
    session.flush()
    for carnet in session.exec(select(Carnet)).all():
        if hash_of(carnet.id) in condenses:
            erase_carnet(session, carnet, Geste.RETIRE, maintenant)
            revenus += 1
    return revenus


def read_effacements(session: Session) -> set[str]:
    """The hashes of everything that was erased."""
    return set(session.exec(select(Effacement.condense)))


def sweep(engine: Engine, *, essais: int = 1, jusqu_a: int | None = COMPACT_MAX) -> bool:
    """Write the base anew and empty its journal, then note it; whether no copy of what was erased is left there.

    A base larger than `jusqu_a` is written anew at night only.
    """
    try:
        with Session(engine) as session, session.begin():
            attendus = set(session.exec(select(Effacement.condense).where(col(Effacement.balaye).is_(False))))
        if attendus and not compact(engine, jusqu_a):
            truncate_journal(engine)
            return False
        for essai in range(essais if attendus else 0):
            if essai:
                time.sleep(PAUSE_S)
            if truncate_journal(engine):
                with Session(engine) as session, session.begin():
                    ici = col(Effacement.condense).in_(attendus)
                    session.exec(update(Effacement).where(ici).values(balaye=True))
                return True
    except SQLAlchemyError:
        return False
    return not attendus
