"""The acts of consent: written once, never changed. Nothing here says who, once the carnet is gone."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC


class ActeConsenti(Table, table=True):
    """One act. The base refuses to change a row; each seal depends on the one before."""

    __tablename__: ClassVar[str] = "acte_consentement"
    __table_args__ = (UniqueConstraint("sujet", "rang", name="uq_acte_consentement_sujet_rang"),)

    id: str = Field(primary_key=True, max_length=32)
    #: A hash of the carnet's number and of its salt, which is erased with the carnet.
    sujet: str = Field(max_length=64)
    rang: int = Field(ge=1)
    finalite: str = Field(max_length=20)
    geste: str = Field(max_length=12)
    version: int = Field(ge=1)
    #: Hash of the text that was shown.
    empreinte: str = Field(max_length=64)
    mode: str = Field(max_length=10)
    le: datetime = Field(sa_type=InstantUTC)
    canal: str = Field(max_length=12)
    auteur: str = Field(max_length=20)
    sceau: str = Field(max_length=64)
