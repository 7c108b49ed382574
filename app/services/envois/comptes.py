"""Counts reminders for those who run the service: due = receipts + failed + suppressed + waiting. Names nobody."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.domain.envois import PERIME, CanalRappel, ComptesCanal, EtatEnvoi, hors_bande
from app.models import Envoi
from app.services.journal_actions import Registre

#: How many days make the usual volume.
HABITUDE = timedelta(days=28)
UN_JOUR = timedelta(days=1)


def read_comptes(session: Session, maintenant: datetime) -> tuple[ComptesCanal, ...]:
    """Each channel that has anything due, since what is kept began."""
    return tuple(_channel(session, CanalRappel(canal), maintenant) for canal in _channels(session))


def read_comptes_des_rappels(registre: Registre) -> tuple[ComptesCanal, ...]:
    """The same, for whoever signed in; read, nothing is noted: it names nobody."""
    return read_comptes(registre.session, registre.maintenant)


def _channels(session: Session) -> Iterator[str]:
    yield from session.exec(select(Envoi.canal).distinct().order_by(Envoi.canal)).all()


def _channel(session: Session, canal: CanalRappel, maintenant: datetime) -> ComptesCanal:
    dus = (Envoi.canal == canal, col(Envoi.prevu_le) <= maintenant)
    lignes = session.exec(
        select(Envoi.etat, Envoi.motif, func.count(col(Envoi.recu)), func.count())
        .where(*dus)
        .group_by(col(Envoi.etat), col(Envoi.motif))
    ).all()
    tous = sum(nombre for *_, nombre in lignes)
    recus = sum(recu for _, _, recu, _ in lignes)
    tard = (*dus, col(Envoi.etat).in_((EtatEnvoi.PREVU, EtatEnvoi.PRIS)), col(Envoi.prevu_le) < maintenant - PERIME)
    oublies = session.exec(select(func.count()).select_from(Envoi).where(*tard)).one()
    attendent = sum(n for etat, _, _, n in lignes if etat in {EtatEnvoi.PREVU, EtatEnvoi.PRIS}) - oublies
    echecs = tuple((str(motif), n) for etat, motif, _, n in lignes if etat == EtatEnvoi.ECHOUE)
    supprimes = tuple((str(motif), n) for etat, motif, _, n in lignes if etat == EtatEnvoi.SUPPRIME)
    expliques = recus + attendent + sum(n for _, n in (*echecs, *supprimes))
    return ComptesCanal(
        canal=canal,
        dus=tous,
        recus=recus,
        attendent=attendent,
        echecs=tuple(sorted(echecs)),
        supprimes=tuple(sorted(supprimes)),
        inexpliques=tous - expliques,
        anormal=_odd(session, canal, maintenant),
    )


def _odd(session: Session, canal: CanalRappel, maintenant: datetime) -> bool:
    """Whether what left yesterday is far from the usual; today is not over."""
    hier = maintenant.date() - UN_JOUR
    ici = (Envoi.canal == canal, Envoi.etat == EtatEnvoi.REMIS, col(Envoi.jour) >= hier - HABITUDE)
    jours: dict[date, int] = dict(
        session.exec(select(col(Envoi.jour), func.count()).where(*ici).group_by(col(Envoi.jour))).all()
    )
    dus = (
        select(func.count())
        .select_from(Envoi)
        .where(Envoi.canal == canal, Envoi.jour == hier, col(Envoi.etat) != EtatEnvoi.SUPPRIME)
    )
    habituels = [jours.get(hier - n * UN_JOUR, 0) for n in range(1, HABITUDE.days + 1)]
    return hors_bande(jours.get(hier, 0), session.exec(dus).one(), habituels)
