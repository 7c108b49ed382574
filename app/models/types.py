"""Column types that behave the same on SQLite and PostgreSQL. No table here."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator


class InstantUTC(TypeDecorator[datetime]):
    """An instant, aware and in UTC on the way in and on the way out.

    SQLite drops the offset and PostgreSQL answers in the zone of its session: without this type the same row
    would read differently on each. A naive date-time is refused, because nobody can tell which instant it is.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("InstantUTC needs an aware date-time")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - signature
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
