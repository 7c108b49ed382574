"""The carnets kept on our machines. What people said is sealed, one key a person; nothing in clear says who."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC


class Carnet(Table, table=True):
    """One carnet. `revision` grows with each writing: two pages cannot overwrite each other without a word."""

    __tablename__: ClassVar[str] = "carnet"

    #: Drawn at random; nothing else is derived from it while the carnet lives.
    id: str = Field(primary_key=True, max_length=32)
    revision: int = Field(ge=0)
    #: How many relatives were ever added: a number never serves twice.
    crees: int = Field(ge=0)
    #: Goes with the carnet; without it nobody can tell which acts of consent were its owner's.
    sel: str = Field(max_length=32)
    cree_le: date
    #: The day alone: enough to erase what nobody visits.
    utilise_le: date = Field(index=True)
    #: The day it was about to be erased, once that was announced; empty again some days after a visit.
    prevenu_pour: date | None = Field(default=None)
    #: The month of the round of public statistics its reader was counted in; counted once, never again.
    compte_en: str | None = Field(default=None, max_length=7)
    #: A backup brought back a commune that was no longer agreed to: the next opening erases it.
    oublier_commune: bool = Field(default=False)


class PersonneCarnet(Table, table=True):
    """One person of a carnet: a wrapped key, and two texts sealed under it."""

    __tablename__: ClassVar[str] = "personne_carnet"
    __table_args__ = (UniqueConstraint("carnet_id", "numero", name="uq_personne_carnet_carnet_id_numero"),)

    id: str = Field(primary_key=True, max_length=32)
    carnet_id: str = Field(foreign_key="carnet.id", max_length=32)
    numero: int = Field(ge=0)
    #: Which master key wraps `cle`; the master keys are never in the base.
    maitresse: str = Field(max_length=16, index=True)
    cle: bytes
    profil: bytes
    historique: bytes


class CodeCarnet(Table, table=True):
    """One code of the printed sheet that has not served yet. Serving deletes the row."""

    __tablename__: ClassVar[str] = "code_carnet"

    condense: str = Field(primary_key=True, max_length=64)
    carnet_id: str = Field(foreign_key="carnet.id", max_length=32, index=True)


class SessionCarnet(Table, table=True):
    """One device where the carnet is open. The token itself is in that browser only."""

    __tablename__: ClassVar[str] = "session_carnet"

    condense: str = Field(primary_key=True, max_length=64)
    carnet_id: str = Field(foreign_key="carnet.id", max_length=32, index=True)
    #: Names the device in a form, and opens nothing.
    appareil: str = Field(max_length=16, unique=True)
    ouvert_le: datetime = Field(sa_type=InstantUTC)
    vu_le: datetime = Field(sa_type=InstantUTC, index=True)
    #: The last time the owner proved to be one on this device, with a code, a key or an account.
    prouve_le: datetime | None = Field(default=None, sa_type=InstantUTC)
    #: The number of the person shown on this device.
    montre: int = Field(ge=0)


class AccesCarnet(Table, table=True):
    """What was done to a carnet, for its owner to read."""

    __tablename__: ClassVar[str] = "acces_carnet"

    id: int | None = Field(default=None, primary_key=True)
    carnet_id: str = Field(foreign_key="carnet.id", max_length=32, index=True)
    le: datetime = Field(sa_type=InstantUTC, index=True)
    geste: str = Field(max_length=20)


class Effacement(Table, table=True):
    """What was erased, as a hash of a random number: a restored backup is erased of it again."""

    __tablename__: ClassVar[str] = "effacement"

    condense: str = Field(primary_key=True, max_length=64)
    le: date = Field(index=True)
    #: Whether the base's own journal was emptied since.
    balaye: bool = Field(index=True)
