"""Reads the kinds of places without booking and checks what they name. Knows no place."""

from collections.abc import Container, Mapping
from pathlib import Path

from app.content.fichiers import par_id
from app.domain.annuaire import GENRE_DU_BILAN, GenreDeLieu
from app.domain.contacts import Contact

FICHIER = "genres-de-lieux.yaml"


def read_genres(
    racine: Path, contacts: Mapping[str, Contact], conseils: Container[str], problemes: list[str]
) -> tuple[GenreDeLieu, ...]:
    """Every kind, in the order of the file."""
    genres = par_id(racine, FICHIER, GenreDeLieu, problemes)
    for genre in genres.values():
        if genre.id == GENRE_DU_BILAN:
            problemes.append(f"{FICHIER} : « {GENRE_DU_BILAN} » se réserve, il n'est pas dans cette liste")
        inconnus = [nom for nom in genre.contacts if nom not in contacts]
        inconnus += [id_ for id_ in genre.conseils if id_ not in conseils]
        problemes += [f"{FICHIER} : {genre.id} : inconnu « {nom} »" for nom in inconnus]
    return tuple(genres.values())
