"""Holds what a person noted of their year: care done or planned, costs nobody reimburses. Computes no price.

It lives in the browser's own encrypted state and nowhere else.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.erreurs import TropDeDepenses

#: A busy year; several boxes or sessions of one day are one line.
LIGNES_MAX = 60
QUANTITE_MAX = 99
LIBELLE_MAX = 40


class Couverture(StrEnum):
    """What pays beside the Sécu; the value is its name in a form. Unknown is not none."""

    INCONNUE = "inconnue"
    RESPONSABLE = "oui"
    AUCUNE = "non"
    C2S = "c2s"


@dataclass(frozen=True, slots=True)
class Depense:
    """One line: an act of the catalogue, or a cost named by the person (`acte` empty, then `prix` is what it cost).

    `prix` is that of one act, None when the person did not say it.
    """

    le: date
    acte: str = ""
    libelle: str = ""
    quantite: int = 1
    prix: Decimal | None = None

    @property
    def cle(self) -> str:
        """What a form names the line by: two lines that bear the same are the same."""
        return f"{self.le:%m-%d} {self.quantite} {self.prix or ''} {self.acte or self.libelle}"


@dataclass(frozen=True, slots=True)
class Depenses:
    """Everything one person noted, in date order."""

    lignes: tuple[Depense, ...] = ()
    couverture: Couverture = Couverture.INCONNUE

    def ajouter(self, depense: Depense) -> "Depenses":
        """One line more; TropDeDepenses beyond what a page can show."""
        if len(self.lignes) >= LIGNES_MAX:
            raise TropDeDepenses
        return replace(self, lignes=tuple(sorted((*self.lignes, depense), key=lambda ligne: ligne.le)))

    def trouver(self, cle: str) -> Depense | None:
        """The line of that name, if it is still there."""
        return next((ligne for ligne in self.lignes if ligne.cle == cle), None)

    def retirer(self, cle: str) -> "Depenses":
        """Without that line, once; unchanged when it has left already."""
        trouvee = self.trouver(cle)
        if trouvee is None:
            return self
        rang = self.lignes.index(trouvee)
        return replace(self, lignes=(*self.lignes[:rang], *self.lignes[rang + 1 :]))
