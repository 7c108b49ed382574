"""Everyday words find the act: accents, capitals, plurals, beginnings of words; frequent acts first."""

import pytest

from app.domain.recherche import mots_de
from tests.domain.additions import BAREME

INDEX = BAREME.index
TROUVES = {
    "prise de sang": "bilan-sanguin",
    "PRISES DE SANG": "bilan-sanguin",
    "spécialiste": "specialiste-adresse",
    "specialistes": "specialiste-adresse",
    "lunettes": "lunettes-100-sante",
    "médecin": "consultation-generaliste",
    "docteurs": "consultation-generaliste",
    "kiné": "seance-kine",
    "kine dos": "seance-kine",
    "psy": "mon-soutien-psy",
    "mal de dos": "seance-kine",
    "radio du genou": "radio-genou",
    "urgences": "urgences-sans-hospitalisation",
    "hôpitaux": "sejour-medecine",
    "echo": "echographie-pelvienne",
    "combien coûte un détartrage": "detartrage",
    "cœur": "cardiologue",
    "coeur": "cardiologue",
    "arracher une dent": "extraction-dent",
    "sage femme": "consultation-sage-femme",
}


@pytest.mark.parametrize("demande", TROUVES)
def test_everyday_words(demande: str) -> None:
    assert TROUVES[demande] in [acte.id for acte in INDEX.cherche(demande)[:3]]


def test_nothing_asked_gives_the_frequent_acts_in_order() -> None:
    rangs = [acte.frequent for acte in INDEX.cherche("")]
    assert rangs == sorted(rang for rang in rangs if rang)
    assert INDEX.cherche("  ") == INDEX.cherche("") == INDEX.frequents()
    assert INDEX.frequents()[0].id == "consultation-generaliste"


@pytest.mark.parametrize("demande", ["zzz", "sang zzz", "\0", "'; DROP", "💊", "%", "x" * 500])
def test_what_is_not_there_finds_nothing(demande: str) -> None:
    assert INDEX.cherche(demande) == () or not mots_de(demande)


def test_one_form_for_a_word() -> None:
    assert mots_de("Les Hôpitaux") == mots_de("hôpital") == ("hopital",)
    assert mots_de("Œil") == ("oeil",)
    assert mots_de("le") == ("le",)  # nothing else was asked


def test_every_act_is_found_by_its_own_name() -> None:
    perdus = [a.id for a in INDEX.tous() if a not in INDEX.cherche(a.normal.libelle, maximum=10)]
    assert perdus == []
