"""Holds what an appointment asks of a person, how long it is kept, and how its code is read. Stores nothing."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from app.domain.creneaux import CreneauVu, LieuVu

#: How long a place is held while the person writes their name.
TENUE = timedelta(minutes=10)
#: Days an appointment is kept after it took place. The pages and the privacy page say it.
GARDE = 7
#: Appointments to come under one name at one place.
PAR_PERSONNE = 2
PRENOM_MAX, NOM_MAX, CONTACT_MAX = 60, 80, 120
#: An Idempotency-Key.
CLE_MAX = 200
#: No letter that could be taken for a digit when it is read out on the phone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LONGUEUR = 10
_CONFUSIONS = str.maketrans("OIL", "011")
#: Marks that reverse what follows them on the line, beyond the name they are in.
_RETOURNENT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_COURRIEL = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\"]{2,}")
_TELEPHONE = re.compile(r"\+?[0-9]{6,15}", re.ASCII)


class EtatRendezVous(StrEnum):
    """Held for a few minutes, confirmed, or cancelled. Only a confirmed one is reserved."""

    TENU = "tenu"
    CONFIRME = "confirme"
    ANNULE = "annule"


@dataclass(frozen=True, slots=True)
class RendezVousVu:
    """An appointment as its owner sees it; no name once it is cancelled."""

    code: str
    etat: EtatRendezVous
    creneau: CreneauVu
    lieu: LieuVu
    personne: "Personne | None" = None
    tenu_jusqu_a: datetime | None = None
    #: How many times it changed since it was made: its calendar says which news is the newest.
    version: int = 0


class Personne(NamedTuple):
    """Who comes: a first name, a name, and if they wish one way to reach them. Nothing about health."""

    prenom: str
    nom: str
    contact: str = ""

    @property
    def identite(self) -> str:
        """The same for the same person written in another case, with or without accents."""
        plat = unicodedata.normalize("NFKD", f"{self.prenom} {self.nom}").casefold()
        return " ".join(re.findall(r"\w+", "".join(c for c in plat if not unicodedata.combining(c))))


def clean_texte(brut: str) -> str:
    """One line: control characters and those that turn a line around become a space; the rest stays as typed."""
    return " ".join("".join(" " if _is_dangerous(c) else c for c in brut).split())


def _is_dangerous(c: str) -> bool:
    return c in _RETOURNENT or unicodedata.category(c) in {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}


def read_contact(brut: str) -> str | None:
    """A telephone number or an e-mail address as it will be kept; None when it is neither."""
    texte = clean_texte(brut)
    if not texte or (len(texte) <= CONTACT_MAX and _COURRIEL.fullmatch(texte)):
        return texte
    chiffres = re.sub(r"[\s.\-/()]", "", texte)
    return chiffres if _TELEPHONE.fullmatch(chiffres) else None


def read_code(brut: str, longueur: int = CODE_LONGUEUR) -> str | None:
    """A code as it is compared: capitals, no space or dash, O read as 0, I and L as 1; None when it is not one."""
    if len(brut) > 4 * longueur:
        return None
    texte = re.sub(r"[\s\-–.]", "", unicodedata.normalize("NFKC", brut)).upper().translate(_CONFUSIONS)
    return texte if len(texte) == longueur and set(texte) <= set(ALPHABET) else None


def write_code(code: str) -> str:
    """A code as it is shown and read out: two halves."""
    return f"{code[: CODE_LONGUEUR // 2]}-{code[CODE_LONGUEUR // 2 :]}"
