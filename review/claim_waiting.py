"""Says what a person can do with a claim, and which claims wait for them."""

import datetime
from collections.abc import Callable
from functools import partial

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet

from knowledge_base import claims
from knowledge_base.models import ClaimApproval, ClaimState, ClaimVersion
from review import facts, policies, signatures
from review.policies import PieceFacts
from review.states import STEP_OF_APPROVAL, Function, Step
from review.workflow.waiting import OpenStep

LABELS: dict[Step, str] = {
    Step.APPROVE_WORDING_MEDICAL: "Approve for medical",
    Step.APPROVE_WORDING_REGULATORY: "Approve for regulatory",
    Step.RECONFIRM_WORDING: "Reconfirm",
    Step.SUSPEND_WORDING: "Suspend",
    Step.RECALL: "Withdraw",
}
FUNCTIONS = {step: Function(name) for name, step in STEP_OF_APPROVAL.items()}

Question = Callable[[], Exception | None]


def open_steps(
    version: ClaimVersion, user: User, at: datetime.datetime
) -> tuple[OpenStep, ...]:
    """Every step on a claim revision, as this person finds it at that time.

    An allowed step succeeds with a reason and the right password: the same questions
    are asked as by the operations.
    """
    name = user.get_username()
    return _open(
        {
            **{
                step: partial(claims.approval_refusal, version, function, name)
                for step, function in FUNCTIONS.items()
            },
            Step.RECONFIRM_WORDING: partial(
                claims.reconfirmation_refusal, version, name
            ),
            Step.SUSPEND_WORDING: partial(claims.suspension_refusal, version),
            Step.RECALL: partial(claims.withdrawal_refusal, version),
        },
        user,
        at,
    )


def inbox(user: User) -> QuerySet[ClaimVersion]:
    """Claim revisions that wait for this very person, the longest waiting first.

    Drafts that no newer revision overtook and that one of the person's functions has
    not approved, and suspended claims; never what the person drafted or approved.
    """
    person, name = facts.person_facts(user), user.get_username()
    condition = Q(pk__in=[])
    for step, function in FUNCTIONS.items():
        if not policies.MAY[step](PieceFacts(), person):
            condition |= _lacking(function, name)
    if not policies.MAY[Step.RECONFIRM_WORDING](PieceFacts(), person):
        condition |= Q(state=ClaimState.SUSPENDED)
    rows = ClaimVersion.objects.filter(condition).exclude(drafted_by=name)
    return rows.select_related("claim__brand").order_by("drafted_at", "pk")


def _lacking(function: Function, name: str) -> Q:
    """Newest drafts that the function has not approved, nor this person at all."""
    newer = ClaimVersion.objects.filter(
        claim=OuterRef("claim"), version__gt=OuterRef("version")
    )
    given = ClaimApproval.objects.filter(
        Q(function=function.value) | Q(approved_by=name), claim_version=OuterRef("pk")
    )
    return Q(state=ClaimState.DRAFT) & ~Q(Exists(newer)) & ~Q(Exists(given))


def _open(
    questions: dict[Step, Question], user: User, at: datetime.datetime
) -> tuple[OpenStep, ...]:
    person = facts.person_facts(user)
    locked = signatures.lock_refusal(user, at)
    made = []
    for step, label in LABELS.items():
        sentence = policies.MAY[step](PieceFacts(), person)
        sentence = sentence or _words(questions[step]()) or locked
        function = FUNCTIONS.get(step)
        made.append(OpenStep(step.value, label, not sentence, sentence, function))
    return tuple(made)


def _words(error: Exception | None) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error) if error else ""
