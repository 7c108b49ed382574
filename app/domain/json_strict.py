"""Holds the strict reading of JSON: one encoding, no repeated key, ordinary numbers and characters. No field."""

import json
from typing import Any, NoReturn


def decode_json(octets: bytes) -> Any:
    """The decoded value; ValueError for anything two readers could understand in two ways, or that never ends."""
    try:
        valeur = DECODEUR.decode(octets.decode("utf-8"))
        # Half a character is no text: a base refuses it, long after we said yes.
        json.dumps(valeur, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise ValueError from None
    return valeur


def _refuse_repeated(paires: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two readers could each believe another one of two equal keys."""
    objet = dict(paires)
    if len(objet) != len(paires):
        raise ValueError
    return objet


def _refuse_constant(_nom: str) -> NoReturn:
    """NaN and Infinity are not JSON."""
    raise ValueError


DECODEUR = json.JSONDecoder(object_pairs_hook=_refuse_repeated, parse_constant=_refuse_constant)
