"""The public list of medicines: what was loaded, and one row a box. Says nothing about any person."""

from datetime import date, datetime
from typing import ClassVar

from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC


class LotMedicaments(Table, table=True):
    """One import, kept as a record. The boxes are always those of the last one, replaced in one transaction."""

    __tablename__: ClassVar[str] = "lot_medicaments"

    id: int | None = Field(default=None, primary_key=True)
    fichier_du: date
    importe_le: datetime = Field(sa_type=InstantUTC)
    lignes: int = Field(ge=0)
    rejets: int = Field(ge=0)
    noms: bool


class BoiteMedicament(Table, table=True):
    """One box. `recherche` is its name and label in plain form, a space before each word; amounts are in cents."""

    __tablename__: ClassVar[str] = "boite_medicament"

    cip13: str = Field(primary_key=True, max_length=13)
    lot: int = Field(foreign_key="lot_medicaments.id")
    cip7: str = Field(max_length=7, index=True)
    nom: str = Field(max_length=300)
    libelle: str = Field(max_length=600)
    recherche: str = Field(max_length=1000)
    taux: str = Field(max_length=40)
    prix: int | None = Field(default=None)
    honoraire: int | None = Field(default=None)
    en_vente: bool
