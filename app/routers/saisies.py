"""Reads what people type in our forms: dates in French order, numbers, and the forms themselves. Stores nothing.

A date that can be read two ways, or not at all, is asked again with a sentence that says what to write.
"""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from starlette.datastructures import FormData
from starlette.requests import Request

from app.domain.dates import DateApprochee, age_on, parse_date_approchee
from app.domain.dossier import NOM_MAX, clean_nom
from app.domain.fiches import AGE_MAX
from app.domain.situation import GROSSESSE_AU_PLUS

LONGUEUR_MAX = 40
CHAMPS_MAX = 12
_MOIS = ("janv", "fevr", "mars", "avri", "mai", "juin", "juil", "aout", "sept", "octo", "nove", "dece")
_COURTS = {"fev": 2, "avr": 4, "jui": 0, "oct": 10, "nov": 11, "dec": 12, "jan": 1, "jun": 6, "jul": 7, "sep": 9}
_SEPARATEURS = re.compile(r"[\s/.,\-–]+")
#: A social security number: 13 digits or more, with 2A or 2B for those born in Corsica.
_SECU = re.compile(r"\d{13}|[1-478]\d{4}2[ab]\d{6}", re.ASCII)

EXEMPLE = "par exemple 14/05/1972"
VIDE = f"Écrivez votre date de naissance : jour, mois, année, {EXEMPLE}."
ILLISIBLE = f"Nous ne lisons pas cette date. Écrivez le jour, le mois, puis l'année : {EXEMPLE}."
ANNEE_COURTE = f"Écrivez l'année avec 4 chiffres, {EXEMPLE}."
FUTUR = "Cette date est dans le futur. Vérifiez le jour, le mois et l'année."
TROP_LOIN = f"Cette date donne plus de {AGE_MAX} ans. Vérifiez l'année : elle s'écrit avec 4 chiffres."
SECU = "N'écrivez jamais votre numéro de Sécurité sociale ici. Nous ne l'avons pas gardé."
AVANT_NAISSANCE = "Cette date est avant votre naissance. Vérifiez l'année."
VIDE_PROCHE = f"Écrivez sa date de naissance : jour, mois, année, {EXEMPLE}. L'année seule suffit."
NOM_LONG = f"C'est trop long : {NOM_MAX} caractères au plus. Des initiales suffisent, par exemple A.B."
JOUR_EXACT = "Écrivez le jour, le mois et l'année, par exemple 14/05/2026. Sans le jour, la sage-femme peut le dire."
TROP_ANCIEN = "Cette date est trop ancienne pour une grossesse en cours. Vérifiez-la, ou demandez à la sage-femme."
JOUR_MANQUANT = "Écrivez aussi le jour : les prix changent un jour précis, par exemple 22/12/2024."
VIDE_ACTE = "Écrivez quand vous l'avez fait : une date, un mois ou une année, par exemple 2024."


class DateLue(NamedTuple):
    """The date read, or the sentence that asks for it again; `saisie` is what may be shown back."""

    valeur: DateApprochee | None
    erreur: str
    saisie: str


async def read_form(request: Request, champs: int = CHAMPS_MAX) -> FormData:
    """Read a form of ours: few fields, no file."""
    return await request.form(max_files=0, max_fields=champs)


def field(formulaire: FormData, nom: str) -> str:
    """One field as text, trimmed; empty when absent or not text."""
    valeur = formulaire.get(nom)
    return valeur.encode("utf-8", "replace").decode("utf-8").strip() if isinstance(valeur, str) else ""


def read_naissance(brut: str, au: date) -> DateLue:
    """A birth date: past, at most 120 years ago; a year or a month is taken as it is, some papers hold no more."""
    lue = _read(brut, VIDE)
    if lue.valeur is None:
        return lue
    if lue.valeur.premier > au:
        return DateLue(None, FUTUR, lue.saisie)
    if age_on(lue.valeur.dernier, au) > AGE_MAX:
        return DateLue(None, TROP_LOIN, lue.saisie)
    return lue


def read_naissance_proche(brut: str, au: date) -> DateLue:
    """The birth date of a relative: the same, asked in other words."""
    return read_naissance(brut, au) if brut else DateLue(None, VIDE_PROCHE, "")


def read_nom(brut: str) -> tuple[str, str]:
    """A short name, and the sentence that asks for it again; what may be a social security number is dropped."""
    if looks_like_secu(brut):
        return "", SECU
    nom = clean_nom(brut)
    return (nom[:LONGUEUR_MAX], NOM_LONG) if len(nom) > NOM_MAX else (nom, "")


def read_acte(brut: str, au: date, naissance: DateApprochee | None) -> DateLue:
    """The date of something done: a day, a month or a year, after birth and not in the future."""
    lue = _read(brut, VIDE_ACTE)
    if lue.valeur is None:
        return lue
    if lue.valeur.premier > au:
        return DateLue(None, FUTUR, lue.saisie)
    if naissance is not None and lue.valeur.dernier < naissance.premier:
        return DateLue(None, AVANT_NAISSANCE, lue.saisie)
    if age_on(lue.valeur.dernier, au) > AGE_MAX:
        return DateLue(None, TROP_LOIN, lue.saisie)
    return lue


def read_regles(brut: str, au: date, naissance: DateApprochee | None) -> DateLue:
    """The first day of a pregnancy that may still go on, to the day; nothing typed is no fault."""
    if not brut:
        return DateLue(None, "", "")
    lue = read_acte(brut, au, naissance)
    if lue.valeur is None:
        return lue
    if not lue.valeur.exacte:
        return DateLue(None, JOUR_EXACT, lue.saisie)
    return DateLue(None, TROP_ANCIEN, lue.saisie) if au - lue.valeur.premier > GROSSESSE_AU_PLUS else lue


def read_jour_de_soin(brut: str, au: date) -> DateLue:
    """The day of a care: an exact day, at most the end of next year; nothing typed is today."""
    if not brut:
        return DateLue(parse_date_approchee(au.isoformat()), "", "")
    lue = _read(brut, "")
    if lue.valeur is None:
        return lue
    if not lue.valeur.exacte:
        return DateLue(None, JOUR_MANQUANT, lue.saisie)
    if lue.valeur.premier.year > au.year + 1:
        message = f"Les prix de ce jour ne sont pas connus. Choisissez une date avant {au.year + 2}."
        return DateLue(None, message, lue.saisie)
    return lue


def read_nombre(brut: str) -> int | float | None:
    """A number written the French way (27,5) or not; None when it is not one."""
    texte = plain(brut).replace(" ", "").replace(",", ".")
    if not re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", texte, re.ASCII):
        return None
    return float(texte) if "." in texte else int(texte)


def looks_like_secu(brut: str) -> bool:
    """Whether a field holds what may be a social security number: it must not even be shown back."""
    return _SECU.search(_SEPARATEURS.sub("", plain(brut))) is not None


def _read(brut: str, vide: str) -> DateLue:
    if not brut:
        return DateLue(None, vide, "")
    if looks_like_secu(brut):
        return DateLue(None, SECU, "")
    saisie = brut[:LONGUEUR_MAX]
    morceaux = [morceau for morceau in _SEPARATEURS.split(plain(saisie)) if morceau]
    if len(morceaux) == 1 and re.fullmatch(r"\d{8}", morceaux[0], re.ASCII):
        tout = morceaux[0]
        morceaux = [tout[:2], tout[2:4], tout[4:]]
    if not 1 <= len(morceaux) <= 3 or len(brut) > LONGUEUR_MAX:
        return DateLue(None, ILLISIBLE, saisie)
    if len(morceaux) == 3 and re.fullmatch(r"\d{4}", morceaux[0], re.ASCII):
        morceaux.reverse()
    valeur, erreur = _assemble(morceaux)
    return DateLue(valeur, erreur, saisie)


def _assemble(morceaux: list[str]) -> tuple[DateApprochee | None, str]:
    """Day, month and year in that order; month and year; or a year alone."""
    annee = morceaux[-1]
    if re.fullmatch(r"\d{1,2}", annee, re.ASCII):
        return None, ANNEE_COURTE
    mois = _mois(morceaux[-2]) if len(morceaux) > 1 else None
    if not re.fullmatch(r"\d{4}", annee, re.ASCII) or (len(morceaux) > 1 and mois is None):
        return None, ILLISIBLE
    if mois is not None and not 1 <= mois <= 12:
        return None, f"Le mois {mois} n'existe pas. Écrivez le jour d'abord, puis le mois : {EXEMPLE}."
    jour = re.fullmatch(r"(\d{1,2})(?:er)?", morceaux[0], re.ASCII) if len(morceaux) == 3 else None
    if len(morceaux) == 3 and jour is None:
        return None, ILLISIBLE
    iso = annee + (f"-{mois:02}" if mois else "") + (f"-{int(jour[1]):02}" if jour else "")
    try:
        return parse_date_approchee(iso), ""
    except ValueError:
        return None, "Ce jour n'existe pas dans le calendrier. Vérifiez le jour et le mois."


def _mois(morceau: str) -> int | None:
    if re.fullmatch(r"\d{1,2}", morceau, re.ASCII):
        return int(morceau)
    if not morceau.isalpha():
        return None
    numero = next((rang for rang, debut in enumerate(_MOIS, 1) if morceau.startswith(debut)), None)
    return numero or _COURTS.get(morceau) or None


def plain(brut: str) -> str:
    """Lower case, without accents, every kind of digit and space made ordinary."""
    texte = unicodedata.normalize("NFKD", brut.lower())
    return "".join(
        str(unicodedata.digit(c)) if c.isdigit() else " " if c.isspace() else c
        for c in texte
        if not unicodedata.combining(c)
    ).strip()
