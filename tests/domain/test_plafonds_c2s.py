"""The ceilings of the complémentaire santé solidaire: the published tables, the eve and the day of every change."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.plafonds_c2s import PERSONNES_MAX, PlafondC2s, plafond_au, plafonds_du_foyer
from tests.factories import contenu_reel

LIGNES = contenu_reel().plafonds_c2s
#: Published by UFC-Que Choisir (2024) and Éditions Francis Lefebvre (2025): (people, free, with a contribution).
PUBLIES = {
    (date(2024, 4, 1), False): [(1, 10166, 13724), (2, 15249, 20586), (3, 18298, 24703), (4, 21348, 28820)],
    (date(2024, 4, 1), True): [(1, 11315, 15275), (2, 16972, 22912), (3, 20366, 27494), (4, 23760, 32077)],
    (date(2025, 4, 1), False): [(1, 10339, 13958), (2, 15508, 20936), (3, 18609, 25123), (4, 21711, 29311)],
}
CAS = [(au, outre_mer, *ligne) for (au, outre_mer), lignes in PUBLIES.items() for ligne in lignes]


def ligne(au: date) -> PlafondC2s:
    trouvee = plafond_au(LIGNES, au)
    assert trouvee is not None
    return trouvee


@pytest.mark.parametrize(("au", "outre_mer", "personnes", "gratuite", "participation"), CAS)
def test_the_published_tables_are_found_again(
    au: date, personnes: int, gratuite: int, participation: int, *, outre_mer: bool
) -> None:
    """Within two euros: the published tables cut the cents of large households each in their own way."""
    plafonds = plafonds_du_foyer(ligne(au), personnes, outre_mer=outre_mer)
    ecart = 0 if personnes == 1 else 2
    assert abs(plafonds.gratuite_an - gratuite) <= ecart
    assert abs(plafonds.participation_an - participation) <= ecart


def test_the_months_of_2026_are_those_seen() -> None:
    une, deux = (plafonds_du_foyer(ligne(date(2026, 11, 22)), n, outre_mer=False) for n in (1, 2))
    assert (une.gratuite_an, une.participation_an) == (10421, 14068)
    assert (une.gratuite_mois, une.participation_mois) == (868, 1172)
    assert (deux.gratuite_mois, deux.participation_mois) == (1303, 1759)


@pytest.mark.parametrize("position", range(len(LIGNES)))
def test_the_eve_and_the_day_of_each_change(position: int) -> None:
    depuis = LIGNES[position].depuis
    assert plafond_au(LIGNES, depuis) is LIGNES[position]
    veille = plafond_au(LIGNES, depuis - timedelta(days=1))
    assert veille is (LIGNES[position - 1] if position else None)


def test_past_its_review_date_a_ceiling_is_no_longer_certain() -> None:
    sure = next(ligne for ligne in LIGNES if ligne.certitude == "sure")
    assert sure.certitude_le(sure.a_relire_avant) == "sure"
    assert sure.certitude_le(sure.a_relire_avant + timedelta(days=1)) == "a_verifier"


@given(st.integers(1, PERSONNES_MAX - 1), st.booleans())
def test_one_more_person_never_lowers_a_ceiling(personnes: int, outre_mer: bool) -> None:
    avant, apres = (plafonds_du_foyer(LIGNES[-1], n, outre_mer=outre_mer) for n in (personnes, personnes + 1))
    assert avant.gratuite_an < apres.gratuite_an
    assert avant.gratuite_an < avant.participation_an
    assert apres.participation_an == apres.participation_an.quantize(Decimal(1))


@pytest.mark.parametrize("personnes", [0, -1, PERSONNES_MAX + 1])
def test_an_impossible_household_is_an_error(personnes: int) -> None:
    with pytest.raises(ValueError, match="personnes"):
        plafonds_du_foyer(LIGNES[-1], personnes, outre_mer=False)
