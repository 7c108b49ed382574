"""Pulls every outside source whose turn has come; says what became of each. For a timer, or to see at once."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.content.communes import communes_de_france
from app.rendering.sources import ce_qui_est_venu
from app.services.base_de_donnees import open_base
from app.services.coffre import Coffre
from app.services.sources import Atelier, pull_due
from app.settings import ReglageInvalide, load_settings

#: More than any timer leaves waiting: an installation has some dozens of sources.
TOUTES = 10_000


def main() -> None:
    """One pass."""
    try:
        settings = load_settings()
        engine, coffre = open_base(settings.database_url), Coffre(settings.cle_cookie())

        @contextmanager
        def transaction() -> Iterator[Session]:
            with Session(engine) as session, session.begin():
                yield session

        atelier = Atelier(
            transaction, coffre, communes_de_france(), lambda: datetime.now(UTC), locales=settings.sources_locales
        )
        faits = pull_due(atelier, TOUTES)
    except ReglageInvalide as refus:
        sys.exit(str(refus))
    except SQLAlchemyError:
        sys.exit("La base ne répond pas, ou n'est pas prête. Lancez d'abord scripts/serve.")
    for numero, releve in faits:
        print(f"{numero} : {ce_qui_est_venu(releve)}")
    manquees = sum(releve.panne is not None for _, releve in faits)
    print(f"Sources relevées : {len(faits)}, dont {manquees} sans réponse utile.")
    sys.exit(1 if manquees else 0)


if __name__ == "__main__":
    main()
