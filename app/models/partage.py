"""Summaries shown to a professional for a while, sealed by a code that is nowhere in the base."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC


class PartageCarnet(Table, table=True):
    """One summary. Gone when its time is over, when its owner stops it, or with the person it is about."""

    __tablename__: ClassVar[str] = "partage_carnet"

    condense: str = Field(primary_key=True, max_length=64)
    #: Names the summary in its owner's forms, and opens nothing.
    id: str = Field(max_length=16, unique=True)
    carnet_id: str = Field(foreign_key="carnet.id", max_length=32, index=True)
    numero: int = Field(ge=0)
    cree_le: datetime = Field(sa_type=InstantUTC)
    expire_le: datetime = Field(sa_type=InstantUTC, index=True)
    ouvertures: int = Field(ge=0)
    vu_le: datetime | None = Field(default=None, sa_type=InstantUTC)
    contenu: bytes
