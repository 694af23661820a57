"""Tables of what may be said where, to whom and when, with the index against us."""

import dataclasses
import datetime
import itertools
from typing import Any

import pytest
from django.contrib.auth.models import User

from knowledge_base import claims, index, indexed, references
from knowledge_base.indexed import Entry, Reach, Scope
from knowledge_base.models import (
    Brand,
    Claim,
    ClaimCitation,
    ClaimVersion,
    Reference,
)
from knowledge_base.retrieval.chain import Question, find_claims
from knowledge_base.wording.hashes import sha256

DAY = datetime.date(2026, 6, 15)
BEFORE, AFTER = DAY - datetime.timedelta(1), DAY + datetime.timedelta(1)
NUMBERS = itertools.count(1)
ASKED = "urate in adults"

# key: limits; what is left out is open to all, but a claim names its markets
LIMITS: dict[str, dict[str, Any]] = {
    "open": {},
    "us": {"market_codes": ("US",)},
    "gb": {"market_codes": ("GB",)},
    "de-gb": {"market_codes": ("GB", "DE")},
    "email": {"channels": ("email",)},
    "both-mails": {"channels": ("email", "rep_email")},
    "us-sms": {"market_codes": ("US",), "channels": ("sms",)},
    "payer": {"audiences": ("PAYER",)},
    "hcp-email": {"audiences": ("HCP",), "channels": ("email",)},
    "gb-patient": {"market_codes": ("GB",), "audiences": ("PATIENT",)},
}

# market, channel, audience: the keys that may be said, apart from "open"
PLACES: list[tuple[str, str, str, str]] = [
    ("US", "email", "HCP", "us email both-mails hcp-email"),
    ("US", "email", "PAYER", "us email both-mails payer"),
    ("US", "email", "PATIENT", "us email both-mails"),
    ("US", "rep_email", "HCP", "us both-mails"),
    ("US", "rep_email", "PAYER", "us both-mails payer"),
    ("US", "rep_email", "PATIENT", "us both-mails"),
    ("US", "sms", "HCP", "us us-sms"),
    ("US", "sms", "PAYER", "us us-sms payer"),
    ("US", "sms", "PATIENT", "us us-sms"),
    ("GB", "email", "HCP", "gb de-gb email both-mails hcp-email"),
    ("GB", "email", "PAYER", "gb de-gb email both-mails payer"),
    ("GB", "email", "PATIENT", "gb de-gb email both-mails gb-patient"),
    ("GB", "rep_email", "HCP", "gb de-gb both-mails"),
    ("GB", "sms", "HCP", "gb de-gb"),
    ("GB", "sms", "PATIENT", "gb de-gb gb-patient"),
    ("DE", "email", "HCP", "de-gb"),
    ("DE", "sms", "PATIENT", "de-gb"),
]
NOWHERE = [("FR", "email", "HCP"), ("", "email", "HCP"), ("%", "email", "HCP")]


def make(brand: Brand, key: str, at: datetime.datetime, **told: Any) -> ClaimVersion:
    """An approved claim with these limits, on references that end when told."""
    ends = told.pop("references_end", [None])
    text = f"{ASKED}: {key} {next(NUMBERS)}"
    claim, _ = Claim.objects.get_or_create(
        brand=brand, key=key, defaults={"kind": "efficacy"}
    )
    version = ClaimVersion.objects.create(
        claim=claim,
        version=claim.versions.count() + 1,
        text=text,
        sha256=sha256(text),
        drafted_at=at,
        **{"market_codes": ("US", "GB"), **told},
    )
    for place, end in enumerate(ends):
        source = Reference.objects.create(
            brand=brand, key=f"R{next(NUMBERS)}", kind="journal", expires_on=end
        )
        ClaimCitation.objects.create(
            claim_version=version, ordinal=place, reference=source
        )
    claims.put_in_force(version, by=User(username="approver"), at=at)
    return version


@pytest.fixture
def alpha(db: None) -> Brand:
    """One brand."""
    return Brand.objects.create(slug="alpha", name="Alpha")


@pytest.fixture
def beta(db: None) -> Brand:
    """Another brand."""
    return Brand.objects.create(slug="beta", name="Beta")


def found(
    brand: Brand, *place: str, day: datetime.date = DAY, text: str = ASKED
) -> set[str]:
    market, channel, audience = place or ("US", "email", "HCP")
    question = Question(brand.slug, market, channel, audience, day, text, limit=100)
    keys = [one.claim_version.claim.key for one in find_claims(question)]
    assert len(keys) == len(set(keys))
    return set(keys)


def by_nearness(brand: Brand, *place: str, day: datetime.date = DAY) -> set[str]:
    """What the index alone gives, without the database's own word."""
    market, channel, audience = place or ("US", "email", "HCP")
    scope = Scope(brand.pk, market, channel, audience, day)
    keys = dict(ClaimVersion.objects.values_list("pk", "claim__key"))
    near = index.nearest(index.view(), ASKED, scope, 100)
    return {keys[one.claim_version_id] for one in near}


def lie(monkeypatch: pytest.MonkeyPatch, *brands: Brand) -> None:
    """An index that calls every claim open to everybody, for ever, in every brand."""
    honest = indexed._entry

    def dishonest(row: dict[str, Any], *told: Any) -> Entry:
        entry = honest(row, *told)
        others = [brand.pk for brand in brands if brand.pk != entry.brand_id]
        return dataclasses.replace(
            entry,
            brand_id=(others or [entry.brand_id])[0],
            is_in_force=True,
            reach=Reach(),
            valid_from=0,
            expires_on=indexed.NEVER,
        )

    monkeypatch.setattr(indexed, "_entry", dishonest)
    index.rebuild()
    keep(monkeypatch)


def keep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Go on with the index as it is now, whatever changes."""
    old = index.view()
    monkeypatch.setattr(index, "view", lambda: old)


@pytest.mark.parametrize("text", ["", ASKED])
@pytest.mark.parametrize("lies", [False, True])
def test_every_place_gets_its_own_claims(
    text: str,
    lies: bool,
    alpha: Brand,
    at: datetime.datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for key, limits in LIMITS.items():
        make(alpha, key, at, **limits)
    if lies:
        lie(monkeypatch)
    for *place, keys in PLACES:
        always = set() if place[0] == "DE" else {"open"}
        # What names no market code but the usual two is not for Germany.
        wanted = set(keys.split()) | always
        assert found(alpha, *place, text=text) == wanted, place
    for nowhere in NOWHERE:
        assert found(alpha, *nowhere, text=text) == set(), nowhere


def test_the_index_draws_the_same_lines(alpha: Brand, at: datetime.datetime) -> None:
    for key, limits in LIMITS.items():
        make(alpha, key, at, **limits)
    for *place, keys in PLACES:
        always = set() if place[0] == "DE" else {"open"}
        assert by_nearness(alpha, *place) == set(keys.split()) | always, place
    for nowhere in NOWHERE:
        assert by_nearness(alpha, *nowhere) == set()


# limits of the claim; may it be used the day before, on the day, the day after
DATES: list[tuple[dict[str, Any], tuple[bool, bool, bool]]] = [
    ({}, (True, True, True)),
    ({"valid_from": DAY}, (False, True, True)),
    ({"valid_from": BEFORE}, (True, True, True)),
    ({"valid_from": AFTER}, (False, False, True)),
    ({"expires_on": DAY}, (True, False, False)),
    ({"expires_on": BEFORE}, (False, False, False)),
    ({"expires_on": AFTER}, (True, True, False)),
    ({"valid_from": DAY, "expires_on": AFTER}, (False, True, False)),
    ({"valid_from": DAY, "expires_on": DAY}, (False, False, False)),
    ({"valid_from": AFTER, "expires_on": BEFORE}, (False, False, False)),
    ({"references_end": [DAY]}, (True, False, False)),
    ({"references_end": [AFTER]}, (True, True, False)),
    ({"references_end": [BEFORE]}, (False, False, False)),
    ({"references_end": [None, DAY]}, (True, False, False)),
    ({"references_end": [AFTER, DAY]}, (True, False, False)),
    ({"references_end": [None, None]}, (True, True, True)),
    ({"references_end": []}, (True, True, True)),
    ({"expires_on": DAY, "references_end": [AFTER]}, (True, False, False)),
    ({"expires_on": AFTER, "references_end": [DAY]}, (True, False, False)),
    ({"valid_from": DAY, "references_end": [AFTER]}, (False, True, False)),
]
AROUND = (BEFORE, DAY, AFTER)


@pytest.mark.parametrize("text", ["", ASKED])
@pytest.mark.parametrize("lies", [False, True])
def test_the_day_before_on_and_after(
    text: str,
    lies: bool,
    alpha: Brand,
    at: datetime.datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number, (limits, _) in enumerate(DATES):
        make(alpha, f"c{number}", at, **limits)
    if lies:
        lie(monkeypatch)
    for place, day in enumerate(AROUND):
        wanted = {f"c{n}" for n, (_, may) in enumerate(DATES) if may[place]}
        assert found(alpha, day=day, text=text) == wanted


def test_the_index_knows_the_same_days(alpha: Brand, at: datetime.datetime) -> None:
    for number, (limits, _) in enumerate(DATES):
        make(alpha, f"c{number}", at, **limits)
    for place, day in enumerate(AROUND):
        wanted = {f"c{n}" for n, (_, may) in enumerate(DATES) if may[place]}
        assert by_nearness(alpha, day=day) == wanted


YEARS = [
    (datetime.date(2026, 12, 31), datetime.date(2027, 1, 1)),
    (datetime.date(2028, 2, 28), datetime.date(2028, 2, 29)),
    (datetime.date(2028, 2, 29), datetime.date(2028, 3, 1)),
    (datetime.date(2026, 9, 30), datetime.date(2026, 10, 1)),
    (datetime.date(9999, 12, 30), datetime.date(9999, 12, 31)),
]


@pytest.mark.parametrize(("last", "ended"), YEARS)
def test_days_sort_over_months_and_years(
    last: datetime.date, ended: datetime.date, alpha: Brand, at: datetime.datetime
) -> None:
    assert indexed.number(last) < indexed.number(ended) < indexed.NEVER
    make(alpha, "ends", at, expires_on=ended)
    assert by_nearness(alpha, day=last) == found(alpha, day=last) == {"ends"}
    assert by_nearness(alpha, day=ended) == found(alpha, day=ended) == set()


@pytest.mark.parametrize("lies", [False, True])
def test_brands_are_kept_apart(
    lies: bool,
    alpha: Brand,
    beta: Brand,
    at: datetime.datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Same keys, same words; a lying index even says each belongs to the other."""
    mine = {make(alpha, key, at).pk for key in ("one", "two")}
    theirs = {make(beta, key, at).pk for key in ("one", "two", "three")}
    if lies:
        lie(monkeypatch, alpha, beta)
    for brand, own in ((alpha, mine), (beta, theirs)):
        for text in ("", ASKED, "one", "three"):
            question = Question(brand.slug, "US", "email", "HCP", DAY, text)
            pks = {one.claim_version.pk for one in find_claims(question)}
            assert pks <= own
            assert pks or lies or text == "three"
    assert found(alpha, text="three") <= {"one", "two"}


STATES = [
    ("approved", True),
    ("suspended", False),
    ("withdrawn", False),
    ("retracted", False),
    ("second reference retracted", False),
    ("reference of another claim retracted", True),
]


@pytest.mark.parametrize(("state", "may"), STATES)
@pytest.mark.parametrize("is_stale", [False, True])
def test_states_of_claim_and_reference(
    state: str,
    may: bool,
    is_stale: bool,
    alpha: Brand,
    at: datetime.datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = make(alpha, "judged", at, references_end=[None, None])
    other = make(alpha, "other", at)
    index.rebuild()
    if is_stale:
        keep(monkeypatch)
    by = User(username="somebody")
    if state == "withdrawn":
        claims.withdraw(claim_version_id=version.pk, reason="x", by=by, at=at)
    elif state == "suspended":
        claims.suspend(claim_version_id=version.pk, reason="x", by=by, at=at)
    elif state != "approved":
        cited = {"retracted": version, "second reference retracted": version}
        citations = cited.get(state, other).citations.order_by("ordinal")
        citation = citations.last() if "second" in state else citations.first()
        assert citation
        references.retract(reference_id=citation.reference_id, reason="x", by=by, at=at)
    for text in ("", ASKED, "judged", "judged@1"):
        assert ("judged" in found(alpha, text=text)) == may, text


@pytest.mark.parametrize("is_stale", [False, True])
def test_only_the_newest_approved_revision_is_found(
    is_stale: bool,
    alpha: Brand,
    at: datetime.datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = make(alpha, "revised", at)
    index.rebuild()
    if is_stale:
        keep(monkeypatch)
    new = make(alpha, "revised", at + datetime.timedelta(days=1))
    question = Question("alpha", "US", "email", "HCP", DAY)
    for text in ("", old.text, new.text, "revised", "revised@1"):
        asked = dataclasses.replace(question, text=text)
        pks = [one.claim_version.pk for one in find_claims(asked)]
        # What the old view does not show yet is not found, but never the old revision.
        assert pks == [new.pk] or (is_stale and text and not pks), text


def test_a_claim_that_no_build_has_seen_is_found_at_once(
    alpha: Brand, at: datetime.datetime
) -> None:
    make(alpha, "first", at)
    index.rebuild()
    make(alpha, "second", at)
    assert found(alpha) == by_nearness(alpha) == {"first", "second"}
    assert found(alpha, text="second") >= {"second"}


def test_a_claim_is_found_again_when_a_new_revision_follows_a_withdrawal(
    alpha: Brand, at: datetime.datetime
) -> None:
    old = make(alpha, "back", at)
    by = User(username="somebody")
    claims.withdraw(claim_version_id=old.pk, reason="x", by=by, at=at)
    assert found(alpha) == by_nearness(alpha) == set()
    make(alpha, "back", at + datetime.timedelta(hours=1))
    assert found(alpha) == by_nearness(alpha) == {"back"}
