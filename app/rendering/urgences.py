"""Picks what must be shown before anything else, from answers that mean "now". Judges nothing: content says which."""

from collections.abc import Mapping

from markupsafe import Markup

from app.domain.faits import Fait, QuestionPosee, Urgence
from app.domain.profil import Profil
from app.rendering.formats import typographie
from app.rendering.gabarits import Mode, call_macro
from app.rendering.voix import Voix
from app.rendering.vues import VueUrgence


def urgences_de(
    profil: Profil, faits: Mapping[str, Fait], mode: Mode, voix: Voix = Voix.VOUS
) -> tuple[VueUrgence, ...]:
    """One banner for each answer that means "now"."""
    banderoles = []
    for nom, valeur in profil.reponses.items():
        fait = faits.get(nom) if valeur is True else None
        if fait is not None and fait.question is not None and fait.question.urgence is not None:
            urgence = fait.question.urgence
            phrases = _phrases(fait.question, urgence, mode, voix)
            banderoles.append(VueUrgence(tuple(map(typographie, phrases)), urgence.numeros))
    return tuple(dict.fromkeys(banderoles))


def _phrases(question: QuestionPosee, urgence: Urgence, mode: Mode, voix: Voix) -> tuple[str, ...]:
    """The sentences of the banner; those written for a relative when they differ."""
    falc = mode is Mode.FALC
    vous = urgence.texte_falc if falc else (urgence.texte,)
    autre = question.proche
    if voix is Voix.VOUS or autre is None:
        return vous
    proche = autre.urgence_falc if falc else (autre.urgence,) if autre.urgence else None
    return tuple(map(voix.dire, proche or vous))


def write_urgences(urgences: tuple[VueUrgence, ...]) -> Markup:
    """The banners as one fragment; empty when nothing is urgent."""
    return call_macro("alertes", "urgences", urgences) if urgences else Markup("")
