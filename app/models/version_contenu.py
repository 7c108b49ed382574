"""Which content was in service since when. Says nothing about any person."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC


class VersionContenu(Table, table=True):
    """One row for each version of the content ever served: it lets us answer "what did the site say that day?"."""

    __tablename__: ClassVar[str] = "version_contenu"

    empreinte: str = Field(primary_key=True, max_length=64)
    application: str = Field(max_length=32)
    premiere_mise_en_service: datetime = Field(sa_type=InstantUTC)
