"""Finds the vaccine codes a person means: a brand, a disease or an everyday name, with or without accents."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from app.domain.vaccination_codes import CodeVaccin

_SEPARATEURS = re.compile(r"[^a-z0-9]+")
#: Words that carry nothing: they are left out on both sides.
_VIDES = frozenset(
    {"vaccin", "vaccins", "contre", "le", "la", "les", "l", "de", "du", "des", "d", "un", "une", "rappel"}
)
_PROCHE = 0.82


def plain(texte: str) -> str:
    """The words of a text without accents, case nor signs, empty words left out unless nothing else remains."""
    sans_accent = unicodedata.normalize("NFKD", texte.lower().replace("œ", "oe")).encode("ascii", "ignore").decode()
    mots = _SEPARATEURS.sub(" ", sans_accent).split()
    utiles = [mot for mot in mots if mot not in _VIDES]
    return " ".join(utiles or mots)


class RechercheDeVaccin:
    """The names of every code, prepared once."""

    def __init__(self, codes: Mapping[str, CodeVaccin]) -> None:
        self._noms: dict[str, list[str]] = {}
        for code in codes.values():
            for nom in _noms(code):
                connus = self._noms.setdefault(plain(nom), [])
                if code.code not in connus:
                    connus.append(code.code)
        #: Written without spaces: "infanrixhexa" and "mmrvaxpro" are what people type.
        self._colles: dict[str, list[str]] = {}
        for nom, trouves in self._noms.items():
            self._colles.setdefault(nom.replace(" ", ""), []).extend(trouves)

    def find(self, saisie: str) -> tuple[str, ...]:
        """The codes that may be meant, exact names first; none when nothing is near. Never guesses from one letter."""
        cherche = plain(saisie[:80])
        if not cherche.replace(" ", ""):
            return ()
        exacts = self._noms.get(cherche) or self._colles.get(cherche.replace(" ", ""))
        if exacts:
            return tuple(dict.fromkeys(exacts))
        contenus = self._contenus(cherche)
        if contenus or len(cherche) < 3:
            return self._codes(contenus)
        return self._codes(
            self._colles_vers_noms(get_close_matches(cherche.replace(" ", ""), self._colles, n=3, cutoff=_PROCHE))
        )

    def is_near(self, saisie: str) -> bool:
        """Whether a text that `find` reads is only near a name: a slip of the finger, to be confirmed first."""
        cherche = plain(saisie[:80])
        return not (cherche in self._noms or cherche.replace(" ", "") in self._colles or self._contenus(cherche))

    def _contenus(self, cherche: str) -> list[str]:
        """The names whose words begin with those sought."""
        if len(cherche) < 3:
            return []
        mots = cherche.split()
        return [nom for nom in self._noms if all(any(m.startswith(mot) for m in nom.split()) for mot in mots)]

    def _colles_vers_noms(self, colles: Iterable[str]) -> list[str]:
        voulus = set(colles)
        return [nom for nom in self._noms if nom.replace(" ", "") in voulus]

    def _codes(self, noms: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for nom in noms for code in self._noms[nom]))


def _noms(code: CodeVaccin) -> Iterable[str]:
    """Every name a code answers to: itself, its brands, everyday names, and what it protects from."""
    yield code.code
    yield from code.marques
    yield from code.noms_courants
    yield from code.antigenes
    yield code.libelle
