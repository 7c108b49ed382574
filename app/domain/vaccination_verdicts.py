"""Holds what a vaccine line says to a person: status, dates, coded reasons. The French words live in rendering."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from app.domain.vaccination_lignes import LigneVaccin


class StatutVaccin(StrEnum):
    """What the next dose of a line is, one day."""

    EN_RETARD = "en_retard"
    A_FAIRE = "a_faire"
    RATTRAPAGE = "rattrapage"
    AVIS_PROFESSIONNEL = "avis_professionnel"
    POSSIBLE = "possible"
    PLUS_TARD = "plus_tard"
    HORS_SAISON = "hors_saison"
    CONTRE_INDIQUE = "contre_indique"
    TROP_TARD = "trop_tard"
    COMPLET = "complet"
    PAS_INDIQUE = "pas_indique"


CodeVaccinal = Literal[
    "age_conseille",  # valeurs: (ISO duration,)
    "age_possible",  # (ISO duration,)
    "intervalle",  # (ISO duration,)
    "depuis_la_premiere",  # (ISO duration,)
    "precedent",  # (ISO duration,)
    "evenement",  # (event, ISO duration)
    "vivants",  # (ISO duration,)
    "terme",  # (ISO duration from, ISO duration before)
    "terme_inconnu",  # (ISO duration from, ISO duration before)
    "fenetre_passee",  # (ISO day,)
    "dose_trop_tot",  # (ISO day, month or year of that dose,)
    "dose_trop_tot_avis",
    "limite",  # (ISO day,)
    "limite_passee",  # (ISO day,)
    "age_passe",
    "ne_depuis",  # (ISO day,)
    "ne_avant",  # (ISO day,)
    "fait_vrai",
    "fait_faux",
    "fait_inconnu",
    "saison_ouverte",  # (ISO day of the end,)
    "saison_fermee",  # (ISO day of the next opening, or "")
    "fait_cette_saison",
    "complet",
    "exclusion",  # (position in ligne.sauf,)
    "avis",
    "report",  # (ISO duration,)
    "rattrapage",
    "obligatoire",
    "au_choix",
    "autre_schema",
    "autre_produit",
    "carnet_perdu",
    "date_imprecise",
    "naissance_imprecise",
]


class RaisonVaccin(NamedTuple):
    """One reason: what it is about, what was found, the id of the general rule it applies, if any."""

    critere: str
    code: CodeVaccinal
    valeurs: tuple[int | str, ...] = ()
    regle: str | None = None


class Prevision(NamedTuple):
    """What one line says: the next dose, its dates, and why.

    `a_preciser` are the unknown facts that decide; `incertain` says that an approximate date or a lost record may
    change the answer; `remplacee_par` names the line that already says it.
    """

    ligne: "LigneVaccin"
    statut: StatutVaccin
    dose: int | None = None
    date_conseillee: date | None = None
    au_plus_tot: date | None = None
    en_retard_depuis: date | None = None
    date_limite: date | None = None
    raisons: tuple[RaisonVaccin, ...] = ()
    doses_comptees: int = 0
    doses_prevues: int | None = None
    a_preciser: tuple[str, ...] = ()
    incertain: bool = False
    remplacee_par: str | None = None
