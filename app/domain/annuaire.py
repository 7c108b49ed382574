"""Reads a list of places without booking, row by row: kept or refused with its reason. Knows no file and no base.

One row is one place. The first line names the columns, parted by semicolons, commas or tabs, as in FINESS extracts.
"""

import csv
import io
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from app.domain.communes import Commune, Communes, Point
from app.domain.creneaux import Acces
from app.domain.droits import Identifiant
from app.domain.fiches import Texte

#: The places whose slots are booked here; they are never in an imported list.
GENRE_DU_BILAN = "bilan"
OBLIGATOIRES = ("identifiant", "genre", "nom", "adresse", "code_postal")
FACULTATIVES = (
    "commune", "telephone", "horaires", "pmr", "lsf", "boucle", "parking", "transport", "langues",
    "latitude", "longitude",
)  # fmt: skip
LIGNES_MAX = 60_000
#: More refused rows than this share, and it is another file.
PART_REJETEE_MAX = Decimal("0.5")
#: A list this much shorter than the one in place was cut on the way.
PART_GARDEE_MIN = Decimal("0.75")
_LONGUEURS = {"identifiant": 32, "nom": 120, "adresse": 160, "telephone": 20, "horaires": 200, "langues": 60}
_OUI_NON = {"oui": True, "o": True, "1": True, "non": False, "n": False, "0": False, "": None}
_TELEPHONE = re.compile(r"0\d{9}|3\d{3}|1[578]|11[0-9]|11[68]\d{3}", re.ASCII)
_LANGUES = re.compile(r"[a-z]{2}(?:,[a-z]{2})*", re.ASCII)


class GenreNormal(BaseModel):
    """The plain French name of a kind of place."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    nom: Annotated[str, Field(min_length=1, max_length=60)]


class GenreFalc(BaseModel):
    """Its easy-to-read name."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    nom: Texte


class GenreDeLieu(BaseModel):
    """One kind of place: whom to call when no list is loaded, and the advice it serves."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: Annotated[Identifiant, Field(max_length=24)]
    pictogramme: Texte
    normal: GenreNormal
    falc: GenreFalc
    contacts: Annotated[tuple[Identifiant, ...], Field(min_length=1)]
    conseils: tuple[Identifiant, ...] = ()


@dataclass(frozen=True, slots=True)
class LieuImporte:
    """One row: a place as its list describes it. What it does not say of its access is None, never no."""

    identifiant: str
    genre: str
    nom: str
    adresse: str
    code_postal: str
    commune: Commune
    centre: Point | None
    telephone: str
    horaires: str
    acces: Mapping[Acces, bool | None]
    langues: str


class RangRejete(NamedTuple):
    """A row that is not kept, and why."""

    numero: int
    raison: str


class AnnuaireLu(NamedTuple):
    """The whole file: every row that is not empty is in one of the two."""

    lieux: tuple[LieuImporte, ...]
    rejets: tuple[RangRejete, ...]


class AnnuaireRefuse(Exception):
    """The whole file is refused and nothing changes. Its message is for the person who imports it."""


class _Illisible(Exception):
    """What is wrong with one row; never leaves this module."""


def read_annuaire(texte: str, communes: Communes, genres: Container[str]) -> AnnuaireLu:
    """Every place of the file; AnnuaireRefuse when it is another file, too long or mostly unreadable."""
    lecteur = csv.DictReader(io.StringIO(texte), delimiter=_separateur(texte), strict=True)
    lieux: dict[str, LieuImporte] = {}
    rejets: list[RangRejete] = []
    try:
        _check_colonnes(lecteur.fieldnames or ())
        for ligne in lecteur:
            if not any(ligne.values()):
                continue
            if len(lieux) + len(rejets) == LIGNES_MAX:
                raise AnnuaireRefuse(f"Ce fichier a plus de {LIGNES_MAX} lignes. Coupez-le en plusieurs listes.")
            try:
                lieu = _lieu(ligne, communes, genres)
                if lieu.identifiant in lieux:
                    raise _Illisible("cet identifiant est déjà sur une autre ligne")
                lieux[lieu.identifiant] = lieu
            except _Illisible as faute:
                rejets.append(RangRejete(lecteur.line_num, str(faute)))
    except csv.Error:
        raise AnnuaireRefuse(f"La ligne {lecteur.line_num} n'est pas du CSV : un guillemet n'est pas fermé.") from None
    if len(rejets) > (len(lieux) + len(rejets)) * PART_REJETEE_MAX or not lieux:
        premier = f" La première raison : ligne {rejets[0].numero}, {rejets[0].raison}." if rejets else ""
        raise AnnuaireRefuse(f"Plus de la moitié des lignes est illisible.{premier}")
    return AnnuaireLu(tuple(lieux.values()), tuple(rejets))


def check_taille(lu: AnnuaireLu, en_place: int) -> None:
    """AnnuaireRefuse when the list is much shorter than the one it replaces."""
    if len(lu.lieux) < en_place * PART_GARDEE_MIN:
        raise AnnuaireRefuse(
            f"Cette liste a {len(lu.lieux)} lieux, celle en place {en_place} : elle est sans doute coupée. "
            "Si c'est voulu, ajoutez --plus-court."
        )


def _separateur(texte: str) -> str:
    entete = texte.partition("\n")[0]
    return max(";,\t", key=entete.count)


def _check_colonnes(colonnes: Sequence[str]) -> None:
    """The columns must be ours: a name misspelt would lose what it holds."""
    noms = [str(nom).strip().lower() for nom in colonnes]
    manquent = [nom for nom in OBLIGATOIRES if nom not in noms]
    inconnues = [nom for nom in noms if nom not in (*OBLIGATOIRES, *FACULTATIVES)]
    if manquent:
        raise AnnuaireRefuse(f"Il manque la colonne {', '.join(manquent)}.")
    if inconnues or len(set(noms)) != len(noms):
        raise AnnuaireRefuse(f"Colonne inconnue ou écrite deux fois : {', '.join(inconnues) or 'voyez la ligne 1'}.")


def _textes(ligne: Mapping[str | None, object]) -> dict[str, str]:
    textes = {}
    for cle, valeur in ligne.items():
        if cle is None:
            raise _Illisible("il y a plus de cases que de colonnes")
        textes[cle.strip().lower()] = " ".join(str(valeur or "").split())
    return {cle: valeur for cle, valeur in textes.items() if valeur}


def _lieu(ligne: Mapping[str | None, object], communes: Communes, genres: Container[str]) -> LieuImporte:
    champs = _textes(ligne)
    manquent = [nom for nom in OBLIGATOIRES if not champs.get(nom)]
    if manquent:
        raise _Illisible(f"{manquent[0]} est vide")
    if champs["genre"] not in genres:
        raise _Illisible("genre inconnu : voyez docs/importer-lieux.md")
    longs = [nom for nom, taille in _LONGUEURS.items() if len(champs.get(nom, "")) > taille]
    if longs:
        raise _Illisible(f"{longs[0]} est trop long, {_LONGUEURS[longs[0]]} caractères au plus")
    commune = _commune(champs, communes)
    return LieuImporte(
        identifiant=champs["identifiant"],
        genre=champs["genre"],
        nom=champs["nom"],
        adresse=champs["adresse"],
        code_postal=champs["code_postal"],
        commune=commune,
        centre=_centre(champs) or commune.centre,
        telephone=_telephone(champs.get("telephone", "")),
        horaires=champs.get("horaires", ""),
        acces={besoin: _oui_non(besoin.value, champs.get(besoin.value, "")) for besoin in Acces},
        langues=_langues(champs.get("langues", "")),
    )


def _commune(champs: Mapping[str, str], communes: Communes) -> Commune:
    """The commune by its INSEE code or by its name under that postcode; never the neighbour that looks like it."""
    dite, poste = champs.get("commune", ""), champs["code_postal"]
    if connue := communes.get(dite.upper()):
        return connue
    possibles = communes.du_code_postal(poste)
    if not possibles:
        raise _Illisible("code_postal inconnu")
    if not dite and len(possibles) == 1:
        return possibles[0]
    nommees = communes.cherche(f"{poste} {dite}") if dite else ()
    if len(nommees) != 1:
        raise _Illisible("commune à préciser : écrivez son code INSEE")
    return nommees[0]


def _centre(champs: Mapping[str, str]) -> Point | None:
    latitude, longitude = champs.get("latitude", ""), champs.get("longitude", "")
    if not latitude and not longitude:
        return None
    try:
        point = Point(float(latitude.replace(",", ".")), float(longitude.replace(",", ".")))
    except ValueError:
        raise _Illisible("latitude et longitude : deux nombres, ou rien") from None
    if not (-90 <= point.latitude <= 90 and -180 <= point.longitude <= 180):
        raise _Illisible("latitude ou longitude hors de la Terre")
    return point


def _telephone(brut: str) -> str:
    chiffres = re.sub(r"[ .\-]", "", brut).replace("+33", "0", 1)
    if chiffres and not _TELEPHONE.fullmatch(chiffres):
        raise _Illisible("telephone : un numéro français, comme 03 85 00 00 00")
    pas = 2 if len(chiffres) in (4, 10) else 3
    return " ".join(chiffres[debut : debut + pas] for debut in range(0, len(chiffres), pas))


def _oui_non(nom: str, brut: str) -> bool | None:
    try:
        return _OUI_NON[brut.lower()]
    except KeyError:
        raise _Illisible(f"{nom} : oui, non, ou rien quand on ne sait pas") from None


def _langues(brut: str) -> str:
    langues = brut.lower().replace(" ", "")
    if langues and not _LANGUES.fullmatch(langues):
        raise _Illisible("langues : des codes de deux lettres, comme fr,en")
    return langues
