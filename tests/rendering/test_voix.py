"""A page about someone else speaks of them: reasons, questions, words of the frame, and paper they can be given."""

import re
from typing import get_args

import pytest

from app.domain import falc
from app.domain.catalogue import Catalogue
from app.domain.faits import QuestionPosee
from app.domain.verdicts import Code, Raison
from app.rendering.feuille import Tirage, page_feuille
from app.rendering.fiche import page_fiche
from app.rendering.gabarits import Mode
from app.rendering.lecture import Lecture
from app.rendering.presentation import Presentation
from app.rendering.questionnaire import page_question, restantes
from app.rendering.raisons import parce_que, texte
from app.rendering.voix import Destinataire, Voix, clause_de, lignes_de_cadre, pourquoi_de, question_de, says_vous
from app.rendering.vues import VueChamp
from tests.factories import AUJOURDHUI, contenu_reel, exclusion, make_faits, make_fiche
from tests.rendering.conftest import Lire, phrases_falc, visible
from tests.rendering.test_raisons import VALEURS
from tests.tables import each

QUESTIONS = {nom: fait.question for nom, fait in contenu_reel().faits.items() if fait.question}
AUTRES = (Voix.PROCHE, Voix.ENFANT)
FAITS = make_faits()
FICHE = make_fiche(sauf=[exclusion(fait="ald")])
#: What a page about someone else must not say of them.
_DE_VOUS = re.compile(
    r"\b(?:vous avez|vous n'avez|vous êtes|pour vous|votre âge|votre santé|vos réponses)\b", re.IGNORECASE
)
#: Sentences in which "vous" is the reader, whoever the page is about.
_AU_LECTEUR = ("Vous vous arrêtez quand vous voulez", "vous ne nous l'avez pas dit")


def about(lecture: Lecture, voix: Voix, nom: str = "A.") -> Lecture:
    qui = Destinataire(voix, nom, 1)
    return Lecture(lecture.profil, lecture.evaluation, lecture.ouvertes, lecture.gardees, lecture.perdues, qui)


# --- what the content says of someone else ------------------------------------------------------------------------


@each("nom", QUESTIONS)
def test_chaque_question_se_pose_aussi_pour_un_proche(nom: str) -> None:
    """A new question needs its `proche` block: see CONTRIBUTING.md."""
    posee = QUESTIONS[nom]
    assert posee.proche is not None, f"questions/*.yaml : « {nom} », écrivez proche (question, affirmation…)"
    for falc_ in (False, True):
        question = question_de(posee, Voix.PROCHE, falc=falc_)
        assert question.endswith("?")
        assert not re.search(r"\bvotre (?!proche)|\bvos\b|-vous\b(?<!rendez-vous)", question), question
    for vrai in (True, False):
        clause = clause_de(posee, Voix.PROCHE, vrai=vrai)
        assert clause[0].islower()
        assert not re.search(r"\bvous\b|\bvotre (?!proche)|\bvos\b", clause), clause


@each("nom", QUESTIONS)
def test_pour_un_enfant_on_dit_votre_enfant(nom: str) -> None:
    posee = QUESTIONS[nom]
    textes = [question_de(posee, Voix.ENFANT, falc=True), clause_de(posee, Voix.ENFANT, vrai=True),
              pourquoi_de(posee, Voix.ENFANT, falc=False)]  # fmt: skip
    assert not [dit for dit in textes if "votre proche" in dit.lower()]


def test_une_question_sans_texte_pour_un_proche_est_encadree() -> None:
    """The fallback: the question keeps its words, and says for whom it is."""
    posee = QUESTIONS["fumeur"].model_copy(update={"proche": None})
    assert question_de(posee, Voix.PROCHE, falc=False) == f"Répondez pour votre proche : {posee.question}"
    assert question_de(posee, Voix.VOUS, falc=False) == posee.question
    assert "oui à la question" in clause_de(posee, Voix.ENFANT, vrai=True)
    assert pourquoi_de(posee, Voix.PROCHE, falc=True) == posee.pourquoi_falc


def test_un_defaut_plante_est_vu() -> None:
    faux: QuestionPosee = QUESTIONS["fumeur"]
    assert faux.proche is not None
    faux = faux.model_copy(update={"proche": faux.proche.model_copy(update={"question_falc": "Il fume (ou pas) ?"})})
    assert [probleme.regle for probleme in falc.problemes_question(faux)] == ["F4", "F4"]


# --- reasons ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("falc_", [False, True])
@pytest.mark.parametrize("voix", AUTRES)
@pytest.mark.parametrize("code", get_args(Code))
def test_chaque_raison_parle_de_l_autre_personne(code: Code, voix: Voix, falc_: bool) -> None:
    faits = contenu_reel().faits
    phrase = texte(Raison("fumeur", code, VALEURS.get(code, ())), FICHE, faits, falc=falc_, voix=voix)
    assert phrase[0].isupper()
    assert phrase[-1] in ".?"
    assert not _DE_VOUS.search(phrase)


@pytest.mark.parametrize(
    ("voix", "attendu"),
    [
        (Voix.VOUS, "Parce que vous avez entre 50 et 74 ans et que vous fumez."),
        (Voix.PROCHE, "Parce que votre proche a entre 50 et 74 ans et que votre proche fume."),
        (Voix.ENFANT, "Parce que votre enfant a entre 50 et 74 ans et que votre enfant fume."),
    ],
)
def test_parce_que(voix: Voix, attendu: str) -> None:
    raisons = [Raison("age", "age_dans", (50, 74)), Raison("fumeur", "fait_vrai")]
    assert parce_que(raisons, contenu_reel().faits, voix) == attendu


def test_une_exclusion_qui_dit_vous_vient_de_la_reponse() -> None:
    fiche = contenu_reel().par_id["mon-bilan-prevention-45-50"]
    raison = Raison("bilan_prevention_fait_dans_la_tranche", "exclusion", (0,))
    faits = contenu_reel().faits
    assert texte(raison, fiche, faits).startswith("Vous avez déjà fait ce bilan")
    assert texte(raison, fiche, faits, voix=Voix.PROCHE).startswith("Parce que votre proche a déjà fait le bilan")
    assert texte(raison, fiche, faits, falc=True, voix=Voix.PROCHE).startswith("Votre proche a déjà fait")


def test_les_conseils_aux_parents_gardent_leur_vous() -> None:
    enfance = contenu_reel().par_id["examens-enfant-3-5-ans"]
    assert not says_vous(enfance, enfance.falc.texte[0])
    adulte = contenu_reel().par_id["chutes-prevention"]
    assert says_vous(adulte, "Demandez conseil à votre médecin.")
    assert not says_vous(adulte, "Prenez rendez-vous avec le médecin.")


# --- whole pages --------------------------------------------------------------------------------------------------

PERSONNES = {
    "mère": {"date_naissance": "1948-03-02", "sexe": "F"},
    "père": {"date_naissance": "1955", "sexe": "M", "reponses": {"fumeur": True, "diabete": False, "ald": True}},
    "fils": {"date_naissance": "2022-10-10", "sexe": "M"},
    "fille": {"date_naissance": "2010-01-01", "sexe": "F", "reponses": {"examen_15_16_ans_fait": True}},
    "sans sexe": {"date_naissance": "1980-03-02", "sexe": None, "reponses": {"symptome_sein": True}},
}


def voix_pour(qui: str) -> Voix:
    return Voix.ENFANT if qui == "fils" else Voix.PROCHE


@pytest.mark.parametrize("qui", PERSONNES)
def test_la_liste_d_un_proche_ne_lui_dit_pas_vous(presentation: Presentation, lire: Lire, qui: str) -> None:
    lecture = about(lire(**PERSONNES[qui]), voix_pour(qui))
    page = visible(presentation.conseils(lecture, Mode.NORMAL).texte)
    corps = page.partition("Pour A.")[2].partition("Urgence :")[0]
    for phrase in _AU_LECTEUR:
        corps = corps.replace(phrase, "")
    assert corps
    assert not _DE_VOUS.findall(corps)
    assert voix_pour(qui).sujet in corps


@pytest.mark.parametrize("qui", PERSONNES)
@pytest.mark.parametrize("autres", [False, True])
def test_la_liste_facile_a_lire_d_un_proche(presentation: Presentation, lire: Lire, qui: str, autres: bool) -> None:
    lecture = about(lire(**PERSONNES[qui]), voix_pour(qui))
    for numero in range(1, 30):
        page = presentation.conseils(lecture, Mode.FALC, numero, autres=autres).texte
        phrases = [phrase for phrase in phrases_falc(page) if "Pas pour" not in phrase]
        assert not [p for p in phrases if re.match(r"(?:Vous avez \d+ ans|Ce sera pour vous|Vous pourrez)", p)]
        for phrase in phrases:
            assert falc.compte_mots(phrase) <= falc.MOTS_AU_PLUS + 2, phrase


def test_le_titre_de_la_page_ne_dit_pas_le_nom(presentation: Presentation, catalogue: Catalogue, lire: Lire) -> None:
    lecture = about(lire(), Voix.PROCHE, "Zoé42")
    reste = restantes(catalogue.moteur.questions(lecture.evaluation), lecture.profil, ouvertes=False)
    fiche = catalogue.par_id["depistage-cancer-sein"]
    for mode in Mode:
        for page in (
            presentation.conseils(lecture, mode),
            page_question(catalogue, lecture, reste, mode),
            page_fiche(
                catalogue, fiche, mode, au=AUJOURDHUI, lecture=lecture, champ=VueChamp(), gardees=True, qui=lecture.qui
            ),
            page_feuille(presentation, [lecture], AUJOURDHUI, mode),
        ):
            titre = page.texte.partition("<title>")[2].partition("</title>")[0]
            assert "Zoé42" not in titre
            assert "Zoé42" not in page.debut, "the beginning of a page is kept and shared"


def test_la_fiche_encadre_ce_qui_dit_vous(catalogue: Catalogue, lire: Lire) -> None:
    lecture = about(lire(**PERSONNES["mère"]), Voix.PROCHE)
    options = {"au": AUJOURDHUI, "lecture": lecture, "champ": VueChamp(), "gardees": True, "qui": lecture.qui}
    for mode, cadre in ((Mode.NORMAL, "lisez « votre proche »"), (Mode.FALC, "« vous » veut dire « votre proche »")):
        page = page_fiche(catalogue, catalogue.par_id["chutes-prevention"], mode, **options)  # type: ignore[arg-type]
        assert cadre in visible(page.texte).replace("\u202f", " ")
    assert lignes_de_cadre(Voix.VOUS, falc=True) == ()


def test_l_urgence_d_un_proche_parle_de_lui(presentation: Presentation, lire: Lire) -> None:
    lecture = about(lire(**PERSONNES["sans sexe"]), Voix.PROCHE)
    page = visible(presentation.conseils(lecture, Mode.NORMAL).texte)
    assert "Prenez rendez-vous pour votre proche sans attendre" in page
    assert "Si sa vie est en danger" in page
    assert "Votre proche a un signe au sein" in visible(presentation.conseils(lecture, Mode.FALC).texte)


# --- paper --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", list(Mode))
def test_la_feuille_d_un_adulte_lui_parle_celle_d_un_enfant_parle_de_lui(
    presentation: Presentation, lire: Lire, mode: Mode
) -> None:
    adulte = page_feuille(presentation, [about(lire(**PERSONNES["mère"]), Voix.PROCHE, "M.")], AUJOURDHUI, mode)
    papier = re.sub(r"<p[^>]*sans-papier.*?</p>", "", adulte.texte)
    assert "votre proche" not in visible(papier)
    assert re.search(r"M\.(?:,| :) Femme, 78 ans", visible(papier))
    enfant = visible(
        page_feuille(presentation, [about(lire(**PERSONNES["fils"]), Voix.ENFANT)], AUJOURDHUI, mode).texte
    )
    assert "otre enfant a entre 3 et 5 ans" in enfant
    assert "conseils viennent plus tard, après 2041" in enfant
    assert "2082" not in enfant
    assert "Examen de" in enfant or "examen à 4 ans" in enfant or "À 4 ans : maintenant" in enfant


@pytest.mark.parametrize("mode", list(Mode))
def test_une_feuille_par_personne(presentation: Presentation, lire: Lire, mode: Mode) -> None:
    lectures = [lire(), *(about(lire(**PERSONNES[qui]), voix_pour(qui), qui[:12]) for qui in PERSONNES)]
    page = page_feuille(presentation, lectures, AUJOURDHUI, mode, Tirage(tous=True, personnes=6))
    feuilles = page.texte.split("une-feuille")[1:]
    assert len([feuille for feuille in feuilles if 'class="titre"' in feuille]) == 6
    ids = re.findall(r' id="([^"]+)"', page.texte)
    assert len(ids) == len(set(ids))
