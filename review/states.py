"""States of reviews and releases, the functions that decide, and who is awaited."""

from enum import StrEnum


class ReviewState(StrEnum):
    """Where a review stands. The three functions are decisions, not states."""

    DRAFT = "DRAFT"
    IN_REVIEW = "IN_REVIEW"
    APPROVED = "APPROVED"
    CHANGES_REQUESTED = "CHANGES_REQUESTED"
    REJECTED = "REJECTED"
    CANCELLED = "CANCELLED"


class ReleaseState(StrEnum):
    """Where a release stands."""

    PREPARED = "PREPARED"
    RELEASED = "RELEASED"
    SUSPENDED = "SUSPENDED"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"
    SUPERSEDED = "SUPERSEDED"


class Function(StrEnum):
    """Who must agree."""

    MEDICAL = "MEDICAL"
    LEGAL = "LEGAL"
    REGULATORY = "REGULATORY"


class ReviewVerdict(StrEnum):
    """What a function may say."""

    APPROVE = "APPROVE"
    REQUEST_CHANGES = "REQUEST_CHANGES"
    REJECT = "REJECT"


class Meaning(StrEnum):
    """What a signature says: a closed list."""

    AUTHORED = "AUTHORED"
    REVIEWED = "REVIEWED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    CERTIFIED = "CERTIFIED"
    WITHDREW = "WITHDREW"


class Role(StrEnum):
    """What a person does here."""

    REQUESTER = "REQUESTER"
    MEDICAL = "MEDICAL"
    LEGAL = "LEGAL"
    REGULATORY = "REGULATORY"
    SIGNATORY = "SIGNATORY"
    COORDINATOR = "COORDINATOR"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"


REVIEW_OWNERS: dict[ReviewState, frozenset[Role]] = {
    ReviewState.DRAFT: frozenset({Role.REQUESTER}),
    ReviewState.IN_REVIEW: frozenset({Role.MEDICAL, Role.LEGAL, Role.REGULATORY}),
    ReviewState.APPROVED: frozenset({Role.COORDINATOR}),
    ReviewState.CHANGES_REQUESTED: frozenset({Role.REQUESTER}),
}
"""Who is awaited in each state that is not final."""
