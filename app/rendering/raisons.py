"""Holds the French words of a coded reason, plain and FALC. Decides no verdict: it only says what the engine found."""

from collections.abc import Callable, Iterable, Mapping, Sequence

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
from app.rendering.voix import Voix, clause_de, question_de, says_vous

#: The reasons that can be joined after one "parce que".
POSITIVES = frozenset({"age_dans", "fait_vrai", "fait_faux", "organe_present", "organe_absent"})
#: The reasons that name something still unknown.
INCONNUES = frozenset(
    {"fait_inconnu", "sexe_inconnu", "naissance_inconnue", "naissance_imprecise", "historique_imprecis"}
)
SEXES = {"F": "femmes", "M": "hommes"}

Faits = Mapping[str, Fait]


def texte(raison: Raison, fiche: Fiche, faits: Faits, *, falc: bool = False, voix: Voix = Voix.VOUS) -> str:
    """One whole sentence for one reason, about the reader or a relative."""
    if raison.code in POSITIVES:
        proposition = _proposition(raison, faits, voix)
        return f"{majuscule(proposition)}." if falc else f"{_que('Parce', proposition)}."
    if raison.code == "exclusion":
        return _exclusion(raison, fiche, faits, voix, falc=falc)
    if raison.code == "fait_inconnu":
        return _question(raison, faits, voix, falc=falc)
    ecrire = (_FALC if falc else _NORMAL).get(raison.code) or _NORMAL[raison.code]
    return ecrire(raison, voix)


def parce_que(raisons: Iterable[Raison], faits: Faits, voix: Voix = Voix.VOUS) -> str:
    """The positive reasons as one sentence: Parce que vous avez entre 50 et 74 ans et que vous fumez."""
    propositions = [_proposition(raison, faits, voix) for raison in raisons if raison.code in POSITIVES]
    if not propositions:
        return ""
    suites = [_que("", proposition).lstrip() for proposition in propositions[1:]]
    return f"{enumeration([_que('Parce', propositions[0]), *suites])}."


def sans_redite(raisons: Sequence[str]) -> list[str]:
    """The same reasons where "parce que" is said once: Parce que vous ne fumez pas et que vous allaitez."""
    causes = [phrase for phrase in raisons if phrase.startswith("Parce qu")]
    if len(causes) < 2:
        return list(raisons)
    clauses = [causes[0].removesuffix("."), *(cause.removeprefix("Parce ").removesuffix(".") for cause in causes[1:])]
    return [f"{enumeration(clauses)}.", *(phrase for phrase in raisons if phrase not in causes)]


def libelle_question(fait: Fait | None, *, falc: bool = False, voix: Voix = Voix.VOUS) -> str:
    """The question that asks a fact, or its name when no question exists for it."""
    if fait is None or fait.question is None:
        return "une réponse nous manque"
    return question_de(fait.question, voix, falc=falc)


def _que(mot: str, proposition: str) -> str:
    elision = proposition[:1].lower() in "aeiouyéèêh"
    return f"{mot} qu'{proposition}" if elision else f"{mot} que {proposition}"


def _proposition(raison: Raison, faits: Faits, voix: Voix) -> str:
    """The clause that follows "parce que"."""
    if raison.code == "age_dans":
        return _age(int(raison.valeurs[0]), int(raison.valeurs[1]), voix)
    fait = faits.get(raison.critere)
    if fait is None or fait.question is None:
        return "vos réponses le disent"
    return clause_de(fait.question, voix, vrai=raison.code in ("fait_vrai", "organe_present"))


def _age(debut: int, fin: int, voix: Voix) -> str:
    avoir = voix.choisir("vous avez", "votre proche a")
    if debut == fin:
        return f"{avoir} {ans(debut)}"
    if fin >= AGE_MAX:
        return f"{avoir} {ans(debut)} ou plus"
    if debut == 0:
        return f"{avoir} {ans(fin)} ou moins"
    return f"{avoir} entre {debut} et {ans(fin)}"


def _age_apres(fin: int) -> str:
    return f"Ce conseil va jusqu'à {ans(fin)}." if fin else "Ce conseil est pour les bébés de moins de 1 an."


def _deja_fait(raison: Raison, voix: Voix) -> str:
    quand = str(raison.valeurs[0])
    fait = voix.choisir("Vous l'avez", "Votre proche l'a")
    return f"{fait} fait {date_approchee_en_mots(quand)}." if quand else f"{fait} déjà fait."


def _rythme(raison: Raison) -> str:
    valeur = str(raison.valeurs[0])
    return f"{rythme_en_mots('une_fois' if valeur == 'une_fois' else parse_duree(valeur))}."


def _question(raison: Raison, faits: Faits, voix: Voix, *, falc: bool) -> str:
    fait = faits.get(raison.critere)
    if fait is None or fait.question is None:
        return "Il nous manque une réponse."
    libelle = libelle_question(fait, falc=falc, voix=voix)
    return libelle if falc else f"Il nous manque une réponse : {libelle[:1].lower()}{libelle[1:]}"


def _exclusion(raison: Raison, fiche: Fiche, faits: Faits, voix: Voix, *, falc: bool) -> str:
    """What closes the advice, in its own words; for a relative, from the answer itself when those words say "vous"."""
    exclusion = fiche.sauf[int(raison.valeurs[0])]
    phrase = exclusion.parce_que_falc if falc else exclusion.parce_que
    fait = faits.get(exclusion.si.fait)
    if voix is Voix.VOUS or fait is None or fait.question is None or not says_vous(fiche, phrase):
        return phrase
    clause = clause_de(fait.question, voix, vrai=exclusion.si.vaut is not False)
    return f"{majuscule(clause)}." if falc else f"{_que('Parce', clause)}."


_Ecrire = Callable[[Raison, Voix], str]

_NORMAL: dict[str, _Ecrire] = {
    "age_avant": lambda raison, voix: f"Ce conseil commence à {ans(int(raison.valeurs[0]))}.",
    "age_apres": lambda raison, voix: _age_apres(int(raison.valeurs[0])),
    "naissance_inconnue": lambda raison, voix: f"Il nous manque {voix.choisir('votre', 'sa')} date de naissance.",
    "naissance_imprecise": lambda raison, voix: (
        f"Il nous manque le jour exact de {voix.choisir('votre', 'sa')} naissance."
    ),
    "sexe_autre": lambda raison, voix: f"Ce conseil est pour les {SEXES[str(raison.valeurs[0])]}.",
    "sexe_inconnu": lambda raison, voix: (
        f"Ce conseil est pour les {SEXES[str(raison.valeurs[0])]} : vous ne nous l'avez pas dit."
    ),
    "rythme": lambda raison, voix: _rythme(raison),
    "deja_fait": _deja_fait,
    "historique_imprecis": lambda raison, voix: "Il nous manque la date exacte de la dernière fois.",
    "mois_campagne": lambda raison, voix: f"Cette campagne a lieu en {MOIS[int(raison.valeurs[0]) - 1]}.",
}  # fmt: skip

_FALC: dict[str, _Ecrire] = {
    "naissance_inconnue": lambda raison, voix: f"Nous avons besoin de {voix.choisir('votre', 'sa')} date de naissance.",
    "naissance_imprecise": lambda raison, voix: (
        f"Nous avons besoin de {voix.choisir('votre', 'son')} jour de naissance."
    ),
    "sexe_inconnu": lambda raison, voix: f"Ce conseil est pour les {SEXES[str(raison.valeurs[0])]}.",
    "historique_imprecis": lambda raison, voix: "Nous avons besoin de la date de la dernière fois.",
}
