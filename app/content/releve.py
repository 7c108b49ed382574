"""Records the hash of each rule once its change was told to citizens. Run: python -m app.content.releve

A rule that changed without an entry in changements.yaml is refused: that is what the record is for.
`--premiere-publication` records everything anew, as long as no change was ever told.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from app.content.lecture import read_yaml
from app.content.loader import CONTENU, load_catalogue
from app.domain.catalogue import Catalogue
from app.domain.changements import Changement, Releve, count_entries, empreinte_regle, untold

FICHIER = "releve-des-regles.yaml"
_TETE = (
    "# Écrit par « python -m app.content.releve », à ne pas corriger à la main : l'empreinte de chaque règle, puis le\n"
    "# nombre de changements déjà dits aux gens. Un test s'en sert pour exiger une entrée dans changements.yaml.\n"
)


def read_releve(racine: Path = CONTENU) -> dict[str, Releve]:
    """What was last recorded; empty when nothing was."""
    contenu, _ = read_yaml(racine / FICHIER)
    lignes = {id_: str(ligne).split() for id_, ligne in (contenu or {}).items()}
    return {id_: Releve(mots[0], int(mots[1])) for id_, mots in lignes.items()}


def entries(catalogue: Catalogue) -> list[Changement]:
    """The entries, the oldest first."""
    return [publie.changement for publie in reversed(catalogue.changements)]


def write_releve(catalogue: Catalogue, racine: Path, ancien: Mapping[str, Releve]) -> list[str]:
    """Record every rule; refuse, and write nothing, while some change was not told."""
    changements = entries(catalogue)
    manques = untold(catalogue.fiches, changements, ancien)
    if not manques:
        cites = count_entries(changements)
        lignes = [f'{id_}: "{empreinte_regle(f)} {cites.get(id_, 0)}"\n' for id_, f in sorted(catalogue.par_id.items())]
        (racine / FICHIER).write_text(_TETE + "".join(lignes), "utf-8")
    return manques


def main(arguments: list[str]) -> int:
    """Record, or say what is missing."""
    racine = Path(next((mot for mot in arguments if not mot.startswith("--")), str(CONTENU)))
    catalogue = load_catalogue(racine)
    neuf = "--premiere-publication" in arguments and len(catalogue.changements) == 1
    manques = write_releve(catalogue, racine, {} if neuf else read_releve(racine))
    sys.stdout.write("\n".join(manques) + "\n" if manques else f"{len(catalogue.fiches)} règles relevées.\n")
    return 1 if manques else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
