"""Imported places in the base, on both engines: replaced list by list, found by kind, never among those with slots."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from app.domain.annuaire import LieuImporte, read_annuaire
from app.domain.creneaux import Recherche
from app.models import Lieu
from app.services.annuaire import count_liste, find_lieux, replace_annuaire
from app.services.creneaux import Etendue, Zone, chercher
from tests.agendas import MAINTENANT, communes_reelles, make_lieu

RACINE = Path(__file__).resolve().parents[2]
ENTETE = "identifiant;genre;nom;adresse;code_postal;commune"


def lieux(*codes: str, genre: str = "cegidd") -> tuple[LieuImporte, ...]:
    lignes = [f"{rang};{genre};Centre {rang};1 rue de l'Essai;71000;{code}" for rang, code in enumerate(codes)]
    return read_annuaire("\n".join((ENTETE, *lignes)), communes_reelles(), {genre}).lieux


def names(session: Session, genre: str = "cegidd", commune: str = "71270") -> list[str]:
    ici = communes_reelles().get(commune)
    assert ici is not None
    return [trouve.lieu.nom for trouve, _, _ in find_lieux(session, genre, ici, communes_reelles())]


def test_a_list_replaces_itself_and_no_other(moteur_bd: Engine) -> None:
    with Session(moteur_bd) as session, session.begin():
        replace_annuaire(session, "une", lieux("71270", "71270"), MAINTENANT)
        replace_annuaire(session, "autre", lieux("71270", genre="pmi"), MAINTENANT)
        replace_annuaire(session, "une", lieux("71270"), MAINTENANT)
        assert (count_liste(session, "une"), count_liste(session, "autre")) == (1, 1)
        assert names(session) == ["Centre 0"]
        assert names(session, "pmi") == ["Centre 0"]
        assert names(session, "csapa") == []


def test_near_places_come_first_and_far_ones_not_at_all(moteur_bd: Engine) -> None:
    with Session(moteur_bd) as session, session.begin():
        replace_annuaire(session, "une", lieux("75056", "71306", "71270"), MAINTENANT)
        trouves = names(session)
    assert trouves[0] == "Centre 2"
    assert "Centre 0" not in trouves


def test_the_list_tells_its_age(moteur_bd: Engine) -> None:
    with Session(moteur_bd) as session, session.begin():
        replace_annuaire(session, "une", lieux("71270"), MAINTENANT - timedelta(days=366))
        ici = communes_reelles().get("71270")
        assert ici is not None
        ((_, _, perime_le),) = find_lieux(session, "cegidd", ici, communes_reelles())
    assert perime_le < MAINTENANT


def test_they_are_never_among_the_places_with_slots(moteur_bd: Engine) -> None:
    """A search of slots must not say "by telephone" of a place that does no bilan."""
    with Session(moteur_bd) as session, session.begin():
        replace_annuaire(session, "une", lieux("71270"), MAINTENANT)
        make_lieu(session)
        ici = communes_reelles().get("71270")
        assert ici is not None
        trouves = chercher(session, Zone(Recherche("71270"), ici, MAINTENANT), communes_reelles(), Etendue(3))
        assert [trouve.lieu.nom for trouve in trouves.lieux] == ["Maison de santé d'essai"]
        assert names(session) == ["Centre 0"]


def run(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environnement = os.environ | {"MBS_VAR": str(tmp_path), "PYTHONPATH": str(RACINE)}
    commande = [sys.executable, "scripts/importer_lieux.py", *arguments]
    return subprocess.run(commande, cwd=RACINE, env=environnement, capture_output=True, text=True, check=False)


def test_the_command_counts_what_it_reads_and_changes_nothing_when_it_refuses(tmp_path: Path) -> None:
    environnement = os.environ | {"MBS_VAR": str(tmp_path)}
    subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], cwd=RACINE, env=environnement, check=True)
    fichier = tmp_path / "centres-71.csv"
    lignes = [f"{rang};cegidd;Centre {rang};1 rue;71000;71270" for rang in range(5)]
    fichier.write_text("\n".join((ENTETE, *lignes, "6;cegidd;;1 rue;71000;71270")), "utf-8")
    sortie = run(tmp_path, str(fichier), "--du", "2026-01-02")
    assert sortie.returncode == 0, sortie.stderr
    assert "ligne 7 rejetée : nom est vide" in sortie.stdout
    assert "Liste « centres-71 » du 02/01/2026 : lignes lues 6 = chargées 5 + rejetées 1." in sortie.stdout
    fichier.write_text("\n".join((ENTETE, lignes[0])), "utf-8")
    refus = run(tmp_path, str(fichier))
    assert refus.returncode == 1
    assert "Rien n'a changé" in refus.stderr
    assert run(tmp_path, str(fichier), "--plus-court").returncode == 0
    assert run(tmp_path, str(tmp_path / "absent.csv")).returncode == 1
    assert run(tmp_path, str(fichier), "--liste", "A B").returncode == 2
    assert run(tmp_path, str(fichier), "--du", "2999-01-01").returncode == 2


def test_a_place_that_publishes_its_agenda_is_of_no_list(moteur_bd: Engine) -> None:
    with Session(moteur_bd) as session, session.begin():
        make_lieu(session)
        lieu = session.exec(select(Lieu)).one()
        assert (lieu.genre, lieu.liste) == ("bilan", None)
