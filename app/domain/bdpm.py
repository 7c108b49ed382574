"""Reads the two files of the public medicines database (BDPM). Knows no file, no base; refuses rather than guesses.

One line is one box, 13 columns parted by tabs: code CIS, CIP7, label, status, state of sale, its date, CIP13, approval,
rates, price without fee, price, fee, indications. The names are in another file, by code CIS.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from app.domain.euros import MONTANT_MAX, au_centime

COLONNES = 13
COLONNES_DES_NOMS = 12
NOM_MAX, LIBELLE_MAX = 300, 600
#: More refused lines than this share, and it is another file.
PART_REJETEE_MAX = Decimal("0.5")
#: A new list this much shorter than the one in place was cut on the way.
PART_GARDEE_MIN = Decimal("0.75")
_ESPACES = re.compile(r"\s+")
_CIS = re.compile(r"\d{8}", re.ASCII)
_CIP7 = re.compile(r"\d{7}", re.ASCII)
_CIP13 = re.compile(r"\d{13}", re.ASCII)
_TAUX = re.compile(r"(\d{1,3}) ?%", re.ASCII)
#: 1,234,56 and 24,34: after thousands, the last sign parts two figures of cents.
_PRIX = re.compile(r"(\d{1,3}(?:[ .,]\d{3})+)[.,](\d{2})|(\d+)(?:[.,](\d{1,2}))?", re.ASCII)
_EN_VENTE = "Déclaration de commercialisation"
_ACTIVE = "Présentation active"


@dataclass(frozen=True, slots=True)
class Boite:
    """One box. `taux` in percent, several when they depend on the illness, none when the Sécu pays nothing back.

    `prix` holds the pharmacist's fee; null, like `honoraire`, when the list does not tell it.
    """

    cip13: str
    cip7: str
    nom: str
    libelle: str
    taux: tuple[int, ...]
    prix: Decimal | None
    honoraire: Decimal | None
    en_vente: bool


class LigneRejetee(NamedTuple):
    """A line that is not loaded, and why."""

    numero: int
    raison: str


class ListeLue(NamedTuple):
    """The whole file: every line that is not empty is in one of the two."""

    boites: tuple[Boite, ...]
    rejets: tuple[LigneRejetee, ...]

    @property
    def lignes(self) -> int:
        """How many lines the file holds."""
        return len(self.boites) + len(self.rejets)


class ListeRefusee(Exception):
    """The whole file is refused and nothing changes. Its message is for the person who imports it."""


class _Illisible(Exception):
    """What is wrong with one line; never leaves this module."""


def decode(octets: bytes) -> str:
    """The text, written in UTF-8 or in the older code of Windows, of which latin-1 is a part."""
    if b"\0" in octets:
        raise ListeRefusee("Ce fichier n'est pas un texte.")
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return octets.decode("cp1252", errors="replace")


def read_noms(texte: str) -> dict[str, str]:
    """The name of each medicine by its code; ListeRefusee when it is another file, or a cut one."""
    noms: dict[str, str] = {}
    lignes = list(_lignes(texte))
    for _, ligne in lignes:
        colonnes = ligne.split("\t")
        if len(colonnes) == COLONNES_DES_NOMS and _CIS.fullmatch(colonnes[0]) and colonnes[1].strip():
            noms[colonnes[0]] = _propre(colonnes[1])[:NOM_MAX]
    if len(noms) < len(lignes) * (1 - PART_REJETEE_MAX) or not noms:
        raise ListeRefusee("Le fichier des noms n'est pas CIS_bdpm.txt.")
    _check_end(texte, lignes, COLONNES_DES_NOMS)
    return noms


def read_liste(texte: str, noms: Mapping[str, str]) -> ListeLue:
    """Every box of the file; ListeRefusee when it is another file, or one cut in the middle of a line."""
    boites: dict[str, Boite] = {}
    rejets = []
    lignes = list(_lignes(texte))
    for numero, ligne in lignes:
        try:
            boite = _boite(ligne, noms)
            if boite.cip13 in boites:
                raise _Illisible("ce code CIP13 est déjà sur une autre ligne")
            boites[boite.cip13] = boite
        except _Illisible as faute:
            rejets.append(LigneRejetee(numero, str(faute)))
    liste = ListeLue(tuple(boites.values()), tuple(rejets))
    if not boites or len(rejets) > liste.lignes * PART_REJETEE_MAX:
        exemple = f" Ligne {rejets[0].numero} : {rejets[0].raison}." if rejets else ""
        raise ListeRefusee(f"Ce fichier n'est pas CIS_CIP_bdpm.txt.{exemple}")
    _check_end(texte, lignes, COLONNES)
    return liste


def check_longueur(liste: ListeLue, deja: int) -> None:
    """ListeRefusee when the list is so much shorter than the `deja` boxes in place that it must have been cut."""
    if len(liste.boites) < deja * PART_GARDEE_MIN:
        raise ListeRefusee(
            f"Ce fichier a {len(liste.boites)} boîtes, et la liste en place en a {deja} : il semble coupé. "
            "S'il est complet, ajoutez --plus-court."
        )


def _lignes(texte: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, with their number in the file."""
    return ((numero, ligne) for numero, ligne in enumerate(_coupe(texte), 1) if ligne.strip())


def _coupe(texte: str) -> Iterable[str]:
    """Lines end as in a text file, and nowhere else: a label may hold a sign that Python would cut at."""
    return texte.replace("\r\n", "\n").split("\n")


def _check_end(texte: str, lignes: list[tuple[int, str]], colonnes: int) -> None:
    """A last line without its end is a file cut on the way, unless all its columns are there."""
    if not texte.endswith(("\n", "\r")) and lignes[-1][1].count("\t") != colonnes - 1:
        raise ListeRefusee(f"Ce fichier s'arrête au milieu de la ligne {lignes[-1][0]} : il est coupé.")


def _boite(ligne: str, noms: Mapping[str, str]) -> Boite:
    colonnes = [_propre(colonne) for colonne in ligne.split("\t")]
    if len(colonnes) != COLONNES:
        raise _Illisible(f"{len(colonnes)} colonnes au lieu de {COLONNES}")
    cis, cip7, libelle, statut, etat, _, cip13, _, taux, hors_honoraire, prix, honoraire, _ = colonnes
    if not _CIS.fullmatch(cis):
        raise _Illisible("le code CIS n'a pas 8 chiffres")
    if cip7 and not _CIP7.fullmatch(cip7):
        raise _Illisible("le code CIP7 n'a pas 7 chiffres")
    if not _CIP13.fullmatch(cip13):
        raise _Illisible("le code CIP13 n'a pas 13 chiffres")
    if not libelle:
        raise _Illisible("la présentation n'a pas de libellé")
    total, part = _prix_et_honoraire(read_prix(hors_honoraire), read_prix(prix), read_prix(honoraire))
    return Boite(
        cip13=cip13,
        cip7=cip7,
        nom=noms.get(cis, ""),
        libelle=libelle[:LIBELLE_MAX],
        taux=_taux(taux),
        prix=total,
        honoraire=part,
        en_vente=statut == _ACTIVE and etat == _EN_VENTE,
    )


def _prix_et_honoraire(
    seul: Decimal | None, total: Decimal | None, honoraire: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    """The price paid and the fee in it. A price without its fee is not what is paid: unknown rather than too low."""
    if total is None:
        return (seul + honoraire, honoraire) if seul and honoraire is not None else (None, None)
    if not total:
        raise _Illisible("le prix est nul")
    tombe_juste = seul is None or (honoraire is not None and seul + honoraire == total)
    return total, honoraire if tombe_juste and honoraire is not None and honoraire <= total else None


def read_prix(brut: str) -> Decimal | None:
    """24,34 or 1,234,56 in euros, to the cent; None when empty. Anything that could be read two ways is refused."""
    if not brut:
        return None
    lu = _PRIX.fullmatch(brut.removesuffix("€").strip())
    if lu is None:
        raise _Illisible(f"le prix « {brut[:20]} » ne se lit pas")
    entier, centimes = re.sub("[ .,]", "", lu[1] or lu[3]), lu[2] or lu[4] or "0"
    prix = au_centime(Decimal(f"{entier}.{centimes}"))
    if prix > MONTANT_MAX:
        raise _Illisible(f"le prix « {brut[:20]} » est trop grand")
    return prix


def _taux(brut: str) -> tuple[int, ...]:
    """65%, 65 %, 65%;30%: the highest first; a rate of zero is no rate."""
    lus = set()
    for morceau in filter(None, (m.strip() for m in brut.split(";"))):
        lu = _TAUX.fullmatch(morceau)
        if lu is None or int(lu[1]) > 100:
            raise _Illisible(f"le taux « {brut[:20]} » ne se lit pas")
        lus.add(int(lu[1]))
    return tuple(sorted(lus - {0}, reverse=True))


def _propre(texte: str) -> str:
    """Without what cannot be printed, ends and double spaces."""
    imprimable = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", texte))
    return _ESPACES.sub(" ", imprimable).strip()
