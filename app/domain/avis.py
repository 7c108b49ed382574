"""Holds what a reader may think of a unit, and how much of it is accepted in how long. Stores nothing."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.erreurs import ErreurMetier, TropDAvis

TEXTE_MAX = 300
#: Days the words are kept: the time to read and correct. The page and the privacy page say it.
GARDE = 90
#: Words kept for one version of one unit.
TEXTES_MAX = 200


class Avis(StrEnum):
    """The three answers."""

    UTILE = "utile"
    PAS_CLAIR = "pas-clair"
    FAUX = "faux"


class Debit:
    """A limit on what comes in a minute, for one unit and for all: no one is followed, so no one is singled out.

    One object a process. A unit under attack refuses its own excess and leaves the others in peace.
    """

    MINUTE = timedelta(minutes=1)

    def __init__(self, par_unite: int = 20, en_tout: int = 200, refus: Callable[[], ErreurMetier] = TropDAvis) -> None:
        self._par_unite = par_unite
        self._en_tout = en_tout
        self._refus = refus
        self._recents: deque[tuple[datetime, str]] = deque()

    def take(self, unite: str, maintenant: datetime) -> None:
        """Count one more, or raise the refusal."""
        recents = self._recents
        while recents and maintenant - recents[0][0] >= self.MINUTE:
            recents.popleft()
        if len(recents) >= self._en_tout or sum(nom == unite for _, nom in recents) >= self._par_unite:
            raise self._refus()
        recents.append((maintenant, unite))
