"""Calendar arithmetic at its hard days: 29 February, month ends, approximate dates, intervals and horizons."""

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.dates import (
    DateApprochee,
    Duree,
    add_duree,
    add_mois,
    age_on,
    anniversaire,
    horizon,
    mois_revolus,
    parse_date_approchee,
    parse_duree,
)
from app.domain.situation import naissances_possibles
from tests.domain.strategies import AUJOURDHUIS, jours, reglage

NAISSANCES = jours(date(1906, 1, 1), date(2026, 11, 22))


@pytest.mark.parametrize(
    ("naissance", "ans", "premier_jour"),
    [
        ("2000-02-29", 1, "2001-03-01"),
        ("2000-02-29", 4, "2004-02-29"),
        ("2000-02-29", 27, "2027-03-01"),
        ("2000-02-29", 100, "2100-03-01"),
        ("2000-02-28", 27, "2027-02-28"),
        ("2000-03-01", 27, "2027-03-01"),
        ("1976-12-31", 50, "2026-12-31"),
        ("1977-01-01", 50, "2027-01-01"),
        ("1952-07-15", 75, "2027-07-15"),
        ("2026-11-22", 0, "2026-11-22"),
    ],
)
def test_age_steps_on_the_birthday_the_day_before_the_day_and_after(
    naissance: str, ans: int, premier_jour: str
) -> None:
    ne_le, jour = date.fromisoformat(naissance), date.fromisoformat(premier_jour)
    assert anniversaire(ne_le, ans) == jour
    lendemain = jour + timedelta(days=1)
    assert [age_on(ne_le, j) for j in (jour - timedelta(days=1), jour, lendemain)] == [ans - 1, ans, ans]


@given(naissance=NAISSANCES, ans=st.integers(0, 120))
@example(naissance=date(2000, 2, 29), ans=27)
@example(naissance=date(1900 + 4, 2, 29), ans=96)
@reglage(500, 20000)
def test_the_birthday_is_the_first_day_of_the_age(naissance: date, ans: int) -> None:
    fete = anniversaire(naissance, ans)
    assert age_on(naissance, fete) == ans
    assert age_on(naissance, fete - timedelta(days=1)) == ans - 1


@given(naissance=NAISSANCES, au=AUJOURDHUIS)
@reglage(300, 10000)
def test_age_never_goes_down_and_steps_by_one(naissance: date, au: date) -> None:
    demain = au + timedelta(days=1)
    assert age_on(naissance, demain) - age_on(naissance, au) in {0, 1}


@pytest.mark.parametrize(
    ("jour", "mois", "attendu"),
    [
        ("2026-01-31", 1, "2026-03-01"),
        ("2028-01-31", 1, "2028-03-01"),
        ("2026-01-29", 1, "2026-03-01"),
        ("2028-01-29", 1, "2028-02-29"),
        ("2026-01-28", 1, "2026-02-28"),
        ("2026-08-31", 1, "2026-10-01"),
        ("2026-11-30", 3, "2027-03-01"),
        ("2026-10-31", 2, "2026-12-31"),
        ("2026-12-31", 2, "2027-03-01"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2024-02-29", 12, "2025-03-01"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-03-31", -1, "2024-03-01"),
        ("2024-03-29", -1, "2024-02-29"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-05-05", 0, "2026-05-05"),
    ],
)
def test_a_missing_day_becomes_the_first_of_the_next_month(jour: str, mois: int, attendu: str) -> None:
    assert add_mois(date.fromisoformat(jour), mois) == date.fromisoformat(attendu)


@given(jour=jours(date(1906, 1, 1), date(2100, 1, 1)), mois=st.integers(-1500, 1500))
@reglage(300, 10000)
def test_adding_months_is_never_too_early_and_keeps_the_order_of_days(jour: date, mois: int) -> None:
    arrivee = add_mois(jour, mois)
    attendu_annee, attendu_mois = divmod(jour.year * 12 + jour.month - 1 + mois, 12)
    assert arrivee >= date(attendu_annee, attendu_mois + 1, 1)
    assert (arrivee.day == jour.day) or (arrivee.day == 1 and jour.day > 28)
    assert arrivee <= add_mois(jour + timedelta(days=1), mois)


@pytest.mark.parametrize(("jour", "mois"), [("9998-12-31", 12), ("0001-01-31", -1)])
def test_months_stay_inside_the_calendar(jour: str, mois: int) -> None:
    with pytest.raises(OverflowError):
        add_mois(date.fromisoformat(jour), mois)


@pytest.mark.parametrize(
    ("debut", "au", "mois"),
    [
        ("2026-01-31", "2026-02-28", 0),
        ("2026-01-31", "2026-03-01", 1),
        ("2026-01-31", "2026-03-30", 1),
        ("2026-01-31", "2026-03-31", 2),
        ("2026-01-15", "2026-02-14", 0),
        ("2026-01-15", "2026-02-15", 1),
        ("2024-02-29", "2025-02-28", 11),
        ("2024-02-29", "2025-03-01", 12),
    ],
)
def test_whole_months_between_two_days(debut: str, au: str, mois: int) -> None:
    assert mois_revolus(date.fromisoformat(debut), date.fromisoformat(au)) == mois


@pytest.mark.parametrize(
    ("texte", "mois", "nombre_de_jours"),
    [
        ("P2Y", 24, 0),
        ("P18M", 18, 0),
        ("P1W", 0, 7),
        ("P8D", 0, 8),
        ("P1Y6M2W3D", 18, 17),
    ],
)
def test_durations_are_read_and_written_back(texte: str, mois: int, nombre_de_jours: int) -> None:
    duree = parse_duree(texte)
    assert duree == Duree(mois, nombre_de_jours)
    assert parse_duree(str(duree)) == duree


@pytest.mark.parametrize("texte", ["P", "", "2Y", "P2", "PT2H", "P-1Y", "P1.5Y", "P2Y ", " P2Y", "p2y", "P٢Y", None, 2])
def test_a_malformed_duration_is_refused(texte: object) -> None:
    with pytest.raises(ValueError, match="durée attendue"):
        parse_duree(texte)


@pytest.mark.parametrize(
    ("texte", "court"), [("P1D", True), ("P4W", True), ("P1M", True), ("P5W", False), ("P2M", False), ("P1Y", False)]
)
def test_a_month_or_less_is_too_short_to_look_at_the_past(texte: str, court: bool) -> None:
    assert parse_duree(texte).au_plus_un_mois is court


@pytest.mark.parametrize(
    ("intervalle", "attendu"),
    [
        (None, "P3M"),
        ("P10Y", "P3M"),
        ("P6M", "P3M"),
        ("P7M", "P3M"),
        ("P5M", "P2M15D"),
        ("P4M", "P2M"),
        ("P3M", "P1M15D"),
        ("P2M", "P1M"),
        ("P6W", "P21D"),
        ("P8W", "P28D"),
    ],
)
def test_soon_is_three_months_or_half_the_interval(intervalle: str | None, attendu: str) -> None:
    assert horizon(parse_duree(intervalle) if intervalle else None) == parse_duree(attendu)


@pytest.mark.parametrize("intervalle", ["P52W", "P27W", "P200D", "P1Y2W", "P5M60D"])
def test_soon_is_never_more_than_three_months(intervalle: str) -> None:
    """Whatever the unit an interval is written in."""
    au = date(2026, 11, 22)
    assert add_duree(au, horizon(parse_duree(intervalle))) <= add_mois(au, 3)


# --- approximate dates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "premier", "dernier"),
    [
        ("1976", "1976-01-01", "1976-12-31"),
        ("1976-02", "1976-02-01", "1976-02-29"),
        ("1975-02", "1975-02-01", "1975-02-28"),
        ("1976-12", "1976-12-01", "1976-12-31"),
        ("1976-07-25", "1976-07-25", "1976-07-25"),
        ("2000-02-29", "2000-02-29", "2000-02-29"),
    ],
)
def test_an_approximate_date_covers_every_day_it_may_be(texte: str, premier: str, dernier: str) -> None:
    approchee = parse_date_approchee(texte)
    assert approchee == DateApprochee(date.fromisoformat(premier), date.fromisoformat(dernier))
    assert approchee.texte == texte
    assert approchee.exacte is (premier == dernier)


MAUVAISES_DATES = [
    "", "0", "-1", "1e3", "true", "25/07/1976", "25-07-1976", "1976/07/25", "1976-7-25", "1976-07-5", "76-07-25",
    "19760725", "1976-00", "1976-13", "1976-13-01", "2026-02-30", "2025-02-29", "1900-02-29", "2026-04-31",
    "2026-02-00", "0000", "0000-01-01", "29 février 2000", "1er mars 60", "03/04/1960", "10000-01-01",
    "1976-07-25T00:00", "1976-07-25 ", " 1976-07-25", "1976-07-25\n", "1976\u00a007", "1976\u201007", "-1976", "+1976",
    "\uff11\uff19\uff17\uff16-07-25", "\u0661\u0669\u0667\u0666-07-25", "1976-W30", "1976-207", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("texte", MAUVAISES_DATES, ids=ascii)
def test_a_day_the_calendar_lacks_or_another_writing_is_refused(texte: str) -> None:
    with pytest.raises(ValueError, match=r"date attendue|range|day|month|year"):
        parse_date_approchee(texte)


@given(age=st.integers(0, 120), au=AUJOURDHUIS)
@example(age=26, au=date(2027, 2, 28))
@example(age=27, au=date(2027, 3, 1))
@example(age=0, au=date(2028, 2, 29))
@example(age=24, au=date(2024, 2, 29))
@reglage(200, 5000)
def test_an_answered_age_leaves_exactly_the_births_that_give_it(age: int, au: date) -> None:
    possibles = naissances_possibles(age, au)
    un_jour = timedelta(days=1)
    assert age_on(possibles.premier, au) == age == age_on(possibles.dernier, au)
    assert age_on(possibles.premier - un_jour, au) == age + 1
    assert age_on(possibles.dernier + un_jour, au) == age - 1
    assert possibles.dernier <= au


def test_the_strategy_really_meets_leap_days() -> None:
    """A generator that never draws 29 February proves nothing about leap days."""
    vus: list[date] = []

    @given(NAISSANCES)
    @reglage(100, 100)
    def collect(jour: date) -> None:
        vus.append(jour)

    collect()
    assert sum((jour.month, jour.day) == (2, 29) for jour in vus) >= 3
    assert all(isleap(jour.year) for jour in vus if (jour.month, jour.day) == (2, 29))
