"""Reads the one file that says what is counted in the public tables. Counts nobody."""

from collections.abc import Container
from pathlib import Path

from app.content.fichiers import lire, valider
from app.domain.falc import problemes_page
from app.domain.statistiques import Statistiques

FICHIER = "statistiques.yaml"


def read_statistiques(racine: Path, faits: Container[str], problemes: list[str]) -> Statistiques | None:
    """The public tables; None, and the reasons, when the file cannot serve."""
    statistiques = None
    for lu in lire(racine, sorted(racine.glob(FICHIER)), problemes):
        statistiques = valider(Statistiques, lu, lu.contenu, problemes)
        if statistiques is None:
            continue
        problemes += [f"{FICHIER} : fait inconnu « {fait} »" for fait in statistiques.faits if fait not in faits]
        titres = [tableau.falc for tableau in statistiques.tableaux]
        titres += [texte for garde in statistiques.gardes for texte in (garde.falc, garde.garde_falc)]
        problemes += [f"{FICHIER} : falc : {faute}" for faute in problemes_page(titres, [])]
    return statistiques
