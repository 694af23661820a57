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


class Step(StrEnum):
    """Everything that a person can do to a piece, a release, a claim or a key."""

    SUBMIT = "submit"
    DECIDE_MEDICAL = "decide_medical"
    DECIDE_LEGAL = "decide_legal"
    DECIDE_REGULATORY = "decide_regulatory"
    CANCEL = "cancel"
    CERTIFY = "certify"
    RELEASE = "release"
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    RECALL = "recall"
    APPROVE_WORDING_MEDICAL = "approve_wording_medical"
    APPROVE_WORDING_REGULATORY = "approve_wording_regulatory"
    SUSPEND_WORDING = "suspend_wording"
    RECONFIRM_WORDING = "reconfirm_wording"
    ACCEPT_WORDING = "accept_wording"
    OVERRIDE_FINDING = "override_finding"
    FIX_FINDING = "fix_finding"
    REOPEN_FINDING = "reopen_finding"
    ADOPT_LABEL = "adopt_label"
    WITHDRAW_LABEL = "withdraw_label"
    ISSUE_KEY = "issue_key"
    REVOKE_KEY = "revoke_key"


STEP_OF_FUNCTION: dict[Function, Step] = {
    Function.MEDICAL: Step.DECIDE_MEDICAL,
    Function.LEGAL: Step.DECIDE_LEGAL,
    Function.REGULATORY: Step.DECIDE_REGULATORY,
}
"""The step with which each function gives its verdict."""

STEP_OF_APPROVAL: dict[str, Step] = {
    Function.MEDICAL: Step.APPROVE_WORDING_MEDICAL,
    Function.REGULATORY: Step.APPROVE_WORDING_REGULATORY,
}
"""The step with which each function approves a claim or a text block."""

STEP_OF_FINDING: dict[str, Step] = {
    "OVERRIDDEN": Step.OVERRIDE_FINDING,
    "FIXED": Step.FIX_FINDING,
    "OPEN": Step.REOPEN_FINDING,
}
"""The step that says of a finding how it stands."""

MEANING_OF_VERDICT: dict[ReviewVerdict, Meaning] = {
    ReviewVerdict.APPROVE: Meaning.APPROVED,
    ReviewVerdict.REQUEST_CHANGES: Meaning.REVIEWED,
    ReviewVerdict.REJECT: Meaning.REJECTED,
}
"""What the signature under each verdict says."""

REVIEW_OWNERS: dict[ReviewState, frozenset[Role]] = {
    ReviewState.DRAFT: frozenset({Role.REQUESTER}),
    ReviewState.IN_REVIEW: frozenset({Role.MEDICAL, Role.LEGAL, Role.REGULATORY}),
    ReviewState.APPROVED: frozenset({Role.COORDINATOR, Role.SIGNATORY}),
    ReviewState.CHANGES_REQUESTED: frozenset({Role.REQUESTER}),
}
"""Who is awaited in each state that is not final."""

RELEASE_OWNERS: dict[ReleaseState, frozenset[Role]] = {
    ReleaseState.PREPARED: frozenset({Role.COORDINATOR}),
    ReleaseState.RELEASED: frozenset({Role.COORDINATOR}),
    ReleaseState.SUSPENDED: frozenset({Role.COORDINATOR, Role.REGULATORY}),
}
"""Who looks after a release in each state that is not final."""

CLAIM_OWNERS: dict[str, frozenset[Role]] = {
    "DRAFT": frozenset({Role.MEDICAL, Role.REGULATORY}),
    "APPROVED": frozenset({Role.COORDINATOR, Role.MEDICAL, Role.REGULATORY}),
    "SUSPENDED": frozenset({Role.MEDICAL, Role.REGULATORY}),
}
"""Who is awaited, or looks after a claim revision, in each state that is not final."""

REVIEWERS = frozenset({Role.MEDICAL, Role.LEGAL, Role.REGULATORY})
"""The roles that decide on pieces, one for each function."""

STEP_ROLES: dict[Step, frozenset[Role]] = {
    Step.SUBMIT: frozenset({Role.REQUESTER}),
    Step.DECIDE_MEDICAL: frozenset({Role.MEDICAL}),
    Step.DECIDE_LEGAL: frozenset({Role.LEGAL}),
    Step.DECIDE_REGULATORY: frozenset({Role.REGULATORY}),
    Step.CANCEL: frozenset({Role.REQUESTER, Role.COORDINATOR}),
    Step.CERTIFY: frozenset({Role.SIGNATORY}),
    Step.RELEASE: frozenset({Role.COORDINATOR}),
    Step.SUSPEND: frozenset({Role.COORDINATOR, Role.REGULATORY}),
    Step.RESUME: frozenset({Role.COORDINATOR, Role.REGULATORY}),
    Step.WITHDRAW: frozenset({Role.COORDINATOR, Role.REGULATORY, Role.MEDICAL}),
    Step.RECALL: frozenset({Role.COORDINATOR, Role.REGULATORY, Role.MEDICAL}),
    Step.APPROVE_WORDING_MEDICAL: frozenset({Role.MEDICAL}),
    Step.APPROVE_WORDING_REGULATORY: frozenset({Role.REGULATORY}),
    Step.SUSPEND_WORDING: frozenset({Role.COORDINATOR, Role.REGULATORY, Role.MEDICAL}),
    Step.RECONFIRM_WORDING: frozenset({Role.REGULATORY, Role.MEDICAL}),
    Step.ACCEPT_WORDING: frozenset(
        {Role.REQUESTER, Role.MEDICAL, Role.REGULATORY, Role.COORDINATOR}
    ),
    Step.OVERRIDE_FINDING: REVIEWERS | {Role.COORDINATOR},
    Step.FIX_FINDING: REVIEWERS | {Role.COORDINATOR, Role.REQUESTER},
    Step.REOPEN_FINDING: REVIEWERS | {Role.COORDINATOR, Role.REQUESTER},
    Step.ADOPT_LABEL: frozenset({Role.COORDINATOR, Role.REGULATORY}),
    Step.WITHDRAW_LABEL: frozenset({Role.COORDINATOR, Role.REGULATORY}),
    Step.ISSUE_KEY: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    Step.REVOKE_KEY: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
}
"""The roles that a step asks for, any one of them."""

STEP_STATES: dict[Step, frozenset[ReviewState]] = {
    **dict.fromkeys(STEP_OF_FUNCTION.values(), frozenset({ReviewState.IN_REVIEW})),
    Step.CANCEL: frozenset(
        {ReviewState.DRAFT, ReviewState.IN_REVIEW, ReviewState.CHANGES_REQUESTED}
    ),
    Step.CERTIFY: frozenset({ReviewState.APPROVED}),
    Step.RELEASE: frozenset({ReviewState.APPROVED}),
}
"""The states of a review in which a step can be taken."""
