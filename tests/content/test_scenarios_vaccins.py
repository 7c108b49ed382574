"""Every scenario of every vaccine line, one test a file of French sentences, on the engine over the real content."""

from datetime import timedelta

import pytest

from app.domain.controle import check_profil
from app.domain.dates import Duree, add_duree
from app.domain.profil import Profil
from app.domain.vaccination_lignes import LigneVaccin
from tests.factories import contenu_reel
from tests.scenarios.lecture import ScenarioVaccin, read_scenarios_vaccins
from tests.vaccins import forecast

SCENARIOS = list(read_scenarios_vaccins())
CALENDRIER = contenu_reel().vaccins


def play(scenario: ScenarioVaccin) -> dict[str, object]:
    demande = dict(scenario.demande)
    profil = Profil.model_validate(demande.pop("profil"))
    check_profil(profil, scenario.au, contenu_reel())
    prevision = forecast(profil, demande.pop("vaccinations", ()), au=scenario.au, **demande).get(scenario.ligne)
    return scenario.differences(prevision)


@pytest.mark.parametrize("ligne", sorted({scenario.ligne for scenario in SCENARIOS}))
def test_scenario(ligne: str) -> None:
    """Each sentence of the line's file; those that are not what the engine says are listed."""
    fautes = {scenario.quand: play(scenario) for scenario in SCENARIOS if scenario.ligne == ligne}
    assert {quand: ecarts for quand, ecarts in fautes.items() if ecarts} == {}


def test_no_sentence_is_written_twice_in_a_file() -> None:
    phrases = [(scenario.ligne, scenario.quand) for scenario in SCENARIOS]
    assert sorted(phrases) == sorted(set(phrases))


def test_every_line_has_its_scenarios() -> None:
    assert {scenario.ligne for scenario in SCENARIOS} == set(CALENDRIER.par_id)


def bornes(ligne: LigneVaccin) -> set[Duree]:
    """The ages at which a line opens, closes, or becomes late for its first dose."""
    premiere = ligne.schemas[0].doses[0]
    ages = (premiere.age, premiere.age_limite, premiere.fin_de_fenetre, ligne.pour_qui.avant)
    return {age for age in ages if age is not None and age != Duree(0, 0)}


@pytest.mark.parametrize(
    "id_", [ligne.id for ligne in CALENDRIER.lignes if ligne.schemas and not ligne.fenetre_grossesse]
)
def test_each_bound_is_looked_at_in_threes(id_: str) -> None:
    """The day before, the day itself and the day after, without any dose."""
    vus = [
        (Profil.model_validate(s.demande["profil"]).date_naissance, s.au)
        for s in SCENARIOS
        if s.ligne == id_ and not s.demande.get("vaccinations")
    ]
    manquent = [
        (str(age), ecart)
        for age in bornes(CALENDRIER.par_id[id_])
        for ecart in (-1, 0, 1)
        if not any(n and add_duree(n.premier, age) + timedelta(days=ecart) == au for n, au in vus)
    ]
    assert manquent == []


def test_a_wrong_expectation_is_seen() -> None:
    juste = next(s for s in SCENARIOS if s.attendu["statut"] == "a_faire" and "date_conseillee" in s.attendu)
    faux = {"statut": "complet", "dose": 9, "date_conseillee": None}
    for cle, valeur in faux.items():
        assert set(play(juste._replace(attendu=juste.attendu | {cle: valeur}))) == {cle}
    assert play(juste._replace(ligne="inconnue")) == {"statut": ("a_faire", "absente")}
