"""Has a second adult follow a child of a carnet, by a code and their own yes, and ends it. Never commits."""

from datetime import date
from enum import StrEnum

from sqlmodel import col, select

from app.domain.carnet_en_ligne import CarnetOuvert, GesteCarnet
from app.domain.consentement import ActeConsentement
from app.domain.dossier import PERSONNES_MAX
from app.domain.erreurs import PersonneRetiree, TropDePersonnes
from app.domain.erreurs_passage import PassageRefuse, RaisonDePassage
from app.domain.passage import GenreInvitation, peut_etre_suivi
from app.models import PersonneCarnet
from app.services.carnet import Classeur, accept_again, advance, note
from app.services.departs import take_out
from app.services.invitations import Trouvee, invite
from app.services.suivis import change_behind, cut, followed_by, links_on, lock_carnets, quit_following, tell
from app.services.tombes import destroy


class Arret(StrEnum):
    """How one adult ends it: leave the child to the other, keep them alone, erase them for both."""

    QUITTER = "quitter"
    SEUL = "seul"
    EFFACER = "effacer"


#: By the word of a form.
ARRETS = {arret.value: arret for arret in Arret}


def offer_to_follow(classeur: Classeur, ouvert: CarnetOuvert, numero: int, au: date) -> str:
    """A code by which a second adult may follow a child of the open carnet."""
    enfant = ouvert.dossier.trouver(numero)
    ligne = _own_row(classeur, ouvert, numero)
    if enfant is None or not enfant.proche or ligne is None:
        raise PersonneRetiree
    if not peut_etre_suivi(enfant.profil.date_naissance, au) or ligne.id in links_on(classeur.session, ouvert.id):
        raise PassageRefuse(RaisonDePassage.PAS_A_DEUX)
    return invite(classeur, ouvert, numero, GenreInvitation.SUIVRE)


def follow(classeur: Classeur, ouvert: CarnetOuvert, trouvee: Trouvee, au: date, acte: ActeConsentement) -> None:
    """Give the open carnet its own key to the child of the code that was just used."""
    ligne, session, jour = trouvee.personne, classeur.session, classeur.maintenant.date()
    enfant = classeur.scribe.read(ligne, au)
    if not peut_etre_suivi(enfant.profil.date_naissance, au) or ligne.id in links_on(session, ligne.carnet_id):
        raise PassageRefuse(RaisonDePassage.PAS_A_DEUX)
    if peut_etre_suivi(ouvert.dossier.lecteur.profil.date_naissance, au):  # a child follows no child
        raise PassageRefuse(RaisonDePassage.PAS_A_DEUX)
    if len(ouvert.dossier.personnes) >= PERSONNES_MAX:
        raise TropDePersonnes
    accept_again(classeur, ouvert, acte)
    numero = ouvert.dossier.crees + 1
    advance(classeur, ouvert, numero)
    session.add(classeur.scribe.new_link(ligne, ouvert.id, numero))
    session.flush()
    change_behind(session, ouvert.id, jour)
    change_behind(session, ligne.carnet_id, jour)
    for carnet in (ouvert.id, ligne.carnet_id):
        tell(session, carnet, GesteCarnet.SUIVI_DEBUT, classeur.maintenant)


def stop_following(classeur: Classeur, ouvert: CarnetOuvert, numero: int, arret: Arret) -> None:
    """End it from one side: whoever leaves loses their key; the first adult may also keep the child, or erase them."""
    session, le = classeur.session, classeur.maintenant
    suivie, ligne = followed_by(session, ouvert.id).get(numero), _own_row(classeur, ouvert, numero)
    if suivie is not None and arret is Arret.QUITTER:
        autre = suivie.ligne.carnet_id
        lock_carnets(session, (ouvert.id, autre))
        advance(classeur, ouvert, ouvert.dossier.crees)
        quit_following(session, suivie, le)
        return
    lien = links_on(session, ouvert.id).get(ligne.id) if ligne is not None else None
    if ligne is None or lien is None:
        raise PersonneRetiree
    lock_carnets(session, (ouvert.id, lien.carnet_id))
    advance(classeur, ouvert, ouvert.dossier.crees)
    if arret is Arret.SEUL:
        cut(session, lien, le)
        note(classeur, ouvert.id, GesteCarnet.SUIVI_FINI)
    elif arret is Arret.QUITTER:
        take_out(session, classeur.scribe, ligne, le)
        note(classeur, ouvert.id, GesteCarnet.SUIVI_FINI)
    else:
        destroy(session, ligne, le.date())
        note(classeur, ouvert.id, GesteCarnet.EFFACE_PERSONNE)


def read_shared(classeur: Classeur, ouvert: CarnetOuvert) -> dict[int, bool]:
    """Who of the open carnet two adults follow, by number; True when the profile is this carnet's own."""
    ici = select(PersonneCarnet).where(col(PersonneCarnet.id).in_(list(links_on(classeur.session, ouvert.id))))
    siens = {ligne.numero: True for ligne in classeur.session.exec(ici)}
    return siens | dict.fromkeys(followed_by(classeur.session, ouvert.id), False)


def _own_row(classeur: Classeur, ouvert: CarnetOuvert, numero: int) -> PersonneCarnet | None:
    ici = select(PersonneCarnet).where(PersonneCarnet.carnet_id == ouvert.id, PersonneCarnet.numero == numero)
    return classeur.session.exec(ici).one_or_none()
