"""A loaded brand, professionals with tastes, and briefs for it."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from knowledge_base.models import (
    Brand,
    Fact,
    HcpProfile,
    HcpSegment,
    SegmentMembership,
)
from tests import factories
from tests.kits import SLUG, load_small_kit, small_kit


@pytest.fixture
def calvoryn(db: None, at: datetime.datetime) -> Brand:
    """The small brand, loaded and approved by the real route."""
    by = factories.make_user(username="kit-loader")
    return load_small_kit(by=by, at=at)


@pytest.fixture
def revise(calvoryn: Brand, at: datetime.datetime) -> Callable[..., None]:
    """Loads the kit again with other words or limits of the claims named."""
    by = factories.make_user(username="kit-reviser")

    def load(*keys: str, **changes: Any) -> None:
        claims = [
            {**claim, **changes} if claim["key"] in keys else claim
            for claim in small_kit()["claims"]
        ]
        load_small_kit(by=by, at=at, claims=claims)

    return load


@pytest.fixture
def raw(calvoryn: Brand) -> dict[str, Any]:
    """A brief of two variants that the small brand can answer."""
    return {
        "brand": SLUG,
        "market": "US",
        "channel": "email",
        "tones": ["clinical", "warm"],
        "themes": ["efficacy"],
        "formats": ["short"],
        "count": 2,
    }


@pytest.fixture
def segments(db: None) -> dict[str, HcpSegment]:
    """Two segments with opposite tastes."""
    leanings = {
        "seeker": {"tone": {"clinical": 0.9, "warm": -0.9}, "format": {"long": 0.6}},
        "advocate": {"tone": {"clinical": -0.9, "warm": 0.9}, "format": {"short": 0.6}},
    }
    return {
        key: HcpSegment.objects.create(key=key, title=key.title(), leanings=leaning)
        for key, leaning in leanings.items()
    }


@pytest.fixture
def people(segments: dict[str, HcpSegment]) -> dict[str, HcpProfile]:
    """Two US professionals of one segment each, and one in Great Britain."""
    made = {}
    for key, market, segment in (
        ("dr-seeker", "US", "seeker"),
        ("dr-advocate", "US", "advocate"),
        ("dr-gb", "GB", "advocate"),
    ):
        made[key] = HcpProfile.objects.create(
            key=key, name=f"Canary {key}", market=market
        )
        SegmentMembership.objects.create(
            profile=made[key], segment=segments[segment], weight=1.0
        )
    Fact.objects.create(
        profile=made["dr-seeker"],
        axis="theme",
        value="dosing",
        weight=0.9,
        source="survey",
        observed_on=datetime.date(2026, 5, 1),
    )
    return made


@pytest.fixture
def author(db: None) -> User:
    """Whoever asks for variants."""
    return factories.make_user("REQUESTER")
