"""When professionals receive, when they do not, and the slots that follow. Nothing here says who comes."""

from datetime import date, datetime, time
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC


class Plage(Table, table=True):
    """A weekly opening of one professional in one place, by the hours on the wall there."""

    __tablename__: ClassVar[str] = "plage"
    __table_args__ = (
        CheckConstraint("jour BETWEEN 0 AND 6", name="jour"),
        CheckConstraint("fin > debut", name="ordre"),
        CheckConstraint("duree_minutes BETWEEN 5 AND 480", name="duree"),
        CheckConstraint("places BETWEEN 1 AND 200", name="places"),
    )

    id: str = Field(primary_key=True, max_length=32)
    professionnel_id: str = Field(foreign_key="professionnel.id", max_length=32, index=True)
    lieu_id: str = Field(foreign_key="lieu.id", max_length=32, index=True)
    #: 0 is Monday.
    jour: int
    debut: time
    fin: time
    du: date
    au: date | None = None
    duree_minutes: int
    places: int
    #: Hours before the start when the booking closes.
    preavis_heures: int
    #: Age bands received, parted by commas.
    tranches: str = Field(max_length=40)


class Absence(Table, table=True):
    """Some time when a professional, or a whole place, does not receive."""

    __tablename__: ClassVar[str] = "absence"
    __table_args__ = (CheckConstraint("fin > debut", name="ordre"),)

    id: str = Field(primary_key=True, max_length=32)
    professionnel_id: str | None = Field(default=None, foreign_key="professionnel.id", max_length=32, index=True)
    lieu_id: str | None = Field(default=None, foreign_key="lieu.id", max_length=32, index=True)
    debut: datetime = Field(sa_type=InstantUTC)
    fin: datetime = Field(sa_type=InstantUTC)


class Creneau(Table, table=True):
    """One slot. The base itself refuses more places taken than there are (`prises`), whatever the code does."""

    __tablename__: ClassVar[str] = "creneau"
    __table_args__ = (
        CheckConstraint("fin > debut", name="ordre"),
        CheckConstraint("prises BETWEEN 0 AND places", name="prises"),
        UniqueConstraint("professionnel_id", "debut", name="uq_creneau_professionnel_id_debut"),
        Index("ix_creneau_lieu_id_debut", "lieu_id", "debut"),
    )

    #: Drawn at random and never used again: an old page cannot book another slot than the one it showed.
    id: str = Field(primary_key=True, max_length=32)
    professionnel_id: str = Field(foreign_key="professionnel.id", max_length=32)
    lieu_id: str = Field(foreign_key="lieu.id", max_length=32)
    debut: datetime = Field(sa_type=InstantUTC)
    fin: datetime = Field(sa_type=InstantUTC, index=True)
    places: int
    prises: int
    tranches: str = Field(max_length=40)
    vu_le: datetime = Field(sa_type=InstantUTC)
    #: The slot leaves the page then: its notice has begun, or nobody confirmed it for too long.
    limite: datetime = Field(sa_type=InstantUTC)
