"""Reads the form of someone's week: ranges, absences, lengths. Each fault is said beside its field; nothing is lost."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from app.domain.agenda import Ouverture, Periode
from app.domain.agenda_recu import (
    DUREE_MAX,
    DUREE_MIN,
    PLACES_MAX,
    PREAVIS_MAX,
    Receveur,
    faute_de_nom,
    read_heure,
    read_jour,
    read_profession,
    read_tranches,
)
from app.domain.creneaux import TrancheDAge
from app.domain.publication import Horaires
from app.domain.rendez_vous import clean_texte
from app.rendering.operateurs import ABSENCES, DEMI_JOURNEES, JOURS
from app.routers.saisies import field

CHAMPS_MAX = 80
SAISIE_MAX = 120


class SemaineLue(NamedTuple):
    """What was typed, what to correct, and the week once nothing is left to correct."""

    champs: dict[str, str]
    erreurs: dict[str, str]
    horaires: Horaires | None


class _Lecteur:
    """Reads one form, and gathers what was typed and what to correct."""

    def __init__(self, formulaire: FormData, fuseau: ZoneInfo) -> None:
        self._formulaire, self._fuseau = formulaire, fuseau
        self.champs: dict[str, str] = {}
        self.erreurs: dict[str, str] = {}

    def text(self, nom: str) -> str:
        self.champs[nom] = clean_texte(field(self._formulaire, nom))[:SAISIE_MAX]
        return self.champs[nom]

    def number(self, nom: str, minimum: int, maximum: int) -> int:
        brut = self.text(nom)
        if brut.isascii() and brut.isdigit() and len(brut) < 5 and minimum <= int(brut) <= maximum:
            return int(brut)
        self.erreurs[nom] = f"Écrivez un nombre de {minimum} à {maximum}."
        return minimum

    def range_of(self, cle: str, ou: str, duree: int) -> tuple[time, time] | None:
        textes = self.text(f"{cle}-debut"), self.text(f"{cle}-fin")
        if textes == ("", ""):
            return None
        debut, fin = (read_heure(texte) for texte in textes)
        if debut is None or fin is None:
            self.erreurs[f"{cle}-debut"] = f"{ou} : écrivez les deux heures, par exemple 09:00 et 12:00."
        elif _minutes(fin) - _minutes(debut) < duree:
            self.erreurs[f"{cle}-debut"] = f"{ou} : la fin doit laisser le temps d'un rendez-vous ({duree} minutes)."
        else:
            return debut, fin
        return None

    def absence(self, rang: int) -> Periode | None:
        textes = self.text(f"abs{rang}-du"), self.text(f"abs{rang}-au")
        if textes == ("", ""):
            return None
        du, au = (read_jour(texte) for texte in textes)
        if du is None or au is None or au < du or au.year > 2099:
            self.erreurs[f"abs{rang}-du"] = f"Absence {rang + 1} : écrivez le premier jour, puis le dernier."
            return None
        fin = datetime.combine(au + timedelta(days=1), time(), self._fuseau)
        return Periode(datetime.combine(du, time(), self._fuseau), fin)


def read_semaine(formulaire: FormData, fuseau: str, aujourdhui: datetime) -> SemaineLue:
    """Read the whole form; openings hold from today on, week after week."""
    lecteur = _Lecteur(formulaire, ZoneInfo(fuseau))
    prenom, nom = lecteur.text("prenom"), lecteur.text("nom")
    faute = faute_de_nom(prenom, nom)
    if faute:
        lecteur.erreurs["nom"] = faute.removeprefix("nom : ").capitalize() + "."
        if "numéro" in faute:
            lecteur.champs |= {"prenom": "", "nom": ""}
    profession = read_profession(lecteur.text("profession"))
    if profession is None:
        lecteur.erreurs["profession"] = "Choisissez une profession."
    duree = lecteur.number("duree", DUREE_MIN, DUREE_MAX)
    places = lecteur.number("places", 1, PLACES_MAX)
    preavis = lecteur.number("preavis", 0, PREAVIS_MAX)
    choisies = [t for t in formulaire.getlist("tranches") if isinstance(t, str)]
    tranches = read_tranches(",".join(choisies)[:SAISIE_MAX]) if choisies else None
    lecteur.champs["tranches"] = ",".join(t for t in TrancheDAge if t in choisies)
    if tranches is None:
        lecteur.erreurs["tranches"] = "Choisissez au moins un âge."
    du = aujourdhui.astimezone(ZoneInfo(fuseau)).date()
    longueur, delai, ages = timedelta(minutes=duree), timedelta(hours=preavis), tranches or ""
    ouvertures = []
    for rang, jour in enumerate(JOURS):
        for lettre, moment in DEMI_JOURNEES:
            heures = lecteur.range_of(f"{rang}{lettre}", f"{jour} {moment}", duree)
            if heures:
                ouvertures.append(Ouverture(rang, heures[0], heures[1], longueur, places, du, date.max, delai, ages))
    absences = [absence for absence in map(lecteur.absence, range(ABSENCES)) if absence]
    if lecteur.erreurs or profession is None:
        return SemaineLue(lecteur.champs, lecteur.erreurs, None)
    qui = Receveur(prenom, nom, profession)
    return SemaineLue(lecteur.champs, {}, Horaires("", qui, tuple(ouvertures), tuple(absences)))


def _minutes(heure: time) -> int:
    return heure.hour * 60 + heure.minute
