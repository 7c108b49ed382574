"""The public tables give away no group of fewer than 11 people, even to someone who knows how they are made.

The attacker here is another reading of the rules: it lists every set of counts that could have been published this
way, and wins when a hidden number, or a hidden sum, has a single possible value.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import product

import pytest
from pydantic import ValidationError

from app.domain import statistiques as module
from app.domain.dates import parse_date_approchee
from app.domain.profil import Profil
from app.domain.statistiques import (
    INCONNU,
    SEUIL,
    TOTAL,
    Statistiques,
    can_be_counted,
    count,
    hide,
    is_a_round,
    round_down,
    to_hide,
)
from tests.factories import contenu_reel
from tests.tables import each

AU = date(2026, 12, 1)
REELLES = contenu_reel().statistiques
assert REELLES is not None
Compte = dict[str, int]


def covered(cachees: frozenset[str], parts: Compte) -> bool:
    assez = len(cachees) >= 2 and sum(parts[nom] for nom in cachees) >= SEUIL
    return not cachees or assez or len(cachees) == len(parts)


def small(parts: Compte) -> frozenset[str]:
    return frozenset(nom for nom, nombre in parts.items() if nombre < SEUIL)


def by_lot(parts: Compte, cachees: frozenset[str]) -> bool:
    """Whether these counts may leave exactly these parts hidden, wherever the lots fell."""
    etats = {small(parts)}
    while etats := {etat for etat in etats if etat <= cachees}:
        if any(etat == cachees and covered(etat, parts) for etat in etats):
            return True
        etats = {etat | {nom} for etat in etats if not covered(etat, parts) for nom in parts if nom not in etat}
    return False


def by_size(parts: Compte, cachees: frozenset[str]) -> bool:
    """The same, were the smallest of the others always taken."""
    etat = small(parts)
    while not covered(etat, parts):
        etat |= {min(parts.keys() - etat, key=lambda nom: (parts[nom], nom))}
    return etat == cachees


def only_small(parts: Compte, cachees: frozenset[str]) -> bool:
    """The same, were nothing else hidden."""
    return small(parts) == cachees


def found(parts: Compte, cachees: Iterable[str], regle: Callable[[Compte, frozenset[str]], bool] = by_lot) -> set[str]:
    """The hidden parts that someone who knows the rule, the sum and what shows is sure of."""
    ordre = sorted(cachees)
    reste = sum(parts[nom] for nom in ordre)
    possibles: dict[str, set[int]] = {nom: set() for nom in ordre}
    for debut in product(range(reste + 1), repeat=max(len(ordre) - 1, 0)):
        essai = parts | dict(zip(ordre, (*debut, reste - sum(debut)), strict=bool(ordre)))
        if sum(debut) <= reste and regle(essai, frozenset(ordre)):
            for nom in ordre:
                possibles[nom].add(essai[nom])
    return {nom for nom, valeurs in possibles.items() if len(valeurs) == 1}


SOMMES = [
    dict(zip("abc", valeurs, strict=True))
    for valeurs in product((0, 1, 5, 10, 11, 12, 20, 21, 34), repeat=3)
    if sum(valeurs) >= SEUIL
]


def test_no_hidden_part_of_a_published_sum_is_found() -> None:
    hasard = random.Random(20261122)
    for parts in hasard.sample(SOMMES, 250):
        cachees = to_hide(parts, hasard.choice)
        assert all(parts[nom] >= SEUIL for nom in parts if nom not in cachees)
        assert found(parts, cachees) == set(), parts
        assert not cachees or sum(parts[nom] for nom in cachees) >= SEUIL


def test_without_covering_the_small_ones_a_subtraction_finds_them() -> None:
    """The planted bug: only what is small is hidden."""
    parts = {"a": 4, "b": 20, "c": 30}
    assert sum(parts.values()) - 20 - 30 == 4
    assert found(parts, {"a"}, only_small) == {"a"}
    seules = [p for p in SOMMES if len(small(p)) == 1]
    assert seules
    assert all(found(p, small(p), only_small) for p in seules)


def test_covering_with_the_smallest_of_the_others_is_found_out() -> None:
    """Why a lot is drawn: a rule that looks at sizes tells something of them."""
    parts = {"a": 20, "b": 20, "z": 10}
    assert by_size(parts, frozenset("az"))
    assert found(parts, "az", by_size) == {"a", "z"}
    assert found(parts, "az") == set()


def test_a_group_of_hidden_parts_is_never_small() -> None:
    for parts in ({"a": 2, "b": 3, "c": 40}, {"a": 0, "b": 0, "c": 12, "d": 30}):
        cachees = to_hide(parts, lambda restent: restent[0])
        assert sum(parts[nom] for nom in cachees) >= SEUIL


def profil(naissance: str, sexe: str | None, departement: str | None, fumeur: bool | None) -> Profil:
    reponses = {} if fumeur is None else {"fumeur": fumeur}
    return Profil.model_validate(
        {
            "date_naissance": parse_date_approchee(naissance),
            "sexe": sexe,
            "departement": departement,
            "reponses": reponses,
        }
    )


def population(nombre: int, graine: int) -> list[Profil]:
    hasard = random.Random(graine)
    return [
        profil(
            f"{hasard.choice((1940, 1955, 1965, 1985, 2000))}-0{hasard.randrange(1, 10)}-11",
            hasard.choice(("F", "F", "M", "M", None)),
            hasard.choice(("71", "71", "69", "2A", "974", None)),
            hasard.choice((True, False, False, None)),
        )
        for _ in range(nombre)
    ]


def children(cases: Mapping[tuple[str, str], int | None]) -> Iterator[tuple[int | None, dict[str, int | None]]]:
    """Each sum of a table, and its parts."""
    yield cases[TOTAL, TOTAL], {ligne: n for (ligne, colonne), n in cases.items() if colonne == TOTAL != ligne}
    for ligne in {ligne for ligne, colonne in cases if colonne != TOTAL}:
        dessous = {colonne: n for (autre, colonne), n in cases.items() if autre == ligne and colonne != TOTAL}
        yield cases[ligne, TOTAL], dessous


@each("nombre,graine", [(nombre, graine) for nombre in (11, 12, 25, 60, 200) for graine in range(6)])
def test_every_published_table_resists_subtraction(nombre: int, graine: int) -> None:
    publie = count(REELLES, population(nombre, graine), AU, random.Random(graine).choice)
    for cases in publie.values():
        assert all(n is None or n >= SEUIL for n in cases.values())
        for somme, parts in children(cases):
            montrees = [n for n in parts.values() if n is not None]
            if somme is None:
                assert montrees == []
            else:
                reste, cachees = somme - sum(montrees), len(parts) - len(montrees)
                assert reste == 0 if not cachees else cachees >= 2 and reste >= SEUIL


def test_one_person_more_or_less_shows_no_number_under_the_threshold() -> None:
    """Two populations that differ by one person: neither publication, read alone, tells who that is."""
    tous = population(60, 3)
    for rang in range(0, 60, 7):
        sans = [p for autre, p in enumerate(tous) if autre != rang]
        for cases in count(REELLES, sans, AU, random.Random(rang).choice).values():
            for somme, parts in children(cases):
                connues = [n for n in parts.values() if n is not None]
                assert somme is None or len(connues) == len(parts) or somme - sum(connues) >= SEUIL


def test_no_two_tables_share_a_line() -> None:
    """What two tables have in common could be subtracted: they share the number of people, and nothing else."""
    axes = [axe for tableau in REELLES.tableaux for axe in tableau.axes]
    assert len(axes) == len(set(axes))
    contenu = REELLES.model_dump(mode="json")
    contenu["tableaux"].append({"id": "encore", "normal": "E", "falc": "E", "lignes": "sexe"})
    with pytest.raises(ValidationError, match="un axe ne sert qu'une fois"):
        Statistiques.model_validate(contenu)


def test_no_total_of_columns_is_published() -> None:
    publie = count(REELLES, population(200, 1), AU, random.Random(1).choice)
    assert not [cle for cases in publie.values() for cle in cases if cle[0] == TOTAL and cle[1] != TOTAL]


def test_the_same_lines_every_month_whoever_is_counted() -> None:
    un, deux = (count(REELLES, population(30, g), AU, random.Random(g).choice) for g in (1, 2))
    assert {t: set(c) for t, c in un.items()} == {t: set(c) for t, c in deux.items()}


def test_who_can_be_counted() -> None:
    assert not can_be_counted(Profil(), AU)
    assert not can_be_counted(profil("2012-01-01", "F", None, None), AU)
    assert can_be_counted(profil("2011-12-01", "F", None, None), AU)
    assert [is_a_round(n) for n in (0, 10, 11)] == [False, False, True]


def test_everyone_has_a_place_on_every_axis() -> None:
    personne = profil("1906-11-22", None, None, None)
    places = [REELLES.place(axe, personne, AU) for t in REELLES.tableaux for axe in t.axes]
    assert places == ["75-et-plus", INCONNU, INCONNU, INCONNU, INCONNU]


@pytest.mark.parametrize(("nombre", "publie"), [(0, None), (10, None), (11, 10), (19, 10), (20, 20), (123, 120)])
def test_gestures_are_told_by_tens(nombre: int, publie: int | None) -> None:
    assert round_down(nombre) == publie


@pytest.mark.parametrize(
    "tranches", [[[15, 29], [31, 120]], [[15, 30], [30, 120]], [[16, 29], [30, 120]], [[15, 29], [30, 99]]]
)
def test_bands_that_leave_someone_out_are_refused(tranches: list[list[int]]) -> None:
    with pytest.raises(ValidationError, match="tranches"):
        Statistiques.model_validate(REELLES.model_dump(mode="json") | {"tranches": tranches})


def test_planted_only_the_small_ones_hidden_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "to_hide", lambda parts, _tire: {n for n, v in parts.items() if v < SEUIL})
    cases = hide({"a": {TOTAL: 4}, "b": {TOTAL: 20}}, 24, lambda restent: restent[0])
    (somme, parts) = next(children(cases))
    assert somme is not None
    assert somme - sum(n for n in parts.values() if n) == 4
