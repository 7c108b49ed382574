"""What a care outside a stay leaves to pay, situation by situation: tables of sums done by hand."""

from typing import Any

import pytest

from app.domain.erreurs import ParametreInconnu
from tests.domain.additions import addition, dit

#: What is asked → AMO brute, majoration, ticket modérateur, participation, franchise, complémentaire, reste à charge.
NOMS = (
    "amo_brut", "majoration_hors_parcours", "ticket_moderateur", "participation_forfaitaire", "franchise",
    "part_complementaire", "reste_a_charge",
)  # fmt: skip
MEDECIN = ("medecin", "30.00")
EN_LIEN = {"ald": True, "acte_en_lien_ald": True}

TABLE: dict[str, tuple[tuple[str, ...], dict[str, Any], str]] = {
    "médecin traitant": (MEDECIN, {}, "21.00 0.00 9.00 2.00 0.00 9.00 2.00"),
    "sans complémentaire": (MEDECIN, {"complementaire": "aucune"}, "21.00 0.00 9.00 2.00 0.00 0.00 11.00"),
    "ALD, soin en lien": (MEDECIN, EN_LIEN, "30.00 0.00 0.00 2.00 0.00 0.00 2.00"),
    "ALD, soin sans lien": (MEDECIN, {"ald": True, "acte_en_lien_ald": False}, "21.00 0.00 9.00 2.00 0.00 9.00 2.00"),
    "C2S": (MEDECIN, {"c2s": True, "complementaire": "aucune"}, "21.00 0.00 9.00 0.00 0.00 9.00 0.00"),
    "AME": (MEDECIN, {"ame": True, "complementaire": "aucune"}, "21.00 0.00 9.00 0.00 0.00 9.00 0.00"),
    "enceinte de 5 mois": (MEDECIN, {"mois_de_grossesse": 5}, "21.00 0.00 9.00 2.00 0.00 9.00 2.00"),
    "enceinte de 6 mois": (MEDECIN, {"mois_de_grossesse": 6}, "30.00 0.00 0.00 0.00 0.00 0.00 0.00"),
    "examen obligatoire de grossesse": (MEDECIN, {"maternite": True}, "30.00 0.00 0.00 0.00 0.00 0.00 0.00"),
    "Alsace-Moselle": (MEDECIN, {"alsace_moselle": True}, "27.00 0.00 3.00 2.00 0.00 3.00 2.00"),
    "accident du travail": (MEDECIN, {"at_mp": True}, "30.00 0.00 0.00 2.00 0.00 0.00 2.00"),
    "C2S et accident du travail": (MEDECIN, {"at_mp": True, "c2s": True}, "30.00 0.00 0.00 0.00 0.00 0.00 0.00"),
    # Hors parcours : 40 points en moins, 10,60 € au plus (R160-6).
    "hors parcours, au plafond": (MEDECIN, {"parcours": "hors_parcours"}, "10.40 10.60 9.00 2.00 0.00 9.00 12.60* "),
    "hors parcours, sous le plafond": (
        ("medecin", "23.00"),
        {"parcours": "hors_parcours"},
        "6.90 9.20 6.90 2.00 0.00 6.90 11.20",
    ),
    "hors parcours, juste au plafond": (
        ("medecin", "26.50"),
        {"parcours": "hors_parcours"},
        "7.95 10.60 7.95 2.00 0.00 7.95 12.60",
    ),
    "hors parcours à 15 ans": (
        MEDECIN,
        {"parcours": "hors_parcours", "date_naissance": "2010-11-23"},
        "21.00 0.00 9.00 0.00 0.00 9.00 0.00",
    ),
    "hors parcours le jour des 16 ans": (
        MEDECIN,
        {"parcours": "hors_parcours", "date_naissance": "2010-11-22"},
        "10.40 10.60 9.00 0.00 0.00 9.00 10.60",
    ),
    "hors parcours, C2S : la retenue reste due": (
        MEDECIN,
        {"parcours": "hors_parcours", "c2s": True},
        "10.40 10.60 9.00 0.00 0.00 9.00 10.60",
    ),
    "hors parcours, AME : pas de retenue": (
        MEDECIN,
        {"parcours": "hors_parcours", "ame": True},
        "21.00 0.00 9.00 0.00 0.00 9.00 0.00",
    ),
    "hors parcours, accident du travail : pas de retenue": (
        MEDECIN,
        {"parcours": "hors_parcours", "at_mp": True},
        "30.00 0.00 0.00 2.00 0.00 0.00 2.00",
    ),
    "hors parcours chez le dentiste : rien ne change": (
        ("dentaire", "23.00"),
        {"parcours": "hors_parcours"},
        "13.80 0.00 9.20 0.00 0.00 9.20 0.00",
    ),
    # Mineurs : l'âge au 1er janvier compte (R160-20).
    "18 ans le 1er janvier": (MEDECIN, {"date_naissance": "2008-01-01"}, "21.00 0.00 9.00 2.00 0.00 9.00 2.00"),
    "18 ans le 2 janvier": (MEDECIN, {"date_naissance": "2008-01-02"}, "21.00 0.00 9.00 0.00 0.00 9.00 0.00"),
    # Dépassements.
    "secteur 2": (("medecin", "23.00", "60.00"), {}, "16.10 0.00 6.90 2.00 0.00 6.90 39.00"),
    "secteur 2, contrat qui paie 20 € de dépassement": (
        ("medecin", "23.00", "60.00"),
        {"complementaire_depassement": "20.00"},
        "16.10 0.00 6.90 2.00 0.00 26.90 19.00",
    ),
    "contrat plus large que le dépassement": (
        ("medecin", "23.00", "25.00"),
        {"complementaire_depassement": "20.00"},
        "16.10 0.00 6.90 2.00 0.00 8.90 2.00",
    ),
    "sans complémentaire, le dépassement promis ne compte pas": (
        ("medecin", "23.00", "60.00"),
        {"complementaire": "aucune", "complementaire_depassement": "20.00"},
        "16.10 0.00 6.90 2.00 0.00 0.00 45.90",
    ),
    "ALD : le dépassement reste dû": (("medecin", "23.00", "60.00"), EN_LIEN, "23.00 0.00 0.00 2.00 0.00 0.00 39.00"),
    "prix plus bas que la base": (("medecin", "30.00", "20.00"), {}, "14.00 0.00 6.00 2.00 0.00 6.00 2.00"),
    "prix nul": (("medecin", "30.00", "0.00"), {}, "0.00 0.00 0.00 0.00 0.00 0.00 0.00"),
    # Auxiliaires, transports, médicaments : la franchise ne dépasse jamais la part de l'Assurance Maladie (D160-9).
    "kiné": (("auxiliaire", "17.90"), {}, "10.74 0.00 7.16 0.00 1.00 7.16 1.00"),
    "taxi": (("transport", "15.26"), {}, "8.39 0.00 6.87 0.00 4.00 6.87 4.00"),
    "taxi à 5 € : franchise limitée": (("transport", "5.00"), {}, "2.75 0.00 2.25 0.00 2.75 2.25 2.75"),
    "voiture personnelle : sans franchise": (("vehicule_personnel", "15.00"), {}, "8.25 0.00 6.75 0.00 0.00 6.75 0.00"),
    "boîte à 65 %": (("medicament", "2.18"), {}, "1.42 0.00 0.76 0.00 1.00 0.76 1.00"),
    "boîte à 30 %": (("medicament", "4.99"), {"taux": "0.30"}, "1.50 0.00 3.49 0.00 1.00 0.00 4.49"),
    "boîte à 30 %, contrat qui la paie": (
        ("medicament", "4.99"),
        {"taux": "0.30", "complementaire_medicaments_30_15": True},
        "1.50 0.00 3.49 0.00 1.00 3.49 1.00",
    ),
    "boîte à 15 %": (("medicament", "3.16"), {"taux": "0.15"}, "0.47 0.00 2.69 0.00 0.47 0.00 3.16"),
    "boîte à 15 % et C2S": (
        ("medicament", "3.16"),
        {"taux": "0.15", "c2s": True},
        "0.47 0.00 2.69 0.00 0.00 2.69 0.00",
    ),
    "boîte à 15 % et AME : pas prise en charge": (
        ("medicament", "3.16"),
        {"taux": "0.15", "ame": True},
        "0.00 0.00 3.16 0.00 0.00 0.00 3.16",
    ),
    "boîte à 15 % en Alsace-Moselle": (
        ("medicament", "3.16"),
        {"taux": "0.15", "alsace_moselle": True},
        "2.53 0.00 0.63 0.00 1.00 0.00 1.63",
    ),
    "boîte à 65 % en Alsace-Moselle": (
        ("medicament", "10.00"),
        {"alsace_moselle": True},
        "9.00 0.00 1.00 0.00 1.00 1.00 1.00",
    ),
    "boîte à 100 % en Alsace-Moselle": (
        ("medicament", "10.00"),
        {"taux": "1.00", "alsace_moselle": True},
        "10.00 0.00 0.00 0.00 1.00 0.00 1.00",
    ),
    "boîte à 15 % et ALD": (("medicament", "3.16"), {"taux": "0.15", **EN_LIEN}, "3.16 0.00 0.00 0.00 1.00 0.00 1.00"),
    "boîte non remboursée": (("medicament", "8.00"), {"taux": "0"}, "0.00 0.00 8.00 0.00 0.00 0.00 8.00"),
    "boîte non remboursée, même en ALD": (
        ("medicament", "8.00"),
        {"taux": "0", **EN_LIEN},
        "0.00 0.00 8.00 0.00 0.00 0.00 8.00",
    ),
    # Biologie, imagerie, psychologue, IVG, acte lourd en ville.
    "analyse": (("biologie", "10.00"), {}, "6.00 0.00 4.00 2.00 0.00 4.00 2.00"),
    "analyse à 1,25 € : participation limitée à ce qui est remboursé": (
        ("biologie", "1.25"),
        {},
        "0.75 0.00 0.50 0.75 0.00 0.50 0.75",
    ),
    "imagerie sous le seuil": (("imagerie", "119.99"), {}, "83.99 0.00 36.00 2.00 0.00 36.00 2.00"),
    "imagerie au seuil": (("imagerie", "120.00"), {}, "120.00 0.00 0.00 2.00 0.00 0.00 2.00"),
    "psychologue": (("psychologue", "50.00"), {}, "30.00 0.00 20.00 0.00 0.00 20.00 0.00"),
    "psychologue et ALD": (("psychologue", "50.00"), EN_LIEN, "50.00 0.00 0.00 0.00 0.00 0.00 0.00"),
    "IVG": (("ivg", "353.64"), {"complementaire": "aucune"}, "353.64 0.00 0.00 0.00 0.00 0.00 0.00"),
    "acte lourd au cabinet": (("medecin", "200.00"), {"acte_lourd": True}, "168.00 0.00 32.00 2.00 0.00 32.00 2.00"),
    "acte lourd en Alsace-Moselle": (
        ("medecin", "200.00"),
        {"acte_lourd": True, "alsace_moselle": True},
        "180.00 0.00 20.00 2.00 0.00 20.00 2.00",
    ),
    "semelles": (("appareillage", "28.86", "150.00"), {}, "17.32 0.00 11.54 0.00 0.00 11.54 121.14"),
}


@pytest.mark.parametrize("cas", TABLE)
def test_sum_done_by_hand(cas: str) -> None:
    arguments, dits, attendu = TABLE[cas]
    assert dit(addition(*arguments, **dits), *NOMS) == attendu.replace("*", "").strip()


def test_100_sante_leaves_nothing_with_a_contract() -> None:
    for situation in ({}, {"c2s": True, "complementaire": "aucune"}):
        couronne = addition("couronne-100-sante", complementaire_depassement=..., **situation)
        assert dit(couronne, "tarif", "base", "part_complementaire", "reste_a_charge", "a_payer_sur_place") == (
            "515.00 120.00 443.00 0.00 0.00"
        )
    seul = addition("couronne-100-sante", complementaire="aucune")
    assert dit(seul, "reste_a_charge", "a_payer_sur_place") == "443.00 515.00"


def test_a_price_above_the_100_sante_limit_is_not_all_covered() -> None:
    assert dit(addition("couronne-100-sante", prix="600.00"), "reste_a_charge") == "85.00"


def test_one_participation_by_analysis_four_at_most() -> None:
    assert dit(addition("bilan-sanguin"), "participation_forfaitaire") == "8.00"
    assert dit(addition("glycemie"), "participation_forfaitaire") == "2.00"


def test_direct_access_and_prevention_ignore_the_pathway() -> None:
    for acte in ("gynecologue", "ophtalmologue", "mammographie-depistage"):
        assert dit(addition(acte, parcours="hors_parcours"), "majoration_hors_parcours") == "0.00"


COMPTOIR: dict[str, tuple[tuple[str, ...], dict[str, Any], str]] = {
    "médecin : tout d'abord": (MEDECIN, {}, "30.00"),
    "C2S : rien": (MEDECIN, {"c2s": True}, "0.00"),
    "AME : rien": (MEDECIN, {"ame": True}, "0.00"),
    "ALD en lien : rien, la participation est reprise plus tard": (
        MEDECIN,
        EN_LIEN,
        "0.00",
    ),
    "ALD en lien, dépassement": (("medecin", "23.00", "60.00"), EN_LIEN, "37.00"),
    "IVG : rien": (("ivg", "353.64"), {}, "0.00"),
    "pharmacie : entre le tiers payant et le prix entier": (("medicament", "2.18"), {}, "0.00..2.18"),
    "mammographie de dépistage : rien": (("mammographie-depistage",), {"complementaire": "aucune"}, "0.00"),
}


@pytest.mark.parametrize("cas", COMPTOIR)
def test_at_the_counter(cas: str) -> None:
    arguments, dits, attendu = COMPTOIR[cas]
    assert dit(addition(*arguments, **dits), "a_payer_sur_place") == attendu


@pytest.mark.parametrize(
    ("famille", "jour", "manque"),
    [
        ("medecin", "2004-12-31", "Part remboursée des honoraires"),
        ("dentaire", "2003-12-31", "soins dentaires"),
        ("auxiliaire", "2007-12-31", "Franchise"),
        ("medicament", "2007-12-31", "Franchise"),
        ("psychologue", "2022-04-04", "Mon soutien psy"),
        ("ivg", "2013-03-30", "interruption volontaire"),
    ],
)
def test_the_eve_of_the_first_known_figure_is_refused(famille: str, jour: str, manque: str) -> None:
    with pytest.raises(ParametreInconnu, match=manque):
        addition(famille, "30.00", le=jour)


def test_a_doubt_of_a_figure_is_the_doubt_of_the_sum() -> None:
    assert addition("consultation-generaliste").certitude == "sure"
    assert addition("cardiologue").doutes
    assert addition(*MEDECIN, parcours="hors_parcours").certitude == "a_verifier"
    assert addition(*MEDECIN, alsace_moselle=True).certitude == "a_verifier"


def test_past_its_review_date_a_figure_is_to_be_checked() -> None:
    assert addition(*MEDECIN, le="2027-03-31").certitude == "sure"
    assert addition(*MEDECIN, le="2027-04-01").certitude == "a_verifier"
