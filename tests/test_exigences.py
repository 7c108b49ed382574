"""The table of requirements tells the truth: each has its line, and each test it names exists."""

import ast
import re
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parent.parent
LIGNE = re.compile(r"^\| (R\d\d) \|([^|]+)\|([^|]*)\|([^|]*)\|$", re.MULTILINE)
NOM = re.compile(r"`(tests/[a-z0-9_/]+\.py)::(test_\w+)`")
PAS_ENCORE = "pas encore"


def lines(document: str) -> list[tuple[str, str]]:
    """The number and the tests of each requirement."""
    return [(numero, tests.strip()) for numero, _, tests, _ in LIGNE.findall(document)]


def faults(document: str) -> list[str]:
    """The lines that name no test without saying so, and the tests nobody finds."""
    fautes = []
    for numero, tests in lines(document):
        nommes = NOM.findall(tests)
        if (tests == PAS_ENCORE) is bool(nommes) or NOM.sub("", tests).strip(", ") not in ("", PAS_ENCORE):
            fautes.append(f"{numero} : un test, ou « {PAS_ENCORE} »")
        fautes += [f"{numero} : {chemin}::{nom}" for chemin, nom in nommes if not exists(chemin, nom)]
    return fautes


def exists(chemin: str, nom: str) -> bool:
    fichier = RACINE / chemin
    if not fichier.is_file():
        return False
    arbre = ast.parse(fichier.read_text("utf-8"))
    return any(isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef) and n.name == nom for n in arbre.body)


def table() -> str:
    return (RACINE / "docs/exigences.md").read_text("utf-8")


def test_every_requirement_has_its_line() -> None:
    assert [numero for numero, _ in lines(table())] == [f"R{n:02}" for n in range(1, 69)]


def test_every_test_named_exists() -> None:
    assert faults(table()) == []


@pytest.mark.parametrize(
    "tests",
    [
        "`tests/test_exigences.py::test_qui_n_existe_pas`",
        "`tests/test_absent.py::test_every_test_named_exists`",
        "",
        "bientôt",
        "`tests/test_exigences.py::test_every_test_named_exists`, et d'autres",
    ],
)
def test_a_false_line_is_seen(tests: str) -> None:
    assert faults(f"| R01 | Une exigence | {tests} | |")


def test_a_true_line_is_right() -> None:
    assert not faults("| R01 | Une exigence | `tests/test_exigences.py::test_every_test_named_exists` | |")
