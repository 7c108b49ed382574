"""Holds what an organisation sends about its openings, line by line: read, kept or refused with the reason. No base.

A line is a range of one day, by the hours on the wall of the place, cut in slots of one length. Nothing is left out
silently: lines in = lines kept + lines refused.
"""

import csv
import re
from bisect import bisect_left, insort
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import StringIO
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.domain.agenda import HORIZON, Ouverture, Periode, Pris, creneaux_possibles
from app.domain.creneaux import Profession, TrancheDAge
from app.domain.rendez_vous import NOM_MAX, PRENOM_MAX, clean_texte

LIGNES_MAX = 5_000
DUREE_MIN, DUREE_MAX = 5, 480
PLACES_MAX = 200
PREAVIS_DEFAUT, PREAVIS_MAX = 2, 24 * 14
TOUTES = ",".join(TrancheDAge)
EXIGEES = ("nom", "profession", "date", "debut", "fin", "duree")
LIBRES = ("lieu", "prenom", "places", "tranches", "preavis")
_HEURE = re.compile(r"([01]?\d|2[0-3])\s*[:hH]\s*([0-5]\d)?")
_JOUR = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_SECU = re.compile(r"\d[\d\s.]{11,}\d")
LIEU_ETRANGER = "ce lieu n'est pas à votre organisation"


class AgendaRefuse(Exception):
    """The whole file is refused and nothing changes. Its message is for the one who sends it."""


class Receveur(NamedTuple):
    """Who receives, under the name they publish."""

    prenom: str
    nom: str
    profession: Profession


class LigneRecue(NamedTuple):
    """A line that can be read: its number in the file, its place, who receives, and one day's range.

    `dit` names it for people when a number would not be enough.
    """

    numero: int
    lieu: str
    qui: Receveur
    ouverture: Ouverture
    dit: str = ""


class Modele(NamedTuple):
    """What a calendar does not say of its slots: who receives, for how long, how many, which ages."""

    qui: Receveur
    duree: timedelta
    places: int
    preavis: timedelta
    tranches: str


class LigneRefusee(NamedTuple):
    """A line that is not kept, and why."""

    numero: int
    raison: str


@dataclass(frozen=True, slots=True)
class AgendaLu:
    """Every line that is not empty is in one of the two."""

    acceptees: tuple[LigneRecue, ...]
    refusees: tuple[LigneRefusee, ...]
    #: Places whose source says that nothing is free: they are emptied, where a file with no good line changes nothing.
    vides: tuple[str, ...] = ()

    @property
    def lignes(self) -> int:
        """How many lines were sent."""
        return len(self.acceptees) + len(self.refusees)


@dataclass(frozen=True, slots=True)
class ReglesDuLieu:
    """What a place says of its days: its hour, today there, and the days nobody works."""

    fuseau: ZoneInfo
    aujourdhui: date
    feries: Container[date]


class _Illisible(Exception):
    """What is wrong with one line; never leaves this module."""


def read_csv(texte: str, lieu: str = "") -> AgendaLu:
    """Read the lines; `lieu` is the place of those that name none. AgendaRefuse when the columns are not ours."""
    premiere = texte.lstrip("\ufeff").partition("\n")[0]
    separateur = ";" if ";" in premiere else "\t" if "\t" in premiere else ","
    # strict: a quote that is never closed would swallow the rest of the file.
    lecteur = csv.reader(StringIO(texte.lstrip("\ufeff"), newline=""), delimiter=separateur, strict=True)
    acceptees: list[LigneRecue] = []
    refusees: list[LigneRefusee] = []
    try:
        colonnes = _columns(next(lecteur, []))
        for champs in lecteur:
            if not any(champ.strip() for champ in champs):
                continue
            if len(acceptees) + len(refusees) >= LIGNES_MAX:
                raise AgendaRefuse(f"Le fichier dépasse {LIGNES_MAX} lignes. Envoyez-le en plusieurs fois, par lieu.")
            try:
                acceptees.append(_read(colonnes, champs, lecteur.line_num, lieu))
            except _Illisible as faute:
                refusees.append(LigneRefusee(lecteur.line_num, str(faute)))
    except csv.Error:
        raise AgendaRefuse(
            f"Le fichier ne se lit plus après la ligne {lecteur.line_num} : un guillemet n'est pas fermé. Corrigez-le."
        ) from None
    if not acceptees and not refusees:
        raise AgendaRefuse("Le fichier n'a aucune ligne sous ses titres. Rien n'a changé. Vérifiez l'export.")
    return AgendaLu(tuple(acceptees), tuple(refusees))


def decode_csv(octets: bytes) -> str:
    """The text of a file: UTF-8, or what spreadsheets on Windows write."""
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return octets.decode("cp1252", errors="replace")


def check_agenda(lu: AgendaLu, lieux: Mapping[str, ReglesDuLieu]) -> AgendaLu:
    """The same lines once each was held against its place, its day and those before it."""
    acceptees: list[LigneRecue] = []
    refusees = list(lu.refusees)
    deja: dict[Receveur, list[tuple[Periode, int]]] = {}
    for ligne in lu.acceptees:
        regles = lieux.get(ligne.lieu)
        if regles is None:
            refusees.append(LigneRefusee(ligne.numero, LIEU_ETRANGER))
            continue
        du_jour = deja.setdefault(ligne.qui, [])
        raison, periode = _judge(ligne, regles, du_jour)
        if raison:
            refusees.append(LigneRefusee(ligne.numero, f"{ligne.dit} : {raison}" if ligne.dit else raison))
            continue
        insort(du_jour, (periode, ligne.numero))
        acceptees.append(ligne)
    return AgendaLu(tuple(acceptees), tuple(sorted(refusees)), lu.vides)


def slots_of(ligne: LigneRecue, regles: ReglesDuLieu) -> int:
    """How many slots a line makes by itself."""
    jour = ligne.ouverture.du
    return len(creneaux_possibles((ligne.ouverture,), Pris(), regles.fuseau, jour, jour))


def _judge(ligne: LigneRecue, regles: ReglesDuLieu, deja: Sequence[tuple[Periode, int]]) -> tuple[str, Periode]:
    """Why this line cannot be published, empty when it can, and the time it takes; `deja` is in order."""
    o, jour = ligne.ouverture, ligne.ouverture.du
    periode = Periode(
        datetime.combine(jour, o.debut, regles.fuseau),
        datetime.combine(jour, o.fin, regles.fuseau),
    )
    if jour < regles.aujourdhui:
        return "ce jour est passé", periode
    if jour > regles.aujourdhui + HORIZON:
        return "ce jour est à plus de 6 mois : envoyez-le plus tard", periode
    if jour in regles.feries:
        return "ce jour est férié : les jours fériés ne se publient pas", periode
    if not slots_of(ligne, regles):
        return "aucun créneau : la durée est plus longue que la plage, ou l'heure n'existe pas ce jour-là", periode
    rang = bisect_left(deja, (periode, 0))
    for autre, numero in deja[max(rang - 1, 0) : rang + 1]:
        if periode.debut < autre.fin and autre.debut < periode.fin:
            return f"elle chevauche la ligne {numero} pour la même personne", periode
    return "", periode


def _columns(titres: list[str]) -> list[str]:
    noms = [titre.strip().strip("\ufeff").casefold().replace("é", "e") for titre in titres]
    manquent = [nom for nom in EXIGEES if nom not in noms]
    if manquent:
        raise AgendaRefuse(
            f"La première ligne doit nommer les colonnes. Il manque : {', '.join(manquent)}. Rien n'a changé."
        )
    inconnues = [str(rang) for rang, nom in enumerate(noms, 1) if nom not in {*EXIGEES, *LIBRES}]
    if inconnues:
        raise AgendaRefuse(
            f"Colonnes que nous ne connaissons pas : n° {', '.join(inconnues)}. Les nôtres : "
            f"{', '.join((*EXIGEES, *LIBRES))}. Rien n'a changé."
        )
    if len(set(noms)) != len(noms):
        raise AgendaRefuse("Deux colonnes ont le même nom. Rien n'a changé. Retirez-en une.")
    return noms


def _read(colonnes: list[str], champs: list[str], numero: int, lieu: str) -> LigneRecue:
    if len(champs) != len(colonnes):
        raise _Illisible(f"{len(champs)} valeurs pour {len(colonnes)} colonnes")
    valeurs = dict.fromkeys(LIBRES, "") | dict(zip(colonnes, (champ.strip() for champ in champs), strict=True))
    ou = valeurs["lieu"] or lieu
    if not ou:
        raise _Illisible("lieu : donnez son numéro")
    if lieu and ou != lieu:
        raise _Illisible("lieu : ce n'est pas celui de cette adresse")
    return LigneRecue(numero, ou, _modele(valeurs).qui, _ouverture(valeurs))


def _receveur(valeurs: Mapping[str, str]) -> Receveur:
    profession = read_profession(valeurs["profession"])
    if profession is None:
        raise _Illisible(f"profession : écrivez {', '.join(Profession)}")
    faute = faute_de_nom(valeurs["prenom"], valeurs["nom"])
    if faute:
        raise _Illisible(faute)
    return Receveur(clean_texte(valeurs["prenom"]), clean_texte(valeurs["nom"]), profession)


def faute_de_nom(prenom: str, nom: str) -> str:
    """What is wrong with the name of someone who receives; empty when nothing is."""
    if not clean_texte(nom):
        return "nom : écrivez qui reçoit"
    if len(clean_texte(nom)) > NOM_MAX or len(clean_texte(prenom)) > PRENOM_MAX:
        return f"nom : c'est trop long, {NOM_MAX} caractères au plus"
    return "nom : pas de numéro ici" if _SECU.search(f"{prenom} {nom}") else ""


def _ouverture(valeurs: Mapping[str, str]) -> Ouverture:
    jour = read_jour(valeurs["date"])
    if jour is None:
        raise _Illisible("date : écrivez AAAA-MM-JJ, par exemple 2026-12-01")
    debut, fin = read_heure(valeurs["debut"]), read_heure(valeurs["fin"])
    if debut is None or fin is None:
        raise _Illisible("debut et fin : écrivez des heures comme 09:00")
    if fin <= debut:
        raise _Illisible("fin : elle doit venir après le début, le même jour")
    m = _modele(valeurs)
    return Ouverture(jour.weekday(), debut, fin, m.duree, m.places, jour, jour, m.preavis, m.tranches)


def read_modele(donnees: Mapping[str, str]) -> Modele:
    """Read it from named values; AgendaRefuse says which one is wrong."""
    try:
        return _modele(dict.fromkeys((*EXIGEES, *LIBRES), "") | dict(donnees))
    except _Illisible as faute:
        raise AgendaRefuse(f"{faute}. Rien n'a changé.") from None


def _modele(valeurs: Mapping[str, str]) -> Modele:
    qui = _receveur(valeurs)
    duree = _entier(valeurs["duree"], "duree", DUREE_MIN, DUREE_MAX, None)
    places = _entier(valeurs["places"], "places", 1, PLACES_MAX, 1)
    preavis = _entier(valeurs["preavis"], "preavis", 0, PREAVIS_MAX, PREAVIS_DEFAUT)
    tranches = read_tranches(valeurs["tranches"])
    if tranches is None:
        raise _Illisible(f"tranches : écrivez {' ou '.join(TrancheDAge)}, avec des virgules")
    return Modele(qui, timedelta(minutes=duree), places, timedelta(hours=preavis), tranches)


def _entier(brut: str, nom: str, minimum: int, maximum: int, defaut: int | None) -> int:
    if not brut and defaut is not None:
        return defaut
    if not (brut.isascii() and brut.isdigit() and len(brut) < 5 and minimum <= int(brut) <= maximum):
        raise _Illisible(f"{nom} : écrivez un nombre de {minimum} à {maximum}")
    return int(brut)


def read_profession(brut: str) -> Profession | None:
    """One of the professions, however it is written."""
    mot = brut.strip().casefold().replace("é", "e").replace(" ", "-")
    return next((profession for profession in Profession if mot in {profession, f"{profession}e"}), None)


def read_tranches(brut: str) -> str | None:
    """Age bands in their own order; all of them when none is given, None when one is not ours."""
    dites = set(re.split(r"[\s,|]+", brut.strip())) - {""}
    if dites - set(TrancheDAge):
        return None
    return ",".join(tranche for tranche in TrancheDAge if tranche in dites) or TOUTES


def read_heure(brut: str) -> time | None:
    """An hour on the wall: 09:00, 9h, 9h30."""
    trouve = _HEURE.fullmatch(brut.strip())
    return time(int(trouve[1]), int(trouve[2] or 0)) if trouve else None


def read_jour(brut: str) -> date | None:
    """A day: 2026-12-01 or 01/12/2026."""
    trouve = _JOUR.fullmatch(brut.strip())
    if trouve is None:
        return None
    annee, mois, jour = trouve.group(1, 2, 3) if trouve[1] else trouve.group(6, 5, 4)
    try:
        return date(int(annee), int(mois), int(jour))
    except ValueError:
        return None
