"""Claims are drafted, approved by two functions, revised, suspended, withdrawn."""

import dataclasses
import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from knowledge_base import claim_contents, claims, ledger, references
from knowledge_base.claim_contents import Cited, ClaimContent
from knowledge_base.claims import (
    NEXT,
    ApprovalGivenError,
    ClaimContentError,
    ClaimStep,
    ClaimStepError,
    SelfApprovalError,
)
from knowledge_base.models import (
    Anchor,
    ApprovalFunction,
    Brand,
    ClaimState,
    ClaimVersion,
    LedgerEntry,
    Reference,
)
from knowledge_base.reasons import ReasonMissingError

TEXT = "Calvoryn tablets may be taken with or without food."


@pytest.fixture
def brand(shelved: Brand) -> Brand:
    """The small kit, approved, made once for this module."""
    return shelved


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


def approve(
    version: ClaimVersion,
    by: User,
    at: datetime.datetime,
    function: str = ApprovalFunction.MEDICAL,
) -> ClaimVersion:
    return claims.approve(claim_version_id=version.pk, function=function, by=by, at=at)


def test_two_functions_approve_and_the_second_puts_in_force(
    drafted: ClaimVersion, medical: User, regulatory: User, at: datetime.datetime
) -> None:
    half = approve(drafted, regulatory, at, ApprovalFunction.REGULATORY)
    assert (half.state, half.approved_by, half.approved_at) == ("DRAFT", "", None)
    with pytest.raises(ClaimVersion.DoesNotExist):
        claims.approved_version("calvoryn", "with-food")
    version = approve(drafted, medical, at)
    assert version.state == ClaimState.APPROVED
    assert (version.approved_by, version.approved_at) == (medical.username, at)
    assert claims.approved_version("calvoryn", "with-food") == version
    given = version.approvals.order_by("pk")
    sha = claim_contents.content_sha256(version)
    assert [(row.function, row.approved_by, row.content_sha256) for row in given] == [
        ("REGULATORY", regulatory.username, sha),
        ("MEDICAL", medical.username, sha),
    ]
    payload = json.loads(LedgerEntry.objects.latest("sequence").payload)
    assert last_line()[0] == "claim.approved"
    assert payload == {
        "sha256": version.sha256,
        "content_sha256": sha,
        "function": "MEDICAL",
        "is_in_force": True,
    }


@pytest.mark.parametrize("function", ["MEDICAL", "REGULATORY"])
def test_nobody_approves_what_they_drafted(
    function: str, drafted: ClaimVersion, requester: User, at: datetime.datetime
) -> None:
    length = ledger.tip()
    with pytest.raises(SelfApprovalError, match="somebody else must approve"):
        approve(drafted, requester, at, function)
    assert ledger.tip() == length


def test_one_person_is_not_two(
    drafted: ClaimVersion, medical: User, at: datetime.datetime
) -> None:
    approve(drafted, medical, at)
    with pytest.raises(SelfApprovalError, match="approve it for Regulatory"):
        approve(drafted, medical, at, ApprovalFunction.REGULATORY)


def test_one_function_is_not_two(
    drafted: ClaimVersion, medical: User, regulatory: User, at: datetime.datetime
) -> None:
    approve(drafted, medical, at)
    with pytest.raises(ApprovalGivenError, match="Medical approved with-food@1 before"):
        approve(drafted, regulatory, at)


def test_an_approval_from_elsewhere_is_not_given_here(
    drafted: ClaimVersion, medical: User, at: datetime.datetime
) -> None:
    for function in (ApprovalFunction.RECORDED, "", "LEGAL"):
        with pytest.raises(ApprovalGivenError, match="recorded with a kit"):
            approve(drafted, medical, at, function)


def test_an_open_figure_is_bound_before_it_is_approved(
    brand: Brand,
    content: ClaimContent,
    requester: User,
    medical: User,
    at: datetime.datetime,
) -> None:
    reading = {"quantities": [{"text": "61%"}, {"text": "9 mg", "is_open": True}]}
    version = claims.draft(
        brand_id=brand.pk,
        key="open",
        kind="dosing",
        content=dataclasses.replace(content, reading=reading),
        by=requester,
        at=at,
    )
    with pytest.raises(ClaimContentError, match="Figure 9 mg is not bound to an arm"):
        approve(version, medical, at)
    assert not version.approvals.exists()


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
    regulatory: User,
    at: datetime.datetime,
) -> None:
    first = claims.approved_version("calvoryn", "once-daily")
    second = claims.revise(
        claim_id=first.claim_id, content=content, by=requester, at=at
    )
    assert second.version == 2
    approve(second, medical, at)
    assert claims.approved_version("calvoryn", "once-daily") == first
    approve(second, regulatory, at, ApprovalFunction.REGULATORY)
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
        approve(drafted, medical, at)


def test_a_claim_on_a_retracted_reference_is_not_approved(
    drafted: ClaimVersion, medical: User, at: datetime.datetime
) -> None:
    reference = Reference.objects.get(key="LABEL-2026")
    references.retract(reference_id=reference.pk, reason="replaced", by=medical, at=at)
    with pytest.raises(ClaimContentError, match="LABEL-2026@1, which was retracted"):
        approve(drafted, medical, at)


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


@pytest.mark.parametrize("reason", ["", "  \n", "\u200b", " \u2060\ufeff\t", "\u3164"])
def test_a_withdrawal_needs_a_reason(
    reason: str, brand: Brand, medical: User, at: datetime.datetime
) -> None:
    version = claims.approved_version("calvoryn", "once-daily")
    with pytest.raises(ReasonMissingError, match="why you withdraw this claim"):
        claims.withdraw(claim_version_id=version.pk, reason=reason, by=medical, at=at)


def test_a_suspended_claim_waits_for_a_person(
    brand: Brand, medical: User, regulatory: User, at: datetime.datetime
) -> None:
    version = claims.approved_version("calvoryn", "once-daily")
    step: dict[str, Any] = {"claim_version_id": version.pk, "at": at}
    stopped = claims.suspend(**step, reason=" New label. ", by=medical)
    assert (stopped.state, stopped.suspended_by, stopped.suspended_at) == (
        "SUSPENDED",
        medical.username,
        at,
    )
    assert stopped.suspension_reason == "New label."
    assert not ClaimVersion.objects.valid_on(at.date()).filter(pk=version.pk).exists()
    assert last_line()[0] == "claim.suspended"
    back = claims.reconfirm(**step, reason="It says the same.", by=regulatory)
    assert (back.state, back.suspended_by, back.suspended_at) == ("APPROVED", "", None)
    assert claims.approved_version("calvoryn", "once-daily") == version
    payload = json.loads(LedgerEntry.objects.latest("sequence").payload)
    assert last_line()[0] == "claim.reconfirmed"
    assert payload == {"reason": "It says the same.", "suspended": "New label."}


def test_nobody_reconfirms_what_they_drafted(
    brand: Brand, at: datetime.datetime
) -> None:
    version = claims.approved_version("calvoryn", "once-daily")
    drafter = User.objects.get(username=version.drafted_by)
    step: dict[str, Any] = {"claim_version_id": version.pk, "reason": "x", "at": at}
    claims.suspend(**step, by=drafter)
    with pytest.raises(SelfApprovalError, match="somebody else must reconfirm"):
        claims.reconfirm(**step, by=drafter)


def test_nothing_is_reconfirmed_on_a_retracted_reference(
    brand: Brand, medical: User, at: datetime.datetime
) -> None:
    version = claims.approved_version("calvoryn", "once-daily")
    step: dict[str, Any] = {
        "claim_version_id": version.pk,
        "reason": "x",
        "by": medical,
        "at": at,
    }
    claims.suspend(**step)
    reference = brand.references.get(key="LABEL-2026")
    references.retract(reference_id=reference.pk, reason="x", by=medical, at=at)
    with pytest.raises(ClaimContentError, match="which was retracted"):
        claims.reconfirm(**step)


@pytest.mark.parametrize("step", [claims.suspend, claims.reconfirm, claims.withdraw])
def test_each_stop_and_start_needs_a_reason(
    step: Callable[..., ClaimVersion],
    brand: Brand,
    medical: User,
    at: datetime.datetime,
) -> None:
    version = claims.approved_version("calvoryn", "once-daily")
    with pytest.raises(ReasonMissingError, match=f"why you {step.__name__} this claim"):
        step(claim_version_id=version.pk, reason=" ", by=medical, at=at)


Do = Callable[[ClaimVersion], object]


@pytest.fixture
def steps(
    content: ClaimContent,
    requester: User,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
) -> dict[ClaimStep, Do]:
    """Each step, taken by somebody who may."""

    def supersede(version: ClaimVersion) -> None:
        themes = (f"theme-{version.claim.versions.count()}",)
        newer = dataclasses.replace(content, themes=themes)
        second = claims.revise(
            claim_id=version.claim_id, content=newer, by=requester, at=at
        )
        approve(second, medical, at)
        approve(second, regulatory, at, ApprovalFunction.REGULATORY)

    def stop(step: Callable[..., ClaimVersion]) -> Do:
        return lambda version: step(
            claim_version_id=version.pk, reason="x", by=medical, at=at
        )

    return {
        ClaimStep.APPROVE_FIRST: lambda version: approve(version, medical, at),
        ClaimStep.APPROVE_LAST: lambda version: approve(
            version, regulatory, at, ApprovalFunction.REGULATORY
        ),
        ClaimStep.SUPERSEDE: supersede,
        ClaimStep.SUSPEND: stop(claims.suspend),
        ClaimStep.RECONFIRM: stop(claims.reconfirm),
        ClaimStep.WITHDRAW: stop(claims.withdraw),
    }


ROUTES: dict[ClaimState, tuple[ClaimStep, ...]] = {
    ClaimState.DRAFT: (),
    ClaimState.APPROVED: (ClaimStep.APPROVE_FIRST, ClaimStep.APPROVE_LAST),
    ClaimState.SUSPENDED: (
        ClaimStep.APPROVE_FIRST,
        ClaimStep.APPROVE_LAST,
        ClaimStep.SUSPEND,
    ),
    ClaimState.SUPERSEDED: (
        ClaimStep.APPROVE_FIRST,
        ClaimStep.APPROVE_LAST,
        ClaimStep.SUPERSEDE,
    ),
    ClaimState.WITHDRAWN: (
        ClaimStep.APPROVE_FIRST,
        ClaimStep.APPROVE_LAST,
        ClaimStep.WITHDRAW,
    ),
}
# A draft is given way to, and a last approval follows a first one.
PAIRS = [
    (state, step)
    for state in ClaimState
    for step in ClaimStep
    if (state, step) != (ClaimState.DRAFT, ClaimStep.APPROVE_LAST)
]


@pytest.mark.parametrize(("state", "step"), PAIRS)
def test_every_state_meets_every_step(
    state: ClaimState,
    step: ClaimStep,
    drafted: ClaimVersion,
    steps: dict[ClaimStep, Do],
) -> None:
    for way in ROUTES[state]:
        steps[way](drafted)
    drafted.refresh_from_db()
    assert drafted.state == state
    wanted = NEXT[step].get(state)
    if wanted or step == ClaimStep.SUPERSEDE:
        steps[step](drafted)
    else:
        with pytest.raises(ClaimStepError, match=state.label.lower()):
            steps[step](drafted)
    drafted.refresh_from_db()
    assert drafted.state == (wanted or state)


def test_the_last_approval_leads_a_draft_into_force(
    drafted: ClaimVersion, steps: dict[ClaimStep, Do]
) -> None:
    steps[ClaimStep.APPROVE_FIRST](drafted)
    steps[ClaimStep.APPROVE_LAST](drafted)
    drafted.refresh_from_db()
    assert drafted.state == NEXT[ClaimStep.APPROVE_LAST][ClaimState.DRAFT]


CHANGES: dict[str, object] = {
    "text": "Calvoryn tablets may be taken without food.",
    "variations": ("Another wording of the same.",),
    "endpoint": "x",
    "population": "x",
    "comparator": "x",
    "timepoint": "x",
    "facts": [{"value": "9"}],
    "reading": {"quantities": []},
    "qualifiers": ["Note."],
    "companions": ["once-daily"],
    "market_codes": ("GB",),
    "channels": ("sms",),
    "audiences": ("HCP",),
    "themes": ("dosing",),
    "indications": ("gout",),
    "valid_from": datetime.date(2026, 1, 1),
    "expires_on": datetime.date(2029, 1, 1),
    "cited": (),
}


def test_what_is_signed_is_all_that_a_claim_says(
    drafted: ClaimVersion, content: ClaimContent, requester: User, at: datetime.datetime
) -> None:
    assert set(CHANGES) == {field.name for field in dataclasses.fields(ClaimContent)}
    made = [claim_contents.content_sha256(drafted)]
    for change, value in CHANGES.items():
        start = transaction.savepoint()
        changed = dataclasses.replace(content, **{change: value})  # type: ignore[arg-type]
        newer = claims.revise(
            claim_id=drafted.claim_id, content=changed, by=requester, at=at
        )
        made.append(claim_contents.content_sha256(newer))
        stored = ClaimVersion.objects.get(pk=newer.pk)
        assert claim_contents.content_sha256(stored) == made[-1], change
        transaction.savepoint_rollback(start)
    reference = content.cited[0].reference
    for quote in ("one", "two"):
        start = transaction.savepoint()
        anchor = Anchor.objects.create(
            reference=reference, key="q", locator="p. 1", quote=quote
        )
        cited = (Cited(reference, anchor),)
        newer = claims.revise(
            claim_id=drafted.claim_id,
            content=dataclasses.replace(content, cited=cited),
            by=requester,
            at=at,
        )
        made.append(claim_contents.content_sha256(newer))
        transaction.savepoint_rollback(start)
    assert len(set(made)) == len(made)
    assert all(len(sha) == 64 for sha in made)


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
