"""Keeps what writes the content, once for each period between two changes of a figure. Judges nothing."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.domain.catalogue import Catalogue
from app.domain.editions import PERIODES_GARDEES, Editions
from app.rendering.json_conseils import RedacteurConseils
from app.rendering.json_vaccins import RedacteurVaccins
from app.rendering.presentation import Presentation


@dataclass(frozen=True, slots=True)
class Tirage:
    """One edition of the content, and what writes it in pages and in JSON."""

    catalogue: Catalogue
    redacteur: RedacteurConseils
    redacteur_vaccins: RedacteurVaccins
    presentation: Presentation


class Tirages:
    """The tirages of one content."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._editions = Editions(catalogue.brut or catalogue)
        self._du_rang = lru_cache(maxsize=PERIODES_GARDEES)(self._make)

    def le(self, jour: date) -> Tirage:
        """What writes the content as it reads that day."""
        return self._du_rang(self._editions.rang(jour))

    def _make(self, rang: int) -> Tirage:
        catalogue = self._editions.du_rang(rang)
        return Tirage(catalogue, RedacteurConseils(catalogue), RedacteurVaccins(catalogue), Presentation(catalogue))
