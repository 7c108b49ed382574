"""Lists the unanswered facts that a vaccine forecast waits for. Asks nothing itself."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping

from app.domain.faits import Fait, QuestionPosee
from app.domain.moteur import makes_sense
from app.domain.situation import Situation
from app.domain.vaccination_verdicts import Prevision


def vaccine_questions(
    previsions: Iterable[Prevision], faits: Mapping[str, Fait], situation: Situation, taire: Container[str]
) -> tuple[tuple[Fait, QuestionPosee], ...]:
    """The yes-or-no questions still open, those that decide most lines first.

    Facts of `taire` were passed, or are personal ones the person has not opened.
    """
    attendus = Counter(nom for p in previsions if p.remplacee_par is None for nom in p.a_preciser)
    trouves = [
        (fait, fait.question)
        for nom, fait in ((nom, faits[nom]) for nom in attendus if nom in faits and nom not in taire)
        if fait.question is not None and fait.definition.type == "bool" and makes_sense(fait.question, situation)
    ]
    return tuple(sorted(trouves, key=lambda couple: (-attendus[couple[0].nom], couple[1].ordre, couple[0].nom)))
