"""From an empty process to the first person judged: run by bench/moteur.py, prints CPU seconds and peak memory."""

# ruff: noqa: PLC0415 - each process imports only what it measures

import json
import sys
import time
from pathlib import Path


def rien(_: Path) -> None:
    """What Python costs alone."""


def nous(racine: Path) -> None:
    """Read and check every content file, texts included, and judge one person."""
    from app.content.loader import load_catalogue
    from app.domain.profil import Profil
    from bench.personnes import AU

    load_catalogue(racine).moteur.evaluate(Profil.model_validate({"date_naissance": "1976-07-25", "sexe": "F"}), AU)


def zen(dossier: Path) -> None:
    """Read the rules alone, already translated, and judge the same person."""
    import zen as moteur

    contenu = moteur.ZenDecisionContent((dossier / "tables.json").read_text("utf-8"))
    personne = json.loads((dossier / "personne.json").read_text("utf-8"))
    moteur.ZenEngine({"loader": lambda _: contenu}).evaluate("tables", personne)


def main() -> None:
    """Do one of the three and print what it took."""
    {"rien": rien, "nous": nous, "zen": zen}[sys.argv[1]](Path(sys.argv[2]))
    # Not getrusage: its peak includes the parent's memory, held for an instant before the new program starts.
    etat = dict(ligne.split(":", 1) for ligne in Path("/proc/self/status").read_text("ascii").splitlines())
    print(json.dumps({"cpu": time.process_time(), "memoire": int(etat["VmHWM"].split()[0])}))


if __name__ == "__main__":
    main()
