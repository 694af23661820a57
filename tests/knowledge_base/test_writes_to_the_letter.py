"""Each write leaves its own line, touches its own row, and refuses without a trace."""

import dataclasses
import datetime
import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from knowledge_base import (
    claim_contents,
    claims,
    copy_blocks,
    labels,
    ledger,
    references,
)
from knowledge_base.claim_contents import Cited, ClaimContent
from knowledge_base.copy_blocks import BlockContent
from knowledge_base.models import (
    Brand,
    Claim,
    ClaimCitation,
    ClaimState,
    ClaimVariation,
    ClaimVersion,
    CopyBlock,
    CopyBlockVersion,
    Label,
    LedgerEntry,
    Reference,
    SafetyText,
)
from tests import kits

LATER = datetime.timedelta(hours=5)
BLOCK = BlockContent(role="bridge", text="[A|B] point:", tones=("warm",))


def content_of(brand: Brand, **changes: object) -> ClaimContent:
    label = brand.references.get(key="LABEL-2026")
    content = ClaimContent(
        text="Calvoryn tablets may be taken with food.",
        market_codes=("US",),
        cited=(Cited(label),),
    )
    return dataclasses.replace(content, **changes)  # type: ignore[arg-type]


def approve(version: ClaimVersion, at: datetime.datetime, *people: User) -> None:
    """The approvals by Medical and Regulatory, whoever stands for them."""
    for function, by in zip(("MEDICAL", "REGULATORY"), people, strict=True):
        claims.approve(claim_version_id=version.pk, function=function, by=by, at=at)


def last() -> tuple[str, str, str, datetime.datetime, dict[str, object]]:
    row = LedgerEntry.objects.latest("sequence")
    return row.action, row.subject, row.by, row.at, json.loads(row.payload)


def test_each_write_of_a_claims_life_leaves_one_whole_line(
    brand: Brand,
    requester: User,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
) -> None:
    start = ledger.tip()[0]
    draft = claims.draft(
        brand_id=brand.pk,
        key="food",
        kind="dosing",
        content=content_of(brand),
        by=requester,
        at=at,
    )
    subject, sha = "claim:calvoryn/food@1", {"sha256": draft.sha256}
    assert last() == ("claim.drafted", subject, requester.username, at, sha)
    told = sha | {"content_sha256": claim_contents.content_sha256(draft)}
    half = told | {"function": "MEDICAL", "is_in_force": False}
    claims.approve(
        claim_version_id=draft.pk, function="MEDICAL", by=medical, at=at + LATER
    )
    assert last() == ("claim.approved", subject, medical.username, at + LATER, half)
    both = told | {"function": "REGULATORY", "is_in_force": True}
    claims.approve(
        claim_version_id=draft.pk, function="REGULATORY", by=regulatory, at=at + LATER
    )
    assert last() == ("claim.approved", subject, regulatory.username, at + LATER, both)
    claims.suspend(
        claim_version_id=draft.pk, reason=" odd\n", by=medical, at=at + LATER
    )
    wanted = ("claim.suspended", subject, medical.username, at + LATER)
    assert last() == (*wanted, {"reason": "odd"})
    claims.reconfirm(
        claim_version_id=draft.pk, reason=" not odd", by=regulatory, at=at + LATER
    )
    wanted = ("claim.reconfirmed", subject, regulatory.username, at + LATER)
    assert last() == (*wanted, {"reason": "not odd", "suspended": "odd"})
    claims.withdraw(
        claim_version_id=draft.pk, reason=" old\n", by=requester, at=at + 2 * LATER
    )
    wanted = ("claim.withdrawn", subject, requester.username, at + 2 * LATER)
    assert last() == (*wanted, {"reason": "old"})
    second = claims.revise(
        claim_id=draft.claim_id,
        content=content_of(brand, text="Calvoryn may be taken without food."),
        by=medical,
        at=at + 3 * LATER,
    )
    assert last()[:2] == ("claim.drafted", "claim:calvoryn/food@2")
    assert (second.version, second.drafted_by) == (2, medical.username)
    assert ledger.tip()[0] == start + 7
    assert ledger.first_broken_entry() is None
    draft.refresh_from_db()
    assert (draft.approved_at, draft.withdrawn_at) == (at + LATER, at + 2 * LATER)
    assert (draft.approved_by, draft.withdrawn_by) == (
        regulatory.username,
        requester.username,
    )


def test_approving_one_claim_leaves_every_other_claim_alone(
    brand: Brand,
    requester: User,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
) -> None:
    before = dict(ClaimVersion.objects.values_list("pk", "state"))
    first = claims.approved_version("calvoryn", "once-daily")
    second = claims.revise(
        claim_id=first.claim_id, content=content_of(brand), by=requester, at=at
    )
    approve(second, at, medical, regulatory)
    after = dict(ClaimVersion.objects.values_list("pk", "state"))
    assert {pk for pk in before if before[pk] != after[pk]} == {first.pk}


def test_withdrawing_the_newest_does_not_revive_the_one_before(
    brand: Brand,
    requester: User,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
) -> None:
    first = claims.approved_version("calvoryn", "once-daily")
    second = claims.revise(
        claim_id=first.claim_id, content=content_of(brand), by=requester, at=at
    )
    approve(second, at, medical, regulatory)
    claims.withdraw(claim_version_id=second.pk, reason="x", by=medical, at=at)
    states = first.claim.versions.values_list("version", "state")
    assert sorted(states) == [(1, ClaimState.SUPERSEDED), (2, ClaimState.WITHDRAWN)]
    with pytest.raises(ClaimVersion.DoesNotExist):
        claims.approved_version("calvoryn", "once-daily")


def test_a_revision_is_compared_with_the_newest_not_with_the_approved(
    brand: Brand, requester: User, at: datetime.datetime
) -> None:
    claim = Claim.objects.get(brand=brand, key="once-daily")
    old = content_of(brand, text="One text of this claim.")
    new = content_of(brand, text="Another text of this claim.")
    for content in (old, new, old):
        claims.revise(claim_id=claim.pk, content=content, by=requester, at=at)
    with pytest.raises(claims.ClaimContentError):
        claims.revise(claim_id=claim.pk, content=old, by=requester, at=at)
    assert sorted(claim.versions.values_list("version", flat=True)) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "name",
    [
        *("approve", "suspend", "reconfirm", "withdraw", "retract", "adopt"),
        *("withdraw label", "approve copy", "suspend copy", "reconfirm copy"),
        "retire copy",
    ],
)
def test_what_is_not_there_is_said_and_leaves_nothing(
    name: str, brand: Brand, medical: User, at: datetime.datetime
) -> None:
    calls: dict[str, Callable[[], object]] = {
        "approve": lambda: claims.approve(
            claim_version_id=0, function="MEDICAL", by=medical, at=at
        ),
        "suspend": lambda: claims.suspend(
            claim_version_id=0, reason="x", by=medical, at=at
        ),
        "reconfirm": lambda: claims.reconfirm(
            claim_version_id=0, reason="x", by=medical, at=at
        ),
        "withdraw": lambda: claims.withdraw(
            claim_version_id=0, reason="x", by=medical, at=at
        ),
        "retract": lambda: references.retract(
            reference_id=0, reason="x", by=medical, at=at
        ),
        "adopt": lambda: labels.adopt(label_id=0, by=medical, at=at),
        "withdraw label": lambda: labels.withdraw(
            label_id=0, reason="x", by=medical, at=at
        ),
        "approve copy": lambda: copy_blocks.approve(
            version_id=0, function="MEDICAL", by=medical, at=at
        ),
        "suspend copy": lambda: copy_blocks.suspend(
            version_id=0, reason="x", by=medical, at=at
        ),
        "reconfirm copy": lambda: copy_blocks.reconfirm(
            version_id=0, reason="x", by=medical, at=at
        ),
        "retire copy": lambda: copy_blocks.retire(
            version_id=0, reason="x", by=medical, at=at
        ),
    }
    length = ledger.tip()
    with pytest.raises(ObjectDoesNotExist):
        calls[name]()
    assert ledger.tip() == length


def test_a_label_is_adopted_and_withdrawn_by_name_at_its_hour(
    drafted_brand: Brand, medical: User, at: datetime.datetime
) -> None:
    label = drafted_brand.labels.get(market="GB")
    other = drafted_brand.labels.get(market="US")
    labels.adopt(label_id=label.pk, by=medical, at=at + LATER)
    subject = "label:calvoryn/GB/2026-01"
    assert last()[:4] == ("label.adopted", subject, medical.username, at + LATER)
    label.refresh_from_db()
    assert (label.approved_by, label.approved_at) == (medical.username, at + LATER)
    labels.withdraw(label_id=label.pk, reason=" r ", by=medical, at=at + 2 * LATER)
    assert last()[:2] == ("label.withdrawn", subject)
    assert last()[4] == {"reason": "r"}
    other.refresh_from_db()
    assert (other.approved_at, other.withdrawn_at) == (None, None)


def test_a_withdrawn_newest_label_gives_way_to_the_one_before(
    brand: Brand, medical: User, at: datetime.datetime
) -> None:
    newer = Label.objects.create(
        brand=brand,
        market="US",
        version="2026-06",
        effective_on=datetime.date(2026, 6, 1),
        indication="For adults.",
        approved_at=at,
    )
    assert labels.current_at(brand, "US", at.date()) == newer
    assert labels.current_at(brand, "GB", at.date()).version == "2026-01"
    labels.withdraw(label_id=newer.pk, reason="x", by=medical, at=at)
    assert labels.current_at(brand, "US", at.date()).version == "2026-01"


def test_a_label_of_another_brand_is_never_in_force(
    brand: Brand, requester: User, at: datetime.datetime
) -> None:
    twin = {**kits.KIT["brand"], "slug": "twin"}
    later = [{**row, "effective_on": "2026-10-01"} for row in kits.KIT["labels"]]
    kits.load_small_kit(by=requester, at=at, brand=twin, labels=later)
    found = labels.current_at(brand, "US", at.date())
    assert (found.brand, found.effective_on) == (brand, datetime.date(2026, 1, 15))


def test_a_retraction_is_recorded_with_its_hour_and_reason(
    brand: Brand, medical: User, at: datetime.datetime
) -> None:
    row = brand.references.get(key="CAIRN-EXT-2025")
    references.retract(reference_id=row.pk, reason=" wrong ", by=medical, at=at + LATER)
    subject = "reference:calvoryn/CAIRN-EXT-2025@1"
    wanted = ("reference.retracted", subject, medical.username, at + LATER)
    assert last() == (*wanted, {"reason": "wrong"})
    stamped = Reference.objects.exclude(retracted_at=None)
    assert list(stamped.values_list("key", "retracted_at")) == [(row.key, at + LATER)]


def test_each_write_of_a_blocks_life_leaves_one_whole_line(
    brand: Brand,
    requester: User,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
) -> None:
    others = set(CopyBlockVersion.objects.values_list("pk", "retired_at"))
    draft = copy_blocks.draft(
        brand_id=brand.pk, key="point", content=BLOCK, by=requester, at=at
    )
    subject = "copy:calvoryn/point@1"
    told: dict[str, object] = {"sha256": draft.sha256, "expansions": 2}
    assert last() == ("copy.drafted", subject, requester.username, at, told)
    signed = told | {"content_sha256": copy_blocks.content_sha256(draft)}
    for function, by in (("MEDICAL", medical), ("REGULATORY", regulatory)):
        copy_blocks.approve(
            version_id=draft.pk, function=function, by=by, at=at + LATER
        )
        given = {"function": function, "is_in_force": by == regulatory}
        wanted = ("copy.approved", subject, by.username, at + LATER)
        assert last() == (*wanted, signed | given)
    copy_blocks.suspend(version_id=draft.pk, reason=" odd ", by=medical, at=at + LATER)
    wanted = ("copy.suspended", subject, medical.username, at + LATER)
    assert last() == (*wanted, told | {"reason": "odd"})
    copy_blocks.reconfirm(version_id=draft.pk, reason="ok", by=medical, at=at + LATER)
    wanted = ("copy.reconfirmed", subject, medical.username, at + LATER)
    assert last() == (*wanted, told | {"reason": "ok", "suspended": "odd"})
    copy_blocks.retire(
        version_id=draft.pk, reason=" old ", by=medical, at=at + 2 * LATER
    )
    wanted = ("copy.retired", subject, medical.username, at + 2 * LATER)
    assert last() == (*wanted, told | {"reason": "old"})
    draft.refresh_from_db()
    assert (draft.approved_by, draft.approved_at) == (regulatory.username, at + LATER)
    retired = (draft.retired_by, draft.retired_at, draft.retirement_reason)
    assert retired == (medical.username, at + 2 * LATER, "old")
    rest = CopyBlockVersion.objects.exclude(pk=draft.pk)
    assert set(rest.values_list("pk", "retired_at")) == others


def test_a_refused_block_does_not_even_take_its_key(
    brand: Brand, requester: User, at: datetime.datetime
) -> None:
    faulty = dataclasses.replace(BLOCK, text="[A|B")
    with pytest.raises(copy_blocks.CopyContentError, match="The block point cannot"):
        copy_blocks.draft(
            brand_id=brand.pk, key="point", content=faulty, by=requester, at=at
        )
    assert not CopyBlock.objects.filter(key="point").exists()


DAY = datetime.date(2026, 11, 21)
ONE = datetime.timedelta(days=1)
# columns of the revision, and whether it may be used in US, sms, HCP on that day
USES: list[tuple[dict[str, object], bool]] = [
    ({}, True),
    ({"market_codes": ("GB",)}, False),
    ({"market_codes": ("GB", "US")}, True),
    ({"market_codes": ("USA",)}, False),
    ({"channels": ("sms",)}, True),
    ({"channels": ("email", "sms")}, True),
    ({"channels": ("email", "rep_email")}, False),
    ({"channels": ("sms2",)}, False),
    ({"audiences": ("HCP",)}, True),
    ({"audiences": ("PAYER", "PATIENT")}, False),
    ({"channels": ("sms",), "audiences": ("PAYER",)}, False),
    ({"channels": ("email",), "audiences": ("HCP",)}, False),
    ({"valid_from": DAY}, True),
    ({"valid_from": DAY + ONE}, False),
    ({"expires_on": DAY}, False),
    ({"expires_on": DAY + ONE}, True),
    ({"expires_on": DAY - ONE}, False),
    ({"valid_from": DAY - ONE, "expires_on": DAY + ONE}, True),
]


def test_a_claim_is_usable_within_every_limit_and_no_other(
    brand: Brand,
    requester: User,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
) -> None:
    wanted = set()
    for number, (columns, is_usable) in enumerate(USES):
        key = f"use-{number}"
        version = claims.draft(
            brand_id=brand.pk,
            key=key,
            kind="dosing",
            content=content_of(brand, **columns),
            by=requester,
            at=at,
        )
        approve(version, at, medical, regulatory)
        wanted |= {key} if is_usable else set()
    usable = ClaimVersion.objects.usable(
        brand_id=brand.pk, market="US", channel="sms", audience="HCP", day=DAY
    )
    found = usable.filter(claim__key__startswith="use-")
    assert set(found.values_list("claim__key", flat=True)) == wanted
    assert not usable.filter(claim__brand__slug="other").exists()
    elsewhere = ClaimVersion.objects.usable(
        brand_id=0, market="US", channel="sms", audience="HCP", day=DAY
    )
    assert not elsewhere.exists()


@pytest.mark.parametrize(
    ("expires_on", "retracted", "stands"),
    [
        (None, False, True),
        (DAY, False, False),
        (DAY + ONE, False, True),
        (DAY - ONE, False, False),
        (DAY + ONE, True, False),
        (None, True, False),
    ],
)
def test_one_dead_reference_of_several_ends_a_claim(
    expires_on: datetime.date | None,
    retracted: bool,
    stands: bool,
    brand: Brand,
    at: datetime.datetime,
) -> None:
    # "common-reactions" stands on the label and on the trial.
    Reference.objects.filter(key="LABEL-2026").update(
        expires_on=expires_on, retracted_at=at if retracted else None
    )
    keys = set(ClaimVersion.objects.valid_on(DAY).values_list("claim__key", flat=True))
    both = {"common-reactions", "once-daily"}
    assert keys & both == (both if stands else set())
    assert "urate-target" in keys


Rows = QuerySet[ClaimVersion]
ONE_CLAIM: dict[str, object] = {
    "claim_id": "other",
    "version": 99,
    "text": "Other words.",
    "sha256": "0" * 64,
    "endpoint": "other",
    "population": "other",
    "comparator": "other",
    "timepoint": "other",
    "facts": [],
    "reading": {"other": True},
    "qualifiers": ["Other."],
    "companions": ["once-daily"],
    "valid_from": None,
    "expires_on": None,
    "approved_by": "other",
    "approved_at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
    "market_codes": ("DE",),
    "channels": ("sms",),
    "audiences": ("PAYER",),
    "themes": ("other",),
    "indications": ("other",),
    "drafted_by": "other",
    "drafted_at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
}


def is_refused(write: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            write()
    except DatabaseError as error:
        return "never changes" in str(error)
    return False


def test_the_database_guards_every_column_of_an_approved_claim(brand: Brand) -> None:
    rows = ClaimVersion.objects.filter(claim__key="urate-target")
    other = Claim.objects.create(brand=brand, key="other", kind="dosing")
    changes = ONE_CLAIM | {"claim_id": other.pk}
    open_columns = [
        name
        for name, value in changes.items()
        if not is_refused(lambda n=name, v=value: rows.update(**{n: v}))  # type: ignore[misc]
    ]
    assert open_columns == []
    guarded = {*ONE_CLAIM, "id"}
    free = {f.attname for f in ClaimVersion._meta.concrete_fields} - guarded
    assert free == {
        *("state", "suspended_by", "suspended_at", "suspension_reason"),
        *("withdrawn_by", "withdrawn_at", "withdrawal_reason"),
    }


def test_the_database_guards_every_column_of_an_approved_block(brand: Brand) -> None:
    rows = CopyBlockVersion.objects.filter(block__key="clinical-subject-1")
    other = CopyBlock.objects.create(brand=brand, key="other")
    changes: dict[str, object] = {
        "block_id": other.pk,
        "version": 9,
        "role": "bridge",
        "text": "Other",
        "sha256": "0" * 64,
        "approved_by": "other",
        "approved_at": None,
        "drafted_by": "other",
        "drafted_at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
        **dict.fromkeys(("tones", "themes", "channels"), ("other",)),
        **dict.fromkeys(("formats", "audiences", "market_codes"), ("other",)),
    }
    open_columns = [
        name
        for name, value in changes.items()
        if not is_refused(lambda n=name, v=value: rows.update(**{n: v}))  # type: ignore[misc]
    ]
    assert open_columns == []
    free = {f.attname for f in CopyBlockVersion._meta.concrete_fields} - {
        *changes,
        "id",
    }
    assert free == {
        *("suspended_by", "suspended_at", "suspension_reason"),
        *("retired_by", "retired_at", "retirement_reason"),
    }


def test_the_database_guards_what_hangs_on_approved_words(brand: Brand) -> None:
    claim = ClaimVersion.objects.get(claim__key="urate-target")
    other = ClaimVersion.objects.get(claim__key="fewer-flares")
    varied = ClaimVariation.objects.filter(claim_version=claim)
    cited = ClaimCitation.objects.filter(claim_version=claim)
    safety = SafetyText.objects.filter(label__market="US", form="SHORT")
    label = brand.references.get(key="LABEL-2026")
    writes: dict[str, Callable[[], object]] = {
        "variation text": lambda: varied.update(text="Other words."),
        "variation hash": lambda: varied.update(sha256="0" * 64),
        "variation moved": lambda: varied.update(claim_version=other),
        "citation source": lambda: cited.update(reference=label),
        "citation anchor": lambda: cited.update(anchor=None),
        "citation moved": lambda: cited.update(claim_version=other),
        "safety text": lambda: safety.update(text="Other."),
        "safety hash": lambda: safety.update(sha256="0" * 64),
        "safety form": lambda: safety.update(form="LONG"),
    }
    assert [name for name, write in writes.items() if not is_refused(write)] == []


def test_a_superseded_or_withdrawn_claim_stays_as_it_was_signed(
    brand: Brand,
    requester: User,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
) -> None:
    first = claims.approved_version("calvoryn", "once-daily")
    second = claims.revise(
        claim_id=first.claim_id, content=content_of(brand), by=requester, at=at
    )
    approve(second, at, medical, regulatory)
    claims.withdraw(claim_version_id=second.pk, reason="x", by=medical, at=at)
    for version in (first, second):
        rows = ClaimVersion.objects.filter(pk=version.pk)
        assert is_refused(lambda rows=rows: rows.update(text="Other."))  # type: ignore[misc]
