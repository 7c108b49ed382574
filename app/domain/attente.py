"""Holds how a waiting list works: how long one waits, what is offered, for how long. Stores nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.creneaux import CreneauVu, LieuVu
from app.domain.rendez_vous import RendezVousVu

#: How long a freed place is kept for the first in the line. The pages say it.
OFFRE = timedelta(hours=6)
#: A place freed later than this before its hour goes back to everybody at once: there would be no time after an offer.
PREAVIS_OFFRE = timedelta(hours=24)
#: How long a request waits.
ATTENTE = timedelta(days=60)
#: Requests for one place: beyond, nobody could be served.
PAR_LIEU = 100


@dataclass(frozen=True, slots=True)
class AttenteVue:
    """One request as its owner sees it. `offre` is held for them; `libre` is free for everybody, and not held."""

    code: str
    lieu: LieuVu
    jusqu_a: datetime
    avant: datetime | None = None
    offre: RendezVousVu | None = None
    libre: CreneauVu | None = None
