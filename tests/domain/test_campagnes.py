"""When campaigns take place: every form of the rule, eve, first day, last day and day after, common and leap years."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from app.domain.campagnes import Campagne, Quand, campagnes_le, from_now
from tests.factories import contenu_campagne

UN_JOUR = timedelta(days=1)


def quand(**regle: Any) -> Quand:
    return Quand.model_validate(regle)


def campagne(id_: str = "campagne", **regle: Any) -> Campagne:
    return Campagne.model_validate(contenu_campagne(id_, quand=regle))


#: Rule, year, first day, last day: read on a paper calendar.
PERIODES = [
    ({"mois": 10}, 2026, "2026-10-01", "2026-10-31"),
    ({"mois": 11}, 2026, "2026-11-01", "2026-11-30"),
    ({"mois": 2}, 2027, "2027-02-01", "2027-02-28"),
    ({"mois": 2}, 2028, "2028-02-01", "2028-02-29"),
    ({"mois": 2, "jour": 4}, 2027, "2027-02-04", "2027-02-04"),
    ({"mois": 2, "jour": 29}, 2028, "2028-02-29", "2028-02-29"),
    ({"mois": 2, "jour": 29}, 2027, "2027-02-28", "2027-02-28"),
    ({"mois": 5, "jour": 31}, 2027, "2027-05-31", "2027-05-31"),
    ({"mois": 1, "semaine": "derniere"}, 2025, "2025-01-27", "2025-02-02"),
    ({"mois": 1, "semaine": "derniere"}, 2026, "2026-01-26", "2026-02-01"),
    ({"mois": 1, "semaine": "derniere"}, 2028, "2028-01-31", "2028-02-06"),
    ({"mois": 4, "semaine": "derniere"}, 2025, "2025-04-28", "2025-05-04"),
    ({"mois": 2, "semaine": "derniere"}, 2027, "2027-02-22", "2027-02-28"),
    ({"mois": 2, "semaine": "derniere"}, 2028, "2028-02-28", "2028-03-05"),
    ({"mois": 3, "semaine": 1}, 2027, "2027-03-01", "2027-03-07"),
    ({"mois": 3, "semaine": 2}, 2026, "2026-03-09", "2026-03-15"),
    ({"mois": 6, "semaine": 1}, 2026, "2026-06-01", "2026-06-07"),
    ({"mois": 6, "semaine": 4}, 2027, "2027-06-28", "2027-07-04"),
    ({"mois": 10, "jour": 10, "semaines": 2}, 2022, "2022-10-10", "2022-10-23"),
    ({"mois": 10, "jour": 10, "semaines": 2}, 2023, "2023-10-09", "2023-10-22"),
    ({"mois": 10, "jour": 10, "semaines": 2}, 2024, "2024-10-07", "2024-10-20"),
    ({"mois": 10, "jour": 10, "semaines": 2}, 2025, "2025-10-06", "2025-10-19"),
    ({"mois": 3, "jour": 1, "semaines": 1}, 2028, "2028-02-28", "2028-03-05"),
    ({"mois": 6, "jour": 1, "jusqu_au": {"mois": 9, "jour": 15}}, 2027, "2027-06-01", "2027-09-15"),
    ({"mois": 10, "jour": 15, "jusqu_au": {"mois": 1, "jour": 31}}, 2026, "2026-10-15", "2027-01-31"),
    ({"mois": 11, "jour": 1, "jusqu_au": {"mois": 2, "jour": 29}}, 2026, "2026-11-01", "2027-02-28"),
    ({"mois": 11, "jour": 1, "jusqu_au": {"mois": 2, "jour": 29}}, 2027, "2027-11-01", "2028-02-29"),
]


@pytest.mark.parametrize(("regle", "annee", "premier", "dernier"), PERIODES)
def test_the_days_of_a_rule(regle: dict[str, Any], annee: int, premier: str, dernier: str) -> None:
    assert quand(**regle).periode(annee) == (date.fromisoformat(premier), date.fromisoformat(dernier))


@pytest.mark.parametrize(("regle", "annee", "premier", "dernier"), PERIODES)
def test_pages_speak_of_it_from_its_month_to_its_end(
    regle: dict[str, Any], annee: int, premier: str, dernier: str
) -> None:
    """The eve of the month no, its first day yes; the last day yes, the day after no."""
    seule = (campagne(**regle),)
    debut, fin = date.fromisoformat(premier), date.fromisoformat(dernier)
    ouvre = debut.replace(day=1)
    fin_du_mois = (debut.replace(day=28) + timedelta(days=4)).replace(day=1) - UN_JOUR
    ferme = max(fin, fin_du_mois)
    attendus = {ouvre - UN_JOUR: 0, ouvre: 1, debut: 1, fin: 1, ferme: 1, ferme + UN_JOUR: 0}
    assert {jour: len(campagnes_le(seule, jour)) for jour in attendus} == attendus


@pytest.mark.parametrize("annee", range(2024, 2033))
def test_each_day_of_several_years_against_another_reading(annee: int) -> None:
    """A week counted from a list of days, not from arithmetic."""
    jours = [date(annee, 1, 1) + timedelta(days=n) for n in range(366)]
    lundis = [jour for jour in jours if jour.year == annee and jour.month == 4 and jour.isoweekday() == 1]
    assert quand(mois=4, semaine="derniere").periode(annee).premier == lundis[-1]
    for rang in (1, 2, 3, 4):
        assert quand(mois=4, semaine=rang).periode(annee).premier == lundis[rang - 1]
    (debut,) = [j for j in jours if j.isoweekday() == 1 and 0 <= (date(annee, 10, 10) - j).days < 7]
    assert quand(mois=10, jour=10, semaines=2).periode(annee) == (debut, debut + timedelta(days=13))


@pytest.mark.parametrize(
    ("regle", "message"),
    [
        ({"mois": 13}, "less than or equal to 12"),
        ({"mois": 4, "jour": 31}, "le mois 4 n'a pas de jour 31"),
        ({"mois": 2, "jour": 30}, "le mois 2 n'a pas de jour 30"),
        ({"mois": 6, "jour": 1, "jusqu_au": {"mois": 6, "jour": 31}}, "le mois 6 n'a pas de jour 31"),
        ({"mois": 6, "jusqu_au": {"mois": 9, "jour": 15}}, "demandent un jour"),
        ({"mois": 6, "semaines": 2}, "demandent un jour"),
        ({"mois": 6, "jour": 1, "semaine": 1}, "un jour ou une semaine"),
        ({"mois": 6, "jour": 1, "semaines": 2, "jusqu_au": {"mois": 9, "jour": 15}}, "un seul des trois"),
        ({"mois": 6, "semaine": 5}, "semaine"),
        ({"mois": 6, "annee": 2026}, "annee"),
        ({"jour": 4}, "mois"),
    ],
)
def test_a_rule_that_says_two_things_or_nothing_is_refused(regle: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        quand(**regle)


def test_those_that_end_first_come_first_and_those_already_over_last() -> None:
    toutes = (
        campagne("mois", mois=11),
        campagne("passee", mois=11, jour=14),
        campagne("a-venir", mois=11, jour=25),
        campagne("ailleurs", mois=3),
    )
    assert [c.id for c in campagnes_le(toutes, date(2026, 11, 22))] == ["a-venir", "mois", "passee"]
    assert [c.id for c in from_now(toutes, date(2026, 11, 22))] == ["a-venir", "mois", "passee", "ailleurs"]


def test_a_season_over_the_new_year_is_seen_on_both_sides() -> None:
    hiver = (campagne("hiver", mois=12, jour=20, jusqu_au={"mois": 1, "jour": 10}),)
    assert [len(campagnes_le(hiver, date(2027, 1, jour))) for jour in (1, 10, 11)] == [1, 1, 0]


def test_the_year_is_told_once_from_this_month_on() -> None:
    toutes = tuple(campagne(f"mois-{mois:02}", mois=mois) for mois in range(1, 13))
    assert [c.quand.mois for c in from_now(toutes, date(2026, 11, 22))] == [11, 12, *range(1, 11)]
