"""Reads the words given to scripts/valider and records the reading, or says in French what to correct."""

import argparse
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

from app.content.loader import CONTENU, load_catalogue
from app.content.relectures import RelectureRefusee, record_relecture
from app.domain.erreurs import ContenuInvalide

USAGE = 'scripts/valider ID --nom "Prénom Nom" --role "métier" --organisation "nom" [--le AAAA-MM-JJ]'


class Lecteur(argparse.ArgumentParser):
    """Says its refusals in French."""

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - the library's English words
        sys.exit(f"Cette commande n'est pas complète, ou un de ses mots n'est pas connu.\nÉcrivez : {USAGE}")


def read_day(texte: str) -> date:
    try:
        return date.fromisoformat(texte)
    except ValueError:
        sys.exit(f"--le attend un jour comme 2026-11-22, et ne lit pas « {texte} ».")


def main() -> None:
    lecteur = Lecteur(usage=USAGE, add_help=False, allow_abbrev=False)
    lecteur.add_argument("id", nargs="?", default="")
    for nom in ("nom", "role", "organisation", "le"):
        lecteur.add_argument(f"--{nom}", default="")
    lecteur.add_argument("--contenu", type=Path, default=CONTENU)
    lecteur.add_argument("--aide", "--help", "-h", action="store_true", dest="aide")
    lus = lecteur.parse_args()
    if lus.aide:
        print(f"Note qu'une personne réelle a relu un conseil.\n{USAGE}")
        return
    if not lus.id:
        sys.exit(f"Dites quel conseil a été relu.\nÉcrivez : {USAGE}")
    apercu = os.environ.get("MBS_AUJOURDHUI", "")
    aujourdhui = read_day(apercu) if apercu else datetime.now(ZoneInfo("Europe/Paris")).date()
    le = read_day(lus.le) if lus.le else aujourdhui
    personne = {"nom": lus.nom, "role": lus.role, "organisation": lus.organisation}
    try:
        fichier, neuve = record_relecture(lus.contenu, load_catalogue(lus.contenu), lus.id, personne, le, aujourdhui)
    except (RelectureRefusee, ContenuInvalide) as refus:
        sys.exit(str(refus))
    print(f"{'Relecture notée' if neuve else 'Cette relecture était déjà notée'} : {fichier}")


if __name__ == "__main__":
    main()
