"""The question a week after something was done: for recent acts, once, and unknown dates are not « no »."""

from datetime import date, timedelta

import pytest

from app.domain.dates import parse_date_approchee
from app.domain.nouvelles import Nouvelle, a_demander, oublier, prochaine, sont_demandees, suivre

AU = date(2026, 11, 22)


def suivi(le: str, au: date = AU) -> dict[str, Nouvelle]:
    return suivre({}, {"0/acte": parse_date_approchee(le)}, au)


@pytest.mark.parametrize(
    ("le", "jour"),
    [
        ("2026-11-22", date(2026, 11, 29)),
        ("2026-11-20", date(2026, 11, 27)),
        ("2026-11-05", date(2026, 11, 23)),  # noted late: the next day, never the same
        ("2026-11-01", date(2026, 11, 23)),
        ("2026-11", date(2026, 11, 29)),  # the last day it may have been
        ("2026", date(2026, 11, 29)),
        ("2026-10-31", None),
        ("2026-10", None),
        ("2025", None),
        ("2026-11-23", None),  # not done yet
    ],
)
def test_the_day_is_a_week_after_and_an_old_act_asks_nothing(le: str, jour: date | None) -> None:
    assert {n.jour for n in suivi(le).values()} == ({jour} if jour else set())


def test_the_day_does_not_move_and_the_question_is_asked_once() -> None:
    actes = {"0/acte": parse_date_approchee("2026-11")}
    connues = suivre({}, actes, AU)
    plus_tard = AU + timedelta(days=5)
    assert suivre(connues, actes, plus_tard) == connues
    dites = sont_demandees(connues, ("0/acte",))
    for jours in range(400):
        dites = suivre(dites, actes, AU + timedelta(days=7 + jours))
        assert prochaine(dites, AU + timedelta(days=7 + jours), None) is None


def test_the_same_act_done_again_is_asked_again_but_not_a_date_put_right() -> None:
    dites = sont_demandees(suivi("2026-11-20"), ("0/acte",))
    corrige = suivre(dites, {"0/acte": parse_date_approchee("2026-11-19")}, AU + timedelta(days=8))
    assert prochaine(corrige, AU + timedelta(days=8), None) is None
    encore = suivre(dites, {"0/acte": parse_date_approchee("2026-12-01")}, date(2026, 12, 1))
    assert encore["0/acte"] == Nouvelle(date(2026, 12, 8))


def test_an_act_taken_back_or_made_old_is_asked_no_more() -> None:
    connues = suivi("2026-11-20")
    assert suivre(connues, {}, AU) == {}
    assert suivre(connues, {"0/acte": parse_date_approchee("2020")}, AU) == {}


def test_one_question_for_the_week_and_never_on_the_day_of_another_message() -> None:
    nouvelles = {"a": Nouvelle(AU), "b": Nouvelle(AU + timedelta(days=6)), "c": Nouvelle(AU + timedelta(days=7))}
    assert a_demander(nouvelles, AU) == ("a", "b")
    assert a_demander(nouvelles, AU - timedelta(days=1)) == ()
    suite = prochaine(nouvelles, AU, AU)
    assert suite is not None
    assert suite.jour == AU + timedelta(days=1)


def test_who_wants_no_question_any_more_keeps_that_some_were_asked() -> None:
    nouvelles = {"a": Nouvelle(AU, demandee=True), "b": Nouvelle(AU)}
    assert oublier(nouvelles) == {"a": Nouvelle(AU, demandee=True)}
