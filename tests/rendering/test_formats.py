"""Dates, ages, euros and rhythms in French words, and the spaces that hold them together."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.dates import parse_date_approchee, parse_duree
from app.rendering import formats
from app.rendering.gabarits import telephones


@pytest.mark.parametrize(
    ("jour", "mots"),
    [
        (date(1972, 5, 14), "14 mai 1972"),
        (date(1972, 5, 1), "1er mai 1972"),
        (date(2027, 8, 31), "31 août 2027"),
        (date(2000, 2, 29), "29 février 2000"),
    ],
)
def test_un_jour_en_mots(jour: date, mots: str) -> None:
    assert formats.jour_en_mots(jour) == mots


def test_en_falc_le_jour_de_la_semaine_est_dit() -> None:
    assert formats.jour_complet(date(2032, 5, 14)) == "vendredi 14 mai 2032"


@pytest.mark.parametrize(
    ("iso", "mots"), [("2024-03-01", "le 1er mars 2024"), ("2024-03", "en mars 2024"), ("2024", "en 2024")]
)
def test_une_date_approchee_garde_son_doute(iso: str, mots: str) -> None:
    assert formats.date_approchee_en_mots(iso) == mots


@pytest.mark.parametrize(("iso", "chiffres"), [("1972-05-14", "14/05/1972"), ("1972-05", "05/1972"), ("1972", "1972")])
def test_une_date_se_rend_comme_elle_se_tape(iso: str, chiffres: str) -> None:
    assert formats.jour_en_chiffres(parse_date_approchee(iso)) == chiffres


@pytest.mark.parametrize(
    ("montant", "signe"),
    [
        ("0.00", "0\u00a0€"),
        ("1.00", "1\u00a0€"),
        ("30.00", "30\u00a0€"),
        ("8.50", "8,50\u00a0€"),
        ("1234.00", "1\u202f234\u00a0€"),
    ],
)
def test_les_euros(montant: str, signe: str) -> None:
    assert formats.euros(Decimal(montant)) == signe


@pytest.mark.parametrize(
    ("duree", "rythme"),
    [
        ("P1Y", "Tous les ans"),
        ("P2Y", "Tous les 2 ans"),
        ("P6M", "Tous les 6 mois"),
        ("P18M", "Tous les 18 mois"),
        ("P1M", "Tous les mois"),
        ("P1W", "Toutes les semaines"),
        ("P2W", "Toutes les 2 semaines"),
        ("P1D", "Tous les jours"),
        ("P10D", "Tous les 10 jours"),
    ],
)
def test_le_rythme(duree: str, rythme: str) -> None:
    assert formats.rythme_en_mots(parse_duree(duree)) == rythme


def test_une_seule_fois_ou_pas_de_rythme() -> None:
    assert formats.rythme_en_mots("une_fois") == "Une seule fois"
    assert formats.rythme_en_mots(None) == ""


@pytest.mark.parametrize(
    ("ages", "mots"),
    [
        (((50, 74),), "de 50 à 74 ans"),
        (((65, 120),), "dès 65 ans"),
        (((0, 120),), "à tout âge"),
        (((0, 17),), "jusqu'à 17 ans"),
        (((0, 0),), "avant 1 an"),
        (((45, 45),), "à 45 ans"),
        (((18, 25), (45, 50)), "de 18 à 25 ans et de 45 à 50 ans"),
    ],
)
def test_les_ages(ages: tuple[tuple[int, int], ...], mots: str) -> None:
    assert formats.ages_en_mots(ages) == mots


def test_les_espaces_qui_ne_se_coupent_pas() -> None:
    assert formats.typographie("Prix : 30 € ; vrai ?") == "Prix\u00a0: 30\u202f€\u202f; vrai\u202f?"
    assert formats.typographie("« Bonjour »") == "«\u00a0Bonjour\u00a0»"
    assert formats.typographie("de 50 à 74 ans") == "de 50 à 74\u00a0ans"
    assert formats.typographie("https://exemple.fr") == "https://exemple.fr"


@pytest.mark.parametrize(
    "texte",
    ["Appelez le 36 46.", "le 3114, gratuit", "le 15", "01 53 62 40 30", "0 800 23 13 13", "0 980 980 930", "ou 112."],
)
def test_un_numero_s_appelle_d_un_geste(texte: str) -> None:
    assert str(telephones(texte)).count('href="tel:') == 1


@pytest.mark.parametrize("texte", ["le 15 mars 2026", "de 15 à 17 ans", "en 2024", "le 15 minutes", "1 234 euros"])
def test_un_nombre_ordinaire_ne_s_appelle_pas(texte: str) -> None:
    assert "tel:" not in telephones(texte)


def test_un_texte_reste_du_texte() -> None:
    assert telephones("<b> & le 15").startswith("&lt;b&gt; &amp; le <a")
