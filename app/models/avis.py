"""What readers think of a unit: counts, and the few words some send. Nothing in these rows says who."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from app.models.tables import Table


class AvisCompte(Table, table=True):
    """How many times one opinion was given on one version of one unit."""

    __tablename__: ClassVar[str] = "avis_compte"

    unite: str = Field(primary_key=True, max_length=80)
    version: str = Field(primary_key=True, max_length=64)
    avis: str = Field(primary_key=True, max_length=12)
    nombre: int = Field(ge=0)


class AvisTexte(Table, table=True):
    """Words a reader chose to send, kept for a stated time, with the day alone."""

    __tablename__: ClassVar[str] = "avis_texte"

    id: int | None = Field(default=None, primary_key=True)
    unite: str = Field(max_length=80)
    version: str = Field(max_length=64)
    avis: str = Field(max_length=12)
    texte: str = Field(max_length=300)
    recu_le: date = Field(index=True)
