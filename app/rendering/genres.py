"""Holds the names of the kinds of places, and those each advice leads to. Searches nothing."""

from app.domain.annuaire import GenreDeLieu
from app.domain.catalogue import Catalogue
from app.rendering.formats import typographie
from app.rendering.gabarits import Mode


def nom_du_genre(genre: GenreDeLieu, mode: Mode) -> str:
    """Its name in this way of reading."""
    return typographie(genre.falc.nom if mode is Mode.FALC else genre.normal.nom)


def genres_du_conseil(catalogue: Catalogue, conseil: str, mode: Mode) -> tuple[tuple[str, str], ...]:
    """The kinds of places one advice leads to, as the buttons that ask for them."""
    genres = catalogue.genres_de_lieux.values()
    return tuple((genre.id, nom_du_genre(genre, mode)) for genre in genres if conseil in genre.conseils)
