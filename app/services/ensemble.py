"""Takes places for many people in one transaction, those of them that are simple. Never commits and reads no clock.

Under load, what a booking waits for is not the disk but the round trips of the others. A free slot for one person,
asked by somebody who has no appointment, needs no more than to be written; everything else is asked alone, as if this
module did not exist. The schema is the last word here too: a row it refuses, its key having served, is asked alone.
"""

from collections.abc import Sequence

from sqlalchemy import bindparam, update
from sqlmodel import col, select

from app.domain.rendez_vous import RendezVousVu
from app.models import RendezVous
from app.models.tables import Table
from app.services.demandes import Demande, Prete, prepare, row_of, seen
from app.services.places import Guichet, Verrouille, lock_all, write_places

_CRENEAU = Table.metadata.tables["creneau"]
_COUNT_ALL = (
    update(_CRENEAU)
    .where(_CRENEAU.c.id.in_(bindparam("creneaux", expanding=True)))
    .values(prises=_CRENEAU.c.prises + 1)
)
_KNOWN = select(col(RendezVous.personne)).where(col(RendezVous.personne).in_(bindparam("personnes", expanding=True)))


def take_together(guichet: Guichet, demandes: Sequence[Demande]) -> list[RendezVousVu | None]:
    """Hold or book, each on its own slot; None for a request that must be asked alone."""
    pretes = [prepare(guichet.empreintes, demande) for demande in demandes]
    slots = lock_all(guichet, sorted({prete.demande.creneau for prete in pretes}))
    simples = _simple(guichet, pretes, slots)
    rangs = {rang: row_of(pretes[rang], 1, guichet.maintenant) for rang in simples}
    ecrites = write_places(guichet.session, list(rangs.values()))
    prises = [ligne["creneau_id"] for ligne in rangs.values() if ligne["id"] in ecrites]
    if prises:
        guichet.session.connection().execute(_COUNT_ALL, {"creneaux": prises})
    return [
        seen(prete, slots[prete.demande.creneau], guichet.maintenant)
        if rang in rangs and rangs[rang]["id"] in ecrites
        else None
        for rang, prete in enumerate(pretes)
    ]


def _simple(guichet: Guichet, pretes: Sequence[Prete], slots: dict[str, Verrouille]) -> list[int]:
    """The ranks of those whose slot is free, whose person has no appointment, and whom no other of the lot meets."""
    personnes = [prete.personne for prete in pretes if prete.personne]
    vus = set(guichet.session.exec(_KNOWN, params={"personnes": personnes})) if personnes else set()
    simples: list[int] = []
    for rang, prete in enumerate(pretes):
        slot = slots.get(prete.demande.creneau)
        siens = {prete.demande.creneau, prete.cle, prete.personne} - {""}
        if slot is not None and _is_free(slot, guichet) and not siens & vus:
            simples.append(rang)
        vus |= siens
    return simples


def _is_free(slot: Verrouille, guichet: Guichet) -> bool:
    return (slot.places, slot.prises) == (1, 0) and min(slot.debut, slot.limite) > guichet.maintenant
