"""The appointments: who comes, and nothing about why. Codes, keys and people are kept as sealed prints."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC

_ACTIF = text("etat IN ('tenu', 'confirme')")


class RendezVous(Table, table=True):
    """One place of one slot, held or confirmed. The base refuses two living rows for the same place.

    A cancelled row keeps no name and no contact: only what lets the same request be recognised.
    """

    __tablename__: ClassVar[str] = "rendez_vous"
    __table_args__ = (
        CheckConstraint("etat IN ('tenu', 'confirme', 'annule')", name="etat"),
        CheckConstraint("etat <> 'confirme' OR (prenom IS NOT NULL AND nom IS NOT NULL)", name="nomme"),
        CheckConstraint(
            "etat <> 'annule' OR (prenom IS NULL AND nom IS NULL AND contact IS NULL AND personne IS NULL)",
            name="efface",
        ),
        CheckConstraint("(etat = 'tenu') = (tenu_jusqu_a IS NOT NULL)", name="tenue"),
        Index("uq_rendez_vous_place", "creneau_id", "place", unique=True, sqlite_where=_ACTIF, postgresql_where=_ACTIF),
        Index(
            "uq_rendez_vous_personne",
            "creneau_id",
            "personne",
            unique=True,
            sqlite_where=_ACTIF,
            postgresql_where=_ACTIF,
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    creneau_id: str = Field(foreign_key="creneau.id", max_length=32, index=True)
    place: int = Field(ge=1)
    etat: str = Field(max_length=10)
    #: Prints (keyed hashes) of the Idempotency-Key, of the body it came with, of the code, of the person.
    cle: str = Field(max_length=64, unique=True)
    corps: str = Field(max_length=64)
    code: str = Field(max_length=64, unique=True)
    personne: str | None = Field(default=None, max_length=64, index=True)
    prenom: str | None = Field(default=None, max_length=60)
    nom: str | None = Field(default=None, max_length=80)
    contact: str | None = Field(default=None, max_length=120)
    tenu_jusqu_a: datetime | None = Field(default=None, sa_type=InstantUTC, index=True)
    #: How many times it moved or was cancelled: what its owner's calendar compares.
    version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
