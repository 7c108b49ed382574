"""Holds money: Decimal to the cent, rounded half up, and the strict reading of amounts and rates. Knows no rule."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

CENTIME = Decimal("0.01")
ZERO = Decimal("0.00")
UN = Decimal(1)
MONTANT_MAX = Decimal("1000000.00")
#: One way to write an amount: no comma, no space, no exponent, no sign, no other alphabet's digits.
FORME_EUROS = r"^(0|[1-9][0-9]{0,6})(\.[0-9]{1,2})?$"
FORME_TAUX = r"^(0(\.[0-9]{1,4})?|1(\.0{1,4})?)$"
_EUROS = re.compile(FORME_EUROS, re.ASCII)
_TAUX = re.compile(FORME_TAUX, re.ASCII)


def au_centime(montant: Decimal) -> Decimal:
    """Round to the cent, a half cent upwards (33.44 × 70 % = 23.408 → 23.41), as the reimbursements published are."""
    if not isinstance(montant, Decimal):
        raise TypeError("un montant est un Decimal, jamais un nombre à virgule flottante")
    return montant.quantize(CENTIME, ROUND_HALF_UP)


def part(montant: Decimal, taux: Decimal) -> Decimal:
    """The share of an amount at a rate, to the cent."""
    return au_centime(montant * taux)


def parse_euros(valeur: object) -> Decimal:
    """Read "30.00": a string of at most two decimals up to MONTANT_MAX; ValueError otherwise, which quotes nothing."""
    if not isinstance(valeur, str) or _EUROS.match(valeur) is None or "\n" in valeur:
        raise ValueError("montant attendu")
    montant = Decimal(valeur)
    if montant > MONTANT_MAX:
        raise ValueError("montant trop grand")
    return au_centime(montant)


def parse_taux(valeur: object) -> Decimal:
    """Read "0.65": a string from 0 to 1 with at most four decimals; ValueError otherwise."""
    if not isinstance(valeur, str) or _TAUX.match(valeur) is None or "\n" in valeur:
        raise ValueError("taux attendu")
    return Decimal(valeur)


def ecrit_euros(montant: Decimal) -> str:
    """The form of the API: two decimals, a point, a minus sign for a deduction, never "-0.00"."""
    return f"{montant + 0:.2f}"


def ecrit_taux(taux: Decimal) -> str:
    """The form of the API: two decimals at least."""
    court = taux.normalize()
    return f"{court:.2f}" if -court.as_tuple().exponent <= 2 else f"{court:f}"  # type: ignore[operator]


Montant = Annotated[
    Decimal,
    BeforeValidator(parse_euros),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": FORME_EUROS,
            "description": f"Montant en euros, de 0.00 à {MONTANT_MAX}, avec un point.",
            "examples": ["30.00"],
        }
    ),
]
Taux = Annotated[
    Decimal,
    BeforeValidator(parse_taux),
    WithJsonSchema(
        {"type": "string", "pattern": FORME_TAUX, "description": "Taux de 0 à 1.", "examples": ["0.65"]},
    ),
]
