"""Fixtures of the content tests, and French sentences kept readable in test names."""

import pytest

from app.domain.catalogue import Catalogue
from tests.factories import contenu_reel


def pytest_make_parametrize_id(val: object) -> str | None:
    """Keep accents: a failing scenario must read as a sentence."""
    return val if isinstance(val, str) else None


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The real content."""
    return contenu_reel()
