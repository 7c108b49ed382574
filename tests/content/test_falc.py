"""The easy-to-read texts keep the rules a machine can check, and each rule of the checker catches its fault."""

from typing import Any

import pytest

from app.domain.catalogue import Catalogue
from app.domain.faits import QuestionPosee
from app.domain.falc import (
    compte_mots,
    faits_chiffres,
    problemes_acte,
    problemes_contact,
    problemes_fiche,
    problemes_question,
)
from tests.factories import contenu_fiche, contenu_reel, exclusion, make_fiche, question
from tests.tables import each

REEL = contenu_reel()


@pytest.mark.parametrize("id_", REEL.par_id)
def test_unit_is_easy_to_read(id_: str) -> None:
    assert [str(probleme) for probleme in problemes_fiche(REEL.par_id[id_])] == []


@each("nom", [nom for nom, fait in REEL.faits.items() if fait.question])
def test_question_is_easy_to_read(nom: str) -> None:
    posee = REEL.faits[nom].question
    assert posee is not None
    assert [str(probleme) for probleme in problemes_question(posee)] == []


@pytest.mark.parametrize("id_", REEL.contacts)
def test_contact_is_easy_to_read(id_: str) -> None:
    assert [str(probleme) for probleme in problemes_contact(REEL.contacts[id_])] == []


@each("id_", REEL.bareme.actes)
def test_act_is_easy_to_read(id_: str) -> None:
    assert [str(probleme) for probleme in problemes_acte(REEL.bareme.actes[id_])] == []


def test_the_faults_of_an_act_are_told_each_time() -> None:
    """A generator that was kept would tell them once, then say that all is well."""
    acte = REEL.bareme.actes["consultation-generaliste"]
    fautif = acte.model_copy(update={"falc": acte.falc.model_copy(update={"texte": ("Vous voyez le praticien.",)})})
    assert [probleme.regle for probleme in problemes_acte(fautif)] == ["F11"]
    assert [probleme.regle for probleme in problemes_acte(fautif)] == ["F11"]


def falc(**changes: Any) -> dict[str, Any]:
    return {"falc": contenu_fiche()["falc"] | changes}


def _normal(**changes: Any) -> dict[str, Any]:
    return {"normal": contenu_fiche()["normal"] | changes}


def regles(**changes: Any) -> list[str]:
    return [probleme.regle for probleme in problemes_fiche(make_fiche(**changes))]


def test_the_model_unit_is_clean() -> None:
    assert regles() == []


PHRASES_FAUTIVES = {
    "Vous venez le matin et vous prenez un petit déjeuner chez vous avant la visite.": "F1",
    "Vous venez le matin avec vos papiers et vous parlez longtemps avec le médecin et son équipe.": "F1",
    "Vous venez le matin. Vous parlez.": "F2",
    "Vous venez le matin": "F2",
    "Vous venez ; vous parlez.": "F4",
    "Vous venez (le matin).": "F4",
    "Vous venez [le matin].": "F4",
    "Vous venez… le matin.": "F4",
    "Vous venez — le matin.": "F4",
    "Vous venez - si vous voulez.": "F4",
    "La Sécu paie 70 % du prix.": "F5",
    "Vous & votre famille venez.": "F5",
    "Apportez vos papiers, etc.": "F5",
    "Apportez le formulaire n° 3.": "F5",
    "Vous venez et/ou appelez.": "F5",
    "Vous venez tous les deux ans.": "F6",
    "C'est l'étape III du parcours.": "F6",
    "Le XXIe siècle commence.": "F6",
    "Vous avez 50-74 ans.": "F6",
    "Marchez 10000 pas.": "F6",
    "Prenez 5 fruits, 3 laitages et 2 verres.": "F6",
    "Vous payez 30 €.": "F7",
    "Vous payez 8,50 euros.": "F7",
    "Venez le 04/05/2026.": "F8",
    "Venez le 4 mai 2026.": "F8",
    "Venez à 14h30.": "F8",
    "Vous faites un test HPV.": "F9",
    "Vous recevez un SMS.": "F9",
    "Voyez un praticien.": "F11",
    "Voyez votre docteur.": "F11",
    "L'Assurance Maladie paie.": "F11",
    "La CPAM paie.": "F11",
    "Votre mutuelle paie.": "F11",
    "Prends ton rendez-vous.": "F12",
    "Tu prends rendez-vous.": "F12",
    "La complémentaire santé paie le ticket modérateur.": "F29",
    "Le tiers payant existe.": "F29",
    "Votre reste à charge est petit.": "F29",
    "Cela commence à 51 ans.": "F28",
    "Vous payez 30 euros.": "F28",
    "Appelez le 39 19.": "F28",
}


@pytest.mark.parametrize(("phrase", "regle"), PHRASES_FAUTIVES.items())
def test_a_fault_is_caught_by_its_rule(phrase: str, regle: str) -> None:
    assert regle in regles(**falc(comment=[phrase]))


PHRASES_JUSTES = [
    "Vous venez de 50 à 74 ans.",
    "Le rendez-vous est le lundi 4 mai 2026.",
    "Le rendez-vous est à 14 heures 30.",
    "Appelez le 36 46, la Sécu vous répond.",
    "Dites « Je veux mon rendez-vous ».",
    "C'est pour vous ?",
    "Le médecin répond à vos questions.",
    "Vous êtes né en 1976.",
    "Le défi dure du 1 au 30 novembre.",
]


@pytest.mark.parametrize("phrase", PHRASES_JUSTES)
def test_a_right_sentence_passes(phrase: str) -> None:
    assert regles(**falc(comment=[phrase])) == []


def test_an_acronym_or_a_money_word_passes_when_explained() -> None:
    mots = [
        {"mot": "SMS", "sens": "Un SMS est un message écrit."},
        {"mot": "tiers payant", "sens": "Avec le tiers payant, vous ne payez rien sur place."},
    ]
    assert regles(**falc(comment=["Vous recevez un SMS.", "Le tiers payant existe."], mots=mots)) == []


def test_one_long_sentence_in_twenty_is_allowed_but_never_over_15_words() -> None:
    courtes = [f"Vous prenez rendez-vous chez le médecin {jour}." for jour in ["lundi", "mardi"] * 8]
    treize = "Vous prenez votre rendez-vous chez le médecin de votre choix le matin tôt."
    assert compte_mots(treize) == 13
    assert regles(**falc(texte=["Ce rendez-vous est de 50 à 74 ans.", treize, *courtes])) == []
    assert regles(**falc(texte=["Ce rendez-vous est de 50 à 74 ans.", treize, treize, *courtes])) == ["F1"]
    seize = treize.replace("tôt.", "avant 12 heures pile.")
    assert compte_mots(seize) == 16
    assert regles(**falc(texte=["Ce rendez-vous est de 50 à 74 ans.", seize, *courtes])) == ["F1"]


def test_a_page_has_25_sentences_and_250_words_at_most() -> None:
    age = "Ce rendez-vous est de 50 à 74 ans."
    assert regles(**falc(texte=[age, *["Vous venez."] * 20])) == []
    assert regles(**falc(texte=[age, *["Vous venez."] * 21])) == ["F17"]
    douze = "Vous prenez votre rendez-vous chez le médecin de votre choix le matin."
    assert compte_mots(douze) == 12
    assert regles(**falc(texte=[age, *[douze] * 19])) == []
    assert regles(**falc(texte=[age, *[douze] * 20])) == ["F17"]


def test_a_title_has_8_words_at_most() -> None:
    assert regles(**falc(titre="Un rendez-vous pour parler de votre santé ici")) == []
    assert regles(**falc(titre="Un rendez-vous pour parler de votre santé aujourd'hui encore ici")) == ["F18"]


@pytest.mark.parametrize(
    ("changes", "manque"),
    [
        (falc(texte=["Ce rendez-vous est dès 50 ans."]), "âge 74 ou 75"),
        (falc(texte=["Ce rendez-vous va jusqu'à 74 ans."]), "âge 50"),
        (falc(prix=["La Sécu paie."]), "0.00 euros"),
        (falc(sans_internet=["Appelez votre médecin."]), "36 46"),
        (_normal(sans_internet="Appelez le 36 46, ou le 01 40 50 60 70."), "01 40 50 60 70"),
        (_normal(prix="Vous payez 0 euro, ou 20 euros sans complémentaire santé."), "20.00 euros"),
        ({"normal": contenu_fiche()["normal"] | {"prix": "La Sécu paie tout."}}, "0.00 euros"),
    ],
    ids=["dernier âge", "premier âge", "prix FALC", "téléphone FALC", "second téléphone", "autre prix", "prix normal"],
)
def test_what_must_be_said_is_said_in_both_versions(changes: dict[str, Any], manque: str) -> None:
    (probleme,) = [p for p in problemes_fiche(make_fiche(**changes)) if manque in p.message and p.regle == "F28"]
    assert probleme.message


def test_the_last_age_may_be_told_as_the_first_age_after() -> None:
    normal = contenu_fiche()["normal"] | {"texte": "Ce rendez-vous est prévu dès 50 ans, avant 75 ans."}
    assert regles(normal=normal, **falc(texte=["C'est dès 50 ans et avant 75 ans."])) == []


def test_an_exclusion_is_checked_too_and_may_hold_two_sentences() -> None:
    sauf = exclusion(fait="fumeur")
    assert regles(sauf=[sauf | {"parce_que_falc": "Vous avez un signe. Voyez un médecin."}]) == []
    assert regles(sauf=[sauf | {"parce_que_falc": "Voyez un praticien."}]) == ["F11"]


def test_a_question_and_its_urgent_text_are_checked() -> None:
    urgence = {"numeros": ["15"], "texte": "Appelez le 15.", "texte_falc": ["Appelez le 15 ; vite."]}
    posee = QuestionPosee.model_validate(question("fumeur", question_falc="Fumes-tu ?", urgence=urgence))
    assert [(p.regle, p.ou) for p in problemes_question(posee)] == [
        ("F12", "fumeur.question_falc"),
        ("F4", "fumeur.urgence[0]"),
    ]


def test_the_tariff_a_share_is_counted_on_need_not_be_said_in_falc() -> None:
    assert regles(**_normal(prix="Vous payez 0 euro sur un tarif de 39,96 euros.")) == []


def test_a_question_says_nothing_more_in_falc_and_gives_the_same_urgent_numbers() -> None:
    urgence = {"numeros": ["15", "31 14"], "texte": "Appelez le 15.", "texte_falc": ["Appelez le 3114."]}
    posee = QuestionPosee.model_validate(question("fumeur", pourquoi_falc="Cela compte dès 50 ans.", urgence=urgence))
    assert sorted(p.message for p in problemes_question(posee)) == [
        "le 15, absent du texte falc",
        "le 3114, absent du texte normal",
        "téléphone 3114, absent du texte normal",
        "âge 50, absent du texte normal",
    ]


def test_a_contact_says_nothing_more_in_falc(catalogue: Catalogue) -> None:
    contact = catalogue.contacts["tel-3646"]
    faux = contact.model_copy(
        update={"falc": contact.falc.model_copy(update={"quand": ("Appelez le 01 40 50 60 70.",)})}
    )
    assert [(p.regle, p.message) for p in problemes_contact(faux)] == [
        ("F28", "téléphone 0140506070, absent du texte normal")
    ]


def test_an_exclusion_says_nothing_more_in_falc() -> None:
    sauf = exclusion(fait="fumeur") | {"parce_que_falc": "Vous avez plus de 80 ans."}
    assert regles(sauf=[sauf]) == ["F28"]


def test_a_contact_is_checked(catalogue: Catalogue) -> None:
    contact = next(iter(catalogue.contacts.values()))
    faux = contact.model_copy(update={"falc": contact.falc.model_copy(update={"quand": ("Appelle ton médecin.",)})})
    assert [p.regle for p in problemes_contact(faux)] == ["F12"]


@pytest.mark.parametrize(
    ("texte", "genre", "attendu"),
    [
        ("de 50 à 74 ans", "âge", {"50", "74"}),
        ("50-74 ans", "âge", {"50", "74"}),
        ("à 3, 6, 9 et 12 ans", "âge", {"3", "6", "9", "12"}),
        ("tous les deux ans", "âge", {"2"}),
        ("chaque année", "âge", {"1"}),
        ("la veille du 51e anniversaire", "âge", {"51"}),
        ("dans 20 mois", "âge", set()),
        ("8,50 €", "montant", {"8.50"}),
        ("8 euros 50", "montant", {"8.50"}),
        ("30 euros", "montant", {"30.00"}),
        ("C'est gratuit.", "montant", {"0.00"}),
        ("le 36 46 ou le 3646", "téléphone", {"3646"}),
        ("le 15 ou le 112, puis le 01 40 50 60 70", "téléphone", {"15", "112", "0140506070"}),
        ("le 0 980 980 930", "téléphone", {"0980980930"}),
        ("le 15 mai", "téléphone", set()),
        ("dès 15 ans", "téléphone", set()),
        ("le 116 117", "téléphone", {"116117"}),
    ],
)
def test_facts_are_read_whatever_their_writing(texte: str, genre: str, attendu: set[str]) -> None:
    assert faits_chiffres(texte)[genre] == attendu
