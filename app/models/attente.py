"""The waiting lists: which place, since when, and the slot that is offered. Nothing here says who waits."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC


class Attente(Table, table=True):
    """One request for a slot, or an earlier one, at one place. A code finds it again; the base keeps its print only."""

    __tablename__: ClassVar[str] = "attente"
    __table_args__ = (Index("ix_attente_lieu_id_depuis", "lieu_id", "depuis"),)

    id: str = Field(primary_key=True, max_length=32)
    lieu_id: str = Field(foreign_key="lieu.id", max_length=32)
    #: That of the appointment somebody would like earlier, else one of its own.
    code: str = Field(max_length=64, unique=True)
    #: The age band that was searched, or nothing.
    tranche: str = Field(default="", max_length=8)
    #: Only slots that begin before are offered.
    avant: datetime | None = Field(default=None, sa_type=InstantUTC)
    #: The place in the line: the oldest is served first.
    depuis: datetime = Field(sa_type=InstantUTC)
    jusqu_a: datetime = Field(sa_type=InstantUTC, index=True)
    #: The place held for this request, as long as it is.
    offre_id: str | None = Field(
        default=None, max_length=32, unique=True, sa_column_args=[ForeignKey("rendez_vous.id", ondelete="SET NULL")]
    )
