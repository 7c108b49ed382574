"""What a stay and an emergency visit leave to pay: tables of sums done by hand."""

from typing import Any

import pytest

from app.domain.erreurs import ParametreInconnu
from tests.domain.additions import addition, dit

NOMS = ("ticket_moderateur", "forfait_journalier", "amo_net", "part_complementaire", "reste_a_charge")
SEUL = {"complementaire": "aucune"}
EN_LIEN = {"ald": True, "acte_en_lien_ald": True}

#: Base, days, what is said → ticket modérateur, forfait journalier, AMO nette, complémentaire, reste à charge.
SEJOURS: dict[str, tuple[str, int, dict[str, Any], str]] = {
    "20 % au-dessus du forfait journalier": ("4500.00", 5, SEUL, "900.00 115.00 3600.00 0.00 900.00"),
    "forfait journalier au-dessus des 20 %": ("250.00", 5, SEUL, "50.00 115.00 200.00 0.00 115.00"),
    "les deux égaux": ("575.00", 5, SEUL, "115.00 115.00 460.00 0.00 115.00"),
    "un centime de plus au séjour": ("575.05", 5, SEUL, "115.01 115.00 460.04 0.00 115.01"),
    "avec complémentaire": ("250.00", 5, {}, "50.00 115.00 200.00 115.00 0.00"),
    "sans nuit": ("600.00", 0, SEUL, "120.00 0.00 480.00 0.00 120.00"),
    "acte lourd : les deux s'ajoutent": ("3200.00", 3, SEUL | {"acte_lourd": True}, "32.00 69.00 3168.00 0.00 101.00"),
    "acte lourd sans nuit": ("3200.00", 0, SEUL | {"acte_lourd": True}, "32.00 0.00 3168.00 0.00 32.00"),
    "acte lourd moins cher que le forfait": ("20.00", 0, SEUL | {"acte_lourd": True}, "20.00 0.00 0.00 0.00 20.00"),
    "ALD en lien : le forfait journalier reste dû": ("4500.00", 5, SEUL | EN_LIEN, "0.00 115.00 4500.00 0.00 115.00"),
    "ALD en lien, acte lourd": ("3200.00", 3, SEUL | {**EN_LIEN, "acte_lourd": True}, "0.00 69.00 3200.00 0.00 69.00"),
    "ALD sans lien": (
        "4500.00",
        5,
        SEUL | {"ald": True, "acte_en_lien_ald": False},
        "900.00 115.00 3600.00 0.00 900.00",
    ),
    "maternité": ("2800.00", 4, SEUL | {"maternite": True}, "0.00 0.00 2800.00 0.00 0.00"),
    "6e mois de grossesse": ("2800.00", 4, SEUL | {"mois_de_grossesse": 6}, "0.00 0.00 2800.00 0.00 0.00"),
    "accident du travail": ("4500.00", 5, SEUL | {"at_mp": True}, "0.00 0.00 4500.00 0.00 0.00"),
    "Alsace-Moselle": ("4500.00", 5, SEUL | {"alsace_moselle": True}, "0.00 0.00 4500.00 0.00 0.00"),
    "nouveau-né de 30 jours": ("4500.00", 5, SEUL | {"date_naissance": "2026-10-23"}, "0.00 0.00 4500.00 0.00 0.00"),
    "bébé de 31 jours": ("4500.00", 5, SEUL | {"date_naissance": "2026-10-22"}, "900.00 115.00 3600.00 0.00 900.00"),
    "enfant : rien ne change": (
        "4500.00",
        5,
        SEUL | {"date_naissance": "2016-01-01"},
        "900.00 115.00 3600.00 0.00 900.00",
    ),
    "C2S": ("250.00", 5, SEUL | {"c2s": True}, "50.00 115.00 200.00 115.00 0.00"),
    "AME": ("250.00", 5, SEUL | {"ame": True}, "50.00 115.00 200.00 115.00 0.00"),
}


@pytest.mark.parametrize("cas", SEJOURS)
def test_stay_done_by_hand(cas: str) -> None:
    base, jours, dits, attendu = SEJOURS[cas]
    assert dit(addition("hospitalisation", base, jours=jours, **dits), *NOMS) == attendu


def test_the_eve_and_the_day_of_each_change() -> None:
    def reste(le: str, *, lourd: bool) -> str:
        return dit(
            addition("hospitalisation", "400.00", le=le, jours=5, complementaire="aucune", acte_lourd=lourd),
            "reste_a_charge",
        )

    assert [reste(le, lourd=False) for le in ("2017-12-31", "2018-01-01", "2026-02-28", "2026-03-01")] == [
        "90.00", "100.00", "100.00", "115.00",
    ]  # fmt: skip
    assert [reste(le, lourd=True) for le in ("2018-12-31", "2019-01-01", "2026-03-31", "2026-04-01")] == [
        "118.00", "124.00", "139.00", "147.00",
    ]  # fmt: skip


URGENCES: dict[str, tuple[dict[str, Any], str]] = {
    "adulte": ({}, "23.00 23.00 0.00"),
    "sans complémentaire": (SEUL, "23.00 0.00 23.00"),
    "enfant : il paie": (SEUL | {"date_naissance": "2016-01-01"}, "23.00 0.00 23.00"),
    "ALD, quel que soit le motif": (SEUL | {"ald": True, "acte_en_lien_ald": False}, "9.96 0.00 9.96"),
    "accident du travail": (SEUL | {"at_mp": True}, "9.96 0.00 9.96"),
    "5e mois de grossesse": (SEUL | {"mois_de_grossesse": 5}, "23.00 0.00 23.00"),
    "6e mois de grossesse": (SEUL | {"mois_de_grossesse": 6}, "0.00 0.00 0.00"),
    "nouveau-né de 30 jours": (SEUL | {"date_naissance": "2026-10-23"}, "0.00 0.00 0.00"),
    "C2S": (SEUL | {"c2s": True}, "23.00 23.00 0.00"),
    "AME": (SEUL | {"ame": True}, "23.00 23.00 0.00"),
}


@pytest.mark.parametrize("cas", URGENCES)
def test_emergency_done_by_hand(cas: str) -> None:
    dits, attendu = URGENCES[cas]
    visite = addition("urgences-sans-hospitalisation", **dits)
    assert dit(visite, "forfait", "part_complementaire", "reste_a_charge") == attendu
    assert dit(visite, "participation_forfaitaire", "ticket_moderateur", "amo_net") == "0.00 0.00 0.00"


def test_emergency_dates() -> None:
    jours = ("2022-01-01", "2026-02-28", "2026-03-01")
    assert [dit(addition("urgences-sans-hospitalisation", le=le), "forfait") for le in jours] == [
        "19.61",
        "19.61",
        "23.00",
    ]
    with pytest.raises(ParametreInconnu, match="Forfait patient urgences"):
        addition("urgences-sans-hospitalisation", le="2021-12-31")


def test_an_unknown_length_is_a_range() -> None:
    sejour = addition("hospitalisation", "250.00", complementaire="aucune")
    assert dit(sejour, "forfait_journalier", "reste_a_charge") == "0.00..690.00 50.00..690.00"


def test_the_doubts_of_the_hospital_are_said() -> None:
    assert any("L174-4" in doute for doute in addition("hospitalisation", "4500.00", jours=5).doutes)
    assert addition("hospitalisation", "4500.00", jours=5, le="2026-03-15").doutes == ()
    assert any("30 jours" in doute for doute in addition("hospitalisation", "4500.00", jours=31).doutes)
    assert any(
        "médecin traitant" in d for d in addition("hospitalisation", "45.00", jours=1, parcours="hors_parcours").doutes
    )
