"""Bookings served together: each as if it were alone, never two on one place, nobody answered before the others."""

import asyncio
import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.domain.erreurs import CreneauPris, DejaUnRendezVous, ReservationIncertaine
from app.domain.rendez_vous import EtatRendezVous, Personne
from app.models import Creneau, RendezVous
from app.services import ensemble
from app.services.comptoir import LOT, Comptoir
from app.services.demandes import Demande
from app.services.ensemble import take_together
from app.services.places import Guichet
from app.services.rendez_vous import read, take
from tests.agendas import MAINTENANT, communes_reelles, demain, empreintes, make_creneaux, make_lieu, make_professionnel

ANA, BO, CY = Personne("Ana", "Roy"), Personne("Bo", "Li"), Personne("Cy", "Fa")
Ids = list[str]


@pytest.fixture
def guichet(session: Session) -> Guichet:
    return Guichet(session, empreintes(), communes_reelles(), MAINTENANT)


@pytest.fixture
def ids(session: Session) -> Ids:
    """Four slots for one person, then one for two people, at one place."""
    lieu, qui = make_lieu(session), make_professionnel(session)
    creneaux = make_creneaux(session, lieu, qui, [demain(heure) for heure in (9, 10, 11, 12)])
    return [c.id for c in creneaux + make_creneaux(session, lieu, qui, [demain(14)], places=2)]


def compteurs(session: Session) -> list[int]:
    return list(session.exec(select(Creneau.prises).order_by(Creneau.debut)))


def test_each_as_if_it_were_alone(guichet: Guichet, ids: Ids, session: Session) -> None:
    demandes = [Demande(ids[0], "a", ANA), Demande(ids[1], "b", BO), Demande(ids[2], "c")]
    vus = take_together(guichet, demandes)
    assert [vu and vu.etat.value for vu in vus] == ["confirme", "confirme", "tenu"]
    assert compteurs(session) == [1, 1, 1, 0, 0]
    for demande, vu in zip(demandes, vus, strict=True):
        assert vu is not None
        assert read(guichet, vu.code) == vu == take(guichet, demande), "asked again alone, the same appointment"
    assert compteurs(session) == [1, 1, 1, 0, 0]


def test_what_is_not_simple_is_left_for_alone(guichet: Guichet, ids: Ids, session: Session) -> None:
    take(guichet, Demande(ids[0], "deja", ANA))
    avant = compteurs(session)
    demandes = [
        Demande(ids[0], "a", BO),  # taken
        Demande("0" * 32, "b", BO),  # unknown
        Demande(ids[4], "c", CY),  # for two people
        Demande(ids[1], "deja", ANA),  # its key has served
        Demande(ids[1], "d", ANA),  # known at this place
    ]
    for demande in demandes:
        assert take_together(guichet, [demande]) == [None]
    assert compteurs(session) == avant
    tard = guichet._replace(maintenant=MAINTENANT + timedelta(days=3))
    assert take_together(tard, [Demande(ids[1], "e", BO)]) == [None], "begun"
    assert take_together(guichet, []) == []


@pytest.mark.parametrize(
    ("premiere", "seconde", "refus"),
    [
        ((0, "a", ANA), (0, "b", BO), CreneauPris),
        ((0, "a", ANA), (0, "b", ANA), DejaUnRendezVous),
        ((0, "a", ANA), (0, "a", ANA), None),
        ((0, "a", ANA), (1, "b", ANA), None),
    ],
    ids=["slot", "slot-and-person", "repeated", "person"],
)
def test_two_that_meet_in_one_lot(
    guichet: Guichet,
    ids: Ids,
    session: Session,
    premiere: tuple[int, str, Personne],
    seconde: tuple[int, str, Personne],
    refus: type[Exception] | None,
) -> None:
    un, deux = (Demande(ids[rang], cle, qui) for rang, cle, qui in (premiere, seconde))
    vus = take_together(guichet, [un, deux])
    assert vus[0] is not None
    assert vus[1] is None
    if refus is None:
        assert take(guichet, deux).etat is EtatRendezVous.CONFIRME
    else:
        with pytest.raises((refus, CreneauPris)):
            take(guichet, deux)
    assert sum(compteurs(session)) == len(session.exec(select(RendezVous)).all())


def test_the_schema_is_the_last_word(
    guichet: Guichet, ids: Ids, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: everything passes for simple. The base still gives each place once, and counts right."""
    monkeypatch.setattr(ensemble, "_simple", lambda _guichet, pretes, _slots: list(range(len(pretes))))
    take(guichet, Demande(ids[3], "deja", CY))
    demandes = [Demande(ids[0], "a", ANA), Demande(ids[0], "b", BO), Demande(ids[1], "a", BO), Demande(ids[3], "c", BO)]
    vus = take_together(guichet, demandes)
    assert [vu is not None for vu in vus] == [True, False, False, False]
    assert compteurs(session) == [1, 0, 0, 1, 0]


class Base:
    """What serves the lots of the trial: it says which, and waits to be let go."""

    def __init__(self) -> None:
        self.lots: list[list[int]] = []
        self.commence, self.libre = threading.Event(), threading.Event()

    def servir(self, demandes: Sequence[int]) -> list[int]:
        self.lots.append(list(demandes))
        self.commence.set()
        self.libre.wait(5)
        if 13 in demandes:
            raise ReservationIncertaine
        return [-demande for demande in demandes]


def ask(nombres: Sequence[int], part: int | None = None) -> tuple[Base, list[object]]:
    """These requests at once; one may leave while the first lot is being served, when nobody is answered yet."""
    base, comptoir = Base(), Comptoir[int, int]()

    async def run() -> list[object]:
        taches = [asyncio.create_task(comptoir.ask(n, base.servir)) for n in nombres]
        await asyncio.to_thread(base.commence.wait, 5)
        assert not any(tache.done() for tache in taches)
        if part is not None:
            taches[part].cancel()
        await asyncio.sleep(0)
        base.libre.set()
        return await asyncio.gather(*taches, return_exceptions=True)

    return base, asyncio.run(run())


def test_those_who_wait_are_served_together_in_their_order() -> None:
    nombres = list(range(100, 200))
    base, reponses = ask(nombres)
    assert reponses == [-n for n in nombres]
    assert base.lots == [nombres[:LOT], nombres[LOT:]]


def test_a_silent_base_is_told_to_each_of_the_lot_and_to_no_other() -> None:
    nombres = [13, *range(200, 200 + LOT)]
    base, reponses = ask(nombres)
    assert [type(r) for r in reponses] == [ReservationIncertaine] * LOT + [int]
    assert base.lots == [nombres[:LOT], nombres[LOT:]]


def test_one_who_leaves_takes_nothing_from_the_others() -> None:
    _, reponses = ask([1, 2, 3], part=1)
    assert reponses[0] == -1
    assert isinstance(reponses[1], asyncio.CancelledError)
    assert reponses[2] == -3
