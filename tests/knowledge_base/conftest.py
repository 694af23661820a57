"""A loaded brand and the means to look at one ledger line."""

import datetime
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from pytest_django.plugin import DjangoDbBlocker

from knowledge_base.models import Brand
from tests import kits
from tests.knowledge_base import worlds


@pytest.fixture
def brand(requester: User, at: datetime.datetime) -> Brand:
    """The small kit, approved."""
    return kits.load_small_kit(by=requester, at=at)


@pytest.fixture
def drafted_brand(requester: User, at: datetime.datetime) -> Brand:
    """The small kit as drafts."""
    return kits.load_small_kit(by=requester, at=at, approve=False)


@pytest.fixture(scope="module")
def shelf(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Brand]:
    """The small kit, approved, made once for a whole module."""
    with worlds.library(django_db_blocker) as made:
        yield made


@pytest.fixture
def shelved(shelf: Brand, db: None) -> Brand:
    """That library as it was made; what a test changes in it is taken back."""
    return Brand.objects.get(pk=shelf.pk)
