"""Every constraint of this floor, on either database: what breaks it is not stored."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction

from knowledge_base import claims
from knowledge_base.models import (
    Anchor,
    Brand,
    BrandMarket,
    Claim,
    ClaimApproval,
    ClaimCitation,
    ClaimVariation,
    ClaimVersion,
    CopyApproval,
    CopyBlock,
    CopyBlockVersion,
    Fact,
    HcpProfile,
    HcpSegment,
    ImportBatch,
    Label,
    LabelSection,
    LedgerEntry,
    LedgerTip,
    Reference,
    ReferenceFile,
    ReferencePage,
    SafetyText,
    SegmentMembership,
    WordingVector,
)

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 11, 21)
SHA = "0" * 64
UID = uuid.UUID(int=7)


@dataclass(frozen=True)
class World:
    """One row of every table that has a constraint."""

    brand: Brand
    label: Label
    reference: Reference
    file: ReferenceFile
    draft: ClaimVersion
    approved: ClaimVersion
    block: CopyBlockVersion
    profile: HcpProfile
    segment: HcpSegment


def version_of(claim: Claim, number: int, **columns: Any) -> ClaimVersion:
    facts: dict[str, Any] = {
        "text": "Words.",
        "sha256": SHA,
        "market_codes": ("US",),
        "drafted_at": AT,
        **columns,
    }
    return ClaimVersion(claim=claim, version=number, **facts)


def block_version(block: CopyBlock, number: int) -> CopyBlockVersion:
    return CopyBlockVersion(
        block=block,
        version=number,
        role="bridge",
        text="And:",
        sha256=SHA,
        tones=("warm",),
        drafted_at=AT,
    )


def stored(row: Any) -> Any:
    row.save()
    return row


@pytest.fixture
def world(db: None) -> World:
    brand = stored(Brand(slug="c", name="C", generic_name="c", manufacturer="M"))
    stored(market_of(brand))
    label = stored(label_of(brand))
    stored(LabelSection(label=label, ordinal=1))
    stored(SafetyText(label=label, form="SHORT", text="Mind.", sha256=SHA))
    reference = stored(Reference(brand=brand, key="R", citation="R.", kind="label"))
    stored(Anchor(reference=reference, key="a", locator="1", quote="q"))
    file = stored(file_of(reference))
    stored(ReferencePage(file=file, number=1))
    draft = stored(version_of(stored(Claim(brand=brand, key="d", kind="safety")), 1))
    stored(ClaimVariation(claim_version=draft, ordinal=1, text="W.", sha256=SHA))
    stored(ClaimCitation(claim_version=draft, ordinal=1, reference=reference))
    stored(claim_approval(draft, "MEDICAL", "one"))
    approved = stored(version_of(stored(Claim(brand=brand, key="a", kind="safety")), 1))
    claims.put_in_force(approved, by=User(username="approver"), at=AT)
    block = stored(block_version(stored(CopyBlock(brand=brand, key="b")), 1))
    stored(copy_approval(block, "MEDICAL", "one"))
    profile = stored(HcpProfile(key="h", name="H", market="US"))
    segment = stored(HcpSegment(key="s", title="S"))
    stored(SegmentMembership(profile=profile, segment=segment, weight=1.0))
    stored(fact_of(profile))
    stored(ImportBatch(uid=UID, kind="CLAIMS", name="a", content=b"", uploaded_at=AT))
    stored(WordingVector(embedder="e", sha256=SHA, vector=b""))
    return World(
        brand, label, reference, file, draft, approved, block, profile, segment
    )


def market_of(brand: Brand) -> BrandMarket:
    return BrandMarket(
        brand=brand,
        market="US",
        launched_on=DAY,
        prescribing_information_url="https://c.example/pi",
    )


def label_of(brand: Brand) -> Label:
    return Label(brand=brand, market="US", version="1", effective_on=DAY)


def file_of(reference: Reference) -> ReferenceFile:
    return ReferenceFile(
        reference=reference,
        name="a.pdf",
        sha256=SHA,
        content=b"a",
        attached_by="one",
        attached_at=AT,
    )


def claim_approval(version: ClaimVersion, function: str, by: str) -> ClaimApproval:
    return ClaimApproval(
        claim_version=version,
        function=function,
        content_sha256=SHA,
        approved_by=by,
        approved_at=AT,
    )


def copy_approval(version: CopyBlockVersion, function: str, by: str) -> CopyApproval:
    return CopyApproval(
        version=version,
        function=function,
        content_sha256=SHA,
        approved_by=by,
        approved_at=AT,
    )


def fact_of(profile: HcpProfile, weight: float = 0.5, source: str = "s") -> Fact:
    return Fact(
        profile=profile,
        axis="tone",
        value="warm",
        weight=weight,
        source=source,
        observed_on=DAY,
    )


def membership(world: World, weight: float) -> SegmentMembership:
    other = stored(HcpSegment(key="other", title="O"))
    return SegmentMembership(profile=world.profile, segment=other, weight=weight)


Faulty = Callable[[World], models.Model]
# One row that breaks each constraint and nothing else, under the constraint's name.
FAULTY: dict[str, Faulty] = {
    "one_row_per_brand_and_market": lambda w: market_of(w.brand),
    "label_version_unique": lambda w: label_of(w.brand),
    "section_place_unique_in_label": lambda w: LabelSection(label=w.label, ordinal=1),
    "one_safety_text_per_form": lambda w: SafetyText(
        label=w.label, form="SHORT", text="Other.", sha256=SHA
    ),
    "reference_key_unique_in_brand": lambda w: Reference(
        brand=w.brand, key="R", citation="Other.", kind="journal"
    ),
    "anchor_key_unique_in_reference": lambda w: Anchor(
        reference=w.reference, key="a", locator="2", quote="other"
    ),
    "file_attached_once": lambda w: file_of(w.reference),
    "page_number_unique_in_file": lambda w: ReferencePage(file=w.file, number=1),
    "claim_key_unique_in_brand": lambda w: Claim(
        brand=w.brand, key="d", kind="efficacy"
    ),
    "claim_version_unique": lambda w: version_of(w.draft.claim, 1),
    "one_approved_version_per_claim": lambda w: version_of(
        w.approved.claim, 2, state="APPROVED", approved_at=AT
    ),
    "claim_approval_has_a_time": lambda w: version_of(
        w.draft.claim, 2, state="APPROVED"
    ),
    "claim_withdrawal_has_a_time": lambda w: version_of(
        w.draft.claim, 2, state="WITHDRAWN", approved_at=AT
    ),
    "claim_suspension_has_a_time": lambda w: version_of(
        w.draft.claim, 2, state="SUSPENDED", approved_at=AT
    ),
    "claim_approved_once": lambda w: claim_approval(w.draft, "MEDICAL", "two"),
    "claim_approved_by_two_people": lambda w: claim_approval(
        w.draft, "REGULATORY", "one"
    ),
    "variation_place_unique": lambda w: ClaimVariation(
        claim_version=w.draft, ordinal=1, text="Other.", sha256=SHA
    ),
    "citation_place_unique": lambda w: ClaimCitation(
        claim_version=w.draft, ordinal=1, reference=w.reference
    ),
    "copy_key_unique_in_brand": lambda w: CopyBlock(brand=w.brand, key="b"),
    "copy_version_unique": lambda w: block_version(w.block.block, 1),
    "copy_approved_once": lambda w: copy_approval(w.block, "MEDICAL", "two"),
    "copy_approved_by_two_people": lambda w: copy_approval(
        w.block, "REGULATORY", "one"
    ),
    "segment_once_per_profile": lambda w: SegmentMembership(
        profile=w.profile, segment=w.segment, weight=0.5
    ),
    "membership_weight_is_a_share": lambda w: membership(w, 0.0),
    "fact_once_per_source_and_day": lambda w: fact_of(w.profile, weight=-0.5),
    "fact_weight_in_range": lambda w: fact_of(w.profile, weight=1.5, source="t"),
    "wording_embedded_once": lambda w: WordingVector(
        embedder="e", sha256=SHA, vector=b"other"
    ),
    "one_ledger_tip": lambda w: LedgerTip(id=2, sequence=9, hash=SHA),
}
TABLES: list[type[models.Model]] = list(
    apps.get_app_config("knowledge_base").get_models()
)
CONSTRAINTS = {
    constraint.name: (table, constraint)
    for table in TABLES
    for constraint in table._meta.constraints
}


def test_every_constraint_has_its_row() -> None:
    assert FAULTY.keys() == CONSTRAINTS.keys()


@pytest.mark.parametrize("name", FAULTY)
def test_the_database_refuses(name: str, world: World) -> None:
    row = FAULTY[name](world)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)
    assert not type(row)._default_manager.filter(pk=row.pk or 0).exists()


@pytest.mark.parametrize("name", FAULTY)
def test_it_is_this_constraint_that_is_broken_and_no_other(
    name: str, world: World
) -> None:
    row = FAULTY[name](world)
    table = type(row)
    broken = set()
    for constraint in table._meta.constraints:
        try:
            constraint.validate(table, row)
        except ValidationError:
            broken.add(constraint.name)
    assert broken == {name}


# Columns that are unique by themselves.
TWINS: dict[str, Faulty] = {
    "Brand.slug": lambda w: Brand(
        slug="c", name="D", generic_name="d", manufacturer="M"
    ),
    "HcpProfile.key": lambda w: HcpProfile(key="h", name="Other", market="GB"),
    "HcpSegment.key": lambda w: HcpSegment(key="s", title="Other"),
    "ImportBatch.uid": lambda w: ImportBatch(
        uid=UID, kind="LABEL", name="b", content=b"b", uploaded_at=AT
    ),
    "LedgerEntry.previous_hash": lambda w: entry(previous_hash=SHA, hash="1" * 64),
    "LedgerEntry.hash": lambda w: entry(previous_hash="1" * 64, hash=SHA),
}


def entry(**columns: Any) -> LedgerEntry:
    sequence = columns.pop("sequence", 901)
    return LedgerEntry(
        sequence=sequence,
        at=AT,
        by="one",
        action="a",
        subject="s",
        payload="{}",
        **columns,
    )


def test_every_unique_column_has_its_row() -> None:
    unique = {
        f"{table.__name__}.{field.name}"
        for table in TABLES
        for field in table._meta.local_fields
        if field.unique and not field.primary_key
    }
    assert unique == TWINS.keys()


@pytest.mark.parametrize("name", TWINS)
def test_a_second_row_of_one_name_is_refused(name: str, world: World) -> None:
    stored(entry(sequence=900, previous_hash=SHA, hash=SHA))
    row = TWINS[name](world)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("weight", "is_a_share"),
    [
        (1e-9, True),
        (0.5, True),
        (1.0, True),
        (0.0, False),
        (-0.1, False),
        (1.01, False),
    ],
)
def test_a_share_is_more_than_nothing_and_at_most_all(
    weight: float, world: World, *, is_a_share: bool
) -> None:
    row = membership(world, weight)
    _, constraint = CONSTRAINTS["membership_weight_is_a_share"]
    if is_a_share:
        constraint.validate(SegmentMembership, row)
        return
    with pytest.raises(ValidationError):
        constraint.validate(SegmentMembership, row)


@pytest.mark.parametrize(
    ("weight", "is_in_range"),
    [(-1.0, True), (0.0, True), (1.0, True), (-1.01, False), (1.01, False)],
)
def test_a_leaning_goes_from_minus_one_to_one(
    weight: float, world: World, *, is_in_range: bool
) -> None:
    row = fact_of(world.profile, weight, source="t")
    _, constraint = CONSTRAINTS["fact_weight_in_range"]
    if is_in_range:
        constraint.validate(Fact, row)
        return
    with pytest.raises(ValidationError):
        constraint.validate(Fact, row)


STATES = ("DRAFT", "APPROVED", "SUSPENDED", "SUPERSEDED", "WITHDRAWN")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("approved", [None, AT], ids=["unapproved", "approved"])
@pytest.mark.parametrize("suspended", [None, AT], ids=["unstopped", "suspended"])
@pytest.mark.parametrize("withdrawn", [None, AT], ids=["standing", "withdrawn"])
def test_which_times_a_state_asks_for(
    state: str,
    approved: datetime.datetime | None,
    suspended: datetime.datetime | None,
    withdrawn: datetime.datetime | None,
) -> None:
    row = version_of(
        Claim(),
        1,
        state=state,
        approved_at=approved,
        suspended_at=suspended,
        withdrawn_at=withdrawn,
    )
    broken = set()
    for constraint in ClaimVersion._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            try:
                constraint.validate(ClaimVersion, row)
            except ValidationError:
                broken.add(constraint.name)
    owed = set()
    if state != "DRAFT" and not approved:
        owed.add("claim_approval_has_a_time")
    if state == "SUSPENDED" and not suspended:
        owed.add("claim_suspension_has_a_time")
    if state == "WITHDRAWN" and not withdrawn:
        owed.add("claim_withdrawal_has_a_time")
    assert broken == owed


@pytest.mark.parametrize(
    ("market", "set_id", "version", "is_stored"),
    [
        ("US", "", "2", True),
        ("GB", "", "1", True),
        ("US", "other-set", "1", True),
        ("US", "", "1", False),
    ],
)
def test_a_label_is_one_of_its_set_in_its_market(
    world: World, market: str, set_id: str, version: str, *, is_stored: bool
) -> None:
    row = Label(
        brand=world.brand,
        market=market,
        set_id=set_id,
        version=version,
        effective_on=DAY,
    )
    if is_stored:
        row.save()
        assert row.pk
        return
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
