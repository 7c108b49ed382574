"""Says whom a vaccine line concerns: sex, cohort, ages, conditions, exclusions. Counts no dose and gives no date."""

from collections.abc import Container
from typing import NamedTuple

from app.domain.criteres import compile_critere
from app.domain.dates import Duree, is_reached
from app.domain.vaccination_dossier import DossierVaccinal
from app.domain.vaccination_lignes import STATUTS_D_EXCLUSION, LigneVaccin
from app.domain.vaccination_verdicts import CodeVaccinal, RaisonVaccin, StatutVaccin


class Exclue(NamedTuple):
    """Why a line is closed to someone, and as what."""

    statut: StatutVaccin
    raison: RaisonVaccin


class Concernes:
    """The conditions of one line, compiled once."""

    def __init__(self, ligne: LigneVaccin) -> None:
        self._ligne = ligne
        self._conditions = tuple(compile_critere(critere) for critere in ligne.pour_qui.conditions)
        self._exclusions = tuple(
            (numero, exclusion, compile_critere(exclusion.si) if exclusion.si is not None else None)
            for numero, exclusion in enumerate(ligne.sauf)
        )

    def sexe_autre(self, dossier: DossierVaccinal) -> bool:
        """Whether the line is for the other sex."""
        sexe = self._ligne.pour_qui.sexe
        return sexe is not None and dossier.sexe is not None and sexe != dossier.sexe

    def pas_encore(self, dossier: DossierVaccinal) -> bool:
        """Whether the person is younger than the line's first age."""
        return not self._reached(self._ligne.pour_qui.de, dossier)

    def passee(self, dossier: DossierVaccinal) -> bool:
        """Whether the line's last age is over."""
        avant = self._ligne.pour_qui.avant
        return avant is not None and self._reached(avant, dossier)

    def hors_cohorte(self, dossier: DossierVaccinal) -> RaisonVaccin | None:
        """Why the year of birth closes the line, if it does."""
        pour_qui = self._ligne.pour_qui
        if pour_qui.ne_depuis is not None and dossier.naissance < pour_qui.ne_depuis:
            return RaisonVaccin("date_naissance", "ne_depuis", (pour_qui.ne_depuis.isoformat(),))
        if pour_qui.ne_avant is not None and dossier.naissance >= pour_qui.ne_avant:
            return RaisonVaccin("date_naissance", "ne_avant", (pour_qui.ne_avant.isoformat(),))
        return None

    def conditions(self, dossier: DossierVaccinal) -> tuple[bool | None, tuple[RaisonVaccin, ...]]:
        """Whether the facts open the line (None: an unknown one decides), and the facts that say so."""
        if self._ligne.pour_qui.ou_age and not self.pas_encore(dossier):
            return True, ()
        raisons: list[RaisonVaccin] = []
        inconnues: list[RaisonVaccin] = []
        for condition in self._conditions:
            valeur, dites = condition(dossier.faits)
            traduites = [RaisonVaccin(dite.critere, _CODES[dite.code]) for dite in dites]
            if valeur is False:
                return False, tuple(traduites)
            (inconnues if valeur is None else raisons).extend(traduites)
        return (None, tuple(inconnues)) if inconnues else (True, tuple(raisons))

    def exclue(
        self, dossier: DossierVaccinal, completes: Container[str], *, pour_de_bon: bool | None = None
    ) -> Exclue | None:
        """The first exclusion that is true; `pour_de_bon` keeps those that say pas_indique, or the others."""
        for numero, exclusion, si in self._exclusions:
            statut = STATUTS_D_EXCLUSION[exclusion.statut]
            if pour_de_bon is not None and (statut is StatutVaccin.PAS_INDIQUE) is not pour_de_bon:
                continue
            if exclusion.jusqu_a_fin_de is not None and exclusion.jusqu_a_fin_de in completes:
                continue
            vraie = si(dossier.faits)[0] is True if si is not None else exclusion.evenement in dossier.evenements
            if vraie:
                return Exclue(statut, RaisonVaccin("exclusion", "exclusion", (numero,)))
        return None

    @staticmethod
    def _reached(age: Duree | None, dossier: DossierVaccinal) -> bool:
        return age is None or is_reached(dossier.naissance, age, dossier.au)


_CODES: dict[str, CodeVaccinal] = {"fait_vrai": "fait_vrai", "fait_faux": "fait_faux", "fait_inconnu": "fait_inconnu"}
