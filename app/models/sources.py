"""Sources of slots that we pull, and what each pull brought. Nothing about the people who come."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC

_OUVERTE = text("fermee_le IS NULL")


class SourceAgenda(Table, table=True):
    """An outside platform that holds the agenda of one place. One place has one source at a time."""

    __tablename__: ClassVar[str] = "source_agenda"
    __table_args__ = (
        CheckConstraint("places BETWEEN 1 AND 200", name="places"),
        Index("uq_source_agenda_lieu", "lieu_id", unique=True, sqlite_where=_OUVERTE, postgresql_where=_OUVERTE),
    )

    id: str = Field(primary_key=True, max_length=32)
    lieu_id: str = Field(foreign_key="lieu.id", max_length=32)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=32, index=True)
    adresse: str = Field(max_length=300)
    #: What is shown to the platform, sealed with the service's key; none when it asks for nothing.
    jeton: str | None = Field(default=None, max_length=1200)
    #: What its slots do not say: empty when they do.
    prenom: str = Field(max_length=40)
    nom: str = Field(max_length=80)
    profession: str = Field(max_length=20)
    places: int
    preavis_heures: int
    tranches: str = Field(max_length=40)
    ajoutee_le: datetime = Field(sa_type=InstantUTC)
    fermee_le: datetime | None = Field(default=None, sa_type=InstantUTC)
    #: Not asked before. Moving it is how one process of several takes the pull for itself.
    prochaine_le: datetime = Field(sa_type=InstantUTC, index=True)
    vue_le: datetime | None = Field(default=None, sa_type=InstantUTC)
    echecs: int
    suspendue_jusqu_a: datetime | None = Field(default=None, sa_type=InstantUTC)


class ReleveSource(Table, table=True):
    """One pull. Kept seven days."""

    __tablename__: ClassVar[str] = "releve_source"
    __table_args__ = (Index("ix_releve_source_source_id_le", "source_id", "le"),)

    id: str = Field(primary_key=True, max_length=32)
    source_id: str = Field(foreign_key="source_agenda.id", max_length=32)
    le: datetime = Field(sa_type=InstantUTC)
    duree_ms: int
    #: Empty when it answered.
    panne: str = Field(max_length=16)
    precision: str = Field(max_length=200)
    lus: int
    acceptes: int
    montres: int
    raison: str = Field(max_length=200)
