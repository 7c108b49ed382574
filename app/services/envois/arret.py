"""Stops reminders: suppresses what waits, forgets addresses and links, tells what may be leaving. Never commits.

Stopping takes effect in its own transaction. A message handed to the provider at that very moment cannot be called
back: its number is given, and the person is answered only once it has arrived or never will (`still_leaving`).
"""

from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, delete, func, update
from sqlmodel import Session, col, select

from app.domain.consentement import ActeConsentement, Geste
from app.domain.envois import CanalRappel, EtatEnvoi, MotifEnvoi
from app.models import AdresseRappel, Carnet, Envoi, PersonneCarnet
from app.services.consentements import add_acte, read_actes, subject_of
from app.services.envois.adresses import Bureau
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


def unsubscribe_by_link(session: Session, personne_id: str, canal: CanalRappel, maintenant: datetime) -> list[str]:
    """The same from a message, without signing in: the act is about the text the yes was given on."""
    ici = select(PersonneCarnet).where(PersonneCarnet.id == personne_id).with_for_update()
    personne = session.exec(ici).one_or_none()
    if personne is None:
        return []
    sujet = subject_of(session.get_one(Carnet, personne.carnet_id))
    siens = [acte for acte in read_actes(session, sujet) if acte.finalite is canal.finalite]
    if siens and siens[-1].geste is Geste.DONNE:
        dernier = siens[-1]
        retrait = ActeConsentement(
            canal.finalite, Geste.RETIRE, dernier.version, dernier.empreinte, dernier.mode, maintenant
        )
        add_acte(session, sujet, retrait)
    return stop_channel(session, personne.id, canal, maintenant)


def forget_person(session: Session, personne: str, le: date) -> None:
    """Suppress every reminder of someone whose row is being erased, and leave nothing that says whose they were."""
    stop_channel(session, personne, None, datetime.combine(le, time(), UTC), MotifEnvoi.EFFACE)
    session.exec(update(Envoi).where(col(Envoi.personne) == personne).values(personne=None))


def still_leaving(bureau: Bureau, envois: list[str]) -> int:
    """How many of these may still be between us and the provider."""
    return _leaving(bureau, col(Envoi.id).in_(envois))


def erased_still_leaving(bureau: Bureau) -> int:
    """The same for those of erased people, which nothing tells apart any more."""
    return _leaving(bureau, col(Envoi.motif) == MotifEnvoi.EFFACE)


def _leaving(bureau: Bureau, lesquels: ColumnElement[bool]) -> int:
    ici = (lesquels, col(Envoi.etat) == EtatEnvoi.SUPPRIME, col(Envoi.pris_jusqu_a) > bureau.maintenant)
    return bureau.session.exec(select(func.count()).select_from(Envoi).where(*ici)).one()
