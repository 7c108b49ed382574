"""Fixtures of the domain tests."""

import pytest

from app.domain.catalogue import Catalogue
from tests.factories import contenu_reel


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The real content."""
    return contenu_reel()
