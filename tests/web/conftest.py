"""What the tests of pages share: a clock that stands still, and people signed in."""

import datetime
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests import factories

Come = Callable[..., Client]


@pytest.fixture
def still_clock(monkeypatch: pytest.MonkeyPatch) -> datetime.datetime:
    """Every page is opened at the moment at which the factories make their things."""
    monkeypatch.setattr(timezone, "now", lambda: factories.AT)
    return factories.AT


@pytest.fixture
def no_fresh_check() -> Iterator[None]:
    """Leaves out the check of words that no kit approves."""
    with factories.without_fresh_check():
        yield


@pytest.fixture
def come(db: None) -> Come:
    """Signs a person in: somebody given, or somebody new with these roles."""

    def come_in(*roles: str, user: User | None = None) -> Client:
        client = Client()
        client.force_login(user or factories.make_user(*roles))
        return client

    return come_in
