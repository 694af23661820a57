"""Says whose turn it is: a person's open steps, each with its sentence, and inbox."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from content_engine.models import VariantVersion
from review import facts, gates, policies, signatures
from review.models import Decision, Review
from review.policies import PersonFacts, PieceFacts
from review.states import STEP_OF_FUNCTION, Function, ReviewState, Role, Step

LABELS: dict[Step, str] = {
    Step.SUBMIT: "Submit for review",
    Step.DECIDE_MEDICAL: "Decide for medical",
    Step.DECIDE_LEGAL: "Decide for legal",
    Step.DECIDE_REGULATORY: "Decide for regulatory",
    Step.CANCEL: "Cancel the review",
    Step.CERTIFY: "Certify the final form",
    Step.RELEASE: "Release",
    Step.SUSPEND: "Suspend",
    Step.RESUME: "Resume",
    Step.WITHDRAW: "Withdraw",
}
GATED_STEPS = frozenset({Step.RELEASE, Step.RESUME})


@dataclass(frozen=True)
class OpenStep:
    """A step on a piece: ``sentence`` says why it is not allowed, "" when it is."""

    name: str
    label: str
    allowed: bool
    sentence: str
    function: Function | None = None


def open_steps(
    review: Review, user: User, at: datetime.datetime
) -> tuple[OpenStep, ...]:
    """Every step on a review and its release, as this person finds it at that time.

    An allowed step succeeds when it is taken with fitting words: the same questions are
    asked as by the operations.
    """
    piece = facts.piece_facts(review.version, review)
    person = facts.person_facts(user)
    locked = signatures.lock_refusal(user, at)
    functions = {step: function for function, step in STEP_OF_FUNCTION.items()}
    steps = []
    for step, label in LABELS.items():
        if step == Step.SUBMIT:
            continue
        sentence = _refusal(step, piece, person)
        if not sentence and step in policies.SIGNED_STEPS:
            sentence = locked
        if not sentence and step in GATED_STEPS:
            sentence = " ".join(gates.refusals(review, at=at))
        steps.append(
            OpenStep(step.value, label, not sentence, sentence, functions.get(step))
        )
    return tuple(steps)


def submission(version: VariantVersion, user: User) -> OpenStep:
    """Whether this person can submit a version now."""
    piece = facts.piece_facts(version)
    sentence = _refusal(Step.SUBMIT, piece, facts.person_facts(user))
    sentence = sentence or " ".join(policies.blocks_refusal(piece))
    return OpenStep(Step.SUBMIT.value, LABELS[Step.SUBMIT], not sentence, sentence)


def inbox(user: User) -> QuerySet[Review]:
    """Reviews that wait for this very person, the longest waiting first."""
    person = facts.person_facts(user)
    condition = Q(pk__in=[])
    for function in Function:
        if Role(function.value) in person.roles:
            condition |= _awaiting_verdict(user, function)
    if Role.COORDINATOR in person.roles:
        condition |= _awaiting_release()
    if Role.SIGNATORY in person.roles:
        condition |= _awaiting_certificate() & ~_authored_by(user)
    if Role.REQUESTER in person.roles:
        condition |= _awaiting_changes(user)
    if not person.is_active or Role.AUDITOR in person.roles:
        condition = Q(pk__in=[])
    related = "version__variant__family__brief__brand"
    rows: QuerySet[Review] = Review.objects.filter(condition).select_related(
        related, "requested_by"
    )
    return rows.order_by("submitted_at", "pk")


def _refusal(step: Step, piece: PieceFacts, person: PersonFacts) -> str:
    return policies.MAY[step](piece, person) or policies.CAN[step](piece)


def _awaiting_verdict(user: User, function: Function) -> Q:
    """Open in this function, not the person's own, nor decided in another function."""
    open_rows = Decision.objects.filter(review=OuterRef("pk"), function=function.value)
    elsewhere = Decision.objects.filter(
        review__variant=OuterRef("variant"), decided_by=user
    ).exclude(function=function.value)
    return (
        Q(Exists(open_rows.open()), state=ReviewState.IN_REVIEW)
        & ~Q(Exists(elsewhere))
        & ~_authored_by(user)
        & ~_outdated()
    )


def _authored_by(user: User) -> Q:
    """The person asked for, submitted or wrote any of the variant."""
    wrote = VariantVersion.objects.filter(variant=OuterRef("variant"), written_by=user)
    submitted = Review.objects.filter(variant=OuterRef("variant"), requested_by=user)
    return (
        Q(variant__family__brief__requested_by=user)
        | Q(Exists(wrote))
        | Q(Exists(submitted))
    )


def _outdated() -> Q:
    """Somebody edited the variant since."""
    newer = VariantVersion.objects.filter(
        variant=OuterRef("variant"), number__gt=OuterRef("version__number")
    )
    return Q(Exists(newer))


def _awaiting_release() -> Q:
    certified = Q(certificate__isnull=False) | ~Q(
        variant__family__brief__market__in=policies.CERTIFIED_MARKETS
    )
    return Q(state=ReviewState.APPROVED, release=None) & certified & ~_outdated()


def _awaiting_certificate() -> Q:
    return (
        Q(
            state=ReviewState.APPROVED,
            certificate=None,
            variant__family__brief__market__in=policies.CERTIFIED_MARKETS,
        )
        & ~_outdated()
    )


def _awaiting_changes(user: User) -> Q:
    """Changes were asked of this person's piece and it was not submitted again."""
    later = Review.objects.filter(variant=OuterRef("variant"), pk__gt=OuterRef("pk"))
    mine = Q(requested_by=user) | Q(variant__family__brief__requested_by=user)
    return mine & Q(state=ReviewState.CHANGES_REQUESTED) & ~Q(Exists(later))
