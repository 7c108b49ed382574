"""Holds the easy-to-read rules of the self-questionnaire, theme by theme. Corrects nothing."""

from collections.abc import Iterator

from app.domain.autoquestionnaire import ThemeDuBilan
from app.domain.falc import ProblemeFalc, problemes_page, problemes_texte


def problemes_theme(theme: ThemeDuBilan) -> Iterator[ProblemeFalc]:
    """Every broken rule of one theme, and nothing that its plain text does not say."""
    normal, falc, questions = theme.normal, theme.falc, theme.questions
    parties = {"intro": falc.intro, "questions": tuple(question.falc for question in questions)}
    plain = (normal.titre, normal.intro, *(question.normal for question in questions))
    yield from problemes_texte(falc.titre, parties, (), plain)
    yield from problemes_page([choix.falc for question in questions for choix in question.choix], ())
