"""Turns weekly openings into slots in the base, and keeps those somebody booked. Never commits, reads no clock."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.domain.agenda import HORIZON, CreneauPossible, Occupation, Ouverture, Periode, Pris, creneaux_possibles
from app.models import Absence, Creneau, Lieu, Plage, RendezVous
from app.services.jours_feries import feries_entre

#: An agenda that nobody confirmed for longer is silent: its slots leave the page.
FRAICHEUR = timedelta(hours=36)


def publish_creneaux(
    session: Session,
    lieu: Lieu,
    departement: str,
    maintenant: datetime,
    duree: timedelta = HORIZON,
    fraicheur: timedelta = FRAICHEUR,
) -> int:
    """Make the slots of every opening of this place, from now on, and note that its agenda has just spoken.

    It may be believed for `fraicheur`; then its slots leave the page until it speaks again.

    A slot that is still offered keeps its name; one that is not any more leaves the page. What somebody booked stays,
    whatever the openings say now, and nothing new overlaps it. Gives the number of slots that can be offered.
    """
    fuseau = ZoneInfo(lieu.fuseau)
    du = maintenant.astimezone(fuseau).date()
    au = du + min(duree, HORIZON)
    lieu.vu_le, lieu.perime_le = maintenant, maintenant + fraicheur
    session.add(lieu)
    feries = feries_entre(departement, du, au)
    plages = session.exec(select(Plage).where(col(Plage.lieu_id) == lieu.id).order_by(col(Plage.id))).all()
    nombre = 0
    for qui in _who(session, lieu, plages, maintenant):
        ouvertures = [_ouverture(plage) for plage in plages if plage.professionnel_id == qui]
        deja = _slots(session, qui, maintenant)
        ailleurs = [Periode(c.debut, c.fin) for c in deja if c.lieu_id != lieu.id]
        ici = [creneau for creneau in deja if creneau.lieu_id == lieu.id]
        absences = (*_absences(session, qui, lieu.id, maintenant), *ailleurs)
        occupe = tuple(Periode(c.debut, c.fin) for c in ici if c.prises)
        voulus = creneaux_possibles(ouvertures, Pris(feries, absences), fuseau, du, au)
        libres = creneaux_possibles(ouvertures, Pris(feries, absences, occupe), fuseau, du, au)
        offerts = {(c.debut, c.fin): c for c in (*voulus, *libres)}
        pris = Occupation(occupe)
        nombre += _keep(session, ici, offerts, pris, lieu)
        # A slot off the page whose row had to stay keeps its hour: the schema has one a professional and an instant.
        restes = {creneau.debut for creneau in ici if creneau in session}
        nouveaux = [
            c for c in libres if c.debut > maintenant and c.debut not in restes and pris.add(Periode(c.debut, c.fin))
        ]
        session.add_all(_creneau(qui, lieu, nouveau) for nouveau in nouveaux)
        nombre += len(nouveaux)
    session.flush()
    return nombre


def _keep(
    session: Session,
    ici: Sequence[Creneau],
    offerts: Mapping[tuple[datetime, datetime], CreneauPossible],
    pris: Occupation,
    lieu: Lieu,
) -> int:
    """Confirm each slot that is still offered, take the others off the page; count those confirmed."""
    nombre = 0
    for creneau in ici:
        offert = offerts.get((creneau.debut, creneau.fin))
        if offert is None or not (creneau.prises or pris.add(Periode(creneau.debut, creneau.fin))):
            _remove(session, creneau, lieu.vu_le)
            continue
        nombre += 1
        creneau.places = max(offert.ouverture.places, creneau.prises)
        creneau.tranches = offert.ouverture.tranches
        creneau.vu_le, creneau.limite = lieu.vu_le, _limite(offert, lieu)
        session.add(creneau)
    session.flush()
    return nombre


def _creneau(professionnel: str, lieu: Lieu, possible: CreneauPossible) -> Creneau:
    return Creneau(
        id=uuid4().hex,
        professionnel_id=professionnel,
        lieu_id=lieu.id,
        debut=possible.debut,
        fin=possible.fin,
        places=possible.ouverture.places,
        prises=0,
        tranches=possible.ouverture.tranches,
        vu_le=lieu.vu_le,
        limite=_limite(possible, lieu),
    )


def _limite(possible: CreneauPossible, lieu: Lieu) -> datetime:
    return min(possible.debut - possible.ouverture.preavis, lieu.perime_le)


def _remove(session: Session, creneau: Creneau, maintenant: datetime) -> None:
    """Take a slot off the page; its row stays when an appointment, even cancelled, refers to it."""
    if creneau.prises or session.exec(select(RendezVous.id).where(RendezVous.creneau_id == creneau.id)).first():
        creneau.limite = min(creneau.limite, maintenant)
        session.add(creneau)
        return
    session.delete(creneau)


def _ouverture(plage: Plage) -> Ouverture:
    return Ouverture(
        jour=plage.jour,
        debut=plage.debut,
        fin=plage.fin,
        duree=timedelta(minutes=plage.duree_minutes),
        places=plage.places,
        du=plage.du,
        au=plage.au or date.max,
        preavis=timedelta(hours=plage.preavis_heures),
        tranches=plage.tranches,
    )


def _who(session: Session, lieu: Lieu, plages: Sequence[Plage], maintenant: datetime) -> list[str]:
    """Those who receive here, and those who do not any more but still have slots."""
    restes = select(Creneau.professionnel_id).where(col(Creneau.lieu_id) == lieu.id, col(Creneau.fin) > maintenant)
    connus = dict.fromkeys(plage.professionnel_id for plage in plages)
    return [*connus, *sorted(set(session.exec(restes.distinct())) - set(connus))]


def _slots(session: Session, professionnel: str, maintenant: datetime) -> Sequence[Creneau]:
    ici = (col(Creneau.professionnel_id) == professionnel, col(Creneau.fin) > maintenant)
    # Of several programs that publish the same agenda, one works at a time; bookings wait a moment.
    return session.exec(select(Creneau).where(*ici).order_by(col(Creneau.debut)).with_for_update()).all()


def _absences(session: Session, professionnel: str, lieu: str, maintenant: datetime) -> tuple[Periode, ...]:
    qui = or_(col(Absence.professionnel_id) == professionnel, col(Absence.lieu_id) == lieu)
    lignes = session.exec(select(Absence).where(qui, col(Absence.fin) > maintenant))
    return tuple(Periode(ligne.debut, ligne.fin) for ligne in lignes)
