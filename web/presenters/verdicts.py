"""Who may see which verdict: reviewers are blind to each other until all have spoken.

A reviewer sees that another function has decided, never how, while a decision of the
same review is still open; one's own verdict stays visible to oneself.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User

from knowledge_base.models import LedgerEntry
from review.models import Decision, Review
from review.states import Function, ReviewState, ReviewVerdict
from web.access import functions_of

DECIDED = "review.decided"
HIDDEN = "has decided; how is shown when all functions have decided"
WORDS = {
    ReviewVerdict.APPROVE: ("approved", "good"),
    ReviewVerdict.REQUEST_CHANGES: ("requested changes", "warn"),
    ReviewVerdict.REJECT: ("rejected", "bad"),
}


@dataclass(frozen=True)
class FunctionRow:
    """Where one function stands, as far as the person may see it."""

    function: str
    state: str
    tone: str
    who: str = ""
    at: datetime.datetime | None = None
    comment: str = ""
    signature: str = ""


def is_blind(user: User | AnonymousUser, review: Review) -> bool:
    """Whether this person must not see yet how the others decided."""
    return review.state == ReviewState.IN_REVIEW and bool(functions_of(user))


def withheld(
    user: User | AnonymousUser, entries: Iterable[LedgerEntry]
) -> frozenset[int]:
    """The numbers of the ledger lines that would tell this person too early."""
    telling = {
        entry.sequence: entry.subject.removeprefix("review:")
        for entry in entries
        if entry.action == DECIDED and entry.by != user.get_username()
    }
    if not telling or not functions_of(user):
        return frozenset()
    unfinished = Review.objects.filter(
        pk__in=set(telling.values()), state=ReviewState.IN_REVIEW
    )
    ids = {str(pk) for pk in unfinished.values_list("pk", flat=True)}
    return frozenset(sequence for sequence, pk in telling.items() if pk in ids)


def function_rows(
    user: User | AnonymousUser, review: Review, decisions: Iterable[Decision]
) -> tuple[FunctionRow, ...]:
    """One row for each function, in the order in which they are always named.

    ``decisions`` are the review's, with their person and signature.
    """
    by_function = {Function(d.function): d for d in decisions}
    blind = is_blind(user, review)
    return tuple(
        _row(
            by_function[function],
            hidden=blind and by_function[function].decided_by_id != user.pk,
        )
        for function in Function
        if function in by_function
    )


def name_of(user: User | None) -> str:
    """The full name, or the sign-in name of who has none."""
    return (user.get_full_name() or user.get_username()) if user else ""


def _row(decision: Decision, *, hidden: bool) -> FunctionRow:
    function = Function(decision.function).value.title()
    if not decision.verdict:
        if decision.closed_reason:
            return FunctionRow(function, "closed without a verdict", "")
        return FunctionRow(function, "has not decided yet", "")
    if hidden:
        return FunctionRow(function, "has decided", "accent", at=decision.decided_at)
    words, tone = WORDS[ReviewVerdict(decision.verdict)]
    return FunctionRow(
        function,
        words,
        tone,
        who=name_of(decision.decided_by),
        at=decision.decided_at,
        comment=decision.comment,
        signature=decision.signature.shown() if decision.signature else "",
    )
