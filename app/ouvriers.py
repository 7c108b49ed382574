"""The workers of reminders, where procrastinate finds them: `--app=app.ouvriers.ouvriers`. Decides nothing.

Importing this reads no setting and opens no base: `scripts/rappels` can first say what is missing.
"""

import functools

from sqlalchemy import make_url

from app.dependencies import Parties, poste_of
from app.journal import frames, get_journal
from app.main import create_app
from app.services.envois.file import Poste
from app.services.envois.ouvriers import create_workers
from app.settings import ReglageInvalide, load_settings


@functools.cache
def _ensemble() -> Parties:
    ensemble: Parties = create_app().state.parties
    return ensemble


def adresse() -> str:
    """Where the jobs are: in the base itself. ReglageInvalide on SQLite, where nobody else than the site sends."""
    url = make_url(load_settings().database_url)
    if url.get_backend_name() != "postgresql":
        raise ReglageInvalide("Sur SQLite, le site envoie lui-même les rappels : il n'y a rien d'autre à lancer.")
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def poste() -> Poste:
    """What this process sends with; ReglageInvalide when it can send nothing."""
    trouve = poste_of(_ensemble())
    if trouve is None:
        raise ReglageInvalide(
            "Rien à envoyer : donnez MBS_COURRIEL, MBS_EXPEDITEUR, MBS_ORIGINE et la clé des carnets."
        )
    return trouve


def signaler(erreur: Exception) -> None:
    """Where it failed, never what was being said to whom."""
    get_journal().error("rappels", genre=type(erreur).__name__, ou=frames(erreur.__traceback__))


ouvriers = create_workers(adresse, poste, signaler)
