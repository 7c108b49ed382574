"""Brings the key of each person under the master key in use, a few at a time. Reads nothing of what they said."""

import sys
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.domain.erreurs import CarnetIllisible
from app.services.base_de_donnees import open_base, truncate_journal
from app.services.carnet import Classeur, rewrap_some
from app.services.carnet_scelle import Scribe
from app.services.coffre_carnet import CoffreCarnet
from app.settings import ReglageInvalide, load_settings

LOT = 50


def main() -> None:
    """One transaction for each small lot: pages wait for a moment at most."""
    try:
        settings = load_settings()
        cles = settings.cles_carnet()
    except ReglageInvalide as refus:
        sys.exit(str(refus))
    if not cles:
        sys.exit("Aucune clé de carnet n'est donnée (MBS_CLE_CARNET) : il n'y a rien à faire.")
    coffre = CoffreCarnet(cles)
    engine, total = open_base(settings.database_url), 0
    try:
        while True:
            with Session(engine) as session, session.begin():
                classeur = Classeur(session, Scribe(coffre, {}), datetime.now(UTC))
                nombre = rewrap_some(classeur, coffre.courante, LOT)
            if not nombre:
                break
            total += nombre
        truncate_journal(engine)
    except CarnetIllisible:
        sys.exit(f"Une clé ancienne manque dans MBS_CLES_CARNET_ANCIENNES. Personnes déjà passées : {total}.")
    except SQLAlchemyError:
        sys.exit(f"La base ne répond pas. Personnes déjà passées : {total}. Relancez la même commande.")
    finally:
        engine.dispose()
    print(f"Personnes passées sous la clé actuelle : {total}. L'ancienne clé peut être retirée.")


if __name__ == "__main__":
    main()
