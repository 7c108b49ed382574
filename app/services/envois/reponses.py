"""Does what a person answers from a message, without signing in. One link serves once. Never commits, sends nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from enum import StrEnum

from app.domain.carnet_en_ligne import GesteCarnet
from app.domain.controle import check_profil
from app.domain.dates import DateApprochee
from app.domain.envois import Suivi, jour_local, plus_tard
from app.domain.nouvelles import oublier, sont_demandees
from app.domain.profil import ActePasse
from app.models import AdresseRappel, PersonneCarnet
from app.services.envois.adresses import (
    Bureau,
    Memoire,
    QuestionEnAttente,
    lock_person,
    read_adresse,
    read_adresses,
    read_memoire,
    rythme_de,
    seal_memoire,
)
from app.services.envois.arret import unsubscribe_by_link
from app.services.envois.jetons import ARRET, NOUVELLES, REPONSE, read_jeton, use_up
from app.services.envois.planification import mark_carnet, plan
from app.services.suivis import change_behind, lock_carnets, place_of, tell


class Reponse(StrEnum):
    """What a message asks."""

    FAIT = "fait"
    PLUS_TARD = "plus-tard"
    PAS_POUR_MOI = "pas-pour-moi"
    ARRETER = "arreter"


class Suite(StrEnum):
    """What came of an answer."""

    NOTE = "note"
    #: Several things were due: which of them are meant is asked in the carnet, never guessed.
    A_PRECISER = "a-preciser"
    #: Nobody can tell any more what that message was about.
    TROP_VIEUX = "trop-vieux"
    ARRETE = "arrete"


#: Why something is « not for me », when the person says it.
MOTIFS = ("deja-suivi", "medecin", "pas-envie", "autre")
SANS_RAISON = "sans-raison"
#: Answers that wait for a word of the person; the oldest are let go.
QUESTIONS_MAX = 4


def answer(
    bureau: Bureau, jeton: str, reponse: Reponse, le: DateApprochee | None = None, motif: str = ""
) -> tuple[Suite, list[str]] | None:
    """Do it and say what came of it, with the reminders that may be leaving; None when the link serves no more."""
    lu = read_jeton(bureau.session, jeton, bureau.maintenant.date())
    if lu is None or lu.usage != REPONSE:
        return None
    personne = lock_person(bureau.session, lu.personne)
    if personne is None or not use_up(bureau.session, jeton):
        return None
    if reponse is Reponse.ARRETER:
        return Suite.ARRETE, unsubscribe_by_link(bureau.session, personne.id, lu.canal, bureau.maintenant)
    adresse = read_adresse(bureau.session, personne.id, lu.canal)
    if adresse is None:
        return None
    au = jour_local(bureau.maintenant, adresse.zone)
    memoire = read_memoire(bureau.scribe, personne, adresse)
    choses = memoire.about(lu.cle)
    suite = Suite.NOTE if choses else Suite.TROP_VIEUX
    seule = choses[0] if len(choses) == 1 else None
    # Which vaccine it was is told in the carnet: a date alone would count for the wrong one.
    if seule and reponse is Reponse.FAIT and le is not None and _is_conseil(bureau, seule):
        write_done(bureau, personne.carnet_id, seule, le)
        change_all(bureau, personne, lambda connue, _: connue.sans(seule))
    elif seule and reponse is Reponse.PAS_POUR_MOI:
        change_all(bureau, personne, lambda connue, _: put_aside(connue, seule, motif))
    else:
        change_all(bureau, personne, lambda connue, sien: _later(connue, choses, sien, au))
        if choses and reponse is not Reponse.PLUS_TARD:
            suite = Suite.A_PRECISER
            attente = QuestionEnAttente(lu.cle, reponse, au, choses)
            memoire = read_memoire(bureau.scribe, personne, adresse)
            memoire = replace(memoire, questions=(*memoire.questions, attente)[-QUESTIONS_MAX:])
            adresse.suivi = seal_memoire(bureau.scribe, personne, adresse.canal, memoire)
    mark_carnet(bureau.session, personne.carnet_id, bureau.maintenant.date())
    plan_all(bureau, personne)
    return suite, []


def answer_nouvelles(bureau: Bureau, jeton: str, *, encore: bool) -> bool:
    """Close the question of one week later, and all of them when they are no longer wanted; False for a dead link.

    How the person is was told to nobody: it is not kept.
    """
    lu = read_jeton(bureau.session, jeton, bureau.maintenant.date())
    if lu is None or lu.usage != NOUVELLES:
        return False
    personne = lock_person(bureau.session, lu.personne)
    if personne is None or not use_up(bureau.session, jeton):
        return False
    adresse = read_adresse(bureau.session, personne.id, lu.canal)
    if adresse is None:
        return False
    demandees = read_memoire(bureau.scribe, personne, adresse).about(lu.cle)

    def close(connue: Memoire, _: AdresseRappel) -> Memoire:
        closes = replace(connue, nouvelles=sont_demandees(connue.nouvelles, demandees))
        return closes if encore else replace(closes, prend_nouvelles=False, nouvelles=oublier(closes.nouvelles))

    change_all(bureau, personne, close)
    plan_all(bureau, personne)
    return True


def stop(bureau: Bureau, jeton: str) -> list[str] | None:
    """Stop the channel of a message, in one press; the second time changes nothing."""
    lu = read_jeton(bureau.session, jeton, bureau.maintenant.date())
    if lu is None or lu.usage != ARRET:
        return None
    return unsubscribe_by_link(bureau.session, lu.personne, lu.canal, bureau.maintenant)


def change_all(bureau: Bureau, personne: PersonneCarnet, changer: Callable[[Memoire, AdresseRappel], Memoire]) -> None:
    """What the person answered, on every channel they have. They are locked."""
    for adresse in read_adresses(bureau.session, personne.id):
        memoire = changer(read_memoire(bureau.scribe, personne, adresse), adresse)
        adresse.suivi = seal_memoire(bureau.scribe, personne, adresse.canal, memoire)
        bureau.session.add(adresse)
    bureau.session.flush()


def plan_all(bureau: Bureau, personne: PersonneCarnet) -> None:
    """Plan every channel of someone anew."""
    for adresse in read_adresses(bureau.session, personne.id):
        plan(bureau, personne, adresse)


def put_aside(memoire: Memoire, chose: str, motif: str) -> Memoire:
    """The same, that thing never recalled again, with the reason when one was given."""
    return memoire.avec(chose, memoire.suivis.get(chose, Suivi())._replace(ecarte=motif or SANS_RAISON))


def write_done(bureau: Bureau, carnet: str, chose: str, le: DateApprochee) -> None:
    """Write the date in the history of whoever it is about, as the page of the advice does; ProfilInvalide if wrong.

    Whom two adults follow have one history: it is written with the key of this side, and the other side is told.
    """
    numero, unite, _ = chose.split("/", 2)
    session, au = bureau.session, bureau.maintenant.date()
    place = place_of(session, carnet, int(numero))
    if place is None or unite not in bureau.catalogue.par_id:
        return
    lock_carnets(session, (carnet, *place.autres))
    ligne = lock_person(session, place.ligne.id)
    if ligne is None:
        return
    etat = bureau.scribe.read(ligne, au, place.lien)
    autres = tuple(acte for acte in etat.profil.historique if acte.id != unite)
    profil = etat.profil.model_copy(update={"historique": (*autres, ActePasse(id=unite, le=le))})
    check_profil(profil, au, bureau.catalogue, bureau.catalogue.entretiens)
    bureau.scribe.rewrite(ligne, replace(etat, profil=profil), au, place.lien)
    session.add(ligne)
    # A page left open on a device must not write over this without a word.
    for un in (carnet, *place.autres):
        change_behind(session, un, au)
    for autre in place.autres:
        tell(session, carnet, GesteCarnet.SUIVI_MOI, bureau.maintenant)
        tell(session, autre, GesteCarnet.SUIVI_AUTRE, bureau.maintenant)
    session.flush()


def _later(memoire: Memoire, choses: tuple[str, ...], adresse: AdresseRappel, au: date) -> Memoire:
    for chose in choses:
        memoire = memoire.avec(chose, plus_tard(memoire.suivis.get(chose, Suivi()), rythme_de(adresse), au))
    return memoire


def _is_conseil(bureau: Bureau, chose: str) -> bool:
    return chose.split("/")[1] in bureau.catalogue.par_id
