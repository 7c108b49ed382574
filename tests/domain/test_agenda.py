"""Openings become slots: days off, absences, bookings, and the two nights when the clocks change."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.agenda import (
    CreneauPossible,
    Occupation,
    Ouverture,
    Periode,
    Pris,
    creneaux_possibles,
    is_sure,
    retranche,
)

PARIS = ZoneInfo("Europe/Paris")
LUNDI = date(2026, 11, 23)
VINGT = timedelta(minutes=20)


def heures(creneaux: list[CreneauPossible], fuseau: ZoneInfo = PARIS) -> list[str]:
    return [f"{c.debut.astimezone(fuseau):%d/%m %H:%M}" for c in creneaux]


def ouverture(debut: str = "09:00", fin: str = "10:00", jour: int = 0, duree: timedelta = VINGT) -> Ouverture:
    return Ouverture(jour, time.fromisoformat(debut), time.fromisoformat(fin), duree)


def a(heure: int, minute: int = 0, jour: date = LUNDI) -> datetime:
    return datetime.combine(jour, time(heure, minute), PARIS).astimezone(UTC)


def test_an_opening_is_cut_in_slots_week_after_week() -> None:
    trouves = creneaux_possibles([ouverture()], Pris(), PARIS, LUNDI, LUNDI + timedelta(days=7))
    assert heures(trouves) == [f"{jour}/11 09:{m}" for jour in (23, 30) for m in ("00", "20", "40")]


def test_what_is_left_at_the_end_is_not_a_slot() -> None:
    assert heures(creneaux_possibles([ouverture(fin="09:50")], Pris(), PARIS, LUNDI, LUNDI))[-1] == "23/11 09:20"


def test_bank_holidays_absences_and_bookings_give_nothing() -> None:
    absence = Periode(a(9, 10), a(9, 22))
    trouves = creneaux_possibles([ouverture("09:00", "11:00")], Pris(absences=(absence,)), PARIS, LUNDI, LUNDI)
    assert heures(trouves) == ["23/11 09:25", "23/11 09:45", "23/11 10:05", "23/11 10:25"]
    occupe = Pris(occupe=(Periode(a(9, 20), a(9, 40)),))
    assert heures(creneaux_possibles([ouverture()], occupe, PARIS, LUNDI, LUNDI)) == ["23/11 09:00", "23/11 09:40"]
    assert creneaux_possibles([ouverture()], Pris(frozenset({LUNDI})), PARIS, LUNDI, LUNDI) == []


def test_two_openings_that_overlap_never_give_the_same_hour_twice() -> None:
    deux = [ouverture("09:00", "10:00"), ouverture("09:30", "10:30")]
    trouves = creneaux_possibles(deux, Pris(), PARIS, LUNDI, LUNDI)
    assert all(avant.fin <= apres.debut for avant, apres in itertools.pairwise(trouves))


@pytest.mark.parametrize("debut", ["01:30", "02:00", "02:30"])
def test_the_hour_that_does_not_exist_is_never_offered(debut: str) -> None:
    jour = date(2027, 3, 28)
    nuit = Ouverture(6, time.fromisoformat(debut), time(4), timedelta(minutes=30))
    lues = heures(creneaux_possibles([nuit], Pris(), PARIS, jour, jour))
    assert not [heure for heure in lues if " 02:" in heure]
    assert lues[-1] == "28/03 03:30"


def test_the_hour_that_exists_twice_is_never_offered() -> None:
    jour = date(2026, 10, 25)
    nuit = Ouverture(6, time(1), time(4), timedelta(minutes=30))
    lues = heures(creneaux_possibles([nuit], Pris(), PARIS, jour, jour))
    assert lues == ["25/10 01:00", "25/10 03:00", "25/10 03:30"]
    assert not is_sure(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), PARIS)
    assert not is_sure(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), PARIS)
    assert is_sure(datetime(2026, 10, 25, 2, tzinfo=UTC), PARIS)


@pytest.mark.parametrize(
    ("fuseau", "attendu"),
    [
        ("Indian/Reunion", "2026-11-23T05:00:00+00:00"),
        ("Pacific/Tahiti", "2026-11-23T19:00:00+00:00"),
        ("Pacific/Noumea", "2026-11-22T22:00:00+00:00"),
        ("Pacific/Marquesas", "2026-11-23T18:30:00+00:00"),
        ("Europe/Paris", "2026-11-23T08:00:00+00:00"),
    ],
)
def test_nine_o_clock_is_nine_o_clock_on_the_wall(fuseau: str, attendu: str) -> None:
    trouves = creneaux_possibles([ouverture()], Pris(), ZoneInfo(fuseau), LUNDI, LUNDI)
    assert trouves[0].debut.isoformat() == attendu


minutes = st.integers(0, 600).map(lambda m: a(0) + timedelta(minutes=m))
periodes = st.tuples(minutes, minutes).filter(lambda p: p[0] < p[1]).map(lambda p: Periode(*p))


@given(periodes, st.lists(periodes, max_size=6))
def test_what_is_left_and_what_is_taken_make_the_whole(periode: Periode, occupe: list[Periode]) -> None:
    libres = retranche(periode, sorted(occupe))
    for rang in range(int((periode.fin - periode.debut).total_seconds() // 60)):
        instant = periode.debut + timedelta(minutes=rang)
        pris = any(o.debut <= instant < o.fin for o in occupe)
        assert any(libre.debut <= instant < libre.fin for libre in libres) is not pris


@given(st.lists(periodes, max_size=12))
def test_nothing_is_added_where_something_is(liste: list[Periode]) -> None:
    occupation, gardees = Occupation(), []
    for periode in liste:
        libre = not any(periode.debut < g.fin and g.debut < periode.fin for g in gardees)
        assert occupation.add(periode) is libre
        gardees += [periode] if libre else []
