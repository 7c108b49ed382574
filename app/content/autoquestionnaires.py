"""Reads the themes of the self-questionnaire and checks what they name. Writes no question."""

from collections.abc import Mapping
from pathlib import Path

from app.content.croisements import plus_proche
from app.content.fichiers import unites
from app.domain.autoquestionnaire import ThemeDuBilan
from app.domain.contacts import Contact
from app.domain.faits import QuestionPosee

DOSSIER = "autoquestionnaires"


def read_themes(
    racine: Path, contacts: Mapping[str, Contact], questions: Mapping[str, QuestionPosee], problemes: list[str]
) -> tuple[ThemeDuBilan, ...]:
    """Every theme, in order; a question is asked once, and a danger is one the emergency texts know."""
    themes, deja = [], set[str]()
    for lu, theme in unites(ThemeDuBilan, racine, DOSSIER, problemes):
        if theme.id != lu.racine:
            problemes.append(f"{lu.nom} : id « {theme.id} » différent du nom du fichier")
        problemes += [
            f"{lu.nom} : contacts : inconnu « {nom} »{plus_proche(nom, contacts)}"
            for nom in theme.contacts
            if nom not in contacts
        ]
        for question in theme.questions:
            if question.id in deja:
                problemes.append(f"{lu.nom} : la question « {question.id} » existe déjà")
            deja.add(question.id)
            posee = questions.get(question.danger.fait) if question.danger else None
            if question.danger and (posee is None or posee.urgence is None):
                problemes.append(f"{lu.nom} : danger : aucun texte d'urgence pour « {question.danger.fait} »")
        themes.append(theme)
    return tuple(sorted(themes, key=lambda theme: (theme.personnel, theme.ordre, theme.id)))
