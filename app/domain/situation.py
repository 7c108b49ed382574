"""Holds a profile read on one day: ages, pregnancy, territory, past acts. Deduces, never judges."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.criteres import Valeur
from app.domain.dates import DateApprochee, add_mois, age_on, mois_revolus
from app.domain.faits import TERRITOIRES
from app.domain.fiches import AGE_MAX
from app.domain.profil import Profil

#: French practice counts the term at 41 weeks after the first day of the last period.
JOURS_REGLES_A_TERME = 287
JOURS_REGLES_A_CONCEPTION = 14
#: Past 42 weeks nothing is deduced any more: the question is asked again.
GROSSESSE_AU_PLUS = timedelta(weeks=42)


@dataclass(frozen=True, slots=True)
class Historique:
    """The last act of one recommendation (None when it was done on an unknown day) and how many were done."""

    dernier: DateApprochee | None
    nombre: int


@dataclass(frozen=True, slots=True)
class Situation:
    """One person on the day `au`. `age_min` and `age_max` differ only when the birth date is not exact."""

    au: date
    naissance: DateApprochee | None
    age_min: int
    age_max: int
    sexe: str | None
    departement: str | None
    faits: Mapping[str, Valeur]
    historique: Mapping[str, Historique]


def read_situation(profil: Profil, au: date) -> Situation:
    """Read a profile on a day; supposes it passed `check_profil`."""
    faits: dict[str, Valeur] = {nom: valeur for nom, valeur in profil.reponses.items() if valeur is not None}
    naissance = _naissance(profil, faits, au)
    age_min, age_max = 0, AGE_MAX
    if naissance is not None:
        age_min = age_max = min(AGE_MAX, age_on(naissance.premier, au))
        if not naissance.exacte:
            age_min = max(0, age_on(naissance.dernier, au))
        faits["age"] = age_min if age_min == age_max else (age_min, age_max)
        if age_min == 0:
            jours = max(0, (au - naissance.dernier).days), (au - naissance.premier).days
            faits["age_nouveau_ne_jours"] = jours[0] if jours[0] == jours[1] else jours
        else:
            faits["age_nouveau_ne_jours"] = (au - naissance.dernier).days
    mois = mois_de_grossesse(profil, au)
    if mois is not None:
        faits["grossesse"] = True
        faits["mois_de_grossesse"] = mois
    for departement, territoire in TERRITOIRES.items():
        if profil.departement is not None or territoire not in faits:
            faits[territoire] = profil.departement == departement
    historique = _historique(profil) if profil.historique or profil.nombre_faits else {}
    return Situation(au, naissance, age_min, age_max, profil.sexe, profil.departement, faits, historique)


def mois_de_grossesse(profil: Profil, au: date) -> int | None:
    """Month of pregnancy (1 to 10) told by the last period or the expected term; None when neither tells it."""
    if profil.dernieres_regles is not None:
        depuis = au - profil.dernieres_regles
    elif profil.terme_prevu is not None:
        depuis = au - profil.terme_prevu + timedelta(days=JOURS_REGLES_A_TERME)
    else:
        return None
    if not timedelta() <= depuis <= GROSSESSE_AU_PLUS:
        return None
    conception = au - depuis + timedelta(days=JOURS_REGLES_A_CONCEPTION)
    return max(1, mois_revolus(conception, au) + 1)


def _naissance(profil: Profil, faits: Mapping[str, Valeur], au: date) -> DateApprochee | None:
    """The birth date, or the days an answered age leaves possible."""
    if profil.date_naissance is not None:
        naissance = profil.date_naissance
        return naissance if naissance.dernier <= au else DateApprochee(naissance.premier, au)
    jours = faits.get("age_nouveau_ne_jours")
    if isinstance(jours, int | float):
        jour = au - timedelta(days=int(jours))
        return DateApprochee(jour, jour)
    age = faits.get("age")
    if isinstance(age, int | float):
        return naissances_possibles(int(age), au)
    return None


def naissances_possibles(age: int, au: date) -> DateApprochee:
    """Every birth date that makes someone `age` years old on the day `au`."""
    premier = add_mois(au, -12 * (age + 1)) - timedelta(days=1)
    while age_on(premier, au) > age:
        premier += timedelta(days=1)
    dernier = add_mois(au, -12 * age)
    while age_on(dernier, au) < age:
        dernier -= timedelta(days=1)
    return DateApprochee(premier, dernier)


def _historique(profil: Profil) -> dict[str, Historique]:
    derniers: dict[str, DateApprochee] = {}
    compte: dict[str, int] = {}
    for acte in profil.historique:
        connu = derniers.get(acte.id)
        derniers[acte.id] = acte.le if connu is None else _plus_recent(connu, acte.le)
        compte[acte.id] = compte.get(acte.id, 0) + 1
    compte.update({id_: nombre for id_, nombre in profil.nombre_faits.items() if nombre or id_ in derniers})
    return {id_: Historique(derniers.get(id_), nombre) for id_, nombre in compte.items()}


def _plus_recent(le: DateApprochee, autre: DateApprochee) -> DateApprochee:
    """Every day the more recent of two acts may have taken place."""
    return DateApprochee(max(le.premier, autre.premier), max(le.dernier, autre.dernier))
