"""Reads the list of communes (communes.tsv, written by scripts/communes). Decides nothing from it."""

from functools import cache
from pathlib import Path

from app.domain.communes import Commune, Communes, Point
from app.domain.erreurs import ContenuInvalide

FICHIER = Path(__file__).with_name("communes.tsv")
COLONNES = ["code", "nom", "codes_postaux", "latitude", "longitude", "environ", "habitants"]


def load_communes(fichier: Path = FICHIER) -> Communes:
    """Every commune; ContenuInvalide when the file is not what scripts/communes writes."""
    lignes = fichier.read_text("utf-8").splitlines()
    if not lignes or lignes[0].split("\t") != COLONNES:
        raise ContenuInvalide((f"{fichier.name} : la première ligne doit nommer {', '.join(COLONNES)}",))
    communes, problemes = {}, []
    for numero, ligne in enumerate(lignes[1:], 2):
        try:
            commune = _read(ligne)
            if commune.code in communes:
                raise ValueError("ce code est déjà pris")
            communes[commune.code] = commune
        except ValueError as erreur:
            problemes.append(f"{fichier.name}, ligne {numero} : {erreur}")
    if problemes:
        raise ContenuInvalide(tuple(problemes))
    return Communes(communes.values())


@cache
def communes_de_france() -> Communes:
    """The list of the service, read once."""
    return load_communes()


def _read(ligne: str) -> Commune:
    champs = ligne.split("\t")
    if len(champs) != len(COLONNES):
        raise ValueError(f"{len(COLONNES)} colonnes attendues")
    code, nom, postes, latitude, longitude, environ, habitants = champs
    if not nom or len(code) != 5 or not postes or environ not in {"", "~"}:
        raise ValueError("code, nom, codes postaux ou marque « ~ » illisible")
    if bool(latitude) != bool(longitude):
        raise ValueError("une latitude sans longitude")
    centre = Point(float(latitude), float(longitude)) if latitude else None
    return Commune(code, nom, tuple(postes.split(",")), centre, environ == "~", int(habitants))
