"""Draws what a browser must answer, once and soon, and reads the ways into a carnet. Checks no answer, never commits.

What is drawn is found again by a secret that only that browser holds and by what it was drawn for: another browser,
another gesture or a second answer finds nothing.
"""

from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.domain.carnet_en_ligne import DEFI, CleAcces
from app.models import CleAcces as LigneCle
from app.models import DefiAcces, LienIdentite


def draw(session: Session, quoi: str, secret: str, valeur: bytes, maintenant: datetime) -> None:
    """Keep what this browser will have to answer for this gesture."""
    session.add(DefiAcces(condense=_hash(quoi, secret), valeur=valeur, finit_le=maintenant + DEFI))


def take(session: Session, quoi: str, secret: str, maintenant: datetime) -> bytes | None:
    """Give it back, once; None when it was never drawn for this browser and gesture, has served or is too old."""
    ici = col(DefiAcces.condense) == _hash(quoi, secret)
    pris = delete(DefiAcces).where(ici).returning(col(DefiAcces.valeur), col(DefiAcces.finit_le))
    ligne = session.execute(pris).one_or_none()
    return None if ligne is None or ligne.finit_le <= maintenant else ligne.valeur


def purge_defis(session: Session, maintenant: datetime) -> None:
    """Delete what nobody answered in time."""
    session.exec(delete(DefiAcces).where(col(DefiAcces.finit_le) <= maintenant))


def read_cles(session: Session, carnet: str) -> tuple[CleAcces, ...]:
    """The access keys of a carnet, the last one first."""
    siennes = select(LigneCle).where(LigneCle.carnet_id == carnet)
    lignes = session.exec(siennes.order_by(col(LigneCle.cree_le).desc(), col(LigneCle.condense))).all()
    return tuple(CleAcces(ligne.condense, ligne.cree_le, ligne.utilise_le) for ligne in lignes)


def read_lien(session: Session, carnet: str) -> date | None:
    """Since when an account elsewhere opens this carnet."""
    lien = session.get(LienIdentite, carnet)
    return lien.cree_le if lien else None


def _hash(quoi: str, secret: str) -> str:
    return sha256(f"mon-budget-sante defi;{quoi};{secret}".encode()).hexdigest()
