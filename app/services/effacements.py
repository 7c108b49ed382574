"""Erases people and carnets for good: keys, rows, the journal of the base, and again after a restore. Never commits.

The wrapped key is overwritten before its row goes, so that nothing is left to open even where a page lingers.
"""

import time
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from app.domain.carnet_en_ligne import GARDE_MOIS, JOURNAL_JOURS, OUVERT_AU_PLUS, CarnetOuvert, GesteCarnet
from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.dates import add_mois
from app.domain.erreurs import CarnetFerme, PersonneRetiree
from app.models import AccesCarnet, Carnet, CodeCarnet, Effacement, PersonneCarnet, SessionCarnet
from app.services.base_de_donnees import truncate_journal
from app.services.carnet import Classeur, advance, note
from app.services.consentements import add_acte, read_actes, subject_of
from app.services.envois.planification import mark_carnet
from app.services.tombes import bury, destroy, hash_of

#: How long an erasure waits for the readers of the base before the minute's job takes over.
ESSAIS, PAUSE_S = 10, 0.05


def erase_one(classeur: Classeur, ouvert: CarnetOuvert, numero: int) -> None:
    """Erase one person of the carnet; PersonneRetiree when they are not in it."""
    ici = select(PersonneCarnet).where(PersonneCarnet.carnet_id == ouvert.id, PersonneCarnet.numero == numero)
    ligne = classeur.session.exec(ici).one_or_none()
    if ligne is None:
        raise PersonneRetiree
    advance(classeur, ouvert, ouvert.dossier.crees)
    destroy(classeur.session, ligne, classeur.maintenant.date())
    mark_carnet(classeur.session, ouvert.id, classeur.maintenant.date())
    note(classeur, ouvert.id, GesteCarnet.EFFACE_PERSONNE)


def erase_whole(classeur: Classeur, ouvert: CarnetOuvert) -> tuple[ActeConsentement | None, int]:
    """Erase the carnet that is open: the act that ends its consent, and how many people were in it."""
    carnet = classeur.session.get(Carnet, ouvert.id)
    if carnet is None:
        raise CarnetFerme
    fin = erase_carnet(classeur.session, carnet, Geste.RETIRE, classeur.maintenant)
    return fin, len(ouvert.dossier.personnes)


def erase_carnet(session: Session, carnet: Carnet, geste: Geste, maintenant: datetime) -> ActeConsentement | None:
    """Erase a whole carnet; the act that ends its consent is written first and stays, tied to nobody."""
    sujet = subject_of(carnet)
    siens = [acte for acte in read_actes(session, sujet) if acte.finalite is Finalite.CARNET]
    fin = None
    if siens:
        dernier = siens[-1]
        fin = ActeConsentement(
            Finalite.CARNET, geste, dernier.version, dernier.empreinte, dernier.mode, maintenant, auteur=dernier.auteur
        )
        add_acte(session, sujet, fin)
    for ligne in session.exec(select(PersonneCarnet).where(PersonneCarnet.carnet_id == carnet.id)).all():
        destroy(session, ligne, maintenant.date())
    for table in (CodeCarnet, SessionCarnet, AccesCarnet):
        session.exec(delete(table).where(col(table.carnet_id) == carnet.id))
    bury(session, carnet.id, maintenant.date())
    session.flush()
    carnet.sel = "0" * 32
    session.add(carnet)
    session.flush()
    session.delete(carnet)
    session.flush()
    return fin


def purge_carnets(session: Session, maintenant: datetime) -> int:
    """Erase the carnets nobody visited for the stated time, the old lines of what was done, the closed sessions."""
    jour = maintenant.date()
    limite = add_mois(jour, -GARDE_MOIS)
    vieux = session.exec(select(Carnet).where(col(Carnet.utilise_le) < limite)).all()
    for carnet in vieux:
        erase_carnet(session, carnet, Geste.EXPIRE, maintenant)
    session.exec(delete(AccesCarnet).where(col(AccesCarnet.le) < maintenant - timedelta(days=JOURNAL_JOURS)))
    session.exec(delete(SessionCarnet).where(col(SessionCarnet.ouvert_le) < maintenant - OUVERT_AU_PLUS))
    return len(vieux)


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


def sweep(engine: Engine, *, essais: int = 1) -> bool:
    """Empty the base's journal until it is empty, then note it; whether no copy of what was erased is left there."""
    try:
        with Session(engine) as session, session.begin():
            attendus = set(session.exec(select(Effacement.condense).where(col(Effacement.balaye).is_(False))))
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
