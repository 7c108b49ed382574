"""Cuts a long list in parts that fit a page, and gives the part asked for. Knows nothing of what the list holds."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Lot(NamedTuple, Generic[T]):
    """One part of a list: what it holds, its number from 1, and how many parts there are (at least one)."""

    contenu: T
    numero: int
    pages: int


def couper(choses: Sequence[T], taille: int | None) -> list[Sequence[T]]:
    """The list in parts of `taille` things, at least one part; None leaves it whole."""
    pas = taille or len(choses) or 1
    return [choses[debut : debut + pas] for debut in range(0, len(choses) or 1, pas)]


def choisir(parts: Sequence[T], numero: int) -> Lot[T]:
    """The part of that number, from 1; a number out of range gives the nearest part."""
    numero = min(max(numero, 1), len(parts))
    return Lot(parts[numero - 1], numero, len(parts))


def lot_de(choses: Sequence[T], numero: int, taille: int | None) -> Lot[Sequence[T]]:
    """The part of that number of a list cut in parts of `taille` things."""
    return choisir(couper(choses, taille), numero)
