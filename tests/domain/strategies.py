"""Hypothesis strategies: days where calendars go wrong, profiles near the bounds of a unit, units made at random."""

import os
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from app.domain.criteres import Clause
from app.domain.dates import Duree, add_duree, add_mois
from app.domain.fiches import AGE_MAX, Fiche
from app.domain.profil import Profil
from tests.factories import FAITS_D_ESSAI, contenu_reel, exclusion, make_fiche

COMPLET = os.environ.get("MBS_COMPLET") == "1"
BOOLEENS = ("fumeur", "ancien_fumeur", "ald", "obesite", "grossesse")
NOMBRES = ("imc", "annees_depuis_arret_tabac", "mois_depuis_mammographie", "mois_de_grossesse")


def reglage(exemples: int, complets: int) -> settings:
    """So many examples by default, more under --complet; the same ones at each default run."""
    return settings(
        max_examples=complets if COMPLET else exemples,
        deadline=None,
        derandomize=not COMPLET,
        database=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
    )


def jours(premier: date, dernier: date) -> st.SearchStrategy[date]:
    """Days of a period, with branches of their own for 29 February and its neighbours, month ends and year ends."""
    annees = range(premier.year, dernier.year + 1)
    bissextiles = [annee for annee in annees if annee % 4 == 0 and (annee % 100 != 0 or annee % 400 == 0)]
    delicats = [date(annee, 2, 29) for annee in bissextiles]
    delicats += [jour for annee in annees for jour in (date(annee, 2, 28), date(annee, 3, 1))]
    fins_de_mois = [date(annee, mois + 1, 1) - timedelta(days=1) for annee in annees for mois in (1, 3, 4, 6, 8, 9, 11)]
    fins_d_annee = [jour for annee in annees for jour in (date(annee, 12, 31), date(annee, 1, 1))]
    branches = [[j for j in liste if premier <= j <= dernier] for liste in (delicats, fins_de_mois, fins_d_annee)]
    return st.one_of([st.sampled_from(branche) for branche in branches if branche] + [st.dates(premier, dernier)])


AUJOURDHUIS = jours(date(2024, 1, 1), date(2032, 12, 31))
#: Around a limit: the day before, the day, the day after.
AUTOUR = st.sampled_from((-1, 0, 1)).map(lambda n: timedelta(days=n))


@st.composite
def dates_approchees(draw: st.DrawFn, exactes: st.SearchStrategy[date], floues: bool = True) -> str:
    """A day, sometimes told by its month or its year only."""
    jour = draw(exactes).isoformat()
    return jour[: draw(st.sampled_from((10, 10, 10, 7, 4) if floues else (10,)))]


@st.composite
def naissances(draw: st.DrawFn, au: date, ages: Sequence[int], floues: bool = True) -> str | None:
    """A birth date: any, or one that puts `au` at a bound of a window, or three months before it."""
    genre = draw(st.sampled_from(("borne", "borne", "borne", "bientot", "au hasard", "inconnue")))
    if genre == "inconnue" and floues:
        return None
    if genre == "au hasard" or not ages:
        exactes = jours(date(au.year - 119, 1, 1), au)
    else:
        pivot = add_mois(au, 3) if genre == "bientot" else au
        pivot = pivot + draw(AUTOUR)
        exactes = st.just(min(au, add_mois(pivot, -12 * draw(st.sampled_from(ages)))))
        if draw(st.integers(0, 3)) == 0:  # 29 February of a near leap year
            exactes = exactes.map(lambda jour: date(max(jour.year, au.year - 115) // 4 * 4, 2, 28) + timedelta(days=1))
    return draw(dates_approchees(exactes, floues))


def bornes(fiches: Sequence[Fiche]) -> list[int]:
    """Ages at which something opens or closes."""
    return sorted({a for f in fiches for debut, fin in f.pour_qui.ages for a in (debut, fin + 1) if 0 < a <= AGE_MAX})


def durees(fiche: Fiche) -> list[Duree]:
    """Every interval of a unit."""
    toutes = [fiche.frequence, fiche.frequence_debut, *fiche.frequence_apres.values()]
    toutes += [tranche.frequence for tranche in fiche.frequence_selon_age]
    toutes += fiche.frequence_selon_fait.values()
    return [duree for duree in toutes if isinstance(duree, Duree)]


@st.composite
def historiques(draw: st.DrawFn, fiches: Sequence[Fiche], au: date, plancher: date, floues: bool) -> dict[str, Any]:
    """Past acts: at random, or such that the next is due around today, or around the limit of what is soon."""
    avec = [fiche for fiche in fiches if durees(fiche) or fiche.frequence == "une_fois"]
    actes: list[dict[str, str]] = []
    nombres: dict[str, int] = {}
    for fiche in draw(st.lists(st.sampled_from(avec), max_size=2, unique_by=lambda f: f.id)) if avec else []:
        id_ = draw(st.sampled_from([fiche.id, *fiche.frequence_apres]))
        pivot = draw(st.sampled_from((au, add_mois(au, 3), add_duree(au, Duree(1, 15)))))
        intervalle = draw(st.sampled_from(durees(fiche) or [Duree(12, 0)]))
        precis = pivot - timedelta(days=intervalle.jours)
        precis = add_mois(precis, -intervalle.mois) + draw(AUTOUR)
        exactes = st.one_of(st.just(precis), jours(max(plancher, date(au.year - 12, 1, 1)), au))
        dates = [
            draw(dates_approchees(exactes.map(lambda jour: min(au, max(jour, plancher))), floues))
            for _ in range(draw(st.integers(1, 2)))
        ]
        actes += [{"id": id_, "le": le} for le in dates]
        if draw(st.booleans()):
            nombres[id_] = draw(st.integers(len(dates), 4))
    if floues and avec and draw(st.integers(0, 9)) == 0:
        seule = draw(st.sampled_from(avec))
        apres = {autre for fiche in avec for autre in fiche.frequence_apres}
        if seule.id not in apres and seule.id not in {acte["id"] for acte in actes}:
            nombres[seule.id] = draw(st.integers(0, 3))
    return {"historique": actes, "nombre_faits": nombres}


def valeurs(fait: str, fiches: Sequence[Fiche]) -> st.SearchStrategy[bool | float]:
    """Answers to a fact: yes, no, or numbers at and around each limit the units compare it with."""
    definition = FAITS_D_ESSAI.get(fait)
    if definition is None:
        definition = contenu_reel().faits[fait].definition.model_dump()
    if definition["type"] == "bool":
        return st.booleans()
    minimum, maximum = definition["min"], definition["max"]
    limites = {limite for fiche in fiches for limite in seuils(fiche, fait)}
    proches = {min(maximum, max(minimum, seuil + ecart)) for seuil in limites for ecart in (-1, -0.5, 0, 0.5, 1)}
    return st.sampled_from(sorted({minimum, maximum, *proches}))


def seuils(fiche: Fiche, fait: str) -> set[float]:
    """Numbers a unit compares a fact with."""
    comparaisons = ("au_moins", "superieur_a", "au_plus", "inferieur_a")
    return {
        float(getattr(clause, nom))
        for clause in clauses_de(fiche)
        for nom in comparaisons
        if clause.fait == fait and getattr(clause, nom) is not None
    }


def clauses_de(fiche: Fiche) -> list[Clause]:
    """Every clause of the conditions and exclusions, found by walking the tree here."""
    restent: list[Any] = [*fiche.pour_qui.conditions, *(exclusion.si for exclusion in fiche.sauf)]
    feuilles: list[Clause] = []
    while restent:
        critere = restent.pop()
        if isinstance(critere, Clause):
            feuilles.append(critere)
        else:
            restent += getattr(critere, "un_de", None) or critere.tous
    return feuilles


@st.composite
def profils(draw: st.DrawFn, fiches: Sequence[Fiche], au: date, *, floues: bool = True) -> Profil:
    """A possible profile whose dates and answers are near what these units look at. `floues`: doubts allowed."""
    sexe = draw(st.sampled_from(("F", "M", None) if floues else ("F", "M")))
    naissance = draw(naissances(au, bornes(fiches), floues))
    plancher = date(au.year - 119, 1, 1)
    if naissance is not None:
        plancher = date.fromisoformat((naissance + "-01-01")[:10])
    lus = sorted({fait for fiche in fiches for fait in fiche.faits_lus()} - {"age", "age_nouveau_ne_jours"})
    reponses = {fait: draw(valeurs(fait, fiches)) for fait in lus if draw(st.booleans())}
    if naissance is None and draw(st.booleans()):
        reponses["age"] = draw(st.sampled_from([*bornes(fiches), 0, 50]))
    grossesse: dict[str, date] = {}
    if "grossesse" in lus and draw(st.integers(0, 4)) == 0:
        reponses.pop("grossesse", None)
        reponses.pop("mois_de_grossesse", None)
        recul = timedelta(days=draw(st.integers(0, 300)))
        if draw(st.booleans()):
            grossesse["dernieres_regles"] = max(plancher, au - recul)
        else:
            grossesse["terme_prevu"] = au + timedelta(days=280) - recul
    passe = draw(historiques(fiches, au, min(plancher, au), floues))
    return Profil.model_validate(
        {"date_naissance": naissance, "sexe": sexe, "reponses": reponses, **grossesse, **passe}
    )


# --- units at random ---------------------------------------------------------------------------------------------

_INTERVALLES = st.sampled_from(("P2M", "P3M", "P5M", "P6M", "P7M", "P1Y", "P18M", "P2Y", "P3Y", "P5Y", "P6W", "P10Y"))


def _clause(draw: st.DrawFn, fait: str) -> dict[str, Any]:
    if fait in NOMBRES:
        comparaison = draw(st.sampled_from(("au_moins", "superieur_a", "au_plus", "inferieur_a")))
        return {"fait": fait, comparaison: draw(st.sampled_from((1, 3, 6, 20, 25)))}
    return {"fait": fait} if draw(st.booleans()) else {"fait": fait, "vaut": draw(st.booleans())}


def _arbre(draw: st.DrawFn, faits: list[str]) -> dict[str, Any]:
    """A criterion that reads each of these facts once."""
    if len(faits) == 1:
        return _clause(draw, faits[0])
    coupe = draw(st.integers(1, len(faits) - 1))
    return {draw(st.sampled_from(("un_de", "tous"))): [_arbre(draw, faits[:coupe]), _arbre(draw, faits[coupe:])]}


def _fenetres(draw: st.DrawFn) -> list[tuple[int, int]]:
    """One or two windows, never touching; often those of the real content."""
    reelles = sorted({fiche.pour_qui.ages for fiche in contenu_reel().fiches})
    if draw(st.booleans()):
        return list(draw(st.sampled_from(reelles)))
    debut = draw(st.integers(0, 80))
    fin = debut + draw(st.integers(0, 30))
    if draw(st.booleans()):
        return [(debut, fin)]
    suite = fin + draw(st.integers(2, 5))
    return [(debut, fin), (suite, min(AGE_MAX, suite + draw(st.integers(0, 40))))]


@st.composite
def fiches_au_hasard(draw: st.DrawFn, id_: str = "conseil") -> Fiche:
    """A valid unit using any of the features of the content form; each fact is read once."""
    libres = draw(st.permutations((*BOOLEENS, *NOMBRES)))
    nb_conditions, nb_exclusions = draw(st.integers(0, 4)), draw(st.integers(0, 2))
    lus, exclus = libres[:nb_conditions], libres[nb_conditions : nb_conditions + nb_exclusions]
    changes: dict[str, Any] = {"ages": _fenetres(draw), "sexe": draw(st.sampled_from((None, None, "F", "M")))}
    if changes["sexe"] and draw(st.booleans()):
        changes["organe"] = "a_un_col_uterus"
    if lus:
        changes["conditions"] = [_arbre(draw, list(lus))]
    changes["sauf"] = [exclusion(**_clause(draw, fait)) for fait in exclus]
    rythme = draw(st.sampled_from(("aucun", "une_fois", "court", "fixe", "debut", "age", "fait", "apres", "campagne")))
    changes["frequence"] = draw(_INTERVALLES)
    if rythme in {"aucun", "campagne"}:
        changes["frequence"] = None
    elif rythme == "une_fois":
        changes["frequence"] = "une_fois"
    elif rythme == "court":
        changes["frequence"] = draw(st.sampled_from(("P1D", "P1W", "P4W", "P1M")))
    elif rythme == "debut":
        changes["frequence_debut"] = draw(_INTERVALLES)
    elif rythme == "age":
        coupe = draw(st.integers(1, 90))
        changes["frequence_selon_age"] = [
            {"jusqu_a": coupe, "frequence": draw(_INTERVALLES)},
            {"a_partir_de": coupe + 1, "frequence": draw(_INTERVALLES)},
        ]
    elif rythme == "fait":
        restants = [fait for fait in BOOLEENS if fait not in (*lus, *exclus)] or ["ald"]
        changes["frequence_selon_fait"] = {fait: draw(_INTERVALLES) for fait in restants[: draw(st.integers(1, 2))]}
    elif rythme == "apres":
        changes["frequence_apres"] = {"autre-conseil": draw(_INTERVALLES)}
    if rythme == "campagne":
        changes["mois"] = draw(st.integers(1, 12))
    return make_fiche(id_, **changes)
