"""What is said before the server starts, and the locks: run as programs, the way the doors run them."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parent.parent.parent


def run(programme: Path, *arguments: str, **environnement: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, programme, *arguments],
        env={**os.environ, "PYTHONPATH": str(RACINE), **environnement},
        capture_output=True,
        text=True,
        check=False,
    )


def start(var: Path, **environnement: str) -> subprocess.CompletedProcess[str]:
    return run(RACINE / "scripts/demarrage.py", MBS_VAR=str(var), **environnement)


def free_port() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port: int = prise.getsockname()[1]
    return port


def test_a_free_port_lets_the_site_start(tmp_path: Path) -> None:
    resultat = start(tmp_path, PORT=str(free_port()))
    assert (resultat.returncode, resultat.stderr) == (0, "")
    assert (tmp_path / "cle-cookie").is_file()


def test_a_port_already_taken_is_said_with_another_to_try(tmp_path: Path) -> None:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        port = prise.getsockname()[1]
        resultat = start(tmp_path, PORT=str(port))
    assert resultat.returncode == 1
    assert f"Le port {port} est déjà pris" in resultat.stderr
    assert f"PORT={port + 1} scripts/serve" in resultat.stderr


@pytest.mark.parametrize(
    ("environnement", "mot"), [({"HOST": "nulle-part.invalid"}, "HOST"), ({"MBS_ENV": "production"}, "MBS_CLE_COOKIE")]
)
def test_a_wrong_setting_is_said_without_a_traceback(tmp_path: Path, environnement: dict[str, str], mot: str) -> None:
    resultat = start(tmp_path, **environnement)
    assert resultat.returncode == 1
    assert resultat.stderr.startswith("Le site ne peut pas démarrer.")
    assert mot in resultat.stderr
    assert "Traceback" not in resultat.stderr


@pytest.fixture
def copie(tmp_path: Path) -> Path:
    """A copy of what the check of the locks reads."""
    (tmp_path / "scripts").mkdir()
    for nom in ("pyproject.toml", "requirements.lock", "requirements-dev.lock", "scripts/verrou.py"):
        shutil.copy(RACINE / nom, tmp_path / nom)
    return tmp_path


def test_the_locks_are_in_step(copie: Path) -> None:
    assert run(copie / "scripts/verrou.py", "check").stderr == ""


@pytest.mark.parametrize(
    ("nom", "ancien", "nouveau", "mot"),
    [
        ("pyproject.toml", '"fastapi>=', '"flask", "fastapi>=', "lancez scripts/lock"),
        ("requirements.lock", "alembic==", "--index-url https://miroir.example/simple\nalembic==", "forme inattendue"),
        ("requirements.lock", "alembic==", "alembic @ https://miroir.example/a.whl\nalembic==", "forme inattendue"),
        ("requirements.lock", "alembic==1", "alembic==9", "mêmes versions"),
        ("requirements-dev.lock", "# pyproject: sha256:", "# ", "lancez scripts/lock"),
    ],
)
def test_a_lock_out_of_step_is_refused(copie: Path, nom: str, ancien: str, nouveau: str, mot: str) -> None:
    fichier = copie / nom
    texte = fichier.read_text("utf-8")
    assert ancien in texte
    fichier.write_text(texte.replace(ancien, nouveau, 1), "utf-8")
    resultat = run(copie / "scripts/verrou.py", "check")
    assert resultat.returncode == 1
    assert mot in resultat.stderr
