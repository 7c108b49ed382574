"""Signs the locks with a hash of the declared dependencies and checks them. Standard library only, no network."""

import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
VERROUS = ("requirements.lock", "requirements-dev.lock")
LIGNE = re.compile(r"#.*|[a-z0-9][a-z0-9.\[\],-]*==[0-9][^\s:/]*( ; [^:/]+?)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")


def signature() -> str:
    """What pyproject.toml asks for, in one line: another wish gives another line."""
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text("utf-8"))["project"]
    wishes = [projet["requires-python"], projet["dependencies"], projet["optional-dependencies"]]
    return "# pyproject: sha256:" + hashlib.sha256(json.dumps(wishes, sort_keys=True).encode()).hexdigest()


def faults() -> list[str]:
    """Every reason to make the locks again, in words."""
    found = []
    versions: dict[str, set[str]] = {}
    for nom in VERROUS:
        lines = (RACINE / nom).read_text("utf-8").splitlines()
        if signature() not in lines:
            found.append(f"{nom} ne correspond plus à pyproject.toml : lancez scripts/lock.")
        found += [
            f"{nom} ligne {n} : forme inattendue." for n, ligne in enumerate(lines, 1) if not LIGNE.fullmatch(ligne)
        ]
        versions[nom] = {ligne.split(" ")[0] for ligne in lines if "==" in ligne and not ligne.startswith("#")}
    if not versions[VERROUS[0]] <= versions[VERROUS[1]]:
        found.append("Les deux verrous ne donnent pas les mêmes versions : lancez scripts/lock.")
    return found


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["sign", path]:
            print("# Made by scripts/lock. Do not edit.")
            print(signature())
            print(Path(path).read_text("utf-8"), end="")
        case ["check"]:
            if found := faults():
                sys.exit("\n".join(found))
        case _:
            sys.exit("Usage : scripts/verrou.py sign FICHIER | check")
