"""A kit loads whole or not at all, twice like once, and changes become revisions."""

import copy
import datetime
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from knowledge_base import claims, index, ledger, references
from knowledge_base.kits import loading, reading
from knowledge_base.kits.counting import Counts
from knowledge_base.kits.reading import KitFaultsError
from knowledge_base.models import (
    Anchor,
    Brand,
    Claim,
    ClaimState,
    ClaimVersion,
    CopyBlockVersion,
    Label,
    LedgerEntry,
    Reference,
    SafetyText,
)
from knowledge_base.wording.hashes import sha256
from tests import kits

Kit = dict[str, Any]
WHOLE = {
    "brands": 1,
    "markets": 2,
    "labels": 2,
    "references": 3,
    "claims": 6,
    "copy": 46,
}


class Loader:
    """Loads kits at one moment by one person."""

    def __init__(self, by: User, at: datetime.datetime) -> None:
        self.by, self.at = by, at

    def __call__(self, kit: Kit, *, approve: bool = True) -> Counts:
        """Read and load."""
        read = reading.read(json.dumps(kit), "kit.json")
        return loading.load(read, by=self.by, at=self.at, approve=approve)


@pytest.fixture
def load(requester: User, at: datetime.datetime) -> Loader:
    """The way in."""
    return Loader(requester, at)


def counted(counts: Counts, effect: str) -> dict[str, int]:
    return {k: t[effect] for k, t in counts.as_dict().items() if t[effect]}


def test_everything_is_created_with_one_ledger_line(load: Loader) -> None:
    counts = load(kits.small_kit())
    assert counted(counts, "created") == WHOLE
    [entry] = LedgerEntry.objects.all()
    assert (entry.action, entry.subject) == ("kit.loaded", "brand:calvoryn")
    told = json.loads(entry.payload)
    assert told["counts"] == counts.as_dict()
    assert told["approved"] is True
    assert len(told["kit_sha256"]) == 64


@pytest.mark.parametrize("approve", [True, False])
def test_a_second_load_changes_nothing_and_leaves_no_line(
    load: Loader, approve: bool
) -> None:
    load(kits.small_kit(), approve=approve)
    length, tip = ledger.tip()
    counts = load(kits.small_kit(), approve=approve)
    assert counted(counts, "unchanged") == WHOLE
    assert counts.is_idle()
    assert ledger.tip() == (length, tip) == (1, tip)


def test_an_approved_load_is_usable_at_once(load: Loader, brand: Brand) -> None:
    version = claims.approved_version("calvoryn", "urate-target")
    assert version.text == kits.CLAIMS[0]["text"]
    assert version.sha256 == sha256(version.text)
    assert version.approved_by == brand_person(version)
    assert [v.text for v in version.variations.all()] == kits.CLAIMS[0]["variations"]
    assert version.market_codes == ("GB", "US")
    assert version.facts == [{"value": "61"}, {"value": "32"}]
    citation = version.citations.get()
    assert citation.anchor
    assert (citation.reference.key, citation.anchor.key) == ("CAIRN-1-2024", "primary")
    assert CopyBlockVersion.objects.in_force().count() == 46


def brand_person(version: ClaimVersion) -> str:
    return version.drafted_by


def test_safety_texts_are_kept_in_both_lengths_with_their_hashes(brand: Brand) -> None:
    rows = SafetyText.objects.filter(label__brand=brand, label__market="GB")
    assert {row.form: row.text for row in rows} == {
        "SHORT": kits.SHORT_SAFETY,
        "FULL": kits.FULL_SAFETY,
    }
    assert all(row.sha256 == sha256(row.text) for row in rows)


def test_without_approval_everything_waits(
    drafted_brand: Brand, at: datetime.datetime
) -> None:
    assert not ClaimVersion.objects.exclude(state=ClaimState.DRAFT).exists()
    assert not CopyBlockVersion.objects.in_force().exists()
    assert not Label.objects.in_force(drafted_brand.pk, "US", at.date()).exists()


def test_drafts_can_be_approved_by_loading_them_again(load: Loader) -> None:
    load(kits.small_kit(), approve=False)
    counts = load(kits.small_kit())
    assert counted(counts, "changed") == {"labels": 2, "claims": 6, "copy": 46}
    assert ClaimVersion.objects.filter(state=ClaimState.APPROVED).count() == 6
    assert Label.objects.exclude(approved_at=None).count() == 2
    assert CopyBlockVersion.objects.in_force().count() == 46
    assert load(kits.small_kit()).is_idle()


def changed_kit(number: int = 0, **columns: Any) -> Kit:
    kit = kits.small_kit()
    kit["claims"][number] |= columns
    return kit


NEW_TEXT = "By week 24 of CAIRN-1, 61% on Calvoryn 20 mg and 32% on placebo responded."


@pytest.mark.parametrize(
    "columns",
    [
        {"text": NEW_TEXT},
        {"variations": []},
        {"variations": ["Another approved wording of it."]},
        {"references": ["CAIRN-1-2024"]},
        {"references": ["CAIRN-1-2024#primary", "LABEL-2026"]},
        {"markets": ["US"]},
        {"channels": ["email"]},
        {"audiences": []},
        {"themes": ["onset"]},
        {"expires_on": "2027-06-30"},
        {"valid_from": "2026-02-01"},
        {"qualifiers": ["A footnote."]},
        {"companions": ["common-reactions"]},
        {"figures": [{"value": "61"}]},
        {"population": "adults"},
        {"endpoint": "urate"},
        {"comparator": ""},
        {"timepoint": "24 weeks"},
    ],
)
def test_any_change_of_a_claim_is_the_next_revision(
    load: Loader, columns: dict[str, Any]
) -> None:
    load(kits.small_kit())
    counts = load(changed_kit(**columns))
    assert counted(counts, "changed") == {"claims": 1}
    versions = ClaimVersion.objects.filter(claim__key="urate-target").order_by(
        "version"
    )
    assert [(v.version, v.state) for v in versions] == [
        (1, ClaimState.SUPERSEDED),
        (2, ClaimState.APPROVED),
    ]
    assert load(changed_kit(**columns)).is_idle()


def test_an_unapproved_change_waits_beside_the_approved_revision(load: Loader) -> None:
    load(kits.small_kit())
    load(changed_kit(text=NEW_TEXT), approve=False)
    versions = ClaimVersion.objects.filter(claim__key="urate-target").order_by(
        "version"
    )
    assert [v.state for v in versions] == [ClaimState.APPROVED, ClaimState.DRAFT]


def test_the_order_of_codes_is_no_change(load: Loader) -> None:
    load(kits.small_kit())
    assert load(changed_kit(markets=["GB", "US", "GB"])).is_idle()


def test_a_changed_block_retires_the_one_before(load: Loader) -> None:
    load(kits.small_kit())
    kit = kits.small_kit()
    kit["copy"][0]["text"] = "Another subject line"
    assert counted(load(kit, approve=False), "changed") == {"copy": 1}
    block = CopyBlockVersion.objects.filter(block__key=kit["copy"][0]["key"])
    assert block.in_force().get().version == 1
    assert counted(load(kit), "changed") == {"copy": 1}
    assert block.in_force().get().version == 2
    assert load(kit).is_idle()


def test_what_a_newer_kit_omits_is_left_alone(load: Loader) -> None:
    load(kits.small_kit())
    kit = kits.small_kit(copy=[], claims=kits.CLAIMS[4:5])
    assert load(kit).is_idle()
    assert ClaimVersion.objects.filter(state=ClaimState.APPROVED).count() == 6


def test_a_withdrawn_claim_does_not_come_back_by_loading(
    load: Loader, regulatory: User
) -> None:
    load(kits.small_kit())
    version = claims.approved_version("calvoryn", "once-daily")
    claims.withdraw(
        claim_version_id=version.pk, reason="wrong", by=regulatory, at=load.at
    )
    assert load(kits.small_kit()).is_idle()
    with pytest.raises(ClaimVersion.DoesNotExist):
        claims.approved_version("calvoryn", "once-daily")


def test_a_changed_reference_becomes_its_next_version(load: Loader) -> None:
    load(kits.small_kit())
    kit = kits.small_kit()
    kit["references"][0]["url"] = "https://doi.example/1"
    kit["references"][1]["expires_on"] = "2027-01-01"
    kit["references"][2]["anchors"] = [{"key": "new", "locator": "p. 1", "quote": "x"}]
    assert counted(load(kit), "changed") == {"references": 3}
    assert set(Reference.objects.values_list("version", flat=True)) == {2}
    assert Anchor.objects.get(key="new").quote == "x"
    assert load(kit).is_idle()


def test_a_retracted_reference_stays_retracted(load: Loader, regulatory: User) -> None:
    load(kits.small_kit())
    reference = Reference.objects.get(key="LABEL-2026")
    references.retract(
        reference_id=reference.pk, reason="wrong", by=regulatory, at=load.at
    )
    assert load(kits.small_kit()).is_idle()
    reference.refresh_from_db()
    assert reference.retracted_at


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (("brand", "name"), "Other", "the brand calvoryn would change"),
        (("brand", "markets", "GB", "black_triangle"), False, "the market GB would"),
        (("references", 0, "citation"), "Other", "reference CAIRN-1-2024 would change"),
    ],
)
def test_what_approved_claims_stand_on_changes_only_with_approval(
    load: Loader, place: tuple[Any, ...], value: Any, words: str
) -> None:
    load(kits.small_kit())
    kit = kits.small_kit()
    row: Any = kit
    for step in place[:-1]:
        row = row[step]
    row[place[-1]] = value
    with pytest.raises(KitFaultsError, match=words):
        load(kit, approve=False)
    assert load(kits.small_kit()).is_idle()
    assert not load(kit).is_idle()


def test_before_any_approval_drafts_may_change_freely(load: Loader) -> None:
    load(kits.small_kit(), approve=False)
    kit = kits.small_kit()
    kit["brand"]["name"] = "Other"
    kit["labels"][0]["safety_information"]["short"] = "Other words."
    kit["labels"][0]["sections"] = []
    counts = load(kit, approve=False)
    assert counted(counts, "changed") == {"brands": 1, "labels": 1}
    assert load(kit, approve=False).is_idle()


@pytest.mark.parametrize(
    "change",
    [
        {"indication": "Other words."},
        {"safety_information": {"short": "Other.", "full": "Other."}},
        {"sections": [{"title": "Other", "text": "words"}]},
    ],
)
def test_an_approved_label_keeps_its_words(load: Loader, change: Kit) -> None:
    load(kits.small_kit())
    kit = kits.small_kit()
    kit["labels"][1] |= change
    with pytest.raises(KitFaultsError, match="label 2026-01 for GB is approved with"):
        load(kit)
    kit["labels"][1]["version"] = "2026-02"
    assert counted(load(kit), "created") == {"labels": 1}


def test_a_claim_keeps_its_kind(load: Loader) -> None:
    load(kits.small_kit())
    kit = changed_kit(kind="safety", text=NEW_TEXT)
    kit["claims"][1]["text"] = copy.copy(kit["claims"][1]["text"]) + " Again."
    with pytest.raises(KitFaultsError, match="recorded as efficacy, not safety"):
        load(kit)
    assert ClaimVersion.objects.count() == 6
    assert Claim.objects.get(key="urate-target").kind == "efficacy"


def test_a_fault_found_late_leaves_nothing(load: Loader) -> None:
    kit = kits.small_kit()
    load(kit)
    kit["labels"][0]["indication"] = "Other words."
    kit["claims"].append({**kit["claims"][0], "key": "one-more"})
    length = ledger.tip()
    with pytest.raises(KitFaultsError):
        load(kit)
    assert not Claim.objects.filter(key="one-more").exists()
    assert ledger.tip() == length


def test_the_index_follows_after_the_commit(
    load: Loader, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        load(kits.small_kit())
        assert index.is_stale()
    assert not index.is_stale()


def test_a_failing_index_cannot_undo_the_load(load: Loader) -> None:
    load(kits.small_kit())
    hooks: list[Any] = connection.run_on_commit
    assert [is_robust for *_, is_robust in hooks] == [True]


def test_another_brand_is_another_world(load: Loader) -> None:
    load(kits.small_kit())
    kit = kits.small_kit()
    kit["brand"]["slug"] = "other"
    assert counted(load(kit), "created") == WHOLE
    assert ClaimVersion.objects.filter(state=ClaimState.APPROVED).count() == 12
