"""Holds the search of an act by everyday words: accents, capitals, plurals and word order do not matter. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

from app.domain.actes import Acte

LONGUEUR_MAX = 80
_MOT = re.compile(r"[a-z0-9]+")
#: Words that tell nothing of the act looked for.
_VIDES = frozenset(
    {"a", "au", "aux", "avec", "chez", "combien", "coute", "cout", "d", "de", "des", "du", "en", "et", "faire", "j"}
    | {"je", "l", "la", "le", "les", "ma", "mes", "mon", "ou", "par", "pour", "prix", "sa", "son", "sur", "tarif", "un"}
    | {"une"}
)  # fmt: skip
#: A slip of the pen is forgiven in a word this long, to a known word this near; so many words are tried.
_LONGUEUR_CORRIGEE, _RESSEMBLANCE, _MOTS_ESSAYES = 5, 0.8, 6
_POIDS_LIBELLE, _POIDS_MOTS, _POIDS_AUTRE, _POIDS_DEBUT = 8, 6, 2, 0.5


def mots_de(texte: str) -> tuple[str, ...]:
    """The words of a text in plain form: lower case, no accent, no plural ending, empty words left out."""
    plat = unicodedata.normalize("NFKD", texte.casefold().replace("œ", "oe").replace("æ", "ae"))
    sans_accent = "".join(c for c in plat if not unicodedata.combining(c))
    # An empty word is known as it is written: "prix" would be another one without its last letter.
    trouves = [(mot, _singulier(mot)) for mot in _MOT.findall(sans_accent)]
    pleins = [court for mot, court in trouves if not _VIDES & {mot, court}]
    return tuple(pleins) or tuple(court for _, court in trouves)


def _singulier(mot: str) -> str:
    """A rough singular, the same for a word and its plural: both sides of the search go through it."""
    if len(mot) > 4 and mot.endswith("aux"):
        return mot[:-3] + "al"
    return mot[:-1] if len(mot) > 3 and mot[-1] in "sx" else mot


class IndexActes:
    """Finds acts. Every word asked must be found, whole or by its first three letters or more ("echo")."""

    def __init__(self, actes: Iterable[Acte]) -> None:
        self._actes = sorted(actes, key=lambda acte: (acte.frequent or 100, acte.normal.libelle, acte.id))
        self._poids: dict[str, dict[int, float]] = defaultdict(dict)
        for rang, acte in enumerate(self._actes):
            for texte, poids in (
                (acte.normal.libelle, _POIDS_LIBELLE),
                (acte.falc.libelle, _POIDS_MOTS),
                (" ".join(acte.mots), _POIDS_MOTS),
                (f"{acte.id} {acte.famille} {acte.code or ''} {acte.normal.resume}", _POIDS_AUTRE),
            ):
                for mot in mots_de(texte):
                    self._poids[mot][rang] = max(poids, self._poids[mot].get(rang, 0))
        self._vocabulaire = sorted(self._poids)

    def frequents(self) -> tuple[Acte, ...]:
        """The acts people ask for most, in order."""
        return tuple(acte for acte in self._actes if acte.frequent is not None)

    def tous(self) -> tuple[Acte, ...]:
        """Every act, the frequent ones first, then by name."""
        return tuple(self._actes)

    def cherche(self, texte: str, maximum: int = 20) -> tuple[Acte, ...]:
        """The acts for these words, best first; the frequent list when nothing is asked."""
        demandes = mots_de(texte[:LONGUEUR_MAX])
        if not demandes:
            return self.frequents()
        scores: dict[int, float] | None = None
        for mot in demandes:
            trouves = self._pour(mot)
            scores = (
                trouves
                if scores is None
                else {rang: scores[rang] + poids for rang, poids in trouves.items() if rang in scores}
            )
        ordre = sorted(scores or {}, key=lambda rang: (-(scores or {})[rang], rang))
        return tuple(self._actes[rang] for rang in ordre[:maximum])

    def proches(self, texte: str, maximum: int = 6) -> tuple[Acte, ...]:
        """When no act holds every word: those that bear one of them in their names, a slip of the pen forgiven."""
        scores: dict[int, float] = defaultdict(float)
        for mot in mots_de(texte[:LONGUEUR_MAX])[:_MOTS_ESSAYES]:
            trouves = self._pour(mot)
            if not trouves and len(mot) >= _LONGUEUR_CORRIGEE:
                for connu in get_close_matches(mot, self._vocabulaire, n=1, cutoff=_RESSEMBLANCE):
                    trouves = self._poids[connu]
            for rang, poids in trouves.items():
                if poids >= _POIDS_MOTS:
                    scores[rang] += poids
        ordre = sorted(scores, key=lambda rang: (-scores[rang], rang))
        return tuple(self._actes[rang] for rang in ordre[:maximum])

    def _pour(self, mot: str) -> dict[int, float]:
        """The acts holding a word, or one that begins like it when it has three letters or more."""
        scores = dict(self._poids.get(mot, {}))
        if len(mot) >= 3:
            for connu in self._vocabulaire:
                if connu != mot and connu.startswith(mot):
                    for rang, poids in self._poids[connu].items():
                        scores[rang] = max(scores.get(rang, 0), poids * _POIDS_DEBUT)
        return scores
