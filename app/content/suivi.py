"""Reads what follows the content in time: who read a text, and what changed in the rules. Judges neither."""

from collections.abc import Mapping
from pathlib import Path

from app.content.croisements import plus_proche
from app.content.fichiers import attendu, lire, valider
from app.domain.changements import Changement
from app.domain.faits import DefinitionFait
from app.domain.fiches import Fiche, Lecture


def read_relectures(racine: Path, connus: set[str], problemes: list[str]) -> dict[str, tuple[Lecture, ...]]:
    """Every reading recorded by scripts/valider, whatever text it was bound to."""
    relectures: dict[str, tuple[Lecture, ...]] = {}
    for lu in lire(racine, sorted((racine / "relectures").rglob("*.yaml")), problemes):
        id_ = lu.nom.removeprefix("relectures/").removesuffix(".yaml")
        if id_ not in connus:
            problemes.append(f"{lu.nom} : texte inconnu « {id_} »{plus_proche(id_, connus)}")
        positions = enumerate(attendu(list, lu, problemes))
        lectures = [
            valider(Lecture, lu._replace(nom=f"{lu.nom} [{n}]"), contenu, problemes) for n, contenu in positions
        ]
        relectures[id_] = tuple(lecture for lecture in lectures if lecture)
    return relectures


def read_changements(
    racine: Path, fiches: Mapping[str, Fiche], vocabulaire: Mapping[str, DefinitionFait], problemes: list[str]
) -> list[Changement]:
    """The history told to citizens, the oldest first: entries are added at the end, never moved."""
    changements: list[Changement] = []
    for lu in lire(racine, sorted(racine.glob("changements.yaml")), problemes):
        for position, contenu in enumerate(attendu(list, lu, problemes)):
            nom = f"{lu.nom} [{position}]"
            changement = valider(Changement, lu._replace(nom=nom), contenu, problemes)
            if not changement:
                continue
            if changements and changement.le < changements[-1].le:
                problemes.append(f"{nom} : le, les changements vont du plus ancien au plus récent")
            changements.append(changement)
            for id_ in changement.conseils:
                if id_ not in fiches:
                    problemes.append(f"{nom} : conseil inconnu « {id_} »{plus_proche(id_, fiches)}")
                elif id_ in changement.regle_avant:
                    lus = changement.regle_avant[id_].applied_to(fiches[id_]).faits_lus()
                    problemes += [f"{nom} : fait inconnu « {fait} »" for fait in sorted(lus - vocabulaire.keys())]
    return changements
