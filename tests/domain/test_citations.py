"""The amounts a text cites by name: the engine's of that day, said in both ways of writing, never guessed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.citations import INCONNU, Citation, citations, diseur, euros_en_mots, faute, montant_cite
from app.domain.editions import Editions
from app.domain.erreurs import ParametreInconnu
from tests.factories import AUJOURDHUI, contenu_reel

BAREME = contenu_reel().bareme
BRUT = contenu_reel().brut
assert BRUT is not None
EDITIONS = Editions(BRUT)
UNITES = (*BRUT.fiches, *BRUT.reperes.values(), *BRUT.droits.values(), *BRUT.lieux, *BRUT.vaccins.lignes)
CITES = sorted({cite for unite in (*UNITES, *BRUT.bareme.actes.values()) for cite in citations(unite)})


@pytest.mark.parametrize(
    ("montant", "normal", "falc"),
    [
        ("0.00", "0 euro", "0 euro"),
        ("0.61", "0,61 euro", "61 centimes"),
        ("0.01", "0,01 euro", "1 centime"),
        ("1.00", "1 euro", "1 euro"),
        ("2.00", "2 euros", "2 euros"),
        ("9.96", "9,96 euros", "9 euros 96"),
        ("1234.05", "1 234,05 euros", "1 234 euros 05"),
    ],
)
def test_an_amount_is_said_in_both_ways(montant: str, normal: str, falc: str) -> None:
    assert euros_en_mots(Decimal(montant), falc=False) == normal
    assert euros_en_mots(Decimal(montant), falc=True) == falc


@pytest.mark.parametrize(
    ("cite", "attendu"),
    [
        (Citation("montant", "forfait-urgences"), "23.00"),
        (Citation("montant", "participation-forfaitaire*participation-plafond-annuel"), "50.00"),
        (Citation("prix", "consultation-generaliste"), "30.00"),
        (Citation("rembourse", "consultation-generaliste"), "19.00"),
        (Citation("rembourse-hors-parcours", "consultation-generaliste"), "8.40"),
        (Citation("reste", "consultation-generaliste"), "2.00"),
        (Citation("reste-sans-complementaire", "mon-soutien-psy"), "20.00"),
    ],
)
def test_a_cited_amount_is_that_of_the_engine(cite: Citation, attendu: str) -> None:
    assert montant_cite(cite, BAREME, AUJOURDHUI) == Decimal(attendu)


@pytest.mark.parametrize(
    ("cite", "message"),
    [
        (Citation("montant", "forfait-urgence"), "chiffre inconnu"),
        (Citation("montant", "participation-forfaitaire*rien"), "chiffre inconnu"),
        (Citation("montant", "taux-medecin"), "n'est pas un montant"),
        (Citation("prix", "consultation"), "soin inconnu"),
        (Citation("tarif", "consultation-generaliste"), "citation inconnue"),
    ],
)
def test_a_citation_that_leads_nowhere_is_told(cite: Citation, message: str) -> None:
    assert message in faute(cite, BAREME)


def test_every_citation_of_the_content_leads_somewhere() -> None:
    assert len(CITES) > 15
    assert [cite for cite in CITES if faute(cite, BAREME)] == []


@pytest.mark.parametrize("cite", CITES, ids=str)
def test_the_eve_of_the_first_figure_says_so_and_guesses_nothing(cite: Citation) -> None:
    avant = date(1900, 1, 1)
    with pytest.raises(ParametreInconnu):
        montant_cite(cite, BAREME, avant)
    assert diseur(BAREME, avant)(f"Vous payez {{{cite.genre}:{cite.nom}}}.", False) == f"Vous payez {INCONNU}."


@pytest.mark.parametrize("jour", EDITIONS.jours, ids=str)
def test_the_eve_and_the_day_of_every_change_each_read_their_own_amounts(jour: date) -> None:
    """A text is redone on the very day of the change: each amount it says is the engine's of that day."""
    for moment in (jour - timedelta(days=1), jour):
        edition, dire = EDITIONS.le(moment), diseur(BAREME, moment)
        for id_, brut in BRUT.droits.items():
            assert edition.droits[id_].normal.prix == dire(brut.normal.prix, False)
            assert edition.droits[id_].falc.prix == tuple(dire(phrase, True) for phrase in brut.falc.prix)


def test_a_change_of_the_emergency_flat_sum_changes_the_page_on_its_day() -> None:
    def dit(jour: date) -> str:
        return EDITIONS.le(jour).lieux[-1].normal.prix

    assert (dit(date(2026, 2, 28)), dit(date(2026, 3, 1))) == ("19,61 euros", "23 euros")


def test_between_two_changes_the_content_is_made_once() -> None:
    assert EDITIONS.le(date(2026, 11, 22)) is EDITIONS.le(date(2026, 11, 23))


def test_what_cites_nothing_is_served_as_it_is() -> None:
    droit = BRUT.droits["deuxieme-avis"]
    assert EDITIONS.le(AUJOURDHUI).droits["deuxieme-avis"] is droit


def test_the_price_of_an_advice_is_that_of_its_acts_on_the_day_and_unknown_before() -> None:
    def a_payer(jour: date) -> Decimal | None:
        return EDITIONS.le(jour).par_id["mon-bilan-prevention-45-50"].cout.a_payer

    assert a_payer(date(2024, 6, 1)) == Decimal("0.00")
    assert a_payer(date(2024, 5, 31)) is None
