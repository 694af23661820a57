"""What approvers signed beside a wording reaches the comparison."""

import dataclasses
import datetime

import pytest
from django.contrib.auth.models import User

from content_engine import supplies
from content_engine.pieces import Context
from content_engine.rules import approved
from knowledge_base.models import ClaimVersion
from knowledge_base.wording.readings import Reading
from tests import kits

PLACE = Context(kits.SLUG, "US", "email", "HCP", datetime.date(2026, 11, 21))


@pytest.fixture(autouse=True)
def loaded(requester: User, at: datetime.datetime) -> None:
    """The small brand, approved."""
    kits.load_small_kit(by=requester, at=at)


def test_the_supply_holds_the_signed_reading_of_each_claim() -> None:
    supply = supplies.gather(PLACE)
    assert supply.claims
    for claim in supply.claims:
        version = ClaimVersion.objects.get(
            claim__key=claim.key, version=int(claim.ref.rpartition("@")[2])
        )
        assert version.reading
        assert claim.facts == Reading.of(version.reading)


def test_a_claim_that_nobody_read_has_no_facts() -> None:
    supply = supplies.gather(PLACE)
    bare = dataclasses.replace(
        supply,
        claims=tuple(dataclasses.replace(one, facts=None) for one in supply.claims),
    )
    assert approved.approvals(bare, PLACE).shelf.facts == {}


def test_the_gate_looks_facts_up_by_the_claims_ref() -> None:
    supply = supplies.gather(PLACE)
    facts = approved.approvals(supply, PLACE).shelf.facts
    assert facts == {claim.ref: claim.facts for claim in supply.claims}
