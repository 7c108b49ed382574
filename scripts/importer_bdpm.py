"""Loads the public list of medicines: fetches, reads, replaces, and says every line left out. Changes nothing else."""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime

from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlmodel import Session

from app.domain.bdpm import ListeLue, ListeRefusee, check_longueur, decode, read_liste, read_noms
from app.services.base_de_donnees import open_base
from app.services.fichier_bdpm import beside, fetch
from app.services.medicaments import read_liste_en_place, replace_liste
from app.settings import ReglageInvalide, load_settings

RIEN_N_A_CHANGE = "Rien n'a changé : la liste en place reste la même."


def main() -> None:
    """One import, from the command line."""
    demande = _arguments()
    try:
        noms = _noms(demande)
        fichier = fetch(demande.origine)
        liste = read_liste(decode(fichier.octets), noms or {})
        du = demande.du or fichier.du or datetime.now(UTC).date()
        lot = _load(liste, du, demande, noms=bool(noms))
    except (ListeRefusee, ReglageInvalide) as refus:
        sys.exit(f"{refus} {RIEN_N_A_CHANGE}")
    except IntegrityError:
        sys.exit(f"Un autre chargement se termine en ce moment. {RIEN_N_A_CHANGE}")
    except SQLAlchemyError:
        sys.exit(f"La base ne répond pas, ou n'est pas prête. Lancez d'abord scripts/serve. {RIEN_N_A_CHANGE}")
    _report(liste, du, lot, avec_noms=bool(noms))


def _arguments() -> argparse.Namespace:
    lecteur = argparse.ArgumentParser(prog="scripts/importer-bdpm", description="Charge la liste des médicaments.")
    lecteur.add_argument("origine", help="le fichier CIS_CIP_bdpm.txt, ou son adresse en https://")
    groupe = lecteur.add_mutually_exclusive_group()
    groupe.add_argument("--noms", help="le fichier CIS_bdpm.txt, ou son adresse, quand il n'est pas à côté de l'autre")
    groupe.add_argument("--sans-noms", action="store_true", help="ne pas chercher les noms des médicaments")
    lecteur.add_argument("--du", type=date.fromisoformat, help="le jour du fichier, comme 2026-11-22")
    lecteur.add_argument("--plus-court", action="store_true", help="accepter une liste bien plus courte que l'ancienne")
    return lecteur.parse_args()


def _noms(demande: argparse.Namespace) -> Mapping[str, str] | None:
    """The names when there are any to be had; an address that does not answer is no reason to serve boxes unnamed."""
    origine = None if demande.sans_noms else demande.noms or beside(demande.origine)
    if origine is None:
        return None
    try:
        return read_noms(decode(fetch(origine).octets))
    except ListeRefusee as refus:
        raise ListeRefusee(f"Les noms des médicaments : {refus} Pour s'en passer, ajoutez --sans-noms.") from None


def _load(liste: ListeLue, du: date, demande: argparse.Namespace, *, noms: bool) -> int:
    """Everything in one transaction: readers see the former list, then the new one, and nothing between."""
    engine = open_base(load_settings().database_url)
    try:
        with Session(engine) as session, session.begin():
            ancienne = read_liste_en_place(session)
            if ancienne and not demande.plus_court:
                check_longueur(liste, ancienne.boites)
            if ancienne and ancienne.noms and not (noms or demande.sans_noms):
                raise ListeRefusee(
                    "La liste en place a les noms des médicaments, celle-ci non. Ajoutez --noms et le fichier "
                    "CIS_bdpm.txt, ou --sans-noms."
                )
            return replace_liste(session, liste, fichier_du=du, noms=noms, maintenant=datetime.now(UTC))
    finally:
        engine.dispose()


def _report(liste: ListeLue, du: date, lot: int, *, avec_noms: bool) -> None:
    for rejet in liste.rejets:
        print(f"ligne {rejet.numero} rejetée : {rejet.raison}")
    sans_nom = sum(not boite.nom for boite in liste.boites)
    sans_prix = sum(boite.prix is None for boite in liste.boites)
    print(
        f"Lot {lot}, fichier du {du:%d/%m/%Y} : lignes lues {liste.lignes} = chargées {len(liste.boites)} "
        f"+ rejetées {len(liste.rejets)}."
    )
    print(f"Sans prix : {sans_prix}. Sans nom : {sans_nom}.")
    if not avec_noms:
        print("Les noms ne sont pas dans ce fichier : on cherche par code, ou par les mots de la boîte. Voyez --noms.")


if __name__ == "__main__":
    main()
