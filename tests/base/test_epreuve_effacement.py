"""Half of the people leave, also killed half way, behind a reader, after an old backup: not a byte of them is left.

And every byte of the others is. Small in the ordinary suite; 200 people with `--complet`.
"""

import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from app.models import Carnet
from app.services import base_de_donnees, copie_postgresql, effacements
from app.services.base_de_donnees import open_base
from app.services.carnet import open_with
from app.services.effacements import sweep
from app.services.liste_effacements import NOM, ListeEffacements
from app.services.restauration import restore
from tests.agendas import MAINTENANT
from tests.base.epreuve import (
    Lieu,
    Temoin,
    classeur,
    erase,
    everything,
    found,
    is_there,
    link_of,
    named_appointments,
    owned,
    reminders_of,
    rows_of,
    tables_of_people,
)
from tests.base.peuplement import fill
from tests.base.sante import assert_sound
from tests.base.test_sauvegarde import PLUS_TARD, demande, lose, save
from tests.bases import RACINE, make_ready


@pytest.fixture
def nombre(complet: bool) -> int:
    return 200 if complet else 10


@pytest.fixture
def ici(url_base: str, tmp_path: Path) -> Iterator[Lieu]:
    """A base of each engine, its files alone in their folder when it has files of its own."""
    if url_base.startswith("sqlite"):
        (tmp_path / "seule").mkdir()
        ancienne = tmp_path / "base.db"
        url_base = f"sqlite:///{tmp_path / 'seule' / 'base.db'}"
        ancienne.rename(tmp_path / "seule" / "base.db")
    liste = ListeEffacements(tmp_path / "liste" / NOM)
    liste.begin(MAINTENANT - timedelta(days=1))
    lieu = Lieu(open_base(url_base), liste)
    yield lieu
    lieu.engine.dispose()


def is_sqlite(ici: Lieu) -> bool:
    return ici.engine.dialect.name == "sqlite"


def folder(ici: Lieu) -> Path:
    return ici.liste.fichier.parent.parent


def left_of(ici: Lieu, partis: list[Temoin]) -> list[str]:
    """What is found of these people: in every file of SQLite, its journal, the list, the backups; in a whole dump."""
    if is_sqlite(ici):
        return found(partis, everything(folder(ici)))
    copie = dump(ici)
    # Bytes are written in hexadecimal there.
    hexa = [octets for temoin in partis for octets in temoin.octets if octets.hex().encode() in copie]
    return [*found(partis, everything(folder(ici))), *found(partis, copie), *(octets[:8].hex() for octets in hexa)]


def dump(ici: Lieu) -> bytes:
    """All that PostgreSQL says of this base."""
    options = [f"--dbname={ici.engine.url.set(drivername='postgresql').render_as_string(hide_password=False)}"]
    return subprocess.run(["pg_dump", *options], capture_output=True, check=True, timeout=60).stdout


def missing_of(ici: Lieu, restes: list[Temoin]) -> list[str]:
    """What is not found of these people: everything is kept as it was, but for the words, which are sealed."""
    contenu = everything(folder(ici) / "seule") if is_sqlite(ici) else dump(ici)
    voulus = [o for t in restes for o in t.octets if o not in {mot.encode() for mot in t.mots}]
    return [o[:8].hex() for o in voulus if o not in contenu and o.hex().encode() not in contenu]


def check(ici: Lieu, partis: list[Temoin], restes: list[Temoin]) -> None:
    """Nothing of those who left, everything of those who stay."""
    assert set(rows_of(ici, partis).values()) == {0}
    assert left_of(ici, partis) == []
    assert (reminders_of(ici, partis), reminders_of(ici, restes) > 0) == (0, True)
    assert missing_of(ici, restes) == []
    assert all(is_there(ici, temoin) for temoin in restes)
    assert named_appointments(ici) == {temoin.nom for temoin in restes}
    assert len(link_of(ici)) == len(restes)
    assert_sound(ici.engine)


def test_every_table_about_people_is_filled(ici: Lieu) -> None:
    """A table that joins the register must be filled here too, or its erasure would prove nothing."""
    temoins = fill(ici, 3)
    assert {nom for nom, lignes in rows_of(ici, temoins).items() if not lignes} == set()
    assert len(link_of(ici)) == 3


def test_half_leave_and_nothing_of_them_is_left(ici: Lieu, nombre: int) -> None:
    temoins = fill(ici, nombre)
    partis, restes = temoins[::2], temoins[1::2]
    assert len(left_of(ici, partis)) >= nombre  # the scan sees what is there
    for temoin in partis:
        erase(ici, temoin)
    assert sweep(ici.engine, essais=20)
    check(ici, partis, restes)


@contextmanager
def reader(ici: Lieu) -> Iterator[None]:
    """Somebody reads the base meanwhile, and does not stop."""
    if not is_sqlite(ici):
        with Session(ici.engine) as session, session.begin():
            session.execute(text("SELECT count(*) FROM carnet")).all()
            yield
        return
    with closing(sqlite3.connect(str(ici.engine.url.database))) as lecteur:
        lecteur.execute("BEGIN")
        lecteur.execute("SELECT count(*) FROM carnet").fetchone()
        yield


def erase_until_killed(ici: Lieu, partis: list[Temoin], apres: int, delai: float) -> int:
    """Another process erases these people and is killed while it erases one; how many it said were erased."""
    fichier = folder(ici).with_name(f"{folder(ici).name}-partis.json")
    fichier.write_text(json.dumps([asdict(temoin) for temoin in partis]), "utf-8")
    adresse = ici.engine.url.render_as_string(hide_password=False)
    commande = [sys.executable, "-m", "tests.base.epreuve", adresse, str(ici.liste.fichier.parent), str(fichier)]
    dits = 0
    with subprocess.Popen(commande, stdout=subprocess.PIPE, cwd=RACINE, text=True) as autre:
        assert autre.stdout is not None
        for _ligne in autre.stdout:
            dits += 1
            if dits == apres:
                time.sleep(delai)
                autre.kill()
    fichier.unlink()
    return dits


def test_killed_in_the_middle_behind_a_reader_nobody_told_is_left(ici: Lieu, nombre: int, complet: bool) -> None:
    temoins = fill(ici, nombre)
    partis, restes = temoins[::2], temoins[1::2]
    hasard, faits, entre_deux = random.Random(20261122), 0, 0
    while faits < len(partis):
        with reader(ici):
            apres = hasard.randrange(3, 12) if complet else 2
            dits = erase_until_killed(ici, partis[faits:], apres, hasard.random() / 50)
        for temoin in partis[faits : faits + dits]:
            assert set(rows_of(ici, [temoin]).values()) == {0}
        faits += dits
        # Whoever was being erased at that very moment is whole, or gone and not yet told.
        while faits < len(partis) and not is_there(ici, partis[faits]):
            assert set(rows_of(ici, [partis[faits]]).values()) == {0}
            faits, entre_deux = faits + 1, entre_deux + 1
        assert_sound(ici.engine)
        if not complet:
            for temoin in partis[faits:]:
                erase(ici, temoin)
            break
    print(f"effacés sans avoir pu le dire : {entre_deux}")
    assert sweep(ici.engine, essais=20)
    check(ici, partis, restes)


def test_an_old_backup_brings_nobody_back(ici: Lieu, nombre: int) -> None:
    temoins = fill(ici, nombre)
    partis, restes = temoins[::2], temoins[1::2]
    vieille = save(ici, folder(ici) / "copies")
    for temoin in partis:
        erase(ici, temoin)
    rendu = restore(demande(ici, vieille), PLUS_TARD)
    assert rendu.repris.effaces["carnet"] == 4 * len(partis)
    with Session(ici.engine) as session:
        assert {carnet.id for carnet in session.exec(select(Carnet))} == {temoin.numeros[0] for temoin in restes}
    assert left_of(ici, partis) == []
    assert nothing_beside(ici)
    assert_sound(ici.engine)
    # Every device was closed: all the rest of the others is there, and a code of their sheet opens it.
    assert missing_of(ici, [replace(temoin, fermees=()) for temoin in restes]) == []
    for temoin in restes:
        with ici.session() as session:
            jeton = open_with(classeur(session), temoin.code, "")
        assert is_there(ici, temoin, jeton or "")
    assert named_appointments(ici) == {temoin.nom for temoin in restes}


def nothing_beside(ici: Lieu) -> bool:
    """Nothing is left of a restore next to the base."""
    if is_sqlite(ici):
        return not [f.name for f in (folder(ici) / "seule").iterdir() if f.name.startswith(".")]
    with ici.engine.connect() as connexion:
        return copie_postgresql.AVANT not in connexion.execute(text("SELECT nspname FROM pg_namespace")).scalars().all()


def test_a_forgotten_table_is_found(ici: Lieu) -> None:
    """The planted bugs: for each table that goes with a carnet, a copy of one person's rows that no erasure knows."""
    tables = tables_of_people()
    temoins = fill(ici, len(tables))
    with ici.engine.begin() as connexion:
        for table, temoin in zip(tables, temoins, strict=True):
            siens = table.select().where(owned(table, temoin.numeros))
            litteral = siens.compile(ici.engine, compile_kwargs={"literal_binds": True})
            connexion.execute(text(f"CREATE TABLE oubliee_{table.name} AS {litteral}"))
    for temoin in temoins:
        erase(ici, temoin)
    assert sweep(ici.engine, essais=20)
    assert [t.name for t, temoin in zip(tables, temoins, strict=True) if not left_of(ici, [temoin])] == []


def test_a_base_that_only_frees_its_pages_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: the same erasures without overwriting, on a base that is not written anew."""
    monkeypatch.setattr(effacements, "compact", lambda *_: True)
    mous = tuple(p.replace("secure_delete=ON", "secure_delete=OFF") for p in base_de_donnees.PRAGMAS)
    monkeypatch.setattr(base_de_donnees, "PRAGMAS", mous)
    lieu = Lieu(open_base(f"sqlite:///{tmp_path / 'seule.db'}"), ListeEffacements(tmp_path / "liste" / NOM))
    make_ready(lieu.engine)
    temoins = fill(lieu, 6)
    for temoin in temoins:
        erase(lieu, temoin)
    assert sweep(lieu.engine, essais=5)
    assert found(temoins, everything(tmp_path))
    lieu.engine.dispose()


def test_without_the_list_an_old_backup_brings_people_back(ici: Lieu, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: a gesture that forgets the list, and a base that is lost."""
    (temoin,) = fill(ici, 1)
    vieille = save(ici, folder(ici) / "copies")
    monkeypatch.setattr(ListeEffacements, "write", lambda *_: None)
    erase(ici, temoin)
    lose(ici)
    restore(demande(ici, vieille), PLUS_TARD)
    assert set(rows_of(ici, [temoin]).values()) != {0}
