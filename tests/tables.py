"""One test for a long table: every case is played, and those that fail are listed together. Tests nothing.

Thousands of tests of a millisecond cost more to collect, share out and report than to play.
"""

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

import pytest

#: The first faults are enough to see what is wrong; a whole table in the report hides it.
MONTRES, LONGUEUR = 20, 600


def each(noms: str, cas: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Play the test on every case, as `parametrize` would, in one test: the names, then what they are."""
    cles = [nom.strip() for nom in noms.split(",")]
    table = [valeurs if len(cles) > 1 else (valeurs,) for valeurs in cas]

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def play(**fixtures: Any) -> None:
            essais = (dict(zip(cles, valeurs, strict=True)) for valeurs in table)
            fautes = [dit for essai in essais if (dit := _fault(test, essai, fixtures))]
            suite = f"\n… et {len(fautes) - MONTRES} autres" if len(fautes) > MONTRES else ""
            if fautes:
                dits = "\n".join(fautes[:MONTRES])
                pytest.fail(f"{len(fautes)} cas sur {len(table)} :\n{dits}{suite}", pytrace=False)
            assert table, "a table without any case proves nothing"

        forme = inspect.signature(test)
        restants = [parametre for nom, parametre in forme.parameters.items() if nom not in cles]
        play.__signature__ = forme.replace(parameters=restants)  # type: ignore[attr-defined]
        return play

    return decorate


def _fault(test: Callable[..., None], cas: dict[str, Any], fixtures: dict[str, Any]) -> str:
    """What went wrong on this case; nothing when all is well. An error nobody foresaw stops the table at its case."""
    ou = ", ".join(str(valeur)[:120] for valeur in cas.values())
    try:
        test(**cas, **fixtures)
    except (AssertionError, pytest.fail.Exception) as faute:
        return f"- {ou} : {str(faute)[:LONGUEUR]}"
    except Exception as erreur:
        erreur.add_note(f"cas : {ou}")
        raise
    return ""
