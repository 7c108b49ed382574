"""Takes someone out of a carnet: erased, or left whole to the second adult who follows them. Never commits."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from app.domain.carnet_en_ligne import GesteCarnet
from app.models import PersonneCarnet, SuiviPersonne
from app.services.carnet_scelle import Scribe
from app.services.suivis import change_behind, cut, tell
from app.services.tombes import destroy


def take_out(session: Session, scribe: Scribe | None, ligne: PersonneCarnet, le: datetime) -> None:
    """Destroy the row of someone; who is followed by a second adult is first sealed anew in that adult's carnet.

    Without the keys, after a restore, nobody can be sealed anew: they are erased.
    """
    ici = select(SuiviPersonne).where(SuiviPersonne.personne == ligne.id)
    lien = session.exec(ici).one_or_none() if scribe is not None else None
    if scribe is not None and lien is not None:
        _leave_to(session, scribe, ligne, lien, le)
    destroy(session, ligne, le.date())


def _leave_to(session: Session, scribe: Scribe, ligne: PersonneCarnet, lien: SuiviPersonne, le: datetime) -> None:
    """A row of their own in the second carnet, under a new key; nothing of the first carnet goes along."""
    jour = le.date()
    personne = replace(scribe.read(ligne, jour), numero=lien.numero, commune="")
    carnet, numero = lien.carnet_id, lien.numero
    cut(session, lien, le)
    session.add(scribe.new_row(carnet, replace(personne, numero=numero), jour))
    session.flush()
    change_behind(session, carnet, jour)
    tell(session, carnet, GesteCarnet.SUIVI_SEUL, le)
