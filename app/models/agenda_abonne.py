"""The address at which an agenda reads the dates of a carnet: a hash, and two days."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from app.models.tables import Table


class AgendaAbonne(Table, table=True):
    """One address a carnet. Nothing of what it gives is kept: the dates are computed each time it is read."""

    __tablename__: ClassVar[str] = "agenda_abonne"

    condense: str = Field(primary_key=True, max_length=64)
    carnet_id: str = Field(foreign_key="carnet.id", max_length=32, unique=True)
    fait_le: date
    lu_le: date | None = None
