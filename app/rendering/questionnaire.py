"""Writes the questions, one a page. Which are worth asking is the engine's; which were passed is the browser's."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.catalogue import Catalogue
from app.domain.faits import Fait
from app.domain.moteur import Question
from app.domain.profil import Profil
from app.rendering.formats import majuscule, nombre_de, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.lecture import Lecture
from app.rendering.page import Page
from app.rendering.urgences import urgences_de
from app.rendering.voix import Voix, clause_de, pourquoi_de, question_de
from app.rendering.vues import VueChamp, VueQuestion, VueReponse

VIDE = VueChamp()


@dataclass(frozen=True, slots=True)
class Restantes:
    """The questions still to ask, and how many personal ones wait for the person to open them."""

    a_poser: tuple[Question, ...]
    personnelles: int


def restantes(questions: Sequence[Question], profil: Profil, *, ouvertes: bool) -> Restantes:
    """Leave out what was answered or passed; keep the personal group closed until it is opened."""
    libres = [q for q in questions if q.fait.nom not in profil.reponses]
    a_poser = tuple(q for q in libres if ouvertes or not q.personnelle)
    return Restantes(a_poser, len(libres) - len(a_poser))


def est_personnelle(fait: Fait, sexe: str | None) -> bool:
    """Whether a question belongs to the optional group, for everyone or for this sex."""
    posee = fait.question
    return fait.groupe == "personnel" or (posee is not None and posee.personnel_si_sexe == sexe is not None)


def page_question(
    catalogue: Catalogue,
    lecture: Lecture,
    reste: Restantes,
    mode: Mode,
    *,
    champ: VueChamp = VIDE,
    fait: Fait | None = None,
) -> Page:
    """The next question, the one named by `fait` when its answer is to be corrected, or the end."""
    suivante = next((q for q in reste.a_poser if fait is None or q.fait == fait), None)
    posee = suivante.fait.question if suivante else None
    profil, qui = lecture.profil, lecture.qui
    falc, voix = mode is Mode.FALC, qui.voix
    definition = suivante.fait.definition if suivante else None
    vue = VueQuestion(
        fait=suivante.fait.nom if suivante else "",
        pour="" if voix is Voix.VOUS else typographie(f"Pour {qui.appele}"),
        libelle=typographie(question_de(posee, voix, falc=falc) if posee else ""),
        pourquoi=typographie(pourquoi_de(posee, voix, falc=falc) if posee else ""),
        change=_change(suivante, falc=falc) if suivante else "",
        reste=_rang(len(profil.reponses) + 1, len(reste.a_poser)),
        nombre=definition is not None and definition.type == "number",
        unite=(posee.unite or "") if posee else "",
        champ=champ,
        precedente=bool(profil.reponses),
        urgences=urgences_de(profil, catalogue.faits, mode, voix),
        reponses=_reponses(catalogue, profil, voix, falc=falc),
        personnelles=reste.personnelles,
        passees=sum(valeur is None for valeur in profil.reponses.values()),
        gardees=lecture.gardees,
    )
    return page("question", Cadre("Une question", "/questions", mode), vue, qui=qui)


def _change(question: Question, *, falc: bool) -> str:
    if falc:
        return f"Votre réponse peut changer {nombre_de(question.peut_changer, 'conseil')}."
    return f"Cette réponse peut changer {nombre_de(question.peut_changer, 'conseil')}."


def _rang(rang: int, restent: int) -> str:
    """Where the person is, without pressure: there is no need to reach the end."""
    return "Dernière question" if restent == 1 else f"Question {rang}"


def _reponses(catalogue: Catalogue, profil: Profil, voix: Voix, *, falc: bool) -> tuple[VueReponse, ...]:
    """What was answered, in the person's terms."""
    vues = []
    for nom, valeur in profil.reponses.items():
        posee = catalogue.faits[nom].question if nom in catalogue.faits else None
        if posee is None or valeur is None:
            continue
        if isinstance(valeur, bool):
            texte = f"{majuscule(clause_de(posee, voix, vrai=valeur))}."
        else:
            question = question_de(posee, voix, falc=falc)
            texte = f"{question} {f'{valeur:g}'.replace('.', ',')} {posee.unite or ''}".strip() + "."
        vues.append(VueReponse(nom, typographie(texte)))
    return tuple(vues)
