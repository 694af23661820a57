"""Where a thing is used: complete, exact, and never more questions for more of it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from pytest_django import DjangoAssertNumQueries

from content_engine.models import VariantSegment
from knowledge_base.claim_contents import Cited
from knowledge_base.models import (
    Anchor,
    ClaimVersion,
    CopyBlockVersion,
    LabelSection,
    Reference,
)
from review import where_used
from review.models import Fetch, Release
from review.states import ReleaseState, ReviewState
from review.where_used import Usage
from tests import factories
from tests.review import many_claims

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_fresh_check")]
AT = factories.AT
HOUR = datetime.timedelta(hours=1)


@dataclass
class Town:
    """One claim, with its own reference and a block, among things that use neither."""

    claim: ClaimVersion
    other: ClaimVersion
    reference: Reference
    block: CopyBlockVersion


@pytest.fixture
def town() -> Town:
    brand = factories.make_brand()
    claim = factories.make_claim(brand, "USED", text="A used statement.")
    other = factories.make_claim(brand, "ELSE", text="Another statement.")
    reference = claim.citations.get().reference
    return Town(claim, other, reference, factories.make_block(brand, "used-block"))


def say(town: Town, claim: ClaimVersion, *, with_block: bool = False) -> Release:
    asset = many_claims.release(many_claims.make_version([claim]))
    if with_block:
        rows = VariantSegment.objects.filter(part__version=asset.review.version)
        rows.filter(kind="copy").update(kind="block", block_version=town.block)
    return asset


def fetched(asset: Release, name: str = "", at: datetime.datetime = AT) -> str:
    key, _ = factories.make_key()
    Fetch.objects.create(
        channel_key=key,
        release=asset,
        asset_uid=str(asset.uid),
        status=200,
        fetched_at=at,
    )
    return key.name


def codes(usage: Usage) -> list[str]:
    return [row.release.code for row in usage.releases]


def test_a_claim_is_used_by_just_what_says_it(town: Town) -> None:
    mine = [say(town, town.claim) for _ in range(2)]
    say(town, town.other)
    review = factories.make_review_at(
        ReviewState.IN_REVIEW, many_claims.make_version([town.claim, town.other])
    )
    draft = many_claims.make_version([town.claim])
    usage = where_used.of_claim(town.claim)
    assert usage.claims == (town.claim,)
    assert codes(usage) == sorted(asset.code for asset in mine)
    assert usage.reviews == (review,)
    wanted = [*(asset.variant_id for asset in mine), review.variant_id]
    assert [row.pk for row in usage.variants] == sorted([*wanted, draft.variant_id])
    assert usage.platforms == ()


def test_a_thing_that_nothing_uses(town: Town) -> None:
    say(town, town.other)
    usage = where_used.of_claim(town.claim)
    assert usage == Usage(claims=(town.claim,))
    assert where_used.of_block(town.block) == Usage()


@pytest.mark.parametrize("state", [s for s in ReleaseState if s != "PREPARED"])
def test_assets_of_every_state_are_listed_and_the_standing_told_apart(
    state: ReleaseState, town: Town
) -> None:
    asset = factories.make_release(state, factories.make_version(claim=town.claim))
    usage = where_used.of_claim(town.claim)
    assert asset.code in codes(usage)
    standing = [row.release.code for row in usage.standing]
    assert (asset.code in standing) == (state in {"RELEASED", "SUSPENDED"})


def test_platforms_are_named_with_their_last_fetch(town: Town) -> None:
    one, two = say(town, town.claim), say(town, town.claim)
    name = fetched(one, at=AT - HOUR)
    key = Fetch.objects.get().channel_key
    for asset, at, status in ((two, AT, 200), (two, AT + HOUR, 410)):
        Fetch.objects.create(
            channel_key=key,
            release=asset,
            asset_uid=str(asset.uid),
            status=status,
            fetched_at=at,
        )
    other = fetched(two, at=AT + 2 * HOUR)
    fetched(say(town, town.other))
    told = where_used.of_claim(town.claim, at=AT)
    assert [(row.name, row.assets, row.last_fetched_at) for row in told.platforms] == [
        (name, 2, AT)
    ]
    later = where_used.of_claim(town.claim)
    assert {row.name for row in later.platforms} == {name, other}
    by_code = {row.release.code: row for row in later.releases}
    assert by_code[two.code].fetched_by == tuple(sorted([name, other]))
    assert by_code[two.code].last_fetched_at == AT + 2 * HOUR
    assert by_code[one.code].last_fetched_at == AT - HOUR


def test_a_reference_is_used_where_it_is_printed_and_where_a_claim_stands_on_it(
    town: Town,
) -> None:
    said = say(town, town.claim)
    printed = many_claims.release(
        many_claims.make_version([town.other], [town.reference])
    )
    usage = where_used.of_reference(town.reference)
    assert usage.claims == (town.claim,)
    assert codes(usage) == sorted([said.code, printed.code])
    other = town.other.citations.get().reference
    assert codes(where_used.of_reference(other)) == [printed.code]


def test_a_block_is_used_where_its_revision_is_said(town: Town) -> None:
    asset = say(town, town.other, with_block=True)
    say(town, town.claim)
    usage = where_used.of_block(town.block)
    assert codes(usage) == [asset.code]
    assert usage.claims == ()


def test_a_section_is_used_by_claims_that_quote_it(town: Town) -> None:
    label = town.claim.claim.brand.labels.get(market="US")
    section, empty = (
        LabelSection.objects.create(
            label=label, ordinal=number, code=str(number), title="T", text=text
        )
        for number, text in (
            (5, "Take once daily with water. Do not chew."),
            (6, "No."),
        )
    )
    source = Reference.objects.create(
        brand=label.brand, key="LABEL", citation="Label.", kind="label"
    )
    anchor = Anchor.objects.create(
        reference=source, key="a", locator="2", quote="once daily  with water"
    )
    claim = factories.approve_claim(
        factories.redraft_claim(town.other, cited=(Cited(source, anchor),))
    )
    asset = say(town, claim)
    usage = where_used.of_section(section)
    assert usage.claims == (claim,)
    assert codes(usage) == [asset.code]
    assert where_used.of_section(empty) == Usage()


ASKED: dict[str, Callable[[Town], Usage]] = {
    "claim": lambda town: where_used.of_claim(town.claim, at=AT),
    "reference": lambda town: where_used.of_reference(town.reference, at=AT),
    "block": lambda town: where_used.of_block(town.block, at=AT),
}


@pytest.mark.parametrize("size", [1, 6])
@pytest.mark.parametrize("name", ASKED)
def test_an_answer_takes_a_few_queries_however_much_it_lists(
    name: str,
    size: int,
    town: Town,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(size):
        fetched(say(town, town.claim, with_block=True))
    with django_assert_max_num_queries(6):
        usage = ASKED[name](town)
    assert len(usage.releases) == len(usage.variants) == len(usage.platforms) == size
