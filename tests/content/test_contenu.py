"""Walks the real content: each unit is whole, dated, sourced, and its scenarios look at each of its bounds."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.dates import anniversaire
from app.domain.fiches import AGE_MAX, Fiche
from app.domain.verdicts import Resultat
from tests.factories import contenu_reel
from tests.scenarios.lecture import Scenario, read_scenarios

CATALOGUE = contenu_reel()
UNITES = list(CATALOGUE.par_id)
SCENARIOS = list(read_scenarios())


def scenarios(unite: str) -> list[Scenario]:
    return [scenario for scenario in SCENARIOS if scenario.unite == unite]


def resultats(unite: str) -> Iterator[tuple[Scenario, Resultat]]:
    for scenario in scenarios(unite):
        evaluation = CATALOGUE.moteur.evaluate(scenario.profil, scenario.au)
        yield scenario, next(r for r in evaluation.resultats if r.fiche.id == unite)


def bornes(fiche: Fiche) -> list[int]:
    """Ages at which a window opens, or is over."""
    return [age for debut, fin in fiche.pour_qui.ages for age in (debut, fin + 1) if 0 < age <= AGE_MAX]


@pytest.mark.parametrize("unite", UNITES)
def test_each_bound_is_looked_at_in_threes(unite: str) -> None:
    """The day before, the day itself, and a day after: for the opening and the end of every window."""
    nes = [(s.profil.date_naissance, s.au) for s in scenarios(unite)]
    manquent = []
    for age in bornes(CATALOGUE.par_id[unite]):
        ecarts = {(au - anniversaire(ne.premier, age)).days for ne, au in nes if ne is not None and ne.exacte}
        manquent += [(age, jour) for jour in (-1, 0) if jour not in ecarts]
        manquent += [(age, "après")] if max(ecarts) < 1 else []
    assert manquent == []


@pytest.mark.parametrize("unite", [u for u in UNITES if CATALOGUE.par_id[u].pour_qui.conditions])
def test_a_condition_not_answered_is_looked_at(unite: str) -> None:
    conditions = CATALOGUE.par_id[unite].faits_lus()
    vus = {
        raison.critere
        for scenario, resultat in resultats(unite)
        for raison in resultat.raisons
        if scenario.attendu.get("verdict") == "A_PRECISER" and raison.code == "fait_inconnu"
    }
    assert vus & conditions


@pytest.mark.parametrize("unite", [u for u in UNITES if CATALOGUE.par_id[u].sauf])
def test_each_exclusion_is_looked_at(unite: str) -> None:
    vues = {
        raison.valeurs[0]
        for scenario, resultat in resultats(unite)
        for raison in resultat.raisons
        if scenario.attendu.get("verdict") == "PAS_CONCERNE" and raison.code == "exclusion"
    }
    assert vues == set(range(len(CATALOGUE.par_id[unite].sauf)))


def a_un_historique(fiche: Fiche) -> bool:
    rythme = fiche.frequence
    if fiche.genre in {"campagne", "alerte"}:
        return False
    return rythme == "une_fois" or (rythme is not None and not rythme.au_plus_un_mois)


@pytest.mark.parametrize("unite", [u for u in UNITES if a_un_historique(CATALOGUE.par_id[u])])
def test_what_was_done_before_is_looked_at(unite: str) -> None:
    """Up to date, and overdue where it comes back."""
    fiche = CATALOGUE.par_id[unite]
    avec = {
        str(scenario.attendu.get("verdict"))
        for scenario in scenarios(unite)
        if any(acte.id == unite or acte.id in fiche.frequence_apres for acte in scenario.profil.historique)
    }
    assert "A_JOUR" in avec
    assert "A_FAIRE" in avec or fiche.frequence == "une_fois"


@pytest.mark.parametrize("unite", [u for u in UNITES if CATALOGUE.par_id[u].pour_qui.sexe])
def test_the_other_sex_and_no_sex_are_looked_at(unite: str) -> None:
    reserve_a = CATALOGUE.par_id[unite].pour_qui.sexe
    vus = {scenario.profil.sexe for scenario in scenarios(unite)}
    assert vus == {"F", "M", None}, f"réservé à {reserve_a}"


@pytest.mark.parametrize("unite", UNITES)
def test_a_unit_is_dated_and_sourced(unite: str) -> None:
    fiche = CATALOGUE.par_id[unite]
    assert fiche.sources
    assert all(source.vu_le <= fiche.verifie_le for source in fiche.sources)
    assert fiche.en_vigueur_depuis <= fiche.verifie_le
    assert fiche.verifie_le < fiche.a_relire_avant <= fiche.verifie_le + timedelta(days=366)
    assert len({str(source.url) for source in fiche.sources}) == len(fiche.sources)


@pytest.mark.parametrize("unite", UNITES)
def test_a_reader_has_read_this_very_text(unite: str) -> None:
    """A reading is recorded by scripts/valider alone; whoever it names holds for the text served."""
    assert {lecture.empreinte for lecture in CATALOGUE.par_id[unite].relu_par} <= {CATALOGUE.empreintes[unite]}


@pytest.mark.parametrize("unite", UNITES)
def test_titles_and_summaries_fit_a_phone(unite: str) -> None:
    normal = CATALOGUE.par_id[unite].normal
    assert len(normal.titre) <= 60
    assert len(normal.resume) <= 160


@pytest.mark.parametrize("unite", UNITES)
def test_an_amount_said_is_the_amount_kept(unite: str) -> None:
    cout = CATALOGUE.par_id[unite].cout
    for montant in (cout.a_payer, cout.reste_a_charge):
        assert montant is None or montant == montant.quantize(Decimal("0.01"))


@pytest.mark.parametrize("unite", [u for u in UNITES if CATALOGUE.par_id[u].signes_urgents])
def test_an_urgent_unit_gives_an_emergency_number_first(unite: str) -> None:
    fiche = CATALOGUE.par_id[unite]
    premieres = " ".join((fiche.falc.resume, fiche.falc.texte[0]))
    assert any(numero in premieres for numero in ("15", "112", "114", "17", "3114", "3919", "119"))
    assert any(f"le {numero}" in fiche.normal.texte for numero in ("15", "112"))


INTERDITS = ("score", "probabilité", "inutile de consulter", "pas besoin de médecin", "pas besoin de consulter")


@pytest.mark.parametrize("unite", UNITES)
def test_no_score_no_dose_no_diagnosis(unite: str) -> None:
    fiche = CATALOGUE.par_id[unite]
    textes = (fiche.normal.model_dump_json() + fiche.falc.model_dump_json()).lower()
    assert [mot for mot in INTERDITS if mot in textes] == []


def test_units_are_served_by_priority_then_name() -> None:
    assert sorted(UNITES, key=lambda id_: (CATALOGUE.par_id[id_].priorite, id_)) == UNITES


def test_the_content_is_named_by_hash() -> None:
    campagnes = {campagne.id for campagne in CATALOGUE.campagnes}
    prix = {nom for nom in CATALOGUE.empreintes if nom.startswith(("actes/", "parametres/", "contacts/"))}
    autres = {*CATALOGUE.reperes, *CATALOGUE.droits, *CATALOGUE.vaccins.par_id}
    assert set(CATALOGUE.empreintes) == set(UNITES) | campagnes | autres | prix
    assert prix >= {f"actes/{id_}" for id_ in CATALOGUE.bareme.actes}
    assert prix >= {f"parametres/{id_}" for id_ in CATALOGUE.bareme.parametres.par_id}
    assert all(len(empreinte) == 64 for empreinte in (CATALOGUE.version_contenu, *CATALOGUE.empreintes.values()))


def test_past_its_review_date_a_unit_is_no_longer_certain() -> None:
    fiche = next(fiche for fiche in CATALOGUE.fiches if fiche.certitude == "sure")
    assert fiche.certitude_le(fiche.a_relire_avant) == "sure"
    assert fiche.certitude_le(fiche.a_relire_avant + timedelta(days=1)) == "a_verifier"
    assert fiche.certitude_le(date(2099, 1, 1)) == "a_verifier"
