"""What people type: dates in French order, numbers, and what must never be written here."""

from datetime import date

import pytest

from app.domain.dates import parse_date_approchee
from app.routers.saisies import ANNEE_COURTE, FUTUR, SECU, TROP_LOIN, VIDE, read_acte, read_naissance, read_nombre

AU = date(2026, 11, 22)


@pytest.mark.parametrize(
    "saisie",
    [
        "14/05/1972", "14 5 1972", "14.05.1972", "14-5-1972", "14 mai 1972", "14 MAI 1972", "1972-05-14", "14051972",
        "14\u00a005\u202f1972", "１４/０５/１９７２", "١٤/٠٥/١٩٧٢", " 14/05/1972 ",
    ],
)  # fmt: skip
def test_une_date_se_lit_jour_mois_annee(saisie: str) -> None:
    lue = read_naissance(saisie.strip(), AU)
    assert lue.valeur is not None
    assert lue.valeur.texte == "1972-05-14"


@pytest.mark.parametrize(
    ("saisie", "iso"),
    [("1er mai 1972", "1972-05-01"), ("29 février 2000", "2000-02-29"), ("3 août 1980", "1980-08-03"),
     ("03/04/1960", "1960-04-03"), ("12 juill. 1950", "1950-07-12"), ("1972", "1972"), ("mai 1972", "1972-05"),
     ("22/11/1906", "1906-11-22"), ("22/11/2026", "2026-11-22")],
)  # fmt: skip
def test_les_mots_et_les_dates_approchees(saisie: str, iso: str) -> None:
    lue = read_naissance(saisie, AU)
    assert lue.valeur is not None
    assert lue.valeur.texte == iso


@pytest.mark.parametrize(
    ("saisie", "message"),
    [("", VIDE), ("14/05/72", ANNEE_COURTE), ("1er mars 60", ANNEE_COURTE), ("23/11/2026", FUTUR),
     ("31/12/9999", FUTUR), ("01/01/0001", TROP_LOIN), ("31/12/1899", TROP_LOIN), ("1 85 05 78 006 084 36", SECU),
     ("2 85 05 2A 006 084", SECU)],
)  # fmt: skip
def test_une_date_refusee_dit_quoi_faire(saisie: str, message: str) -> None:
    lue = read_naissance(saisie, AU)
    assert lue.valeur is None
    assert lue.erreur == message


@pytest.mark.parametrize(
    "saisie",
    ["30/02/2026", "29/02/2025", "31/04/1970", "5/14/1972", "0", "-1", "1e3", "true", "hier", "14 mai", "14/05/1972/1",
     "<img src=x>", "{{7*7}}", "'; DROP", "\ufffd", "9" * 39, "x" * 5000],
)  # fmt: skip
def test_l_impossible_est_redemande_sans_etre_perdu(saisie: str) -> None:
    lue = read_naissance(saisie, AU)
    assert lue.valeur is None
    assert lue.erreur
    assert lue.saisie in saisie


def test_un_numero_de_secu_n_est_jamais_rendu() -> None:
    assert read_naissance("1 85 05 78 006 084 36", AU).saisie == ""


def test_un_acte_vient_apres_la_naissance_et_avant_demain() -> None:
    naissance = parse_date_approchee("1972-05-14")
    assert read_acte("2024", AU, naissance).valeur is not None
    assert read_acte("1971", AU, naissance).valeur is None
    assert read_acte("1972", AU, naissance).valeur is not None
    assert read_acte("12/2026", AU, naissance).valeur is None
    assert read_acte("", AU, naissance).erreur


@pytest.mark.parametrize(("saisie", "nombre"), [("3", 3), ("27,5", 27.5), ("27.5", 27.5), (" 1 200 ", 1200), ("８", 8)])
def test_un_nombre_se_lit_a_la_francaise(saisie: str, nombre: float) -> None:
    assert read_nombre(saisie) == nombre


@pytest.mark.parametrize("saisie", ["", "-5", "1e2", "∞", "NaN", "1,2,3", "9999999", "trois"])
def test_ce_qui_n_est_pas_un_nombre(saisie: str) -> None:
    assert read_nombre(saisie) is None
