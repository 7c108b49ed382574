"""The page on ASVS 5.0 tells the truth: one line for each point asked for, and each test it names exists."""

import re
from pathlib import Path

import pytest

from tests.test_exigences import NOM, exists

DOCUMENT = Path(__file__).resolve().parent.parent / "docs/asvs.md"
LIGNE = re.compile(r"^\| (\d+\.\d+\.\d+) \|([^|]+)\|([^|]+)\|([^|]+)\|$", re.MULTILINE)
#: What a line says when it names no test.
AUTREMENT = re.compile(r"pas encore|ne s'applique pas : .+|chez qui déploie : .+")
#: First and last point of each run, the list of the evidence file.
DEMANDES = (
    "1.2.1-4 1.3.7 1.3.11 2.2.1-3 2.3.1-4 2.4.1 3.2.1-2 3.3.1-4 3.4.1-6 3.5.1-3 3.7.2 4.1.1-3 4.2.1 6.1.1 6.2.1-12 "
    "6.3.1-4 6.4.1-4 6.5.1-5 7.1.1-2 7.2.1-4 7.3.1-2 7.4.1-5 7.5.1-2 8.1.1-2 8.2.1-3 8.3.1 10.1.2 10.2.1 10.5.1-2 "
    "11.1.1-2 11.2.1-3 11.3.1-3 11.4.1-4 11.5.1 11.6.1 12.1.1 12.2.1 12.3.1-4 13.2.4-5 13.3.1 13.4.1-5 14.1.1-2 "
    "14.2.1-4 14.3.1-3 15.1.2 15.2.3 15.3.1 15.3.3-5 15.3.7 16.1.1 16.2.1-5 16.3.1-4 16.4.1-3 16.5.1-3"
)


def asked() -> list[str]:
    """Each point, the runs spelled out."""
    points = []
    for suite in DEMANDES.split():
        section, _, bornes = suite.rpartition(".")
        premier, _, dernier = bornes.partition("-")
        points += [f"{section}.{n}" for n in range(int(premier), int(dernier or premier) + 1)]
    return points


def faults(document: str) -> list[str]:
    """The lines that name no test without saying so, and the tests nobody finds."""
    fautes = []
    for numero, _, _, cellule in LIGNE.findall(document):
        tests = cellule.strip()
        nommes = NOM.findall(tests)
        if bool(AUTREMENT.fullmatch(tests)) is bool(nommes) or (nommes and NOM.sub("", tests).strip(", ")):
            fautes.append(f"{numero} : un test, ou pourquoi aucun")
        fautes += [f"{numero} : {chemin}::{nom}" for chemin, nom in nommes if not exists(chemin, nom)]
    return fautes


def test_every_point_has_its_line() -> None:
    assert [numero for numero, *_ in LIGNE.findall(DOCUMENT.read_text("utf-8"))] == asked()


def test_every_test_named_exists() -> None:
    assert faults(DOCUMENT.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "tests",
    [
        "`tests/test_asvs.py::test_qui_n_existe_pas`",
        "",
        "bientôt",
        "ne s'applique pas",
        "pas encore, `tests/test_asvs.py::test_every_test_named_exists`",
        "`tests/test_asvs.py::test_every_test_named_exists`, et d'autres",
    ],
)
def test_a_false_line_is_seen(tests: str) -> None:
    assert faults(f"| 1.2.1 | Un point | Ainsi | {tests} |")


@pytest.mark.parametrize("tests", ["`tests/test_asvs.py::test_every_test_named_exists`", "ne s'applique pas : rien"])
def test_a_true_line_is_right(tests: str) -> None:
    assert not faults(f"| 1.2.1 | Un point | Ainsi | {tests} |")
