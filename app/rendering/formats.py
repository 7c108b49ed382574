"""Holds the French words for dates, ages, euros and rhythms, and French spacing. Decides nothing and reads no clock."""

import re
from datetime import date
from decimal import Decimal
from typing import Literal

from app.domain.dates import DateApprochee, Duree, parse_date_approchee

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MOIS_COURTS = (
    "janv.", "févr.", "mars", "avril", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
AGE_SANS_FIN = 120

INSECABLE = "\u00a0"
FINE = "\u202f"

_AVANT_DOUBLE = re.compile(r" (?=[;!?%€»])")
_DEUX_POINTS = re.compile(r" (?=:(?:\s|$))")
_CENTIMES = re.compile(r"(?<=\d euros) (?=\d\d\b)")
_NOMBRE = re.compile(r"(?<=\d) (?=(?:\d{3}\b|ans?\b|mois\b|euros?\b|h\b|kg\b|cm\b|mm\b))")


def typographie(texte: str) -> str:
    """Put the spaces a line must not break: before ; : ! ? € %, inside « », between a number and its unit."""
    texte = _AVANT_DOUBLE.sub(FINE, texte)
    texte = _DEUX_POINTS.sub(INSECABLE, texte)
    texte = _CENTIMES.sub(INSECABLE, texte)
    return _NOMBRE.sub(INSECABLE, texte).replace("« ", f"«{INSECABLE}").replace(f"{FINE}»", f"{INSECABLE}»")


def jour_en_mots(jour: date) -> str:
    """14 mai 1972, and 1er mai 1972 for the first of a month."""
    return f"{_numero(jour)} {MOIS[jour.month - 1]} {jour.year}"


def jour_complet(jour: date) -> str:
    """Samedi 14 mai 2032 in lower case: the FALC way, which names the day of the week."""
    return f"{JOURS[jour.weekday()]} {jour_en_mots(jour)}"


def mois_en_mots(jour: date) -> str:
    """Mai 2032, in lower case."""
    return f"{MOIS[jour.month - 1]} {jour.year}"


def mois_court(jour: date) -> str:
    """Févr. 2027, in lower case: for the few centimetres of the timeline."""
    return f"{MOIS_COURTS[jour.month - 1]} {jour.year}"


def date_approchee_en_mots(valeur: DateApprochee | str) -> str:
    """The words of a date known to the day, the month or the year only, with the preposition it needs."""
    approchee = parse_date_approchee(valeur) if isinstance(valeur, str) else valeur
    if approchee.exacte:
        return f"le {jour_en_mots(approchee.premier)}"
    if approchee.premier.month == approchee.dernier.month:
        return f"en {mois_en_mots(approchee.premier)}"
    return f"en {approchee.premier.year}"


def _numero(jour: date) -> str:
    return "1er" if jour.day == 1 else str(jour.day)


def euros(montant: Decimal) -> str:
    """30 €, 8,50 €, 1 234 €."""
    entier, _, centimes = f"{montant:.2f}".partition(".")
    groupes = f"{int(entier):,}".replace(",", FINE)
    return f"{groupes}{'' if centimes == '00' else ',' + centimes}{INSECABLE}€"


def duree_en_mots(duree: Duree) -> str:
    """2 ans, 6 mois, 2 semaines, 10 jours."""
    annees, mois = divmod(duree.mois, 12)
    semaines, jours = divmod(duree.jours, 7)
    if duree.mois and mois and duree.mois < 24:
        annees, mois = 0, duree.mois
    morceaux = [
        f"{nombre} {mot if nombre == 1 else pluriel}"
        for nombre, mot, pluriel in (
            (annees, "an", "ans"),
            (mois, "mois", "mois"),
            (0 if jours else semaines, "semaine", "semaines"),
            (duree.jours if jours else 0, "jour", "jours"),
        )
        if nombre
    ]
    return " et ".join(morceaux)


def rythme_en_mots(rythme: Duree | Literal["une_fois"] | None) -> str:
    """Tous les 2 ans, Tous les ans, Une seule fois; nothing when there is no rhythm."""
    if rythme is None:
        return ""
    if rythme == "une_fois":
        return "Une seule fois"
    singulier = {
        Duree(12, 0): "Tous les ans", Duree(1, 0): "Tous les mois",
        Duree(0, 7): "Toutes les semaines", Duree(0, 1): "Tous les jours",
    }  # fmt: skip
    feminin = not rythme.mois and not rythme.jours % 7
    return singulier.get(rythme) or f"{'Toutes' if feminin else 'Tous'} les {duree_en_mots(rythme)}"


def ages_en_mots(ages: tuple[tuple[int, int], ...]) -> str:
    """De 50 à 74 ans, dès 65 ans, à 45 ans, jusqu'à 17 ans, à tout âge — several windows joined by "et"."""
    return " et ".join(_fenetre(debut, fin) for debut, fin in ages)


def _fenetre(debut: int, fin: int) -> str:
    if fin >= AGE_SANS_FIN:
        return f"dès {ans(debut)}" if debut else "à tout âge"
    if debut == fin:
        return f"à {ans(debut)}" if debut else "avant 1 an"
    return f"de {debut} à {ans(fin)}" if debut else f"jusqu'à {ans(fin)}"


def ans(nombre: int) -> str:
    """0 an, 1 an, 54 ans."""
    return f"{nombre} {'an' if nombre < 2 else 'ans'}"


def nombre_de(nombre: int, singulier: str, pluriel: str | None = None) -> str:
    """1 chose, 4 choses."""
    return f"{nombre} {singulier if nombre < 2 else pluriel or singulier + 's'}"


def majuscule(texte: str) -> str:
    """The same sentence with a capital first letter, the rest untouched."""
    return texte[:1].upper() + texte[1:]


def enumeration(morceaux: list[str], conjonction: str = "et") -> str:
    """A, b et c."""
    if len(morceaux) < 2:
        return "".join(morceaux)
    return f"{', '.join(morceaux[:-1])} {conjonction} {morceaux[-1]}"


def jour_en_chiffres(valeur: DateApprochee | None) -> str:
    """14/05/1972: the form in which people type a date; a month or a year alone when the rest is not known."""
    if valeur is None:
        return ""
    iso = valeur.texte.split("-")
    return "/".join(reversed(iso))
