"""The vaccine engine on schedules of its own: a foreign one, then one rule at a time, each with its planted bug."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.domain import vaccination_doses, vaccination_prevision, vaccination_statuts
from app.domain.dates import Duree, add_duree
from app.domain.vaccination_verdicts import Prevision
from tests.domain.calendrier_etranger import ETRANGER, make_calendrier, make_code, make_ligne
from tests.factories import AUJOURDHUI, make_profil
from tests.vaccins import doses, forecast


def etranger(naissance: str, *recues: dict[str, str], au: date = AUJOURDHUI) -> dict[str, Prevision]:
    return forecast(make_profil(naissance), recues, au=au, calendrier=ETRANGER)


def une(ligne: Any, naissance: str, recues: Any = (), au: date = AUJOURDHUI, **profil: Any) -> Prevision | None:
    return forecast(make_profil(naissance, **profil), recues, au=au, calendrier=make_calendrier(ligne)).get(ligne.id)


DEUX_RAPPELS = [*doses("tdap", "2001-07-01"), *doses("td", "2021-07-01")]


@pytest.mark.parametrize(
    ("naissance", "recues", "attendu"),
    [
        ("2025-11-22", (), ("mmr", "a_faire", 1, date(2026, 11, 22))),
        ("2025-11-23", (), ("mmr", "plus_tard", 1, date(2026, 11, 23))),
        ("2025-07-22", (), ("mmr", "en_retard", 1, date(2026, 7, 22))),
        ("2022-12-01", doses("mmr", "2024-01-05"), ("mmr", "plus_tard", 2, date(2026, 12, 1))),
        ("2022-11-01", doses("mmr", "2026-11-01"), ("mmr", "plus_tard", 2, date(2026, 11, 29))),
        ("2020-01-01", doses("mmr", "2021-01-05", "2021-02-02"), ("mmr", "complet", None, None)),
        ("2020-01-01", doses("mmr", "2021-01-05", "2021-02-01"), ("mmr", "a_faire", 2, date(2024, 1, 1))),
        ("2015-11-22", (), ("tdap", "a_faire", 1, date(2026, 11, 22))),
        ("1990-06-01", doses("tdap", "2001-07-01"), ("tdap", "en_retard", 2, date(2011, 6, 1))),
        ("1990-06-01", DEUX_RAPPELS, ("tdap", "plus_tard", 3, date(2031, 6, 1))),
        ("2000-01-01", (), ("flu", "a_faire", 1, date(2026, 9, 1))),
        ("2000-01-01", doses("flu", "2026-10-01"), ("flu", "complet", None, None)),
        ("2000-01-01", doses("flu", "2025-10-01"), ("flu", "a_faire", 1, date(2026, 9, 1))),
    ],
)  # fmt: skip
def test_a_foreign_schedule_is_forecast(naissance: str, recues: Any, attendu: tuple[Any, ...]) -> None:
    nom, *reste = attendu
    prevision = etranger(naissance, *recues)[nom]
    assert [str(prevision.statut), prevision.dose, prevision.date_conseillee] == reste


UNE_DOSE = make_ligne("x", doses=[{"age": "P12M", "age_min": "P12M", "fin_de_fenetre": "P13M", "age_limite": "P2Y"}])


def test_a_missing_day_is_the_first_of_the_next_month_and_is_made_up_for_once() -> None:
    prevision = une(UNE_DOSE, "2024-02-29", au=date(2025, 2, 28))
    assert prevision is not None
    assert (str(prevision.statut), prevision.date_conseillee) == ("plus_tard", date(2025, 3, 1))
    assert prevision.en_retard_depuis == date(2025, 3, 29)


def test_planted_rounding_to_the_end_of_the_month_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def rounded_down(jour: date, duree: Duree) -> date:
        arrivee = add_duree(jour, duree)
        return arrivee - timedelta(days=1) if arrivee.day == 1 and jour.day > 28 else arrivee

    monkeypatch.setattr(vaccination_prevision, "add_duree", rounded_down)
    prevision = une(UNE_DOSE, "2024-02-29", au=date(2025, 2, 28))
    assert prevision is not None
    assert prevision.date_conseillee != date(2025, 3, 1)


@pytest.mark.parametrize(("jour", "statut"), [(21, "en_retard"), (22, "trop_tard"), (23, "trop_tard")])
def test_the_stop_age_is_excluded(jour: int, statut: str) -> None:
    prevision = une(UNE_DOSE, "2024-11-22", au=date(2026, 11, jour))
    assert prevision is not None
    assert str(prevision.statut) == statut
    assert prevision.date_limite == date(2026, 11, 22)


def test_a_planted_inclusive_stop_age_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    juste = vaccination_prevision.Prevoyance._limite

    def inclusive(self: Any, *reste: Any) -> date | None:
        limite = juste(self, *reste)
        return limite and limite + timedelta(days=1)

    monkeypatch.setattr(vaccination_prevision.Prevoyance, "_limite", inclusive)
    prevision = une(UNE_DOSE, "2024-11-22", au=date(2026, 11, 22))
    assert prevision is not None
    assert str(prevision.statut) != "trop_tard"


VIVANTS = make_calendrier(
    make_ligne("a", doses=[{"age_min": "P12M"}]),
    make_ligne("b", doses=[{"age_min": "P12M"}]),
    codes=(make_code("a", vivant=True), make_code("b", vivant=True)),
)


def vivant_b(le: str) -> Prevision:
    return forecast(make_profil("2020-01-01"), doses("a", le), calendrier=VIVANTS)["b"]


@pytest.mark.parametrize(
    ("le", "attendu"),
    [
        ("2026-10-25", ("a_faire", date(2026, 11, 22))),
        ("2026-10-26", ("plus_tard", date(2026, 11, 23))),
        ("2020-02-01", ("a_faire", date(2021, 1, 1))),
    ],
)
def test_two_live_vaccines_are_kept_apart(le: str, attendu: tuple[str, date]) -> None:
    prevision = vivant_b(le)
    assert (str(prevision.statut), prevision.date_conseillee) == attendu


def test_a_planted_forgotten_live_spacing_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vaccination_prevision.Prevoyance, "_vivants_recents", lambda self, dossier: iter(()))
    assert str(vivant_b("2026-10-26").statut) == "a_faire"


DEUX = make_ligne("d", doses=[{"age_min": "P2M"}, {"intervalle_min": "P1M", "intervalle": "P2M"}])


def test_a_dose_too_early_does_not_count_and_pushes_the_next() -> None:
    prevision = une(DEUX, "2020-01-01", doses("d", "2026-10-01", "2026-10-20"))
    assert prevision is not None
    assert (prevision.dose, prevision.date_conseillee, prevision.au_plus_tot) == (
        2,
        date(2026, 12, 1),
        date(2026, 11, 20),
    )
    assert any(raison.code == "dose_trop_tot" for raison in prevision.raisons)


def test_a_planted_forgiving_interval_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vaccination_doses, "add_duree", lambda jour, duree: jour)
    prevision = une(DEUX, "2020-01-01", doses("d", "2026-10-01", "2026-10-20"))
    assert prevision is not None
    assert str(prevision.statut) == "complet"


def test_an_approximate_dose_counts_as_soon_as_one_of_its_days_does_and_says_so() -> None:
    certaine = une(DEUX, "2020-01-01", [{"vaccin": "d", "le": "2026-06"}])
    assert certaine is not None
    assert (certaine.dose, certaine.date_conseillee, certaine.incertain) == (2, date(2026, 8, 30), False)
    deux = une(DEUX, "2020-01-01", [{"vaccin": "d", "le": "2024"}, {"vaccin": "d", "le": "2024"}])
    assert deux is not None
    assert (str(deux.statut), deux.incertain) == ("complet", True)
    meme_mois = une(DEUX, "2020-01-01", [{"vaccin": "d", "le": "2024-02"}, {"vaccin": "d", "le": "2024-02"}])
    assert meme_mois is not None
    assert meme_mois.dose == 2


def test_an_approximate_dose_of_this_year_never_reaches_the_future() -> None:
    prevision = une(DEUX, "2020-01-01", [{"vaccin": "d", "le": "2026"}])
    assert prevision is not None
    assert prevision.date_conseillee == date(2027, 1, 22)


def test_an_approximate_birth_says_what_it_may_change_and_never_advises_too_early() -> None:
    prevision = une(UNE_DOSE, "2025-11")
    assert prevision is not None
    assert (str(prevision.statut), prevision.date_conseillee, prevision.incertain) == (
        "plus_tard",
        date(2026, 11, 30),
        True,
    )
    assert prevision.raisons[-1].code == "naissance_imprecise"
    sure = une(UNE_DOSE, "2025-09")
    assert sure is not None
    assert not sure.incertain


def test_a_lost_record_makes_what_is_missing_uncertain() -> None:
    prevision = une(DEUX, "2020-01-01", ald=True)
    assert prevision is not None
    assert prevision.incertain
    assert prevision.raisons[-1].code == "carnet_perdu"


CHOIX = make_ligne(
    "o",
    genre="possible",
    pour_qui={"de": "P15Y"},
    doses=[{"age_min": "P15Y", "age_limite": "P25Y"}, {"intervalle_min": "P1M"}],
)


def test_an_optional_line_is_offered_then_finished() -> None:
    assert [
        str(p.statut) for p in (une(CHOIX, "2008-01-01"), une(CHOIX, "2008-01-01", doses("o", "2026-01-01"))) if p
    ] == [
        "possible",
        "a_faire",
    ]
    assert une(CHOIX, "2012-01-01") is None


def test_unknown_is_not_no() -> None:
    risque = make_ligne("r", pour_qui={"de": "P18Y", "conditions": [{"fait": "obesite"}]}, doses=[{"age_min": "P18Y"}])
    inconnu, non, oui = (une(risque, "1990-01-01", **r) for r in ({}, {"obesite": False}, {"obesite": True}))
    assert inconnu is not None
    assert non is not None
    assert oui is not None
    assert (str(inconnu.statut), inconnu.a_preciser) == ("pas_indique", ("obesite",))
    assert (str(non.statut), non.a_preciser) == ("pas_indique", ())
    assert str(oui.statut) == "a_faire"


def test_a_line_closed_for_good_is_told_for_a_year_to_an_adult_and_always_to_a_child() -> None:
    ligne = make_ligne("f", pour_qui={"avant": "P27Y"}, doses=[{"age_min": "P15Y", "age_limite": "P27Y"}])
    recente, ancienne = une(ligne, "1999-01-01"), une(ligne, "1998-01-01")
    assert recente is not None
    assert str(recente.statut) == "trop_tard"
    assert ancienne is None
    commencee = une(ligne, "1998-01-01", doses("f", "2024-01-01"))
    assert commencee is not None
    assert str(commencee.statut) == "complet"


def test_a_status_is_planted_and_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lateness that is never said would pass silently without this."""
    monkeypatch.setattr(vaccination_statuts.ProchaineDose, "_retard_dit", lambda self, dossier: False)
    prevision = une(UNE_DOSE, "2025-06-01")
    assert prevision is not None
    assert str(prevision.statut) == "a_faire"
