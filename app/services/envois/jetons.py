"""Gives, reads and uses up the tokens of the links of messages. Kept as hashes; a token serves once. Never commits."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.domain.envois import CanalRappel, GenreEnvoi
from app.models import Envoi, JetonReponse

#: What a link lets do.
REPONSE, CONFIRMATION, ARRET, NOUVELLES, CHANGEMENT = "reponse", "confirmation", "arret", "nouvelles", "changement"
#: What the link of each kind of message lets do.
USAGES: Mapping[GenreEnvoi, str] = {
    GenreEnvoi.RAPPEL: REPONSE,
    GenreEnvoi.RELANCE: REPONSE,
    GenreEnvoi.CONFIRMATION: CONFIRMATION,
    GenreEnvoi.NOUVELLES: NOUVELLES,
    GenreEnvoi.CHANGEMENT: CHANGEMENT,
}
LONGUEUR = 43


class JetonLu(NamedTuple):
    """What a link is about: whose, on which channel, which message."""

    usage: str
    personne: str
    canal: CanalRappel
    cle: str


def give_jeton(session: Session, envoi: Envoi, usage: str, jeton: str, expire_le: date) -> None:
    """Have a token answer; a message that leaves twice has the same one."""
    if session.get(JetonReponse, hash_of(jeton)) is None and envoi.personne is not None:
        session.add(
            JetonReponse(
                condense=hash_of(jeton),
                usage=usage,
                envoi_id=envoi.id,
                personne=envoi.personne,
                canal=envoi.canal,
                expire_le=expire_le,
            )
        )


def read_jeton(session: Session, jeton: str, le: date) -> JetonLu | None:
    """What a token lets do today; None when it never did, has served or is too old."""
    ligne = session.get(JetonReponse, hash_of(jeton))
    if ligne is None or ligne.expire_le < le:
        return None
    cle = session.exec(select(Envoi.cle).where(Envoi.id == ligne.envoi_id)).one()
    return JetonLu(ligne.usage, ligne.personne, CanalRappel(ligne.canal), cle)


def use_up(session: Session, jeton: str) -> bool:
    """Have it answer no more; False when somebody was faster."""
    ici = col(JetonReponse.condense) == hash_of(jeton)
    return bool(session.exec(delete(JetonReponse).where(ici)).rowcount)


def drop_jetons(session: Session, personne: str, canal: CanalRappel | None = None) -> None:
    """Have every link of someone answer no more, on one channel or on all."""
    ici = [col(JetonReponse.personne) == personne]
    if canal is not None:
        ici.append(col(JetonReponse.canal) == canal)
    session.exec(delete(JetonReponse).where(*ici))


def purge_jetons(session: Session, le: date) -> None:
    """Forget the links that are too old."""
    session.exec(delete(JetonReponse).where(col(JetonReponse.expire_le) < le))


def hash_of(jeton: str) -> str:
    """What the base keeps of a token."""
    return sha256(f"mon-budget-sante reponse;{jeton}".encode()).hexdigest()
