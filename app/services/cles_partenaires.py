"""Makes, recognises and closes the keys of organisations' programs, and counts what they ask. Never commits."""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, select

from app.models import ClePartenaire, Organisation
from app.services.coffre import print_of
from app.services.journal_actions import Acteur, Registre, note

#: Requests a key may make in one minute.
PAR_MINUTE = 60
MINUTE = timedelta(minutes=1)
_DEBUT = "mbs"


class Partenaire(NamedTuple):
    """A program that showed its key; `attendre` seconds when it asked too much."""

    cle: str
    organisation_id: str
    organisation: str
    attendre: int

    @property
    def acteur(self) -> Acteur:
        """Its name in the journal."""
        return Acteur(f"cle:{self.cle}", self.organisation_id)


def create_cle(registre: Registre, organisation: Organisation, nom: str) -> str:
    """A key, shown this once: the base keeps its print."""
    qui, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    registre.session.add(
        ClePartenaire(
            id=qui,
            organisation_id=organisation.id,
            empreinte=print_of(secret),
            nom=nom,
            creee_le=registre.maintenant,
            minute=registre.maintenant,
            demandes=0,
        )
    )
    registre.session.flush()
    note(registre, "cle creee", qui)
    return f"{_DEBUT}_{qui}_{secret}"


def close_cle(registre: Registre, cle: str) -> bool:
    """Close a key by its number; False when there is none."""
    ligne = registre.session.get(ClePartenaire, cle)
    if ligne is None:
        return False
    ligne.fermee_le = registre.maintenant
    registre.session.add(ligne)
    note(registre, "cle fermee", cle)
    return True


def recognise_cle(session: Session, brut: str, maintenant: datetime) -> Partenaire | None:
    """Whose key this is, one more request counted; None when it opens nothing."""
    debut, _, reste = brut.partition("_")
    qui, _, secret = reste.partition("_")
    if debut != _DEBUT or len(qui) != 12 or not secret or len(brut) > 100:
        return None
    ligne = session.exec(
        select(ClePartenaire, Organisation)
        .join(Organisation, col(Organisation.id) == col(ClePartenaire.organisation_id))
        .where(col(ClePartenaire.id) == qui)
        .with_for_update(of=ClePartenaire)
    ).first()
    if ligne is None or ligne[0].fermee_le is not None:
        return None
    cle, organisation = ligne
    if not hmac.compare_digest(cle.empreinte, print_of(secret)):
        return None
    if maintenant >= cle.minute + MINUTE:
        cle.minute, cle.demandes = maintenant, 0
    attendre = 0
    if cle.demandes >= PAR_MINUTE:
        attendre = max(1, -int(-(cle.minute + MINUTE - maintenant).total_seconds() // 1))
    else:
        cle.demandes += 1
    session.add(cle)
    return Partenaire(cle.id, organisation.id, organisation.nom, attendre)
