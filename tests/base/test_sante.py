"""The judgement every rig asks for sees an orphan, a consent left behind, a damaged file; and every rig asks for it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from app.models import ActeConsenti, Envoi, PartageCarnet
from app.services.base_de_donnees import open_base
from app.services.liste_effacements import NOM, ListeEffacements
from tests.agendas import MAINTENANT
from tests.base.epreuve import Lieu
from tests.base.peuplement import fill
from tests.base.sante import assert_sound, faults_of
from tests.bases import RACINE, make_ready

#: What a rig does to a base: whoever does it asks for the judgement, or is a tool of those who do.
VIOLENCES = (".kill()", "os.kill(", "stop_now()", "PRAGMA max_page_count", "lose(ici)")
OUTILS = {"concurrence.py", "guichets_http.py", "ouvriers.py", "postgresql.py", "test_sante.py"}


@pytest.fixture
def ici(moteur_bd: Engine, tmp_path: Path) -> Lieu:
    lieu = Lieu(moteur_bd, ListeEffacements(tmp_path / "liste" / NOM))
    lieu.liste.begin(MAINTENANT)
    fill(lieu, 1)
    return lieu


def break_(ici: Lieu, ordre: str) -> None:
    """What no gesture of the service can do: the base itself is told to look away."""
    if ici.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(ici.engine.url.database))) as connexion, connexion:
            connexion.execute(ordre)
        return
    with ici.engine.begin() as connexion:
        connexion.execute(text("SET LOCAL session_replication_role = replica"))
        connexion.execute(text(ordre))


def test_a_base_that_was_only_used_is_sound(ici: Lieu) -> None:
    assert_sound(ici.engine)
    with Session(ici.engine) as session:
        assert session.exec(select(Envoi.personne)).first()
        assert session.exec(select(PartageCarnet.id)).first()
        assert session.exec(select(ActeConsenti.id)).first()


@pytest.mark.parametrize(
    ("ordre", "dit"),
    [
        ("DELETE FROM personne_carnet WHERE numero = 0", "adresse_rappel vers personne_carnet"),
        ("DELETE FROM personne_carnet WHERE numero = 1", "partage_carnet vers personne_carnet"),
        ("UPDATE envoi SET personne = 'x'", "envoi vers personne_carnet"),
        ("UPDATE rendez_vous SET creneau_id = 'x'", "rendez_vous vers creneau"),
        ("UPDATE carnet SET sel = '0'", "que plus personne ne peut retirer"),
    ],
)
def test_a_planted_orphan_is_seen(ici: Lieu, ordre: str, dit: str) -> None:
    break_(ici, ordre)
    assert dit in " ; ".join(faults_of(ici.engine))


def test_a_damaged_file_is_seen(tmp_path: Path) -> None:
    fichier = tmp_path / "base.db"
    lieu = Lieu(open_base(f"sqlite:///{fichier}"), ListeEffacements(tmp_path / NOM))
    make_ready(lieu.engine)
    fill(lieu, 3)
    with lieu.engine.connect() as connexion:
        ou = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_code_carnet_carnet_id'"
        page = connexion.exec_driver_sql(ou).scalar_one()
        taille = connexion.exec_driver_sql("PRAGMA page_size").scalar_one()
    lieu.engine.dispose()
    octets = bytearray(fichier.read_bytes())
    octets[page * taille - 200 : page * taille - 100] = bytes(100)
    fichier.write_bytes(octets)
    assert list(faults_of(lieu.engine))
    lieu.engine.dispose()


def is_a_rig(lu: str) -> bool:
    return any(violence in lu for violence in VIOLENCES)


def test_every_rig_asks_for_it() -> None:
    """A rig that kills, fills a disk or loses a base judges the base afterwards."""
    oublis = [
        str(fichier.relative_to(RACINE))
        for fichier in sorted((RACINE / "tests").rglob("*.py"))
        if fichier.name not in OUTILS and is_a_rig(lu := fichier.read_text("utf-8")) and "assert_sound(" not in lu
    ]
    assert oublis == []
