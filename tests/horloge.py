"""The clock that tests give to the service: it stays where it is put."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass
class Horloge:
    """A clock a test can move."""

    instant: datetime = datetime(2026, 11, 22, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.instant
