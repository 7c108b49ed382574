"""Tells which row of a carnet holds its subscriptions, and gives one to a reader who said nothing. Never commits."""

from sqlmodel import Session, col, select

from app.domain.dossier import VIDE
from app.domain.erreurs import CarnetFerme
from app.models import AdresseRappel, Carnet, PersonneCarnet
from app.services.envois.adresses import Bureau, lock_person
from app.services.suivis import change_behind


def owner_of(session: Session, carnet: str) -> str | None:
    """Whose row holds the addresses of a carnet: the one that has some, else the first; none when nobody is in it.

    A reader who answers after they subscribed for a child keeps the subscription where it is.
    """
    ici = (
        select(PersonneCarnet.id)
        .outerjoin(AdresseRappel, col(AdresseRappel.personne) == col(PersonneCarnet.id))
        .where(PersonneCarnet.carnet_id == carnet)
        .order_by(col(AdresseRappel.id).is_(None), col(PersonneCarnet.numero))
    )
    return session.exec(ici.limit(1)).one_or_none()


def lock_owner(bureau: Bureau, carnet: str) -> PersonneCarnet:
    """The same row, held; CarnetFerme when there is none."""
    personne = lock_person(bureau.session, owner_of(bureau.session, carnet))
    if personne is None:
        raise CarnetFerme
    return personne


def make_owner(bureau: Bureau, carnet: str) -> PersonneCarnet:
    """The same; who follows a child of another carnet and said nothing of themself gets a row without answers."""
    if bureau.session.get(Carnet, carnet) is not None and owner_of(bureau.session, carnet) is None:
        jour = bureau.maintenant.date()
        bureau.session.add(bureau.scribe.new_row(carnet, VIDE, jour))
        bureau.session.flush()
        change_behind(bureau.session, carnet, jour)
    return lock_owner(bureau, carnet)
