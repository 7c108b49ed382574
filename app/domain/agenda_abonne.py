"""Holds what an agenda that reads an address every day is told of one person. Writes no file, keeps no address.

A file that is downloaded proposes a day for what can be done now, a week later each time it is asked for. Read every
day, such a day would never come: here it stays where it is until it has passed, then waits three months.
"""

from dataclasses import dataclass
from datetime import date

from app.domain.catalogue import Catalogue
from app.domain.dates import add_mois
from app.domain.dossier import EtatNavigateur
from app.domain.rappels import DELAI, UN_JOUR, Rappel, Rappels, tenir
from app.domain.rappels_occasions import previsions_de, tous_les_rappels

#: How long what can be done now is left alone once its day has passed.
MOIS_DE_SILENCE = 3


@dataclass(frozen=True, slots=True)
class AgendaAbonne:
    """What the owner of a carnet may read of their agenda address: when it was made, the last day it was read."""

    fait_le: date
    lu_le: date | None


def rappels_abonnes(catalogue: Catalogue, etat: EtatNavigateur, depuis: date, au: date) -> tuple[Rappel, ...]:
    """The reminders of one person for an address made on a day: those to come, and those of today until it is over."""
    a_venir = tenir(_rappels(catalogue, etat, au), jour_tenu(depuis, au), au)
    pris = {rappel.periode for rappel in a_venir.liste}
    veille = _rappels(catalogue, etat, au - UN_JOUR).liste
    du_jour = tuple(r for r in veille if r.jour == au and not r.maintenant and r.periode not in pris)
    return (*du_jour, *a_venir.liste)


def jour_tenu(depuis: date, au: date) -> date:
    """The day proposed for what can be done now: a week after the address was made, then every three months."""
    premier, rang = depuis + DELAI, 0
    while (jour := add_mois(premier, rang * MOIS_DE_SILENCE)) < au:
        rang += 1
    return jour


def _rappels(catalogue: Catalogue, etat: EtatNavigateur, au: date) -> Rappels:
    evaluation = catalogue.moteur.evaluate(etat.profil, au)
    return tous_les_rappels(catalogue, evaluation, previsions_de(catalogue, etat, au), au)
