"""The codes by which someone of a carnet goes to another one, or is followed by a second adult."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC


class InvitationCarnet(Table, table=True):
    """One code given by hand. Serving, being replaced or taken back deletes the row; so does its time."""

    __tablename__: ClassVar[str] = "invitation_carnet"
    __table_args__ = (UniqueConstraint("personne", "genre", name="uq_invitation_carnet_personne_genre"),)

    condense: str = Field(primary_key=True, max_length=64)
    carnet_id: str = Field(foreign_key="carnet.id", max_length=32, index=True)
    personne: str = Field(foreign_key="personne_carnet.id", max_length=32)
    #: To give this person their own carnet, or to follow them together.
    genre: str = Field(max_length=10)
    expire_le: datetime = Field(sa_type=InstantUTC, index=True)


class SuiviPersonne(Table, table=True):
    """Someone of a carnet, followed from a second one too: their key, wrapped for it. Their row stays the only one."""

    __tablename__: ClassVar[str] = "suivi_personne"
    __table_args__ = (UniqueConstraint("carnet_id", "numero", name="uq_suivi_personne_carnet_id_numero"),)

    id: str = Field(primary_key=True, max_length=32)
    #: The second carnet, and their number in it.
    carnet_id: str = Field(foreign_key="carnet.id", max_length=32)
    numero: int = Field(ge=1)
    #: Two adults, never three.
    personne: str = Field(foreign_key="personne_carnet.id", max_length=32, unique=True)
    maitresse: str = Field(max_length=16, index=True)
    cle: bytes
