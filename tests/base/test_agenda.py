"""Openings published in a real base: bank holidays by department, what is kept, closed or removed the second time."""

import itertools
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from app.domain.rendez_vous import Personne
from app.models import Absence, Creneau, Lieu
from app.services.agenda import FRAICHEUR, publish_creneaux
from app.services.jours_feries import feries_entre
from app.services.places import Guichet
from app.services.rendez_vous import Demande, take
from tests.agendas import (
    MAINTENANT,
    communes_reelles,
    demain,
    empreintes,
    make_lieu,
    make_plage,
    make_professionnel,
)


def slots(session: Session) -> list[Creneau]:
    return list(session.exec(select(Creneau).order_by(Creneau.debut)))  # type: ignore[arg-type]


def publish(session: Session, lieu: Lieu, jours: int = 7, departement: str = "71") -> int:
    return publish_creneaux(session, lieu, departement, MAINTENANT, timedelta(days=jours))


@pytest.mark.parametrize(
    ("departement", "jour", "ferie"),
    [
        ("67", date(2026, 12, 26), True),
        ("68", date(2027, 3, 26), True),
        ("57", date(2026, 12, 26), True),
        ("71", date(2026, 12, 26), False),
        ("974", date(2026, 12, 20), True),
        ("987", date(2026, 12, 20), False),
        ("2A", date(2026, 12, 25), True),
        ("988", date(2027, 9, 24), True),
        ("75", date(2027, 7, 14), True),
    ],
)
def test_bank_holidays_are_those_of_the_place(departement: str, jour: date, ferie: bool) -> None:
    assert (jour in feries_entre(departement, jour, jour)) is ferie


def test_published_again_a_slot_keeps_its_name(session: Session) -> None:
    lieu = make_lieu(session)
    make_plage(session, lieu, make_professionnel(session))
    assert publish(session, lieu) == 6
    noms = [creneau.id for creneau in slots(session)]
    assert publish(session, lieu) == 6
    assert [creneau.id for creneau in slots(session)] == noms
    premier = slots(session)[0]
    assert premier.limite == min(premier.debut - timedelta(hours=2), MAINTENANT + FRAICHEUR)


def test_an_absence_takes_free_slots_away_and_leaves_the_booked_one(session: Session) -> None:
    lieu = make_lieu(session)
    qui = make_professionnel(session)
    make_plage(session, lieu, qui, preavis_heures=0)
    publish(session, lieu)
    reserve = slots(session)[3]
    guichet = Guichet(session, empreintes(), communes_reelles(), MAINTENANT)
    take(guichet, Demande(reserve.id, "une-cle-de-test-00", Personne("Ana", "Roy")))
    debut = demain(8, jours=7)
    session.add(Absence(id="a", professionnel_id=qui.id, debut=debut, fin=debut + timedelta(hours=8)))
    session.flush()
    assert publish(session, lieu) == 3
    session.expire_all()  # a booking counts in the base itself
    apres = slots(session)
    assert [creneau.id for creneau in apres if creneau.prises] == [reserve.id]
    assert apres[3].limite == MAINTENANT, "nobody else may book it"
    assert len(apres) == 4


def test_a_longer_visit_never_overlaps_what_is_booked(session: Session) -> None:
    lieu = make_lieu(session)
    plage = make_plage(session, lieu, make_professionnel(session))
    publish(session, lieu)
    guichet = Guichet(session, empreintes(), communes_reelles(), MAINTENANT)
    take(guichet, Demande(slots(session)[4].id, "une-cle-de-test-00", Personne("Ana", "Roy")))
    plage.duree_minutes = 15
    publish(session, lieu)
    visibles = [creneau for creneau in slots(session) if creneau.limite > MAINTENANT or creneau.prises]
    assert all(un.fin <= deux.debut for un, deux in itertools.pairwise(visibles))
    # 9:20 to 9:40 is booked the second Monday: what is left on each side is too short or rounded.
    assert len([c for c in visibles if c.debut.date() == date(2026, 11, 30)]) == 3


def test_a_professional_of_two_places_is_in_one_at_a_time(session: Session) -> None:
    qui = make_professionnel(session)
    un, deux = make_lieu(session), make_lieu(session)
    for lieu in (un, deux):
        make_plage(session, lieu, qui)
    assert publish(session, un) == 6
    assert publish(session, deux) == 0


def test_alsace_closes_on_saint_stephen_s_day(session: Session) -> None:
    lieu = make_lieu(session, "67482")
    make_plage(session, lieu, make_professionnel(session), jour=5)
    publish(session, lieu, jours=40, departement="67")
    jours = {creneau.debut.date() for creneau in slots(session)}
    assert date(2026, 12, 19) in jours
    assert date(2026, 12, 26) not in jours
