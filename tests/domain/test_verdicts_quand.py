"""When a recommendation is due: rhythms, past acts and campaigns, the day before each limit, the day, the day after."""

from datetime import date
from typing import Any

import pytest

from app.domain.verdicts import Raison
from tests.factories import juge, lu, make_fiche, make_profil

ADULTE = "1970-05-05"


def fait_le(*dates: str, id_: str = "conseil", nombre: int | None = None) -> dict[str, Any]:
    passe: dict[str, Any] = {"historique": [{"id": id_, "le": le} for le in dates]}
    return passe if nombre is None else passe | {"nombre_faits": {id_: nombre}}


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


def test_before_the_window_an_undated_act_is_weighed_with_the_first_interval() -> None:
    """One act, day unknown: the first interval still holds, and its half says how soon "soon" is."""
    premier_plus_long = make_fiche(pour_qui={"ages": [[3, 5]]}, frequence="P3M", frequence_debut="P1Y")
    premier_plus_court = make_fiche(pour_qui={"ages": [[3, 5]]}, frequence="P1Y", frequence_debut="P3M")
    profil = make_profil(date_naissance="2021-05-28", sexe="F", nombre_faits={"conseil": 1})
    au = date(2024, 2, 29)
    assert juge(premier_plus_long, profil, au).verdict == "A_PRECISER"
    assert juge(premier_plus_court, profil, au).verdict == "PAS_CONCERNE"
