"""Reads, tells and ends what joins someone of a carnet to a second adult's. Destroys nobody and never commits.

The person has one row, in the first carnet. The second one holds their key, wrapped for it alone: without that row
it reads nothing, and the row of another carnet or of another person opens nothing here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.domain.carnet_en_ligne import GesteCarnet
from app.domain.dossier import EtatNavigateur
from app.models import AccesCarnet, AdresseRappel, Carnet, PartageCarnet, PersonneCarnet, SuiviPersonne
from app.services.carnet_scelle import Scribe
from app.services.traces import SUIVI, bury_outside


class Suivie(NamedTuple):
    """Someone followed from a second carnet: what gives access, and their one row."""

    lien: SuiviPersonne
    ligne: PersonneCarnet


class Place(NamedTuple):
    """Someone a carnet shows: their one row, the link that opens it from here, the other carnet that shows them."""

    ligne: PersonneCarnet
    lien: SuiviPersonne | None
    autres: tuple[str, ...]


def followed_by(session: Session, carnet: str) -> dict[int, Suivie]:
    """Who of other carnets is followed from this one, by their number here."""
    ici = (
        select(SuiviPersonne, PersonneCarnet)
        .join(PersonneCarnet, col(PersonneCarnet.id) == col(SuiviPersonne.personne))
        .where(SuiviPersonne.carnet_id == carnet)
        .order_by(col(SuiviPersonne.numero))
    )
    return {lien.numero: Suivie(lien, ligne) for lien, ligne in session.exec(ici)}


def links_on(session: Session, carnet: str) -> dict[str, SuiviPersonne]:
    """Who of this carnet is followed from another one too, by the number of their row."""
    siennes = select(PersonneCarnet.id).where(PersonneCarnet.carnet_id == carnet)
    liens = session.exec(select(SuiviPersonne).where(col(SuiviPersonne.personne).in_(siennes)))
    return {lien.personne: lien for lien in liens}


def numbers_of(session: Session, carnet: str) -> frozenset[int]:
    """The numbers of everyone a carnet shows, its own people and those it follows; nothing is unsealed."""
    siens = session.exec(select(PersonneCarnet.numero).where(PersonneCarnet.carnet_id == carnet)).all()
    suivis = session.exec(select(SuiviPersonne.numero).where(SuiviPersonne.carnet_id == carnet)).all()
    return frozenset((*siens, *suivis))


def people_of(session: Session, scribe: Scribe, carnet: str, au: date) -> Iterator[EtatNavigateur]:
    """Everyone a carnet shows: its own people, then those it follows, each under their number here."""
    siens = select(PersonneCarnet).where(PersonneCarnet.carnet_id == carnet).order_by(col(PersonneCarnet.numero))
    for ligne in session.exec(siens):
        yield scribe.read(ligne, au)
    for numero, suivie in followed_by(session, carnet).items():
        yield replace(scribe.read(suivie.ligne, au, suivie.lien), numero=numero, commune="")


def rewrite_followed(session: Session, scribe: Scribe, suivie: Suivie, personne: EtatNavigateur, au: date) -> None:
    """Write what the second adult changed: the number and the commune stay those of the first carnet."""
    avant = scribe.read(suivie.ligne, au, suivie.lien)
    garde = replace(personne, numero=avant.numero, commune=avant.commune)
    scribe.rewrite(suivie.ligne, garde, au, suivie.lien)
    session.add(suivie.ligne)


def place_of(session: Session, carnet: str, numero: int) -> Place | None:
    """Where someone a carnet shows is kept, whatever side it is; None when it shows nobody of that number."""
    suivie = followed_by(session, carnet).get(numero)
    if suivie is not None:
        return Place(suivie.ligne, suivie.lien, (suivie.ligne.carnet_id,))
    ici = (PersonneCarnet.carnet_id == carnet, PersonneCarnet.numero == numero)
    ligne = session.exec(select(PersonneCarnet).where(*ici)).one_or_none()
    if ligne is None:
        return None
    lien = links_on(session, carnet).get(ligne.id)
    return Place(ligne, None, (lien.carnet_id,) if lien else ())


def lock_carnets(session: Session, carnets: Iterable[str]) -> None:
    """Have these carnets to ourselves, always in the same order: two who cross wait, neither blocks the other."""
    ici = select(Carnet.id).where(col(Carnet.id).in_(list(carnets))).order_by(col(Carnet.id)).with_for_update()
    session.exec(ici).all()


def change_behind(session: Session, carnet: str, jour: date) -> None:
    """Take the next revision of a carnet that a gesture elsewhere changes: its pages are told, its reminders too."""
    session.exec(update(Carnet).where(col(Carnet.id) == carnet).values(revision=col(Carnet.revision) + 1))
    siens = select(PersonneCarnet.id).where(PersonneCarnet.carnet_id == carnet)
    session.exec(update(AdresseRappel).where(col(AdresseRappel.personne).in_(siens)).values(revoir_le=jour))


def tell(session: Session, carnet: str, geste: GesteCarnet, le: datetime) -> None:
    """Write one line of what was done, for the owner of that carnet."""
    session.add(AccesCarnet(carnet_id=carnet, le=le, geste=geste))


def cut(session: Session, lien: SuiviPersonne, le: datetime) -> None:
    """End what joins someone to a second carnet: its key goes, what it showed of them too, and its owner reads it."""
    ici = (col(PartageCarnet.carnet_id) == lien.carnet_id, col(PartageCarnet.numero) == lien.numero)
    session.exec(delete(PartageCarnet).where(*ici))
    bury_outside(session, SUIVI, lien.id)
    carnet = lien.carnet_id
    session.delete(lien)
    session.flush()
    change_behind(session, carnet, le.date())
    tell(session, carnet, GesteCarnet.SUIVI_FINI, le)


def quit_following(session: Session, suivie: Suivie, le: datetime) -> None:
    """The same when the second adult leaves: the child stays whole with the first one, who is told."""
    autre = suivie.ligne.carnet_id
    cut(session, suivie.lien, le)
    change_behind(session, autre, le.date())
    tell(session, autre, GesteCarnet.SUIVI_SEUL, le)


def cut_all_of(session: Session, ligne: PersonneCarnet, le: date) -> None:
    """The same when the one row of someone is about to be destroyed."""
    for lien in session.exec(select(SuiviPersonne).where(SuiviPersonne.personne == ligne.id)).all():
        cut(session, lien, datetime.combine(le, time(), UTC))
