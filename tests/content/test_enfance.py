"""Whole lives against the real content: each appointment of a child, a pregnancy and an older age, on its day."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from app.domain.dates import anniversaire
from app.domain.erreurs import ContenuInvalide
from app.domain.jalons import dater
from app.domain.profil import Profil
from app.domain.verdicts import Verdict
from tests.factories import contenu_reel, make_fiche

NAISSANCE = date(2026, 11, 22)
CATALOGUE = contenu_reel()
#: Twenty compulsory examinations, and the first day of each for a child born on 22 November 2026.
VINGT_EXAMENS = [
    ("dans les 8 jours", date(2026, 11, 22)),
    ("pendant la 2e semaine", date(2026, 11, 29)),
    ("à 1 mois", date(2026, 12, 22)),
    ("à 2 mois", date(2027, 1, 22)),
    ("à 3 mois", date(2027, 2, 22)),
    ("à 4 mois", date(2027, 3, 22)),
    ("à 5 mois", date(2027, 4, 22)),
    ("à 8 mois", date(2027, 7, 22)),
    ("à 11 mois", date(2027, 10, 22)),
    ("à 12 mois", date(2027, 11, 22)),
    ("entre 16 et 18 mois", date(2028, 3, 22)),
    ("à 23 ou 24 mois", date(2028, 10, 22)),
    ("à 2 ans", date(2028, 11, 22)),
    ("à 3 ans", date(2029, 11, 22)),
    ("à 4 ans", date(2030, 11, 22)),
    ("à 5 ans", date(2031, 11, 22)),
    ("examen-enfant-6-ans", date(2032, 11, 22)),
    ("examen-enfant-8-9-ans", date(2034, 11, 22)),
    ("examen-enfant-11-13-ans", date(2037, 11, 22)),
    ("examen-enfant-15-16-ans", date(2041, 11, 22)),
]
AVEC_CALENDRIER = ("examens-enfant-0-2-ans", "examens-enfant-3-5-ans")
UNE_FOIS = ("examen-enfant-6-ans", "examen-enfant-8-9-ans", "examen-enfant-11-13-ans", "examen-enfant-15-16-ans")


def verdicts(profil: Profil, au: date) -> dict[str, Verdict]:
    return {r.fiche.id: r.verdict for r in CATALOGUE.moteur.evaluate(profil, au).resultats}


def enfant(naissance: date = NAISSANCE) -> Profil:
    return Profil.model_validate({"date_naissance": naissance.isoformat(), "sexe": "F"})


def days_open(id_: str, profil: Profil, debut: date, fin: date) -> list[date]:
    """Every day the advice says "to do", by its birthdays and the days around them."""
    jours = sorted({jour + timedelta(days=ecart) for jour in _birthdays(debut, fin) for ecart in (-1, 0, 1)})
    return [jour for jour in jours if jour >= debut and verdicts(profil, jour)[id_] is Verdict.A_FAIRE]


def _birthdays(debut: date, fin: date) -> Iterator[date]:
    for age in range(19):
        jour = anniversaire(debut, age)
        if jour <= fin:
            yield jour


def test_un_enfant_de_la_naissance_a_18_ans_a_ses_vingt_examens_dans_l_ordre() -> None:
    trouves = [
        (jalon.nom, jalon.du)
        for id_ in AVEC_CALENDRIER
        for jalon in dater(CATALOGUE.par_id[id_].calendrier, NAISSANCE, NAISSANCE)
    ]
    fin = anniversaire(NAISSANCE, 18)
    trouves += [(id_, days_open(id_, enfant(), NAISSANCE, fin)[0]) for id_ in UNE_FOIS]
    assert trouves == VINGT_EXAMENS
    assert [jour for _, jour in trouves] == sorted(jour for _, jour in trouves)


@pytest.mark.parametrize("id_", AVEC_CALENDRIER)
def test_chaque_date_du_calendrier_tombe_quand_le_conseil_est_a_faire(id_: str) -> None:
    """Also for those born on the last days of a month, and on 29 February."""
    for naissance in (NAISSANCE, date(2024, 2, 29), date(2025, 8, 31), date(2023, 12, 31)):
        for jalon in dater(CATALOGUE.par_id[id_].calendrier, naissance, naissance):
            assert jalon.du <= jalon.jusqu_au
            for jour in (jalon.du, jalon.jusqu_au):
                assert verdicts(enfant(naissance), jour)[id_] is Verdict.A_FAIRE, (jalon, jour)


def test_ce_qui_est_passe_n_est_plus_montre() -> None:
    calendrier = CATALOGUE.par_id["examens-enfant-0-2-ans"].calendrier
    veille, jour = date(2027, 4, 21), date(2027, 4, 22)
    assert dater(calendrier, NAISSANCE, veille)[0].nom == "à 4 mois"
    assert dater(calendrier, NAISSANCE, jour)[0].nom == "à 5 mois"
    assert dater(calendrier, NAISSANCE, date(2029, 11, 22)) == ()


def test_un_calendrier_en_desordre_est_refuse() -> None:
    jalons = [
        {"nom": "à 2 mois", "a_partir": "P2M", "avant": "P3M"},
        {"nom": "à 1 mois", "a_partir": "P1M", "avant": "P2M"},
    ]
    for faux in (jalons, [{"nom": "à 2 mois", "a_partir": "P2M", "avant": "P2M"}]):
        with pytest.raises((ContenuInvalide, ValueError), match="calendrier"):
            make_fiche(calendrier=faux)


@pytest.mark.parametrize(("age", "attendu"), [(2, False), (3, True), (12, True), (24, True), (25, False)])
def test_mt_dents_chaque_annee_de_3_a_24_ans(age: int, attendu: bool) -> None:
    jour = anniversaire(NAISSANCE, age)
    assert (verdicts(enfant(), jour)["mt-dents"] is Verdict.A_FAIRE) is attendu


def test_mt_dents_revient_un_an_apres() -> None:
    fait = enfant().model_copy(update={"historique": ()}).model_dump(mode="json")
    fait["historique"] = [{"id": "mt-dents", "le": "2030-01-10"}]
    profil = Profil.model_validate(fait)
    assert verdicts(profil, date(2030, 6, 1))["mt-dents"] is Verdict.A_JOUR
    assert verdicts(profil, date(2031, 1, 10))["mt-dents"] is Verdict.A_FAIRE


def enceinte(**reponses: object) -> Profil:
    return Profil.model_validate({"date_naissance": "1996-03-10", "sexe": "F", "reponses": reponses})


GROSSESSE = {
    "grossesse-sept-examens", "grossesse-echographies", "grossesse-tests-infections", "entretien-prenatal-precoce",
    "bilan-prenatal-prevention", "grossesse-trisomie-21", "zero-alcool-grossesse", "activite-physique-grossesse",
}  # fmt: skip


@pytest.mark.parametrize("mois", range(1, 10))
def test_une_grossesse_mois_par_mois(mois: int) -> None:
    lus = verdicts(enceinte(grossesse=True, mois_de_grossesse=mois), NAISSANCE)
    assert {id_ for id_ in GROSSESSE if lus[id_] is not Verdict.A_FAIRE} == set()
    assert (lus["bilan-dentaire-grossesse"] is Verdict.A_FAIRE) is (mois >= 4)
    assert (lus["acide-folique-projet-grossesse"] is Verdict.A_FAIRE) is (mois <= 3)


@pytest.mark.parametrize(
    "source", [{"dernieres_regles": "2026-07-15"}, {"terme_prevu": "2027-04-28"}], ids=["règles", "terme"]
)
def test_le_terme_ou_les_dernieres_regles_ouvrent_les_memes_rendez_vous(source: dict[str, str]) -> None:
    profil = Profil.model_validate({"date_naissance": "1996-03-10", "sexe": "F"} | source)
    lus = verdicts(profil, NAISSANCE)
    assert {id_ for id_ in GROSSESSE if lus[id_] is not Verdict.A_FAIRE} == set()
    assert lus["bilan-dentaire-grossesse"] is Verdict.A_FAIRE


@pytest.mark.parametrize(("semaines", "attendu"), [(3, False), (4, True), (8, True), (14, True), (15, False)])
def test_l_entretien_apres_la_naissance_de_la_4e_a_la_14e_semaine(semaines: int, attendu: bool) -> None:
    lus = verdicts(enceinte(grossesse=False, semaines_depuis_accouchement=semaines), NAISSANCE)
    assert (lus["entretien-postnatal-precoce"] is Verdict.A_FAIRE) is attendu
    assert {id_ for id_ in GROSSESSE if lus[id_] is Verdict.A_FAIRE} == set()


AINES = {
    "icope-60-plus": (60, 120),
    "mon-bilan-prevention-60-65": (60, 65),
    "mon-bilan-prevention-70-75": (70, 75),
    "denutrition-reperage": (70, 120),
    "chutes-prevention": (65, 120),
}


@pytest.mark.parametrize(("id_", "bornes"), AINES.items())
def test_les_rendez_vous_de_l_age_commencent_et_finissent_leur_jour(id_: str, bornes: tuple[int, int]) -> None:
    debut, fin = bornes
    naissance = date(1950, 5, 14)
    profil = Profil.model_validate({"date_naissance": naissance.isoformat(), "sexe": "M"})
    premier = anniversaire(naissance, debut)
    assert verdicts(profil, premier)[id_] is Verdict.A_FAIRE
    assert verdicts(profil, premier - timedelta(days=1))[id_] is not Verdict.A_FAIRE
    if fin < 120:
        dernier = anniversaire(naissance, fin + 1)
        assert verdicts(profil, dernier - timedelta(days=1))[id_] is Verdict.A_FAIRE
        assert verdicts(profil, dernier)[id_] is Verdict.PAS_CONCERNE


ABSURDES = {
    4: {
        "projet_de_grossesse",
        "symptome_sein",
        "imc",
        "grossesse",
        "fumeur",
        "addiction_severe",
        "pensees_suicidaires",
    },
    8: {"projet_de_grossesse", "symptome_sein", "imc", "grossesse", "fumeur", "bebe_de_plus_de_4_kg"},
    12: {"projet_de_grossesse", "imc", "bebe_de_plus_de_4_kg", "antecedent_diabete_gestationnel"},
    80: {"grossesse", "projet_de_grossesse", "examen_8_9_ans_fait", "semaines_depuis_accouchement"},
}


@pytest.mark.parametrize(("age", "absurdes"), ABSURDES.items())
def test_aucune_question_absurde_pour_l_age(age: int, absurdes: set[str]) -> None:
    au = NAISSANCE
    profil = enfant(date(au.year - age, 5, 14))
    posees = {q.fait.nom for q in CATALOGUE.moteur.questions(CATALOGUE.moteur.evaluate(profil, au))}
    assert posees & absurdes == set()
    assert posees
