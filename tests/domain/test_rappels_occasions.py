"""The doses and the months worth a reminder: nothing uncertain gets a date, nothing done is recalled."""

from datetime import date
from typing import Any

import pytest

from app.domain.campagnes import Campagne
from app.domain.rappels import Echeance
from app.domain.rappels_occasions import campagnes_a_rappeler, vaccins_a_rappeler
from app.domain.vaccination_codes import CampagneVaccinale
from tests.factories import AUJOURDHUI, contenu_campagne, contenu_reel, evalue, make_fiche, make_profil
from tests.vaccins import doses, forecast

AU = AUJOURDHUI
CALENDRIER = contenu_reel().vaccins


def vaccins(naissance: str, *recues: dict[str, str], au: date = AU, **profil: Any) -> tuple[dict[str, Any], set[str]]:
    previsions = forecast(make_profil(naissance, **profil), recues, au=au)
    sures, doutes = vaccins_a_rappeler(previsions.values(), CALENDRIER.campagnes, au)
    return {e.unite: (e.jour, e.jusqu_au) for e in sures}, {e.unite for e in doutes}


def test_a_dose_to_come_has_its_day_and_a_dose_due_is_now() -> None:
    """Born on 2 October 2026: the dose of two months is on 2 December, that of now none was noted."""
    sures, _ = vaccins("2026-10-02")
    assert sures["dtcap-hib-hepb-nourrisson"][0] == date(2026, 12, 2)
    sures, _ = vaccins("2026-09-01")
    assert sures["dtcap-hib-hepb-nourrisson"][0] is None


def test_the_last_day_is_the_eve_of_the_limit() -> None:
    previsions = forecast(make_profil("2026-09-20"))
    rotavirus = previsions["rotavirus-rotarix"]
    assert rotavirus.date_limite is not None
    sures, doutes = vaccins("2026-09-20")
    assert "rotavirus-rotarix" in doutes or sures["rotavirus-rotarix"][1] == date.fromordinal(
        rotavirus.date_limite.toordinal() - 1
    )


def test_the_flu_season_concerns_those_it_concerns() -> None:
    sures, _ = vaccins("1950-03-01")
    assert sures["grippe-65-et-plus"] == (None, None), "its days are not certain: now, and no last day is told"
    assert "grippe-65-et-plus" not in vaccins("1990-03-01")[0]
    faite, _ = vaccins("1950-03-01", *doses("grippe", "2026-11-02"))
    assert "grippe-65-et-plus" not in faite


def test_a_season_to_come_is_dated_only_when_its_days_are_certain() -> None:
    avant = date(2026, 9, 20)
    previsions = [
        p for p in forecast(make_profil("1950-03-01"), au=avant).values() if p.ligne.id == "grippe-65-et-plus"
    ]
    (sure,) = [c for c in CALENDRIER.campagnes if c.cle == "automne-2026"]
    certaine = CampagneVaccinale.model_construct(**(sure.__dict__ | {"certitude": "sure"}))
    assert vaccins_a_rappeler(previsions, [sure], avant) == ([], [Echeance("grippe-65-et-plus", date(2026, 10, 13))])
    assert vaccins_a_rappeler(previsions, [certaine], avant) == (
        [Echeance("grippe-65-et-plus", date(2026, 10, 13))],
        [],
    )
    ouverte = [forecast(make_profil("1950-03-01"))["grippe-65-et-plus"]]
    assert vaccins_a_rappeler(ouverte, [certaine], AU)[0] == [Echeance("grippe-65-et-plus", None, date(2027, 1, 31))]


def test_what_is_lost_optional_or_already_told_has_no_date() -> None:
    sures, doutes = vaccins("1972-05-14")
    previsions = forecast(make_profil("1972-05-14"))
    possibles = {id_ for id_, p in previsions.items() if p.statut.value == "possible" or p.remplacee_par is not None}
    assert not possibles & (sures.keys() | doutes)
    incertaines = [p._replace(incertain=True) for p in previsions.values()]
    assert vaccins_a_rappeler(incertaines, CALENDRIER.campagnes, AU)[0] == []


# --- the months that speak of a screening ----------------------------------------------------------------------------


def campagnes(*demandees: dict[str, Any], au: date = AU, fait: str = "", **fiche: Any) -> list[Echeance]:
    historique = [{"id": "conseil", "le": fait}] if fait else []
    unite = make_fiche(**({"genre": "depistage", "frequence": "P2Y"} | fiche))
    resultats = evalue(make_profil("1972-05-14", "F", historique=historique), au, unite).resultats
    return campagnes_a_rappeler([Campagne.model_validate(c) for c in demandees], resultats, au)


OCTOBRE = contenu_campagne("octobre")
MARS = contenu_campagne("mars", quand={"mois": 3})


def test_a_screening_still_to_be_done_comes_back_with_its_month() -> None:
    assert campagnes(OCTOBRE) == [Echeance("conseil", date(2027, 10, 1), campagne="octobre")]
    assert campagnes(OCTOBRE, fait="2026-03-10") == [], "done: nobody is recalled"


@pytest.mark.parametrize(
    ("au", "jour"), [(date(2026, 9, 30), date(2026, 10, 1)), (date(2026, 10, 1), date(2027, 10, 1))]
)
def test_the_next_month_is_the_one_that_has_not_begun(au: date, jour: date) -> None:
    assert campagnes(contenu_campagne("octobre", verifie_le=date(2026, 1, 1)), au=au)[0].jour == jour


def test_one_month_for_each_screening_the_next() -> None:
    assert campagnes(OCTOBRE, MARS) == [Echeance("conseil", date(2027, 3, 1), campagne="mars")]


@pytest.mark.parametrize(
    "campagne",
    [
        contenu_campagne(discrete=True),
        contenu_campagne(certitude="a_verifier", doute="Les dates changent."),
        contenu_campagne(quand={"mois": 2, "jour": 4}),
        contenu_campagne(conseils=["autre"]),
    ],
    ids=["discreet", "not certain", "one day", "something else"],
)
def test_no_reminder_of(campagne: dict[str, Any]) -> None:
    assert campagnes(campagne) == []


def test_only_screenings_have_a_second_chance() -> None:
    assert campagnes(OCTOBRE, genre="rendez-vous") == []
    assert campagnes(OCTOBRE, certitude="a_verifier", doute="Deux textes se contredisent.") == []
