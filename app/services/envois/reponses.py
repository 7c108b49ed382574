"""Does what a person answers from a message, without signing in. One link serves once. Never commits, sends nothing."""

from dataclasses import replace
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import col, select

from app.domain.controle import check_profil
from app.domain.dates import DateApprochee
from app.domain.envois import Suivi, jour_local, plus_tard
from app.domain.profil import ActePasse
from app.models import Carnet, PersonneCarnet
from app.services.envois.adresses import Bureau, lock_person, read_adresse, read_memoire, rythme_de, seal_memoire
from app.services.envois.arret import unsubscribe_by_link
from app.services.envois.jetons import ARRET, REPONSE, read_jeton, use_up
from app.services.envois.planification import mark_carnet, plan


class Reponse(StrEnum):
    """What a message asks."""

    FAIT = "fait"
    PLUS_TARD = "plus-tard"
    PAS_POUR_MOI = "pas-pour-moi"
    ARRETER = "arreter"


class Suite(StrEnum):
    """What came of an answer."""

    NOTE = "note"
    #: Several things were due: which of them are done is told in the carnet, never guessed.
    A_PRECISER = "a-preciser"
    ARRETE = "arrete"


#: Why something is « not for me », when the person says it.
MOTIFS = ("deja-suivi", "medecin", "pas-envie", "autre")
SANS_RAISON = "sans-raison"


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
    memoire = read_memoire(bureau.scribe, personne, adresse)
    choses = memoire.about(lu.cle)
    seule = choses[0] if len(choses) == 1 else None
    suite = Suite.A_PRECISER
    # Which vaccine it was is told in the carnet: a date alone would count for the wrong one.
    conseil = seule is not None and seule.split("/")[1] in bureau.catalogue.par_id
    if seule and conseil and reponse is Reponse.FAIT and le is not None:
        _done(bureau, personne.carnet_id, seule, le)
        memoire, suite = memoire.sans(seule), Suite.NOTE
    elif seule and reponse is Reponse.PAS_POUR_MOI:
        ecarte = memoire.suivis.get(seule, Suivi())._replace(ecarte=motif or SANS_RAISON)
        memoire, suite = memoire.avec(seule, ecarte), Suite.NOTE
    else:
        suite = Suite.NOTE if reponse is Reponse.PLUS_TARD else suite
        au, rythme = jour_local(bureau.maintenant, adresse.zone), rythme_de(adresse)
        for chose in choses:
            memoire = memoire.avec(chose, plus_tard(memoire.suivis.get(chose, Suivi()), rythme, au))
    adresse.suivi = seal_memoire(bureau.scribe, personne, adresse.canal, memoire)
    bureau.session.add(adresse)
    mark_carnet(bureau.session, personne.carnet_id, bureau.maintenant.date())
    plan(bureau, personne, adresse)
    return suite, []


def stop(bureau: Bureau, jeton: str) -> list[str] | None:
    """Stop the channel of a message, in one press; the second time changes nothing."""
    lu = read_jeton(bureau.session, jeton, bureau.maintenant.date())
    if lu is None or lu.usage != ARRET:
        return None
    return unsubscribe_by_link(bureau.session, lu.personne, lu.canal, bureau.maintenant)


def _done(bureau: Bureau, carnet: str, chose: str, le: DateApprochee) -> None:
    """Write the date in the history of whoever it is about, as the page of the advice does; ProfilInvalide if wrong."""
    numero, unite, _ = chose.split("/", 2)
    ici = (PersonneCarnet.carnet_id == carnet, PersonneCarnet.numero == int(numero))
    ligne = bureau.session.exec(select(PersonneCarnet).where(*ici).with_for_update()).one_or_none()
    if ligne is None or unite not in bureau.catalogue.par_id:
        return
    au = bureau.maintenant.date()
    etat = bureau.scribe.read(ligne, au)
    autres = tuple(acte for acte in etat.profil.historique if acte.id != unite)
    profil = etat.profil.model_copy(update={"historique": (*autres, ActePasse(id=unite, le=le))})
    check_profil(profil, au, bureau.catalogue)
    bureau.scribe.rewrite(ligne, replace(etat, profil=profil), au)
    bureau.session.add(ligne)
    # A page left open on a device must not write over this without a word.
    bureau.session.exec(update(Carnet).where(col(Carnet.id) == carnet).values(revision=col(Carnet.revision) + 1))
    bureau.session.flush()
