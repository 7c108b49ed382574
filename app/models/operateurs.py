"""Who publishes: organisations, their operators, the keys of their programs. Nothing about the people who come."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC


class Organisation(Table, table=True):
    """One that publishes slots: a practice, a pharmacy, a health insurance office."""

    __tablename__: ClassVar[str] = "organisation"

    id: str = Field(primary_key=True, max_length=32)
    nom: str = Field(max_length=120, unique=True)
    creee_le: datetime = Field(sa_type=InstantUTC)


class Operateur(Table, table=True):
    """One person who publishes for one organisation, known by a word of their choice."""

    __tablename__: ClassVar[str] = "operateur"

    id: str = Field(primary_key=True, max_length=32)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=32, index=True)
    identifiant: str = Field(max_length=60, unique=True)
    #: argon2id, with its own settings inside.
    mot_de_passe: str = Field(max_length=160)
    #: The secret of the six figures, sealed with the service's key.
    secret_totp: str = Field(max_length=160)
    #: The last half-minute whose figures were used: they never serve twice.
    pas_totp: int
    cree_le: datetime = Field(sa_type=InstantUTC)
    ferme_le: datetime | None = Field(default=None, sa_type=InstantUTC)


class SessionOperateur(Table, table=True):
    """A sign-in that lasts: the base keeps the print of what the browser holds."""

    __tablename__: ClassVar[str] = "session_operateur"

    empreinte: str = Field(primary_key=True, max_length=64)
    operateur_id: str = Field(foreign_key="operateur.id", max_length=32, index=True)
    vue_le: datetime = Field(sa_type=InstantUTC)
    finit_le: datetime = Field(sa_type=InstantUTC, index=True)


class EssaiConnexion(Table, table=True):
    """Sign-ins that failed under one name, whether somebody bears it or not."""

    __tablename__: ClassVar[str] = "essai_connexion"

    empreinte: str = Field(primary_key=True, max_length=64)
    nombre: int
    depuis: datetime = Field(sa_type=InstantUTC, index=True)


class ClePartenaire(Table, table=True):
    """The key of an organisation's program: its print, and how much it asked in the minute that runs."""

    __tablename__: ClassVar[str] = "cle_partenaire"

    id: str = Field(primary_key=True, max_length=12)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=32, index=True)
    empreinte: str = Field(max_length=64)
    nom: str = Field(max_length=60)
    creee_le: datetime = Field(sa_type=InstantUTC)
    fermee_le: datetime | None = Field(default=None, sa_type=InstantUTC)
    minute: datetime = Field(sa_type=InstantUTC)
    demandes: int
