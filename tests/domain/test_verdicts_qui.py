"""Whom a recommendation concerns: ages, sex, organ, conditions and exclusions, limit by limit."""

from datetime import date
from typing import Any

import pytest

from app.domain.verdicts import Raison
from tests.factories import AUJOURDHUI, exclusion, juge, lu, make_fiche, make_profil

ADULTE = "1970-05-05"


# --- windows -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("naissance", "attendu"),
    [
        ("1976-11-21", ("A_FAIRE", None, None)),
        ("1976-11-22", ("A_FAIRE", None, None)),
        ("1976-11-23", ("BIENTOT", "2026-11-23", None)),
        ("1977-02-21", ("BIENTOT", "2027-02-21", None)),
        ("1977-02-22", ("BIENTOT", "2027-02-22", None)),
        ("1977-02-23", ("PAS_CONCERNE", None, "2027-02-23")),
        ("1951-11-23", ("A_FAIRE", None, None)),
        ("1951-11-22", ("PAS_CONCERNE", None, None)),
        ("1951-11-21", ("PAS_CONCERNE", None, None)),
    ],
)
def test_a_window_opens_closes_and_is_told_three_months_before(
    naissance: str, attendu: tuple[str, str | None, str | None]
) -> None:
    assert lu(juge(make_fiche(ages=[[50, 74]]), make_profil(naissance))) == attendu


@pytest.mark.parametrize(
    ("au", "verdict"),
    [("2027-02-28", "BIENTOT"), ("2027-03-01", "A_FAIRE"), ("2042-02-28", "A_FAIRE"), ("2042-03-01", "PAS_CONCERNE")],
)
def test_a_leap_day_birth_opens_and_closes_on_1_march(au: str, verdict: str) -> None:
    fiche = make_fiche(ages=[[27, 41]])
    assert juge(fiche, make_profil("2000-02-29"), date.fromisoformat(au)).verdict == verdict


def test_the_limit_of_soon_skips_a_missing_day() -> None:
    """Three months after 30 November is 1 March in a common year."""
    fiche, au = make_fiche(ages=[[50, 74]]), date(2026, 11, 30)
    assert lu(juge(fiche, make_profil("1977-03-01"), au)) == ("BIENTOT", "2027-03-01", None)
    assert lu(juge(fiche, make_profil("1977-03-02"), au)) == ("PAS_CONCERNE", None, "2027-03-02")


@pytest.mark.parametrize(
    ("naissance", "attendu"),
    [
        ("2010-11-22", ("A_FAIRE", None, None)),
        ("2009-11-22", ("A_FAIRE", None, None)),
        ("2008-11-22", ("PAS_CONCERNE", None, "2028-11-22")),
        ("2007-01-10", ("BIENTOT", "2027-01-10", None)),
        ("2006-11-22", ("A_FAIRE", None, None)),
        ("2005-11-22", ("PAS_CONCERNE", None, None)),
    ],
)
def test_between_two_windows_the_next_one_is_told(naissance: str, attendu: tuple[str, str | None, str | None]) -> None:
    assert lu(juge(make_fiche(ages=[[16, 17], [20, 20]]), make_profil(naissance))) == attendu


@pytest.mark.parametrize(
    ("naissance", "verdict"),
    [
        (None, "A_PRECISER"),
        ("1976", "A_PRECISER"),
        ("1976-10", "A_FAIRE"),
        ("1976-11", "A_PRECISER"),
        ("1976-12", "BIENTOT"),
        ("1977-02", "A_PRECISER"),
        ("1977-03", "PAS_CONCERNE"),
        ("1975", "A_FAIRE"),
        ("1978", "PAS_CONCERNE"),
        ("1951", "A_PRECISER"),
        ("1950", "PAS_CONCERNE"),
    ],
)
def test_an_approximate_birth_is_undecided_only_where_it_decides(naissance: str | None, verdict: str) -> None:
    resultat = juge(make_fiche(ages=[[50, 74]]), make_profil(naissance))
    assert resultat.verdict == verdict
    assert resultat.echeance is None
    if verdict == "A_PRECISER":
        assert "date_naissance" in {raison.critere for raison in resultat.raisons}


def test_what_everyone_is_told_needs_no_birth_date() -> None:
    assert juge(make_fiche(ages=[[0, 120]]), make_profil()).verdict == "A_FAIRE"


@pytest.mark.parametrize(
    ("age", "verdict"),
    [(49, "A_PRECISER"), (48, "PAS_CONCERNE"), (50, "A_FAIRE"), (74, "A_FAIRE"), (75, "PAS_CONCERNE")],
)
def test_an_answered_age_stands_for_the_birth_date(age: int, verdict: str) -> None:
    """At 49 answered, the birthday may be tomorrow or in a year."""
    assert juge(make_fiche(ages=[[50, 74]]), make_profil(age=age)).verdict == verdict


@pytest.mark.parametrize(("jours", "verdict"), [(0, "A_FAIRE"), (27, "A_FAIRE"), (28, "A_FAIRE"), (29, "PAS_CONCERNE")])
def test_the_days_of_a_newborn_are_counted_from_the_birth(jours: int, verdict: str) -> None:
    fiche = make_fiche(ages=[[0, 2]], conditions=[{"fait": "age_nouveau_ne_jours", "au_plus": 28}])
    naissance = date.fromordinal(AUJOURDHUI.toordinal() - jours)
    assert juge(fiche, make_profil(naissance)).verdict == verdict
    assert juge(fiche, make_profil(age_nouveau_ne_jours=jours)).verdict == verdict


# --- sex and organ -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sexe", "col", "verdict", "critere"),
    [
        ("F", None, "A_FAIRE", None),
        ("F", True, "A_FAIRE", "a_un_col_uterus"),
        ("F", False, "PAS_CONCERNE", "a_un_col_uterus"),
        ("M", None, "PAS_CONCERNE", "sexe"),
        ("M", True, "A_FAIRE", "a_un_col_uterus"),
        ("M", False, "PAS_CONCERNE", "a_un_col_uterus"),
        (None, None, "A_PRECISER", "a_un_col_uterus"),
        (None, True, "A_FAIRE", "a_un_col_uterus"),
        (None, False, "PAS_CONCERNE", "a_un_col_uterus"),
    ],
)
def test_an_organ_answer_wins_over_the_sex(
    sexe: str | None, col: bool | None, verdict: str, critere: str | None
) -> None:
    resultat = juge(make_fiche(sexe="F", organe="a_un_col_uterus"), make_profil(ADULTE, sexe, a_un_col_uterus=col))
    assert resultat.verdict == verdict
    assert critere is None or critere in {raison.critere for raison in resultat.raisons}


@pytest.mark.parametrize(("sexe", "verdict"), [("F", "A_FAIRE"), ("M", "PAS_CONCERNE"), (None, "A_PRECISER")])
def test_a_sexed_recommendation_waits_for_the_sex(sexe: str | None, verdict: str) -> None:
    assert juge(make_fiche(sexe="F"), make_profil(ADULTE, sexe)).verdict == verdict


# --- conditions and exclusions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "imc", "vrai"),
    [
        ({"au_moins": 25}, 24.9, False),
        ({"au_moins": 25}, 25, True),
        ({"superieur_a": 25}, 25, False),
        ({"superieur_a": 25}, 25.1, True),
        ({"au_plus": 25}, 25, True),
        ({"au_plus": 25}, 25.1, False),
        ({"inferieur_a": 25}, 24.9, True),
        ({"inferieur_a": 25}, 25, False),
    ],
)
def test_a_number_is_compared_at_its_limit(clause: dict[str, int], imc: float, vrai: bool) -> None:
    fiche = make_fiche(conditions=[{"fait": "imc", **clause}])
    assert juge(fiche, make_profil(ADULTE, imc=imc)).verdict == ("A_FAIRE" if vrai else "PAS_CONCERNE")


TABAC = {
    "un_de": [
        {"fait": "fumeur"},
        {"tous": [{"fait": "ancien_fumeur"}, {"fait": "annees_depuis_arret_tabac", "inferieur_a": 20}]},
    ]
}


@pytest.mark.parametrize(
    ("reponses", "verdict", "demandes"),
    [
        ({}, "A_PRECISER", {"fumeur", "ancien_fumeur", "annees_depuis_arret_tabac"}),
        ({"fumeur": True}, "A_FAIRE", set()),
        ({"fumeur": False}, "A_PRECISER", {"ancien_fumeur", "annees_depuis_arret_tabac"}),
        ({"fumeur": False, "ancien_fumeur": False}, "PAS_CONCERNE", set()),
        ({"ancien_fumeur": False}, "A_PRECISER", {"fumeur"}),
        ({"annees_depuis_arret_tabac": 20}, "A_PRECISER", {"fumeur"}),
        ({"fumeur": False, "annees_depuis_arret_tabac": 20}, "PAS_CONCERNE", set()),
        ({"fumeur": False, "ancien_fumeur": True}, "A_PRECISER", {"annees_depuis_arret_tabac"}),
        ({"fumeur": False, "ancien_fumeur": True, "annees_depuis_arret_tabac": 19}, "A_FAIRE", set()),
    ],
)
def test_an_unknown_condition_is_named_and_never_decides_alone(
    reponses: dict[str, Any], verdict: str, demandes: set[str]
) -> None:
    resultat = juge(make_fiche(conditions=[TABAC]), make_profil(ADULTE, reponses=reponses))
    assert resultat.verdict == verdict
    assert {raison.critere for raison in resultat.raisons if raison.code == "fait_inconnu"} == demandes


@pytest.mark.parametrize(("ald", "verdict"), [(None, "A_FAIRE"), (False, "A_FAIRE"), (True, "PAS_CONCERNE")])
def test_an_unknown_exclusion_does_not_exclude(ald: bool | None, verdict: str) -> None:
    resultat = juge(make_fiche(sauf=[exclusion(fait="ald")]), make_profil(ADULTE, ald=ald))
    assert resultat.verdict == verdict
    assert (verdict == "PAS_CONCERNE") is (Raison("ald", "exclusion", (0,)) in resultat.raisons)


@pytest.mark.parametrize(
    ("reponses", "attendu"),
    [
        ({"mois_depuis_mammographie": 23}, ("PAS_CONCERNE", None, "2026-12-22")),
        ({"mois_depuis_mammographie": 12}, ("PAS_CONCERNE", None, "2027-11-22")),
        ({"mois_depuis_mammographie": 24}, ("A_FAIRE", None, None)),
        ({"mois_depuis_mammographie": 12, "ald": True}, ("PAS_CONCERNE", None, None)),
    ],
    ids=["le mois prochain", "dans un an", "fini", "une autre exclusion reste"],
)
def test_an_exclusion_by_delay_tells_when_it_ends_unless_another_holds(
    reponses: dict[str, Any], attendu: tuple[str, str | None, str | None]
) -> None:
    clauses = [exclusion(fait="mois_depuis_mammographie", inferieur_a=24), exclusion(fait="ald")]
    for sauf in (clauses, clauses[::-1]):
        assert lu(juge(make_fiche(sauf=sauf), make_profil(ADULTE, "F", reponses=reponses))) == attendu


def test_an_exclusion_by_delay_promises_nothing_where_a_condition_is_false() -> None:
    fiche = make_fiche(
        conditions=[{"fait": "fumeur"}], sauf=[exclusion(fait="mois_depuis_mammographie", inferieur_a=24)]
    )
    profil = make_profil(ADULTE, "F", fumeur=False, mois_depuis_mammographie=12)
    assert lu(juge(fiche, profil)) == ("PAS_CONCERNE", None, None)


def test_an_exclusion_by_delay_promises_nothing_past_the_window() -> None:
    fiche = make_fiche(ages=[[50, 56]], sauf=[exclusion(fait="mois_depuis_mammographie", inferieur_a=24)])
    avant, apres = (
        make_profil(ADULTE, "F", mois_depuis_mammographie=19),
        make_profil(ADULTE, "F", mois_depuis_mammographie=18),
    )
    assert lu(juge(fiche, avant)) == ("PAS_CONCERNE", None, "2027-04-22")
    assert lu(juge(fiche, apres)) == ("PAS_CONCERNE", None, None)
