"""Erased carnets looked for byte by byte: in the base, its journal, behind a reader, in an old backup."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.domain.dossier import Dossier
from app.models import PersonneCarnet
from app.services import base_de_donnees, effacements
from app.services.base_de_donnees import open_base
from app.services.carnet import (
    Classeur,
    create,
    load,
)
from app.services.effacements import (
    erase_whole,
    read_effacements,
    reapply_effacements,
    sweep,
)
from tests.base.carnets import ACTE, LE, personne, scribe
from tests.bases import make_ready


def sentinels(moteur: Engine, nombre: int) -> dict[str, tuple[str, list[bytes]]]:
    """Carnets by token, each with what can be found of it in the file: sealed texts and keys, once they are gone."""
    hasard, traces = random.Random(20261122), {}
    for _ in range(nombre):
        with Session(moteur) as session, session.begin():
            naissance = f"19{hasard.randrange(30, 99)}-0{hasard.randrange(1, 10)}-11"
            jeton = create(Classeur(session, scribe(), LE), Dossier((personne(naissance),)), ACTE).jeton
            ouvert = load(Classeur(session, scribe(), LE), jeton)
            assert ouvert is not None
            ligne = session.exec(select(PersonneCarnet).where(PersonneCarnet.carnet_id == ouvert.id)).one()
            textes = [ligne.id.encode(), ouvert.id.encode()]
            traces[jeton] = (ouvert.id, [ligne.cle, ligne.profil, ligne.historique, *textes])
    return traces


def everything(dossier: Path) -> bytes:
    return b"".join(fichier.read_bytes() for fichier in sorted(dossier.iterdir()))


def erase(moteur: Engine, jeton: str) -> None:
    with Session(moteur) as session, session.begin():
        classeur = Classeur(session, scribe(), LE)
        ouvert = load(classeur, jeton)
        assert ouvert is not None
        erase_whole(classeur, ouvert)


@pytest.fixture
def fichier(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Engine, Path]]:
    """A migrated SQLite base, alone in its folder."""
    dossier = tmp_path / "base"
    dossier.mkdir()
    moteur = open_base(f"sqlite:///{dossier / 'carnets.db'}")
    make_ready(moteur)
    yield moteur, dossier
    moteur.dispose()


def test_no_byte_of_the_erased_is_left_and_every_byte_of_the_kept(fichier: tuple[Engine, Path], complet: bool) -> None:
    moteur, dossier = fichier
    traces = sentinels(moteur, 200 if complet else 40)
    jetons = list(traces)
    partis, restes = jetons[::2], jetons[1::2]
    assert all(trace in everything(dossier) for jeton in partis for trace in traces[jeton][1])
    for jeton in partis:
        erase(moteur, jeton)
    assert sweep(moteur, essais=5)
    octets = everything(dossier)
    assert [trace for jeton in partis for trace in traces[jeton][1] if trace in octets] == []
    assert all(trace in octets for jeton in restes for trace in traces[jeton][1])
    with Session(moteur) as session, session.begin():
        assert all(load(Classeur(session, scribe(), LE), jeton) for jeton in restes)


def test_an_open_reader_delays_the_sweep_and_is_not_forgotten(
    fichier: tuple[Engine, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    moteur, dossier = fichier
    monkeypatch.setattr(base_de_donnees, "ATTENTE_MS", 50)
    (jeton, (_, traces)), *_ = sentinels(moteur, 1).items()
    with closing(sqlite3.connect(dossier / "carnets.db")) as lecteur:
        lecteur.execute("BEGIN")
        lecteur.execute("SELECT count(*) FROM carnet").fetchone()
        erase(moteur, jeton)
        moteur.dispose()
        court = open_base(f"sqlite:///{dossier / 'carnets.db'}")
        with court.connect() as connexion:
            connexion.exec_driver_sql("PRAGMA busy_timeout=50")
        assert not sweep(court)
        assert any(trace in everything(dossier) for trace in traces)
    assert sweep(court)
    assert not any(trace in everything(dossier) for trace in traces)
    court.dispose()


def test_without_secure_delete_the_scan_finds_what_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: the same erasure on a base that only marks its pages as free, and is not written anew."""
    monkeypatch.setattr(effacements, "compact", lambda *_: True)
    mous = tuple(p.replace("secure_delete=ON", "secure_delete=OFF") for p in base_de_donnees.PRAGMAS)
    monkeypatch.setattr(base_de_donnees, "PRAGMAS", mous)
    moteur = open_base(f"sqlite:///{tmp_path / 'mou.db'}")
    make_ready(moteur)
    traces = sentinels(moteur, 10)
    for jeton in traces:
        erase(moteur, jeton)
    assert sweep(moteur, essais=5)
    octets = everything(tmp_path)
    assert any(trace in octets for _, siennes in traces.values() for trace in siennes)
    moteur.dispose()


def test_an_old_backup_is_erased_again(fichier: tuple[Engine, Path], tmp_path: Path) -> None:
    moteur, dossier = fichier
    traces = sentinels(moteur, 6)
    partis, restes = list(traces)[:3], list(traces)[3:]
    assert base_de_donnees.truncate_journal(moteur)
    vieille = tmp_path / "vieille.db"
    vieille.write_bytes((dossier / "carnets.db").read_bytes())
    for jeton in partis:
        erase(moteur, jeton)
    with Session(moteur) as session, session.begin():
        tombes = read_effacements(session)
    retour = tmp_path / "retour"
    retour.mkdir()
    Path(vieille).replace(retour / "carnets.db")
    revenue = open_base(f"sqlite:///{retour / 'carnets.db'}")
    with Session(revenue) as session, session.begin():
        assert reapply_effacements(session, tombes, LE) == 6  # three people, three carnets
    assert sweep(revenue, essais=5)
    octets = everything(retour)
    assert not any(trace in octets for jeton in partis for trace in traces[jeton][1])
    with Session(revenue) as session, session.begin():
        assert [bool(load(Classeur(session, scribe(), LE), jeton)) for jeton in traces] == [False] * 3 + [True] * 3
    assert all(trace in octets for jeton in restes for trace in traces[jeton][1])
    revenue.dispose()
