"""Rules of the real schedule that no single line shows: groups, replacements, rules that wait for another line."""

from datetime import date

import pytest

from app.domain.vaccination import group_forecast
from tests.factories import make_profil
from tests.vaccins import doses, forecast, ligne

CAMPAGNE = {"automne-2026": {"du": "2026-10-13", "au": "2027-01-31"}}


def statut(id_: str, naissance: str, *reste: object, **profil: object) -> str | None:
    prevision = ligne(id_, naissance, *reste, **profil)  # type: ignore[arg-type]
    return None if prevision is None else str(prevision.statut)


def test_a_whole_primary_series_comes_before_the_boosters() -> None:
    trois = doses("dtcap", "2020-01-10", "2020-03-10", "2020-11-10")
    assert (
        statut("dtcap-25-ans", "1996-01-01", doses("dtcap", "2020-01-10"), **{"jamais-vaccine-dtp": True})
        == "pas_indique"
    )
    assert statut("dtp-primovaccination-adulte", "1996-01-01", trois, **{"jamais-vaccine-dtp": True}) == "complet"
    assert (
        statut("dtcap-25-ans", "1996-01-01", trois, **{"jamais-vaccine-dtp": True}) == "pas_indique"
    )  # too recent at 25
    assert statut("dtp-45-ans", "1996-01-01", trois, **{"jamais-vaccine-dtp": True}) == "plus_tard"


def test_without_the_answer_an_adult_dose_is_a_booster() -> None:
    assert statut("dtcap-25-ans", "1996-01-01", doses("dtcap", "2022-01-10")) == "complet"
    assert statut("dtp-primovaccination-adulte", "1996-01-01", doses("dtcap", "2022-01-10")) == "pas_indique"


def test_two_brands_are_not_mixed() -> None:
    begun = doses("rotateq", "2026-11-01")
    assert statut("rotavirus-rotarix", "2026-09-01", begun) == "pas_indique"
    assert statut("rotavirus-rotateq", "2026-09-01", begun) == "plus_tard"
    assert statut("rotavirus-rotarix", "2026-09-01") == "a_faire"


def test_a_line_said_by_another_is_shown_once() -> None:
    previsions = forecast(make_profil("2026-02-10", "F"))
    assert previsions["pneumocoque-nourrisson"].remplacee_par == "pneumocoque-nourrisson-rattrapage"
    groupes = group_forecast(previsions.values())
    montrees = {p.ligne.id for groupe in groupes for p in groupe}
    assert "pneumocoque-nourrisson" not in montrees
    assert "pneumocoque-nourrisson-rattrapage" in {p.ligne.id for p in groupes.en_retard}


def test_the_groups_of_a_page() -> None:
    groupes = group_forecast(
        forecast(
            make_profil("1956-02-02", "F"), doses("shingrix", "2025-01-01", "2025-03-01"), campagnes=CAMPAGNE
        ).values()
    )
    assert {p.ligne.id for p in groupes.termine} >= {"zona-65-et-plus"}
    assert {p.ligne.id for p in groupes.en_retard} == {"dtp-65-et-plus"}
    assert {p.ligne.id for p in groupes.a_faire} >= {"grippe-65-et-plus", "covid-65-et-plus", "pneumocoque-65-et-plus"}
    assert all(p.a_preciser for p in groupes.a_preciser)
    assert not {p.ligne.id for p in groupes.a_preciser} & {p.ligne.id for p in groupes.pas_indique}


@pytest.mark.parametrize(
    ("departement", "attendu"), [(None, "a_faire"), ("71", "a_faire"), ("974", "hors_saison"), ("976", "hors_saison")]
)
def test_a_campaign_whose_dates_are_not_known_there_is_not_said_open(departement: str | None, attendu: str) -> None:
    assert statut("grippe-65-et-plus", "1956-02-02", departement=departement) == attendu


def test_the_campaigns_a_caller_gives_replace_ours() -> None:
    profil = make_profil("1956-02-02", "F")
    fermee = forecast(profil, campagnes={"automne-2026": {"du": "2026-12-01", "au": "2027-01-31"}})["grippe-65-et-plus"]
    assert (str(fermee.statut), fermee.date_conseillee) == ("hors_saison", date(2026, 12, 1))
    anticipee = forecast(
        profil, doses("grippe", "2026-11-01"), campagnes={"automne-2026": {"du": "2026-12-01", "au": "2027-01-31"}}
    )["grippe-65-et-plus"]
    assert str(anticipee.statut) == "complet"


def test_out_of_season_the_next_campaign_is_named_or_nothing_is() -> None:
    profil = make_profil("1956-02-02", "F")
    ete = forecast(profil, au=date(2026, 7, 1))["grippe-65-et-plus"]
    assert (str(ete.statut), ete.date_conseillee) == ("hors_saison", date(2026, 10, 13))
    inconnue = forecast(profil, au=date(2027, 7, 1))["grippe-65-et-plus"]
    assert (str(inconnue.statut), inconnue.date_conseillee) == ("hors_saison", None)


def test_two_doses_the_first_season_of_a_young_child_only() -> None:
    premiere = forecast(
        make_profil("2021-03-03", "F", **{"risque-grippe": True}), doses("grippe", "2026-11-01"), campagnes=CAMPAGNE
    )["grippe-enfant-a-risque"]
    assert (str(premiere.statut), premiere.dose, premiere.date_conseillee) == ("plus_tard", 2, date(2026, 11, 29))
    for naissance, recues in (
        ("2021-03-03", ("2025-11-01", "2026-11-01")),
        ("2017-10-31", ("2026-11-01",)),
    ):
        profil = make_profil(naissance, "F", **{"risque-grippe": True})
        prevision = forecast(profil, doses("grippe", *recues), campagnes=CAMPAGNE)["grippe-enfant-a-risque"]
        assert str(prevision.statut) == "complet"


def test_an_infection_already_had_closes_the_line() -> None:
    profil = make_profil("1990-01-01", "M", **{"risque-mpox": True})
    assert str(forecast(profil)["mpox-prevention"].statut) == "a_faire"
    assert str(forecast(profil, autres_dates={"mpox": "2023-05"})["mpox-prevention"].statut) == "pas_indique"


def test_only_the_other_sex_hides_a_line() -> None:
    assert "coqueluche-grossesse" not in forecast(make_profil("1990-01-01", "M"))
    assert forecast(make_profil("1990-01-01", "F"))["coqueluche-grossesse"].a_preciser == ("grossesse",)
    assert forecast(make_profil("1990-01-01"))["coqueluche-grossesse"].a_preciser == ("grossesse",)


def test_the_schedule_of_an_old_child_covers_birth_to_eighteen() -> None:
    previsions = forecast(make_profil("2026-11-01", "F"))
    assert {"dtcap-6-ans", "dtcap-11-13-ans", "hpv-11-14", "meningocoque-acwy-11-14"} <= previsions.keys()
    assert {str(previsions[id_].statut) for id_ in ("dtcap-6-ans", "hpv-11-14")} == {"plus_tard"}


def test_a_campaign_line_is_told_a_year_before_its_age() -> None:
    proche = ligne("vrs-75-et-plus", "1952-05-01")
    assert proche is not None
    assert (str(proche.statut), proche.date_conseillee) == ("plus_tard", None)
    assert ligne("vrs-75-et-plus", "1952-12-01") is None
    en_saison = ligne("vrs-75-et-plus", "1952-01-15")
    assert en_saison is not None
    assert (str(en_saison.statut), en_saison.date_conseillee) == ("plus_tard", date(2027, 1, 15))
