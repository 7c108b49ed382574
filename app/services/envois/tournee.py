"""One round of those who send: plan what must be looked at again, then send what is due. Opens its own transactions."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.domain.dates import add_mois
from app.domain.envois import GARDE_MOIS
from app.models import Envoi, JetonReponse
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
        with poste.ouvrir() as session:
            faits = plan_some(poste.bureau(session))
        revus += faits
        if faits < LOT:
            break
    return Tournee(revus, send_due(poste, au_plus=au_plus))


def purge_envois(session: Session, le: date) -> None:
    """Forget the links that are too old, then what was sent or not once it has been counted long enough."""
    purge_jetons(session, le)
    vieux = select(Envoi.id).where(col(Envoi.fini_le).is_not(None), col(Envoi.jour) < add_mois(le, -GARDE_MOIS))
    session.exec(delete(JetonReponse).where(col(JetonReponse.envoi_id).in_(vieux)))
    session.exec(delete(Envoi).where(col(Envoi.id).in_(vieux)))
