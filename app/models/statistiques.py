"""The published numbers, as they were published: written once a month, never counted again. Nothing here says who."""

from typing import ClassVar

from sqlmodel import Field

from app.models.tables import Table


class CasePubliee(Table, table=True):
    """One number of one month. `nombre` is empty when it must stay hidden: the base does not know it either."""

    __tablename__: ClassVar[str] = "case_publiee"

    mois: str = Field(primary_key=True, max_length=7)
    tableau: str = Field(primary_key=True, max_length=40)
    ligne: str = Field(primary_key=True, max_length=40)
    colonne: str = Field(primary_key=True, max_length=20)
    nombre: int | None = Field(default=None)
