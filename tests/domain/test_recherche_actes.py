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


#: What people type, one way or another: sixty everyday queries, each with an act that answers it.
DU_QUOTIDIEN = {
    "prise de sang": "bilan-sanguin", "plombage": "carie-une-face", "ostéo": "osteopathe", "kiné": "seance-kine",
    "lentilles": "lentilles", "appareil dentaire enfant": "orthodontie-semestre", "pilule": "pilule",
    "IRM": "irm-membre", "radio": "radio-thorax", "écho grossesse": "echographie-grossesse-1",
    "psy": "mon-soutien-psy", "podologue": "podologue-pied-diabetique", "semelles": "semelles-orthopediques",
    "ambulance": "ambulance", "urgences": "urgences-sans-hospitalisation",
    "prothèse auditive": "appareil-auditif-100-sante", "bilan sanguin": "bilan-sanguin",
    "vaccin grippe": "vaccin-grippe", "test angine": "test-angine-pharmacie", "coloscopie": "coloscopie",
    "cataracte": "chirurgie-ambulatoire", "bridge": "bridge", "dentier": "dentier-100-sante",
    "couronnes": "couronne-100-sante", "implant": "implant-dentaire", "inlay": "inlay-core-100-sante",
    "dévitalisation": "devitalisation", "rage de dents": "devitalisation", "dent de sagesse": "extraction-dent",
    "détartrage": "detartrage", "lunettes progressives": "lunettes-progressives-100-sante",
    "ophtalmo": "ophtalmologue", "gynéco": "gynecologue", "frottis": "frottis", "mammo": "mammographie-depistage",
    "stérilet": "pose-sterilet", "IVG": "ivg-medicamenteuse-ville", "accouchement": "accouchement",
    "sages-femmes": "consultation-sage-femme", "pédiatre": "pediatre-moins-de-2-ans", "dermato": "dermatologue",
    "cardio": "cardiologue", "orthophoniste": "bilan-orthophonie", "infirmière": "prise-de-sang-infirmier",
    "vaccin tétanos": "vaccin-rappel-adulte", "doliprane": "doliprane-1000", "taxi": "taxi-conventionne",
    "opération": "chirurgie-ambulatoire", "chambre seule": "chambre-particuliere", "cure": "cure-medecin",
    "diététicienne": "dieteticien", "certificat médical": "certificat-sport", "ORL": "specialiste-adresse",
    "allergologue": "specialiste-adresse", "urologue": "specialiste-adresse", "téléconsultation":
    "teleconsultation-generaliste", "médecin de garde": "consultation-generaliste-nuit", "scanner": "scanner",
    "test HIV": "depistage-vih", "bagues": "orthodontie-semestre", "péridurale": "accouchement",
}  # fmt: skip


@pytest.mark.parametrize("demande", DU_QUOTIDIEN)
def test_sixty_everyday_queries_find_their_act(demande: str) -> None:
    assert len(DU_QUOTIDIEN) >= 60
    assert DU_QUOTIDIEN[demande] in [acte.id for acte in INDEX.cherche(demande)[:6]]


@pytest.mark.parametrize(
    ("demande", "attendu"),
    [
        ("osteopate", "osteopathe"), ("ortophoniste", "bilan-orthophonie"), ("mamographie", "mammographie-depistage"),
        ("kinesiterapeute", "seance-kine"), ("vaccin covid", "vaccin-grippe"), ("bilan auditif", "bilan-sanguin"),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_or_an_unknown_word_gives_what_is_near(demande: str, attendu: str) -> None:
    assert INDEX.cherche(demande) == ()
    assert attendu in [acte.id for acte in INDEX.proches(demande)]


@pytest.mark.parametrize("demande", ["zzz", "hypnose", "tatouage", "\0", "'; DROP", "💊", "%", "x" * 500, "a " * 80])
def test_what_nothing_comes_near_stays_empty(demande: str) -> None:
    assert INDEX.proches(demande) == ()
