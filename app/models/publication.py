"""Which organisation speaks for a place, how it last spoke, and the journal of what operators did."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC


class LieuPublie(Table, table=True):
    """A place has one organisation; nobody else may read or write its agenda."""

    __tablename__: ClassVar[str] = "lieu_publie"
    __table_args__ = (CheckConstraint("horizon_semaines BETWEEN 1 AND 26", name="horizon"),)

    lieu_id: str = Field(primary_key=True, foreign_key="lieu.id", max_length=32)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=32, index=True)
    #: How its agenda last came: formulaire, csv, ical… empty when it never did.
    source: str = Field(max_length=12)
    #: How far its weekly openings become slots.
    horizon_semaines: int


class JournalActions(Table, table=True):
    """What was done, by whom, line after line: each bears the seal of all those before. Never changed, never erased."""

    __tablename__: ClassVar[str] = "journal_actions"

    numero: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    le: datetime = Field(sa_type=InstantUTC)
    #: operateur:…, cle:…, or commande.
    acteur: str = Field(max_length=50)
    organisation_id: str | None = Field(default=None, max_length=32)
    action: str = Field(max_length=40)
    objet: str = Field(max_length=80)
    precedent: str = Field(max_length=64)
    sceau: str = Field(max_length=64)


class TeteJournal(Table, table=True):
    """Where the journal ends, sealed too: a line taken off the end is missed. One row."""

    __tablename__: ClassVar[str] = "tete_journal"
    __table_args__ = (CheckConstraint("id = 1", name="une_seule"),)

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    nombre: int
    dernier: str = Field(max_length=64)
    sceau: str = Field(max_length=64)
