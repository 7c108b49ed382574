"""Bad inputs never give a 5xx, are never obeyed and never come back in the answer.

The numbers are those of our list of forty bad inputs. Where each of 1-12, 18-30 and 39 is tried:

 1  leap-day birthdays: here, tests/domain          18  a social security number in any field: here
 2  born today, tomorrow: here                      19  odd departments and postcodes: here (no postcode is asked)
 3  120 years and more: here                        20  names: no field takes one; refused like any text, here (29)
 4  numbers as dates: here                          21  sex not answered, organ answered: here, tests/domain
 5  years 1 and 9999: here                          22  NaN, 1e400, lone surrogate: here
 6  days that do not exist: here                    23  repeated keys, BOM, depth, huge numbers: here
 7  dates in words: here; tests of the pages        24  unknown fields: here
 8  foreign digits and spaces: here                 25  wrong type, empty, compressed, too long: test_http_hostile
 9  acts before birth or in the future: here        26  repeated parameters, encoded paths: test_http_hostile
10  each side of an age: here; every birth date     27  forged Host, Origin, X-Forwarded-*: test_http_hostile,
    is swept in tests/domain                            test_origine
11  midnight in the territories: test_api_conseils  28  every method on every route: test_http_hostile, test_entetes
12  the hour that does not exist: there is no       29  markup, templates, SQL, CRLF: here, test_http_hostile
    appointment yet, so no hour is read             30  hostile content files: tests/content
                                                    39  no JavaScript, 320 px, 400 %, print: tests/parcours
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.conftest import ORIGINE, Envoi, Journal

MEME = {"origin": ORIGINE}


def problems(reponse: Any) -> dict[str, str]:
    """Check the shape of a refusal and give its problems by place."""
    assert reponse.status_code == 422, reponse.text
    erreur = reponse.json()["erreur"]
    assert set(erreur) == {"code", "message", "problemes"}
    assert erreur["problemes"]
    assert all(set(probleme) == {"champ", "message"} and probleme["message"] for probleme in erreur["problemes"])
    return {probleme["champ"]: probleme["message"] for probleme in erreur["problemes"]}


def verdict(reponse: Any, id_: str) -> str:
    return next(conseil["verdict"] for conseil in reponse.json()["conseils"] if conseil["id"] == id_)


# --- dates and ages -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("au", "attendu"), [("2027-02-28", 26), ("2027-03-01", 27)])
def test_1_a_leap_birthday_falls_on_the_first_of_march(send: Envoi, au: str, attendu: int) -> None:
    """The age is seen by answering it: another one contradicts the date."""
    profils = {age: {"date_naissance": "2000-02-29", "reponses": {"age": age}} for age in range(20, 32)}
    assert [age for age, profil in profils.items() if send(profil, au=au).status_code == 200] == [attendu]


@pytest.mark.parametrize("naissance", ["2026-11-22", "2026-11-21", "1906-11-22", "1905-11-23"])
def test_2_and_3_born_today_or_120_years_ago_is_accepted(send: Envoi, naissance: str) -> None:
    assert send({"date_naissance": naissance}).status_code == 200


@pytest.mark.parametrize(
    "naissance", ["2026-11-23", "2026-12", "2027", "1899-12-31", "1905-11-22", "9999-12-31", "0001-01-01"]
)
def test_2_3_and_5_a_birth_in_the_future_or_too_old_is_refused(send: Envoi, naissance: str) -> None:
    assert list(problems(send({"date_naissance": naissance}))) == ["profil.date_naissance"]


PAS_DES_DATES = [
    0, -1, 1e3, True, False, [], {}, "", " ", "0", "1976", "aujourd'hui",
    "2026-02-30", "2025-02-29", "1976-04-31", "31/04/1976", "1976-13-01", "1976-00-10", "1976-1-1", "76-07-25",
    "29 février 2000", "1er mars 60", "03/04/1960", "1976-07-25T00:00:00", "1976-07-25 ", " 1976-07-25", "19760725",
    "١٩٧٦-٠٧-٢٥", "１９７６-07-25", "1976\u00a007-25", "1976\u202f-07-25", "1976-07-25\u0000",
    "+1976-07-25", "0000-01-01", "1976-W30-7", "1976-207", "−1976-07-25", "1e3", "NaN", "2026-11-22; DROP",
    "1976-07-25\r\nSet-Cookie: a=b",
]  # fmt: skip


@pytest.mark.parametrize("valeur", PAS_DES_DATES)
def test_4_to_8_what_is_not_one_exact_day_is_refused(send: Envoi, valeur: object) -> None:
    for champ in ("dernieres_regles", "terme_prevu"):
        assert list(problems(send({champ: valeur}))) == [f"profil.{champ}"]
    assert list(problems(send({}, au=valeur))) == ["au"]
    if valeur != "1976":  # a year alone is a birth date, and the date of a past act
        assert list(problems(send({"date_naissance": valeur}))) == ["profil.date_naissance"]
        acte = {"id": "tabac-arret", "le": valeur}
        assert list(problems(send({"historique": [acte]}))) == ["profil.historique[0].le"]


@pytest.mark.parametrize("au", ["1999-12-31", "2100-01-01", "0001-01-01", "9999-12-31", "2026", "2026-11"])
def test_5_the_rules_are_applied_within_a_century(send: Envoi, au: str) -> None:
    assert list(problems(send({}, au=au))) == ["au"]


@pytest.mark.parametrize("au", ["2000-01-01", "2099-12-31", "2096-02-29"])
def test_5_and_on_its_first_and_last_day(send: Envoi, au: str) -> None:
    assert send({"sexe": "F"}, au=au).json()["au"] == au


@pytest.mark.parametrize("le", ["1976-07-24", "1975", "2026-11-23", "2026-12", "2027"])
def test_9_an_act_before_birth_or_in_the_future_is_refused(send: Envoi, le: str) -> None:
    profil = {"date_naissance": "1976-07-25", "historique": [{"id": "tabac-arret", "le": le}]}
    assert list(problems(send(profil))) == ["profil.historique[0].le"]


@pytest.mark.parametrize(
    ("naissance", "ouvert"),
    [
        ("1976-11-23", False),  # the eve of the 50th birthday
        ("1976-11-22", True),
        ("1976-11-21", True),
        ("1951-11-23", True),  # 74 years and 364 days
        ("1951-11-22", False),  # the 75th birthday
        ("1951-11-21", False),
    ],
)
def test_10_a_window_opens_on_a_birthday_and_closes_on_the_eve_of_one(
    send: Envoi, naissance: str, ouvert: bool
) -> None:
    reponse = send({"date_naissance": naissance, "sexe": "F"})
    assert (verdict(reponse, "depistage-cancer-sein") == "A_FAIRE") is ouvert


# --- identity and place -------------------------------------------------------------------------------------------

NIR = ("2 76 07 2A 004 123 45", "276072A00412345", "176078B00412345", "1-76-07-71-004-123-45")


@pytest.mark.parametrize("nir", NIR)
def test_18_a_social_security_number_is_refused_wherever_it_is_put(send: Envoi, nir: str, journal: Journal) -> None:
    for profil in everywhere(nir):
        reponse = send(profil)
        assert reponse.status_code == 422
        assert nir not in reponse.text
    assert list(problems(send({"nir": nir}))) == ["profil"]
    assert nir not in journal()


@pytest.mark.parametrize(
    "departement",
    [
        "00", "20", "96", "99", "970", "98", "2C", "2a", "1", "001", "00000", "20000", "2A004", "97133", "98799",
        "75 001", "１３", "", " ", "🏥", "Ñ'D",
    ],
)  # fmt: skip
def test_19_an_unknown_department_is_refused(send: Envoi, departement: str) -> None:
    assert list(problems(send({"departement": departement}))) == ["profil.departement"]


@pytest.mark.parametrize("departement", ["01", "19", "2A", "2B", "21", "95", "971", "976", "986", "988", None])
def test_19_every_department_is_known(send: Envoi, departement: str | None) -> None:
    assert send({"departement": departement}).status_code == 200


def test_21_an_organ_answer_wins_over_the_sex(send: Envoi) -> None:
    col = "depistage-col-uterus-30-65"
    homme = {"date_naissance": "1986-07-25", "sexe": "M"}
    assert verdict(send({**homme, "reponses": {"a_un_col_uterus": True}}), col) == "A_FAIRE"
    assert verdict(send(homme), col) == "PAS_CONCERNE"
    assert verdict(send({**homme, "sexe": None}), col) == "A_PRECISER"
    assert verdict(send({**homme, "sexe": "F", "reponses": {"a_un_col_uterus": False}}), col) == "PAS_CONCERNE"


@pytest.mark.parametrize("sexe", ["f", "X", "femme", "", "F ", 0, True, [], {"F": 1}])
def test_21_another_word_for_the_sex_is_refused(send: Envoi, sexe: object) -> None:
    assert list(problems(send({"sexe": sexe}))) == ["profil.sexe"]


# --- HTTP and JSON ------------------------------------------------------------------------------------------------

ILLISIBLES = [
    b"", b" ", b"null", b"[]", b'"profil"', b"0", b"true", b"{}", b"{", b"}", b"{'profil': {}}", b"profil=1",
    b'{"profil": {"reponses": {"imc": NaN}}}',
    b'{"profil": {"reponses": {"imc": Infinity}}}',
    b'{"profil": {"reponses": {"imc": -Infinity}}}',
    b'{"profil": {"reponses": {"imc": 1e400}}}',
    b'{"profil": {"reponses": {"imc": -1e400}}}',
    b'{"profil": {"reponses": {"imc": 1.8e308}}}',
    b'{"profil": {"reponses": {"imc": ' + b"9" * 400 + b"}}}",
    b'{"profil": {"reponses": {"imc": ' + b"9" * 5000 + b"}}}",
    b'{"profil": {"reponses": {"mois_depuis_mammographie": 1e308}}}',
    b'{"profil": {"nombre_faits": {"tabac-arret": ' + b"9" * 4000 + b"}}}",
    b'{"profil": {"sexe": "\\ud800"}}',
    b'{"profil": {"departement": "\\udfff"}}',
    b'{"profil": {"date_naissance": "\\ud800"}}',
    b'{"profil": {"reponses": {"\\ud800": true}}}',
    b'{"profil": {"\\ud800": true}}',
    b'{"\\ud800": true, "profil": {}}',
    b'{"profil": {"historique": [{"id": "\\ud800", "le": "2020"}]}}',
    b'{"profil": {"nombre_faits": {"\\ud800": 1}}}',
    b'{"profil": {}, "profil": {}}',
    b'{"profil": {"sexe": "F", "sexe": "M"}}',
    b'{"profil": {"reponses": {"fumeur": true, "fumeur": false}}}',
    b'{"profil": {"reponses": {"fumeur": true, "fume\\u0075r": false}}}',
    b'\xef\xbb\xbf{"profil": {}}',
    '{"profil": {}}'.encode("utf-16"),
    '{"profil": {}}'.encode("utf-32"),
    b'{"profil": {}}\x00',
    b'{"profil": {"sexe": "\xff"}}',
    b'{"profil": {"sexe": "\xc0\xaf"}}',
    b'{"profil": {"sexe": "\xed\xa0\x80"}}',
    b'{"profil": {},}',
    b'{"profil": {}} {"profil": {}}',
    b'{"profil": {} /* rien */}',
    b"[" * 60_000,
    b'{"profil":' * 6_000,
    b'{"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    b'{"profil": null}',
    b'{"profil": []}',
    b'{"profil": {"reponses": []}}',
    b'{"profil": {"reponses": null}}',
    b'{"profil": {"historique": {}}}',
    b'{"profil": {"historique": [null]}}',
    b'{"profil": {"historique": [{"id": "tabac-arret"}]}}',
    b'{"profil": {"nombre_faits": {"tabac-arret": true}}}',
    b'{"profil": {"nombre_faits": {"tabac-arret": -1}}}',
    b'{"profil": {"nombre_faits": {"tabac-arret": 1.5}}}',
    b'{"profil": {"nombre_faits": {"tabac-arret": null}}}',
]  # fmt: skip


@pytest.mark.parametrize("corps", ILLISIBLES, ids=lambda corps: corps[:50].decode("latin-1"))
def test_22_and_23_what_is_not_an_ordinary_profile_is_refused(send: Envoi, corps: bytes) -> None:
    problems(send(corps=corps))


@pytest.mark.parametrize("valeur", ["yes", "true", "oui", "on", "0", 0, 1, 1.0, [], {}, [True]])
def test_22_yes_or_no_is_true_or_false(send: Envoi, valeur: object) -> None:
    assert list(problems(send({"reponses": {"fumeur": valeur}}))) == ["profil.reponses.fumeur"]


@pytest.mark.parametrize("valeur", ["27", "27,5", True, False, [], {}, -1, 4.9, 150.1, 1e9, "∞", "8 50", "−5"])
def test_22_a_number_is_a_possible_number(send: Envoi, valeur: object) -> None:
    assert list(problems(send({"reponses": {"imc": valeur}}))) == ["profil.reponses.imc"]


def test_22_null_is_unknown_everywhere(send: Envoi) -> None:
    rien = {"date_naissance": None, "sexe": None, "departement": None, "dernieres_regles": None, "terme_prevu": None}
    reponse = send({**rien, "reponses": {"fumeur": None, "imc": None}})
    assert reponse.status_code == 200
    assert reponse.json()["conseils"] == send({}).json()["conseils"]


@pytest.mark.parametrize("nom", ["role", "id", "consent_at", "__proto__", "au", "nom", "Sexe", "date_naissance "])
def test_24_an_unknown_field_is_refused_without_being_repeated(send: Envoi, nom: str) -> None:
    for corps, champ in (
        ({"profil": {nom: "x"}}, "profil"),
        ({"profil": {}, nom + "_": "x"}, "corps"),
        ({"profil": {"historique": [{"id": "tabac-arret", "le": "2020", nom: 1}]}}, "profil.historique[0]"),
        ({"profil": {"reponses": {nom: True}}}, "profil.reponses"),
    ):
        if champ != "profil.historique[0]" or nom != "id":
            reponse = send(corps=corps)
            assert list(problems(reponse)) == [champ]
            assert f'"{nom}"' not in reponse.text


# --- injection ----------------------------------------------------------------------------------------------------

CHARGES = [
    "<img src=x onerror=alert(1)>", "{{7*7}}", "{% raw %}", "'; DROP TABLE version_contenu;--", '=HYPERLINK("http://x")',
    "x\r\nSet-Cookie: a=b", "\x1b[31mrouge", "%s%n%x", "${jndi:ldap://x}", "../../etc/passwd", "\u202eRTL",
    "Ñ'Djaména-O’Brien", "a" * 300, "\x00", "💉\u200d💊", "N'…",
]  # fmt: skip


def everywhere(charge: str) -> Iterator[dict[str, Any]]:
    """Profiles with this text in each place that can hold one."""
    yield {"sexe": charge}
    yield {"departement": charge}
    yield {"date_naissance": charge}
    yield {"dernieres_regles": charge}
    yield {charge: charge}
    yield {"reponses": {charge: True}}
    yield {"reponses": {"fumeur": charge}}
    yield {"historique": [{"id": charge, "le": "2020"}]}
    yield {"historique": [{"id": "tabac-arret", "le": charge}]}
    yield {"historique": [{charge: 1}]}
    yield {"nombre_faits": {charge: 1}}
    yield {"nombre_faits": {"tabac-arret": charge}}


@pytest.mark.parametrize("charge", CHARGES)
def test_29_a_hostile_text_is_refused_and_comes_back_nowhere(send: Envoi, charge: str, journal: Journal) -> None:
    encodee = json.dumps(charge)[1:-1]
    for profil in everywhere(charge):
        reponse = send(profil)
        assert reponse.status_code == 422
        assert charge not in reponse.text
        assert encodee not in reponse.text
        assert "set-cookie" not in reponse.headers
    lignes = [json.loads(ligne) for ligne in journal().splitlines()]
    assert len(lignes) == len(list(everywhere(charge)))
    assert all(set(ligne) == {"le", "niveau", "evenement", "methode", "route", "statut", "ms"} for ligne in lignes)
