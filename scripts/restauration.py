"""Puts the keys or a backup of the base back, from the command line, with the site stopped."""

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from app.services.base_de_donnees import open_base
from app.services.liste_effacements import ListeEffacements, ListeMuette
from app.services.restauration import Demande, restore
from app.services.sauvegarde_cles import Cles, put_keys_back, read_keys
from app.services.sauvegarde_refus import SauvegardeRefusee
from app.settings import RACINE, ReglageInvalide, Settings, load_settings


def main() -> None:
    """The keys, then the base."""
    demande = _arguments()
    try:
        if demande.cles:
            _keys(demande.cles)
        if demande.dossier:
            _base(load_settings(), demande)
    except (ReglageInvalide, SauvegardeRefusee) as refus:
        sys.exit(str(refus))
    except (OSError, ListeMuette):
        sys.exit("Un fichier ne peut pas être lu ou écrit. La base d'avant est toujours là.")


def _keys(fichier: Path) -> None:
    cles = read_keys(fichier)
    # Read as in development: production refuses to start without the key that is about to be put back.
    reglages = Settings(cle_cookie_base64=None, environnement="developpement")
    ecrits = put_keys_back(cles, reglages.fichier_de_cle, reglages.fichier_de_cle_carnet)
    print(f"Clés rendues dans {reglages.var} : {', '.join(f.name for f in ecrits) or 'elles y étaient déjà'}.")
    if len(cles.carnet) > 1:
        print("Ce fichier a aussi des clés anciennes : donnez-les dans MBS_CLES_CARNET_ANCIENNES.")


def _keys_at_hand(settings: Settings) -> Cles:
    """The keys of this site; none is made here, since a new one would open nothing."""
    if settings.cle_cookie_base64 is None and not settings.fichier_de_cle.is_file():
        raise SauvegardeRefusee("Il n'y a aucune clé ici. Rendez d'abord celles du même moment : --cles FICHIER.")
    carnet = settings.cle_carnet_base64 is not None or settings.fichier_de_cle_carnet.is_file()
    return Cles(settings.cle_cookie(), settings.cles_carnet() if carnet else ())


def _base(settings: Settings, demande: argparse.Namespace) -> None:
    debut, cles = time.monotonic(), _keys_at_hand(settings)
    engine = open_base(settings.database_url)
    try:
        rendu = restore(
            Demande(
                dossier=demande.dossier,
                engine=engine,
                liste=ListeEffacements(settings.liste_des_effacements),
                cle_service=cles.nom_service,
                cle=cles.sauvegarde,
                cles_carnet=cles.noms_carnet,
                revisions=_revisions(),
                migre=_migrate,
                autres_listes=tuple(demande.effacements),
                remplacer=demande.remplacer,
                liste_perdue=demande.liste_perdue,
            ),
            datetime.now(UTC),
        )
    finally:
        engine.dispose()
    print(f"Base rendue : celle du {rendu.manifeste.le:%Y-%m-%d à %H:%M} UTC, {sum(rendu.lignes.values())} lignes.")
    refaits = ", ".join(f"{genre} {nombre}" for genre, nombre in rendu.repris.effaces.items())
    print(f"Effacements refaits : {refaits}. Accords retirés à nouveau : {rendu.repris.retraits}.")
    print("Tous les carnets et tous les accès sont fermés : chacun rouvre le sien.")
    print(f"Durée : {time.monotonic() - debut:.1f} s. Le site peut repartir.")


def _configuration(engine: Engine | None = None) -> Config:
    configuration = Config(RACINE / "alembic.ini")
    if engine is not None:
        configuration.attributes["engine"] = engine
    return configuration


def _revisions() -> frozenset[str]:
    return frozenset(etape.revision for etape in ScriptDirectory.from_config(_configuration()).walk_revisions())


def _migrate(engine: Engine) -> None:
    command.upgrade(_configuration(engine), "head")


def _arguments() -> argparse.Namespace:
    lecteur = argparse.ArgumentParser(prog="scripts/restauration", description="Rend une sauvegarde. Arrêtez le site.")
    lecteur.add_argument("dossier", type=Path, nargs="?", metavar="SAUVEGARDE", help="un dossier base-AAAA-MM-JJT…")
    lecteur.add_argument("--cles", type=Path, metavar="FICHIER", help="une sauvegarde des clés, à rendre d'abord")
    lecteur.add_argument("--remplacer", action="store_true", help="remplacer la base qui est là")
    lecteur.add_argument(
        "--effacements", type=Path, action="append", default=[], metavar="FICHIER", help="la liste d'une autre machine"
    )
    lecteur.add_argument(
        "--liste-perdue", action="store_true", help="rendre sans la liste : des personnes effacées peuvent revenir"
    )
    demande = lecteur.parse_args()
    if demande.dossier is None and demande.cles is None:
        lecteur.error("dites quoi rendre : un dossier de sauvegarde, --cles FICHIER, ou les deux")
    return demande


if __name__ == "__main__":
    main()
