"""Joins an account elsewhere to a carnet, parts them, opens or proves the carnet of one. Never commits, asks no one.

The account is a keyed hash: the base alone cannot tell which account it is.
"""

from sqlmodel import Session, col, select

from app.domain.carnet_en_ligne import CarnetOuvert, GesteCarnet
from app.models import LienIdentite
from app.services.carnet import Classeur, enter, note
from app.services.preuves import prove
from app.services.traces import LIEN, bury_outside


def open_with_account(classeur: Classeur, empreinte: str, ancien: str) -> str | None:
    """Open the carnet this account is joined to: a new token, the former one dead. None when there is none.

    It proves nothing: a service that still knows this browser asked nobody who is there.
    """
    carnet = _joined_to(classeur, empreinte)
    return None if carnet is None else enter(classeur, carnet, ancien, GesteCarnet.OUVERT_IDENTITE, prouve=False)


def prove_with_account(classeur: Classeur, ouvert: CarnetOuvert, empreinte: str) -> bool:
    """Prove again with the account of the open carnet, just signed in over there."""
    return prove(classeur, ouvert, _joined_to(classeur, empreinte) == ouvert.id)


def join(classeur: Classeur, ouvert: CarnetOuvert, empreinte: str) -> bool:
    """Join this account to the open carnet, in place of a former one; whether it was, since it may open another."""
    session = classeur.session
    ailleurs = select(LienIdentite).where(LienIdentite.empreinte == empreinte, col(LienIdentite.carnet_id) != ouvert.id)
    if session.exec(ailleurs).first() is not None:
        return False
    lien = session.get(LienIdentite, ouvert.id)
    if lien is not None and lien.empreinte != empreinte:
        _remove(session, lien)
        lien = None
    if lien is None:
        session.add(LienIdentite(carnet_id=ouvert.id, empreinte=empreinte, cree_le=classeur.maintenant.date()))
    note(classeur, ouvert.id, GesteCarnet.IDENTITE_LIEE)
    return True


def part(classeur: Classeur, ouvert: CarnetOuvert) -> None:
    """Part the open carnet from its account."""
    lien = classeur.session.get(LienIdentite, ouvert.id)
    if lien is not None:
        _remove(classeur.session, lien)
        note(classeur, ouvert.id, GesteCarnet.IDENTITE_DELIEE)


def name_of(lien: LienIdentite) -> str:
    """What names one link for good: joined again on another day, the same account is another link."""
    return f"{lien.carnet_id};{lien.empreinte};{lien.cree_le.isoformat()}"


def _remove(session: Session, lien: LienIdentite) -> None:
    """Take a link away, and have no backup bring it back."""
    bury_outside(session, LIEN, name_of(lien))
    session.delete(lien)
    session.flush()


def _joined_to(classeur: Classeur, empreinte: str) -> str | None:
    ici = select(LienIdentite.carnet_id).where(LienIdentite.empreinte == empreinte)
    return classeur.session.exec(ici).one_or_none()
