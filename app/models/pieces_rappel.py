"""The reminders that hands deliver: letters to print, people to call, and the batches they leave in."""

from datetime import date, datetime
from typing import ClassVar

from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC


class LotRappel(Table, table=True):
    """One batch: so many pieces given to the print room or to the desk, and how many it says it dealt with."""

    __tablename__: ClassVar[str] = "lot_rappel"

    id: str = Field(primary_key=True, max_length=32)
    canal: str = Field(max_length=10, index=True)
    fait_le: datetime = Field(sa_type=InstantUTC, index=True)
    #: How many pieces it held when it was last read.
    nombre: int = Field(ge=0)
    recu_nombre: int | None = Field(default=None, ge=0)
    recu_le: datetime | None = Field(default=None, sa_type=InstantUTC)


class PieceRappel(Table, table=True):
    """One letter to print or one call to make. It holds no name and no address: those are read when it leaves."""

    __tablename__: ClassVar[str] = "piece_rappel"

    #: The key of the reminder on its way.
    cle: str = Field(primary_key=True, max_length=64)
    canal: str = Field(max_length=10, index=True)
    #: Printed on the letter or read by the caller: what the answer is typed back under.
    reference: str = Field(max_length=9, unique=True)
    phrase: str = Field(max_length=120)
    lot_id: str | None = Field(default=None, foreign_key="lot_rappel.id", max_length=32, index=True)
    expire_le: date = Field(index=True)
