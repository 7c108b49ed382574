"""The house rules that a linter cannot see: shape of the tree, size of files, layers, one clock, documents."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import app

RACINE = Path(__file__).resolve().parent.parent
# Made on this machine by our own tools, and not part of the project.
HORS_PROJET = {".git", ".venv", "var", "node_modules", "test-results", "htmlcov", "resultats"}
LIGNES_MAX = 400
CLOCKS = {"now", "today", "utcnow", "fromtimestamp"}


def project_files() -> Iterator[Path]:
    for entree in sorted(RACINE.iterdir()):
        if entree.name in HORS_PROJET or (entree.name.startswith(".") and entree.name.endswith("_cache")):
            continue
        candidats = entree.rglob("*") if entree.is_dir() else [entree]
        for fichier in sorted(candidats):
            if fichier.is_file() and not HORS_PROJET.intersection(fichier.parts) and "__pycache__" not in fichier.parts:
                yield fichier


FICHIERS = [
    fichier
    for fichier in project_files()
    if not fichier.name.startswith((".coverage", ".env"))
    and ".hypothesis" not in fichier.parts
    and fichier.name != "uv.lock"
]
PYTHON = [fichier for fichier in FICHIERS if fichier.suffix == ".py"]
CODE = [fichier for fichier in PYTHON if fichier.is_relative_to(RACINE / "app")]
GABARITS = sorted((RACINE / "app/templates").rglob("*.html"))


def named(fichier: Path) -> str:
    return fichier.relative_to(RACINE).as_posix()


def test_no_file_is_too_long_to_read_at_once() -> None:
    lengths = {named(fichier): len(fichier.read_text("utf-8").splitlines()) for fichier in [*PYTHON, *GABARITS]}
    assert {nom: n for nom, n in lengths.items() if n > LIGNES_MAX} == {}


def test_every_module_says_what_it_holds() -> None:
    silent = [named(fichier) for fichier in PYTHON if not ast.get_docstring(ast.parse(fichier.read_text("utf-8")))]
    assert silent == []


def test_paths_are_ascii() -> None:
    assert [named(fichier) for fichier in FICHIERS if not named(fichier).isascii()] == []


def test_no_module_is_a_drawer() -> None:
    vague = re.compile(r"(utils?|helpers?|managers?|misc|common|divers|base)$")
    assert [named(fichier) for fichier in PYTHON if vague.search(fichier.stem)] == []


def test_only_the_dependencies_read_the_clock() -> None:
    readers = [
        f"{named(fichier)}:{noeud.lineno}"
        for fichier in CODE
        if named(fichier) != "app/dependencies.py"
        for noeud in ast.walk(ast.parse(fichier.read_text("utf-8")))
        if isinstance(noeud, ast.Call)
        and isinstance(noeud.func, ast.Attribute)
        and (noeud.func.attr in CLOCKS or ast.unparse(noeud.func) == "time.time")
    ]
    assert readers == []


def test_every_template_is_used() -> None:
    reading = "\n".join(fichier.read_text("utf-8") for fichier in [*CODE, *GABARITS])
    # The code names a page, a component or a frame by a word, and adds the folder, the frame and the ending.
    words = {gabarit: re.sub(r"^gabarit_|(?<!^gabarit)_falc$", "", gabarit.stem) for gabarit in GABARITS}
    unused = [
        named(gabarit)
        for gabarit, mot in words.items()
        if gabarit.name not in reading and not re.search(rf"[\"'/]{re.escape(mot)}[\"']", reading)
    ]
    assert unused == []


def test_no_file_names_someone_s_machine() -> None:
    private = re.compile(rb"(?<![\w.])/(?:home|root|Users|work)/[a-z]")
    guilty = [named(fichier) for fichier in FICHIERS if private.search(fichier.read_bytes())]
    assert guilty == []


def test_no_test_is_set_aside() -> None:
    aside = re.compile(r"\bmark\.(?:skip|xfail)|\bpytest\.(?:skip|xfail|importorskip)\b")
    guilty = [
        named(fichier)
        for fichier in PYTHON
        if fichier != Path(__file__).resolve() and aside.search(fichier.read_text("utf-8"))
    ]
    assert guilty == []


def lint_imports(dossier: Path) -> subprocess.CompletedProcess[str]:
    programme = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [sys.executable, programme, "--no-cache"], cwd=dossier, capture_output=True, text=True, check=False
    )


def test_the_layers_hold() -> None:
    resultat = lint_imports(RACINE)
    assert resultat.returncode == 0, resultat.stdout + resultat.stderr


@pytest.mark.parametrize(
    ("module", "ligne", "contrat"),
    [
        ("domain/dates.py", "import os", "The domain is pure"),
        ("domain/dates.py", "import app.content.loader", "The layers"),
        ("services/versions.py", "import jinja2", "Services know neither"),
        ("rendering/formats.py", "import app.models", "A page can be rendered with no base"),
        ("routers/__init__.py", "import sqlmodel", "Routes hold no query"),
    ],
)
def test_a_planted_import_is_caught(tmp_path: Path, module: str, ligne: str, contrat: str) -> None:
    shutil.copytree(RACINE / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__", "*.yaml", "*.html"))
    shutil.copy(RACINE / "pyproject.toml", tmp_path)
    with (tmp_path / "app" / module).open("a", encoding="utf-8") as flux:
        flux.write(f"\n{ligne}\n")
    broken = [sortie for sortie in lint_imports(tmp_path).stdout.splitlines() if sortie.endswith("BROKEN")]
    assert any(sortie.startswith(contrat) for sortie in broken), broken


def tree_of_the_readme() -> list[str]:
    """The paths drawn in the README, two spaces a level."""
    dessin = re.search(r"```text\n(.*?)```", (RACINE / "README.md").read_text("utf-8"), re.DOTALL)
    assert dessin
    chemins: list[str] = []
    parents: list[str] = []
    for ligne in dessin[1].splitlines():
        retrait = (len(ligne) - len(ligne.lstrip())) // 2
        noms = re.split(r"\s{2,}", ligne.strip())[0].split()
        parents[retrait:] = [noms[0].rstrip("/")]
        chemins += ["/".join([*parents[:retrait], nom.rstrip("/")]) for nom in noms]
    return chemins


def test_the_tree_in_the_readme_exists() -> None:
    assert [chemin for chemin in tree_of_the_readme() if not (RACINE / chemin).exists()] == []


def test_the_tree_in_the_readme_is_whole() -> None:
    tops = {named(fichier).split("/")[0] for fichier in FICHIERS if not fichier.name.startswith(".")}
    parts = {"/".join(named(fichier).split("/")[:2]) for fichier in FICHIERS if named(fichier).startswith("app/")}
    expected = {nom for nom in tops if not nom.startswith(".")} | (parts - {"app/__init__.py"})
    assert expected - set(tree_of_the_readme()) == set()


def test_the_links_of_the_documents_lead_somewhere() -> None:
    dead = [
        f"{named(document)}: {lien}"
        for document in FICHIERS
        if document.suffix == ".md"
        for lien in re.findall(r"\]\(([^)#]+)", document.read_text("utf-8"))
        if "://" not in lien and not (document.parent / lien).exists()
    ]
    assert dead == []


def test_every_decision_has_its_five_parts() -> None:
    parts = ["## Context", "## Decision", "## Consequences", "## Alternatives", "## What enforces it"]
    decisions = sorted((RACINE / "docs/decisions").glob("*.md"))
    incomplete = [
        named(decision)
        for decision in decisions
        if [ligne for ligne in decision.read_text("utf-8").splitlines() if ligne.startswith("## ")] != parts
    ]
    assert incomplete == []
    assert [int(decision.name[:4]) for decision in decisions] == list(range(1, len(decisions) + 1))


def test_the_glossary_knows_every_word_of_the_domain() -> None:
    glossaire = (RACINE / "docs/glossaire.md").read_text("utf-8")
    classes = {
        noeud.name
        for fichier in (RACINE / "app/domain").glob("*.py")
        for noeud in ast.parse(fichier.read_text("utf-8")).body
        if isinstance(noeud, ast.ClassDef) and not noeud.name.startswith("_")
    }
    assert sorted(nom for nom in classes if f"`{nom}`" not in glossaire) == []


def test_the_version_is_said_once() -> None:
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text("utf-8"))["project"]
    assert projet["version"] == app.VERSION


def test_the_doors_can_be_opened() -> None:
    noms = ("install", "serve", "check", "test", "lock", "contenu", "valider", "avis", "importer-bdpm")
    noms += ("operateur", "publier", "cles-carnet", "importer-lieux", "sauvegarde", "restauration", "rappels")
    doors = [*(RACINE / "scripts" / nom for nom in noms), RACINE / ".ci/run"]
    assert [named(door) for door in doors if not door.stat().st_mode & 0o100] == []
