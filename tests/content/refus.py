"""Plants faults in a small content folder and reads what the loader answers. Tests nothing itself."""

from pathlib import Path
from typing import Any

import pytest

from app.content.loader import load_catalogue
from app.domain.erreurs import ContenuInvalide


def refus(racine: Path) -> tuple[str, ...]:
    """Every fault the loader lists."""
    with pytest.raises(ContenuInvalide) as erreur:
        load_catalogue(racine)
    return erreur.value.problemes


def fichier(racine: Path, id_: str = "conseil") -> Path:
    """The file of a unit in a content folder."""
    return racine / "recommandations" / f"{id_}.yaml"


def sans(unite: dict[str, Any], chemin: str) -> dict[str, Any]:
    """The unit without the key at this dotted path."""
    *dessus, cle = chemin.split(".")
    partie = unite
    for nom in dessus:
        partie[nom] = dict(partie[nom])
        partie = partie[nom]
    del partie[cle]
    return unite
