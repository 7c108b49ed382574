"""Plans the next reminder of each subscription and writes its row, in the transaction of what caused it. Never commits.

A change of answers, of rules or of day notes that planning must look again; nothing is read of those it does not touch.
"""

import dataclasses
from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.domain.dates import add_mois
from app.domain.envois import (
    DELAI,
    CanalRappel,
    Choses,
    EtatEnvoi,
    GenreEnvoi,
    MotifEnvoi,
    Prochain,
    cle_d_envoi,
    elaguer,
    instant_du,
    jour_local,
    prochain,
)
from app.domain.rappels_occasions import previsions_de, tous_les_rappels
from app.models import AdresseRappel, Envoi, PersonneCarnet
from app.services.envois.adresses import (
    Bureau,
    is_allowed,
    lock_person,
    read_adresse,
    read_memoire,
    rythme_de,
    seal_memoire,
)
from app.services.suivis import people_of

#: When there is nothing to recall, look again after so many months.
MOIS_SANS_RIEN = 12
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
            plan(bureau, personne, adresse)
    return len(trouves)


def to_look_at(bureau: Bureau, lot: int) -> list[tuple[str, str]]:
    """The subscriptions whose day to be looked at has come, their people locked: person and channel."""
    revoir = (
        select(col(AdresseRappel.personne), col(AdresseRappel.canal))
        .join(PersonneCarnet, col(PersonneCarnet.id) == col(AdresseRappel.personne))
        .where(col(AdresseRappel.revoir_le) <= bureau.maintenant.date())
        .order_by(col(AdresseRappel.revoir_le))
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
        gardes = elaguer(memoire.suivis, choses, au)
        if gardes != memoire.suivis:
            memoire = dataclasses.replace(memoire, suivis=gardes)
            adresse.suivi = seal_memoire(bureau.scribe, personne, adresse.canal, memoire)
        suite = prochain(choses, memoire.suivis, rythme_de(adresse), au, memoire.dernier)
        if suite is None:
            adresse.revoir_le = add_mois(au, MOIS_SANS_RIEN)
    _replace(bureau, personne, adresse, en_cours, suite)


def things_of(bureau: Bureau, carnet: str, au: date) -> Choses:
    """What everyone of a carnet may be reminded of, each by a name that only their sealed answers explain."""
    choses: dict[str, date | None] = {}
    for etat in people_of(bureau.session, bureau.scribe, carnet, au):
        evaluation = bureau.catalogue.moteur.evaluate(etat.profil, au)
        previsions = previsions_de(bureau.catalogue, etat, au)
        for rappel in tous_les_rappels(bureau.catalogue, evaluation, previsions, au).liste:
            for echeance in rappel.echeances:
                nom = f"{etat.numero}/{echeance.unite}/{echeance.detail or echeance.campagne}"
                choses.setdefault(nom, echeance.jour)
    return choses


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
    # Someone who answers one question a day is reminded all the same: what can be done now keeps its day.
    au = jour_local(bureau.maintenant, adresse.zone)
    jour = suite.jour
    if ancien is not None and jour <= au + DELAI:
        jour = min(jour, max(ancien.jour, au))
    drop([ancien] if ancien else [], MotifEnvoi.REMPLACE, bureau)
    connue = bureau.session.exec(select(Envoi).where(Envoi.cle == cle)).one_or_none()
    if connue is not None and connue.etat in {EtatEnvoi.REMIS, EtatEnvoi.ECHOUE}:
        adresse.revoir_le = add_mois(au, 1)  # said already: never twice
        return
    ligne = connue or new_row(bureau, personne.id, adresse.canal, suite.genre, cle)
    ligne.etat, ligne.motif, ligne.fini_le, ligne.pris_jusqu_a = EtatEnvoi.PREVU, None, None, None
    ligne.jour, ligne.prevu_le = jour, instant_du(jour, adresse.heure, adresse.zone)
    bureau.session.add(ligne)
    bureau.session.flush()


def _under_way(session: Session, adresse: AdresseRappel) -> Envoi | None:
    ici = (Envoi.personne == adresse.personne, Envoi.canal == adresse.canal)
    ouverts = select(Envoi).where(*ici, col(Envoi.etat).in_((EtatEnvoi.PREVU, EtatEnvoi.PRIS)))
    return session.exec(ouverts.execution_options(populate_existing=True)).one_or_none()


def _canal(adresse: AdresseRappel) -> CanalRappel:
    return CanalRappel(adresse.canal)
