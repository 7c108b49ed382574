"""Writes the questions the vaccine forecast waits for, a few a page. Chooses no question and keeps no answer."""

from collections.abc import Mapping

from app.domain.catalogue import Catalogue
from app.domain.faits import Fait, QuestionPosee
from app.domain.questions_vaccins import vaccine_questions
from app.rendering.formats import typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.lecture_vaccins import LectureVaccins
from app.rendering.page import Page
from app.rendering.voix import Voix, pourquoi_de, question_de
from app.rendering.vues import VueChamp
from app.rendering.vues_vaccins import VueQuestionsVaccins, VueQuestionVaccin

DERNIERES_REGLES = "dernieres_regles"
VIDE = VueChamp()
SANS: Mapping[str, str] = {}
PAR_PAGE = {Mode.NORMAL: 5, Mode.FALC: 1}


def open_questions(catalogue: Catalogue, lue: LectureVaccins) -> tuple[tuple[Fait, QuestionPosee], ...]:
    """The questions neither answered, nor passed, nor silent."""
    taire = lue.tues | set(lue.lecture.profil.reponses)
    return vaccine_questions(lue.previsions, catalogue.faits, lue.lecture.evaluation.situation, taire)


def waits_for_regles(lue: LectureVaccins) -> bool:
    """Whether a pregnancy is known but not its first day, which dates two vaccines."""
    return any(DERNIERES_REGLES in prevision.a_preciser for prevision in lue.previsions)


def questions_left(catalogue: Catalogue, lue: LectureVaccins) -> int:
    """How many answers could still change a line, the first day of a pregnancy included."""
    return len(open_questions(catalogue, lue)) + waits_for_regles(lue)


def page_questions(
    catalogue: Catalogue, lue: LectureVaccins, mode: Mode, regles: VueChamp = VIDE, choisis: Mapping[str, str] = SANS
) -> Page:
    """The first questions still open, or their end; what was typed comes back with what to correct."""
    ouvertes, voix, falc = open_questions(catalogue, lue), lue.lecture.qui.voix, mode is Mode.FALC
    # Easy to read, one thing a page: the date comes once the other questions are over.
    date_demandee = waits_for_regles(lue) and not (falc and ouvertes)
    vue = VueQuestionsVaccins(
        questions=tuple(
            VueQuestionVaccin(
                fait=fait.nom,
                libelle=typographie(question_de(posee, voix, falc=falc)),
                pourquoi=typographie(pourquoi_de(posee, voix, falc=falc)),
                choisi=choisis.get(fait.nom, ""),
            )
            for fait, posee in ouvertes[: PAR_PAGE[mode]]
        ),
        regles=regles if date_demandee else None,
        reste=max(len(ouvertes) - PAR_PAGE[mode], 0),
        proche=voix is not Voix.VOUS,
        gardees=lue.lecture.gardees,
    )
    return page("vaccins_questions", Cadre("Quelques questions", "/vaccins/questions", mode), vue, qui=lue.lecture.qui)
