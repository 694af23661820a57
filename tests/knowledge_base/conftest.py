"""A loaded brand and the means to look at one ledger line."""

import datetime

import pytest
from django.contrib.auth.models import User

from knowledge_base.models import Brand
from tests import kits


@pytest.fixture
def brand(requester: User, at: datetime.datetime) -> Brand:
    """The small kit, approved."""
    return kits.load_small_kit(by=requester, at=at)


@pytest.fixture
def drafted_brand(requester: User, at: datetime.datetime) -> Brand:
    """The small kit as drafts."""
    return kits.load_small_kit(by=requester, at=at, approve=False)
