"""Who does the bilan and where. Nothing here is about the people who come."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC


class Professionnel(Table, table=True):
    """One professional, under the name they publish."""

    __tablename__: ClassVar[str] = "professionnel"

    id: str = Field(primary_key=True, max_length=32)
    prenom: str = Field(max_length=60)
    nom: str = Field(max_length=80)
    profession: str = Field(max_length=20)
    #: Made up to show the service, and said so wherever it shows.
    demonstration: bool


class Lieu(Table, table=True):
    """One place: how to come, how to call, who can get in. What a place did not say is null, never false."""

    __tablename__: ClassVar[str] = "lieu"
    __table_args__ = (CheckConstraint("agenda IN ('en_ligne', 'telephone')", name="agenda"),)

    id: str = Field(primary_key=True, max_length=32)
    nom: str = Field(max_length=120)
    adresse: str = Field(max_length=160)
    code_postal: str = Field(max_length=5)
    #: INSEE code.
    commune: str = Field(max_length=5, index=True)
    fuseau: str = Field(max_length=40)
    latitude: float | None = Field(default=None, index=True)
    longitude: float | None = None
    telephone: str | None = Field(default=None, max_length=20)
    agenda: str = Field(max_length=12)
    pmr: bool | None = None
    lsf: bool | None = None
    boucle: bool | None = None
    parking: bool | None = None
    transport: bool | None = None
    #: Languages spoken, as codes of two letters parted by commas.
    langues: str | None = Field(default=None, max_length=60)
    #: When its agenda last spoke, and until when it may be believed.
    #: What people come for: the bilan, or a kind of app/content/genres-de-lieux.yaml, then without booking here.
    genre: str = Field(default="bilan", max_length=24, index=True)
    #: The imported list it comes from, which replaces it whole; null when it publishes its own agenda.
    liste: str | None = Field(default=None, max_length=40, index=True)
    horaires: str | None = Field(default=None, max_length=200)
    vu_le: datetime = Field(sa_type=InstantUTC)
    perime_le: datetime = Field(sa_type=InstantUTC)
    demonstration: bool
