"""Reads the vaccine schedule: codes, settings, campaigns, lines and general rules, and the faults between them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from app.content.croisements import plus_proche
from app.content.fichiers import FichierLu, attendu, lire, unites, valider
from app.domain.criteres import clauses
from app.domain.faits import DefinitionFait
from app.domain.vaccination import CalendrierVaccinal
from app.domain.vaccination_codes import CampagneVaccinale, CodeVaccin, ReglagesVaccins, RepereVaccinal
from app.domain.vaccination_lignes import LigneVaccin

M = TypeVar("M", bound=BaseModel)

DOSSIER_VACCINS, CODES, REGLAGES = "vaccins", "vaccins-codes.yaml", "vaccins-reglages.yaml"
CAMPAGNES, REPERES = "campagnes_vaccinales.yaml", "vaccins-reperes.yaml"


def read_vaccins(
    racine: Path, vocabulaire: Mapping[str, DefinitionFait], problemes: list[str]
) -> tuple[CalendrierVaccinal | None, list[tuple[FichierLu, LigneVaccin]]]:
    """The schedule (None when it has a fault), and its lines with their files."""
    lignes = unites(LigneVaccin, racine, DOSSIER_VACCINS, problemes)
    avant = len(problemes)
    codes = _codes(racine, problemes)
    reglages = _reglages(racine, problemes)
    campagnes = _liste(CampagneVaccinale, racine, CAMPAGNES, problemes)
    reperes = _liste(RepereVaccinal, racine, REPERES, problemes)
    if reglages is None:
        return None, lignes
    seules = [ligne for _, ligne in lignes]
    if vocabulaire:  # without it every fact would look unknown
        problemes += cross_check_vaccins(seules, codes, campagnes, reglages, reperes, vocabulaire)
    if len(problemes) > avant:
        return None, lignes
    return CalendrierVaccinal(seules, codes, campagnes, reglages, reperes), lignes


def _codes(racine: Path, problemes: list[str]) -> dict[str, CodeVaccin]:
    codes: dict[str, CodeVaccin] = {}
    for lu in lire(racine, [racine / CODES], problemes):
        for code, decrit in attendu(dict, lu, problemes).items():
            entree = {"code": code, **decrit} if isinstance(decrit, dict) else decrit
            valide = valider(CodeVaccin, lu._replace(nom=f"{lu.nom} : {code}"), entree, problemes)
            if valide is not None:
                codes[code] = valide
    return codes


def _reglages(racine: Path, problemes: list[str]) -> ReglagesVaccins | None:
    for lu in lire(racine, [racine / REGLAGES], problemes):
        return valider(ReglagesVaccins, lu, attendu(dict, lu, problemes), problemes)
    return None


def _liste(modele: type[M], racine: Path, nom: str, problemes: list[str]) -> list[M]:
    """Every valid entry of a file that holds a list."""
    valides: list[M] = []
    for lu in lire(racine, [racine / nom], problemes):
        for position, entree in enumerate(attendu(list, lu, problemes)):
            valide = valider(modele, lu._replace(nom=f"{lu.nom} [{position}]"), entree, problemes)
            if valide is not None:
                valides.append(valide)
    return valides


def cross_check_vaccins(
    lignes: list[LigneVaccin],
    codes: Mapping[str, CodeVaccin],
    campagnes: list[CampagneVaccinale],
    reglages: ReglagesVaccins,
    reperes: list[RepereVaccinal],
    vocabulaire: Mapping[str, DefinitionFait],
) -> Iterator[str]:
    """Every fault that no file of the schedule shows alone, one line each."""
    ids = {ligne.id for ligne in lignes}
    for ligne in lignes:
        yield from (
            f"{DOSSIER_VACCINS}/{ligne.id}.yaml : {faute}" for faute in _ligne(ligne, ids, codes, reglages, vocabulaire)
        )
    for cle, nombre in Counter(campagne.cle for campagne in campagnes).items():
        if nombre > 1:
            yield f"{CAMPAGNES} : la campagne « {cle} » existe {nombre} fois"
    for campagne in campagnes:
        famille = campagne.famille
        if famille not in reglages.campagnes:
            yield f"{CAMPAGNES} : famille inconnue « {famille} »{plus_proche(famille, reglages.campagnes)}"
    noms = Counter(repere.id for repere in reperes)
    yield from (f"{REPERES} : « {nom} » existe {nombre} fois" for nom, nombre in noms.items() if nombre > 1)
    for regle in (reglages.regle_entre_vivants, reglages.regle_dose_trop_tot):
        if regle not in noms:
            yield f"{REGLAGES} : repère inconnu « {regle} »{plus_proche(regle, noms)}"
    for fait in (reglages.carnet_perdu, *reglages.territoires):
        if fait not in vocabulaire:
            yield f"{REGLAGES} : fait inconnu « {fait} »{plus_proche(fait, vocabulaire)}"


def _ligne(
    ligne: LigneVaccin,
    ids: set[str],
    codes: Mapping[str, CodeVaccin],
    reglages: ReglagesVaccins,
    vocabulaire: Mapping[str, DefinitionFait],
) -> Iterator[str]:
    for code in sorted(ligne.codes_cites() - codes.keys()):
        yield f"code de vaccin inconnu « {code} »{plus_proche(code, codes)}"
    for id_ in sorted({*ligne.remplace, *(e.jusqu_a_fin_de for e in ligne.sauf if e.jusqu_a_fin_de)} - ids):
        yield f"ligne inconnue « {id_} »{plus_proche(id_, ids)}"
    for evenement in sorted(ligne.evenements() - set(reglages.evenements)):
        yield f"événement inconnu « {evenement} »{plus_proche(evenement, reglages.evenements)}"
    if ligne.saison is not None and ligne.saison.campagne not in reglages.campagnes:
        yield f"campagne inconnue « {ligne.saison.campagne} »{plus_proche(ligne.saison.campagne, reglages.campagnes)}"
    for critere in ligne.criteres():
        for clause in clauses(critere):
            definition = vocabulaire.get(clause.fait)
            if definition is None:
                yield f"fait inconnu « {clause.fait} »{plus_proche(clause.fait, vocabulaire)}"
            elif (definition.type == "number") is not clause.numerique:
                attendu = "une limite (au_moins, inferieur_a…)" if definition.type == "number" else "oui ou non"
                yield f"« {clause.fait} » se compare à {attendu}"
    connus = {antigene for code in codes.values() for antigene in code.antigenes}
    for antigene in sorted(set(ligne.antigenes) - connus):
        yield f"antigène inconnu « {antigene} »{plus_proche(antigene, connus)}"
