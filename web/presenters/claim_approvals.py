"""Rows of who approved a claim under which signature, and of what waits for whom."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User

from knowledge_base import approvals, claim_contents
from knowledge_base.claims import revisions
from knowledge_base.exchange import differences
from knowledge_base.exchange.differences import Stretch
from knowledge_base.models import (
    ApprovalFunction,
    ClaimApproval,
    ClaimState,
    ClaimVersion,
)
from review import facts, policies, signatures
from review.models import Signature
from review.policies import PieceFacts
from review.states import STEP_OF_APPROVAL
from web.presenters.histories import full_names
from web.presenters.pieces import revision_href


@dataclass(frozen=True)
class ApprovalRow:
    """One function's approval; ``shown`` is its signature in words, "" without one.

    ``is_whole`` says that the claim still says what was signed, under a signature that
    nobody changed.
    """

    function: str
    who: str
    at: datetime.datetime
    shown: str
    sha256: str
    is_whole: bool
    is_recorded: bool


@dataclass(frozen=True)
class DecisionRow:
    """Another signature under the claim: suspended, reconfirmed, withdrawn."""

    did: str
    shown: str


@dataclass(frozen=True)
class ApprovalRows:
    """Who approved, who is awaited, and what was signed since."""

    given: tuple[ApprovalRow, ...]
    awaited: tuple[str, ...]
    decisions: tuple[DecisionRow, ...]


@dataclass(frozen=True)
class WaitingRow:
    """A claim that waits for the person; ``words`` show what a revision changes."""

    pk: int
    ref: str
    brand: str
    kind: str
    href: str
    words: tuple[Stretch, ...]
    is_revision: bool
    who: str
    at: datetime.datetime
    given: tuple[str, ...]
    awaited: tuple[str, ...]
    reason: str


DECISIONS = {
    "suspend_wording": "Suspended",
    "reconfirm_wording": "Reconfirmed",
    "": "Withdrawn",
}


def approval_rows(version: ClaimVersion) -> ApprovalRows:
    """The approvals of a revision, and every other signature under it."""
    subject = f"claim:{version.claim.brand.slug}/{revisions.ref(version)}"
    rows = Signature.objects.filter(subject__startswith=subject).order_by("pk")
    signed = [row for row in rows if row.subject.partition("@")[2] in _ends(version)]
    given = tuple(version.approvals.all())
    names = full_names(row.approved_by for row in given)
    sha256 = claim_contents.content_sha256(version) if given else ""
    is_draft = version.state == ClaimState.DRAFT
    awaited = approvals.awaited(given) if is_draft else ()
    return ApprovalRows(
        given=tuple(
            _given(row, names[row.approved_by], signed, subject, sha256)
            for row in sorted(given, key=lambda row: (row.approved_at, row.pk))
        ),
        awaited=tuple(function.label for function in awaited),
        decisions=tuple(_decisions(signed, subject)),
    )


def functions_of(user: User) -> tuple[tuple[str, str], ...]:
    """The functions for which the person approves, with their titles."""
    person = facts.person_facts(user)
    return tuple(
        (str(function), ApprovalFunction(function).label)
        for function, step in STEP_OF_APPROVAL.items()
        if not policies.MAY[step](PieceFacts(), person)
    )


def waiting_rows(versions: Sequence[ClaimVersion]) -> tuple[WaitingRow, ...]:
    """Rows of claims from ``claim_waiting.inbox``; three queries for all of them."""
    given = _approvals_of(versions)
    standing = _standing(versions)
    names = full_names(
        name for row in versions for name in (row.drafted_by, row.suspended_by)
    )
    return tuple(
        _waiting(row, given.get(row.pk, ()), standing.get(row.claim_id), names)
        for row in versions
    )


def _ends(version: ClaimVersion) -> set[str]:
    steps = (*STEP_OF_APPROVAL.values(), *DECISIONS)
    return {f"{version.version}:{step}".rstrip(":") for step in steps}


def _given(
    row: ClaimApproval,
    name: str,
    signed: Iterable[Signature],
    subject: str,
    sha256: str,
) -> ApprovalRow:
    wanted = f"{subject}:{STEP_OF_APPROVAL.get(row.function, '')}"
    signature = next((one for one in signed if one.subject == wanted), None)
    is_recorded = row.function == ApprovalFunction.RECORDED
    is_signed = is_recorded or (
        signature is not None
        and signatures.is_intact(signature)
        and signature.content_sha256 == row.content_sha256
    )
    return ApprovalRow(
        function=row.get_function_display(),
        who=name,
        at=row.approved_at,
        shown=signature.shown() if signature else "",
        sha256=row.content_sha256,
        is_whole=is_signed and row.content_sha256 == sha256,
        is_recorded=is_recorded,
    )


def _decisions(signed: Iterable[Signature], subject: str) -> Iterable[DecisionRow]:
    for row in signed:
        step = row.subject.removeprefix(subject).removeprefix(":")
        if step in DECISIONS:
            yield DecisionRow(DECISIONS[step], row.shown())


def _approvals_of(
    versions: Sequence[ClaimVersion],
) -> dict[int, tuple[ClaimApproval, ...]]:
    rows = ClaimApproval.objects.filter(claim_version__in=versions).order_by("pk")
    made: dict[int, tuple[ClaimApproval, ...]] = {}
    for row in rows:
        made[row.claim_version_id] = (*made.get(row.claim_version_id, ()), row)
    return made


def _standing(versions: Sequence[ClaimVersion]) -> dict[int, ClaimVersion]:
    """What is approved or suspended now of the claims that have a draft."""
    claims = [row.claim_id for row in versions if row.state == ClaimState.DRAFT]
    rows = ClaimVersion.objects.filter(
        claim__in=claims, state__in=[ClaimState.APPROVED, ClaimState.SUSPENDED]
    )
    return {row.claim_id: row for row in rows}


def _waiting(
    version: ClaimVersion,
    given: tuple[ClaimApproval, ...],
    before: ClaimVersion | None,
    names: dict[str, str],
) -> WaitingRow:
    is_draft = version.state == ClaimState.DRAFT
    who = version.drafted_by if is_draft else version.suspended_by
    at = version.drafted_at if is_draft else version.suspended_at
    old = before.text if before else version.text
    return WaitingRow(
        pk=version.pk,
        ref=revisions.ref(version),
        brand=version.claim.brand.name,
        kind=version.claim.kind.replace("_", " "),
        href=revision_href(version),
        words=differences.words(old, version.text),
        is_revision=before is not None,
        who=names[who],
        at=at or version.drafted_at,
        given=tuple(row.get_function_display() for row in given) if is_draft else (),
        awaited=tuple(function.label for function in approvals.awaited(given)),
        reason=version.suspension_reason,
    )
