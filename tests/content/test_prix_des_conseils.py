"""Each advice says its price: the sum of its acts, by the engine, or words that say who pays and why no amount."""

import re
from datetime import date

import pytest

from app.domain.citations import INCONNU
from app.domain.cout_conseil import cout_conseil
from app.domain.editions import Editions
from app.domain.fiches import Fiche
from app.rendering.gabarits import Mode
from app.rendering.prix_conseil import prix_du_conseil
from app.rendering.voix import Voix
from tests.factories import AUJOURDHUI, contenu_reel

CATALOGUE = contenu_reel()
FICHES = CATALOGUE.fiches
#: What a price in words must hold: it is free, it is paid back, it is a doubt, or it is to be asked.
_DIT_QUI_PAIE = re.compile(
    r"gratuit|0 euro|rembours|prise? en charge|demandez|payant|paie|paye|payez|coûte|prix|compris", re.IGNORECASE
)
#: Amounts other than zero no act of the catalogue gives, and why.
SANS_ACTE = {
    "kit-ist-domicile-18-25": "la participation forfaitaire, retenue plus tard sur un autre remboursement",
}


@pytest.mark.parametrize("fiche", FICHES, ids=lambda fiche: fiche.id)
def test_an_advice_has_a_price_or_says_why_not(fiche: Fiche) -> None:
    assert _DIT_QUI_PAIE.search(fiche.normal.prix), fiche.normal.prix
    assert _DIT_QUI_PAIE.search(" ".join(fiche.falc.prix)), fiche.falc.prix


def test_an_amount_other_than_zero_is_worked_out_by_the_engine() -> None:
    ecrits = {f.id for f in FICHES if (f.cout.a_payer or f.cout.reste_a_charge) and not f.cout.actes}
    assert ecrits == set(SANS_ACTE)


@pytest.mark.parametrize("fiche", [f for f in FICHES if f.cout.actes], ids=lambda fiche: fiche.id)
def test_the_three_parts_of_the_price_are_those_of_the_engine(fiche: Fiche) -> None:
    calcule = cout_conseil(fiche, CATALOGUE.bareme, fiche.verifie_le)
    assert calcule is not None
    assert fiche.cout.a_payer == calcule.a_payer.montant
    assert fiche.cout.reste_a_charge == calcule.reste_a_charge.montant
    assert fiche.cout.peut_etre_facture == calcule.peut_etre_facture
    dit = prix_du_conseil(CATALOGUE, fiche, Mode.NORMAL, AUJOURDHUI, Voix.VOUS)
    assert dit.lignes
    assert len(dit.liens) == len(fiche.cout.actes)
    assert len(prix_du_conseil(CATALOGUE, fiche, Mode.FALC, AUJOURDHUI, Voix.VOUS).liens) == len(fiche.cout.actes)


def test_a_range_is_said_as_a_range_and_not_as_zero() -> None:
    dit = prix_du_conseil(CATALOGUE, CATALOGUE.par_id["chute-recente"], Mode.NORMAL, AUJOURDHUI, Voix.VOUS)
    lignes = dict(dit.lignes)
    assert lignes["À payer sur place"].startswith("30")
    assert lignes["Reste à vous"].startswith("de 2")


def test_enough_advice_is_priced_by_the_engine() -> None:
    assert sum(bool(fiche.cout.actes) for fiche in FICHES) >= 36


def test_another_day_has_another_price_or_none() -> None:
    brut = CATALOGUE.brut
    assert brut is not None
    editions = Editions(brut)
    avant = editions.le(date(2024, 12, 21)).par_id["chute-recente"]
    depuis = editions.le(date(2024, 12, 22)).par_id["chute-recente"]
    assert (str(avant.cout.a_payer), str(depuis.cout.a_payer)) == ("26.50", "30.00")
    assert "26,50 euros" in avant.normal.prix
    ancien = editions.le(date(1990, 1, 1)).par_id["chute-recente"]
    assert ancien.cout.a_payer is None
    assert INCONNU in ancien.normal.prix
