"""Moves someone of a carnet into their own, sealed anew, and out of the other in the same transaction. Never commits.

Nothing else goes along: neither the reminders of the carnet they leave, nor its summaries, nor its consents.
"""

from datetime import date

from app.domain.carnet_en_ligne import CarnetOuvert, GesteCarnet
from app.domain.consentement import ActeConsentement
from app.domain.dates import age_on
from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.erreurs import PersonneRetiree
from app.domain.erreurs_passage import PassageRefuse, RaisonDePassage
from app.domain.passage import GenreInvitation, Proposition, joindre, peut_recevoir
from app.services.carnet import CarnetCree, Classeur, accept_again, create, load, note, save
from app.services.invitations import Trouvee, find, invite, use
from app.services.suivi_a_deux import follow
from app.services.suivis import change_behind
from app.services.tombes import destroy


def offer_carnet(classeur: Classeur, ouvert: CarnetOuvert, numero: int, au: date) -> str:
    """A code by which someone of the open carnet may take their own; PassageRefuse before they are surely 15."""
    personne = ouvert.dossier.trouver(numero)
    if personne is None or not personne.proche:
        raise PersonneRetiree
    if not peut_recevoir(personne.profil.date_naissance, au):
        raise PassageRefuse(RaisonDePassage.AVANT_15_ANS)
    return invite(classeur, ouvert, numero, GenreInvitation.DONNER)


def look(classeur: Classeur, saisie: str, ouvert: CarnetOuvert | None, au: date) -> Proposition:
    """What a code offers, before anything is agreed to; the code goes on waiting."""
    trouvee = find(classeur, saisie)
    if ouvert is not None and trouvee.invitation.carnet_id == ouvert.id:
        raise PassageRefuse(RaisonDePassage.MEME_CARNET)
    if ouvert is None and trouvee.genre is GenreInvitation.SUIVRE:
        raise PassageRefuse(RaisonDePassage.SANS_CARNET)
    naissance = classeur.scribe.read(trouvee.personne, au).profil.date_naissance
    return Proposition(trouvee.genre, age_on(naissance.dernier, au) if naissance else 0)


def take_in_new_carnet(
    classeur: Classeur, saisie: str, navigateur: Dossier, au: date, acte: ActeConsentement
) -> CarnetCree:
    """Make the carnet of who was given this code, with what their own browser keeps too."""
    trouvee = use(classeur, saisie)
    recu = _read(classeur, trouvee, au)
    cree = create(classeur, navigateur.garder_lecteur(joindre(navigateur.lecteur, recu)), acte)
    neuf = load(classeur, cree.jeton)
    if neuf is not None:
        note(classeur, neuf.id, GesteCarnet.RECU)
    _leave(classeur, trouvee)
    return cree


def take_in_open_carnet(
    classeur: Classeur, ouvert: CarnetOuvert, saisie: str, au: date, acte: ActeConsentement
) -> None:
    """What a code gives to the carnet that is open: its reader, whose own answers stay, or a child to follow."""
    if find(classeur, saisie).invitation.carnet_id == ouvert.id:
        raise PassageRefuse(RaisonDePassage.MEME_CARNET)
    trouvee = use(classeur, saisie, ouvert.id)
    if trouvee.genre is GenreInvitation.SUIVRE:
        follow(classeur, ouvert, trouvee, au, acte)
        return
    recu = _read(classeur, trouvee, au)
    accept_again(classeur, ouvert, acte)
    save(classeur, ouvert, ouvert.dossier.garder_lecteur(joindre(ouvert.dossier.lecteur, recu)))
    note(classeur, ouvert.id, GesteCarnet.RECU)
    _leave(classeur, trouvee)


def _read(classeur: Classeur, trouvee: Trouvee, au: date) -> EtatNavigateur:
    """Who moves, as they are now: their birth date may have been corrected since the code was made."""
    if trouvee.genre is not GenreInvitation.DONNER:
        raise PassageRefuse(RaisonDePassage.SANS_CARNET)
    recu = classeur.scribe.read(trouvee.personne, au)
    if not peut_recevoir(recu.profil.date_naissance, au):
        raise PassageRefuse(RaisonDePassage.AVANT_15_ANS)
    return recu


def _leave(classeur: Classeur, trouvee: Trouvee) -> None:
    """Take them out of the carnet that kept them: their key is destroyed there, and no backup brings them back."""
    jour, ancien = classeur.maintenant.date(), trouvee.personne.carnet_id
    change_behind(classeur.session, ancien, jour)
    destroy(classeur.session, trouvee.personne, jour)
    note(classeur, ancien, GesteCarnet.DON)
