"""Takes one function's signed verdict on one content hash."""

import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django_fsm import TransitionNotAllowed

from knowledge_base import ledger
from review import facts, policies, signatures
from review.models import Decision, Review, Signature
from review.signatures import Credentials
from review.states import (
    MEANING_OF_VERDICT,
    STEP_OF_FUNCTION,
    Function,
    ReviewVerdict,
)


class ConflictError(TransitionNotAllowed):
    """The page showed other words than those that are up for decision now."""


class CommentMissingError(ValidationError):
    """A refusal came without words that the requester can act on."""


def decide(
    *,
    review_id: int,
    function: Function,
    verdict: ReviewVerdict,
    comment: str,
    expected_sha256: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Review:
    """Record and sign one verdict; the third approval of the same hash approves.

    ``expected_sha256`` is the hash of what the person saw. Raises NotYoursError,
    NotNowError, ConflictError (a stale page), CommentMissingError, SigningRefusedError.
    """
    refusal = policies.comment_refusal(verdict, comment)
    if refusal:
        raise CommentMissingError(refusal)
    proof = signatures.prove(by=by, at=at, credentials=credentials)
    with transaction.atomic():
        review = facts.locked_review(review_id)
        piece = facts.piece_facts(review.version, review)
        facts.require(STEP_OF_FUNCTION[function], piece, by)
        _require_same_words(review, expected_sha256)
        signature = signatures.sign(
            by=by,
            at=at,
            proof=proof,
            meaning=MEANING_OF_VERDICT[verdict],
            content_sha256=review.content_sha256,
            subject=f"review:{review.pk}:{function.value}",
        )
        _write_decision(review, function, verdict, comment.strip(), signature)
        _move(review, function, verdict, at)
        _record(Decision.objects.get(signature=signature), review, by, at)
    return review


def _record(
    decision: Decision, review: Review, by: User, at: datetime.datetime
) -> None:
    ledger.record(
        action="review.decided",
        subject=f"review:{review.pk}",
        by=by.get_username(),
        at=at,
        payload={
            "function": decision.function,
            "verdict": decision.verdict,
            "comment": decision.comment,
            "round": review.round,
            "state": review.state,
            "signature": decision.signature_id,
            "content_sha256": review.content_sha256,
        },
    )


def _require_same_words(review: Review, expected_sha256: str) -> None:
    words = {expected_sha256, review.content_sha256, review.version.content_sha256}
    if len(words) > 1:
        raise ConflictError(
            "The words on your page are not those up for decision: load the page again."
        )


def _write_decision(
    review: Review,
    function: Function,
    verdict: ReviewVerdict,
    comment: str,
    signature: Signature,
) -> None:
    Decision.objects.filter(review=review, function=function.value).open().update(
        verdict=verdict.value,
        comment=comment,
        content_sha256=review.content_sha256,
        decided_by=signature.user,
        decided_at=signature.signed_at,
        signature=signature,
    )


def _move(
    review: Review, function: Function, verdict: ReviewVerdict, at: datetime.datetime
) -> None:
    """Take the review's step that follows from the verdict, if one does."""
    if verdict == ReviewVerdict.APPROVE:
        approvals = Decision.objects.filter(review=review)
        if approvals.approving(review.content_sha256).count() < len(Function):
            return
        review.approve()
        reason = "Medical, legal and regulatory approved the same words."
    elif verdict == ReviewVerdict.REQUEST_CHANGES:
        review.request_changes()
        reason = f"{function.value.capitalize()} requested changes."
    else:
        review.reject()
        reason = f"{function.value.capitalize()} rejected the piece."
    review.closed_at = at
    review.closing_reason = reason
    review.save(update_fields=["state", "closed_at", "closing_reason"])
    Decision.objects.filter(review=review).open().update(closed_reason=reason)
