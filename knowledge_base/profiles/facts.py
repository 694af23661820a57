"""Answers who a professional is and what they like, as it was known on a day."""

import datetime
from dataclasses import dataclass

from knowledge_base.models import HcpProfile

Leanings = dict[str, dict[str, float]]


@dataclass(frozen=True)
class ProfileView:
    """One professional: ``mix`` by segment; leanings by axis and value, -1 to 1.

    ``own`` holds the newest fact for each axis and value, ``observations`` counts all.
    """

    key: str
    name: str
    specialty: str
    setting: str
    market: str
    region: str
    language: str
    mix: dict[str, float]
    leanings: dict[str, Leanings]
    own: Leanings
    observations: int


def profile_at(key: str, day: datetime.date) -> ProfileView:
    """The professional as known on that day; facts observed later are left out.

    Raises HcpProfile.DoesNotExist.
    """
    row = HcpProfile.objects.get(key=key)
    members = row.memberships.select_related("segment").order_by("segment__key")
    own, observations = _own(row, day)
    return ProfileView(
        key=row.key,
        name=row.name,
        specialty=row.specialty,
        setting=row.setting,
        market=row.market,
        region=row.region,
        language=row.language,
        mix={member.segment.key: member.weight for member in members},
        leanings={member.segment.key: member.segment.leanings for member in members},
        own=own,
        observations=observations,
    )


def _own(row: HcpProfile, day: datetime.date) -> tuple[Leanings, int]:
    facts = row.facts.filter(observed_on__lte=day).order_by("observed_on", "pk")
    own: Leanings = {}
    for fact in facts:
        own.setdefault(fact.axis, {})[fact.value] = fact.weight
    return own, len(facts)
