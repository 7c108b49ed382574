"""Reads the one file that holds the accessibility grid. Judges no criterion."""

from pathlib import Path

from app.content.fichiers import lire, valider
from app.domain.accessibilite import GrilleRgaa

FICHIER = "accessibilite.yaml"


def read_grille(racine: Path, problemes: list[str]) -> GrilleRgaa | None:
    """The grid; None, and the reasons, when the file is absent or cannot serve."""
    grille = None
    for lu in lire(racine, sorted(racine.glob(FICHIER)), problemes):
        grille = valider(GrilleRgaa, lu, lu.contenu, problemes)
    return grille
