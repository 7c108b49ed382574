"""Keeps the waiting lists: enter, leave, offer a freed place to the first in the line. Never commits, sends nothing.

Nobody is written to: who waits comes back with their code and sees what is held for them. A slot is always locked
before the line is, and a request already being served is passed over: two cancellations never wait for each other.
"""

from contextlib import suppress
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, func, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.domain.attente import ATTENTE, OFFRE, PAR_LIEU, PREAVIS_OFFRE, AttenteVue
from app.domain.creneaux import CreneauVu
from app.domain.erreurs import ListePleine, RendezVousInconnu
from app.models import Attente, Creneau, Lieu, Professionnel, RendezVous
from app.services.creneaux import colonnes_du_creneau, creneau_vu, lieu_vu
from app.services.places import CONFIRME, TENU, Guichet, Verrouille, count, free_place, rendez_vous_vu
from app.services.traces import ATTENTE as ATTENTE_LIGNE
from app.services.traces import bury_outside


def wait_for_a_place(guichet: Guichet, lieu: str, tranche: str, cle: str) -> AttenteVue:
    """Enter the line of one place; the same request twice is one request. RendezVousInconnu when there is no place."""
    ici = guichet.session.get(Lieu, lieu)
    if ici is None:
        raise RendezVousInconnu
    code = guichet.empreintes.code("attente", cle, lieu, tranche)
    fin = guichet.maintenant + ATTENTE
    empreinte = guichet.empreintes.de("code", code)
    ligne = Attente(
        id=uuid4().hex, lieu_id=lieu, code=empreinte, tranche=tranche, depuis=guichet.maintenant, jusqu_a=fin
    )
    _enter(guichet, ligne)
    return read_attente(guichet, code)


def wait_for_an_earlier(guichet: Guichet, code: str) -> AttenteVue:
    """Ask for an earlier slot than that of an appointment, at the same place."""
    rendez_vous = _of_appointment(guichet, code)
    if rendez_vous is None or rendez_vous.etat != CONFIRME:
        raise RendezVousInconnu
    creneau = guichet.session.get_one(Creneau, rendez_vous.creneau_id)
    avant = creneau.debut
    ligne = Attente(
        id=uuid4().hex,
        lieu_id=creneau.lieu_id,
        code=guichet.empreintes.de("code", code),
        depuis=guichet.maintenant,
        avant=avant,
        jusqu_a=avant,
    )
    _enter(guichet, ligne)
    return read_attente(guichet, code)


def read_attente(guichet: Guichet, code: str) -> AttenteVue:
    """A request, with what is held for it, else what is free just now; RendezVousInconnu when there is none."""
    ligne = _of_code(guichet, code)
    if ligne is None or ligne.jusqu_a <= guichet.maintenant:
        raise RendezVousInconnu
    tenu = guichet.session.get(RendezVous, ligne.offre_id) if ligne.offre_id else None
    if tenu is not None and (tenu.tenu_jusqu_a is None or tenu.tenu_jusqu_a <= guichet.maintenant):
        tenu = None
    offre = None if tenu is None else rendez_vous_vu(guichet, tenu, guichet.empreintes.code(tenu.cle, tenu.corps))
    return AttenteVue(
        code=code,
        lieu=lieu_vu(guichet.session.get_one(Lieu, ligne.lieu_id), guichet.communes),
        jusqu_a=ligne.jusqu_a,
        avant=ligne.avant,
        offre=offre,
        libre=None if offre else _first_free(guichet, ligne),
    )


def leave(guichet: Guichet, code: str) -> None:
    """Leave the line; what was held goes back to everybody at the next round. The second time changes nothing."""
    ligne = _of_code(guichet, code)
    if ligne is None:
        return
    if ligne.offre_id:
        # The slot itself is not locked here: the round that gives places back does it, in its own order.
        ici = (col(RendezVous.id) == ligne.offre_id, col(RendezVous.etat) == TENU)
        guichet.session.exec(update(RendezVous).where(*ici).values(tenu_jusqu_a=guichet.maintenant))
    bury_outside(guichet.session, ATTENTE_LIGNE, ligne.id)
    guichet.session.exec(delete(Attente).where(col(Attente.id) == ligne.id))


def forget_served(session: Session, offre: str) -> None:
    """Whoever takes what was offered does not wait any more."""
    session.exec(delete(Attente).where(col(Attente.offre_id) == offre))


def let_pass(guichet: Guichet, offre: str) -> None:
    """Whoever gives an offer back waits on, at the end of the line."""
    ici = col(Attente.offre_id) == offre
    guichet.session.exec(update(Attente).where(ici).values(offre_id=None, depuis=guichet.maintenant))


def offer(guichet: Guichet, creneau: str, slot: Verrouille) -> None:
    """Hold the place just freed in a locked slot for the first in the line, when there is time left for others after.

    A freed place is offered once: let pass, it is everybody's.
    """
    if min(slot.limite, slot.debut) <= guichet.maintenant + PREAVIS_OFFRE:
        return
    premier = guichet.session.exec(_first(slot, guichet.maintenant)).first()
    if premier is None:
        return
    cle = guichet.empreintes.de("cle", "offre", premier.id, uuid4().hex)
    corps = guichet.empreintes.de("corps", creneau, "")
    tenue = RendezVous(
        id=uuid4().hex,
        creneau_id=creneau,
        place=free_place(guichet.session, creneau),
        etat=TENU,
        cle=cle,
        corps=corps,
        code=guichet.empreintes.de("code", guichet.empreintes.code(cle, corps)),
        tenu_jusqu_a=guichet.maintenant + OFFRE,
    )
    guichet.session.add(tenue)
    count(guichet.session, creneau, 1)
    guichet.session.flush()
    premier.offre_id = tenue.id
    guichet.session.add(premier)


def purge_attentes(session: Session, maintenant: datetime) -> int:
    """Erase the requests whose time is over."""
    nombre: int = session.exec(delete(Attente).where(col(Attente.jusqu_a) <= maintenant)).rowcount
    return nombre


def _enter(guichet: Guichet, ligne: Attente) -> None:
    if guichet.session.exec(select(Attente.id).where(Attente.code == ligne.code)).first() is not None:
        return
    ici = select(func.count()).select_from(Attente).where(col(Attente.lieu_id) == ligne.lieu_id)
    if guichet.session.exec(ici).one() >= PAR_LIEU:
        raise ListePleine
    with suppress(IntegrityError), guichet.session.begin_nested():
        guichet.session.add(ligne)


def _first(slot: Verrouille, maintenant: datetime) -> SelectOfScalar[Attente]:
    """The oldest request this slot suits; one that another transaction holds is being served."""
    bande = or_(col(Attente.tranche) == "", *(col(Attente.tranche) == t for t in slot.tranches.split(",") if t))
    return (
        select(Attente)
        .where(col(Attente.lieu_id) == slot.lieu_id, col(Attente.offre_id).is_(None), bande)
        .where(or_(col(Attente.avant).is_(None), col(Attente.avant) > slot.debut), col(Attente.jusqu_a) > maintenant)
        .order_by(col(Attente.depuis), col(Attente.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _first_free(guichet: Guichet, ligne: Attente) -> CreneauVu | None:
    """The earliest slot this request suits that anybody may book now."""
    ici = [
        col(Creneau.lieu_id) == ligne.lieu_id,
        col(Creneau.prises) < col(Creneau.places),
        col(Creneau.limite) > guichet.maintenant,
        col(Creneau.debut) > guichet.maintenant,
    ]
    if ligne.avant is not None:
        ici.append(col(Creneau.debut) < ligne.avant)
    if ligne.tranche:
        ici.append(col(Creneau.tranches).contains(ligne.tranche, autoescape=True))
    trouve = guichet.session.execute(
        select(*colonnes_du_creneau())
        .join(Professionnel, col(Professionnel.id) == col(Creneau.professionnel_id))
        .where(*ici)
        .order_by(col(Creneau.debut), col(Creneau.id))
        .limit(1)
    ).first()
    return creneau_vu(trouve) if trouve is not None else None


def _of_code(guichet: Guichet, code: str) -> Attente | None:
    empreinte = guichet.empreintes.de("code", code)
    ici = select(Attente).where(Attente.code == empreinte).execution_options(populate_existing=True)
    return guichet.session.exec(ici).one_or_none()


def _of_appointment(guichet: Guichet, code: str) -> RendezVous | None:
    empreinte = guichet.empreintes.de("code", code)
    return guichet.session.exec(select(RendezVous).where(RendezVous.code == empreinte)).one_or_none()
