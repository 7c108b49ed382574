"""The quick entry finds the codes people mean: brand, disease, everyday word, accents or not, one letter wrong."""

import pytest

from app.domain.vaccination_saisie import RechercheDeVaccin, plain
from tests.factories import contenu_reel
from tests.tables import each

CODES = contenu_reel().vaccins.codes
RECHERCHE = RechercheDeVaccin(CODES)
PNEUMO = {"vpc13", "vaxneuvance", "vpc20", "vpc21", "vpp23"}


@pytest.mark.parametrize(
    ("saisie", "attendus"),
    [
        ("Infanrix Hexa", {"hexavalent"}),
        ("infanrixhexa", {"hexavalent"}),
        ("HEXYON", {"hexavalent"}),
        ("vaccin du bébé", {"hexavalent"}),
        ("vaccin du bebe", {"hexavalent"}),
        ("Boostrix", {"dtcap"}),
        ("repevax", {"dtcap"}),
        ("DT Polio", {"dtp"}),
        ("dt-polio", {"dtp"}),
        ("revaxis", {"dtp"}),
        ("ROR", {"ror"}),
        ("priorix", {"ror"}),
        ("M-M-RVaxPro", {"ror"}),
        ("mmrvaxpro", {"ror"}),
        ("rougeole", {"ror"}),
        ("Gardasil 9", {"gardasil-9"}),
        ("gardasil", {"gardasil", "gardasil-9"}),
        ("papillomavirus", {"gardasil-9", "gardasil", "cervarix"}),
        ("HPV", {"gardasil-9", "gardasil", "cervarix"}),
        ("Prevenar 13", {"vpc13"}),
        ("prevenar", {"vpc13", "vpc20"}),
        ("pneumocoque", PNEUMO),
        ("Pneumovax", {"vpp23"}),
        ("méningite C", {"neisvac", "menjugate"}),
        ("meningite b", {"bexsero", "trumenba"}),
        ("zona", {"shingrix", "zostavax"}),
        ("vaccin contre la grippe", {"grippe"}),
        ("covid", {"covid"}),
        ("Covid-19", {"covid"}),
        ("hépatite B", {"hepatite-b"}),
        ("hepatite b", {"hepatite-b"}),
        ("bronchiolite", {"arexvy", "abrysvo", "mresvia", "beyfortus"}),
        ("Twinrix", {"hepatite-a-b"}),
        ("fievre jaune", {"stamaril"}),
        ("BCG", {"bcg"}),
        ("shingrx", {"shingrix"}),
        ("nimenrx", {"nimenrix"}),
        ("varicele", {"varicelle"}),
    ],
)
def test_what_people_type_is_found(saisie: str, attendus: set[str]) -> None:
    trouves = set(RECHERCHE.find(saisie))
    assert attendus <= trouves
    assert len(trouves) <= len(attendus) + 2


@pytest.mark.parametrize("saisie", ["", "  ", "x", "zz", "qsdfghj", "le", "💉", "'; drop", "\x00", "9" * 5_000])
def test_nothing_is_guessed_from_nothing(saisie: str) -> None:
    assert RECHERCHE.find(saisie) == ()


@each("code", CODES)
def test_every_code_is_found_by_itself_its_brands_and_its_label(code: str) -> None:
    decrit = CODES[code]
    for nom in (code, decrit.libelle, *decrit.marques, *decrit.noms_courants):
        assert code in RECHERCHE.find(nom), nom
        assert code in RECHERCHE.find(nom.upper()), nom
        assert code in RECHERCHE.find(plain(nom)), nom


def test_the_words_that_say_nothing_are_left_out() -> None:
    assert plain("Le vaccin contre l'Hépatite B") == "hepatite b"
    assert plain("vaccin") == "vaccin"
    assert plain("Œdème") == "oedeme"
