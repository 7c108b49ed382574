"""The verdicts of the contract, limit by limit: the day before, the day, the day after, for each kind of rhythm."""

from datetime import date
from typing import Any

import pytest

from app.domain.dates import DateApprochee
from app.domain.verdicts import Raison, Resultat
from tests.factories import AUJOURDHUI, exclusion, juge, lis, make_fiche, make_profil

ADULTE = "1970-05-05"


def lu(resultat: Resultat) -> tuple[str, str | None, str | None]:
    return (
        str(resultat.verdict),
        resultat.echeance and resultat.echeance.isoformat(),
        resultat.a_partir_du and resultat.a_partir_du.isoformat(),
    )


def fait_le(*dates: str, id_: str = "conseil", nombre: int | None = None) -> dict[str, Any]:
    passe: dict[str, Any] = {"historique": [{"id": id_, "le": le} for le in dates]}
    return passe if nombre is None else passe | {"nombre_faits": {id_: nombre}}


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


# --- rhythm ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("le", "attendu"),
    [
        ("2024-11-21", ("A_FAIRE", "2026-11-21", None)),
        ("2024-11-22", ("A_FAIRE", "2026-11-22", None)),
        ("2024-11-23", ("BIENTOT", "2026-11-23", None)),
        ("2025-02-21", ("BIENTOT", "2027-02-21", None)),
        ("2025-02-22", ("BIENTOT", "2027-02-22", None)),
        ("2025-02-23", ("A_JOUR", "2027-02-23", None)),
        ("2024-02-29", ("A_FAIRE", "2026-03-01", None)),
        ("2023", ("A_FAIRE", None, None)),
        ("2024-12", ("BIENTOT", None, None)),
        ("2026", ("A_JOUR", None, None)),
        ("2024", ("A_PRECISER", None, None)),
        ("2025-02", ("A_PRECISER", None, None)),
    ],
)
def test_every_two_years(le: str, attendu: tuple[str, str | None, str | None]) -> None:
    assert lu(juge(make_fiche(frequence="P2Y"), make_profil(ADULTE, **fait_le(le)))) == attendu


@pytest.mark.parametrize(
    ("frequence", "le", "verdict"),
    [
        ("P3M", "2026-08-22", "A_FAIRE"),
        ("P3M", "2026-10-06", "BIENTOT"),
        ("P3M", "2026-10-07", "A_JOUR"),
        ("P2M", "2026-10-22", "BIENTOT"),
        ("P2M", "2026-10-23", "A_JOUR"),
        ("P6W", "2026-11-01", "BIENTOT"),
        ("P6W", "2026-11-02", "A_JOUR"),
        ("P6M", "2026-08-22", "BIENTOT"),
        ("P6M", "2026-08-23", "A_JOUR"),
        ("P52W", "2026-02-22", "BIENTOT"),
        ("P52W", "2026-02-24", "A_JOUR"),
    ],
)
def test_soon_is_half_the_interval_when_that_is_short(frequence: str, le: str, verdict: str) -> None:
    assert juge(make_fiche(frequence=frequence), make_profil(ADULTE, **fait_le(le))).verdict == verdict


@pytest.mark.parametrize("frequence", [None, "P1D", "P1W", "P1M"])
def test_a_habit_ignores_the_past(frequence: str | None) -> None:
    profil = make_profil(ADULTE, **fait_le("2026-11-22"))
    assert lu(juge(make_fiche(frequence=frequence), profil)) == ("A_FAIRE", None, None)


@pytest.mark.parametrize("le", ["1990-01-01", "1990", "2026-11-22"])
def test_once_is_up_to_date_for_good(le: str) -> None:
    fiche = make_fiche(frequence="une_fois")
    assert lu(juge(fiche, make_profil(ADULTE, **fait_le(le)))) == ("A_JOUR", None, None)
    assert lu(juge(fiche, make_profil(ADULTE))) == ("A_FAIRE", None, None)
    assert lu(juge(fiche, make_profil(ADULTE, nombre_faits={"conseil": 1}))) == ("A_JOUR", None, None)
    assert lu(juge(fiche, make_profil(ADULTE, nombre_faits={"conseil": 0}))) == ("A_FAIRE", None, None)


def test_the_last_date_counts_whatever_their_order() -> None:
    fiche = make_fiche(frequence="P2Y")
    for dates in (("2020-01-01", "2026-01-01"), ("2026-01-01", "2020-01-01")):
        assert lu(juge(fiche, make_profil(ADULTE, **fait_le(*dates)))) == ("A_JOUR", "2028-01-01", None)


@pytest.mark.parametrize(
    ("passe", "attendu"),
    [
        (fait_le("2025-11-23"), ("BIENTOT", "2026-11-23", None)),
        (fait_le("2025-11-22"), ("A_FAIRE", "2026-11-22", None)),
        (fait_le("2024-11-22", "2025-11-23"), ("A_JOUR", "2028-11-23", None)),
        (fait_le("2025-11-23", nombre=1), ("BIENTOT", "2026-11-23", None)),
        (fait_le("2025-11-23", nombre=2), ("A_JOUR", "2028-11-23", None)),
        (fait_le("2023-11-22", nombre=2), ("A_FAIRE", "2026-11-22", None)),
    ],
)
def test_the_first_interval_holds_until_two_are_done(
    passe: dict[str, Any], attendu: tuple[str, str | None, str | None]
) -> None:
    fiche = make_fiche(frequence="P3Y", frequence_debut="P1Y")
    assert lu(juge(fiche, make_profil(ADULTE, **passe))) == attendu


@pytest.mark.parametrize(
    ("naissance", "attendu"),
    [
        ("1997-11-22", ("A_FAIRE", "2026-11-22", None)),
        ("1996-11-23", ("A_FAIRE", "2026-11-22", None)),
        ("1996-11-22", ("A_JOUR", "2028-11-22", None)),
        ("1996", ("A_PRECISER", None, None)),
    ],
)
def test_the_rhythm_of_an_age(naissance: str, attendu: tuple[str, str | None, str | None]) -> None:
    tranches = [{"jusqu_a": 29, "frequence": "P1Y"}, {"a_partir_de": 30, "frequence": "P3Y"}]
    fiche = make_fiche(ages=[[25, 65]], frequence="P3Y", frequence_selon_age=tranches)
    assert lu(juge(fiche, make_profil(naissance, **fait_le("2025-11-22")))) == attendu


@pytest.mark.parametrize(
    ("reponses", "le", "attendu"),
    [
        ({"fumeur": True}, "2026-08-22", ("A_FAIRE", "2026-11-22", None)),
        ({"fumeur": True}, "2026-10-07", ("A_JOUR", "2027-01-07", None)),
        ({"fumeur": True}, "2026-10-06", ("BIENTOT", "2027-01-06", None)),
        ({"fumeur": False, "ald": False}, "2026-08-22", ("A_JOUR", "2027-08-22", None)),
        ({"fumeur": False}, "2026-08-22", ("A_PRECISER", None, None)),
        ({}, "2026-08-22", ("A_PRECISER", None, None)),
        ({}, "2025-08-22", ("A_FAIRE", None, None)),
        ({"ald": True}, "2026-06-22", ("A_PRECISER", None, None)),
        ({"fumeur": False, "ald": True}, "2026-05-22", ("A_FAIRE", "2026-11-22", None)),
    ],
)
def test_the_rhythm_of_a_fact_and_its_doubt(
    reponses: dict[str, bool], le: str, attendu: tuple[str, str | None, str | None]
) -> None:
    """Every 3 months for the first fact, every 6 for the second, else every year."""
    fiche = make_fiche(frequence="P1Y", frequence_selon_fait={"fumeur": "P3M", "ald": "P6M"})
    assert lu(juge(fiche, make_profil(ADULTE, reponses=reponses, **fait_le(le)))) == attendu


@pytest.mark.parametrize(
    ("propre", "autre", "attendu"),
    [
        (None, "2023-11-22", ("A_FAIRE", "2026-11-22", None)),
        (None, "2023-11-23", ("BIENTOT", "2026-11-23", None)),
        (None, "2025-11-22", ("A_JOUR", "2028-11-22", None)),
        ("2024-01-01", "2020-11-22", ("A_JOUR", "2029-01-01", None)),
        ("2020-01-01", "2025-11-22", ("A_JOUR", "2028-11-22", None)),
        (None, None, ("A_FAIRE", None, None)),
    ],
)
def test_the_last_act_counts_whichever_it_is_with_its_own_delay(
    propre: str | None, autre: str | None, attendu: tuple[str, str | None, str | None]
) -> None:
    fiche = make_fiche(frequence="P5Y", frequence_apres={"ancien-conseil": "P3Y"})
    actes = [("conseil", propre), ("ancien-conseil", autre)]
    historique = [{"id": id_, "le": le} for id_, le in actes if le is not None]
    assert lu(juge(fiche, make_profil(ADULTE, historique=historique))) == attendu


@pytest.mark.parametrize(
    ("le", "attendu"),
    [
        ("2022-06-01", ("BIENTOT", "2026-12-22", None)),
        ("2023-12-31", ("BIENTOT", "2026-12-31", None)),
        ("2024-02-22", ("BIENTOT", "2027-02-22", None)),
        ("2024-02-23", ("PAS_CONCERNE", None, "2027-02-23")),
        ("2026-05-22", ("PAS_CONCERNE", None, "2029-05-22")),
        ("2023-12", ("BIENTOT", None, None)),
        ("2024", ("A_PRECISER", None, None)),
    ],
)
@pytest.mark.parametrize("id_", ["conseil", "ancien-conseil"])
def test_an_act_done_before_the_window_pushes_its_opening(
    id_: str, le: str, attendu: tuple[str, str | None, str | None]
) -> None:
    """30 years in a month; what was done at 29 counts at 30, its own kind or the one it follows."""
    fiche = make_fiche(ages=[[30, 65]], frequence="P3Y", frequence_apres={"ancien-conseil": "P3Y"})
    assert lu(juge(fiche, make_profil("1996-12-22", **fait_le(le, id_=id_)))) == attendu


def test_an_act_on_an_unknown_day_leaves_the_doubt() -> None:
    fiche = make_fiche(frequence="P2Y")
    resultat = juge(fiche, make_profil(ADULTE, nombre_faits={"conseil": 1}))
    assert resultat.verdict == "A_PRECISER"
    assert Raison("historique", "historique_imprecis") in resultat.raisons


@pytest.mark.parametrize(("naissance", "verdict"), [("1976-12-22", "A_PRECISER"), ("1978-12-22", "PAS_CONCERNE")])
def test_an_act_on_an_unknown_day_leaves_the_doubt_just_before_the_window_too(naissance: str, verdict: str) -> None:
    profil = make_profil(naissance, nombre_faits={"conseil": 1})
    assert juge(make_fiche(ages=[[50, 74]], frequence="P2Y"), profil).verdict == verdict


@pytest.mark.parametrize(
    ("naissance", "attendu"),
    [
        ("1952-05-06", ("A_JOUR", "2027-05-05", None)),
        ("1952-05-05", ("A_JOUR", None, None)),
        ("1952-05-04", ("A_JOUR", None, None)),
        ("1952", ("A_JOUR", None, None)),
    ],
)
def test_a_next_date_past_the_window_is_no_date(naissance: str, attendu: tuple[str, str | None, str | None]) -> None:
    """Next due on 5 May 2027; the window is over on the 75th birthday."""
    fiche = make_fiche(ages=[[50, 74]], frequence="P2Y")
    assert lu(juge(fiche, make_profil(naissance, **fait_le("2025-05-05")))) == attendu


# --- campaigns ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("au", "attendu"),
    [
        ("2026-10-31", ("PAS_CONCERNE", None, "2026-11-01")),
        ("2026-11-01", ("A_FAIRE", None, None)),
        ("2026-11-30", ("A_FAIRE", None, None)),
        ("2026-12-01", ("PAS_CONCERNE", None, "2027-11-01")),
        ("2027-01-15", ("PAS_CONCERNE", None, "2027-11-01")),
    ],
)
def test_a_campaign_is_due_in_its_month_only(au: str, attendu: tuple[str, str | None, str | None]) -> None:
    fiche = make_fiche(mois=11, conditions=[{"fait": "fumeur"}])
    assert lu(juge(fiche, make_profil(ADULTE, fumeur=True), date.fromisoformat(au))) == attendu


@pytest.mark.parametrize("mois", [1, 11])
@pytest.mark.parametrize("reponses", [{}, {"fumeur": None}])
def test_a_campaign_asks_what_it_needs_all_year(mois: int, reponses: dict[str, None]) -> None:
    fiche = make_fiche(mois=mois, conditions=[{"fait": "fumeur"}])
    assert juge(fiche, make_profil(ADULTE, reponses=reponses)).verdict == "A_PRECISER"


@pytest.mark.parametrize(
    ("naissance", "au", "attendu"),
    [
        ("1976-11-15", "2026-11-14", ("PAS_CONCERNE", None, "2026-11-15")),
        ("1976-11-15", "2026-11-15", ("A_FAIRE", None, None)),
        ("1976-12-15", "2026-11-22", ("PAS_CONCERNE", None, "2027-11-01")),
        ("1952-11-01", "2026-12-01", ("PAS_CONCERNE", None, None)),
        ("1952-11-02", "2026-12-01", ("PAS_CONCERNE", None, "2027-11-01")),
    ],
)
def test_a_campaign_has_its_ages_too(naissance: str, au: str, attendu: tuple[str, str | None, str | None]) -> None:
    assert lu(juge(make_fiche(mois=11), make_profil(naissance), date.fromisoformat(au))) == attendu


# --- pregnancy and territory -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("regles", "mois"),
    [
        ("2026-11-22", 1),
        ("2026-11-08", 1),
        ("2026-10-09", 1),
        ("2026-10-08", 2),
        ("2026-10-07", 2),
        ("2026-06-08", 6),
        ("2026-06-09", 5),
        ("2026-02-03", 10),
        ("2026-02-01", 10),
        ("2026-01-31", None),
    ],
)
def test_the_month_of_pregnancy_follows_the_last_period_for_42_weeks(regles: str, mois: int | None) -> None:
    faits = lis(make_profil(dernieres_regles=date.fromisoformat(regles))).faits
    assert faits.get("mois_de_grossesse") == mois
    assert faits.get("grossesse") is (True if mois else None)


@pytest.mark.parametrize("terme", ["2026-12-15", "2027-03-08", "2027-08-01"])
def test_a_term_says_the_same_as_the_period_41_weeks_before(terme: str) -> None:
    jour = date.fromisoformat(terme)
    regles = date.fromordinal(jour.toordinal() - 41 * 7)
    assert lis(make_profil(terme_prevu=jour)).faits == lis(make_profil(dernieres_regles=regles)).faits


@pytest.mark.parametrize(("jours", "verdict"), [(0, "A_FAIRE"), (294, "A_FAIRE"), (295, "A_PRECISER")])
def test_after_42_weeks_the_question_is_asked_again(jours: int, verdict: str) -> None:
    fiche = make_fiche(conditions=[{"fait": "grossesse"}])
    regles = date.fromordinal(AUJOURDHUI.toordinal() - jours)
    assert juge(fiche, make_profil(ADULTE, dernieres_regles=regles)).verdict == verdict


@pytest.mark.parametrize(
    ("departement", "guyane", "mayotte"),
    [("973", True, False), ("976", False, True), ("75", False, False), (None, None, None)],
)
def test_a_department_tells_its_territory(departement: str | None, guyane: bool | None, mayotte: bool | None) -> None:
    faits = lis(make_profil(departement=departement)).faits
    assert (faits.get("territoire-guyane"), faits.get("territoire-mayotte")) == (guyane, mayotte)


def test_an_approximate_birth_gives_a_range_of_days() -> None:
    situation = lis(make_profil("2026-11"))
    assert situation.naissance == DateApprochee(date(2026, 11, 1), AUJOURDHUI)
    assert situation.faits["age_nouveau_ne_jours"] == (0, 21)
    assert situation.faits["age"] == 0
