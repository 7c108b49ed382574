"""Holds the plain interpreter, the oracle of the engine: slow, recursive, written from the contract.

It reads a profile itself and shares nothing with the engine but the content's form and the profile's. Where a date is
approximate it tries days one by one; where a rhythm depends on an unknown answer it tries each.
"""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from app.domain.criteres import Clause, Tous, UnDe
from app.domain.dates import DateApprochee, Duree
from app.domain.fiches import AGE_MAX, Fiche
from app.domain.profil import Profil


class Attendu(NamedTuple):
    """What the contract says: verdict, due date, first day it will concern the person."""

    verdict: str
    echeance: date | None = None
    a_partir_du: date | None = None


class Acte(NamedTuple):
    """The act that counts: its day (None: not known), when the next is due (None: never again), by what interval."""

    le: date | None
    suivante: date | None
    intervalle: Duree | None


# --- calendar ----------------------------------------------------------------------------------------------------


def plus_mois(jour: date, mois: int) -> date:
    """The same day of the month so many months later; the 1st of the month after when it does not exist."""
    annee, mois_zero = divmod(jour.year * 12 + jour.month - 1 + mois, 12)
    if jour.day <= calendar.monthrange(annee, mois_zero + 1)[1]:
        return jour.replace(year=annee, month=mois_zero + 1, day=jour.day)
    return date(annee, mois_zero + 1, calendar.monthrange(annee, mois_zero + 1)[1]) + timedelta(days=1)


def plus(jour: date, duree: Duree) -> date:
    return plus_mois(jour, duree.mois) + timedelta(days=duree.jours)


def ans(naissance: date, au: date) -> int:
    """Birthdays already lived."""
    age = au.year - naissance.year
    return age if plus_mois(naissance, age * 12) <= au else age - 1


def bientot_jusqu_a(au: date, intervalle: Duree | None) -> date:
    """The last day that is soon: three months, or half the interval when that is less."""
    trois_mois = plus_mois(au, 3)
    if intervalle is None:
        return trois_mois
    moitie_mois, reste = divmod(intervalle.mois, 2)
    return min(trois_mois, plus_mois(au, moitie_mois) + timedelta(days=reste * 15 + intervalle.jours // 2))


def prochain(mois: int, debut: date) -> date:
    """The first day of that month, from `debut` on."""
    jour = debut
    while jour.month != mois:
        jour += timedelta(days=1)
    return jour


# --- facts and three-valued logic --------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def jours_possibles(approchee: DateApprochee, au: date) -> list[date]:
    """Days an approximate date may be: its ends, each 1st and last day of month, and the middle; never after `au`."""
    dernier = min(approchee.dernier, au)
    tous = [approchee.premier + timedelta(days=n) for n in range((dernier - approchee.premier).days + 1)]
    milieu = tous[len(tous) // 2]
    return [
        jour
        for jour in tous
        if jour in {tous[0], milieu, tous[-1]} or jour.day == 1 or (jour + timedelta(days=1)).day == 1
    ]


def faits_certains(profil: Profil, au: date) -> dict[str, set[float]]:
    """For each known fact, the values it may have (several when a date is approximate)."""
    faits = {nom: {float(valeur)} for nom, valeur in profil.reponses.items() if valeur is not None}
    ne = profil.date_naissance
    if ne is not None:
        jours = jours_possibles(ne, au)
        faits["age"] = {float(ans(jour, au)) for jour in jours}
        faits["age_nouveau_ne_jours"] = {float((au - jour).days) for jour in jours}
    mois = mois_enceinte(profil, au)
    if mois is not None:
        faits["grossesse"], faits["mois_de_grossesse"] = {1.0}, {float(mois)}
    if profil.departement is not None:
        faits["territoire-guyane"] = {float(profil.departement == "973")}
        faits["territoire-mayotte"] = {float(profil.departement == "976")}
    return faits


def mois_enceinte(profil: Profil, au: date) -> int | None:
    """Month of pregnancy, counted from 14 days after the last period; a term is 41 weeks after it."""
    regles = profil.dernieres_regles
    if regles is None and profil.terme_prevu is not None:
        regles = profil.terme_prevu - timedelta(weeks=41)
    if regles is None or regles > au or au > regles + timedelta(weeks=42):
        return None
    debut, mois = regles + timedelta(days=14), 1
    while plus_mois(debut, mois) <= au:
        mois += 1
    return mois


def vrai(critere: Clause | UnDe | Tous, faits: dict[str, set[float]]) -> bool | None:
    """Kleene: true, false or unknown."""
    if isinstance(critere, UnDe):
        branches = [vrai(branche, faits) for branche in critere.un_de]
        return True if True in branches else None if None in branches else False
    if isinstance(critere, Tous):
        branches = [vrai(branche, faits) for branche in critere.tous]
        return False if False in branches else None if None in branches else True
    if critere.fait not in faits:
        return None
    reponses = {_clause(critere, valeur) for valeur in faits[critere.fait]}
    return reponses.pop() if len(reponses) == 1 else None


def _clause(clause: Clause, valeur: float) -> bool:
    if clause.au_moins is not None:
        return valeur >= clause.au_moins
    if clause.superieur_a is not None:
        return valeur > clause.superieur_a
    if clause.au_plus is not None:
        return valeur <= clause.au_plus
    if clause.inferieur_a is not None:
        return valeur < clause.inferieur_a
    return bool(valeur) == (clause.vaut is not False)


# --- one person, one recommendation ------------------------------------------------------------------------------


Connus = dict[str, set[float]]


def interprete(  # noqa: PLR0911 - one answer a line
    fiche: Fiche, profil: Profil, au: date, faits: Connus | None = None
) -> Attendu:
    """The verdict of one recommendation for one profile on one day; `faits` spares reading the profile again."""
    faits = faits_certains(profil, au) if faits is None else faits
    accueil = _sexe_ou_organe(fiche, profil, faits)
    conditions = [vrai(critere, faits) for critere in fiche.pour_qui.conditions]
    exclusions = [n for n, exclusion in enumerate(fiche.sauf) if vrai(exclusion.si, faits) is True]
    if accueil is False:
        return Attendu("PAS_CONCERNE")
    if exclusions:
        certaine = accueil is True and all(condition is True for condition in conditions)
        retour = _fin_d_exclusion(fiche, profil, faits, exclusions, au) if certaine else None
        return Attendu("PAS_CONCERNE", None, retour)
    if False in conditions:
        return Attendu("PAS_CONCERNE", None, _ouvert_plus_tard(fiche, profil, faits, au) if accueil else None)
    naissances = _naissances(profil, au)
    places = {_place(fiche, jour, au) for jour in naissances}
    if places == {"apres"}:
        return Attendu("PAS_CONCERNE")
    if len(places) > 1:
        hors_du_mois = fiche.mois not in {None, au.month} and accueil is True and None not in conditions
        return Attendu("PAS_CONCERNE" if hors_du_mois else "A_PRECISER")
    possibles = {
        _exact(fiche, jour, acte, au)
        for jour in naissances
        for rythme in _rythmes(fiche, profil, faits, jour, au)
        for acte in _actes(fiche, profil, rythme, au)
    }
    verdicts = {attendu.verdict for attendu in possibles}
    if accueil is None or None in conditions:
        plus_tard = places == {"avant"} and verdicts == {"PAS_CONCERNE"}
        return Attendu("PAS_CONCERNE" if plus_tard else "A_PRECISER")
    if len(verdicts) > 1:
        return Attendu("A_PRECISER")
    echeances = {attendu.echeance for attendu in possibles}
    departs = {attendu.a_partir_du for attendu in possibles}
    return Attendu(
        verdicts.pop(),
        echeances.pop() if len(echeances) == 1 else None,
        departs.pop() if len(departs) == 1 else None,
    )


def _sexe_ou_organe(fiche: Fiche, profil: Profil, faits: dict[str, set[float]]) -> bool | None:
    pour_qui = fiche.pour_qui
    if pour_qui.sexe is None:
        return True
    if pour_qui.organe is not None and pour_qui.organe in faits:
        return faits[pour_qui.organe] == {1.0}
    return None if profil.sexe is None else profil.sexe == pour_qui.sexe


def _naissances(profil: Profil, au: date) -> list[date | None]:
    """Every birth date tried; None when nothing is known of it."""
    if profil.date_naissance is not None:
        return list(jours_possibles(profil.date_naissance, au))
    jours, age = profil.reponses.get("age_nouveau_ne_jours"), profil.reponses.get("age")
    if jours is not None:
        return [au - timedelta(days=int(jours))]
    if age is not None:
        recul = plus_mois(au, -12 * int(age) - 14)
        annees = [recul + timedelta(days=n) for n in range(450)]
        du_bon_age = [jour for jour in annees if jour <= au and ans(jour, au) == int(age)]
        return [du_bon_age[0], du_bon_age[len(du_bon_age) // 2], du_bon_age[-1]]
    return [None]


def _place(fiche: Fiche, naissance: date | None, au: date) -> str:
    if naissance is None:
        return "dedans" if fiche.pour_qui.ages[0] == (0, AGE_MAX) else "inconnue"
    age = ans(naissance, au)
    for debut, fin in fiche.pour_qui.ages:
        if age < debut:
            return "avant"
        if age <= fin:
            return "dedans"
    return "apres"


def _fenetre(fiche: Fiche, naissance: date | None, au: date) -> tuple[date | None, date | None]:
    """First day of the window the person is in or before, and first day it is over (None: never)."""
    if naissance is None:
        return None, None
    debut, fin = next((debut, fin) for debut, fin in fiche.pour_qui.ages if ans(naissance, au) <= fin)
    return plus_mois(naissance, 12 * debut), None if fin == AGE_MAX else plus_mois(naissance, 12 * (fin + 1))


def _exact(  # noqa: PLR0911 - the contract, case by case
    fiche: Fiche, naissance: date | None, acte: Acte | None, au: date
) -> Attendu:
    """The verdict when every date is known; an act on an unknown day is undecided where it counts."""
    ouverture, fermeture = _fenetre(fiche, naissance, au)
    if naissance is None and fiche.pour_qui.ages[0] != (0, AGE_MAX):
        return Attendu("A_PRECISER")
    avant = ouverture is not None and au < ouverture
    if fiche.mois is not None:
        depart = prochain(fiche.mois, max(au, ouverture or au))
        if avant or au.month != fiche.mois:
            return Attendu("PAS_CONCERNE", None, depart if fermeture is None or depart < fermeture else None)
    if acte is None:
        if not avant:
            return Attendu("A_FAIRE")
        assert ouverture is not None
        limite = bientot_jusqu_a(au, fiche.frequence if isinstance(fiche.frequence, Duree) else None)
        return Attendu("BIENTOT", ouverture) if ouverture <= limite else Attendu("PAS_CONCERNE", None, ouverture)
    limite = bientot_jusqu_a(au, acte.intervalle)
    if acte.le is None and fiche.frequence != "une_fois":
        loin = avant and ouverture is not None and ouverture > limite
        return Attendu("PAS_CONCERNE" if loin else "A_PRECISER")
    if acte.suivante is None:
        return Attendu("PAS_CONCERNE") if avant else Attendu("A_JOUR")
    due = acte.suivante
    if avant:
        assert ouverture is not None
        due = max(due, ouverture)
        if fermeture is not None and due >= fermeture:
            return Attendu("PAS_CONCERNE")
        return Attendu("BIENTOT", due) if due <= limite else Attendu("PAS_CONCERNE", None, due)
    if due <= au:
        return Attendu("A_FAIRE", due)
    if fermeture is not None and due >= fermeture:
        return Attendu("A_JOUR")
    return Attendu("BIENTOT" if due <= limite else "A_JOUR", due)


# --- rhythm and past acts ----------------------------------------------------------------------------------------


def _ne_regarde_pas_le_passe(fiche: Fiche) -> bool:
    """Frequency null, or a month and less."""
    rythme = fiche.frequence
    return rythme is None or (isinstance(rythme, Duree) and plus(date(2026, 1, 1), rythme) <= date(2026, 2, 1))


def _nombre(fiche: Fiche, profil: Profil) -> int:
    entrees = sum(acte.id == fiche.id for acte in profil.historique)
    return profil.nombre_faits.get(fiche.id, entrees)


def _rythmes(
    fiche: Fiche, profil: Profil, faits: dict[str, set[float]], naissance: date | None, au: date
) -> Iterator[Duree | None]:
    """The interval that holds now; several when unknown answers decide it."""
    defaut = fiche.frequence if isinstance(fiche.frequence, Duree) else None
    if fiche.frequence_debut is not None and _nombre(fiche, profil) < 2:
        yield fiche.frequence_debut
        return
    if fiche.frequence_selon_age and naissance is not None:
        age = ans(naissance, au)
        dedans = [t.frequence for t in fiche.frequence_selon_age if t.a_partir_de <= age <= t.jusqu_a]
        yield dedans[0] if dedans else defaut
        return
    for fait, duree in fiche.frequence_selon_fait.items():
        if fait not in faits:
            yield duree
        elif faits[fait] == {1.0}:
            yield duree
            return
    yield defaut


def _actes(fiche: Fiche, profil: Profil, rythme: Duree | None, au: date) -> Iterator[Acte | None]:
    """Each possible act that counts: the last of its own and of those of `frequence_apres`."""
    if _ne_regarde_pas_le_passe(fiche):
        yield None
        return
    propres = [acte.le for acte in profil.historique if acte.id == fiche.id]
    if not propres and _nombre(fiche, profil) > 0:
        yield Acte(None, None, rythme)
        return
    candidats: list[list[Acte]] = []
    if propres:
        candidats.append([Acte(le, plus(le, rythme) if rythme else None, rythme) for le in _derniers(propres, au)])
    for autre, delai in fiche.frequence_apres.items():
        passes = [acte.le for acte in profil.historique if acte.id == autre]
        if passes:
            candidats.append([Acte(le, plus(le, delai), delai) for le in _derniers(passes, au)])
    if not candidats:
        yield None
        return
    for combinaison in _produit(candidats):
        yield max(combinaison, key=lambda acte: acte.le or date.min)


def _derniers(dates: list[DateApprochee], au: date) -> list[date]:
    """The days the most recent of these acts may be."""
    plancher = max(approchee.premier for approchee in dates)
    return sorted({max(plancher, jour) for approchee in dates for jour in jours_possibles(approchee, au)})


def _produit(listes: list[list[Acte]]) -> Iterator[list[Acte]]:
    if not listes:
        yield []
        return
    for tete in listes[0]:
        for suite in _produit(listes[1:]):
            yield [tete, *suite]


def _ouvert_plus_tard(fiche: Fiche, profil: Profil, faits: Connus, au: date) -> date | None:
    """The first day its age, or the weeks gone by, make every condition true, answers kept."""
    ne = profil.date_naissance
    if ne is None or ne.premier != ne.dernier or _place(fiche, ne.premier, au) != "dedans":
        return None
    if "grossesse" in fiche.faits_lus() or any(
        acte.id in {fiche.id, *fiche.frequence_apres} for acte in profil.historique
    ):
        return None
    essais = [plus_mois(ne.premier, 12 * annees) for annees in range(AGE_MAX)]
    essais += [au + timedelta(weeks=semaines) for semaines in range(60)]
    fermeture = _fenetre(fiche, ne.premier, au)[1]
    for jour in sorted(jour for jour in essais if jour > au):
        if fermeture is not None and jour >= fermeture:
            return None
        alors = {
            fait: {valeur + (jour - au).days // 7 for valeur in valeurs}
            if fait.startswith("semaines_depuis_")
            else valeurs
            for fait, valeurs in faits.items()
        } | {"age": {float(ans(ne.premier, jour))}}
        if all(vrai(critere, alors) is True for critere in fiche.pour_qui.conditions):
            return jour
    return None


def _fin_d_exclusion(
    fiche: Fiche, profil: Profil, faits: dict[str, set[float]], exclusions: list[int], au: date
) -> date | None:
    """Day the only exclusion ends, when it says "less than N months or years ago" and the window is still open."""
    clause = fiche.sauf[exclusions[0]].si
    mois = {"mois": 1, "annees": 12}.get(clause.fait.split("_depuis_")[0])
    naissances = _naissances(profil, au)
    if len(exclusions) > 1 or mois is None or clause.inferieur_a is None or len(faits[clause.fait]) > 1:
        return None
    if {_place(fiche, jour, au) for jour in naissances} != {"dedans"}:
        return None
    (depuis,) = faits[clause.fait]
    attente = 0
    while depuis + attente < clause.inferieur_a:
        attente += 1
    retour = plus_mois(au, attente * mois)
    fermetures = [_fenetre(fiche, jour, au)[1] for jour in naissances]
    return retour if all(fin is None or retour < fin for fin in fermetures) else None
