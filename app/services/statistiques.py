"""Counts those who agreed, once a month, and writes what may be published. Never commits, keeps no other number."""

import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app.domain.communes import PARIS
from app.domain.consentement import Accord, EtatConsentement, Finalite, Geste, etat_de
from app.domain.erreurs import CarnetIllisible
from app.domain.profil import Profil
from app.domain.statistiques import (
    TOTAL,
    Cases,
    Publication,
    Statistiques,
    can_be_counted,
    count,
    is_a_round,
    round_down,
)
from app.models import ActeConsenti, Carnet, CasePubliee, Effacement, PersonneCarnet, Table
from app.services.carnet_scelle import Scribe
from app.services.consentements import read_actes, subject_of

#: The tables about the service itself, beside those that count people.
PERSONNES, LIGNES, ACCORDS, EFFACEMENTS = "personnes", "lignes", "accords", "effacements"
DU_SERVICE = (PERSONNES, LIGNES, ACCORDS, EFFACEMENTS)


class Compteur(NamedTuple):
    """What counting needs: what is counted, the text that allows it, and the seals."""

    statistiques: Statistiques
    accord: Accord
    scribe: Scribe | None


def publish_month(session: Session, compteur: Compteur, jour: date) -> Publication | None:
    """Count and write the month that is over, once; None when it was done already."""
    premier = jour.replace(day=1)
    mois = f"{premier - timedelta(days=1):%Y-%m}"
    if session.get(CasePubliee, (mois, PERSONNES, TOTAL, TOTAL)) is not None:
        return None
    debut, fin = (
        datetime(instant.year, instant.month, 1, tzinfo=ZoneInfo(PARIS))
        for instant in (premier - timedelta(days=1), premier)
    )
    candidats = list(_agreed(session, compteur, jour, fin))
    tour = is_a_round(len(candidats))
    tableaux: dict[str, Cases] = {PERSONNES: {(TOTAL, TOTAL): len(candidats) if tour else None}}
    if tour:
        for carnet, _ in candidats:
            carnet.compte_en = mois
            session.add(carnet)
        tableaux |= count(compteur.statistiques, [profil for _, profil in candidats], jour, secrets.choice)
    tableaux |= _service(session, debut, fin)
    for tableau, cases in tableaux.items():
        for (ligne, colonne), nombre in cases.items():
            session.add(CasePubliee(mois=mois, tableau=tableau, ligne=ligne, colonne=colonne, nombre=nombre))
    session.flush()
    return Publication(mois, len(candidats) if tour else None, tableaux)


def read_publications(session: Session) -> tuple[Publication, ...]:
    """Everything that was published, the newest month first."""
    mois: dict[str, dict[str, dict[tuple[str, str], int | None]]] = {}
    for case in session.exec(select(CasePubliee).order_by(col(CasePubliee.mois).desc())):
        mois.setdefault(case.mois, {}).setdefault(case.tableau, {})[case.ligne, case.colonne] = case.nombre
    return tuple(Publication(nom, tableaux[PERSONNES][TOTAL, TOTAL], tableaux) for nom, tableaux in mois.items())


def _agreed(session: Session, compteur: Compteur, jour: date, fin: datetime) -> Iterator[tuple[Carnet, Profil]]:
    """The carnets never counted whose reader agreed before this month and still does."""
    if compteur.scribe is None:
        return
    for carnet in session.exec(select(Carnet).where(col(Carnet.compte_en).is_(None)).order_by(col(Carnet.id))).all():
        siens = [acte for acte in read_actes(session, subject_of(carnet)) if acte.finalite is Finalite.STATISTIQUES]
        if not siens or siens[-1].le >= fin or etat_de(siens, compteur.accord, jour) is not EtatConsentement.DONNE:
            continue
        ici = select(PersonneCarnet).where(PersonneCarnet.carnet_id == carnet.id, PersonneCarnet.numero == 0)
        lecteur = session.exec(ici).one_or_none()
        if lecteur is None:
            continue
        try:
            profil = compteur.scribe.read(lecteur, jour).profil
        except CarnetIllisible:
            continue
        if can_be_counted(profil, jour):
            yield carnet, profil


def _service(session: Session, debut: datetime, fin: datetime) -> dict[str, Cases]:
    """How many rows each table holds, what was agreed to and withdrawn, what was erased: by tens."""
    lignes = {
        (nom, TOTAL): round_down(session.execute(select_columns(func.count()).select_from(table)).scalar_one())
        for nom, table in sorted(Table.metadata.tables.items())
    }
    gestes = (Geste.DONNE, Geste.REFUSE, Geste.RETIRE, Geste.EXPIRE)
    ici = (col(ActeConsenti.le) >= debut, col(ActeConsenti.le) < fin)
    groupes = select_columns(col(ActeConsenti.finalite), col(ActeConsenti.geste), func.count()).where(*ici)
    comptes = {
        (finalite, geste): nombre
        for finalite, geste, nombre in session.execute(
            groupes.group_by(col(ActeConsenti.finalite), col(ActeConsenti.geste))
        )
    }
    accords = {(f.value, g.value): round_down(comptes.get((f.value, g.value), 0)) for f in Finalite for g in gestes}
    du_mois = (col(Effacement.le) >= debut.date(), col(Effacement.le) < fin.date())
    effaces = select_columns(func.count()).select_from(Effacement).where(*du_mois)
    return {
        LIGNES: lignes,
        ACCORDS: accords,
        EFFACEMENTS: {(TOTAL, TOTAL): round_down(session.execute(effaces).scalar_one())},
    }
