"""Writes the rules of the content files for zen-engine: same verdicts, same deciding reason. For comparison only.

Each unit becomes an ordered list of rows (condition, answer), the first true one decides. The rows are then laid out
in the two ways the engine offers: decision tables, or one expression. A day is a number, (year * 12 + month) * 32 +
day, so that n months later is + 32 n: the engine has no calendar that moves the 31st to the next month's 1st.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from app.domain.catalogue import Catalogue
from app.domain.criteres import Clause, Tous, UnDe
from app.domain.dates import Duree, add_duree, horizon
from app.domain.fiches import AGE_MAX, Fiche
from app.domain.situation import Situation

Ligne = tuple[str, str]
Critere = Clause | UnDe | Tous
ANNEE = 12 * 32
#: Facts the birth date gives, known as a range when it is not exact.
FAITS_D_AGE = ("age", "age_nouveau_ne_jours")


def contexte(situation: Situation, catalogue: Catalogue) -> dict[str, Any]:
    """One person as plain values, deduced facts included, and the day before which a date is soon."""
    faits: dict[str, Any] = {}
    for fait, valeur in situation.faits.items():
        if fait in FAITS_D_AGE:
            bornes = valeur if isinstance(valeur, tuple) else (valeur, valeur)
            faits[f"{nom(fait)}_min"], faits[f"{nom(fait)}_max"] = bornes
        else:
            faits[nom(fait)] = valeur
    naissance = situation.naissance
    return {
        "au": code(situation.au),
        "mois": situation.au.month,
        "age_min": situation.age_min,
        "age_max": situation.age_max,
        "sexe": situation.sexe,
        "ne_min": code(naissance.premier) if naissance else None,
        "ne_max": code(naissance.dernier) if naissance else None,
        "f": faits,
        "h": {
            nom(id_): {
                "min": code(acte.dernier.premier) if acte.dernier else None,
                "max": code(acte.dernier.dernier) if acte.dernier else None,
                "n": acte.nombre,
            }
            for id_, acte in situation.historique.items()
        },
        "bientot": {
            str(delai): code(add_duree(situation.au, delai)) for fiche in catalogue.fiches for delai in _delais(fiche)
        },
    }


def code(jour: date) -> int:
    """A day as a number to which months can be added."""
    return (jour.year * 12 + jour.month - 1) * 32 + jour.day


def nom(texte: str) -> str:
    """A name the expression language accepts."""
    return texte.replace("-", "_")


def graphe_en_tables(unites: dict[str, list[Ligne]]) -> dict[str, Any]:
    """One first-hit decision table a unit, as the engine's editor would show them."""
    noeuds = []
    for cle, lignes in unites.items():
        regles = [
            {"_id": f"{cle}-{rang}", "si": condition, "alors": reponse}
            for rang, (condition, reponse) in enumerate(lignes)
        ]
        contenu = {
            "hitPolicy": "first",
            "inputs": [{"id": "si", "name": "si"}],
            "outputs": [{"id": "alors", "name": "alors", "field": cle}],
            "rules": regles,
        }
        noeuds.append({"id": cle, "type": "decisionTableNode", "name": cle, "content": contenu})
    return _graphe(noeuds)


def graphe_en_expressions(unites: dict[str, list[Ligne]]) -> dict[str, Any]:
    """One expression node with one expression a unit: less readable, faster."""
    expressions = [{"id": cle, "key": cle, "value": en_chaine(lignes)} for cle, lignes in unites.items()]
    contenu = {"expressions": expressions, "passThrough": False}
    return _graphe([{"id": "unites", "type": "expressionNode", "name": "unites", "content": contenu}])


def _graphe(noeuds: list[dict[str, Any]]) -> dict[str, Any]:
    aretes = [
        {"id": f"{noeud['id']}-{bout}", "type": "edge", "sourceId": source, "targetId": cible}
        for noeud in noeuds
        for bout, source, cible in (("e", "entree", noeud["id"]), ("s", noeud["id"], "sortie"))
    ]
    entree = {"id": "entree", "type": "inputNode", "name": "entree"}
    sortie = {"id": "sortie", "type": "outputNode", "name": "sortie"}
    return {"nodes": [entree, *noeuds, sortie], "edges": aretes}


def en_chaine(lignes: Sequence[Ligne]) -> str:
    """Rows as "if, else if, else"."""
    *avant, (_, sinon) = lignes
    return "(" + "".join(f"{condition} ? {reponse} : " for condition, reponse in avant) + sinon + ")"


def lignes(fiche: Fiche) -> list[Ligne]:
    """Every way a unit can be decided, in the order of the engine's semantics; the last row always holds."""
    fenetres = fiche.pour_qui.ages
    dedans = _ou(f"age_min >= {debut} and age_max <= {fin}" for debut, fin in fenetres)
    inconnus = list(_inconnus(fiche))
    return [
        (f"age_min > {fenetres[-1][1]}", _dire("PAS_CONCERNE", "age_apres", "age")),
        *_fermeture(fiche),
        *_avant(fiche, inconnus),
        (f"not ({dedans}) and ne_min == null", _dire("A_PRECISER", "naissance_inconnue", "date_naissance")),
        (f"not ({dedans})", _dire("A_PRECISER", "naissance_imprecise", "date_naissance")),
        *((condition, _dire("A_PRECISER", *raison)) for condition, raison in inconnus),
        *_quand(fiche),
    ]


def _fermeture(fiche: Fiche) -> Iterable[Ligne]:
    pour_qui = fiche.pour_qui
    autre_sexe = f"sexe != null and sexe != '{pour_qui.sexe}'"
    if pour_qui.organe:
        organe = _fait(pour_qui.organe)
        yield f"{organe} == false", _dire("PAS_CONCERNE", "organe_absent", pour_qui.organe)
        yield f"{organe} == null and {autre_sexe}", _dire("PAS_CONCERNE", "sexe_autre", "sexe")
    elif pour_qui.sexe:
        yield autre_sexe, _dire("PAS_CONCERNE", "sexe_autre", "sexe")
    for exclusion in fiche.sauf:
        yield est(exclusion.si, True), _dire("PAS_CONCERNE", "exclusion", exclusion.si.fait)
    for condition in pour_qui.conditions:
        yield est(condition, False), _selon_cause("PAS_CONCERNE", "fait_faux", causes(condition, False))


def _inconnus(fiche: Fiche) -> Iterable[tuple[str, tuple[str, str]]]:
    """What is not known and decides: (condition, (code, criterion)), in order."""
    pour_qui = fiche.pour_qui
    if pour_qui.organe:
        yield f"sexe == null and {_fait(pour_qui.organe)} == null", ("fait_inconnu", pour_qui.organe)
    elif pour_qui.sexe:
        yield "sexe == null", ("sexe_inconnu", "sexe")
    for condition in pour_qui.conditions:
        for inconnu, fait in causes(condition, None):
            yield f"{est(condition, None)} and {inconnu}", ("fait_inconnu", fait)


def _avant(fiche: Fiche, inconnus: Sequence[tuple[str, tuple[str, str]]]) -> Iterable[Ligne]:
    """Too young for the next window: later, soon, or undecided."""
    plus_tard = _dire("PAS_CONCERNE", "age_avant", "age")
    plancher = -1
    for debut, fin in fiche.pour_qui.ages:
        if debut > 0:
            avant = f"age_min > {plancher} and age_max < {debut}"
            yield f"{avant} and age_max < {debut - 1}", plus_tard
            ne_min, ne_max = (_bientot_ouverte(fiche, (debut, fin), ne) for ne in ("ne_min", "ne_max"))
            yield f"{avant} and not ({ne_min} or {ne_max})", plus_tard
            for condition, raison in inconnus:
                yield f"{avant} and {condition}", _dire("A_PRECISER", *raison)
            les_deux = f"{ne_min} and {ne_max}"
            yield f"{avant} and not ({les_deux})", _dire("A_PRECISER", "naissance_imprecise", "date_naissance")
            yield avant, _dire("BIENTOT", "age_avant", "age")
        plancher = fin


def _bientot_ouverte(fiche: Fiche, fenetre: tuple[int, int], naissance: str) -> str:
    if fiche.mois is not None:
        return "false"
    ouverture = f"{naissance} + {fenetre[0] * ANNEE}"
    bientot = f"bientot.{horizon(_intervalle(fiche))}"
    a_temps = f"({ouverture} <= {bientot})"
    if _sans_historique(fiche):
        return a_temps
    acte = _acte(fiche.id)
    if not isinstance(fiche.frequence, Duree):
        return f"({acte} == null and {a_temps})"
    permises = [f"{acte}.max != null", a_temps]
    for possible, mois in _rythmes(fiche):
        suivante = f"{acte}.max + {mois * 32}"
        permise = f"{suivante} <= {bientot}"
        if fenetre[1] < AGE_MAX:
            permise += f" and {_jour_reel(suivante)} < ne_min + {(fenetre[1] + 1) * ANNEE}"
        permises.append(f"(not ({possible}) or {permise})")
    return f"({acte} == null ? {a_temps} : {' and '.join(permises)})"


def _quand(fiche: Fiche) -> Iterable[Ligne]:
    """It concerns the person: today, soon, up to date, or undecided because of the history."""
    if fiche.mois is not None:
        yield f"mois != {fiche.mois}", _dire("PAS_CONCERNE", "mois_campagne", "mois")
    a_faire = _pourquoi(fiche)
    if not _sans_historique(fiche):
        yield from _selon_historique(fiche, a_faire)
    yield "true", a_faire


def _selon_historique(fiche: Fiche, a_faire: str) -> Iterable[Ligne]:
    acte = _acte(fiche.id)
    deja_fait = ("deja_fait", "historique")
    imprecis = _dire("A_PRECISER", "historique_imprecis", "historique")
    rien = f"{acte} == null"
    for autre in fiche.frequence_apres:
        rien += f" and ({_acte(autre)} == null or {_acte(autre)}.max == null)"
    yield rien, a_faire
    if fiche.frequence == "une_fois":
        yield f"{acte} != null", _dire("A_JOUR", *deja_fait)
    yield f"{acte} != null and {acte}.max == null", imprecis
    for present, source, rythmes in _actes_qui_comptent(fiche):
        tous_passes = (f"(not ({possible}) or {source}.max + {mois * 32} <= au)" for possible, mois in rythmes)
        yield " and ".join([present, *tous_passes]), _dire("A_FAIRE", *deja_fait)
        for fenetre in fiche.pour_qui.ages:
            ici = f"{present} and age_min >= {fenetre[0]} and age_max <= {fenetre[1]}"
            a_jour, bientot = _statuts(source, fenetre)
            yield _tous(ici, rythmes, a_jour), _dire("A_JOUR", *deja_fait)
            yield _tous(ici, rythmes, bientot), _dire("BIENTOT", *deja_fait)
        yield f"{present} and {source}.min != {source}.max", imprecis
        yield f"{present} and ne_min != ne_max", _dire("A_PRECISER", "naissance_imprecise", "date_naissance")
        for fait in fiche.frequence_selon_fait:
            yield f"{present} and {_fait(fait)} == null", _dire("A_PRECISER", "fait_inconnu", fait)
        yield present, _dire("A_PRECISER", *deja_fait)


def _statuts(source: str, fenetre: tuple[int, int]) -> tuple[Callable[[int], str], Callable[[int], str]]:
    """Up to date, and soon, whatever the days left possible by a doubt on the act and on the birth."""
    fin = (fenetre[1] + 1) * ANNEE
    ferme = fenetre[1] < AGE_MAX

    def a_jour(mois: int) -> str:
        tot = f"{source}.min + {mois * 32}"
        trop_tard = f"{_jour_reel(tot)} >= ne_max + {fin}" if ferme else "false"
        return f"{tot} > au and ({tot} > bientot.{horizon(Duree(mois, 0))} or {trop_tard})"

    def bientot(mois: int) -> str:
        tot, tard = f"{source}.min + {mois * 32}", f"{source}.max + {mois * 32}"
        ouverte = f"{_jour_reel(tard)} < ne_min + {fin}" if ferme else "true"
        return f"{tot} > au and {tard} <= bientot.{horizon(Duree(mois, 0))} and {ouverte}"

    return a_jour, bientot


def _tous(quand: str, rythmes: Sequence[tuple[str, int]], condition: Callable[[int], str]) -> str:
    """The condition holds for every rhythm that may hold."""
    return " and ".join([quand, *(f"(not ({possible}) or {condition(mois)})" for possible, mois in rythmes)])


def _actes_qui_comptent(fiche: Fiche) -> Iterable[tuple[str, str, list[tuple[str, int]]]]:
    """(it is the last act, its path, the rhythms after it), its own act first when days are equal."""
    acte = _acte(fiche.id)
    assert len(fiche.frequence_apres) <= 1, f"{fiche.id} : plusieurs frequence_apres, non traduit"
    for autre, duree in fiche.frequence_apres.items():
        autre_acte = _acte(autre)
        plus_recent = f"({acte} == null or {autre_acte}.max > {acte}.max)"
        yield f"{autre_acte} != null and {autre_acte}.max != null and {plus_recent}", autre_acte, [("true", duree.mois)]
    yield f"{acte} != null", acte, _rythmes(fiche)


def _rythmes(fiche: Fiche) -> list[tuple[str, int]]:
    """Each rhythm in months, with the condition under which it may hold."""
    assert not any(duree.jours for duree in _durees(fiche)), f"{fiche.id} : rythme en jours, non traduit"
    base = [("true", fiche.frequence.mois)] if isinstance(fiche.frequence, Duree) else []
    if fiche.frequence_selon_age:
        possibles = [
            (f"{tranche.a_partir_de} <= age_max and age_min <= {tranche.jusqu_a}", tranche.frequence.mois)
            for tranche in fiche.frequence_selon_age
        ]
    else:
        faits = list(fiche.frequence_selon_fait.items())
        aucun = " and ".join(f"{_fait(fait)} != true" for fait, _ in faits) or "true"
        possibles = [(f"{_fait(fait)} == null and {aucun}", duree.mois) for fait, duree in faits]
        for rang, (fait, duree) in enumerate(faits):
            avant = " and ".join(f"{_fait(autre)} != true" for autre, _ in faits[:rang]) or "true"
            possibles.append((f"{_fait(fait)} == true and {avant}", duree.mois))
        possibles += [(aucun, mois) for _, mois in base]
    if fiche.frequence_debut is None:
        return possibles
    premiere = f"{_acte(fiche.id)}.n < 2"
    return [(premiere, fiche.frequence_debut.mois), *((f"not ({premiere}) and {si}", mois) for si, mois in possibles)]


def _pourquoi(fiche: Fiche) -> str:
    """The first reason why it concerns the person."""
    pour_qui = fiche.pour_qui
    if pour_qui.ages != ((0, AGE_MAX),):
        return _dire("A_FAIRE", "age_dans", "age")
    if pour_qui.conditions:
        return _selon_cause("A_FAIRE", "fait_vrai", causes(pour_qui.conditions[0], True))
    if fiche.mois is not None:
        return _dire("A_FAIRE", "mois_campagne", "mois")
    return _dire("A_FAIRE", "rythme", "frequence") if fiche.frequence is not None else _dire("A_FAIRE", "", "")


def est(critere: Critere, valeur: bool | None) -> str:
    """The expression telling that a criterion is true, false or unknown."""
    if valeur is None:
        if isinstance(critere, Clause) and critere.fait not in FAITS_D_AGE:
            return f"{_fait(critere.fait)} == null"
        return f"not ({est(critere, True)}) and not ({est(critere, False)})"
    if isinstance(critere, Clause):
        return _comparer(critere, valeur)
    branches = critere.un_de if isinstance(critere, UnDe) else critere.tous
    lier = " or " if isinstance(critere, UnDe) is valeur else " and "
    return "(" + lier.join(est(branche, valeur) for branche in branches) + ")"


def _comparer(clause: Clause, valeur: bool) -> str:
    if not clause.numerique:
        attendu = (clause.vaut is not False) is valeur
        return f"{_fait(clause.fait)} == {str(attendu).lower()}"
    formes = (
        (clause.au_moins, ">=", "<"),
        (clause.superieur_a, ">", "<="),
        (clause.au_plus, "<=", ">"),
        (clause.inferieur_a, "<", ">="),
    )
    borne, oui, non = next(forme for forme in formes if forme[0] is not None)
    signe = oui if valeur else non
    chemins = [_fait(clause.fait)]
    if clause.fait in FAITS_D_AGE:
        chemins = [f"{chemins[0]}_{bout}" for bout in ("min", "max")]
    return "(" + " and ".join(f"{chemin} != null and {chemin} {signe} {borne}" for chemin in chemins) + ")"


def causes(critere: Critere, valeur: bool | None) -> list[tuple[str, str]]:
    """For a criterion known to have this value, (condition, fact) in order: the first that holds is its first cause."""
    if isinstance(critere, Clause):
        return [("true" if valeur is not None else est(critere, None), critere.fait)]
    branches = critere.un_de if isinstance(critere, UnDe) else critere.tous
    if valeur is not None and isinstance(critere, UnDe) is not valeur:
        return causes(branches[0], valeur)
    return [
        (f"{est(branche, valeur)} and {condition}", fait)
        for branche in branches
        for condition, fait in causes(branche, valeur)
    ]


def _selon_cause(verdict: str, motif: str, ordonnees: Sequence[tuple[str, str]]) -> str:
    return en_chaine([(condition, _dire(verdict, motif, fait)) for condition, fait in ordonnees])


def _dire(verdict: str, motif: str, critere: str) -> str:
    return f"'{verdict}:{motif}:{critere}'"


def _fait(fait: str) -> str:
    return f"f.{nom(fait)}"


def _acte(id_: str) -> str:
    return f"h.{nom(id_)}"


def _ou(expressions: Iterable[str]) -> str:
    return " or ".join(expressions)


def _intervalle(fiche: Fiche) -> Duree | None:
    return fiche.frequence if isinstance(fiche.frequence, Duree) else None


def _durees(fiche: Fiche) -> Iterable[Duree]:
    """Every interval that looks at the history."""
    yield from fiche.frequence_apres.values()
    yield from fiche.frequence_selon_fait.values()
    yield from (tranche.frequence for tranche in fiche.frequence_selon_age)
    for rythme in (fiche.frequence, fiche.frequence_debut):
        if isinstance(rythme, Duree) and not _sans_historique(fiche):
            yield rythme


def _delais(fiche: Fiche) -> Iterable[Duree]:
    """How long before a date it is soon: by default, and for each interval."""
    yield horizon(_intervalle(fiche))
    yield from map(horizon, _durees(fiche))


def _sans_historique(fiche: Fiche) -> bool:
    rythme = fiche.frequence
    return rythme is None or (isinstance(rythme, Duree) and rythme.au_plus_un_mois)


def _jour_reel(jour: str) -> str:
    """A day past the end of its month becomes the 1st of the next (years 1901 to 2099)."""
    mois = f"floor(({jour}) / 32) % 12"
    annee = f"floor(({jour}) / {ANNEE})"
    fevrier = f"({annee} % 4 == 0 ? 29 : 28)"
    longueur = f"({mois} == 1 ? {fevrier} : [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][{mois}])"
    return f"(({jour}) % 32 <= 28 or ({jour}) % 32 <= {longueur} ? {jour} : floor(({jour}) / 32) * 32 + 33)"
