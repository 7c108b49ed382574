"""What a profile may not be: each refusal names its field in French, never the value, and never breaks the engine."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from app.domain.catalogue import Catalogue
from app.domain.controle import check_profil
from app.domain.erreurs import ProfilInvalide
from app.domain.profil import Profil
from tests.factories import AUJOURDHUI, contenu_reel, lis, make_profil

DEMAIN = AUJOURDHUI + timedelta(days=1)
SEIN = "depistage-cancer-sein"
#: Marks a value so that its presence in a message is seen at once.
SENTINELLE = "SENTINELLE"


def champs_refuses(au: date = AUJOURDHUI, **profil: Any) -> list[str]:
    """The fields the check refuses; empty when the profile is accepted."""
    try:
        check_profil(Profil.model_validate(profil), au, contenu_reel())
    except ProfilInvalide as erreur:
        refus = erreur
    else:
        return []
    assert all(probleme.message.endswith(".") for probleme in refus.problemes)
    assert SENTINELLE not in refus.message
    return [probleme.champ for probleme in refus.problemes]


# --- birth date --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("naissance", "refusee"),
    [
        ("2026-11-22", False),
        ("2026-11-23", True),
        ("2026-11", False),
        ("2026-12", True),
        ("2026", False),
        ("2027", True),
        ("1906-11-22", False),
        ("1905-11-23", False),
        ("1905-11-22", True),
        ("1905-11", False),
        ("1905-10", True),
        ("1904", True),
        ("1899-12-31", True),
        ("9999-12-31", True),
        ("0001-01-01", True),
    ],
)
def test_birth_is_neither_tomorrow_nor_more_than_120_years_ago(naissance: str, refusee: bool) -> None:
    assert champs_refuses(date_naissance=naissance) == (["date_naissance"] if refusee else [])


@pytest.mark.parametrize("naissance", [0, -1, 1e3, True, 19760725, [], {}, "0", "1e3", "2026-02-30", "31/04/1960", ""])
def test_a_birth_date_is_a_quoted_iso_date(naissance: object) -> None:
    with pytest.raises(ValidationError):
        Profil.model_validate({"date_naissance": naissance})


@pytest.mark.parametrize("naissance", ["1905", "1905-11", "1905-11-23"])
def test_the_oldest_people_accepted_get_advice_not_a_doubt(naissance: str, catalogue: Catalogue) -> None:
    """No one accepted is past the age scale: advice for everyone stays certain for them."""
    profil = make_profil(naissance, "F")
    check_profil(profil, AUJOURDHUI, catalogue)
    resultats = {r.fiche.id: r.verdict for r in catalogue.moteur.evaluate(profil, AUJOURDHUI).resultats}
    sans_age = [f.id for f in catalogue.fiches if f.pour_qui.ages == ((0, 120),) and not f.pour_qui.conditions]
    assert sans_age
    assert {resultats[id_] for id_ in sans_age} == {"A_FAIRE"}


@pytest.mark.parametrize("au", [date(2027, 2, 28), date(2027, 3, 1)])
def test_a_leap_day_birth_is_accepted_and_steps_once(au: date) -> None:
    assert champs_refuses(au, date_naissance="2000-02-29") == []
    assert lis(make_profil("2000-02-29"), au).age_min == 26 + (au.month == 3)


# --- sex, department, unknown fields -----------------------------------------------------------------------------


@pytest.mark.parametrize("sexe", ["f", "H", "X", "", 1, True, []])
def test_sex_is_f_m_or_nothing(sexe: object) -> None:
    with pytest.raises(ValidationError):
        Profil.model_validate({"sexe": sexe})


@pytest.mark.parametrize("champ", ["nir", "role", "id", "consent_at", "age", "SEXE"])
def test_an_unknown_field_is_refused(champ: str) -> None:
    with pytest.raises(ValidationError):
        Profil.model_validate({champ: SENTINELLE})


@pytest.mark.parametrize(
    ("departement", "accepte"),
    [
        *((d, True) for d in ("01", "19", "21", "95", "2A", "2B", "971", "974", "976", "975", "988")),
        *((d, False) for d in ("00", "20", "96", "1", "2a", "2C", "970", "979", "", "99", "٧١")),
    ],
)
def test_a_department_is_one_of_france(departement: str, accepte: bool) -> None:
    assert champs_refuses(departement=departement) == ([] if accepte else ["departement"])


# --- answers -----------------------------------------------------------------------------------------------------


def test_an_answer_out_of_the_vocabulary_is_refused_without_its_name() -> None:
    with pytest.raises(ProfilInvalide) as refus:
        check_profil(make_profil(reponses={SENTINELLE.lower(): True}), AUJOURDHUI, contenu_reel())
    assert [probleme.champ for probleme in refus.value.problemes] == ["reponses"]
    assert SENTINELLE.lower() not in refus.value.message


@pytest.mark.parametrize(
    ("reponse", "valeur", "acceptee"),
    [
        ("fumeur", True, True),
        ("fumeur", None, True),
        ("fumeur", 1, False),
        ("fumeur", 0, False),
        ("imc", 27.5, True),
        ("imc", 27, True),
        ("imc", 5, True),
        ("imc", 4.9, False),
        ("imc", 150, True),
        ("imc", 150.1, False),
        ("imc", True, False),
        ("imc", -1, False),
        ("imc", 10**400, False),
        ("imc", 1e308, False),
        ("annees_depuis_arret_tabac", 0, True),
        ("annees_depuis_arret_tabac", -0.5, False),
        ("territoire-guyane", True, True),
        ("vaccine_hpv", False, True),
    ],
    ids=lambda valeur: str(valeur)[:20],
)
def test_an_answer_has_the_type_and_bounds_of_its_fact(reponse: str, valeur: Any, acceptee: bool) -> None:
    assert champs_refuses(reponses={reponse: valeur}) == ([] if acceptee else [f"reponses.{reponse}"])


@pytest.mark.parametrize("valeur", [float("nan"), float("inf"), float("-inf"), "oui", "true", "1", [], {}])
def test_an_answer_is_true_false_or_a_finite_number(valeur: object) -> None:
    with pytest.raises(ValidationError):
        Profil.model_validate({"reponses": {"imc": valeur}})


@pytest.mark.parametrize("texte", ['{"reponses": {"imc": NaN}}', '{"reponses": {"imc": 1e400}}', '{"sexe": "\\ud800"}'])
def test_json_oddities_are_a_refusal_not_a_crash(texte: str) -> None:
    with pytest.raises(ValidationError):
        Profil.model_validate_json(texte)


@pytest.mark.parametrize(
    ("naissance", "reponses", "refus"),
    [
        ("1976-11-22", {"age": 50}, []),
        ("1976-11-23", {"age": 49}, []),
        ("1976-11-23", {"age": 50}, ["reponses.age"]),
        ("1976-11-22", {"age": 49}, ["reponses.age"]),
        ("1976", {"age": 49}, []),
        ("1976", {"age": 50}, []),
        ("1976", {"age": 51}, ["reponses.age"]),
        ("2026-11-12", {"age_nouveau_ne_jours": 10}, []),
        ("2026-11-12", {"age_nouveau_ne_jours": 11}, ["reponses.age_nouveau_ne_jours"]),
        ("2026-11", {"age_nouveau_ne_jours": 21}, []),
        ("2026-11", {"age_nouveau_ne_jours": 22}, ["reponses.age_nouveau_ne_jours"]),
        (None, {"age": 1, "age_nouveau_ne_jours": 10}, ["reponses.age"]),
        (None, {"age": 0, "age_nouveau_ne_jours": 10}, []),
    ],
)
def test_an_answered_age_agrees_with_the_birth_date(
    naissance: str | None, reponses: dict[str, int], refus: list[str]
) -> None:
    assert champs_refuses(date_naissance=naissance, reponses=reponses) == refus


@pytest.mark.parametrize(
    ("departement", "guyane", "refus"),
    [
        ("973", True, []),
        ("973", False, ["reponses.territoire-guyane"]),
        ("75", False, []),
        ("75", True, ["reponses.territoire-guyane"]),
        (None, True, []),
        ("973", None, []),
    ],
)
def test_a_territory_agrees_with_the_department(departement: str | None, guyane: bool | None, refus: list[str]) -> None:
    assert champs_refuses(departement=departement, reponses={"territoire-guyane": guyane}) == refus


# --- what was done before ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("le", "refus"),
    [
        ("2026-11-22", []),
        ("2026-11-23", ["historique[0].le"]),
        ("2026-11", []),
        ("2026-12", ["historique[0].le"]),
        ("2026", []),
        ("2027", ["historique[0].le"]),
        ("1976-11-22", []),
        ("1976-11-21", ["historique[0].le"]),
        ("1976-11", []),
        ("1976-10", ["historique[0].le"]),
        ("1976", []),
        ("1975", ["historique[0].le"]),
        ("0001-01-01", ["historique[0].le"]),
        ("9999-12-31", ["historique[0].le"]),
    ],
)
def test_an_act_is_between_birth_and_today(le: str, refus: list[str]) -> None:
    assert champs_refuses(date_naissance="1976-11-22", historique=[{"id": SEIN, "le": le}]) == refus


def test_an_act_is_one_of_our_recommendations() -> None:
    passe = [{"id": SENTINELLE, "le": "2025-01-01"}]
    assert champs_refuses(historique=passe, nombre_faits={SENTINELLE: 1}) == ["historique[0].id", "nombre_faits[0]"]


@pytest.mark.parametrize(("nombre", "refus"), [(0, ["nombre_faits[0]"]), (1, ["nombre_faits[0]"]), (2, []), (9, [])])
def test_the_number_done_counts_at_least_the_dates_given(nombre: int, refus: list[str]) -> None:
    passe = [{"id": SEIN, "le": le} for le in ("2021-01-01", "2023-01-01")]
    assert champs_refuses(historique=passe, nombre_faits={SEIN: nombre}) == refus


@pytest.mark.parametrize("nombre", [-1, 201, 1.5, True, "2"])
def test_the_number_done_is_a_sane_count(nombre: object) -> None:
    with pytest.raises(ValidationError):
        Profil.model_validate({"nombre_faits": {SEIN: nombre}})


def test_a_profile_is_not_endless() -> None:
    with pytest.raises(ValidationError):
        Profil.model_validate({"historique": [{"id": SEIN, "le": "2025"}] * 201})
    with pytest.raises(ValidationError):
        Profil.model_validate({"reponses": {f"fait{n}": True for n in range(201)}})


# --- pregnancy ---------------------------------------------------------------------------------------------------


def il_y_a(jours: int) -> date:
    return AUJOURDHUI - timedelta(days=jours)


@pytest.mark.parametrize(
    ("profil", "refus"),
    [
        ({"dernieres_regles": AUJOURDHUI}, []),
        ({"dernieres_regles": DEMAIN}, ["dernieres_regles"]),
        ({"date_naissance": "2000-01-01", "dernieres_regles": date(1999, 12, 31)}, ["dernieres_regles"]),
        ({"terme_prevu": AUJOURDHUI + timedelta(days=287)}, []),
        ({"terme_prevu": AUJOURDHUI + timedelta(days=288)}, ["terme_prevu"]),
        ({"terme_prevu": date(9999, 12, 31)}, ["terme_prevu"]),
        ({"dernieres_regles": il_y_a(100), "terme_prevu": il_y_a(100) + timedelta(days=287 + 28)}, []),
        ({"dernieres_regles": il_y_a(100), "terme_prevu": il_y_a(100) + timedelta(days=287 + 29)}, ["terme_prevu"]),
        ({"dernieres_regles": il_y_a(100), "terme_prevu": il_y_a(100) + timedelta(days=287 - 29)}, ["terme_prevu"]),
        ({"dernieres_regles": il_y_a(294), "reponses": {"grossesse": False}}, ["reponses.grossesse"]),
        ({"dernieres_regles": il_y_a(295), "reponses": {"grossesse": False}}, []),
        ({"dernieres_regles": il_y_a(100), "reponses": {"grossesse": True}}, []),
        ({"dernieres_regles": il_y_a(100), "reponses": {"mois_de_grossesse": 4}}, []),
        ({"dernieres_regles": il_y_a(100), "reponses": {"mois_de_grossesse": 6}}, ["reponses.mois_de_grossesse"]),
    ],
)
def test_pregnancy_dates_agree_with_the_day_and_with_each_other(profil: dict[str, Any], refus: list[str]) -> None:
    assert champs_refuses(**profil) == refus


@pytest.mark.parametrize("champ", ["dernieres_regles", "terme_prevu"])
@pytest.mark.parametrize("jour", [date(1, 1, 1), date(1, 6, 1), date(9999, 12, 31)])
def test_the_ends_of_the_calendar_never_break_the_reading(champ: str, jour: date) -> None:
    profil = make_profil(**{champ: jour})
    refus = champs_refuses(**{champ: jour})
    assert refus in ([], [champ])
    if not refus:
        assert "grossesse" not in lis(profil).faits


@pytest.mark.parametrize("jour", ["2026", "2026-07", 0, 20260701, True, "2026-02-30"])
def test_a_pregnancy_date_is_one_exact_day(jour: object) -> None:
    with pytest.raises(ValidationError):
        Profil.model_validate({"dernieres_regles": jour})


# --- all at once -------------------------------------------------------------------------------------------------


def test_every_fault_is_listed_at_once() -> None:
    profil = {
        "date_naissance": "2030-01-01",
        "departement": "00",
        "reponses": {"fumeur": 1, "imc": 1, SENTINELLE: True},
        "historique": [{"id": "rien", "le": "2099"}],
        "dernieres_regles": DEMAIN,
    }
    assert champs_refuses(**profil) == [
        "date_naissance",
        "departement",
        "reponses.fumeur",
        "reponses.imc",
        "reponses",
        "historique[0].id",
        "historique[0].le",
        "dernieres_regles",
        "dernieres_regles",
    ]


def messages() -> Iterator[str]:
    profil = make_profil("2030-01-01", departement="00", reponses={"imc": 1, "fumeur": 2})
    with pytest.raises(ProfilInvalide) as refus:
        check_profil(profil, AUJOURDHUI, contenu_reel())
    yield from (probleme.message for probleme in refus.value.problemes)


def test_a_message_is_french_says_what_to_do_and_repeats_no_value() -> None:
    for message in messages():
        assert message[0].isupper()
        assert message.endswith(".")
        assert "2030" not in message
        assert "00" not in message.replace("100", "")


def test_nothing_said_is_a_possible_profile() -> None:
    assert champs_refuses() == []
