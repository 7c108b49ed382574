"""Asks whoever holds an open carnet to prove again to be its owner. Never commits, knows no route.

Reading and writing need an open carnet; changing what opens it needs this too: a telephone may have been borrowed.
"""

from sqlalchemy import update
from sqlmodel import col, select

from app.domain.carnet_en_ligne import CarnetOuvert, GesteCarnet, is_proved
from app.domain.erreurs import CarnetFerme
from app.models import CleAcces, CodeCarnet, LienIdentite, SessionCarnet
from app.services.carnet import Classeur, note, take_code


def must_prove(classeur: Classeur, ouvert: CarnetOuvert) -> bool:
    """Whether this device must prove again. Not when nothing is left to prove with: the owner would be locked out."""
    ligne = classeur.session.get(SessionCarnet, ouvert.session)
    if ligne is None:
        raise CarnetFerme
    return not is_proved(ligne.prouve_le, classeur.maintenant) and _can_prove(classeur, ouvert)


def prove_with_code(classeur: Classeur, ouvert: CarnetOuvert, saisie: str) -> bool:
    """Prove with a code of this carnet, which has served from now on; another carnet's code is not used up."""
    return prove(classeur, ouvert, take_code(classeur, saisie, ouvert.id) is not None)


def prove(classeur: Classeur, ouvert: CarnetOuvert, reussie: bool) -> bool:
    """Write whether a proof was good, for the owner to read; a good one holds for a while on this device alone."""
    note(classeur, ouvert.id, GesteCarnet.PREUVE if reussie else GesteCarnet.PREUVE_REFUSEE)
    if reussie:
        ici = col(SessionCarnet.condense) == ouvert.session
        classeur.session.exec(update(SessionCarnet).where(ici).values(prouve_le=classeur.maintenant))
    return reussie


def _can_prove(classeur: Classeur, ouvert: CarnetOuvert) -> bool:
    preuves = (col(CodeCarnet.carnet_id), col(CleAcces.carnet_id), col(LienIdentite.carnet_id))
    return any(classeur.session.exec(select(de).where(de == ouvert.id).limit(1)).first() for de in preuves)
