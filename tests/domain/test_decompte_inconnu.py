"""Unknown answers: a price, a pathway or a contract gives a range; a status counts as no and says what it moves."""

from typing import Any

import pytest

from app.domain.decompte_ouvert import DecompteOuvert
from tests.domain.additions import ORDINAIRE, addition, dit

RIEN: dict[str, Any] = dict.fromkeys(ORDINAIRE, ...)


def si(decompte: DecompteOuvert) -> dict[str, str]:
    """The suppositions in one word each."""
    return {
        ligne.fait: "?"
        if ligne.delta is None
        else str(ligne.delta.montant)
        if ligne.delta.montant is not None
        else f"{ligne.delta.minimum}..{ligne.delta.maximum}"
        for ligne in decompte.si
    }


def test_an_unknown_complementary_is_a_range() -> None:
    inconnu = addition("medecin", "30.00", complementaire=...)
    assert dit(inconnu, "amo_net", "part_complementaire", "reste_a_charge") == "19.00 0.00..9.00 2.00..11.00"


def test_an_unknown_pathway_is_a_range() -> None:
    inconnu = addition("medecin", "30.00", parcours=...)
    assert dit(inconnu, "amo_brut", "majoration_hors_parcours", "reste_a_charge") == (
        "10.40..21.00 0.00..10.60 2.00..12.60"
    )
    assert inconnu.taux is not None


@pytest.mark.parametrize(
    "dits",
    [{"date_naissance": "2016-01-01"}, {"at_mp": True}, {"ame": True}],
    ids=["enfant", "accident du travail", "AME"],
)
def test_what_the_pathway_does_not_change_stays_sure(dits: dict[str, Any]) -> None:
    assert addition("medecin", "30.00", parcours=..., **dits).montants["reste_a_charge"].montant is not None


def test_the_complementary_does_not_matter_with_c2s() -> None:
    assert dit(addition("medecin", "30.00", complementaire=..., c2s=True), "reste_a_charge") == "0.00"


def test_an_unknown_price_is_a_range_never_zero() -> None:
    libre = addition("specialiste-secteur-2")
    assert (
        dit(libre, "tarif", "base", "depassement", "reste_a_charge") == "36.80..80.50 23.00 13.80..57.50 15.80..59.50"
    )
    sans_fin = addition("consultation-generaliste-secteur-2")
    assert dit(sans_fin, "tarif", "depassement", "amo_brut") == "30.00..? 7.00..? 16.10"
    assert dit(addition("consultation-generaliste-secteur-2", prix="45.00"), "depassement") == "22.00"


def test_an_excess_unknown_is_not_an_excess_of_zero() -> None:
    """Requirement 16: not saying what the contract covers, and saying it covers nothing, differ."""
    tu, nul = (addition("medecin", "23.00", "60.00", complementaire_depassement=valeur) for valeur in (..., "0.00"))
    assert dit(tu, "reste_a_charge") == dit(nul, "reste_a_charge") == "39.00"
    assert si(tu)["complementaire_depassement"] == "-37.00"
    assert "complementaire_depassement" not in si(nul)


def test_each_absent_status_says_what_it_moves() -> None:
    presents = {nom: ORDINAIRE[nom] for nom in ("date_naissance", "parcours", "complementaire")}
    assert si(addition("medecin", "30.00", **(RIEN | presents))) == {
        "ald": "0.00",  # the complementary paid the ticket modérateur: it saves it, not the person
        "c2s": "-2.00",
        "ame": "-2.00",
        "mois_de_grossesse": "-2.00",
        "alsace_moselle": "0.00",
        "at_mp": "0.00",
        "complementaire_depassement": "0.00",
    }


def test_without_a_complementary_the_status_moves_more() -> None:
    seul = RIEN | {"date_naissance": "1980-01-01", "parcours": "respecte", "complementaire": "aucune"}
    assert si(addition("medecin", "30.00", **seul)) == {
        "ald": "-9.00",
        "c2s": "-11.00",
        "ame": "-11.00",
        "mois_de_grossesse": "-11.00",
        "alsace_moselle": "-6.00",
        "at_mp": "-9.00",
    }


def test_a_range_moves_by_a_range() -> None:
    ouvert = RIEN | {"date_naissance": "1980-01-01", "parcours": "respecte"}
    assert si(addition("medecin", "30.00", **ouvert))["c2s"] == "-11.00..-2.00"


def test_a_doubtful_birth_is_a_supposition() -> None:
    assert si(addition("medecin", "30.00", date_naissance=...))["mineur"] == "-2.00"
    assert si(addition("medecin", "30.00", date_naissance="2008"))["mineur"] == "-2.00"
    assert "mineur" not in si(addition("medecin", "30.00", date_naissance="2009"))
    assert dit(addition("medecin", "30.00", date_naissance="2009"), "participation_forfaitaire") == "0.00"


def test_pregnancy_is_not_supposed_of_a_child_nor_late_in_life() -> None:
    for naissance, attendu in (("2018-01-01", False), ("1980-01-01", True), ("1940-01-01", False)):
        decompte = addition("medecin", "30.00", mois_de_grossesse=..., date_naissance=naissance)
        assert ("mois_de_grossesse" in si(decompte)) is attendu


def test_an_ald_without_its_link_asks_for_it() -> None:
    lien = addition("medecin", "30.00", complementaire="aucune", ald=True, acte_en_lien_ald=...)
    assert si(lien) == {"acte_en_lien_ald": "-9.00"}
    sans = addition("medecin", "30.00", complementaire="aucune", ald=..., acte_en_lien_ald=False)
    assert si(sans) == {"ald": "0.00"}


def test_low_rate_medicines_ask_whether_the_contract_pays_them() -> None:
    boite = addition("medicament", "4.99", taux="0.30", complementaire_medicaments_30_15=...)
    assert si(boite) == {"complementaire_medicaments_30_15": "-3.49"}


def test_a_supposition_without_figure_is_said_unknown() -> None:
    assert si(addition("dentaire", "100.00", le="2004-06-01", ald=...)) == {"ald": "?"}


def test_the_lines_of_a_range_hold_their_range() -> None:
    inconnu = addition("medecin", "30.00", complementaire=..., parcours=...)
    bas = sum(min(ligne.montant.minimum or 0, 0) for ligne in inconnu.lignes)
    assert bas < 0
    par_code = {ligne.code: ligne for ligne in inconnu.lignes}
    assert par_code["part_complementaire"].montant.montant is None
    assert (par_code["amo"].montant.montant, par_code["tarif"].montant.montant) != (None, None)
