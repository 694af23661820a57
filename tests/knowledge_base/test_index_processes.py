"""Processes that write and read at once: nothing is lost, nothing stale is answered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from knowledge_base import index
from tests import databases, index_processes
from tests.index_processes import Event

SECONDS = 5


@pytest.fixture
def own_database(
    tmp_path: Path,
    django_db_setup: None,
    migrated_database: str,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """A database that other processes reach."""
    with (
        django_db_blocker.unblock(),
        databases.made(tmp_path, migrated_database) as name,
        databases.in_use(name),
    ):
        yield
        index.close()


@pytest.mark.slow
@pytest.mark.usefixtures("own_database")
def test_two_write_and_three_read(tmp_path: Path) -> None:
    journals = tmp_path / "journals"
    journals.mkdir()
    told = index_processes.run(journals, seconds=SECONDS, writers=2, readers=3)
    assert told["exits"] == [0]
    assert told["wrong"] == []
    assert told["index"]["differences"] == []
    assert told["answers"] > 0
    assert told["commits"] > 0


APPROVED, WITHDRAWN = Event(1, 2, is_in_force=True), Event(5, 6, is_in_force=False)


@pytest.mark.parametrize(
    ("began", "ended", "said"),
    [
        (0.5, 0.9, None),
        (1.5, 3, None),
        (2.5, 4, True),
        (2.5, 5.5, None),
        (5.5, 7, None),
        (6.5, 7, False),
    ],
)
def test_an_answer_is_judged_by_what_was_committed_before(
    began: float, ended: float, said: bool | None
) -> None:
    events = {"a": [APPROVED, WITHDRAWN]}
    told = {"asked": "a", "began": began, "ended": ended, "way": "search"}
    assert index_processes.known("a", told, events) is said
    lost = list(index_processes.faults({**told, "found": []}, events))
    stale = list(index_processes.faults({**told, "found": ["a"]}, events))
    assert (len(lost), len(stale)) == (said is True, said is False)
