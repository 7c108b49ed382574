"""Holds the public tables: what they count, once for each person, and what must stay hidden. Stores nothing.

People are counted by rounds. A round takes everyone who agreed and was never counted, once a month at most; nobody is
ever in two rounds, and a round is never counted again. Comparing two months therefore compares two different groups.
Within a round each table is a tree: lines that add up to the round, columns that add up to their line. Totals of
columns are not published, so that no other sum exists.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.consentement import AGE_DU_CONSENTEMENT
from app.domain.dates import age_on
from app.domain.fiches import AGE_MAX, Texte
from app.domain.profil import DEPARTEMENTS, Profil

#: Fewer people than this are never told apart.
SEUIL = 11
#: Counts of gestures and of rows are told by tens: two of them subtracted give no small number.
PAS = 10
TOTAL, INCONNU = "total", "sans-reponse"
SEXES = ("F", "M", INCONNU)
REPONSES = ("oui", "non", INCONNU)
_FAIT = "fait:"
_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
#: What picks one of several labels, by a chance nobody can guess nor replay.
Tirage = Callable[[Sequence[str]], str]
#: A published number under its line and column; None when it stays hidden.
Cases = Mapping[tuple[str, str], int | None]


class TableauPublie(BaseModel):
    """One fixed table: its name, and one or two things it tells apart."""

    model_config = _STRICT

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{2,39}$")]
    normal: Texte
    falc: Texte
    lignes: Texte
    colonnes: Texte | None = None

    @property
    def axes(self) -> tuple[str, ...]:
        """What the table tells apart."""
        return (self.lignes,) if self.colonnes is None else (self.lignes, self.colonnes)


class GardeDUneTable(BaseModel):
    """What a table of the base holds, and how long."""

    model_config = _STRICT

    table: Texte
    normal: Texte
    falc: Texte
    garde: Texte
    garde_falc: Texte


class Statistiques(BaseModel):
    """Everything that is ever counted: the tables, the age bands, and how long rows are kept."""

    model_config = _STRICT

    tranches: Annotated[tuple[tuple[int, int], ...], Field(min_length=2)]
    tableaux: Annotated[tuple[TableauPublie, ...], Field(min_length=1)]
    gardes: tuple[GardeDUneTable, ...]

    @model_validator(mode="after")
    def _makes_partitions(self) -> "Statistiques":
        bornes = [borne for tranche in self.tranches for borne in (tranche[0], tranche[1] + 1)]
        if bornes[0] != AGE_DU_CONSENTEMENT or bornes[-1] != AGE_MAX + 1:
            raise ValueError(f"tranches : de {AGE_DU_CONSENTEMENT} à {AGE_MAX} ans")
        if bornes[1:-1:2] != bornes[2:-1:2] or sorted(bornes) != bornes:
            raise ValueError("tranches : chacune commence où finit celle d'avant")
        axes = [axe for tableau in self.tableaux for axe in tableau.axes]
        if len({tableau.id for tableau in self.tableaux}) != len(self.tableaux):
            raise ValueError("tableaux : un nom sert deux fois")
        if len(set(axes)) != len(axes):
            raise ValueError("tableaux : un axe ne sert qu'une fois, sinon deux tableaux se recoupent")
        connus = {"age", "sexe", "departement"}
        if any(axe not in connus and not axe.startswith(_FAIT) for axe in axes):
            raise ValueError("tableaux : axe attendu parmi age, sexe, departement, fait:nom-du-fait")
        return self

    @property
    def faits(self) -> tuple[str, ...]:
        """The answers the tables read."""
        return tuple(a.removeprefix(_FAIT) for t in self.tableaux for a in t.axes if a.startswith(_FAIT))

    def valeurs(self, axe: str) -> tuple[str, ...]:
        """Every value a thing may have: the same ones each month, whoever is counted."""
        if axe == "age":
            return tuple(_tranche(tranche) for tranche in self.tranches)
        if axe == "sexe":
            return SEXES
        return (*sorted(DEPARTEMENTS), INCONNU) if axe == "departement" else REPONSES

    def place(self, axe: str, profil: Profil, au: date) -> str:
        """Where a person stands: one value, always."""
        if axe == "age":
            age = _age(profil, au)
            return next(_tranche(t) for t in self.tranches if t[0] <= age <= t[1])
        if axe == "sexe":
            return profil.sexe or INCONNU
        if axe == "departement":
            return profil.departement if profil.departement in DEPARTEMENTS else INCONNU
        reponse = profil.reponses.get(axe.removeprefix(_FAIT))
        return {True: "oui", False: "non"}.get(reponse, INCONNU) if isinstance(reponse, bool) else INCONNU


@dataclass(frozen=True, slots=True)
class Publication:
    """What is published of one month: every table, hidden cells included. `personnes` is None without a round."""

    mois: str
    personnes: int | None
    tableaux: Mapping[str, Cases]


def can_be_counted(profil: Profil, au: date) -> bool:
    """Whether someone is of an age to be counted: known, and able to agree alone."""
    return profil.date_naissance is not None and AGE_DU_CONSENTEMENT <= _age(profil, au) <= AGE_MAX


def is_a_round(personnes: int) -> bool:
    """Whether enough people wait to be counted together."""
    return personnes >= SEUIL


def count(statistiques: Statistiques, profils: Sequence[Profil], au: date, tire: Tirage) -> Mapping[str, Cases]:
    """The tables of one round, with what must stay hidden already hidden. Nobody may be counted twice."""
    return {
        tableau.id: hide(_grid(statistiques, tableau, profils, au), len(profils), tire)
        for tableau in statistiques.tableaux
    }


def hide(grille: Mapping[str, Mapping[str, int]], total: int, tire: Tirage) -> Cases:
    """Lines, columns and totals of one table, None where a number could give away fewer people than the threshold."""
    lignes = {ligne: sum(colonnes.values()) for ligne, colonnes in grille.items()}
    cachees = to_hide(lignes, tire)
    cases: dict[tuple[str, str], int | None] = {(TOTAL, TOTAL): total}
    for ligne, colonnes in grille.items():
        cases[ligne, TOTAL] = None if ligne in cachees else lignes[ligne]
        if len(colonnes) > 1:
            dessous = set(colonnes) if ligne in cachees else to_hide(colonnes, tire)
            cases |= {(ligne, nom): None if nom in dessous else nombre for nom, nombre in colonnes.items()}
    return cases


def to_hide(parts: Mapping[str, int], tire: Tirage) -> set[str]:
    """Which parts of a published sum stay hidden: the small ones, and others drawn by lot to cover them.

    Two parts at least, that hold the threshold at least together: what the sum gives away is then never one part, nor
    a small group. The lot matters: were the smallest of the others always taken, its size would narrow the rest.
    """
    cachees = {nom for nom, nombre in parts.items() if nombre < SEUIL}
    while cachees and (len(cachees) < 2 or sum(parts[nom] for nom in cachees) < SEUIL):
        restent = [nom for nom in parts if nom not in cachees]
        if not restent:
            return cachees
        cachees.add(tire(restent))
    return cachees


def round_down(nombre: int) -> int | None:
    """A count of gestures or of rows as it is published: by tens, and nothing under the threshold."""
    return None if nombre < SEUIL else nombre // PAS * PAS


def _grid(
    statistiques: Statistiques, tableau: TableauPublie, profils: Iterable[Profil], au: date
) -> dict[str, dict[str, int]]:
    lignes, colonnes = tableau.lignes, tableau.colonnes
    comptes = Counter(
        (statistiques.place(lignes, p, au), statistiques.place(colonnes, p, au) if colonnes else TOTAL) for p in profils
    )
    noms = statistiques.valeurs(colonnes) if colonnes else (TOTAL,)
    return {ligne: {nom: comptes[ligne, nom] for nom in noms} for ligne in statistiques.valeurs(lignes)}


def _tranche(tranche: tuple[int, int]) -> str:
    return f"{tranche[0]}-{tranche[1]}" if tranche[1] < AGE_MAX else f"{tranche[0]}-et-plus"


def _age(profil: Profil, au: date) -> int:
    return age_on(profil.date_naissance.premier, au) if profil.date_naissance else -1
