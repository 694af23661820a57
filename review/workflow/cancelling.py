"""Takes a review back before it is approved."""

import datetime

from django.contrib.auth.models import User
from django.db import transaction

from knowledge_base import ledger, reasons
from review import facts
from review.models import Decision, Review
from review.states import Step


def cancel(*, review_id: int, reason: str, by: User, at: datetime.datetime) -> Review:
    """End a review and close its open decisions with the reason.

    Raises NotYoursError, NotNowError (approved or ended), ReasonMissingError.
    """
    reason = reasons.owed(reason, "cancel this review")
    with transaction.atomic():
        review = facts.locked_review(review_id)
        facts.require(Step.CANCEL, facts.piece_facts(review.version, review), by)
        review.cancel()
        review.closed_at = at
        review.closing_reason = reason
        review.save(update_fields=["state", "closed_at", "closing_reason"])
        Decision.objects.filter(review=review).open().update(closed_reason=reason)
        ledger.record(
            action="review.cancelled",
            subject=f"review:{review.pk}",
            by=by.get_username(),
            at=at,
            payload={"reason": reason, "round": review.round},
        )
    return review
