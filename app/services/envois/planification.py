"""Plans the next reminder of each subscription and writes its row, in the transaction of what caused it. Never commits.

A change of answers, of rules or of day notes that planning must look again; nothing is read of those it does not touch.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.domain.dates import add_mois
from app.domain.envois import (
    CanalRappel,
    EtatEnvoi,
    GenreEnvoi,
    MotifEnvoi,
    Prochain,
    cle_d_envoi,
    instant_du,
    jour_local,
)
from app.domain.erreurs import CarnetIllisible
from app.models import AdresseRappel, Envoi, PersonneCarnet
from app.services.envois.adresses import (
    Bureau,
    is_allowed,
    lock_person,
    read_adresse,
    read_memoire,
    seal_memoire,
)
from app.services.envois.sujets import next_of, refreshed, things_of

#: When there is nothing to recall, look again after so many months.
MOIS_SANS_RIEN = 12
DEMAIN = timedelta(days=1)
LOT = 100


def mark_carnet(session: Session, carnet: str, jour: date) -> None:
    """Have the subscriptions of a carnet looked at again: something in it changed."""
    siens = select(PersonneCarnet.id).where(PersonneCarnet.carnet_id == carnet)
    session.exec(update(AdresseRappel).where(col(AdresseRappel.personne).in_(siens)).values(revoir_le=jour))


def mark_all(session: Session, jour: date) -> None:
    """Have every subscription looked at again: the rules changed."""
    session.exec(update(AdresseRappel).values(revoir_le=jour))


def plan_some(bureau: Bureau, lot: int = LOT) -> int:
    """Look again at some of those that must be; how many were."""
    trouves = to_look_at(bureau, lot)
    for personne_id, canal in trouves:
        personne = lock_person(bureau.session, personne_id)
        adresse = read_adresse(bureau.session, personne_id, CanalRappel(canal))
        if personne is not None and adresse is not None and adresse.revoir_le is not None:
            try:
                plan(bureau, personne, adresse)
            except CarnetIllisible:
                # Our own keys fail for this one: the others must not wait for it.
                adresse.revoir_le = bureau.maintenant.date() + DEMAIN
    return len(trouves)


def to_look_at(bureau: Bureau, lot: int) -> list[tuple[str, str]]:
    """The subscriptions whose day to be looked at has come, their people locked: person and channel."""
    revoir = (
        select(col(AdresseRappel.personne), col(AdresseRappel.canal))
        .join(PersonneCarnet, col(PersonneCarnet.id) == col(AdresseRappel.personne))
        .where(col(AdresseRappel.revoir_le) <= bureau.maintenant.date())
        .order_by(col(AdresseRappel.revoir_le))  # by this index: without it, the base may read everyone
        .limit(lot)
        .with_for_update(skip_locked=True, of=PersonneCarnet)
    )
    return [(personne, canal) for personne, canal in bureau.session.exec(revoir)]


def plan(bureau: Bureau, personne: PersonneCarnet, adresse: AdresseRappel) -> None:
    """Write the next reminder of one subscription, or leave the one that is planned already. Its person is locked."""
    session, au = bureau.session, jour_local(bureau.maintenant, adresse.zone)
    adresse.revoir_le = None
    session.add(adresse)
    en_cours = _under_way(session, adresse)
    if en_cours is not None and (en_cours.etat == EtatEnvoi.PRIS or en_cours.genre == GenreEnvoi.CONFIRMATION):
        return  # planned again once it has left, or once the address is confirmed
    suite = None
    if adresse.confirme_le is not None and is_allowed(bureau, personne, _canal(adresse)):
        memoire = read_memoire(bureau.scribe, personne, adresse)
        choses = things_of(bureau, personne.carnet_id, au)
        revue = refreshed(bureau, personne.carnet_id, memoire, choses, au)
        if revue != memoire:
            adresse.suivi = seal_memoire(bureau.scribe, personne, adresse.canal, revue)
        suite = next_of(adresse, revue, choses, au, en_cours)
        if suite is None:
            adresse.revoir_le = add_mois(au, MOIS_SANS_RIEN)
    _replace(bureau, personne, adresse, en_cours, suite)


def new_row(bureau: Bureau, personne: str, canal: str, genre: GenreEnvoi, cle: str) -> Envoi:
    """A reminder to send at once."""
    return Envoi(
        id=uuid4().hex,
        cle=cle,
        personne=personne,
        canal=canal,
        genre=genre,
        jour=bureau.maintenant.date(),
        prevu_le=bureau.maintenant,
        etat=EtatEnvoi.PREVU,
        essais=0,
    )


def drop(lignes: Iterable[Envoi], motif: MotifEnvoi, bureau: Bureau) -> None:
    """Suppress reminders that wait, and say why."""
    for ligne in lignes:
        ligne.etat, ligne.motif, ligne.fini_le = EtatEnvoi.SUPPRIME, motif, bureau.maintenant
        bureau.session.add(ligne)
    bureau.session.flush()


def _replace(
    bureau: Bureau, personne: PersonneCarnet, adresse: AdresseRappel, ancien: Envoi | None, suite: Prochain | None
) -> None:
    if suite is None:
        drop([ancien] if ancien else [], MotifEnvoi.PLUS_CONCERNE, bureau)
        return
    periode = f"{adresse.id};{suite.periode}"
    cle = cle_d_envoi(bureau.scribe.secret_of(personne), _canal(adresse), suite.genre, periode)
    if ancien is not None and ancien.cle == cle:
        return
    drop([ancien] if ancien else [], MotifEnvoi.REMPLACE, bureau)
    connue = bureau.session.exec(select(Envoi).where(Envoi.cle == cle)).one_or_none()
    if connue is not None and connue.etat in {EtatEnvoi.REMIS, EtatEnvoi.ECHOUE}:
        adresse.revoir_le = add_mois(jour_local(bureau.maintenant, adresse.zone), 1)  # said already: never twice
        return
    ligne = connue or new_row(bureau, personne.id, adresse.canal, suite.genre, cle)
    ligne.etat, ligne.motif, ligne.fini_le, ligne.pris_jusqu_a = EtatEnvoi.PREVU, None, None, None
    ligne.jour, ligne.prevu_le = suite.jour, instant_du(suite.jour, adresse.heure, adresse.zone)
    bureau.session.add(ligne)
    bureau.session.flush()


def _under_way(session: Session, adresse: AdresseRappel) -> Envoi | None:
    ici = (Envoi.personne == adresse.personne, Envoi.canal == adresse.canal)
    ouverts = select(Envoi).where(*ici, col(Envoi.etat).in_((EtatEnvoi.PREVU, EtatEnvoi.PRIS)))
    return session.exec(ouverts.execution_options(populate_existing=True)).one_or_none()


def _canal(adresse: AdresseRappel) -> CanalRappel:
    return CanalRappel(adresse.canal)
