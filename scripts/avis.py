"""Prints the words readers sent, by unit. Reads the base and changes nothing."""

import sys

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.services.avis import read_textes
from app.services.base_de_donnees import open_base
from app.settings import ReglageInvalide, load_settings


def main() -> None:
    unite = sys.argv[1] if len(sys.argv) > 1 else None
    try:
        with Session(open_base(load_settings().database_url)) as session:
            lignes = [
                f"{lu.recu_le.isoformat()}  {lu.unite} (version {lu.version[:12]})  {lu.avis} : {lu.texte}"
                for lu in read_textes(session, unite)
            ]
    except ReglageInvalide as refus:
        sys.exit(str(refus))
    except SQLAlchemyError:
        sys.exit("La base ne répond pas, ou n'est pas prête. Lancez d'abord scripts/serve.")
    print("\n".join(lignes) or "Aucun message.")


if __name__ == "__main__":
    main()
