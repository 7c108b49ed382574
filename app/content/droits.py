"""Reads the rights of patients, the places of care and the dated ceilings of the C2S. Checks no link between them."""

from pathlib import Path
from typing import NamedTuple, get_args

from app.content.fichiers import FichierLu, attendu, lire, par_id, unites, valider
from app.content.mots import explain
from app.domain.droits import Droit, Theme
from app.domain.fiches import MotExplique
from app.domain.lieux import LieuDeSoin
from app.domain.plafonds_c2s import PlafondC2s

PLAFONDS = "plafonds-c2s.yaml"


class DroitsLus(NamedTuple):
    """The rights with their files, in the order they are shown; the places; the ceilings, oldest first."""

    droits: list[tuple[FichierLu, Droit]]
    lieux: dict[str, LieuDeSoin]
    plafonds: tuple[PlafondC2s, ...]


def read_droits(racine: Path, mots: list[MotExplique], problemes: list[str]) -> DroitsLus:
    """Everything that is read here."""
    lus = [(lu, explain(droit, mots)) for lu, droit in unites(Droit, racine, "droits", problemes, sauf=PLAFONDS)]
    lieux = par_id(racine, "lieux-de-soin.yaml", LieuDeSoin, problemes)
    return DroitsLus(sorted(lus, key=lambda paire: _rang(paire[1])), lieux, _plafonds(racine, problemes))


def _rang(droit: Droit) -> tuple[int, int, str]:
    return get_args(Theme).index(droit.theme), droit.ordre, droit.id


def _plafonds(racine: Path, problemes: list[str]) -> tuple[PlafondC2s, ...]:
    """The dated ceilings, which only ever grow by a later line."""
    lignes: list[PlafondC2s] = []
    for lu in lire(racine, sorted((racine / "droits").glob(PLAFONDS)), problemes):
        for position, contenu in enumerate(attendu(list, lu, problemes)):
            ligne = valider(PlafondC2s, lu._replace(nom=f"{lu.nom} [{position}]"), contenu, problemes)
            if ligne and lignes and ligne.depuis <= lignes[-1].depuis:
                problemes.append(f"{lu.nom} [{position}] : depuis, une date après celle de la ligne d'avant")
            elif ligne:
                lignes.append(ligne)
    return tuple(lignes)
