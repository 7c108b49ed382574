"""Other ways into a carnet than its codes: keys of devices, an account elsewhere, and what was drawn to prove them.

Nothing here says who anybody is: random numbers, public keys, and hashes.
"""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger
from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC


class CleAcces(Table, table=True):
    """One passkey. The secret half never leaves the device that drew it."""

    __tablename__: ClassVar[str] = "cle_acces"

    #: The hash of the number the device gave: looked up in one way whatever its length, and named so in forms.
    condense: str = Field(primary_key=True, max_length=64)
    carnet_id: str = Field(foreign_key="carnet.id", max_length=32, index=True)
    #: That number: a device is told which keys it already has.
    identifiant: bytes
    publique: bytes
    #: How many times the device signed, as it says; going back means that the key was copied.
    compteur: int = Field(ge=0, sa_type=BigInteger)
    cree_le: date
    utilise_le: date | None = None


class LienIdentite(Table, table=True):
    """The account elsewhere that opens this carnet too: a keyed hash of the number that service gives, nothing else."""

    __tablename__: ClassVar[str] = "lien_identite"

    carnet_id: str = Field(primary_key=True, foreign_key="carnet.id", max_length=32)
    empreinte: str = Field(max_length=64, unique=True)
    cree_le: date


class DefiAcces(Table, table=True):
    """What was drawn for one browser and one gesture. Answering deletes the row, whatever the answer."""

    __tablename__: ClassVar[str] = "defi_acces"

    condense: str = Field(primary_key=True, max_length=64)
    valeur: bytes
    finit_le: datetime = Field(sa_type=InstantUTC, index=True)
