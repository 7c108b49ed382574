"""The addresses of reminders, sealed; the reminders on their way, about an opaque person; the tokens of answers."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from app.models.tables import Table
from app.models.types import InstantUTC

_EN_COURS = text("etat IN ('prevu', 'pris')")


class AdresseRappel(Table, table=True):
    """Where one person is written to on one channel. The address and what was told are sealed under their key."""

    __tablename__: ClassVar[str] = "adresse_rappel"
    __table_args__ = (UniqueConstraint("personne", "canal", name="uq_adresse_rappel_personne_canal"),)

    id: str = Field(primary_key=True, max_length=32)
    personne: str = Field(foreign_key="personne_carnet.id", max_length=32)
    canal: str = Field(max_length=10)
    adresse: bytes
    suivi: bytes
    #: The clock of where they live (IANA), the hour and the months of silence they chose.
    zone: str = Field(max_length=40)
    heure: int
    rythme: int
    #: Nothing but the message that asks for it leaves before.
    confirme_le: date | None = None
    #: The day planning must look again: their answers, the rules or the date changed. None: nothing to look at.
    revoir_le: date | None = Field(default=None, index=True)


class Envoi(Table, table=True):
    """One reminder on its way. The base refuses an end without its receipt or reason, and two under way at once."""

    __tablename__: ClassVar[str] = "envoi"
    __table_args__ = (
        CheckConstraint("etat IN ('prevu', 'pris', 'remis', 'echoue', 'supprime')", name="etat"),
        CheckConstraint("(etat = 'remis') = (recu IS NOT NULL)", name="recu"),
        CheckConstraint("(etat IN ('echoue', 'supprime')) = (motif IS NOT NULL)", name="motif"),
        CheckConstraint("(etat IN ('prevu', 'pris')) = (fini_le IS NULL)", name="fini"),
        Index(
            "uq_envoi_en_cours", "personne", "canal", unique=True, sqlite_where=_EN_COURS, postgresql_where=_EN_COURS
        ),
        Index("ix_envoi_etat_prevu_le", "etat", "canal", "prevu_le"),
    )

    id: str = Field(primary_key=True, max_length=32)
    #: A keyed hash of what, when and how: the same reminder planned twice is one row.
    cle: str = Field(max_length=64, unique=True)
    #: Nothing once the person is erased: what stays is a count.
    personne: str | None = Field(default=None, max_length=32, index=True)
    canal: str = Field(max_length=10)
    genre: str = Field(max_length=12)
    jour: date = Field(index=True)
    prevu_le: datetime = Field(sa_type=InstantUTC)
    etat: str = Field(max_length=10)
    motif: str | None = Field(default=None, max_length=16)
    essais: int = 0
    #: Who holds it and until when; a hash of what the provider answered.
    prise: str | None = Field(default=None, max_length=32)
    pris_jusqu_a: datetime | None = Field(default=None, sa_type=InstantUTC)
    recu: str | None = Field(default=None, max_length=64)
    fini_le: datetime | None = Field(default=None, sa_type=InstantUTC, index=True)


class JetonReponse(Table, table=True):
    """One link of one message, as a hash. Answering deletes the row."""

    __tablename__: ClassVar[str] = "jeton_reponse"

    condense: str = Field(primary_key=True, max_length=64)
    #: What it lets do: answer, confirm the address, or stop.
    usage: str = Field(max_length=12)
    envoi_id: str = Field(foreign_key="envoi.id", max_length=32, index=True)
    personne: str = Field(foreign_key="personne_carnet.id", max_length=32, index=True)
    canal: str = Field(max_length=10)
    expire_le: date = Field(index=True)
