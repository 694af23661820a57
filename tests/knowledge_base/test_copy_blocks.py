"""Copy is drafted, approved with all its expansions, replaced and retired."""

import dataclasses
import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from knowledge_base import copy_blocks
from knowledge_base.copy_blocks import (
    ApprovalGivenError,
    BlockContent,
    BlockState,
    CopyContentError,
    CopyStepError,
    SelfApprovalError,
)
from knowledge_base.models import Brand, CopyBlockVersion, LedgerEntry
from knowledge_base.reasons import ReasonMissingError

CONTENT = BlockContent(
    role="bridge", text="[One|A further] point:", tones=("warm", "direct")
)


@pytest.fixture
def brand(shelved: Brand) -> Brand:
    """The small kit, approved, made once for this module."""
    return shelved


@pytest.fixture
def drafted(brand: Brand, requester: User, at: datetime.datetime) -> CopyBlockVersion:
    """A new block."""
    return copy_blocks.draft(
        brand_id=brand.pk, key="new-bridge", content=CONTENT, by=requester, at=at
    )


def approve(
    version: CopyBlockVersion, medical: User, regulatory: User, at: datetime.datetime
) -> None:
    for function, by in (("MEDICAL", medical), ("REGULATORY", regulatory)):
        copy_blocks.approve(version_id=version.pk, function=function, by=by, at=at)


def usable(brand: Brand) -> set[str]:
    rows = CopyBlockVersion.objects.usable(
        brand_id=brand.pk, market="US", channel="email", audience="HCP"
    )
    return {f"{row.block.key}@{row.version}" for row in rows.select_related("block")}


def test_a_block_is_usable_from_approval_to_retirement(
    brand: Brand,
    drafted: CopyBlockVersion,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
) -> None:
    assert "new-bridge@1" not in usable(brand)
    approve(drafted, medical, regulatory, at)
    assert "new-bridge@1" in usable(brand)
    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.action, entry.subject) == (
        "copy.approved",
        "copy:calvoryn/new-bridge@1",
    )
    assert json.loads(entry.payload)["expansions"] == 2
    copy_blocks.retire(version_id=drafted.pk, reason="stale", by=medical, at=at)
    assert "new-bridge@1" not in usable(brand)
    payload = json.loads(LedgerEntry.objects.latest("sequence").payload)
    assert payload["reason"] == "stale"


def test_a_newer_revision_takes_over(
    brand: Brand,
    drafted: CopyBlockVersion,
    requester: User,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
) -> None:
    approve(drafted, medical, regulatory, at)
    newer = copy_blocks.draft(
        brand_id=brand.pk,
        key="new-bridge",
        content=dataclasses.replace(CONTENT, themes=("dosing",)),
        by=requester,
        at=at,
    )
    assert "new-bridge@1" in usable(brand)
    approve(newer, medical, regulatory, at)
    assert {ref for ref in usable(brand) if "new" in ref} == {"new-bridge@2"}


def test_steps_out_of_turn_are_refused(
    brand: Brand,
    drafted: CopyBlockVersion,
    requester: User,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
) -> None:
    with pytest.raises(CopyStepError, match="not in use"):
        copy_blocks.retire(version_id=drafted.pk, reason="x", by=medical, at=at)
    copy_blocks.draft(
        brand_id=brand.pk,
        key="new-bridge",
        content=dataclasses.replace(CONTENT, role="opening"),
        by=requester,
        at=at,
    )
    with pytest.raises(CopyStepError, match="newer revision"):
        approve(drafted, medical, regulatory, at)
    newest = CopyBlockVersion.objects.get(block__key="new-bridge", version=2)
    approve(newest, medical, regulatory, at)
    with pytest.raises(CopyStepError, match="no draft"):
        approve(newest, medical, regulatory, at)
    with pytest.raises(ReasonMissingError):
        copy_blocks.retire(version_id=newest.pk, reason="", by=medical, at=at)


@pytest.mark.parametrize(
    ("text", "words"),
    [("[open", "never closed"), (CONTENT.text, "says just this")],
)
def test_faulty_or_idle_drafts_are_refused(
    text: str,
    words: str,
    brand: Brand,
    drafted: CopyBlockVersion,
    requester: User,
    at: datetime.datetime,
) -> None:
    content = dataclasses.replace(CONTENT, text=text, tones=("direct", "warm"))
    with pytest.raises(CopyContentError, match=words):
        copy_blocks.draft(
            brand_id=brand.pk, key="new-bridge", content=content, by=requester, at=at
        )


@pytest.mark.parametrize("function", ["MEDICAL", "REGULATORY"])
def test_nobody_approves_or_reconfirms_what_they_drafted(
    function: str,
    drafted: CopyBlockVersion,
    requester: User,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
) -> None:
    step: dict[str, Any] = {"version_id": drafted.pk, "at": at}
    with pytest.raises(SelfApprovalError, match="You drafted new-bridge@1"):
        copy_blocks.approve(**step, function=function, by=requester)
    approve(drafted, medical, regulatory, at)
    copy_blocks.suspend(**step, reason="x", by=requester)
    with pytest.raises(SelfApprovalError, match="somebody else must reconfirm"):
        copy_blocks.reconfirm(**step, reason="x", by=requester)


def test_one_approval_is_half_and_one_person_is_one(
    brand: Brand,
    drafted: CopyBlockVersion,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
) -> None:
    step: dict[str, Any] = {"version_id": drafted.pk, "at": at}
    copy_blocks.approve(**step, function="MEDICAL", by=medical)
    assert "new-bridge@1" not in usable(brand)
    with pytest.raises(SelfApprovalError, match="approve it for Regulatory"):
        copy_blocks.approve(**step, function="REGULATORY", by=medical)
    with pytest.raises(ApprovalGivenError, match="Medical approved new-bridge@1"):
        copy_blocks.approve(**step, function="MEDICAL", by=regulatory)
    with pytest.raises(ApprovalGivenError, match="recorded with a kit"):
        copy_blocks.approve(**step, function="RECORDED", by=regulatory)
    copy_blocks.approve(**step, function="REGULATORY", by=regulatory)
    assert "new-bridge@1" in usable(brand)
    sha = copy_blocks.content_sha256(drafted)
    given = drafted.approvals.values_list("function", "content_sha256")
    assert set(given) == {("MEDICAL", sha), ("REGULATORY", sha)}


def test_a_suspended_block_waits_for_a_person(
    brand: Brand, medical: User, regulatory: User, at: datetime.datetime
) -> None:
    version = CopyBlockVersion.objects.select_related("block").order_by("pk")[0]
    ref = copy_blocks.ref(version)
    step: dict[str, Any] = {"version_id": version.pk, "at": at}
    assert ref in usable(brand)
    copy_blocks.suspend(**step, reason=" New label. ", by=medical)
    version.refresh_from_db()
    assert (version.suspended_by, version.suspension_reason) == (
        medical.username,
        "New label.",
    )
    assert ref not in usable(brand)
    copy_blocks.reconfirm(**step, reason="Holds.", by=regulatory)
    assert ref in usable(brand)
    entry = LedgerEntry.objects.latest("sequence")
    payload = json.loads(entry.payload)
    assert entry.action == "copy.reconfirmed"
    assert (payload["reason"], payload["suspended"]) == ("Holds.", "New label.")


Step = Callable[..., CopyBlockVersion]
LEADS: dict[BlockState, tuple[Step, ...]] = {
    BlockState.DRAFT: (),
    BlockState.APPROVED: (),
    BlockState.SUSPENDED: (copy_blocks.suspend,),
    BlockState.RETIRED: (copy_blocks.retire,),
}
NEXT: dict[Step, dict[BlockState, BlockState]] = {
    copy_blocks.suspend: {BlockState.APPROVED: BlockState.SUSPENDED},
    copy_blocks.reconfirm: {BlockState.SUSPENDED: BlockState.APPROVED},
    copy_blocks.retire: {
        BlockState.APPROVED: BlockState.RETIRED,
        BlockState.SUSPENDED: BlockState.RETIRED,
    },
}


@pytest.mark.parametrize("step", NEXT)
@pytest.mark.parametrize("state", BlockState)
def test_every_state_meets_every_step(
    state: BlockState,
    step: Step,
    drafted: CopyBlockVersion,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
) -> None:
    told = {"version_id": drafted.pk, "reason": "x", "by": medical, "at": at}
    if state != BlockState.DRAFT:
        approve(drafted, medical, regulatory, at)
    for way in LEADS[state]:
        way(**told)
    wanted = NEXT[step].get(state)
    if wanted:
        assert copy_blocks.state_of(step(**told)) == wanted
        return
    with pytest.raises(CopyStepError, match=f"new-bridge@1 is (a )?{state.lower()}"):
        step(**told)
    drafted.refresh_from_db()
    assert copy_blocks.state_of(drafted) == state


def test_the_one_replaced_says_by_whom_and_why(
    drafted: CopyBlockVersion,
    requester: User,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
) -> None:
    approve(drafted, medical, regulatory, at)
    newer = copy_blocks.draft(
        brand_id=drafted.block.brand_id,
        key="new-bridge",
        content=dataclasses.replace(CONTENT, role="opening"),
        by=requester,
        at=at,
    )
    approve(newer, medical, regulatory, at)
    drafted.refresh_from_db()
    assert (drafted.retired_by, drafted.retired_at) == (regulatory.username, at)
    assert drafted.retirement_reason == "Replaced by a newer revision."
