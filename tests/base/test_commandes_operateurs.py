"""The commands of those who publish: an access shown once, a place, a file with the fate of each line, the journal."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from sqlmodel import Session

from app.services.base_de_donnees import open_base
from app.services.coffre import Coffre
from app.services.jours_feries import jours_feries
from app.settings import Settings
from tests.bases import RACINE, make_ready
from tests.bundles import bundle, slot
from tests.operateurs import make_equipe
from tests.plateforme import plateforme

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


def test_from_a_source_to_what_it_brought(dossier: Path) -> None:
    """A bundle by hand, then the same by a platform: added, pulled; an inside address is never written down."""
    settings = Settings(var=dossier)
    engine = open_base(settings.database_url)
    with Session(engine) as session, session.begin():
        lieu = make_equipe(session, Coffre(settings.cle_cookie()), "Maison Essai").lieu
    engine.dispose()
    demain = datetime.now(UTC) + timedelta(days=1)
    while demain.weekday() > 4 or demain.date() in jours_feries("71", demain.year):
        demain += timedelta(days=1)
    contenu = bundle(slot(f"{demain:%Y-%m-%d}T09:00:00Z", f"{demain:%Y-%m-%d}T09:20:00Z"), slot(status="busy"))
    (dossier / "agenda.json").write_text(json.dumps(contenu), "utf-8")
    publie = run(dossier, "publier.py", "--fhir", str(dossier / "agenda.json"), *ORGANISATION, "--lieu", lieu)
    assert "Lignes lues 2 = acceptées 1 + refusées 1." in publie.stdout
    dedans = run(dossier, "operateur.py", "source", "http://127.0.0.1:1/", *ORGANISATION, "--lieu", lieu)
    assert "doit commencer par https://" in dedans.stderr
    local = {"MBS_SOURCES_LOCALES": "1"}
    with plateforme() as elle:
        elle.gives(contenu)
        ajout = run(dossier, "operateur.py", "source", elle.adresse, *ORGANISATION, "--lieu", lieu, **local)
        assert "Source ajoutée." in ajout.stdout
        releve = run(dossier, "relever_sources.py", **local)
    assert (releve.returncode, "2 créneaux lus = 1 gardé + 1 refusé, 1 montré." in releve.stdout) == (0, True)
    assert "Sources relevées : 1, dont 0 sans réponse utile." in releve.stdout
