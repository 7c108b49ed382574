"""Holds the French words of a coded reason, plain and FALC. Decides no verdict: it only says what the engine found."""

from collections.abc import Callable, Iterable, Mapping

from app.domain.dates import parse_duree
from app.domain.faits import Fait
from app.domain.fiches import AGE_MAX, Fiche
from app.domain.verdicts import Raison
from app.rendering.formats import (
    MOIS,
    ans,
    date_approchee_en_mots,
    enumeration,
    majuscule,
    rythme_en_mots,
)

#: The reasons that can be joined after one "parce que".
POSITIVES = frozenset({"age_dans", "fait_vrai", "fait_faux", "organe_present", "organe_absent"})
#: The reasons that name something still unknown.
INCONNUES = frozenset(
    {"fait_inconnu", "sexe_inconnu", "naissance_inconnue", "naissance_imprecise", "historique_imprecis"}
)
SEXES = {"F": "femmes", "M": "hommes"}

Faits = Mapping[str, Fait]


def texte(raison: Raison, fiche: Fiche, faits: Faits, *, falc: bool = False) -> str:
    """One whole sentence for one reason."""
    if raison.code in POSITIVES:
        proposition = _proposition(raison, faits)
        return f"{majuscule(proposition)}." if falc else f"{_que('Parce', proposition)}."
    ecrire = (_FALC if falc else _NORMAL).get(raison.code) or _NORMAL[raison.code]
    return ecrire(raison, fiche, faits)


def parce_que(raisons: Iterable[Raison], faits: Faits) -> str:
    """The positive reasons as one sentence: Parce que vous avez entre 50 et 74 ans et que vous fumez."""
    propositions = [_proposition(raison, faits) for raison in raisons if raison.code in POSITIVES]
    if not propositions:
        return ""
    suites = [_que("", proposition).lstrip() for proposition in propositions[1:]]
    return f"{enumeration([_que('Parce', propositions[0]), *suites])}."


def libelle_question(fait: Fait | None, *, falc: bool = False) -> str:
    """The question that asks a fact, or its name when no question exists for it."""
    if fait is None or fait.question is None:
        return "une réponse nous manque"
    return fait.question.question_falc if falc else fait.question.question


def _que(mot: str, proposition: str) -> str:
    elision = proposition[:1].lower() in "aeiouyéèêh"
    return f"{mot} qu'{proposition}" if elision else f"{mot} que {proposition}"


def _proposition(raison: Raison, faits: Faits) -> str:
    """The clause that follows "parce que"."""
    if raison.code == "age_dans":
        return _age(int(raison.valeurs[0]), int(raison.valeurs[1]))
    fait = faits.get(raison.critere)
    if fait is None or fait.question is None:
        return "vos réponses le disent"
    return fait.question.affirmation if raison.code in ("fait_vrai", "organe_present") else fait.question.negation


def _age(debut: int, fin: int) -> str:
    if debut == fin:
        return f"vous avez {ans(debut)}"
    if fin >= AGE_MAX:
        return f"vous avez {ans(debut)} ou plus"
    if debut == 0:
        return f"vous avez {ans(fin)} ou moins"
    return f"vous avez entre {debut} et {ans(fin)}"


def _age_apres(fin: int) -> str:
    return f"Ce conseil va jusqu'à {ans(fin)}." if fin else "Ce conseil est pour les bébés de moins de 1 an."


def _deja_fait(raison: Raison) -> str:
    quand = str(raison.valeurs[0])
    return f"Vous l'avez fait {date_approchee_en_mots(quand)}." if quand else "Vous l'avez déjà fait."


def _rythme(raison: Raison) -> str:
    valeur = str(raison.valeurs[0])
    return f"{rythme_en_mots('une_fois' if valeur == 'une_fois' else parse_duree(valeur))}."


def _question(raison: Raison, faits: Faits, *, falc: bool) -> str:
    fait = faits.get(raison.critere)
    if fait is None or fait.question is None:
        return "Il nous manque une réponse."
    libelle = libelle_question(fait, falc=falc)
    return libelle if falc else f"Il nous manque une réponse : {libelle[:1].lower()}{libelle[1:]}"


def _exclusion(raison: Raison, fiche: Fiche, *, falc: bool) -> str:
    exclusion = fiche.sauf[int(raison.valeurs[0])]
    return exclusion.parce_que_falc if falc else exclusion.parce_que


_Ecrire = Callable[[Raison, Fiche, Faits], str]

_NORMAL: dict[str, _Ecrire] = {
    "age_avant": lambda raison, fiche, faits: f"Ce conseil commence à {ans(int(raison.valeurs[0]))}.",
    "age_apres": lambda raison, fiche, faits: _age_apres(int(raison.valeurs[0])),
    "naissance_inconnue": lambda raison, fiche, faits: "Il nous manque votre date de naissance.",
    "naissance_imprecise": lambda raison, fiche, faits: "Il nous manque le jour exact de votre naissance.",
    "sexe_autre": lambda raison, fiche, faits: f"Ce conseil est pour les {SEXES[str(raison.valeurs[0])]}.",
    "sexe_inconnu": lambda raison, fiche, faits: (
        f"Ce conseil est pour les {SEXES[str(raison.valeurs[0])]} : vous ne nous l'avez pas dit."
    ),
    "fait_inconnu": lambda raison, fiche, faits: _question(raison, faits, falc=False),
    "exclusion": lambda raison, fiche, faits: _exclusion(raison, fiche, falc=False),
    "rythme": lambda raison, fiche, faits: _rythme(raison),
    "deja_fait": lambda raison, fiche, faits: _deja_fait(raison),
    "historique_imprecis": lambda raison, fiche, faits: "Il nous manque la date exacte de la dernière fois.",
    "mois_campagne": lambda raison, fiche, faits: f"Cette campagne a lieu en {MOIS[int(raison.valeurs[0]) - 1]}.",
}  # fmt: skip

_FALC: dict[str, _Ecrire] = {
    "naissance_inconnue": lambda raison, fiche, faits: "Nous avons besoin de votre date de naissance.",
    "naissance_imprecise": lambda raison, fiche, faits: "Nous avons besoin de votre jour de naissance.",
    "sexe_inconnu": lambda raison, fiche, faits: f"Ce conseil est pour les {SEXES[str(raison.valeurs[0])]}.",
    "fait_inconnu": lambda raison, fiche, faits: _question(raison, faits, falc=True),
    "exclusion": lambda raison, fiche, faits: _exclusion(raison, fiche, falc=True),
    "historique_imprecis": lambda raison, fiche, faits: "Nous avons besoin de la date de la dernière fois.",
}
