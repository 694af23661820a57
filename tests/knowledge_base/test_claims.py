"""Claims are drafted, approved by another person, revised, withdrawn with a reason."""

import dataclasses
import datetime
import json

import pytest
from django.contrib.auth.models import User

from knowledge_base import claims, ledger, references
from knowledge_base.claim_contents import Cited, ClaimContent
from knowledge_base.claims import ClaimContentError, ClaimStepError, SelfApprovalError
from knowledge_base.models import (
    Brand,
    ClaimState,
    ClaimVersion,
    LedgerEntry,
    Reference,
)
from knowledge_base.reasons import ReasonMissingError

TEXT = "Calvoryn tablets may be taken with or without food."


@pytest.fixture
def content(brand: Brand) -> ClaimContent:
    """What a new claim says."""
    label = brand.references.get(key="LABEL-2026")
    return ClaimContent(text=TEXT, market_codes=("US",), cited=(Cited(label),))


@pytest.fixture
def drafted(
    brand: Brand, content: ClaimContent, requester: User, at: datetime.datetime
) -> ClaimVersion:
    """A new claim's first revision."""
    return claims.draft(
        brand_id=brand.pk,
        key="with-food",
        kind="dosing",
        content=content,
        by=requester,
        at=at,
    )


def last_line() -> tuple[str, str, str]:
    entry = LedgerEntry.objects.latest("sequence")
    return entry.action, entry.subject, entry.by


def test_a_draft_is_recorded_and_not_usable(
    drafted: ClaimVersion, requester: User
) -> None:
    assert (drafted.version, drafted.state) == (1, ClaimState.DRAFT)
    assert last_line() == (
        "claim.drafted",
        "claim:calvoryn/with-food@1",
        requester.username,
    )
    with pytest.raises(ClaimVersion.DoesNotExist):
        claims.approved_version("calvoryn", "with-food")


def test_another_person_approves(
    drafted: ClaimVersion, medical: User, at: datetime.datetime
) -> None:
    version = claims.approve(claim_version_id=drafted.pk, by=medical, at=at)
    assert version.state == ClaimState.APPROVED
    assert (version.approved_by, version.approved_at) == (medical.username, at)
    assert claims.approved_version("calvoryn", "with-food") == version
    assert last_line()[0] == "claim.approved"
    payload = json.loads(LedgerEntry.objects.latest("sequence").payload)
    assert payload == {"sha256": version.sha256}


def test_nobody_approves_what_they_drafted(
    drafted: ClaimVersion, requester: User, at: datetime.datetime
) -> None:
    length = ledger.tip()
    with pytest.raises(SelfApprovalError, match="somebody else must approve"):
        claims.approve(claim_version_id=drafted.pk, by=requester, at=at)
    assert ledger.tip() == length


def test_a_key_is_taken_once(
    drafted: ClaimVersion,
    content: ClaimContent,
    requester: User,
    at: datetime.datetime,
) -> None:
    with pytest.raises(ClaimContentError, match="revise it instead"):
        claims.draft(
            brand_id=drafted.claim.brand_id,
            key="with-food",
            kind="dosing",
            content=content,
            by=requester,
            at=at,
        )


def test_a_revision_takes_over_when_it_is_approved(
    brand: Brand,
    content: ClaimContent,
    requester: User,
    medical: User,
    at: datetime.datetime,
) -> None:
    first = claims.approved_version("calvoryn", "once-daily")
    second = claims.revise(
        claim_id=first.claim_id, content=content, by=requester, at=at
    )
    assert second.version == 2
    assert claims.approved_version("calvoryn", "once-daily") == first
    claims.approve(claim_version_id=second.pk, by=medical, at=at)
    assert claims.approved_version("calvoryn", "once-daily") == second
    first.refresh_from_db()
    assert first.state == ClaimState.SUPERSEDED


def test_a_revision_that_changes_nothing_is_refused(
    drafted: ClaimVersion,
    content: ClaimContent,
    requester: User,
    at: datetime.datetime,
) -> None:
    with pytest.raises(ClaimContentError, match="says just this"):
        claims.revise(claim_id=drafted.claim_id, content=content, by=requester, at=at)


def test_only_the_newest_revision_can_be_approved(
    drafted: ClaimVersion,
    content: ClaimContent,
    requester: User,
    medical: User,
    at: datetime.datetime,
) -> None:
    newer = dataclasses.replace(content, themes=("dosing",))
    claims.revise(claim_id=drafted.claim_id, content=newer, by=requester, at=at)
    with pytest.raises(ClaimStepError, match="newer revision"):
        claims.approve(claim_version_id=drafted.pk, by=medical, at=at)


def test_a_claim_on_a_retracted_reference_is_not_approved(
    drafted: ClaimVersion, medical: User, at: datetime.datetime
) -> None:
    reference = Reference.objects.get(key="LABEL-2026")
    references.retract(reference_id=reference.pk, reason="replaced", by=medical, at=at)
    with pytest.raises(ClaimContentError, match="LABEL-2026@1, which was retracted"):
        claims.approve(claim_version_id=drafted.pk, by=medical, at=at)


def test_a_withdrawn_claim_is_usable_nowhere(
    brand: Brand, medical: User, at: datetime.datetime
) -> None:
    version = claims.approved_version("calvoryn", "once-daily")
    gone = claims.withdraw(
        claim_version_id=version.pk, reason="  Wrong dose. ", by=medical, at=at
    )
    assert gone.state == ClaimState.WITHDRAWN
    assert (gone.withdrawn_by, gone.withdrawal_reason) == (
        medical.username,
        "Wrong dose.",
    )
    assert not ClaimVersion.objects.valid_on(at.date()).filter(pk=version.pk).exists()
    assert last_line()[:2] == ("claim.withdrawn", "claim:calvoryn/once-daily@1")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_withdrawal_needs_a_reason(
    reason: str, brand: Brand, medical: User, at: datetime.datetime
) -> None:
    version = claims.approved_version("calvoryn", "once-daily")
    with pytest.raises(ReasonMissingError, match="why you withdraw this claim"):
        claims.withdraw(claim_version_id=version.pk, reason=reason, by=medical, at=at)


APPROVABLE = {ClaimState.DRAFT}
WITHDRAWABLE = {ClaimState.APPROVED}


@pytest.mark.parametrize("state", ClaimState)
def test_every_state_knows_its_steps(
    state: ClaimState,
    drafted: ClaimVersion,
    content: ClaimContent,
    requester: User,
    medical: User,
    at: datetime.datetime,
) -> None:
    bring_to(state, drafted, content, requester, medical)
    for step, wanted in ((approve, APPROVABLE), (withdraw, WITHDRAWABLE)):
        if state not in wanted:
            with pytest.raises(ClaimStepError, match=str(state.label).lower()):
                step(drafted, medical, at)


def approve(version: ClaimVersion, by: User, at: datetime.datetime) -> None:
    claims.approve(claim_version_id=version.pk, by=by, at=at)


def withdraw(version: ClaimVersion, by: User, at: datetime.datetime) -> None:
    claims.withdraw(claim_version_id=version.pk, reason="wrong", by=by, at=at)


def bring_to(
    state: ClaimState,
    version: ClaimVersion,
    content: ClaimContent,
    author: User,
    approver: User,
) -> None:
    at = version.drafted_at
    if state == ClaimState.DRAFT:
        return
    approve(version, approver, at)
    if state == ClaimState.WITHDRAWN:
        withdraw(version, approver, at)
    if state == ClaimState.SUPERSEDED:
        newer = dataclasses.replace(content, themes=("dosing",))
        second = claims.revise(
            claim_id=version.claim_id, content=newer, by=author, at=at
        )
        approve(second, approver, at)


def test_dates_and_evidence_end_a_claim(brand: Brand, at: datetime.datetime) -> None:
    day = datetime.date
    usable = ClaimVersion.objects.valid_on
    assert usable(day(2026, 1, 14)).count() == 0
    assert usable(day(2026, 1, 15)).count() == 6
    assert usable(day(2027, 12, 30)).count() == 6
    assert usable(day(2027, 12, 31)).count() == 0
    Reference.objects.filter(key="CAIRN-EXT-2025").update(expires_on=day(2026, 11, 21))
    assert usable(at.date()).count() == 5
    assert usable(day(2026, 11, 20)).count() == 6
