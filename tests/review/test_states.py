"""Every state is reached, left or final, and waits for somebody unless it is final."""

import datetime
import inspect

import pytest

from review import clocks
from review.models import Release, Review
from review.states import (
    RELEASE_OWNERS,
    REVIEW_OWNERS,
    Function,
    ReleaseState,
    ReviewState,
    Role,
)
from review.workflow import drawing

REVIEW = {
    ("DRAFT", "submit", "IN_REVIEW"),
    ("IN_REVIEW", "approve", "APPROVED"),
    ("IN_REVIEW", "request_changes", "CHANGES_REQUESTED"),
    ("IN_REVIEW", "reject", "REJECTED"),
    ("DRAFT", "cancel", "CANCELLED"),
    ("IN_REVIEW", "cancel", "CANCELLED"),
    ("CHANGES_REQUESTED", "cancel", "CANCELLED"),
}
RELEASE = {
    ("PREPARED", "release", "RELEASED"),
    ("RELEASED", "suspend", "SUSPENDED"),
    ("SUSPENDED", "resume", "RELEASED"),
    *((s, "withdraw", "WITHDRAWN") for s in ("RELEASED", "SUSPENDED")),
    *((s, "expire", "EXPIRED") for s in ("RELEASED", "SUSPENDED")),
    *((s, "supersede", "SUPERSEDED") for s in ("RELEASED", "SUSPENDED")),
}


def test_the_machines_are_these() -> None:
    assert set(drawing.arrows(Review)) == REVIEW
    assert set(drawing.arrows(Release)) == RELEASE


@pytest.mark.parametrize("state", ReviewState)
def test_review_state_has_owners_unless_final(state: ReviewState) -> None:
    """APPROVED ends the review but waits for its release."""
    is_left = any(source == state for source, _, _ in REVIEW)
    assert bool(REVIEW_OWNERS.get(state)) == (is_left or state == ReviewState.APPROVED)


@pytest.mark.parametrize("state", ReleaseState)
def test_release_state_has_owners_unless_final(state: ReleaseState) -> None:
    is_left = any(source == state for source, _, _ in RELEASE)
    assert bool(RELEASE_OWNERS.get(state)) == is_left


def test_every_state_is_reached() -> None:
    assert {target for _, _, target in REVIEW} | {"DRAFT"} == set(ReviewState)
    assert {target for _, _, target in RELEASE} | {"PREPARED"} == set(ReleaseState)


def test_every_function_is_a_role() -> None:
    assert {function.value for function in Function} <= {role.value for role in Role}


def test_transitions_do_nothing_but_move() -> None:
    for model in (Review, Release):
        for _, name, _ in drawing.arrows(model):
            body = inspect.getsource(getattr(model, name)).split('"""')[-1]
            assert not body.strip(), name


@pytest.mark.parametrize(
    ("market", "at", "day"),
    [
        ("US", "2026-11-21T04:59+00:00", 20),
        ("US", "2026-11-21T05:00+00:00", 21),
        ("GB", "2026-11-21T00:00+00:00", 21),
        ("GB", "2026-07-21T23:00+00:00", 22),
        ("DE", "2026-11-20T23:00+00:00", 21),
        ("ZZ", "2026-11-21T23:59+00:00", 21),
    ],
)
def test_the_day_is_the_markets(market: str, at: str, day: int) -> None:
    assert clocks.day_in(market, datetime.datetime.fromisoformat(at)).day == day


@pytest.mark.parametrize(
    ("day", "next_year"),
    [("2026-11-21", "2027-11-21"), ("2028-02-29", "2029-02-28")],
)
def test_a_year_after(day: str, next_year: str) -> None:
    start = datetime.date.fromisoformat(day)
    assert clocks.a_year_after(start).isoformat() == next_year
