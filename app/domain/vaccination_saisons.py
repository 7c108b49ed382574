"""Places a dose in the campaigns of its line: which season it counts for, when the next may be given."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from app.domain.dates import Duree, add_mois
from app.domain.vaccination_dossier import Saison


class Ouverture(NamedTuple):
    """When a dose may be given in a campaign: its first day there, and whether that campaign is open today."""

    jour: date
    ouverte: bool
    fin: date


def season_in_course(saisons: Sequence[Saison], au: date, avance: Duree | None) -> date | None:
    """The day from which a dose counts for the season of today; None out of season."""
    for saison in saisons:
        if saison.du is None or saison.au is None:
            continue
        debut = saison.du if avance is None else _before(saison.du, avance)
        if debut <= au <= saison.au:
            return debut
    return None


def next_opening(saisons: Sequence[Saison], au: date, des: date) -> Ouverture | None:
    """The first day a dose that is right from `des` can be given in a campaign not over yet; None if none is known."""
    for saison in saisons:
        if saison.du is None or saison.au is None or saison.au < au:
            continue
        jour = max(des, saison.du)
        if jour <= saison.au:
            return Ouverture(jour, saison.du <= au, saison.au)
    return None


def _before(jour: date, duree: Duree) -> date:
    return add_mois(date.fromordinal(jour.toordinal() - duree.jours), -duree.mois)
