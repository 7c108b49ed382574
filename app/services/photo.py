"""Counts what a base holds, as one transaction sees it: what a backup says of itself. Reads nothing people said."""

from typing import NamedTuple

from sqlalchemy import Connection, inspect, text

REVISION, CARNETS, SUIVIS = "alembic_version", "personne_carnet", "suivi_personne"


class Photo(NamedTuple):
    """The step of the migrations, the rows of each table, the names of the keys that carnets need."""

    revision: str
    lignes: dict[str, int]
    cles_carnet: tuple[str, ...]


def take_photo(connexion: Connection) -> Photo:
    """Every table of the base, whether the models know it or not."""
    tables = sorted(nom for nom in inspect(connexion).get_table_names() if nom != REVISION)
    lignes = {nom: int(connexion.execute(text(f'SELECT count(*) FROM "{nom}"')).scalar_one()) for nom in tables}  # noqa: S608 - names the base gives
    revision = str(connexion.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    scellees = [nom for nom in (CARNETS, SUIVIS) if nom in tables]
    cles = {str(cle) for nom in scellees for (cle,) in connexion.execute(text(f"SELECT DISTINCT maitresse FROM {nom}"))}  # noqa: S608 - our own names
    return Photo(revision, lignes, tuple(sorted(cles)))
