"""Loads a list of places without booking: reads, replaces, and says every row left out. Changes nothing else."""

import argparse
import re
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.content.communes import communes_de_france
from app.content.loader import load_catalogue
from app.domain.annuaire import AnnuaireLu, AnnuaireRefuse, check_taille, read_annuaire
from app.services.annuaire import count_liste, replace_annuaire
from app.services.base_de_donnees import open_base
from app.settings import ReglageInvalide, load_settings

RIEN_N_A_CHANGE = "Rien n'a changé : la liste en place reste la même."
OCTETS_MAX = 30_000_000
_NOM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def main() -> None:
    """One import, from the command line."""
    demande = _arguments()
    try:
        lu = read_annuaire(_texte(demande.fichier), communes_de_france(), load_catalogue().genres_de_lieux)
        _load(lu, demande)
    except (AnnuaireRefuse, ReglageInvalide) as refus:
        sys.exit(f"{refus} {RIEN_N_A_CHANGE}")
    except SQLAlchemyError:
        sys.exit(f"La base ne répond pas, ou n'est pas prête. Lancez d'abord scripts/serve. {RIEN_N_A_CHANGE}")
    for rejet in lu.rejets:
        print(f"ligne {rejet.numero} rejetée : {rejet.raison}")
    total = len(lu.lieux) + len(lu.rejets)
    print(
        f"Liste « {demande.liste} » du {demande.du:%d/%m/%Y} : lignes lues {total} = chargées {len(lu.lieux)} "
        f"+ rejetées {len(lu.rejets)}."
    )


def _arguments() -> argparse.Namespace:
    lecteur = argparse.ArgumentParser(prog="scripts/importer-lieux", description="Charge une liste de lieux.")
    lecteur.add_argument("fichier", type=Path, help="un fichier CSV ; ses colonnes sont dans docs/importer-lieux.md")
    lecteur.add_argument("--liste", help="le nom de la liste remplacée, comme csapa-71 (celui du fichier sinon)")
    lecteur.add_argument("--du", type=date.fromisoformat, help="le jour du fichier, comme 2026-11-22")
    lecteur.add_argument("--plus-court", action="store_true", help="accepter une liste bien plus courte que l'ancienne")
    demande = lecteur.parse_args()
    demande.liste = demande.liste or demande.fichier.stem.lower()
    demande.du = demande.du or datetime.now(UTC).date()
    if not _NOM.fullmatch(demande.liste) or len(demande.liste) > 40:
        lecteur.error("--liste : 40 lettres, chiffres et tirets au plus, comme csapa-71")
    if demande.du > datetime.now(UTC).date():
        lecteur.error("--du : ce jour est dans le futur")
    return demande


def _texte(fichier: Path) -> str:
    try:
        octets = fichier.read_bytes()
    except OSError:
        raise AnnuaireRefuse("Ce fichier ne peut pas être lu.") from None
    if len(octets) > OCTETS_MAX or b"\0" in octets:
        raise AnnuaireRefuse("Ce fichier n'est pas un texte, ou il est trop gros.")
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return octets.decode("cp1252", errors="replace")


def _load(lu: AnnuaireLu, demande: argparse.Namespace) -> None:
    """Everything in one transaction: readers see the former list, then the new one, and nothing between."""
    engine = open_base(load_settings().database_url)
    try:
        with Session(engine) as session, session.begin():
            if not demande.plus_court:
                check_taille(lu, count_liste(session, demande.liste))
            replace_annuaire(session, demande.liste, lu.lieux, datetime.combine(demande.du, time(), UTC))
    finally:
        engine.dispose()


if __name__ == "__main__":
    main()
