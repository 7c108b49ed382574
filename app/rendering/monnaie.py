"""Holds the French notes and coins an amount is drawn with. Says no price: the sentence beside the drawing does."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from app.domain.euros import CENTIME

Matiere = Literal["papier", "deux-metaux", "or", "cuivre"]
#: In cents, what it is written on it, what it is made of, and the colour people know it by. The 500 € note is no
#: longer issued; no note of 200 € or 100 € is needed below.
_PIECES: tuple[tuple[int, str, Matiere, str], ...] = (
    (20000, "200 €", "papier", "#e8d48a"),
    (10000, "100 €", "papier", "#b5d6a7"),
    (5000, "50 €", "papier", "#f3c08b"),
    (2000, "20 €", "papier", "#a9c9e8"),
    (1000, "10 €", "papier", "#eeb1a8"),
    (500, "5 €", "papier", "#cfcfc6"),
    (200, "2 €", "deux-metaux", "#d9d9d9"),
    (100, "1 €", "deux-metaux", "#e9c46a"),
    (50, "50 c", "or", "#e9c46a"),
    (20, "20 c", "or", "#e9c46a"),
    (10, "10 c", "or", "#e9c46a"),
    (5, "5 c", "cuivre", "#d99a6c"),
    (2, "2 c", "cuivre", "#d99a6c"),
    (1, "1 c", "cuivre", "#d99a6c"),
)
#: The same note or coin is drawn this many times at most; beyond, once with its number.
REPETES = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """One note or coin, and how many of it; `centimes` is what it is worth."""

    centimes: int
    mot: str
    matiere: Matiere
    couleur: str
    nombre: int

    @property
    def dessins(self) -> int:
        """How many times it is drawn."""
        return self.nombre if self.nombre <= REPETES else 1


def pieces_de(montant: Decimal) -> tuple[Piece, ...]:
    """The fewest notes and coins that make the amount, largest first; none for zero."""
    reste = int(montant / CENTIME)
    pieces = []
    for centimes, mot, matiere, couleur in _PIECES:
        nombre, reste = divmod(reste, centimes)
        if nombre:
            pieces.append(Piece(centimes, mot, matiere, couleur, nombre))
    return tuple(pieces)
