"""What is deduced of a profile before any rule is read: pregnancy, territory, newborn days."""

from datetime import date

import pytest

from app.domain.dates import DateApprochee
from tests.factories import AUJOURDHUI, juge, lis, make_fiche, make_profil

ADULTE = "1970-05-05"


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
    [("973", True, False), ("976", False, True), ("75", False, False), (None, False, False)],
)
def test_a_department_tells_its_territory(departement: str | None, guyane: bool | None, mayotte: bool | None) -> None:
    faits = lis(make_profil(departement=departement)).faits
    assert (faits.get("territoire-guyane"), faits.get("territoire-mayotte")) == (guyane, mayotte)


def test_an_approximate_birth_gives_a_range_of_days() -> None:
    situation = lis(make_profil("2026-11"))
    assert situation.naissance == DateApprochee(date(2026, 11, 1), AUJOURDHUI)
    assert situation.faits["age_nouveau_ne_jours"] == (0, 21)
    assert situation.faits["age"] == 0
