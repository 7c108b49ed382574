"""Writes the two files of a new advice, with a clear mark wherever a person must write. Invents no content."""

import argparse
import re
from pathlib import Path
from typing import NamedTuple, get_args

from app.content.lecture import MARQUE
from app.domain.erreurs import ContenuInvalide
from app.domain.fiches import AGE_MAX, Famille, Genre

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Demande(NamedTuple):
    """What is known of an advice before its text is written."""

    id: str
    genre: str
    famille: str
    ages: tuple[int, int]
    sexe: str | None


def add_arguments(lecteur: argparse.ArgumentParser) -> None:
    """The options of `scripts/contenu nouvelle`."""
    lecteur.add_argument("id", help="minuscules, sans accent, avec des tirets : depistage-exemple")
    lecteur.add_argument("--genre", required=True, choices=get_args(Genre))
    lecteur.add_argument("--famille", required=True, choices=get_args(Famille))
    lecteur.add_argument("--ages", required=True, help="âges révolus, bornes comprises : 50-74")
    lecteur.add_argument("--sexe", choices=("F", "M"))


def demande(options: argparse.Namespace) -> Demande:
    """The options, read; ContenuInvalide with every fault of theirs."""
    fautes = []
    if not _ID.fullmatch(options.id):
        fautes.append(f"« {options.id} » : minuscules sans accent, chiffres et tirets seulement")
    trouve = re.fullmatch(r"(\d{1,3})-(\d{1,3})", options.ages)
    ages = (int(trouve[1]), int(trouve[2])) if trouve else (0, 0)
    if not trouve or not ages[0] <= ages[1] <= AGE_MAX:
        fautes.append(f"« {options.ages} » : deux âges comme 50-74, de 0 à {AGE_MAX}")
    if fautes:
        raise ContenuInvalide(tuple(fautes))
    return Demande(options.id, options.genre, options.famille, ages, options.sexe)


def write(voulu: Demande, unites: Path, cas: Path) -> list[Path]:
    """Write both files; refuse to replace one that exists."""
    fichiers = {unites / f"{voulu.id}.yaml": unite(voulu), cas / f"{voulu.id}.yaml": scenarios(voulu)}
    existants = [fichier for fichier in fichiers if fichier.exists()]
    if existants:
        raise ContenuInvalide(tuple(f"{fichier} existe déjà : rien n'a été écrit" for fichier in existants))
    for fichier, texte in fichiers.items():
        fichier.write_text(texte, "utf-8")
    return list(fichiers)


def unite(voulu: Demande) -> str:
    """The content file, its keys in order."""
    sexe = f"\n  sexe: {voulu.sexe}" if voulu.sexe else ""
    mois = f"mois: {MARQUE} le numéro du mois, de 1 à 12\n" if voulu.genre == "campagne" else ""
    return f"""\
# Squelette : remplacez chaque « {MARQUE} ». Tant qu'il en reste un, le contenu est refusé.
id: {voulu.id}
genre: {voulu.genre}
famille: {voulu.famille}
priorite: {MARQUE} de 1 (d'abord) à 99 ; regardez les conseils voisins
pictogramme: {MARQUE} le nom d'un dessin de app/templates/composants/pictogrammes
pour_qui:
  ages: [[{voulu.ages[0]}, {voulu.ages[1]}]]{sexe}
frequence: {MARQUE} P2Y pour tous les 2 ans, une_fois, ou null
{mois}normal:
  titre: {MARQUE} 60 caractères au plus
  resume: {MARQUE} 160 caractères au plus
  texte: {MARQUE} avec les âges de {voulu.ages[0]} à {voulu.ages[1]} ans
  pourquoi: {MARQUE} la règle, et depuis quand
  comment:
  - {MARQUE} une étape
  sans_internet: {MARQUE} un numéro ou un lieu
  prix: {MARQUE} le montant en euros, s'il est connu
falc:
  titre: {MARQUE} 8 mots au plus
  resume: {MARQUE} 12 mots au plus
  texte:
  - {MARQUE} une idée par phrase, 12 mots au plus
  comment:
  - {MARQUE} une étape
  sans_internet:
  - {MARQUE} le même numéro que dans le texte normal
  prix:
  - {MARQUE} le même montant que dans le texte normal
  mots: []
cout: {{a_payer: null, reste_a_charge: null}}
doute: {MARQUE} ce qui n'est pas certain, ou null avec « certitude sure »
sources:
- editeur: {MARQUE} qui publie
  titre: {MARQUE} le titre exact
  url: {MARQUE} l'adresse en https
  date: {MARQUE} la date du texte
  vu_le: {MARQUE} le jour où vous l'avez lu
certitude: a_verifier
en_vigueur_depuis: {MARQUE} une date comme 2026-01-01
verifie_le: {MARQUE} le jour de votre vérification
a_relire_avant: {MARQUE} un an plus tard au plus
relu_par: []
"""


def scenarios(voulu: Demande) -> str:
    """The cases every window needs: the day before, the day and the day after each bound, and no birth date."""
    au = f"{MARQUE} un jour comme 2026-11-22"
    verdict = f"{MARQUE} A_FAIRE, BIENTOT, A_JOUR, A_PRECISER ou PAS_CONCERNE"
    naissance = f"{MARQUE} la date de naissance qui convient"
    bornes = [age for age in (voulu.ages[0], voulu.ages[1] + 1) if 0 < age <= AGE_MAX]
    phrases = [f"{moment} de ses {age} ans" for age in bornes for moment in ("La veille", "Le jour", "Le lendemain")]
    sexe = f", sexe: {voulu.sexe}" if voulu.sexe else ""
    cas = [(phrase, f"{{date_naissance: {naissance}{sexe}}}") for phrase in phrases]
    cas.append(("Date de naissance inconnue", f"{{sexe: {voulu.sexe}}}" if voulu.sexe else "{}"))
    if voulu.sexe:
        autre = "M" if voulu.sexe == "F" else "F"
        cas += [("L'autre sexe", f"{{date_naissance: {naissance}, sexe: {autre}}}")]
        cas += [("Sexe inconnu", f"{{date_naissance: {naissance}}}")]
    entete = (
        f"# Squelette : remplacez chaque « {MARQUE} ».\n# Ajoutez chaque exclusion, une réponse absente, un acte.\n"
    )
    return entete + "".join(
        f"- quand: {phrase}\n  au: {au}\n  profil: {profil}\n  attendu: {{verdict: {verdict}}}\n"
        for phrase, profil in cas
    )
