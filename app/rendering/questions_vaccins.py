"""Writes the questions the vaccine forecast waits for, a few a page. Chooses no question and keeps no answer."""

from app.domain.catalogue import Catalogue
from app.domain.faits import Fait, QuestionPosee
from app.domain.questions_vaccins import vaccine_questions
from app.rendering.formats import typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.lecture_vaccins import LectureVaccins
from app.rendering.page import Page
from app.rendering.voix import Voix, pourquoi_de, question_de
from app.rendering.vues_vaccins import VueQuestionsVaccins, VueQuestionVaccin

PAR_PAGE = {Mode.NORMAL: 5, Mode.FALC: 1}


def open_questions(catalogue: Catalogue, lue: LectureVaccins) -> tuple[tuple[Fait, QuestionPosee], ...]:
    """The questions neither answered, nor passed, nor silent."""
    taire = lue.tues | set(lue.lecture.profil.reponses)
    return vaccine_questions(lue.previsions, catalogue.faits, lue.lecture.evaluation.situation, taire)


def page_questions(catalogue: Catalogue, lue: LectureVaccins, mode: Mode) -> Page:
    """The first questions still open, or their end."""
    ouvertes, voix, falc = open_questions(catalogue, lue), lue.lecture.qui.voix, mode is Mode.FALC
    vue = VueQuestionsVaccins(
        questions=tuple(
            VueQuestionVaccin(
                fait=fait.nom,
                libelle=typographie(question_de(posee, voix, falc=falc)),
                pourquoi=typographie(pourquoi_de(posee, voix, falc=falc)),
            )
            for fait, posee in ouvertes[: PAR_PAGE[mode]]
        ),
        reste=max(len(ouvertes) - PAR_PAGE[mode], 0),
        proche=voix is not Voix.VOUS,
        gardees=lue.lecture.gardees,
    )
    return page("vaccins_questions", Cadre("Quelques questions", "/vaccins/questions", mode), vue, qui=lue.lecture.qui)
