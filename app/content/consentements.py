"""Reads what is asked of people before anything is kept: one file a purpose. Checks the easy texts with the linter."""

from pathlib import Path

from app.content.fichiers import unites
from app.domain.consentement import Accord, Finalite
from app.domain.falc import problemes_page


def read_consentements(racine: Path, problemes: list[str]) -> dict[Finalite, Accord]:
    """Every purpose that is asked for, in the order of the purposes."""
    lus = unites(Accord, racine, "consentements", problemes)
    problemes += [
        f"{lu.nom} : id « {accord.id} » différent du nom du fichier" for lu, accord in lus if accord.id != lu.racine
    ]
    for lu, accord in lus:
        for version in accord.versions:
            fautes = problemes_page([version.falc.titre], list(version.falc.phrases))
            problemes += [f"{lu.nom} : version {version.numero}, falc : {faute}" for faute in fautes]
    trouves = {accord.id: accord for _, accord in lus}
    return {finalite: trouves[finalite] for finalite in Finalite if finalite in trouves}
