"""Holds the closed list of conditions a content file may use, and their compilation to three-valued closures.

A closure takes the known facts and returns (value, reasons): value is True, False or None (unknown), and the reasons
name the facts that made it so; when the value is None they are exactly the facts worth asking. Every reason a clause
can give is made when it is compiled, so that evaluating a person builds none.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from app.domain.verdicts import Raison

#: A known fact: yes or no, a number, or a (lowest, highest) pair when only a range is known.
Valeur = bool | int | float | tuple[int, int]
Faits = Mapping[str, Valeur]
Constat = tuple[bool | None, tuple[Raison, ...]]
Evaluateur = Callable[[Faits], Constat]

_STRICT = ConfigDict(frozen=True, extra="forbid")
_COMPARAISONS = ("au_moins", "superieur_a", "au_plus", "inferieur_a")


class Clause(BaseModel):
    """One fact compared with one value; without comparison, the fact must be true."""

    model_config = _STRICT

    fait: str
    vaut: bool | None = None
    au_moins: int | float | None = None
    superieur_a: int | float | None = None
    au_plus: int | float | None = None
    inferieur_a: int | float | None = None

    @model_validator(mode="after")
    def _one_comparison_at_most(self) -> "Clause":
        if sum(getattr(self, nom) is not None for nom in ("vaut", *_COMPARAISONS)) > 1:
            raise ValueError("une seule comparaison par clause")
        return self

    @property
    def numerique(self) -> bool:
        """Whether the clause compares a number."""
        return any(getattr(self, nom) is not None for nom in _COMPARAISONS)

    def accepte(self, nombre: int | float) -> bool:
        """Whether a number satisfies the comparison."""
        if self.au_moins is not None:
            return nombre >= self.au_moins
        if self.superieur_a is not None:
            return nombre > self.superieur_a
        if self.au_plus is not None:
            return nombre <= self.au_plus
        return self.inferieur_a is not None and nombre < self.inferieur_a


class UnDe(BaseModel):
    """At least one must be true."""

    model_config = _STRICT

    un_de: tuple["Critere", ...] = Field(min_length=2)


class Tous(BaseModel):
    """All must be true."""

    model_config = _STRICT

    tous: tuple["Critere", ...] = Field(min_length=2)


def _kind(valeur: Any) -> str:
    if isinstance(valeur, BaseModel):
        return type(valeur).__name__
    if isinstance(valeur, dict) and "un_de" in valeur:
        return "UnDe"
    if isinstance(valeur, dict) and "tous" in valeur:
        return "Tous"
    return "Clause"


Critere = Annotated[
    Annotated[Clause, Tag("Clause")] | Annotated[UnDe, Tag("UnDe")] | Annotated[Tous, Tag("Tous")],
    Discriminator(_kind),
]


def clauses(critere: "Clause | UnDe | Tous") -> Iterator[Clause]:
    """Every clause under a criterion, in reading order."""
    if isinstance(critere, Clause):
        yield critere
        return
    for branche in critere.un_de if isinstance(critere, UnDe) else critere.tous:
        yield from clauses(branche)


def compile_critere(critere: "Clause | UnDe | Tous") -> Evaluateur:
    """Turn a criterion into a closure once, so that evaluating a person builds nothing."""
    if isinstance(critere, Clause):
        return _compile_nombre(critere) if critere.numerique else _compile_oui_non(critere)
    branches = critere.un_de if isinstance(critere, UnDe) else critere.tous
    return _compile_groupe(tuple(map(compile_critere, branches)), decisif=isinstance(critere, UnDe))


def _compile_oui_non(clause: Clause) -> Evaluateur:
    fait, attendu = clause.fait, clause.vaut is not False
    vrai, faux, inconnu = _constats(fait)

    def evaluate(faits: Faits) -> Constat:
        valeur = faits.get(fait)
        if valeur is None:
            return inconnu
        return vrai if valeur is attendu else faux

    return evaluate


def _compile_nombre(clause: Clause) -> Evaluateur:
    fait, accepte = clause.fait, clause.accepte
    vrai, faux, inconnu = _constats(fait)

    def evaluate(faits: Faits) -> Constat:
        valeur = faits.get(fait)
        if valeur is None:
            return inconnu
        if isinstance(valeur, tuple):  # every comparison is monotone, so the two ends decide
            extremes = {accepte(borne) for borne in valeur}
            return inconnu if len(extremes) == 2 else vrai if extremes == {True} else faux
        return vrai if accepte(valeur) else faux

    return evaluate


def _constats(fait: str) -> tuple[Constat, Constat, Constat]:
    vrai, faux, inconnu = Raison(fait, "fait_vrai"), Raison(fait, "fait_faux"), Raison(fait, "fait_inconnu")
    return (True, (vrai,)), (False, (faux,)), (None, (inconnu,))


def _compile_groupe(branches: tuple[Evaluateur, ...], *, decisif: bool) -> Evaluateur:
    """Kleene "or" when one true branch decides, Kleene "and" when one false branch does."""

    def evaluate(faits: Faits) -> Constat:
        inconnus: tuple[Raison, ...] = ()
        autres: tuple[Raison, ...] = ()
        indecis = False
        for branche in branches:
            valeur, raisons = branche(faits)
            if valeur is decisif:
                return decisif, raisons
            if valeur is None:
                indecis = True
                inconnus += raisons
            else:
                autres += raisons
        return (None, inconnus) if indecis else (not decisif, autres)

    return evaluate
