"""Stops reminders: suppresses what waits, forgets addresses and links, names what may be leaving. Never commits.

Stopping takes effect in its own transaction. A message handed to the provider at that very moment cannot be called
back: its number is given, and `retrait` answers the person only once it has arrived or never will.
"""

from datetime import UTC, date, datetime, time

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.domain.envois import CanalRappel, EtatEnvoi, MotifEnvoi
from app.models import AdresseRappel, Envoi
from app.services.envois.jetons import drop_jetons

_OUVERTS = (EtatEnvoi.PREVU, EtatEnvoi.PRIS)


def stop_channel(
    session: Session,
    personne: str,
    canal: CanalRappel | None,
    maintenant: datetime,
    motif: MotifEnvoi = MotifEnvoi.RETIRE,
) -> list[str]:
    """Suppress what waits on one channel, or on all; the reminders that may be leaving. The person is locked."""
    siens = [col(Envoi.personne) == personne]
    siennes = [col(AdresseRappel.personne) == personne]
    if canal is not None:
        siens.append(col(Envoi.canal) == canal)
        siennes.append(col(AdresseRappel.canal) == canal)
    partants = list(session.exec(select(Envoi.id).where(*siens, col(Envoi.etat) == EtatEnvoi.PRIS)))
    fin = {"etat": EtatEnvoi.SUPPRIME.value, "motif": motif.value, "fini_le": maintenant}
    session.exec(update(Envoi).where(*siens, col(Envoi.etat).in_(_OUVERTS)).values(**fin))
    session.exec(delete(AdresseRappel).where(*siennes))
    drop_jetons(session, personne, canal)
    return partants


def forget_person(session: Session, personne: str, le: date) -> None:
    """Suppress every reminder of someone whose row is being erased, and leave nothing that says whose they were."""
    stop_channel(session, personne, None, datetime.combine(le, time(), UTC), MotifEnvoi.EFFACE)
    session.exec(update(Envoi).where(col(Envoi.personne) == personne).values(personne=None))
