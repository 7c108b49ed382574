"""The engine and the plain interpreter, on the real content and on units made at random: the same verdict and dates."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.controle import check_profil
from app.domain.fiches import Fiche
from app.domain.profil import Profil
from app.domain.verdicts import Resultat
from tests.domain.interprete import Attendu, Connus, faits_certains, interprete
from tests.domain.strategies import AUJOURDHUIS, fiches_au_hasard, profils, reglage
from tests.factories import contenu_reel, evalue, juge, make_fiche, make_moteur, make_profil
from tests.scenarios.lecture import Scenario, read_scenarios
from tests.tables import each

REEL = contenu_reel()
SCENARIOS = list(read_scenarios())
SEULES = [make_moteur(fiche) for fiche in REEL.fiches[::12]]


def lu(resultat: Resultat) -> Attendu:
    return Attendu(str(resultat.verdict), resultat.echeance, resultat.a_partir_du)


def exact(profil: Profil) -> bool:
    """Whether every date of the profile is one single day."""
    naissance = profil.date_naissance
    return (naissance is not None and naissance.exacte) and all(acte.le.exacte for acte in profil.historique)


def compare(resultat: Resultat, profil: Profil, au: date, faits: Connus | None = None) -> None:
    """Same verdict; same dates too when every date of the profile is exact (else, the engine may be more careful)."""
    attendu = interprete(resultat.fiche, profil, au, faits)
    trouve = lu(resultat)
    if exact(profil):
        assert trouve == attendu, resultat.fiche.id
    else:
        assert trouve.verdict == attendu.verdict, resultat.fiche.id
        assert trouve.echeance in {None, attendu.echeance}, resultat.fiche.id
        assert trouve.a_partir_du in {None, attendu.a_partir_du}, resultat.fiche.id


@given(st.data())
@reglage(150, 6000)
def test_the_engine_agrees_with_the_interpreter_on_the_real_content(data: st.DataObject) -> None:
    au = data.draw(AUJOURDHUIS)
    visees = data.draw(st.lists(st.sampled_from(REEL.fiches), min_size=1, max_size=3, unique_by=lambda f: f.id))
    profil = data.draw(profils(visees, au))
    faits = faits_certains(profil, au)
    for resultat in REEL.moteur.evaluate(profil, au).resultats:
        compare(resultat, profil, au, faits)


@given(st.data())
@reglage(500, 20000)
def test_the_engine_agrees_with_the_interpreter_on_any_unit(data: st.DataObject) -> None:
    au = data.draw(AUJOURDHUIS)
    fiche = data.draw(fiches_au_hasard())
    profil = data.draw(profils([fiche], au))
    compare(juge(fiche, profil, au), profil, au)


@given(st.data())
@reglage(60, 1000)
def test_random_profiles_are_possible_ones(data: st.DataObject) -> None:
    """The strategy makes profiles the service would accept: what is compared is what is served."""
    au = data.draw(AUJOURDHUIS)
    visees = data.draw(st.lists(st.sampled_from(REEL.fiches), min_size=1, max_size=3, unique_by=lambda f: f.id))
    check_profil(data.draw(profils(visees, au)), au, REEL)


@each("scenario", SCENARIOS)
def test_every_scenario_passes_the_interpreter_too(scenario: Scenario) -> None:
    attendu = interprete(REEL.par_id[scenario.unite], scenario.profil, scenario.au)
    for cle, valeur in scenario.attendu.items():
        if cle != "critere":
            assert getattr(attendu, cle) == valeur


@given(naissance=st.dates(date(1930, 1, 1), date(2020, 1, 1)), au=AUJOURDHUIS)
@example(naissance=date(2000, 2, 29), au=date(2027, 2, 28))
@example(naissance=date(2000, 2, 29), au=date(2027, 3, 1))
@reglage(40, 1000)
def test_one_unit_alone_or_among_others_has_the_same_verdict(naissance: date, au: date) -> None:
    profil = make_profil(naissance, "F")
    ensemble = {r.fiche.id: lu(r) for r in REEL.moteur.evaluate(profil, au).resultats}
    for seule in SEULES:
        (resultat,) = seule.evaluate(profil, au).resultats
        assert lu(resultat) == ensemble[resultat.fiche.id]


def test_the_comparison_can_fail() -> None:
    """A unit judged by the engine with one bound moved is not what the interpreter says of the true unit."""
    vraie, fausse = make_fiche(ages=[[50, 74]]), make_fiche(ages=[[50, 73]])
    profil, au = make_profil("1951-11-23"), date(2026, 11, 22)
    resultat = juge(fausse, profil, au)
    compare(resultat, profil, au)
    with pytest.raises(AssertionError):
        compare(resultat._replace(fiche=vraie), profil, au)


def test_results_come_in_display_order() -> None:
    profil, au = make_profil("1970-05-05", "F"), date(2026, 11, 22)
    resultats = REEL.moteur.evaluate(profil, au).resultats
    assert sorted(r.fiche.id for r in resultats) == sorted(REEL.par_id)
    rangs = ["A_FAIRE", "BIENTOT", "A_PRECISER", "A_JOUR", "PAS_CONCERNE"]
    ordre = [rangs.index(r.verdict) for r in resultats]
    assert ordre == sorted(ordre)
    a_faire = [r.fiche for r in resultats if r.verdict == "A_FAIRE"]
    assert a_faire == sorted(a_faire, key=lambda fiche: (fiche.priorite, fiche.id))


def test_the_order_of_units_in_the_catalogue_changes_nothing() -> None:
    fiches = [make_fiche(f"conseil-{n}", priorite=n % 3 + 1, ages=[[n, 120]]) for n in (60, 20, 90)]
    profil, au = make_profil("1970-05-05"), date(2026, 11, 22)
    dans_un_sens = [r.fiche.id for r in evalue(profil, au, *fiches).resultats]
    assert dans_un_sens == [r.fiche.id for r in evalue(profil, au, *reversed(fiches)).resultats]


def test_a_fiche_of_the_content_is_frozen() -> None:
    fiche: Fiche = REEL.fiches[0]
    with pytest.raises(ValueError, match="frozen"):
        fiche.priorite = 1  # type: ignore[misc]
