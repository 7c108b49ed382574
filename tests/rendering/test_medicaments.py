"""The pages of medicines stay light and easy to read, whatever they show; their sums are the engine's."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import falc
from app.domain.bdpm import Boite
from app.domain.catalogue import Catalogue
from app.domain.medicaments import compte_boite, petite_liste
from app.rendering.gabarits import Mode
from app.rendering.medicaments import (
    PAR_PAGE,
    VIDE,
    Etat,
    Lecteur,
    Resultats,
    Saisie,
    page_acte,
    page_boite,
    page_recherche,
)
from app.rendering.page import Page
from tests.base.test_medicaments import LISTE
from tests.factories import AUJOURDHUI, contenu_reel
from tests.rendering.conftest import phrases_falc, visible
from tests.tables import each

PREMIER_VOL = 14_600
LONGUE = Boite(
    "3400939999999", "", "NOM " * 70, "libellé " * 70, (65, 30, 15), Decimal("9999.99"), Decimal("2.76"), False
)
BAREME = contenu_reel().bareme
SAISIES = (
    Saisie(),
    Saisie("dolinox", envoyee=True),
    Saisie("", erreur=VIDE, envoyee=True),
    Saisie("de", 3, envoyee=True),
)


def easy(contenu: Page) -> None:
    phrases = [phrase for phrase in phrases_falc(contenu.texte) if not phrase.startswith("Page ")]
    assert len(phrases) <= 25
    assert [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase("page", phrase))] == []


@pytest.mark.parametrize("mode", list(Mode))
@each("boite", [*LISTE.boites, LONGUE])
def test_every_box_fits_and_stays_easy(boite: Boite, mode: Mode) -> None:
    contenu = page_boite(Lecteur(mode, AUJOURDHUI, BAREME), Saisie("x" * 80), boite, AUJOURDHUI)
    assert len(contenu.gzip()) < PREMIER_VOL
    if mode is Mode.FALC:
        easy(contenu)


@pytest.mark.parametrize("mode", list(Mode))
def test_every_box_of_the_small_list_has_its_page(catalogue: Catalogue, mode: Mode) -> None:
    actes = petite_liste(catalogue.bareme)
    assert {acte.famille for acte in actes} == {"medicament"}
    for acte in actes:
        contenu = page_acte(Lecteur(mode, AUJOURDHUI, catalogue.bareme), Saisie(acte=acte.id))
        assert len(contenu.gzip()) < PREMIER_VOL
        assert "euro" in visible(contenu.texte) if mode is Mode.FALC else "€" in contenu.texte
        if mode is Mode.FALC:
            easy(contenu)


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("saisie", SAISIES)
@pytest.mark.parametrize("etat", list(Etat))
def test_every_state_of_the_search_fits_and_stays_easy(mode: Mode, saisie: Saisie, etat: Etat) -> None:
    nombre = PAR_PAGE[mode]
    for boites in ((), LISTE.boites[:nombre], (LONGUE,) * nombre):
        resultats = Resultats(etat, AUJOURDHUI if etat is Etat.CHARGEE else None, boites=boites, suite=True)
        contenu, statut = page_recherche(Lecteur(mode, AUJOURDHUI, BAREME), saisie, resultats)
        assert statut == (422 if saisie.erreur else 200)
        assert len(contenu.gzip()) < PREMIER_VOL
        if mode is Mode.FALC:
            easy(contenu)


@given(st.integers(1, 1_000_000), st.sampled_from([(), (15,), (30,), (65,), (100,), (65, 30)]))
def test_a_box_loses_no_cent_and_never_costs_more_than_its_price(centimes: int, taux: tuple[int, ...]) -> None:
    prix = Decimal(centimes).scaleb(-2)
    boite = Boite("3400939000011", "", "NOM", "boîte", taux, prix, None, True)
    comptes = compte_boite(boite, AUJOURDHUI, BAREME)
    assert len(comptes) == max(1, len(taux))
    for compte in comptes:
        avec, sans = ({nom: f.montant for nom, f in d.montants.items()} for d in (compte.avec, compte.sans))
        for montants in (avec, sans):
            parts = [montants[nom] for nom in ("amo_net", "part_complementaire", "reste_a_charge")]
            assert None not in parts
            assert sum(part for part in parts if part is not None) == prix
        assert avec["reste_a_charge"] <= sans["reste_a_charge"] <= prix  # type: ignore[operator]


def test_a_price_nobody_knows_gives_no_sum() -> None:
    assert compte_boite(Boite("3400939000011", "", "NOM", "boîte", (65,), None, None, True), AUJOURDHUI, BAREME) == ()
