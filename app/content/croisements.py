"""Finds the faults no content file shows alone: names that lead nowhere, facts nobody can be asked. Opens no file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from difflib import get_close_matches

from app.domain.campagnes import Campagne
from app.domain.contacts import Contact
from app.domain.criteres import clauses
from app.domain.droits import Droit
from app.domain.faits import FAITS_DEDUITS, TERRITOIRES, DefinitionFait, Groupe, QuestionPosee
from app.domain.fiches import Fiche
from app.domain.lieux import LieuDeSoin
from app.domain.reperes import Repere

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
        yield from (f"{nom} : {faute}" for faute in (*_types(fiche, vocabulaire), *_rythmes_selon_age(fiche)))
        for autre in (*fiche.frequence_apres, *(exclusion.plutot for exclusion in fiche.sauf)):
            if autre is not None and autre not in ids:
                yield f"{nom} : conseil inconnu « {autre} »{plus_proche(autre, ids)}"
    for groupe, question in questions.values():
        yield from _question(groupe, question, vocabulaire)


def cross_check_links(ids: Set[str], unites: Iterable[tuple[str, Campagne | Repere]]) -> Iterator[str]:
    """Campaigns and landmarks have names of their own, and lead to units that exist, each once."""
    pris = set(ids)
    for nom, unite in unites:
        if unite.id in pris:
            yield f"{nom} : « {unite.id} » est déjà le nom d'un autre texte"
        pris.add(unite.id)
        for conseil, nombre in Counter(unite.conseils).items():
            if conseil not in ids:
                yield f"{nom} : conseil inconnu « {conseil} »{plus_proche(conseil, ids)}"
            elif nombre > 1:
                yield f"{nom} : le conseil « {conseil} » est cité {nombre} fois"


def _types(fiche: Fiche, vocabulaire: Vocabulaire) -> Iterator[str]:
    """Yes-or-no facts are read as such, numbers with a limit."""
    lues = [clause for critere in fiche.pour_qui.conditions for clause in clauses(critere)]
    usages = [(clause.fait, clause.numerique) for clause in (*lues, *(exclusion.si for exclusion in fiche.sauf))]
    usages += [(fait, False) for fait in (*fiche.frequence_selon_fait, fiche.pour_qui.organe) if fait]
    for fait, numerique in usages:
        definition = vocabulaire.get(fait)
        if definition is not None and (definition.type == "number") is not numerique:
            attendu = (
                "une limite (au_moins, inferieur_a…)" if definition.type == "number" else "oui ou non, sans limite"
            )
            yield f"« {fait} » se compare à {attendu}"


def _rythmes_selon_age(fiche: Fiche) -> Iterator[str]:
    """The rhythms by age cover every age of the windows, each once."""
    if not fiche.frequence_selon_age:
        return
    for debut, fin in fiche.pour_qui.ages:
        for age in range(debut, fin + 1):
            nombre = sum(tranche.a_partir_de <= age <= tranche.jusqu_a for tranche in fiche.frequence_selon_age)
            if nombre != 1:
                yield f"frequence_selon_age : {nombre} rythme(s) à {age} ans, il en faut un"
                return


def _question(groupe: Groupe, question: QuestionPosee, vocabulaire: Vocabulaire) -> Iterator[str]:
    for nom in (question.fait, *question.seulement_si):
        if nom not in vocabulaire:
            yield f"questions/{groupe}.yaml : fait inconnu « {nom} »{plus_proche(nom, vocabulaire)}"
    definition = vocabulaire.get(question.fait)
    if definition is not None and (definition.type == "number") is (question.unite is None):
        yield f"questions/{groupe}.yaml : « {question.fait} », unite va avec les nombres, et avec eux seuls"


def cross_check_droits(
    droits: Sequence[Droit], contacts: Mapping[str, Contact], lieux: Mapping[str, LieuDeSoin]
) -> Iterator[str]:
    """Every contact and every other right that a right or a place names is known."""
    ids = {droit.id for droit in droits}
    for droit in droits:
        nom = f"droits/{droit.id}.yaml"
        for contact in droit.contacts:
            if contact not in contacts:
                yield f"{nom} : contact inconnu « {contact} »{plus_proche(contact, contacts)}"
        for autre in droit.voir_aussi:
            if autre not in ids or autre == droit.id:
                yield f"{nom} : autre droit inconnu « {autre} »{plus_proche(autre, ids - {droit.id})}"
    for lieu in lieux.values():
        if lieu.contact is not None and lieu.contact not in contacts:
            yield f"lieux-de-soin.yaml : contact inconnu « {lieu.contact} »{plus_proche(lieu.contact, contacts)}"
