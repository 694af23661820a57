"""Every claim and block by every limit: gathered where all of them allow, else not."""

import datetime
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from content_engine import briefs, supplies
from content_engine.pieces import Context
from content_engine.planning.requests import CompletedBrief
from knowledge_base.models import (
    ClaimState,
    ClaimVersion,
    CopyBlockVersion,
    HcpSegment,
    Reference,
)
from tests import factories
from tests.conftest import AT
from tests.content_engine.wishes import make_brief
from tests.kits import SLUG, load_small_kit

DAY = datetime.date(2026, 11, 21)
ALL_MARKETS, ALL_CHANNELS = ("US", "GB"), ("email", "rep_email", "sms")
ALL_AUDIENCES = ("HCP", "PATIENT", "PAYER")
MARKETS = (["US"], ["GB"], ["US", "GB"])
CHANNELS: tuple[list[str], ...] = ([], ["email"], ["sms", "rep_email"])
AUDIENCES: tuple[list[str], ...] = ([], ["HCP"], ["PAYER", "PATIENT"])
CONTEXTS = list(itertools.product(ALL_MARKETS, ALL_CHANNELS, ALL_AUDIENCES))
# from when, until when, and on which of the days around the brief's it may be said
WINDOWS: dict[str, tuple[str | None, str | None, tuple[bool, bool, bool]]] = {
    "always": (None, None, (True, True, True)),
    "from-today": ("2026-11-21", None, (False, True, True)),
    "from-tomorrow": ("2026-11-22", None, (False, False, True)),
    "until-today": (None, "2026-11-21", (True, False, False)),
    "until-tomorrow": (None, "2026-11-22", (True, True, False)),
    "today-only": ("2026-11-21", "2026-11-22", (False, True, False)),
    "long-over": ("2020-01-01", "2021-01-01", (False, False, False)),
}
LIMITS = {
    f"limits-{number}": limits
    for number, limits in enumerate(itertools.product(MARKETS, CHANNELS, AUDIENCES))
}
pytestmark = pytest.mark.django_db


def claim(key: str, **limits: Any) -> dict[str, Any]:
    return {
        "key": key,
        "text": f"Calvoryn is described under the heading {key.replace('-', ' ')}.",
        "kind": "mechanism",
        "themes": ["efficacy"],
        "references": ["LABEL-2026"],
        "markets": ["US", "GB"],
        **{name: limit for name, limit in limits.items() if limit},
    }


def block(key: str, **limits: Any) -> dict[str, Any]:
    return {
        "key": key,
        "role": "opening",
        "text": "Please read on.",
        "tones": ["warm"],
        **{name: limit for name, limit in limits.items() if limit},
    }


def kit() -> dict[str, Any]:
    """Claims and blocks of every combination of limits, and claims of every window."""
    limited = {
        key: {"markets": markets, "channels": channels, "audiences": audiences}
        for key, (markets, channels, audiences) in LIMITS.items()
    }
    return {
        "claims": [
            *(claim(key, **limits) for key, limits in limited.items()),
            *(
                claim(key, valid_from=begins, expires_on=ends)
                for key, (begins, ends, _) in WINDOWS.items()
            ),
        ],
        "copy": [block(key, **limits) for key, limits in limited.items()],
    }


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        by = factories.make_user(username="kit-limits")
        load_small_kit(by=by, at=AT, **kit())
        more = {**kit(), "claims": [*kit()["claims"], claim("unsigned")]}
        load_small_kit(by=by, at=AT, approve=False, **more)
        yield
        transaction.set_rollback(True)


def place(
    market: str, channel: str, audience: str, day: datetime.date = DAY
) -> Context:
    return Context(SLUG, market, channel, audience, day)


def allowed(market: str, channel: str, audience: str) -> set[str]:
    """What each combination of limits says of a place, read by hand."""
    return {
        key
        for key, (markets, channels, audiences) in LIMITS.items()
        if market in markets
        and (not channels or channel in channels)
        and (not audiences or audience in audiences)
    }


@pytest.mark.parametrize(("market", "channel", "audience"), CONTEXTS)
def test_claims_and_blocks_are_gathered_where_all_their_limits_allow(
    market: str, channel: str, audience: str
) -> None:
    supply = supplies.gather(place(market, channel, audience))
    expected = allowed(market, channel, audience)
    assert {one.key for one in supply.claims if one.key in LIMITS} == expected
    assert {one.key for one in supply.blocks} == expected


@pytest.mark.parametrize(
    ("past", "day"),
    [
        (0, datetime.date(2026, 11, 20)),
        (1, datetime.date(2026, 11, 21)),
        (2, datetime.date(2026, 11, 22)),
    ],
)
def test_claims_are_gathered_from_their_first_day_to_the_one_before_they_expire(
    past: int, day: datetime.date
) -> None:
    supply = supplies.gather(place("US", "email", "HCP", day))
    found = {one.key for one in supply.claims if one.key in WINDOWS}
    assert found == {key for key, (_, _, days) in WINDOWS.items() if days[past]}


# a claim that is no longer, or not yet, approved, and what makes it so
UNAPPROVED: list[tuple[str, dict[str, Any], str]] = [
    ("unsigned", {}, "draft"),
    ("always", {"state": ClaimState.SUSPENDED, "suspended_at": AT}, "suspended"),
    ("always", {"state": ClaimState.WITHDRAWN, "withdrawn_at": AT}, "withdrawn"),
    ("always", {"state": ClaimState.SUPERSEDED}, "superseded"),
]


def test_every_state_but_one_is_unapproved() -> None:
    told = {state.label.lower() for state in ClaimState}
    assert told - {row[2] for row in UNAPPROVED} == {"approved"}


@pytest.mark.parametrize(("key", "state", "told"), UNAPPROVED)
def test_only_what_is_approved_is_gathered(
    key: str, state: dict[str, Any], told: str
) -> None:
    if state:
        ClaimVersion.objects.filter(claim__key=key).update(**state)
    assert supplies.gather(place("US", "email", "HCP")).claim(key) is None
    assert briefs.unavailable(asked(key)) == {key: f"its latest version is {told}"}


@pytest.mark.parametrize(
    ("expires_on", "is_open"),
    [
        (datetime.date(2026, 11, 20), False),
        (datetime.date(2026, 11, 21), False),
        (datetime.date(2026, 11, 22), True),
        (None, True),
    ],
)
def test_no_claim_outlives_its_reference(
    expires_on: datetime.date | None, is_open: bool
) -> None:
    Reference.objects.filter(key="LABEL-2026").update(expires_on=expires_on)
    supply = supplies.gather(place("US", "email", "HCP"))
    assert (supply.claim("always") is not None) is is_open
    assert bool(supply.claims) is is_open


def test_a_retracted_reference_takes_its_claims_along() -> None:
    Reference.objects.filter(key="LABEL-2026").update(retracted_at=AT)
    assert supplies.gather(place("US", "email", "HCP")).claims == ()


def test_blocks_have_no_last_day() -> None:
    far = supplies.gather(place("US", "email", "HCP", datetime.date(2036, 1, 1)))
    assert {one.key for one in far.blocks} == allowed("US", "email", "HCP")


def test_a_retired_block_is_gone_and_the_others_stay() -> None:
    gone = sorted(allowed("US", "email", "HCP"))[0]
    CopyBlockVersion.objects.filter(block__key=gone).update(retired_at=AT)
    left = {one.key for one in supplies.gather(place("US", "email", "HCP")).blocks}
    assert left == allowed("US", "email", "HCP") - {gone}


def test_codes_are_told_apart_by_case_and_by_their_whole_length() -> None:
    everywhere = supplies.gather(place("US", "EMAIL", "HCP"))
    open_to_all = {key for key, (_, channels, _) in LIMITS.items() if not channels}
    assert {one.key for one in everywhere.blocks} <= open_to_all
    assert {one.key for one in supplies.gather(place("US", "mail", "HCP")).blocks} <= (
        open_to_all
    )


def asked(*messages: str, **changes: Any) -> CompletedBrief:
    market, channel = changes.pop("market", "US"), changes.pop("channel", "email")
    context = place(market, channel, changes.pop("audience", "HCP"))
    return make_brief(context, key_messages=messages, **changes)


def limits_of(markets: Any, channels: Any, audiences: Any) -> str:
    return next(
        key for key, held in LIMITS.items() if held == (markets, channels, audiences)
    )


@pytest.mark.parametrize(
    ("key", "where", "reason"),
    [
        ("from-tomorrow", {}, "it is valid from 2026-11-22 only"),
        ("until-today", {}, "it expired on 2026-11-21"),
        ("long-over", {}, "it expired on 2021-01-01"),
        (limits_of(["GB"], [], []), {}, "it is not approved for US"),
        (
            limits_of(["US", "GB"], ["email"], []),
            {"channel": "sms"},
            "it is not approved for the channel sms",
        ),
        (
            limits_of(["US", "GB"], [], ["HCP"]),
            {"audience": "PAYER"},
            "it is not approved for the audience PAYER",
        ),
        (
            limits_of(["GB"], ["email"], ["HCP"]),
            {"channel": "sms", "audience": "PAYER"},
            "it is not approved for US",
        ),
    ],
)
def test_why_a_key_message_cannot_be_used(
    key: str, where: dict[str, str], reason: str
) -> None:
    assert briefs.unavailable(asked(key, **where)) == {key: reason}


def test_what_can_be_used_and_what_is_no_key_have_no_reason() -> None:
    assert briefs.unavailable(asked("always", "today-only", "fewer flares")) == {}


def test_each_key_message_has_its_own_reason() -> None:
    reasons = briefs.unavailable(asked("long-over", "always", "from-tomorrow"))
    assert set(reasons) == {"long-over", "from-tomorrow"}


BRIEF = {"brand": SLUG, "market": "US", "channel": "email"}
NOT_FINITE = [float("nan"), float("inf"), 10**400, 1_000_001]


@pytest.mark.parametrize("share", NOT_FINITE, ids=["nan", "inf", "huge", "too many"])
def test_a_share_beyond_counting_is_a_fault_of_the_brief(share: float) -> None:
    HcpSegment.objects.create(key="seeker", title="Seeker")
    with pytest.raises(briefs.BriefFaultsError) as refusal:
        briefs.complete({**BRIEF, "segment_mix": {"seeker": share}}, day=DAY)
    assert refusal.value.faults == (
        "segment_mix: A share of a segment must be a number up to 1000000.",
    )


@pytest.mark.parametrize(
    "written", ["2026-11-21 or so", "2026-11-211", "2026-11-21T99:00"]
)
def test_a_date_with_more_behind_it_is_no_date(written: str) -> None:
    with pytest.raises(briefs.BriefFaultsError) as refusal:
        briefs.complete({**BRIEF, "at": written}, day=DAY)
    assert refusal.value.faults == (f"at: {written} is not a date like 2026-11-21.",)
