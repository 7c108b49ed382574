"""Checks that a profile is possible: calendar, vocabulary, contradictions. Lists every fault; never repeats a value."""

from collections.abc import Container, Iterator, Mapping
from datetime import date, timedelta
from typing import Protocol

from app.domain.dates import age_on
from app.domain.erreurs import Probleme, ProfilInvalide
from app.domain.faits import TERRITOIRES, DefinitionFait, Fait
from app.domain.fiches import AGE_MAX, Fiche
from app.domain.profil import DEPARTEMENTS, Profil
from app.domain.situation import GROSSESSE_AU_PLUS, JOURS_REGLES_A_TERME, mois_de_grossesse


class Referentiel(Protocol):
    """What a profile is checked against."""

    @property
    def faits(self) -> Mapping[str, Fait]:
        """The vocabulary."""

    @property
    def par_id(self) -> Mapping[str, Fiche]:
        """The content units by name."""


def check_profil(profil: Profil, au: date, referentiel: Referentiel, entretiens: Container[str] = ()) -> None:
    """Raise ProfilInvalide with every fault found; return nothing when the profile is possible on the day `au`.

    `entretiens` are the interviews whose day our own pages note; a program may name none.
    """
    problemes = (
        *_naissance(profil, au),
        *_departement(profil),
        *_reponses(profil, referentiel.faits),
        *_age(profil, au),
        *_historique(profil, au, referentiel.par_id, entretiens),
        *_grossesse(profil, au),
    )
    if problemes:
        raise ProfilInvalide(problemes)


def is_admissible(valeur: bool | int | float | None, definition: DefinitionFait) -> bool:
    """Whether an answer given to an earlier wording still answers this one; a silence always does."""
    return valeur is None or not any(_type_et_bornes("", valeur, definition))


def _naissance(profil: Profil, au: date) -> Iterator[Probleme]:
    naissance = profil.date_naissance
    if naissance is None:
        return
    if naissance.premier > au:
        yield Probleme(
            "date_naissance", "La date de naissance est dans le futur. Vérifiez le jour, le mois et l'année."
        )
    elif age_on(naissance.dernier, au) > AGE_MAX:
        yield Probleme(
            "date_naissance",
            f"Cette date donne plus de {AGE_MAX} ans. Vérifiez l'année : elle s'écrit avec 4 chiffres.",
        )


def _departement(profil: Profil) -> Iterator[Probleme]:
    if profil.departement is not None and profil.departement not in DEPARTEMENTS:
        yield Probleme(
            "departement",
            "Nous ne connaissons pas ce département. Écrivez son numéro : 01 à 95, 2A ou 2B pour la Corse, "
            "971 à 976 ou 975 à 988 outre-mer.",
        )


def _reponses(profil: Profil, faits: Mapping[str, Fait]) -> Iterator[Probleme]:
    for position, (nom, valeur) in enumerate(profil.reponses.items()):
        fait = faits.get(nom)
        if fait is None:
            yield Probleme(
                "reponses",
                f"La réponse numéro {position + 1} porte un nom que nous ne connaissons pas. "
                "Retirez-la ou corrigez son nom.",
            )
        elif valeur is not None:
            yield from _type_et_bornes(nom, valeur, fait.definition)
    for departement, territoire in TERRITOIRES.items():
        valeur = profil.reponses.get(territoire)
        if profil.departement is not None and valeur is not None and valeur != (profil.departement == departement):
            yield Probleme(f"reponses.{territoire}", "Cette réponse contredit le département. Gardez l'un des deux.")


def _type_et_bornes(nom: str, valeur: bool | int | float, definition: DefinitionFait) -> Iterator[Probleme]:
    if definition.type == "bool":
        if not isinstance(valeur, bool):
            yield Probleme(f"reponses.{nom}", "Répondez par true, false ou null (null = je ne sais pas).")
        return
    if isinstance(valeur, bool):
        yield Probleme(f"reponses.{nom}", "Répondez par un nombre, ou null si vous ne savez pas.")
    elif definition.min is not None and definition.max is not None and not definition.min <= valeur <= definition.max:
        yield Probleme(
            f"reponses.{nom}", f"Ce nombre doit être entre {definition.min:g} et {definition.max:g}. Vérifiez-le."
        )


def _age(profil: Profil, au: date) -> Iterator[Probleme]:
    """An answered age must agree with the birth date, which alone decides."""
    naissance = profil.date_naissance
    age, jours = profil.reponses.get("age"), profil.reponses.get("age_nouveau_ne_jours")
    if naissance is None:
        if age is not None and jours is not None and age > 0:
            yield Probleme("reponses.age", "L'âge en années et l'âge en jours se contredisent. Gardez l'un des deux.")
        return
    if naissance.premier > au:
        return
    if age is not None and not max(0, age_on(naissance.dernier, au)) <= age <= age_on(naissance.premier, au):
        yield Probleme("reponses.age", "L'âge contredit la date de naissance. Retirez l'âge : la date suffit.")
    if jours is not None and not max(0, (au - naissance.dernier).days) <= jours <= (au - naissance.premier).days:
        yield Probleme(
            "reponses.age_nouveau_ne_jours",
            "L'âge en jours contredit la date de naissance. Retirez l'âge : la date suffit.",
        )


def _historique(
    profil: Profil, au: date, par_id: Mapping[str, Fiche], entretiens: Container[str]
) -> Iterator[Probleme]:
    entrees: dict[str, int] = {}
    for position, acte in enumerate(profil.historique):
        champ = f"historique[{position}]"
        entrees[acte.id] = entrees.get(acte.id, 0) + 1
        if acte.id not in par_id and acte.id not in entretiens:
            yield Probleme(f"{champ}.id", "Cet acte n'est pas un de nos conseils. Vérifiez son nom.")
        if acte.le.premier > au:
            yield Probleme(f"{champ}.le", "Cette date est dans le futur. Indiquez quand l'acte a été fait.")
        elif profil.date_naissance is not None and acte.le.dernier < profil.date_naissance.premier:
            yield Probleme(f"{champ}.le", "Cette date est avant la naissance. Vérifiez l'année.")
    for position, (id_, nombre) in enumerate(profil.nombre_faits.items()):
        champ = f"nombre_faits[{position}]"
        if id_ not in par_id:
            yield Probleme(champ, "Cet acte n'est pas un de nos conseils. Vérifiez son nom.")
        elif nombre < entrees.get(id_, 0):
            yield Probleme(champ, "Le nombre d'actes est plus petit que les dates données. Corrigez l'un des deux.")


def _grossesse(profil: Profil, au: date) -> Iterator[Probleme]:
    regles, terme = profil.dernieres_regles, profil.terme_prevu
    if regles is not None and regles > au:
        yield Probleme("dernieres_regles", "Cette date est dans le futur. Indiquez le premier jour des règles.")
    if regles is not None and profil.date_naissance is not None and regles < profil.date_naissance.premier:
        yield Probleme("dernieres_regles", "Cette date est avant la naissance. Vérifiez l'année.")
    if terme is not None and terme - au > timedelta(days=JOURS_REGLES_A_TERME):
        yield Probleme("terme_prevu", "Ce terme est trop lointain. Vérifiez le mois et l'année.")
    if regles is not None and terme is not None:
        ecart = terme - regles - timedelta(days=JOURS_REGLES_A_TERME)
        if abs(ecart) > timedelta(weeks=4):
            yield Probleme("terme_prevu", "Le terme et les dernières règles se contredisent. Gardez l'un des deux.")
    mois = mois_de_grossesse(profil, au)
    if mois is None:
        return
    if profil.reponses.get("grossesse") is False:
        yield Probleme(
            "reponses.grossesse",
            "Cette réponse contredit la date des règles ou du terme (moins de "
            f"{GROSSESSE_AU_PLUS.days // 7} semaines). Retirez l'une des deux.",
        )
    dit = profil.reponses.get("mois_de_grossesse")
    if dit is not None and abs(dit - mois) > 1:
        yield Probleme(
            "reponses.mois_de_grossesse", "Ce mois contredit la date des règles ou du terme. Gardez l'un des deux."
        )
