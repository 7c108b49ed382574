"""Takes the due reminders one by one: claims, hands to the provider, records its receipt. The provider is never
called inside a transaction, and nothing is marked as sent before it answered: a crash sends twice rather than never.

Any number of processes may run it. The consent is read in the transaction that claims the row, behind the lock of the
person; whoever withdraws waits for the same lock, then for what was already leaving (`abonnements`).
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from sqlmodel import Session, col, select

from app.domain.catalogue import Catalogue
from app.domain.envois import (
    BAIL,
    MARGE_DU_BAIL,
    PERIME,
    VALIDITE,
    CanalRappel,
    EtatEnvoi,
    GenreEnvoi,
    MotifEnvoi,
    heure_permise,
    jeton_de,
    jour_local,
    pause_apres,
    prochaine_ouverture,
)
from app.domain.erreurs import CarnetIllisible
from app.domain.phrases_rappel import phrase_de
from app.models import AdresseRappel, Envoi, PersonneCarnet
from app.services.carnet_scelle import Scribe
from app.services.envois.adresses import (
    Bureau,
    is_allowed,
    lock_person,
    read_adresse,
    read_destination,
    read_memoire,
    seal_memoire,
)
from app.services.envois.jetons import ARRET, USAGES, give_jeton
from app.services.envois.planification import drop, plan
from app.services.envois.sujets import once_given_up, once_said, things_to_say
from app.services.envois.transport import (
    DestinataireParti,
    MessagePret,
    Recu,
    RefusDefinitif,
    Transport,
    TransportIndisponible,
)

#: What gives a transaction of its own, committed at its end.
Ouvrir = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True, slots=True)
class Poste:
    """What a process that sends needs: transactions, keys, rules, providers, a clock, the address of the site."""

    ouvrir: Ouvrir
    scribe: Scribe
    catalogue: Catalogue
    transports: Mapping[CanalRappel, Transport]
    horloge: Callable[[], datetime]
    adresse_publique: str
    bail: timedelta = BAIL
    marge: timedelta = MARGE_DU_BAIL

    def bureau(self, session: Session) -> Bureau:
        """One transaction of this process."""
        return Bureau(session, self.scribe, self.catalogue, self.horloge())


class EnvoiPris(NamedTuple):
    """A reminder this process holds: whose, until when, about what, and what the provider is given."""

    id: str
    prise: str
    personne: str
    canal: CanalRappel
    jusqu_a: datetime
    choses: tuple[str, ...]
    message: MessagePret


class Lot(NamedTuple):
    """What came of one lot: receipts recorded, whether all that was due is done, whether the provider said nothing."""

    remis: int
    fini: bool
    muet: bool = False


def send_due(poste: Poste, *, au_plus: int = 1000) -> int:
    """Send what is due on every channel; how many receipts were recorded. A silent provider is left alone."""
    return sum(send_lot(poste, canal, au_plus).remis for canal in poste.transports)


def send_lot(poste: Poste, canal: CanalRappel, au_plus: int) -> Lot:
    """Send at most so many on one channel."""
    remis = 0
    for _ in range(au_plus):
        with poste.ouvrir() as session:
            pris = claim(poste, session, canal)
        if pris is None:
            return Lot(remis, fini=True)
        if isinstance(pris, EnvoiPris):
            try:
                remis += deliver(poste, pris)
            except TransportIndisponible:
                return Lot(remis, fini=False, muet=True)
    return Lot(remis, fini=False)


def deliver(poste: Poste, pris: EnvoiPris) -> bool:
    """Hand one message over and record what the provider said; TransportIndisponible once it is noted."""
    if poste.horloge() >= pris.jusqu_a - poste.marge:
        return False  # too late to be sure that nobody else holds it
    try:
        recu = poste.transports[pris.canal].remettre(pris.message)
    except TransportIndisponible as erreur:
        with poste.ouvrir() as session:
            postpone(poste.bureau(session), pris, erreur.retry_after)
        raise
    except (DestinataireParti, RefusDefinitif) as erreur:
        motif = MotifEnvoi.PARTI if isinstance(erreur, DestinataireParti) else MotifEnvoi.REFUS
        with poste.ouvrir() as session:
            fail(poste.bureau(session), pris, motif)
        return False
    with poste.ouvrir() as session:
        record(poste.bureau(session), pris, recu)
    return True


def claim(poste: Poste, session: Session, canal: CanalRappel) -> "EnvoiPris | bool | None":
    """Take the oldest due reminder of a channel. None when there is none; True when it is suppressed or put off."""
    bureau = poste.bureau(session)
    trouve = next_due(bureau, canal)
    if trouve is None:
        return None
    personne = lock_person(session, trouve[1])
    ligne = session.exec(
        select(Envoi).where(Envoi.id == trouve[0]).with_for_update().execution_options(populate_existing=True)
    ).one()
    if personne is None or not _claimable(ligne, bureau.maintenant):
        return True
    adresse = read_adresse(session, personne.id, canal)
    if adresse is None or not is_allowed(bureau, personne, canal):
        drop([ligne], MotifEnvoi.RETIRE, bureau)
        return True
    try:
        return _take(poste, bureau, ligne, personne, adresse)
    except CarnetIllisible:
        # Our own keys fail: try again later, and give up in the end, where operators see it.
        ligne.essais += 1
        _wait(bureau, ligne, None)
        return True


def _take(
    poste: Poste, bureau: Bureau, ligne: Envoi, personne: PersonneCarnet, adresse: AdresseRappel
) -> "EnvoiPris | bool":
    """Hold the row and write what the provider is given; True when nothing is to be said, or not at this hour."""
    genre, maintenant = GenreEnvoi(ligne.genre), bureau.maintenant
    choses: tuple[str, ...] = ()
    if genre is GenreEnvoi.CONFIRMATION:
        if adresse.confirme_le is not None or maintenant - ligne.prevu_le > PERIME:
            drop([ligne], MotifEnvoi.REMPLACE, bureau)
            return True
    elif adresse.confirme_le is None:
        drop([ligne], MotifEnvoi.REMPLACE, bureau)
        return True
    else:
        if not heure_permise(maintenant, adresse.zone):
            ligne.etat, ligne.prise, ligne.pris_jusqu_a = EtatEnvoi.PREVU, None, None
            ligne.prevu_le = prochaine_ouverture(maintenant, adresse.zone)
            bureau.session.add(ligne)
            return True
        memoire = read_memoire(bureau.scribe, personne, adresse)
        au = jour_local(maintenant, adresse.zone)
        choses = things_to_say(bureau, personne.carnet_id, adresse, genre, memoire, au)
        if not choses:
            drop([ligne], MotifEnvoi.PLUS_CONCERNE, bureau)
            plan(bureau, personne, adresse)
            return True
    ligne.etat, ligne.prise, ligne.pris_jusqu_a = EtatEnvoi.PRIS, uuid4().hex, maintenant + poste.bail
    ligne.essais += 1
    bureau.session.add(ligne)
    message = _compose(poste, bureau, ligne, personne, adresse)
    return EnvoiPris(ligne.id, ligne.prise, personne.id, CanalRappel(ligne.canal), ligne.pris_jusqu_a, choses, message)


def record(bureau: Bureau, pris: EnvoiPris, recu: Recu) -> None:
    """Note the provider's receipt, what was told, and plan what comes next: one transaction."""
    personne = lock_person(bureau.session, pris.personne)
    ligne = _row(bureau, pris)
    if ligne.etat != EtatEnvoi.REMIS:
        # Whatever happened to the row meanwhile, the message left: the receipt says so.
        ligne.etat, ligne.motif, ligne.recu = EtatEnvoi.REMIS, None, recu.empreinte
        ligne.fini_le, ligne.pris_jusqu_a = bureau.maintenant, None
        bureau.session.add(ligne)
        bureau.session.flush()
    adresse = read_adresse(bureau.session, pris.personne, pris.canal)
    if personne is None or adresse is None:
        return
    le = jour_local(bureau.maintenant, adresse.zone)
    memoire = read_memoire(bureau.scribe, personne, adresse)
    if pris.choses and not memoire.about(ligne.cle):
        memoire = once_said(memoire, GenreEnvoi(ligne.genre), pris.choses, le).message(ligne.cle, pris.choses, le)
        adresse.suivi = seal_memoire(bureau.scribe, personne, adresse.canal, memoire)
    plan(bureau, personne, adresse)


def postpone(bureau: Bureau, pris: EnvoiPris, retry_after: timedelta | None) -> None:
    """Let go of a row the provider could not take; give it up after the last pause."""
    personne = lock_person(bureau.session, pris.personne)
    ligne = _row(bureau, pris)
    if ligne.prise != pris.prise or ligne.etat != EtatEnvoi.PRIS:
        _release(bureau, ligne, pris)
        return
    _wait(bureau, ligne, retry_after)
    adresse = read_adresse(bureau.session, pris.personne, pris.canal)
    if ligne.etat == EtatEnvoi.ECHOUE and personne is not None and adresse is not None:
        _silence(bureau, personne, adresse, ligne, pris.choses)


def fail(bureau: Bureau, pris: EnvoiPris, motif: MotifEnvoi) -> None:
    """Give a reminder up. An address that no longer exists is written to only once its owner confirms it again."""
    personne = lock_person(bureau.session, pris.personne)
    ligne = _row(bureau, pris)
    if ligne.prise != pris.prise or ligne.etat != EtatEnvoi.PRIS:
        _release(bureau, ligne, pris)
        return
    _give_up(bureau, ligne, motif)
    adresse = read_adresse(bureau.session, pris.personne, pris.canal)
    if personne is None or adresse is None:
        return
    if motif is MotifEnvoi.PARTI:
        adresse.confirme_le = None
        bureau.session.add(adresse)
        return
    _silence(bureau, personne, adresse, ligne, pris.choses)


def next_due(bureau: Bureau, canal: CanalRappel) -> tuple[str, str] | None:
    """The reminder to take: one whose holder died, else the oldest due; never one somebody is busy with."""
    siens = select(Envoi.id, PersonneCarnet.id).join(PersonneCarnet, col(PersonneCarnet.id) == col(Envoi.personne))
    laches = (col(Envoi.etat) == EtatEnvoi.PRIS, col(Envoi.pris_jusqu_a) <= bureau.maintenant)
    dus = (col(Envoi.etat) == EtatEnvoi.PREVU, col(Envoi.prevu_le) <= bureau.maintenant)
    for conditions in (laches, dus):
        ici = siens.where(col(Envoi.canal) == canal, *conditions).order_by(col(Envoi.prevu_le)).limit(1)
        trouve = bureau.session.exec(ici.with_for_update(skip_locked=True, of=PersonneCarnet)).first()
        if trouve is not None:
            return trouve[0], trouve[1]
    return None


def _claimable(ligne: Envoi, maintenant: datetime) -> bool:
    if ligne.etat == EtatEnvoi.PREVU:
        return ligne.prevu_le <= maintenant
    return ligne.etat == EtatEnvoi.PRIS and ligne.pris_jusqu_a is not None and ligne.pris_jusqu_a <= maintenant


def _compose(
    poste: Poste, bureau: Bureau, ligne: Envoi, personne: PersonneCarnet, adresse: AdresseRappel
) -> MessagePret:
    """What leaves: one fixed sentence, and links that say nothing. The same, to the letter, when it leaves twice."""
    destination = read_destination(bureau.scribe, personne, adresse)
    secret, expire_le = bureau.scribe.secret_of(personne), (ligne.prevu_le + VALIDITE).date()
    usage = USAGES[GenreEnvoi(ligne.genre)]
    reponse, arret = jeton_de(secret, usage, ligne.cle), jeton_de(secret, ARRET, ligne.cle)
    give_jeton(bureau.session, ligne, usage, reponse, expire_le)
    give_jeton(bureau.session, ligne, ARRET, arret, expire_le)
    ou = f"{poste.adresse_publique}{'/falc' if destination.mode == 'falc' else ''}"
    return MessagePret(
        cle=ligne.cle,
        destination=destination.adresse,
        phrase=phrase_de(CanalRappel(ligne.canal), GenreEnvoi(ligne.genre), destination.mode),
        lien_reponse=f"{ou}/reponse/{reponse}",
        expire_le=expire_le,
        lien_arret=f"{poste.adresse_publique}/arret/{arret}",
    )


def _row(bureau: Bureau, pris: EnvoiPris) -> Envoi:
    ici = select(Envoi).where(Envoi.id == pris.id).with_for_update()
    return bureau.session.exec(ici.execution_options(populate_existing=True)).one()


def _wait(bureau: Bureau, ligne: Envoi, retry_after: timedelta | None) -> None:
    pause = pause_apres(ligne.essais, retry_after)
    if pause is None:
        _give_up(bureau, ligne, MotifEnvoi.EPUISE)
        return
    ligne.etat, ligne.prise, ligne.pris_jusqu_a = EtatEnvoi.PREVU, None, None
    ligne.prevu_le = bureau.maintenant + pause
    bureau.session.add(ligne)


def _give_up(bureau: Bureau, ligne: Envoi, motif: MotifEnvoi) -> None:
    ligne.etat, ligne.motif, ligne.fini_le = EtatEnvoi.ECHOUE, motif, bureau.maintenant
    ligne.prise, ligne.pris_jusqu_a = None, None
    bureau.session.add(ligne)
    bureau.session.flush()


def _release(bureau: Bureau, ligne: Envoi, pris: EnvoiPris) -> None:
    """Nothing left: whoever withdrew meanwhile needs not wait any longer."""
    if ligne.prise == pris.prise:
        ligne.pris_jusqu_a = None
        bureau.session.add(ligne)


def _silence(
    bureau: Bureau, personne: PersonneCarnet, adresse: AdresseRappel, ligne: Envoi, choses: tuple[str, ...]
) -> None:
    """After a failure, the same things wait: the next message is another one."""
    memoire = read_memoire(bureau.scribe, personne, adresse)
    au = jour_local(bureau.maintenant, adresse.zone)
    memoire = once_given_up(memoire, GenreEnvoi(ligne.genre), choses, au)
    adresse.suivi = seal_memoire(bureau.scribe, personne, adresse.canal, memoire)
    plan(bureau, personne, adresse)
