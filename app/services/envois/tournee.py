"""The gestures of those who send, the same on both bases: plan a lot, send a lot. Opens its own transactions.

On SQLite one process does them all in one round; on PostgreSQL the workers share them (`ouvriers`).
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, delete, func, or_
from sqlmodel import Session, col, select

from app.domain.dates import add_mois
from app.domain.envois import GARDE_MOIS, CanalRappel, EtatEnvoi
from app.models import AdresseRappel, Envoi, JetonReponse
from app.services.envois.adresses import Bureau
from app.services.envois.file import Poste, send_due
from app.services.envois.jetons import purge_jetons
from app.services.envois.planification import LOT, plan_some


class Tournee(NamedTuple):
    """What one round did."""

    revus: int
    remis: int


def make_round(poste: Poste, *, au_plus: int = 1000) -> Tournee:
    """Plan, then send, at most so many on each channel: a long queue is taken up again at the next round."""
    revus = 0
    while revus < au_plus:
        faits = plan_lot(poste)
        revus += faits
        if faits < LOT:
            break
    return Tournee(revus, send_due(poste, au_plus=au_plus))


def plan_lot(poste: Poste, lot: int = LOT) -> int:
    """Look again at some of the subscriptions whose day has come; how many were."""
    with poste.ouvrir() as session:
        return plan_some(poste.bureau(session), lot)


def count_to_plan(bureau: Bureau, au_plus: int) -> int:
    """How many subscriptions must be looked at again, counted no further than that."""
    ici = select(AdresseRappel.id).where(col(AdresseRappel.revoir_le) <= bureau.maintenant.date()).limit(au_plus)
    return bureau.session.exec(select(func.count()).select_from(ici.subquery())).one()


def count_to_send(bureau: Bureau, canal: CanalRappel, au_plus: int) -> int:
    """How many reminders of a channel may be claimed, counted no further than that."""
    laches = and_(col(Envoi.etat) == EtatEnvoi.PRIS, col(Envoi.pris_jusqu_a) <= bureau.maintenant)
    dus = and_(col(Envoi.etat) == EtatEnvoi.PREVU, col(Envoi.prevu_le) <= bureau.maintenant)
    ici = select(Envoi.id).where(col(Envoi.canal) == canal, or_(dus, laches)).limit(au_plus)
    return bureau.session.exec(select(func.count()).select_from(ici.subquery())).one()


def purge_envois(session: Session, le: date) -> None:
    """Forget the links that are too old, then what was sent or not once it has been counted long enough."""
    purge_jetons(session, le)
    vieux = select(Envoi.id).where(col(Envoi.fini_le).is_not(None), col(Envoi.jour) < add_mois(le, -GARDE_MOIS))
    session.exec(delete(JetonReponse).where(col(JetonReponse.envoi_id).in_(vieux)))
    session.exec(delete(Envoi).where(col(Envoi.id).in_(vieux)))
