"""Copy is drafted, approved with all its expansions, replaced and retired."""

import dataclasses
import datetime
import json

import pytest
from django.contrib.auth.models import User

from knowledge_base import copy_blocks
from knowledge_base.copy_blocks import BlockContent, CopyContentError, CopyStepError
from knowledge_base.models import Brand, CopyBlockVersion, LedgerEntry
from knowledge_base.reasons import ReasonMissingError

CONTENT = BlockContent(
    role="bridge", text="[One|A further] point:", tones=("warm", "direct")
)


@pytest.fixture
def drafted(brand: Brand, requester: User, at: datetime.datetime) -> CopyBlockVersion:
    """A new block."""
    return copy_blocks.draft(
        brand_id=brand.pk, key="new-bridge", content=CONTENT, by=requester, at=at
    )


def usable(brand: Brand) -> set[str]:
    rows = CopyBlockVersion.objects.usable(
        brand_id=brand.pk, market="US", channel="email", audience="HCP"
    )
    return {f"{row.block.key}@{row.version}" for row in rows.select_related("block")}


def test_a_block_is_usable_from_approval_to_retirement(
    brand: Brand, drafted: CopyBlockVersion, medical: User, at: datetime.datetime
) -> None:
    assert "new-bridge@1" not in usable(brand)
    copy_blocks.approve(version_id=drafted.pk, by=medical, at=at)
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
    brand: Brand, drafted: CopyBlockVersion, medical: User, at: datetime.datetime
) -> None:
    copy_blocks.approve(version_id=drafted.pk, by=medical, at=at)
    newer = copy_blocks.draft(
        brand_id=brand.pk,
        key="new-bridge",
        content=dataclasses.replace(CONTENT, themes=("dosing",)),
        by=medical,
        at=at,
    )
    assert "new-bridge@1" in usable(brand)
    copy_blocks.approve(version_id=newer.pk, by=medical, at=at)
    assert {ref for ref in usable(brand) if "new" in ref} == {"new-bridge@2"}


def test_steps_out_of_turn_are_refused(
    brand: Brand, drafted: CopyBlockVersion, medical: User, at: datetime.datetime
) -> None:
    with pytest.raises(CopyStepError, match="not in use"):
        copy_blocks.retire(version_id=drafted.pk, reason="x", by=medical, at=at)
    copy_blocks.draft(
        brand_id=brand.pk,
        key="new-bridge",
        content=dataclasses.replace(CONTENT, role="opening"),
        by=medical,
        at=at,
    )
    with pytest.raises(CopyStepError, match="newer revision"):
        copy_blocks.approve(version_id=drafted.pk, by=medical, at=at)
    newest = CopyBlockVersion.objects.get(block__key="new-bridge", version=2)
    copy_blocks.approve(version_id=newest.pk, by=medical, at=at)
    with pytest.raises(CopyStepError, match="no draft"):
        copy_blocks.approve(version_id=newest.pk, by=medical, at=at)
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
