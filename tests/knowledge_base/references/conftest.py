"""One approved library for each module; every test finds it as it was made."""

import pytest

from knowledge_base.models import Brand


@pytest.fixture
def brand(shelved: Brand) -> Brand:
    """The small kit, approved."""
    return shelved
