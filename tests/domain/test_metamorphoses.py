"""What must stay true whatever the person says: silence never hides an advice, an unrelated answer changes nothing,
"to be specified" means that something unknown decides, and a question asked can always change a verdict.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.dates import DateApprochee
from app.domain.faits import FAITS_DEDUITS
from app.domain.fiches import Fiche
from app.domain.moteur import Evaluation
from app.domain.profil import Profil
from app.domain.verdicts import Resultat
from tests.domain.strategies import AUJOURDHUIS, clauses_de, fiches_au_hasard, profils, reglage, seuils
from tests.factories import (
    AUJOURDHUI,
    FAITS_D_ESSAI,
    contenu_reel,
    evalue,
    exclusion,
    juge,
    make_faits,
    make_fiche,
    make_moteur,
    make_profil,
)

REEL = contenu_reel()
FICHES = st.sampled_from(REEL.fiches)
CONSEILLE = {"A_FAIRE", "BIENTOT", "A_PRECISER", "A_JOUR"}


def avec(profil: Profil, **changes: Any) -> Profil:
    """The same person, with some fields changed."""
    return Profil.model_validate(profil.model_dump() | changes)


def jugee(fiche: Fiche, profil: Profil, au: date) -> Resultat:
    """The result of one unit of the real content."""
    return next(r for r in REEL.moteur.evaluate(profil, au).resultats if r.fiche.id == fiche.id)


# --- answers -----------------------------------------------------------------------------------------------------


@given(st.data())
@reglage(80, 3000)
def test_an_unrelated_answer_changes_nothing(data: st.DataObject) -> None:
    au, fiche = data.draw(AUJOURDHUIS), data.draw(FICHES)
    profil = data.draw(profils([fiche], au))
    etrangers = sorted(set(REEL.faits) - fiche.faits_lus() - FAITS_DEDUITS - set(profil.reponses))
    fait = data.draw(st.sampled_from([nom for nom in etrangers if not nom.startswith("territoire-")]))
    definition = REEL.faits[fait].definition
    reponse = data.draw(st.booleans()) if definition.type == "bool" else definition.max
    plus_bavard = avec(profil, reponses={**profil.reponses, fait: reponse})
    assert jugee(fiche, plus_bavard, au) == jugee(fiche, profil, au)


@given(st.data())
@reglage(80, 3000)
def test_an_act_of_another_unit_changes_nothing(data: st.DataObject) -> None:
    au, fiche = data.draw(AUJOURDHUIS), data.draw(FICHES)
    profil = data.draw(profils([fiche], au))
    autres = sorted(set(REEL.par_id) - {fiche.id, *fiche.frequence_apres})
    acte = {"id": data.draw(st.sampled_from(autres)), "le": au.isoformat()}
    passe = [*profil.model_dump()["historique"], acte]
    assert jugee(fiche, avec(profil, historique=passe), au) == jugee(fiche, profil, au)


@given(st.data())
@reglage(120, 5000)
def test_silence_never_removes_an_advice_of_age(data: st.DataObject) -> None:
    """Units without conditions: taking answers back never makes the advice disappear."""
    sans_condition = [fiche for fiche in REEL.fiches if not fiche.pour_qui.conditions]
    au, fiche = data.draw(AUJOURDHUIS), data.draw(st.sampled_from(sans_condition))
    profil = data.draw(profils([fiche], au))
    # An organ answer wins over the sex; without it the sex decides again.
    gardees = {fiche.pour_qui.organe} | {nom for nom in profil.reponses if data.draw(st.booleans())}
    tu = avec(profil, reponses={nom: valeur for nom, valeur in profil.reponses.items() if nom in gardees})
    if data.draw(st.booleans()):
        tu = avec(tu, sexe=None)
    if jugee(fiche, profil, au).verdict in CONSEILLE:
        assert jugee(fiche, tu, au).verdict in CONSEILLE


@given(st.data())
@reglage(80, 3000)
def test_a_null_answer_is_an_absent_answer(data: st.DataObject) -> None:
    au, fiche = data.draw(AUJOURDHUIS), data.draw(FICHES)
    profil = data.draw(profils([fiche], au))
    nulles = dict.fromkeys(fiche.faits_lus() - set(profil.reponses))
    assert jugee(fiche, avec(profil, reponses={**profil.reponses, **nulles}), au) == jugee(fiche, profil, au)


@given(st.data())
@reglage(80, 3000)
def test_the_order_of_answers_and_acts_changes_nothing(data: st.DataObject) -> None:
    au, fiche = data.draw(AUJOURDHUIS), data.draw(FICHES)
    profil = data.draw(profils([fiche], au))
    retourne = avec(
        profil,
        reponses=dict(reversed(profil.reponses.items())),
        historique=profil.model_dump()["historique"][::-1],
    )
    assert jugee(fiche, retourne, au) == jugee(fiche, profil, au)


@given(st.data())
@reglage(60, 1000)
def test_a_profile_written_and_read_again_is_the_same(data: st.DataObject) -> None:
    au = data.draw(AUJOURDHUIS)
    profil = data.draw(profils([data.draw(FICHES)], au))
    ecrit = profil.model_dump(mode="json", exclude_defaults=True)
    assert Profil.model_validate(ecrit) == profil
    assert Profil.model_validate_json(profil.model_dump_json(exclude_defaults=True)) == profil


# --- what "to be specified" means --------------------------------------------------------------------------------


def valeurs_utiles(fiche: Fiche, fait: str) -> list[bool | float]:
    """Answers that cover every way a unit can read a fact: yes and no, or numbers at and between its limits."""
    limites = sorted(seuils(fiche, fait))
    if not limites:
        return [True, False]
    return sorted({limite + ecart for limite in limites for ecart in (-0.5, 0, 0.5)})


def completions(fiche: Fiche, profil: Profil, faits: set[str]) -> Iterator[Profil]:
    """The same person, having answered those facts in every useful way, and said a sex."""
    inconnus = sorted(faits - set(profil.reponses))
    sexes = ("F", "M") if profil.sexe is None and fiche.pour_qui.sexe else (profil.sexe,)
    for sexe, *reponses in product(sexes, *(valeurs_utiles(fiche, fait) for fait in inconnus)):
        toutes = {**profil.reponses, **dict(zip(inconnus, reponses, strict=True))}
        yield profil.model_copy(update={"sexe": sexe, "reponses": toutes})


def verdicts_complets(fiche: Fiche, profil: Profil, au: date) -> set[str]:
    """Every verdict possible once all is answered, an unknown exclusion staying unknown since it excludes nobody."""
    exclusions = {clause.si.fait for clause in fiche.sauf}
    lus = {clause.fait for clause in clauses_de(fiche)} - exclusions | set(fiche.frequence_selon_fait)
    if fiche.pour_qui.organe and profil.sexe is None:
        lus |= {fiche.pour_qui.organe}
    moteur = make_moteur(fiche)
    completes = completions(fiche, profil, lus - FAITS_DEDUITS)
    return {str(moteur.evaluate(complet, au).resultats[0].verdict) for complet in completes}


def verifie_a_preciser(fiche: Fiche, profil: Profil, au: date) -> None:
    verdict = str(juge(fiche, profil, au).verdict)
    possibles = verdicts_complets(fiche, profil, au)
    if verdict == "A_PRECISER":
        assert len(possibles) > 1, possibles
    else:
        assert possibles == {verdict}


@given(st.data())
@reglage(120, 6000)
def test_to_be_specified_is_exactly_when_answers_would_differ(data: st.DataObject) -> None:
    """For exact dates, out of campaigns (which ask before their month)."""
    au, fiche = data.draw(AUJOURDHUIS), data.draw(fiches_au_hasard())
    assume(fiche.mois is None)
    profil = data.draw(profils([fiche], au, floues=False))
    if data.draw(st.booleans()):
        profil = avec(profil, sexe=None)
    verifie_a_preciser(fiche, profil, au)


@given(st.data())
@reglage(100, 4000)
def test_it_is_so_for_the_real_content_too(data: st.DataObject) -> None:
    simples = [f for f in REEL.fiches if f.mois is None and len(f.faits_lus()) <= 7]
    au, fiche = data.draw(AUJOURDHUIS), data.draw(st.sampled_from(simples))
    profil = data.draw(profils([fiche], au, floues=False))
    deja = {**profil.reponses, **dict.fromkeys({e.si.fait for e in fiche.sauf} & set(FAITS_DEDUITS))}
    verifie_a_preciser(fiche, avec(profil, reponses=deja), au)


@given(st.data())
@reglage(100, 4000)
def test_a_verdict_given_on_approximate_dates_holds_for_every_day_of_them(data: st.DataObject) -> None:
    au, fiche = data.draw(AUJOURDHUIS), data.draw(fiches_au_hasard())
    profil = data.draw(profils([fiche], au))
    resultat = juge(fiche, profil, au)
    assume(resultat.verdict != "A_PRECISER")
    ne_le = profil.date_naissance
    naissance = data.draw(jour_de(ne_le, au)) if ne_le is not None else None
    passe = []
    for acte in profil.historique:
        plancher = max(acte.le.premier, naissance or date.min)
        dernier = min(acte.le.dernier, au)
        assume(plancher <= dernier)
        passe.append({"id": acte.id, "le": data.draw(jour_de(DateApprochee(plancher, dernier), au)).isoformat()})
    precis = juge(fiche, avec(profil, date_naissance=naissance, historique=passe), au)
    assert precis.verdict == resultat.verdict
    assert resultat.echeance in {None, precis.echeance}
    assert resultat.a_partir_du in {None, precis.a_partir_du}


def jour_de(approchee: DateApprochee, au: date) -> st.SearchStrategy[date]:
    """A day of an approximate date that is not after `au`, its ends more often."""
    dernier = max(approchee.premier, min(approchee.dernier, au))
    ecart = (dernier - approchee.premier).days
    return st.one_of(st.just(0), st.just(ecart), st.integers(0, ecart)).map(
        lambda jours: approchee.premier + timedelta(days=jours)
    )


# --- questions ---------------------------------------------------------------------------------------------------


def peut_changer(fiche: Fiche, profil: Profil, au: date) -> set[str]:
    """Brute force: the unknown facts for which, the rest being answered in some way, the answer moves the verdict.

    The organ stands apart: unanswered, the sex stands for it, so the others are tried with the organ unanswered.
    """
    moteur, organe = make_moteur(fiche), fiche.pour_qui.organe
    inconnus = sorted(fiche.faits_lus() - set(profil.reponses) - FAITS_DEDUITS)

    def verdict(reponses: Mapping[str, Any]) -> str:
        complet = profil.model_copy(update={"reponses": {**profil.reponses, **reponses}})
        return str(moteur.evaluate(complet, au).resultats[0].verdict)

    def decide(fait: str) -> bool:
        autres = [autre for autre in inconnus if autre not in {fait, organe}]
        valeurs: list[Any] = [*valeurs_utiles(fiche, fait), *([None] if fait == organe else [])]
        for reponses in product(*(valeurs_utiles(fiche, autre) for autre in autres)):
            base = dict(zip(autres, reponses, strict=True))
            if len({verdict({**base, fait: valeur}) for valeur in valeurs}) > 1:
                return True
        return False

    return {fait for fait in inconnus if decide(fait)}


def questions(evaluation: Evaluation, fiches: tuple[Fiche, ...]) -> Mapping[str, int]:
    return {q.fait.nom: q.peut_changer for q in make_moteur(*fiches).questions(evaluation)}


@given(st.data())
@reglage(80, 3000)
def test_a_question_counts_exactly_the_verdicts_its_answer_can_change(data: st.DataObject) -> None:
    au = data.draw(AUJOURDHUIS)
    fiches = (data.draw(fiches_au_hasard("premier")), data.draw(fiches_au_hasard("second")))
    assume(all(fiche.mois is None for fiche in fiches))
    profil = data.draw(profils(fiches, au, floues=False))
    moteur = make_moteur(*fiches)
    demandees = {q.fait.nom: q.peut_changer for q in moteur.questions(moteur.evaluate(profil, au))}
    attendues: dict[str, int] = {}
    for fiche in fiches:
        for fait in peut_changer(fiche, profil, au):
            attendues[fait] = attendues.get(fait, 0) + 1
    assert demandees == attendues


@given(st.data())
@reglage(80, 3000)
def test_every_question_asked_can_change_something_and_was_not_answered(data: st.DataObject) -> None:
    au = data.draw(AUJOURDHUIS)
    visees = data.draw(st.lists(FICHES, min_size=1, max_size=3, unique_by=lambda f: f.id))
    profil = data.draw(profils(visees, au))
    evaluation = REEL.moteur.evaluate(profil, au)
    demandees = REEL.moteur.questions(evaluation)
    lus = {fait for fiche in REEL.fiches for fait in fiche.faits_lus()}
    for question in demandees:
        assert 1 <= question.peut_changer <= len(REEL.fiches)
        assert question.fait.nom in lus
        assert question.fait.nom not in profil.reponses
        assert question.fait.nom not in FAITS_DEDUITS
        assert question.fait.groupe != "personnel" or question.personnelle
    assert [q.personnelle for q in demandees] == sorted(q.personnelle for q in demandees)
    for intimes in (False, True):
        comptes = [q.peut_changer for q in demandees if q.personnelle is intimes]
        assert comptes == sorted(comptes, reverse=True)


def test_answering_every_question_leaves_nothing_to_specify() -> None:
    """What stays undecided waits only for questions that make no sense at that age or to that sex."""
    for naissance in ("2020-05-05", "2005-05-05", "1990-05-05", "1970-05-05", "1950-05-05"):
        for sexe in ("F", "M"):
            profil = make_profil(naissance, sexe)
            for _ in range(200):
                evaluation = REEL.moteur.evaluate(profil, AUJOURDHUI)
                restantes = REEL.moteur.questions(evaluation)
                if not restantes:
                    break
                fait = restantes[0].fait
                reponse = False if fait.definition.type == "bool" else fait.definition.max
                profil = avec(profil, reponses={**profil.reponses, fait.nom: reponse})
            assert restantes == []
            sans_objet = evaluation.cellule.sans_objet
            assert "fumeur" not in sans_objet
            for resultat in evaluation.resultats:
                if resultat.verdict == "A_PRECISER":
                    assert {r.critere for r in resultat.raisons if r.code == "fait_inconnu"} <= sans_objet


def test_a_fact_no_rule_reads_is_never_asked() -> None:
    fiche = make_fiche(conditions=[{"fait": "fumeur"}])
    assert questions(evalue(make_profil("1970-05-05"), AUJOURDHUI, fiche), (fiche,)) == {"fumeur": 1}


def test_a_known_fact_no_rule_reads_is_accepted_and_never_asked() -> None:
    fiche = make_fiche(conditions=[{"fait": "fumeur"}])
    profil = make_profil("1970-05-05", obesite=True)
    assert questions(evalue(profil, AUJOURDHUI, fiche), (fiche,)) == {"fumeur": 1}


@pytest.mark.parametrize(
    ("naissance", "sexe", "reponses", "attendues"),
    [
        ("1970-05-05", "F", {}, {"fumeur": 1, "ald": 1}),
        ("1970-05-05", "M", {}, {}),
        ("1970-05-05", None, {}, {"fumeur": 1, "ald": 1}),
        ("1970-05-05", "F", {"fumeur": False}, {}),
        ("1970-05-05", "F", {"fumeur": True}, {"ald": 1}),
        ("1970-05-05", "F", {"ald": True}, {}),
        ("1990-05-05", "F", {}, {}),
        ("1976-12-05", "F", {}, {"fumeur": 1, "ald": 1}),
        ("1940-05-05", "F", {}, {}),
    ],
    ids=[
        "rien de dit",
        "l'autre sexe",
        "sexe inconnu",
        "condition fausse",
        "condition vraie",
        "exclue",
        "trop jeune",
        "bientôt l'âge",
        "trop âgée",
    ],
)
def test_a_question_is_asked_only_where_it_counts(
    naissance: str, sexe: str | None, reponses: dict[str, bool], attendues: dict[str, int]
) -> None:
    fiche = make_fiche(sexe="F", conditions=[{"fait": "fumeur"}], sauf=[exclusion(fait="ald")])
    profil = make_profil(naissance, sexe, reponses=reponses)
    assert questions(evalue(profil, AUJOURDHUI, fiche), (fiche,)) == attendues


def test_personal_questions_come_last_even_when_they_are_the_most_useful() -> None:
    fiches = [make_fiche(f"conseil-{n}", conditions=[{"fait": "fumeur"}]) for n in range(3)]
    fiches.append(make_fiche("autre", conditions=[{"fait": "ald"}]))
    faits = {nom: fait for nom, fait in make_faits().items() if nom != "fumeur"}
    faits["fumeur"] = make_faits("personnel")["fumeur"]
    moteur = type(make_moteur())(fiches, faits)
    posees = moteur.questions(moteur.evaluate(make_profil("1970-05-05"), AUJOURDHUI))
    assert [(q.fait.nom, q.peut_changer, q.personnelle) for q in posees] == [("ald", 1, False), ("fumeur", 3, True)]


def test_the_trial_vocabulary_is_part_of_the_real_one() -> None:
    for nom, definition in FAITS_D_ESSAI.items():
        assert REEL.faits[nom].definition.model_dump(exclude_none=True) == definition
