"""Begins, confirms, shows and ends the reminders of a carnet, each with its act of consent. Never commits."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func
from sqlmodel import col, select

from app.domain.consentement import ActeConsentement
from app.domain.envois import (
    CanalRappel,
    EtatEnvoi,
    GenreEnvoi,
    MotifEnvoi,
    Rythme,
    cle_d_envoi,
)
from app.domain.erreurs import CarnetFerme
from app.domain.erreurs_rappels import TropDeConfirmations
from app.domain.nouvelles import oublier
from app.domain.rappels_choisis import Abonnement, ChoixDeRappel
from app.models import AdresseRappel, Carnet, Envoi, PersonneCarnet
from app.services.consentements import add_acte, subject_of
from app.services.envois.adresses import (
    Bureau,
    Memoire,
    lock_person,
    name_of,
    read_adresse,
    read_destination,
    read_memoire,
    seal_destination,
    seal_memoire,
)
from app.services.envois.arret import stop_channel
from app.services.envois.jetons import CONFIRMATION, drop_jetons, read_jeton, use_up
from app.services.envois.planification import drop, new_row, plan
from app.services.envois.titulaire import lock_owner, make_owner, owner_of
from app.services.suivis import numbers_of
from app.services.traces import ADRESSE, bury_outside

#: Messages that ask to confirm an address, in one day and from one carnet: more would be a way to annoy someone.
CONFIRMATIONS_MAX, UN_JOUR = 3, timedelta(days=1)
#: Channels on which nothing leaves before the person answered a first message.
A_CONFIRMER = frozenset({CanalRappel.COURRIEL, CanalRappel.SMS})
_OUVERTS = (EtatEnvoi.PREVU, EtatEnvoi.PRIS)


def subscribe(bureau: Bureau, carnet: str, canal: CanalRappel, choix: ChoixDeRappel, acte: ActeConsentement) -> None:
    """Note the yes, keep the address and plan; an address nobody confirmed is first asked to answer."""
    personne = make_owner(bureau, carnet)
    add_acte(bureau.session, _subject(bureau, carnet), acte)
    adresse = read_adresse(bureau.session, personne.id, canal)
    ancienne = read_destination(bureau.scribe, personne, adresse) if adresse else None
    meme = ancienne is not None and ancienne.adresse == choix.destination.adresse
    if adresse is None:
        adresse = AdresseRappel(
            id=uuid4().hex,
            personne=personne.id,
            canal=canal,
            adresse=b"",
            suivi=seal_memoire(bureau.scribe, personne, canal, Memoire()),
            zone=choix.zone,
            heure=choix.heure,
            rythme=choix.rythme,
        )
    if ancienne != choix.destination:
        if ancienne is not None:
            # An old backup must not have us write where the person said not to any more.
            bury_outside(bureau.session, ADRESSE, name_of(adresse))
        adresse.adresse = seal_destination(bureau.scribe, personne, canal, choix.destination)
    adresse.zone, adresse.heure, adresse.rythme = choix.zone, choix.heure, choix.rythme
    if canal not in A_CONFIRMER:
        adresse.confirme_le = bureau.maintenant.date()
    elif not meme:
        adresse.confirme_le = None
    memoire = read_memoire(bureau.scribe, personne, adresse)
    if memoire.prend_nouvelles is not choix.nouvelles:
        gardees = memoire.nouvelles if choix.nouvelles else oublier(memoire.nouvelles)
        memoire = replace(memoire, prend_nouvelles=choix.nouvelles, nouvelles=gardees)
        adresse.suivi = seal_memoire(bureau.scribe, personne, canal, memoire)
    bureau.session.add(adresse)
    bureau.session.flush()
    if adresse.confirme_le is None:
        _ask_to_confirm(bureau, personne, adresse)
    else:
        plan(bureau, personne, adresse)


def confirm(bureau: Bureau, jeton: str) -> bool:
    """Note that the address is the person's own, and plan; False when the link serves no more."""
    lu = read_jeton(bureau.session, jeton, bureau.maintenant.date())
    if lu is None or lu.usage != CONFIRMATION:
        return False
    personne = lock_person(bureau.session, lu.personne)
    if personne is None or not use_up(bureau.session, jeton):
        return False
    adresse = read_adresse(bureau.session, personne.id, lu.canal)
    if adresse is None:
        return False
    adresse.confirme_le = bureau.maintenant.date()
    plan(bureau, personne, adresse)
    return True


def unsubscribe(bureau: Bureau, carnet: str, canal: CanalRappel, acte: ActeConsentement) -> list[str]:
    """Note the no, suppress what waits, forget the address; the reminders that may be leaving at this very moment."""
    personne = lock_owner(bureau, carnet)
    add_acte(bureau.session, _subject(bureau, carnet), acte)
    return stop_channel(bureau.session, personne.id, canal, bureau.maintenant)


def read_abonnements(bureau: Bureau, carnet: str) -> dict[CanalRappel, Abonnement]:
    """What the owner of a carnet subscribed to."""
    titulaire = owner_of(bureau.session, carnet)
    if titulaire is None:
        return {}
    personne = bureau.session.get_one(PersonneCarnet, titulaire)
    adresses = bureau.session.exec(select(AdresseRappel).where(AdresseRappel.personne == personne.id)).all()
    return {CanalRappel(adresse.canal): _seen(bureau, personne, adresse) for adresse in adresses}


def _seen(bureau: Bureau, personne: PersonneCarnet, adresse: AdresseRappel) -> Abonnement:
    ici = (Envoi.personne == personne.id, Envoi.canal == adresse.canal, col(Envoi.etat).in_(_OUVERTS))
    ligne = bureau.session.exec(select(Envoi).where(*ici)).one_or_none()
    confirmation = ligne is not None and ligne.genre == GenreEnvoi.CONFIRMATION
    destination = read_destination(bureau.scribe, personne, adresse)
    memoire = read_memoire(bureau.scribe, personne, adresse).seulement(numbers_of(bureau.session, personne.carnet_id))
    return Abonnement(
        canal=CanalRappel(adresse.canal),
        adresse=destination.adresse,
        zone=adresse.zone,
        heure=adresse.heure,
        rythme=Rythme(adresse.rythme),
        confirme_le=adresse.confirme_le,
        prochain=ligne.jour if ligne is not None and not confirmation else None,
        en_attente=confirmation,
        suivis=memoire.suivis,
        mode=destination.mode,
        dernier=memoire.dernier,
        nouvelles=memoire.prend_nouvelles,
        demandes=memoire.nouvelles,
        arretes=memoire.arrets,
        a_preciser=tuple((q.le, q.reponse, q.choses) for q in memoire.questions),
    )


def _ask_to_confirm(bureau: Bureau, personne: PersonneCarnet, adresse: AdresseRappel) -> None:
    ici = (Envoi.personne == personne.id, Envoi.canal == adresse.canal)
    recentes = (
        select(func.count())
        .select_from(Envoi)
        .where(*ici, Envoi.genre == GenreEnvoi.CONFIRMATION, col(Envoi.jour) >= bureau.maintenant.date() - UN_JOUR)
    )
    if bureau.session.exec(recentes).one() >= CONFIRMATIONS_MAX:
        raise TropDeConfirmations
    drop_jetons(bureau.session, personne.id, CanalRappel(adresse.canal))
    drop(
        bureau.session.exec(select(Envoi).where(*ici, col(Envoi.etat).in_(_OUVERTS))).all(), MotifEnvoi.REMPLACE, bureau
    )
    cle = cle_d_envoi(
        bureau.scribe.secret_of(personne), CanalRappel(adresse.canal), GenreEnvoi.CONFIRMATION, uuid4().hex
    )
    bureau.session.add(new_row(bureau, personne.id, adresse.canal, GenreEnvoi.CONFIRMATION, cle))
    bureau.session.flush()


def _subject(bureau: Bureau, carnet: str) -> str:
    ligne = bureau.session.get(Carnet, carnet)
    if ligne is None:
        raise CarnetFerme
    return subject_of(ligne)
