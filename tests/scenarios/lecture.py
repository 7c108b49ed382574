"""Reads the scenario files: who, which day, what is expected. Judges nothing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from app.domain.profil import Profil
from app.domain.vaccination_verdicts import Prevision
from app.domain.verdicts import Resultat

DOSSIER = Path(__file__).parent / "recommandations"
CLES = {"verdict", "echeance", "a_partir_du", "critere"}


class Scenario(NamedTuple):
    """One French sentence of a unit's scenario file, ready to be played."""

    unite: str
    quand: str
    au: date
    profil: Profil
    attendu: dict[str, Any]

    def differences(self, resultat: Resultat) -> dict[str, tuple[Any, Any]]:
        """What differs between the result and what is expected: {key: (expected, found)}; empty when it passes."""
        trouve = {
            "verdict": str(resultat.verdict),
            "echeance": resultat.echeance,
            "a_partir_du": resultat.a_partir_du,
        }
        criteres = [raison.critere for raison in resultat.raisons]
        ecarts = {
            cle: (attendu, trouve[cle])
            for cle, attendu in self.attendu.items()
            if cle != "critere" and trouve[cle] != attendu
        }
        if "critere" in self.attendu and self.attendu["critere"] not in criteres:
            ecarts["critere"] = (self.attendu["critere"], criteres)
        return ecarts


def read_scenarios(dossier: Path = DOSSIER) -> Iterator[Scenario]:
    """Every scenario of every file; a malformed one is an error that names its sentence."""
    for fichier in sorted(dossier.glob("*.yaml")):
        for contenu in yaml.load(fichier.read_text("utf-8"), yaml.CSafeLoader):
            if set(contenu) != {"quand", "au", "profil", "attendu"} or not contenu["attendu"].keys() <= CLES:
                raise ValueError(f"{fichier.name} : clés inattendues dans « {contenu.get('quand')} »")
            yield Scenario(
                fichier.stem,
                contenu["quand"],
                contenu["au"],
                Profil.model_validate(contenu["profil"]),
                contenu["attendu"],
            )


DOSSIER_VACCINS = Path(__file__).parent / "vaccins"
CLES_VACCIN = {"statut", "dose", "date_conseillee", "au_plus_tot", "en_retard_depuis", "date_limite"}
ENTREES_VACCIN = {"quand", "au", "profil", "vaccinations", "autres_dates", "campagnes", "attendu"}


class ScenarioVaccin(NamedTuple):
    """One French sentence of a vaccine line's scenario file; the status `absente` says that the line is not told."""

    ligne: str
    quand: str
    au: date
    demande: dict[str, Any]
    attendu: dict[str, Any]

    def differences(self, prevision: Prevision | None) -> dict[str, tuple[Any, Any]]:
        """What differs between the forecast and what is expected; empty when it passes."""
        if prevision is None:
            return {} if self.attendu["statut"] == "absente" else {"statut": (self.attendu["statut"], "absente")}
        trouve = {cle: getattr(prevision, cle) for cle in CLES_VACCIN} | {"statut": str(prevision.statut)}
        return {cle: (voulu, trouve[cle]) for cle, voulu in self.attendu.items() if trouve[cle] != voulu}


def read_scenarios_vaccins(dossier: Path = DOSSIER_VACCINS) -> Iterator[ScenarioVaccin]:
    """Every scenario of every vaccine line; a malformed one is an error that names its sentence."""
    for fichier in sorted(dossier.glob("*.yaml")):
        for contenu in yaml.load(fichier.read_text("utf-8"), yaml.CSafeLoader):
            if not contenu.keys() <= ENTREES_VACCIN or not {"statut"} <= contenu["attendu"].keys() <= CLES_VACCIN:
                raise ValueError(f"{fichier.name} : clés inattendues dans « {contenu.get('quand')} »")
            demande = {cle: contenu[cle] for cle in ENTREES_VACCIN - {"quand", "au", "attendu"} if cle in contenu}
            yield ScenarioVaccin(fichier.stem, contenu["quand"], contenu["au"], demande, contenu["attendu"])
