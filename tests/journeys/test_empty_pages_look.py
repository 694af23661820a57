"""A house in which nothing has happened yet: every page says what to do next."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.plugin import DjangoDbBlocker

from tests.journeys import worlds
from tests.journeys.conftest import Visit, enter, look, served
from tests.journeys.worlds import ABEL, CORA, INES, MARA, OWEN

pytestmark = pytest.mark.browser

EMPTY = [
    ("home", MARA, "/", "Write a brief"),
    ("home", INES, "/", "See what is released"),
    ("brief", MARA, "/briefs/new/", "There is no brand yet."),
    ("families", MARA, "/families/", "Write the first brief"),
    ("families", ABEL, "/families/", "Browse the claims"),
    ("inbox", MARA, "/reviews/", "write a brief"),
    ("inbox", INES, "/reviews/", "as soon as a marketer submits it"),
    ("inbox", OWEN, "/reviews/", "when all three functions have approved"),
    ("library", CORA, "/library/", "Nothing is released yet."),
    ("claims", MARA, "/claims/", "There are no claims yet."),
    ("ledger", ABEL, "/ledger/", "Nothing has happened yet."),
]


@pytest.fixture(scope="module")
def empty_house(
    chromium: Browser,
    migrated_database: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a house with people and nothing else."""
    directory: Path = tmp_path_factory.mktemp("empty-house")
    with django_db_blocker.unblock(), served(migrated_database, directory) as address:
        worlds.people()
        yield address


@pytest.mark.parametrize(
    ("name", "person", "path", "says"),
    EMPTY,
    ids=[f"{name}-{person}" for name, person, _, _ in EMPTY],
)
def test_an_empty_page_says_what_to_do_next(
    empty_house: str, visit: Visit, name: str, person: str, path: str, says: str
) -> None:
    page = visit(base_url=empty_house)
    enter(page, empty_house, person)
    page.goto(path)
    expect(page.get_by_role("main")).to_contain_text(says)
    look(page, f"empty-{name}-{person}")
