"""The commands of those who publish: an access shown once, a place, a file with the fate of each line, the journal."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pyotp
import pytest

from app.services.base_de_donnees import open_base
from tests.bases import RACINE, make_ready

ORGANISATION = ("--organisation", "Maison Essai")
MOT_DE_PASSE = {"MBS_MOT_DE_PASSE": "une phrase assez longue"}
LIEU = ("--adresse", "1 place de l'Essai", "--commune", "71270", "--telephone", "01 99 00 12 34", "--acces", "pmr")


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """A folder whose base is ready."""
    engine = open_base(f"sqlite:///{tmp_path / 'mon-budget-sante.db'}")
    make_ready(engine)
    engine.dispose()
    return tmp_path


def run(dossier: Path, script: str, *arguments: str, **plus: str) -> "subprocess.CompletedProcess[str]":
    environnement = os.environ | {"MBS_VAR": str(dossier), "PYTHONPATH": str(RACINE), "MBS_AUJOURDHUI": ""} | plus
    commande = [sys.executable, str(RACINE / "scripts" / script), *arguments]
    return subprocess.run(commande, env=environnement, capture_output=True, text=True, check=False, timeout=60)


def test_from_an_access_to_a_published_file(dossier: Path) -> None:
    assert run(dossier, "operateur.py", "organisation", "Maison Essai").returncode == 0
    acces = run(dossier, "operateur.py", "ajouter", "camille", *ORGANISATION, **MOT_DE_PASSE)
    secret, adresse = (ligne.strip() for ligne in acces.stdout.splitlines()[-2:])
    assert pyotp.parse_uri(adresse).secret == secret  # type: ignore[attr-defined]
    assert "identifiant" not in acces.stderr
    numero = run(dossier, "operateur.py", "lieu", "Maison Essai", *ORGANISATION, *LIEU).stdout.split()[-1]
    fichier = dossier / "agenda.csv"
    fichier.write_text(
        "prenom;nom;profession;date;debut;fin;duree\n"
        "Ana;Roy;medecin;2020-11-24;09:00;10:00;20\nAna;Roy;plombier;2020-11-24;09:00;10:00;20\n",
        "utf-8",
    )
    rapport = run(dossier, "publier.py", str(fichier), *ORGANISATION, "--lieu", numero)
    assert rapport.returncode == 1
    assert "ligne 2 refusée : ce jour est passé" in rapport.stdout
    assert "Lignes lues 2 = acceptées 0 + refusées 2." in rapport.stdout
    assert "Rien n'a changé." in rapport.stderr
    fin = re.search(r"\d+:[0-9a-f]{64}", run(dossier, "operateur.py", "journal").stdout)
    assert fin
    assert run(dossier, "operateur.py", "journal", "--attendu", fin[0]).returncode == 0
    assert run(dossier, "operateur.py", "journal", "--attendu", f"99:{'0' * 64}").returncode == 1


@pytest.mark.parametrize(
    ("script", "arguments", "phrase"),
    [
        ("operateur.py", ("ajouter", "camille", *ORGANISATION), "14 caractères"),
        ("operateur.py", ("cle", "logiciel", *ORGANISATION), "Aucune organisation"),
        ("operateur.py", ("fermer", "personne"), "Personne ne porte"),
        ("operateur.py", ("fermer-cle", "000000000000"), "Aucune clé"),
        ("operateur.py", ("lieu", "X", *ORGANISATION, *LIEU, "--code-postal", "75001"), "codes postaux"),
        ("operateur.py", ("lieu", "X", *ORGANISATION, *LIEU, "--sans-acces", "pmr"), "chacun une fois"),
        ("publier.py", ("absent.csv", *ORGANISATION), "ne peut pas être lu"),
    ],
)
def test_what_cannot_be_done_is_said_without_a_trace(
    dossier: Path, script: str, arguments: tuple[str, ...], phrase: str
) -> None:
    resultat = run(dossier, script, *arguments, MBS_MOT_DE_PASSE="court")
    assert resultat.returncode == 1
    assert phrase in resultat.stderr
    assert "Traceback" not in resultat.stderr
