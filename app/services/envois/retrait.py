"""Ends a consent from a message, and tells what is still between us and the provider. Never commits."""

from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from app.domain.consentement import ActeConsentement, Geste
from app.domain.envois import CanalRappel, EtatEnvoi, MotifEnvoi
from app.models import Carnet, Envoi, PersonneCarnet
from app.services.consentements import add_acte, read_actes, subject_of
from app.services.envois.adresses import Bureau
from app.services.envois.arret import stop_channel


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


def still_leaving(bureau: Bureau, envois: list[str]) -> int:
    """How many of these may still be between us and the provider."""
    return _leaving(bureau, col(Envoi.id).in_(envois))


def erased_still_leaving(bureau: Bureau) -> int:
    """The same for those of erased people, which nothing tells apart any more."""
    return _leaving(bureau, col(Envoi.motif) == MotifEnvoi.EFFACE)


def _leaving(bureau: Bureau, lesquels: ColumnElement[bool]) -> int:
    ici = (lesquels, col(Envoi.etat) == EtatEnvoi.SUPPRIME, col(Envoi.pris_jusqu_a) > bureau.maintenant)
    return bureau.session.exec(select(func.count()).select_from(Envoi).where(*ici)).one()
