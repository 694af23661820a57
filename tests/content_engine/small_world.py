"""The small brand with people, loaded once a module and rolled back at its end."""

import contextlib
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from pytest_django import DjangoDbBlocker

from knowledge_base.models import (
    Brand,
    Fact,
    HcpProfile,
    HcpSegment,
    SegmentMembership,
)
from tests import factories
from tests.conftest import AT
from tests.kits import SLUG, load_small_kit

CANARIES = ("Zyxquort", "Vexplimb", "Grimblewick", "Thwaxford", "pl-Canary")
LEANINGS: dict[str, dict[str, dict[str, float]]] = {
    "seeker": {"tone": {"clinical": 0.9, "warm": -0.9}, "format": {"long": 0.6}},
    "advocate": {"tone": {"clinical": -0.9, "warm": 0.9}, "format": {"short": 0.6}},
}
MIXES: dict[str, dict[str, float]] = {
    "dr-seeker": {"seeker": 1.0},
    "dr-advocate": {"advocate": 1.0},
    "dr-half": {"seeker": 0.5, "advocate": 0.5},
    "dr-twin": {"seeker": 0.5, "advocate": 0.5},
    "dr-gb": {"advocate": 1.0},
}


@dataclass(frozen=True)
class SmallWorld:
    """What was loaded."""

    brand: Brand
    author: User


@contextlib.contextmanager
def built(blocker: DjangoDbBlocker) -> Iterator[SmallWorld]:
    """The world inside a transaction of its own, in which tests nest theirs."""
    with blocker.unblock(), transaction.atomic():
        yield _made()
        transaction.set_rollback(True)


def _made() -> SmallWorld:
    brand = load_small_kit(by=factories.make_user(username="kit-of-module"), at=AT)
    author = factories.make_user("REQUESTER", username="author-of-module")
    segments = {
        key: HcpSegment.objects.create(key=key, title=CANARIES[0], leanings=leaning)
        for key, leaning in LEANINGS.items()
    }
    for key, mix in MIXES.items():
        row = HcpProfile.objects.create(
            key=key,
            name=CANARIES[1],
            specialty=CANARIES[2],
            setting=CANARIES[3],
            language=CANARIES[4],
            market="GB" if key == "dr-gb" else "US",
        )
        for segment, weight in mix.items():
            SegmentMembership.objects.create(
                profile=row, segment=segments[segment], weight=weight
            )
    return SmallWorld(brand, author)


def observe(key: str, axis: str, value: str, weight: float, day: datetime.date) -> None:
    """One more fact of a person's own."""
    Fact.objects.create(
        profile=HcpProfile.objects.get(key=key),
        axis=axis,
        value=value,
        weight=weight,
        source="survey",
        observed_on=day,
    )


def brief(**changes: Any) -> dict[str, Any]:
    """A brief of two variants that the small brand can answer."""
    return {
        "brand": SLUG,
        "market": "US",
        "channel": "email",
        "tones": ["clinical", "warm"],
        "themes": ["efficacy"],
        "formats": ["short"],
        "count": 2,
        **changes,
    }
