"""What holds after any sequence of steps by any people."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings

from knowledge_base import ledger
from knowledge_base.models import LedgerEntry
from review.models import Decision, Release, Review
from review.states import Function, ReleaseState, ReviewState
from review.workflow import waiting
from tests import factories
from tests.review import worlds
from tests.review.worlds import HONEST, Move, World

pytestmark = pytest.mark.django_db
QUIET: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "derandomize": True,
}


def _is_unanimous(review: Review) -> bool:
    """All three functions approved the very words of the version, told from rows."""
    words = review.version.content_sha256
    rows = Decision.objects.filter(review=review, verdict="APPROVE")
    approvals = rows.filter(content_sha256=words, signature__content_sha256=words)
    return {row.function for row in approvals} == set(Function)


def _authors(review: Review) -> set[int]:
    """Who had asked for, written or submitted the piece when it was reviewed."""
    written = review.variant.versions.filter(number__lte=review.version.number)
    submitted = Review.objects.filter(variant=review.variant, pk__lte=review.pk)
    return {
        review.variant.family.brief.requested_by_id,
        *written.values_list("written_by_id", flat=True),
        *submitted.values_list("requested_by_id", flat=True),
    }


def _check_decisions() -> None:
    """Nobody decided twice in a round, in two functions, or on their own work."""
    functions: dict[int, set[str]] = {}
    for review in Review.objects.all():
        decided = review.decisions.exclude(verdict="")
        people = [row.decided_by_id or 0 for row in decided]
        assert len(people) == len(set(people))
        assert not set(people) & _authors(review)
        assert (review.state == ReviewState.APPROVED) == _is_unanimous(review)
        for row in decided:
            functions.setdefault(row.decided_by_id or 0, set()).add(row.function)
    assert all(len(acted) == 1 for acted in functions.values())


def _check_releases() -> None:
    """What was ever released was approved, word for word; one stands at most."""
    for asset in Release.objects.all():
        assert asset.review.state == ReviewState.APPROVED
        assert _is_unanimous(asset.review)
        assert asset.content_sha256 == asset.review.version.content_sha256
        assert asset.body["content_sha256"] == asset.content_sha256
    assert Release.objects.filter(state=ReleaseState.RELEASED).count() <= 1


def _may_release(world: World, move: Move) -> bool:
    """The other half of the law: unanimous, newest, not released yet, certified."""
    review = world.review
    return (
        move.person == "coordinator"
        and bool(review.pk)
        and _is_unanimous(review)
        and review.version == world.newest
        and not Release.objects.filter(review=review).exists()
        and (world.market == "US" or hasattr(review, "certificate"))
    )


def _take(world: World, move: Move) -> None:
    """One move, one ledger line or none, and the law on releasing both ways."""
    expected = _may_release(world, move) if move.name == "release" else None
    before = LedgerEntry.objects.count()
    refusal = world.try_(move)
    lines = LedgerEntry.objects.count() - before
    assert lines == (0 if refusal or move.name == "edit" else 1)
    assert refusal == "" or refusal.endswith(".")
    if expected is not None:
        assert (refusal == "") == expected, refusal
        event(f"release: {expected}")


@pytest.mark.parametrize("market", ["US", "GB"])
def test_released_exactly_when_all_functions_approved_those_words(market: str) -> None:
    world = World(market)

    @settings(max_examples=40, **QUIET)
    @given(worlds.moves())
    def law(moves: list[Move]) -> None:
        with transaction.atomic():
            for move in moves:
                _take(world, move)
                _check_releases()
            _check_decisions()
            assert ledger.first_broken_entry() is None
            transaction.set_rollback(True)

    law()


@pytest.mark.parametrize("market", ["US", "GB"])
def test_open_steps_are_exactly_what_succeeds(market: str) -> None:
    """For everybody, wherever a sequence has led to; refusals word for word."""
    world = World(market)

    @settings(max_examples=12, **QUIET)
    @given(worlds.moves())
    def law(moves: list[Move]) -> None:
        with transaction.atomic():
            for move in [HONEST[0], *moves]:
                world.try_(move)
            for name in world.people:
                _compare(world, name)
            transaction.set_rollback(True)

    law()


def _compare(world: World, name: str) -> None:
    person = world.people[name]
    with factories.without_fresh_check():
        steps = waiting.open_steps(world.review, person, factories.AT)
        steps += (waiting.submission(world.newest, person),)
    for step in steps:
        with transaction.atomic():
            refusal = world.try_(worlds.move_of(step.name, name))
            transaction.set_rollback(True)
        assert step.allowed == (refusal == ""), (step, refusal)
        if refusal != "Nothing is there.":
            assert step.sentence == refusal


def test_the_honest_way_leads_to_a_release() -> None:
    world = World("GB")
    assert [world.try_(move) for move in HONEST] == [""] * len(HONEST)
    assert world.release.state == ReleaseState.RELEASED
    _check_releases()
    _check_decisions()
