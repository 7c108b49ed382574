"""Finds the faults no content file shows alone: names that lead nowhere, facts nobody can be asked. Opens no file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from app.domain.faits import FAITS_DEDUITS, TERRITOIRES, DefinitionFait, Groupe, QuestionPosee
from app.domain.fiches import Fiche

Vocabulaire = Mapping[str, DefinitionFait]
Questions = Mapping[str, tuple[Groupe, QuestionPosee]]
#: Told by the birth date or the department, never by a question.
_MUETS = FAITS_DEDUITS | set(TERRITOIRES.values())


def plus_proche(nom: str, connus: Iterable[str]) -> str:
    """The end of an error message: the known name nearest to a wrong one, if any is near."""
    proches = get_close_matches(nom, list(connus), n=1, cutoff=0.6)
    return f", vouliez-vous écrire « {proches[0]} » ?" if proches else ""


def cross_check(fiches: Sequence[Fiche], vocabulaire: Vocabulaire, questions: Questions) -> Iterator[str]:
    """Every fault found between the files, one line each."""
    ids = Counter(fiche.id for fiche in fiches)
    for id_, nombre in ids.items():
        if nombre > 1:
            yield f"recommandations : « {id_} » existe {nombre} fois"
    for fiche in fiches:
        nom = f"recommandations/{fiche.id}.yaml"
        for fait in sorted(fiche.faits_lus()):
            if fait not in vocabulaire:
                yield f"{nom} : fait inconnu « {fait} »{plus_proche(fait, vocabulaire)}"
            elif fait not in questions and fait not in _MUETS:
                yield f"{nom} : aucune question ne demande « {fait} » (questions/*.yaml)"
        for autre in (*fiche.frequence_apres, *(exclusion.plutot for exclusion in fiche.sauf)):
            if autre is not None and autre not in ids:
                yield f"{nom} : conseil inconnu « {autre} »{plus_proche(autre, ids)}"
    for groupe, question in questions.values():
        yield from _question(groupe, question, vocabulaire)


def _question(groupe: Groupe, question: QuestionPosee, vocabulaire: Vocabulaire) -> Iterator[str]:
    for nom in (question.fait, *question.seulement_si):
        if nom not in vocabulaire:
            yield f"questions/{groupe}.yaml : fait inconnu « {nom} »{plus_proche(nom, vocabulaire)}"
    definition = vocabulaire.get(question.fait)
    if definition is not None and (definition.type == "number") is (question.unite is None):
        yield f"questions/{groupe}.yaml : « {question.fait} », unite va avec les nombres, et avec eux seuls"
