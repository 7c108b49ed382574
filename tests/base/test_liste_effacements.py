"""The list outside the base: on the disk before the commit, taken back when there is none, read whole or refused."""

import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from app.domain.consentement import Finalite
from app.models import Carnet, Effacement
from app.services import traces
from app.services.base_de_donnees import open_base
from app.services.carnet import load
from app.services.effacements import erase_whole
from app.services.liste_effacements import NOM, ListeAbimee, ListeEffacements, ListeMuette, read_traces
from app.services.reprise import EFFETS, GENRES, agree_with
from app.services.traces import CARNET
from tests.agendas import MAINTENANT
from tests.base.epreuve import Lieu, classeur, erase, is_there
from tests.base.peuplement import fill
from tests.bases import make_ready
from tests.factories import contenu_reel


@pytest.fixture
def ici(tmp_path: Path) -> Iterator[Lieu]:
    lieu = Lieu(open_base(f"sqlite:///{tmp_path / 'base.db'}"), ListeEffacements(tmp_path / "liste" / NOM))
    make_ready(lieu.engine)
    lieu.liste.begin(MAINTENANT)
    yield lieu
    lieu.engine.dispose()


def known(lieu: Lieu) -> frozenset[str]:
    return read_traces(lieu.liste.lines()).of(CARNET)


def test_it_is_on_the_disk_before_the_commit(ici: Lieu) -> None:
    (temoin,) = fill(ici, 1)
    vus: list[int] = []

    @event.listens_for(ici.engine, "commit")
    def look(_connexion: object) -> None:
        vus.append(len(known(ici)))

    erase(ici, temoin)
    assert vus == [4]  # the carnet and its three people
    assert stat.S_IMODE(ici.liste.fichier.stat().st_mode) == 0o600


def test_what_it_cannot_write_is_not_erased(ici: Lieu) -> None:
    (temoin,) = fill(ici, 1)
    ici.liste.fichier.unlink()
    ici.liste.fichier.mkdir()  # as on a disk that refuses
    with pytest.raises(ListeMuette):
        erase(ici, temoin)
    ici.liste.fichier.rmdir()
    assert is_there(ici, temoin)


def test_a_commit_that_failed_is_taken_back_an_hour_later(ici: Lieu) -> None:
    (temoin,) = fill(ici, 1)

    def break_(_connexion: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk"))

    event.listen(ici.engine, "commit", break_)
    with pytest.raises(OperationalError):
        erase(ici, temoin)
    event.remove(ici.engine, "commit", break_)
    assert len(known(ici)) == 4
    for apres, connus in ((timedelta(minutes=59), 4), (timedelta(minutes=61), 0)):
        with Session(ici.engine) as session, session.begin():
            agree_with(session, ici.liste, MAINTENANT + apres)
        assert len(known(ici)) == connus
    with ici.session(timedelta(hours=2)) as session:
        ouvert = load(classeur(session), temoin.jeton)
        assert ouvert is not None
        erase_whole(classeur(session), ouvert)
    assert len(known(ici)) == 4


def test_what_the_base_alone_knows_is_added(ici: Lieu) -> None:
    (temoin,) = fill(ici, 1)
    erase(ici, temoin)
    ici.liste.fichier.unlink()
    with Session(ici.engine) as session, session.begin():
        agree_with(session, ici.liste, MAINTENANT)
    assert known(ici) == set(Session(ici.engine).exec(select(Effacement.condense)))


def test_a_line_cut_by_a_power_cut_is_dropped_and_the_next_is_whole(ici: Lieu) -> None:
    ici.liste.add([{"genre": CARNET, "condense": "a", "le": MAINTENANT.isoformat()}])
    entier = ici.liste.fichier.read_bytes()
    ici.liste.fichier.write_bytes(entier + entier.splitlines()[-1][:30])
    assert known(ici) == {"a"}
    ici.liste.add([{"genre": CARNET, "condense": "b", "le": MAINTENANT.isoformat()}])
    assert known(ici) == {"a", "b"}
    assert ici.liste.fichier.read_bytes().startswith(entier)


def test_a_changed_line_is_refused_with_its_number(ici: Lieu) -> None:
    ici.liste.add([{"genre": CARNET, "condense": c, "le": MAINTENANT.isoformat()} for c in "ab"])
    ici.liste.fichier.write_bytes(ici.liste.fichier.read_bytes().replace(b'"a"', b'"c"'))
    with pytest.raises(ListeAbimee, match="ligne 2"):
        ici.liste.lines()


def test_nothing_is_noted_when_nothing_is_erased(ici: Lieu) -> None:
    avant = ici.liste.fichier.read_bytes()
    with ici.session() as session:
        session.exec(select(Carnet)).all()
    assert ici.liste.fichier.read_bytes() == avant


def test_it_says_nobody_s_number(ici: Lieu) -> None:
    (temoin,) = fill(ici, 1)
    erase(ici, temoin)
    contenu = ici.liste.fichier.read_bytes()
    assert not [octets for octets in temoin.octets if octets in contenu]
    assert temoin.numeros[0].encode() not in contenu


def test_every_kind_and_every_purpose_is_done_again_at_a_restore() -> None:
    """A text of consent or a kind of erasure that no restore knows would bring people back."""
    genres = {valeur for nom, valeur in vars(traces).items() if nom.isupper() and nom not in {"A_NOTER", "RETRAIT"}}
    assert genres == set(GENRES), "joignez app/services/reprise.py : GENRES"
    du_carnet = set(contenu_reel().consentements) - {Finalite.GARDER_ICI}
    assert du_carnet <= set(EFFETS), "joignez app/services/reprise.py : EFFETS"
