"""Holds to whom a page speaks and of whom: the reader, a relative or a child. Decides no advice."""

from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.faits import QuestionPosee
from app.domain.fiches import Fiche
from app.domain.situation import Situation
from app.rendering.formats import majuscule, typographie

#: The age from which a relative is no longer called a child: from 15 people answer for themselves.
FIN_ENFANCE = 15
_ENFANT_SEUL = 17
RIEN = Markup("")


class Voix(StrEnum):
    """Of whom the page speaks."""

    VOUS = "vous"
    PROCHE = "votre proche"
    ENFANT = "votre enfant"

    @property
    def sujet(self) -> str:
        """Vous, votre proche, votre enfant."""
        return self.value

    def dire(self, texte: str) -> str:
        """A text written for a relative, in the words of a child when it is one."""
        if self is not Voix.ENFANT:
            return texte
        return texte.replace("votre proche", "votre enfant").replace("Votre proche", "Votre enfant")

    def choisir(self, vous: str, autre: str) -> str:
        """The text for the reader, or the one written for a relative."""
        return vous if self is Voix.VOUS else self.dire(autre)


@dataclass(frozen=True, slots=True)
class Destinataire:
    """The person a page is about: how to speak of them, their number, and the short name they may have been given.

    `barre` is the row that shows the advice of someone else.
    """

    voix: Voix = Voix.VOUS
    nom: str = ""
    numero: int = 0
    barre: Markup = RIEN

    @property
    def appele(self) -> str:
        """The short name, or vous, votre proche, votre enfant."""
        return self.nom or self.voix.sujet

    def titre(self, compte: str) -> str:
        """A title that says for whom: Pour A. : 3 choses à faire."""
        return compte if self.voix is Voix.VOUS else f"Pour {self.appele} : {compte[:1].lower()}{compte[1:]}"


LECTEUR = Destinataire()


def destinataire_de(personne: EtatNavigateur, situation: Situation, barre: Markup) -> Destinataire:
    """How to speak of a person kept in the browser."""
    if not personne.proche:
        return Destinataire(barre=barre)
    enfant = situation.naissance is not None and situation.age_max < FIN_ENFANCE
    return Destinataire(Voix.ENFANT if enfant else Voix.PROCHE, personne.nom, personne.numero, barre)


def has_proches(dossier: Dossier) -> bool:
    """Whether someone else than the reader is kept."""
    return any(personne.proche for personne in dossier.personnes)


def question_de(posee: QuestionPosee, voix: Voix, *, falc: bool) -> str:
    """The question, asked about the right person; framed when no wording exists for a relative."""
    vous = posee.question_falc if falc else posee.question
    if voix is Voix.VOUS:
        return vous
    if posee.proche is None:
        return f"Répondez pour {voix.sujet} : {vous}"
    return voix.dire(posee.proche.question_falc if falc else posee.proche.question)


def pourquoi_de(posee: QuestionPosee, voix: Voix, *, falc: bool) -> str:
    """Why the question is asked."""
    vous = posee.pourquoi_falc if falc else posee.pourquoi
    autre = (posee.proche.pourquoi_falc if falc else posee.proche.pourquoi) if posee.proche else None
    return voix.choisir(vous, autre or vous)


def clause_de(posee: QuestionPosee, voix: Voix, *, vrai: bool) -> str:
    """The clause that follows "parce que"; a question without wording for a relative is named, not turned."""
    if voix is Voix.VOUS:
        return posee.affirmation if vrai else posee.negation
    if posee.proche is None:
        return f"la réponse est {'oui' if vrai else 'non'} à la question « {posee.question} »"
    return voix.dire(posee.proche.affirmation if vrai else posee.proche.negation)


def says_vous(fiche: Fiche, texte: str) -> bool:
    """Whether a text of an advice calls "vous" the person concerned: children's advice speaks to their parents."""
    if fiche.pour_qui.ages[-1][1] <= _ENFANT_SEUL:
        return False
    mots = texte.lower().replace("-", " ").replace("rendez vous", "").split()
    return any(mot.strip(".,:;!?«»()'’") in ("vous", "votre", "vos") for mot in mots)


def lignes_de_cadre(voix: Voix, *, falc: bool) -> tuple[str, ...]:
    """The sentences that frame texts written in "vous" when they are read for someone else."""
    if voix is Voix.VOUS:
        return ()
    if falc:
        return ("Ce texte dit « vous ».", typographie(f"Ici, « vous » veut dire « {voix.sujet} »."))
    return (typographie(f"Ce texte dit « vous » : lisez « {voix.sujet} »."),)


def sujet_majuscule(voix: Voix) -> str:
    """Vous, Votre proche, Votre enfant: at the head of a sentence."""
    return majuscule(voix.sujet)
