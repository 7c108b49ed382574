"""Backs up the base, or the keys, from the command line. The site may go on meanwhile."""

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app import VERSION
from app.services.base_de_donnees import open_base
from app.services.liste_effacements import ListeAbimee, ListeEffacements, ListeMuette
from app.services.reprise import agree_with
from app.services.sauvegarde import Origine, remove_old, save_base
from app.services.sauvegarde_cles import Cles, check_apart, save_keys
from app.services.sauvegarde_refus import SauvegardeRefusee
from app.settings import ReglageInvalide, Settings, load_settings


def main() -> None:
    """One backup of each kind asked for."""
    demande = _arguments()
    try:
        settings = load_settings()
        cles = Cles(settings.cle_cookie(), settings.cles_carnet())
        check_apart(demande.base, demande.cles, (settings.var, settings.liste_des_effacements.parent))
        if demande.base:
            _base(settings, cles, demande)
        if demande.cles:
            print(f"Clés : {save_keys(cles, demande.cles, datetime.now(UTC))}")
            print("Ce fichier ouvre tout. Gardez-le loin des sauvegardes de la base.")
    except (ReglageInvalide, SauvegardeRefusee) as refus:
        sys.exit(str(refus))
    except (ListeMuette, ListeAbimee):
        sys.exit("La liste des effacements ne peut pas être lue ou écrite. Aucune sauvegarde n'est faite.")
    except OSError as erreur:
        sys.exit(f"Le dossier ne peut pas être écrit ({erreur.strerror}). Aucune sauvegarde n'est faite.")
    except SQLAlchemyError:
        sys.exit("La base ne répond pas, ou n'est pas prête. Aucune sauvegarde n'est faite.")


def _base(settings: Settings, cles: Cles, demande: argparse.Namespace) -> None:
    debut, maintenant = time.monotonic(), datetime.now(UTC)
    engine, liste = open_base(settings.database_url), ListeEffacements(settings.liste_des_effacements)
    try:
        liste.begin(maintenant)
        with Session(engine) as session, session.begin():
            agree_with(session, liste, maintenant)
        fait = save_base(Origine(engine, liste, VERSION, cles.nom_service, cles.sauvegarde), demande.base, maintenant)
    finally:
        engine.dispose()
    print(f"Base : {fait} ({time.monotonic() - debut:.1f} s)")
    if demande.jours is not None:
        retirees = remove_old(demande.base, demande.jours, maintenant)
        print(f"Sauvegardes de plus de {demande.jours} jours retirées : {len(retirees)}")


def _arguments() -> argparse.Namespace:
    lecteur = argparse.ArgumentParser(prog="scripts/sauvegarde", description="Sauvegarde la base, ou les clés.")
    lecteur.add_argument("--base", type=Path, metavar="DOSSIER", help="où ranger les sauvegardes de la base")
    lecteur.add_argument("--cles", type=Path, metavar="DOSSIER", help="où ranger les clés : un autre dossier")
    lecteur.add_argument("--jours", type=int, metavar="N", help="retirer les sauvegardes de la base plus vieilles")
    demande = lecteur.parse_args()
    if demande.base is None and demande.cles is None:
        lecteur.error("dites quoi sauvegarder : --base DOSSIER, --cles DOSSIER, ou les deux")
    if demande.jours is not None and demande.jours < 1:
        lecteur.error("--jours est un nombre de jours, 1 au moins")
    return demande


if __name__ == "__main__":
    main()
