"""Writes the acts of consent of a carnet, one after the other, and reads them back. Never changes nor removes one."""

from hashlib import sha256
from uuid import uuid4

from sqlmodel import Session, col, select

from app.domain.consentement import (
    SANS_PRECEDENT,
    ActeConsentement,
    Auteur,
    Canal,
    Finalite,
    Geste,
    chain_holds,
)
from app.models import ActeConsenti, Carnet
from app.services.traces import RETRAIT, note


def subject_of(carnet: Carnet) -> str:
    """The pseudonym of a carnet in the acts; once the carnet and its salt are gone, nobody can find it again."""
    return sha256(f"{carnet.sel};{carnet.id}".encode("ascii")).hexdigest()


def add_acte(session: Session, sujet: str, acte: ActeConsentement) -> None:
    """Write one more act after the others; two writers at once cannot take the same place."""
    ici = select(ActeConsenti).where(ActeConsenti.sujet == sujet).order_by(col(ActeConsenti.rang).desc())
    dernier = session.exec(ici).first()
    if acte.geste is not Geste.DONNE:
        note(session, _trace(sujet, acte))
    session.add(
        ActeConsenti(
            id=uuid4().hex,
            sujet=sujet,
            rang=dernier.rang + 1 if dernier else 1,
            finalite=acte.finalite,
            geste=acte.geste,
            version=acte.version,
            empreinte=acte.empreinte,
            mode=acte.mode,
            le=acte.le,
            canal=acte.canal,
            auteur=acte.auteur,
            sceau=acte.sceau(dernier.sceau if dernier else SANS_PRECEDENT),
        )
    )
    session.flush()


def read_actes(session: Session, sujet: str) -> tuple[ActeConsentement, ...]:
    """The acts of a carnet, oldest first."""
    return tuple(acte for acte, _ in _chain(session, sujet))


def is_whole(session: Session, sujet: str) -> bool:
    """Whether no act of this carnet was edited, removed or moved."""
    return chain_holds(_chain(session, sujet))


def _trace(sujet: str, acte: ActeConsentement) -> dict[str, object]:
    """An act that ends a consent, as the list outside the base keeps it: nothing the acts do not say."""
    return {
        "genre": RETRAIT,
        "sujet": sujet,
        "finalite": acte.finalite,
        "geste": acte.geste,
        "version": acte.version,
        "empreinte": acte.empreinte,
        "mode": acte.mode,
        "quand": acte.le.isoformat(),
        "canal": acte.canal,
        "auteur": acte.auteur,
    }


def _chain(session: Session, sujet: str) -> list[tuple[ActeConsentement, str]]:
    ici = select(ActeConsenti).where(ActeConsenti.sujet == sujet).order_by(col(ActeConsenti.rang))
    return [(_acte(ligne), ligne.sceau) for ligne in session.exec(ici)]


def _acte(ligne: ActeConsenti) -> ActeConsentement:
    return ActeConsentement(
        Finalite(ligne.finalite),
        Geste(ligne.geste),
        ligne.version,
        ligne.empreinte,
        ligne.mode,
        ligne.le,
        Canal(ligne.canal),
        Auteur(ligne.auteur),
    )
