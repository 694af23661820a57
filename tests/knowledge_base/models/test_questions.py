"""What is valid, usable and in force: every boundary of every question."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base import claims, copy_blocks
from knowledge_base.models import (
    Brand,
    Claim,
    ClaimCitation,
    ClaimVersion,
    CopyBlock,
    CopyBlockVersion,
    Label,
    Reference,
)
from knowledge_base.models.claims import FixedWordingError
from knowledge_base.models.codes import CodesField, holding, open_to

AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
DAY = AT.date()
BEFORE, AFTER = DAY - datetime.timedelta(1), DAY + datetime.timedelta(1)
BY = User(username="approver")


@pytest.fixture
def owner(db: None) -> Brand:
    return Brand.objects.create(
        slug="c", name="C", generic_name="c", manufacturer="Maker"
    )


def claim(owner: Brand, **columns: Any) -> ClaimVersion:
    facts: dict[str, Any] = {"market_codes": ("US",), **columns}
    return ClaimVersion.objects.create(
        claim=Claim.objects.create(brand=owner, key=f"k-{len(facts)}", kind="safety"),
        version=1,
        text="Words.",
        sha256="0" * 64,
        drafted_at=AT,
        **facts,
    )


@pytest.mark.parametrize(
    ("columns", "is_valid"),
    [
        pytest.param({}, True, id="without-dates"),
        pytest.param({"valid_from": DAY}, True, id="from-today"),
        pytest.param({"valid_from": AFTER}, False, id="from-tomorrow"),
        pytest.param({"expires_on": AFTER}, True, id="until-tomorrow"),
        pytest.param({"expires_on": DAY}, False, id="until-today"),
        pytest.param(
            {"valid_from": DAY, "expires_on": AFTER}, True, id="for-one-day-alone"
        ),
        pytest.param({"valid_from": BEFORE, "expires_on": DAY}, False, id="yesterday"),
    ],
)
def test_a_claim_is_valid_within_its_dates(
    owner: Brand, columns: dict[str, Any], *, is_valid: bool
) -> None:
    version = claim(owner, **columns)
    assert not ClaimVersion.objects.valid_on(DAY).exists()
    claims.put_in_force(version, by=BY, at=AT)
    assert ClaimVersion.objects.valid_on(DAY).exists() is is_valid


@pytest.mark.parametrize("step", ["suspend", "withdraw"])
def test_what_was_stopped_is_not_valid(owner: Brand, step: str) -> None:
    version = claim(owner)
    claims.put_in_force(version, by=BY, at=AT)
    getattr(claims, step)(
        claim_version_id=version.pk, reason="A question.", by=BY, at=AT
    )
    assert not ClaimVersion.objects.valid_on(DAY).exists()


@pytest.mark.parametrize(
    ("references", "is_valid"),
    [
        pytest.param([], True, id="no-reference"),
        pytest.param([{}], True, id="standing"),
        pytest.param([{"expires_on": AFTER}], True, id="until-tomorrow"),
        pytest.param([{"expires_on": DAY}], False, id="until-today"),
        pytest.param([{"retracted_at": AT}], False, id="retracted"),
        pytest.param([{}, {"retracted_at": AT}], False, id="one-of-two-retracted"),
        pytest.param(
            [{"retracted_at": AT, "expires_on": AFTER}], False, id="retracted-in-time"
        ),
    ],
)
def test_a_claim_is_valid_while_every_reference_stands(
    owner: Brand, references: list[dict[str, Any]], *, is_valid: bool
) -> None:
    version = claim(owner)
    for number, columns in enumerate(references):
        reference = Reference.objects.create(
            brand=owner, key=f"r-{number}", citation="R.", kind="journal", **columns
        )
        ClaimCitation.objects.create(
            claim_version=version, ordinal=number, reference=reference
        )
    claims.put_in_force(version, by=BY, at=AT)
    assert ClaimVersion.objects.valid_on(DAY).exists() is is_valid
    standing = Reference.objects.valid_on(DAY).count() == len(references)
    assert standing is is_valid


PLACE: dict[str, str] = {"market": "US", "channel": "email", "audience": "HCP"}


@pytest.mark.parametrize(
    ("columns", "is_usable"),
    [
        pytest.param({}, True, id="open-to-all"),
        pytest.param({"market_codes": ("GB", "US")}, True, id="named"),
        pytest.param({"market_codes": ("GB",)}, False, id="another-market"),
        pytest.param({"market_codes": ("us",)}, False, id="market-in-small-letters"),
        pytest.param({"channels": ("email",)}, True, id="named-channel"),
        pytest.param({"channels": ("email_short",)}, False, id="a-longer-channel"),
        pytest.param({"channels": ("sms",)}, False, id="another-channel"),
        pytest.param({"audiences": ("HCP", "PAYER")}, True, id="named-audience"),
        pytest.param({"audiences": ("PATIENT",)}, False, id="another-audience"),
    ],
)
def test_who_may_be_told_where_and_how(
    owner: Brand, columns: dict[str, Any], *, is_usable: bool
) -> None:
    version = claim(owner, **columns)
    claims.put_in_force(version, by=BY, at=AT)
    found = ClaimVersion.objects.usable(brand_id=owner.pk, day=DAY, **PLACE)
    assert found.exists() is is_usable
    other = ClaimVersion.objects.usable(brand_id=owner.pk + 1, day=DAY, **PLACE)
    assert not other.exists()
    block = CopyBlockVersion.objects.create(
        block=CopyBlock.objects.create(brand=owner, key="b"),
        version=1,
        role="bridge",
        text="And:",
        sha256="0" * 64,
        tones=("warm",),
        drafted_at=AT,
        **columns,
    )
    blocks = CopyBlockVersion.objects
    assert not blocks.usable(brand_id=owner.pk, **PLACE).exists()
    copy_blocks.put_all_in_force([block], by=BY, at=AT)
    assert blocks.usable(brand_id=owner.pk, **PLACE).exists() is is_usable


@pytest.mark.parametrize(
    ("columns", "is_in_force"),
    [
        pytest.param({"approved_at": AT}, True, id="adopted"),
        pytest.param({}, False, id="a-draft"),
        pytest.param({"approved_at": AT, "withdrawn_at": AT}, False, id="withdrawn"),
        pytest.param({"withdrawn_at": AT}, False, id="a-draft-withdrawn"),
        pytest.param({"approved_at": AT, "effective_on": AFTER}, False, id="tomorrow"),
        pytest.param({"approved_at": AT, "effective_on": DAY}, True, id="today"),
        pytest.param({"approved_at": AT, "market": "GB"}, False, id="elsewhere"),
    ],
)
def test_which_label_is_in_force(
    owner: Brand, columns: dict[str, Any], *, is_in_force: bool
) -> None:
    facts = {"market": "US", "effective_on": BEFORE, "version": "1", **columns}
    Label.objects.create(brand=owner, **facts)
    assert Label.objects.in_force(owner.pk, "US", DAY).exists() is is_in_force
    assert not Label.objects.in_force(owner.pk + 1, "US", DAY).exists()
    assert Label.objects.adopted().exists() is ("approved_at" in columns)


def test_the_newest_label_stands_first_and_of_one_day_the_one_stored_later(
    owner: Brand,
) -> None:
    days = {"a": BEFORE, "b": DAY, "c": BEFORE, "d": DAY}
    for version, day in days.items():
        Label.objects.create(
            brand=owner, market="US", version=version, effective_on=day, approved_at=AT
        )
    found = Label.objects.in_force(owner.pk, "US", DAY)
    assert [label.version for label in found] == ["d", "b", "c", "a"]


def test_approved_words_are_refused_by_the_row_itself(owner: Brand) -> None:
    version = claim(owner)
    version.text = "Other words while it is a draft."
    version.save()
    claims.put_in_force(version, by=BY, at=AT)
    again = ClaimVersion.objects.get(pk=version.pk)
    again.text = "Other words."
    with pytest.raises(FixedWordingError) as refusal:
        again.save()
    assert refusal.value.messages == [
        "Approved wording never changes: make a new revision."
    ]


# sets of codes

CODES = st.lists(st.text(alphabet="ABCxyz_019", min_size=1, max_size=4), max_size=6)
FIELD = CodesField()


@given(CODES)
def test_codes_come_back_as_the_same_set(codes: list[str]) -> None:
    text = FIELD.get_prep_value(codes)
    assert FIELD.from_db_value(text) == tuple(sorted(set(codes)))
    assert FIELD.to_python(text) == FIELD.from_db_value(text)


@given(CODES, st.randoms())
def test_equal_sets_are_equal_text(codes: list[str], random: Any) -> None:
    shuffled = [*codes, *codes]
    random.shuffle(shuffled)
    assert FIELD.get_prep_value(shuffled) == FIELD.get_prep_value(codes)


@given(CODES)
def test_storing_what_is_stored_changes_nothing(codes: list[str]) -> None:
    text = FIELD.get_prep_value(codes)
    assert FIELD.get_prep_value(text) == text
    assert FIELD.get_prep_value(FIELD.from_db_value(text)) == text


@pytest.mark.parametrize(
    ("codes", "asked", "is_held", "is_open"),
    [
        ((), "US", False, True),
        (("US",), "US", True, True),
        (("GB", "US"), "US", True, True),
        (("GB",), "US", False, False),
        (("USA",), "US", False, False),
        (("AUS",), "US", False, False),
        (("us",), "US", False, False),
        (("GB", "US"), "GB|US", False, False),
        (("US",), "", False, False),
        (("US",), "%", False, False),
        (("US",), "_S", False, False),
    ],
)
def test_a_code_is_found_whole_or_not_at_all(
    owner: Brand, codes: tuple[str, ...], asked: str, *, is_held: bool, is_open: bool
) -> None:
    claim(owner, market_codes=codes)
    rows = ClaimVersion.objects
    assert rows.filter(holding("market_codes", [asked])).exists() is is_held
    assert rows.filter(open_to(market_codes=asked)).exists() is is_open


@given(st.sets(st.sampled_from(["channels", "audiences"])))
def test_no_condition_asks_nothing(names: set[str]) -> None:
    assert open_to() == models.Q()
    asked = open_to(**dict.fromkeys(names, "x"))
    assert bool(asked) is bool(names)
