"""Holds one person's answers as a page needs them: judged, and how to speak of the person. Judges nothing itself."""

from dataclasses import dataclass

from app.domain.moteur import Evaluation
from app.domain.profil import Profil
from app.rendering.voix import LECTEUR, Destinataire


@dataclass(frozen=True, slots=True)
class Lecture:
    """One person's answers: judged, with what became of them.

    `ouvertes` says that the person opened the optional personal questions; `qui` says how to speak of them.
    """

    profil: Profil
    evaluation: Evaluation
    ouvertes: bool = False
    gardees: bool = True
    perdues: bool = False
    qui: Destinataire = LECTEUR
