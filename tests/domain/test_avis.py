"""The limit on opinions: a minute at a time, unit by unit, and for all of them together."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.avis import Debit
from app.domain.erreurs import TropDAvis

MIDI = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def taken(debit: Debit, unite: str, quand: datetime = MIDI) -> bool:
    try:
        debit.take(unite, quand)
    except TropDAvis:
        return False
    return True


def test_a_unit_refuses_its_own_excess_and_leaves_the_others_in_peace() -> None:
    debit = Debit(par_unite=3, en_tout=10)
    assert [taken(debit, "a") for _ in range(5)] == [True] * 3 + [False] * 2
    assert taken(debit, "b")


def test_all_of_them_together_have_a_limit() -> None:
    debit = Debit(par_unite=3, en_tout=4)
    assert [taken(debit, unite) for unite in "abcde"] == [True] * 4 + [False]


def test_a_minute_later_there_is_room_again() -> None:
    debit = Debit(par_unite=1, en_tout=4)
    assert taken(debit, "a")
    assert not taken(debit, "a", MIDI + timedelta(seconds=59))
    assert taken(debit, "a", MIDI + timedelta(seconds=60))


def test_what_is_refused_is_not_remembered() -> None:
    debit = Debit(par_unite=1, en_tout=4)
    for seconde in range(0, 120, 20):
        taken(debit, "a", MIDI + timedelta(seconds=seconde))
    assert taken(debit, "a", MIDI + timedelta(seconds=125)) is True


def test_the_refusal_says_when_to_come_back() -> None:
    with pytest.raises(TropDAvis, match="dans une minute"):
        Debit(par_unite=0).take("a", MIDI)
