"""Every scenario of every content unit, one test a file of French sentences, on the engine over the real content."""

from datetime import timedelta

import pytest

from app.domain.catalogue import Catalogue
from app.domain.controle import check_profil
from tests.factories import AUJOURDHUI, contenu_reel, juge, make_fiche, make_profil
from tests.scenarios.lecture import Scenario, read_scenarios

SCENARIOS = list(read_scenarios())


@pytest.mark.parametrize("unite", sorted({scenario.unite for scenario in SCENARIOS}))
def test_scenario(unite: str, catalogue: Catalogue) -> None:
    """Each sentence of the unit's file; those that are not what the engine says are listed."""
    fautes = {}
    for scenario in SCENARIOS:
        if scenario.unite == unite:
            check_profil(scenario.profil, scenario.au, catalogue)
            resultats = catalogue.moteur.evaluate(scenario.profil, scenario.au).resultats
            (resultat,) = [resultat for resultat in resultats if resultat.fiche.id == unite]
            fautes[scenario.quand] = scenario.differences(resultat)
    assert {quand: ecarts for quand, ecarts in fautes.items() if ecarts} == {}


def test_no_sentence_is_written_twice_in_a_file() -> None:
    phrases = [(scenario.unite, scenario.quand) for scenario in SCENARIOS]
    assert sorted(phrases) == sorted(set(phrases))


def test_every_unit_has_its_scenarios() -> None:
    assert {scenario.unite for scenario in SCENARIOS} == set(contenu_reel().par_id)


def test_a_wrong_expectation_is_seen() -> None:
    """The comparison itself can fail, on each key."""
    resultat = juge(make_fiche(), make_profil("1976-11-23"))
    demain = AUJOURDHUI + timedelta(days=1)
    juste = {"verdict": "BIENTOT", "echeance": demain, "a_partir_du": None, "critere": "age"}
    assert _scenario(juste).differences(resultat) == {}
    for cle, faux in {"verdict": "A_FAIRE", "echeance": None, "a_partir_du": demain, "critere": "sexe"}.items():
        assert set(_scenario(juste | {cle: faux}).differences(resultat)) == {cle}


def _scenario(attendu: dict[str, object]) -> Scenario:
    return Scenario("conseil", "essai", AUJOURDHUI, make_profil("1976-11-23"), attendu)
