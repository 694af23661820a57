"""A law: nothing is ever found that the database would not allow there and then."""

import datetime
import itertools
from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base import claims, index
from knowledge_base.models import (
    Brand,
    Claim,
    ClaimCitation,
    ClaimState,
    ClaimVersion,
    Reference,
)
from knowledge_base.retrieval import refusals
from knowledge_base.retrieval.chain import Question, find_claims
from knowledge_base.wording.hashes import sha256

FIRST = datetime.date(2026, 1, 1)
MARKETS, CHANNELS, AUDIENCES = ("US", "GB"), ("email", "sms"), ("HCP", "PAYER")
THEMES, INDICATIONS = ("onset", "safety"), ("gout", "flu")
DAYS = st.integers(0, 6).map(lambda n: FIRST + datetime.timedelta(days=n))
WORDS = ("flares", "urate", "tablet", "headache", "week 2", "48%")

counter = itertools.count(1)


def codes(known: tuple[str, ...], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(known), min_size=least, unique=True).map(tuple)


CLAIM = st.fixed_dictionaries(
    {
        "state": st.sampled_from(ClaimState),
        "later": st.sampled_from(["stays", "withdrawn", "superseded"]),
        "market_codes": codes(MARKETS, 1),
        "channels": codes(CHANNELS),
        "audiences": codes(AUDIENCES),
        "themes": codes(THEMES),
        "indications": codes(INDICATIONS),
        "valid_from": st.none() | DAYS,
        "expires_on": st.none() | DAYS,
        "reference_expires_on": st.none() | DAYS,
        "is_retracted": st.sampled_from([False, False, False, True]),
        "word": st.sampled_from(WORDS),
    }
)
QUESTION = st.fixed_dictionaries(
    {
        "market": st.sampled_from((*MARKETS, "DE", None)),
        "channel": st.sampled_from((*CHANNELS, "rcs", None)),
        "audience": st.sampled_from((*AUDIENCES, "PATIENT", None)),
        "theme": st.sampled_from(("", "", *THEMES)),
        "kind": st.sampled_from(("", "", "efficacy", "safety")),
        "indication": st.sampled_from(("", "", *INDICATIONS)),
        "diversity": st.sampled_from((0.0, 0.5, 1.0)),
        "day": DAYS,
        "text": st.sampled_from(["", "claim-1", *WORDS, "gout flares in week 2"]),
    }
)


def store(brand: Brand, told: dict[str, Any], at: datetime.datetime) -> ClaimVersion:
    number = next(counter)
    reference = Reference.objects.create(
        brand=brand,
        key=f"ref-{number}",
        citation="x",
        kind="journal",
        expires_on=told["reference_expires_on"],
        retracted_at=at if told["is_retracted"] else None,
    )
    text = f"Statement {number} speaks of {told['word']} in adults."
    columns = (
        *("market_codes", "channels", "audiences", "themes", "indications"),
        *("valid_from", "expires_on"),
    )
    version = ClaimVersion.objects.create(
        claim=Claim.objects.create(brand=brand, key=f"claim-{number}", kind="efficacy"),
        version=1,
        text=text,
        sha256=sha256(text),
        drafted_at=at,
        **{name: told[name] for name in columns},
    )
    ClaimCitation.objects.create(claim_version=version, ordinal=0, reference=reference)
    if told["state"] != ClaimState.DRAFT:
        claims.put_in_force(version, by=User(username="approver"), at=at)
        ClaimVersion.objects.filter(pk=version.pk).update(
            state=told["state"],
            suspended_at=at if told["state"] == ClaimState.SUSPENDED else None,
            withdrawn_at=at if told["state"] == ClaimState.WITHDRAWN else None,
        )
    return version


def turn(version: ClaimVersion, later: object, at: datetime.datetime) -> None:
    states = {"withdrawn": ClaimState.WITHDRAWN, "superseded": ClaimState.SUPERSEDED}
    rows = ClaimVersion.objects.filter(pk=version.pk, state=ClaimState.APPROVED)
    if later in states:
        rows.update(state=states[str(later)], withdrawn_at=at)


@pytest.fixture
def world(requester: User, at: datetime.datetime) -> Brand:
    """An empty brand beside another one whose claims are open to everybody."""
    other = Brand.objects.create(slug="other", name="Other")
    everything = {"state": ClaimState.APPROVED, "word": "flares", "is_retracted": False}
    limits = {"channels": (), "audiences": (), "valid_from": None, "expires_on": None}
    limits |= {"themes": (), "indications": ()}
    told = everything | limits | {"market_codes": MARKETS}
    store(other, told | {"reference_expires_on": None}, at)
    return Brand.objects.create(slug="world", name="World")


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    claims=st.lists(CLAIM, min_size=1, max_size=8),
    questions=st.lists(QUESTION, min_size=1, max_size=4),
    keeps_old_index=st.booleans(),
)
def test_only_usable_claims_are_found(
    world: Brand,
    at: datetime.datetime,
    claims: list[dict[str, object]],
    questions: list[dict[str, object]],
    keeps_old_index: bool,
) -> None:
    versions = [store(world, told, at) for told in claims]
    old = index.view()
    for version, told in zip(versions, claims, strict=True):
        turn(version, told["later"], at)
    with pytest.MonkeyPatch.context() as patch:
        if keeps_old_index:
            patch.setattr(index, "view", lambda: old)
        for asked in questions:
            judge(world, asked)


def judge(brand: Brand, asked: dict[str, object]) -> None:
    question = Question(brand=brand.slug, limit=100, **asked)  # type: ignore[arg-type]
    may = allowed(brand, question)
    found = [one.claim_version.pk for one in find_claims(question)]
    assert len(found) == len(set(found))
    assert set(found) <= may
    if not question.text:
        assert set(found) == may
    refused = [one.claim_version.pk for one in refusals.refused_for(question)]
    assert len(refused) == len(set(refused))
    assert not set(refused) & may
    assert all(one.reasons for one in refusals.refused_for(question))


def allowed(brand: Brand, question: Question) -> set[int]:
    """What may be said, worked out in plain Python from every revision there is."""
    rows = ClaimVersion.objects.filter(claim__brand=brand, state=ClaimState.APPROVED)
    ready = rows.select_related("claim").prefetch_related("citations__reference")
    return {row.pk for row in ready if is_open(row, question)}


def is_open(row: ClaimVersion, question: Question) -> bool:
    day = question.day
    limits = (
        (row.market_codes, question.market),
        (row.channels, question.channel),
        (row.audiences, question.audience),
        (row.themes, question.theme),
        (row.indications, question.indication),
    )
    stands = all(
        not citation.reference.retracted_at
        and (not citation.reference.expires_on or citation.reference.expires_on > day)
        for citation in row.citations.all()
    )
    return (
        stands
        and (not row.valid_from or row.valid_from <= day)
        and (not row.expires_on or row.expires_on > day)
        and question.kind in ("", row.claim.kind)
        and all(not asked or not codes or asked in codes for codes, asked in limits)
    )
