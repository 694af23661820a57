"""Claims: drafted, approved by two functions, suspended, reconfirmed, withdrawn.

Expired is no step: whether a revision's dates have passed is computed from them at each
question, because a truth that is computed cannot lag behind the day.
"""

from knowledge_base.approvals import ApprovalGivenError, SelfApprovalError
from knowledge_base.claims.approving import (
    approval_refusal,
    approve,
    approved_version,
    put_all_in_force,
    put_in_force,
)
from knowledge_base.claims.drafting import draft, revise
from knowledge_base.claims.revisions import ClaimContentError
from knowledge_base.claims.steps import NEXT, ClaimStep, ClaimStepError
from knowledge_base.claims.stopping import (
    reconfirm,
    reconfirmation_refusal,
    suspend,
    suspension_refusal,
    withdraw,
    withdrawal_refusal,
)
from knowledge_base.claims.varying import add_variation, variation_refusal

__all__ = [
    "NEXT",
    "ApprovalGivenError",
    "ClaimContentError",
    "ClaimStep",
    "ClaimStepError",
    "SelfApprovalError",
    "add_variation",
    "approval_refusal",
    "approve",
    "approved_version",
    "draft",
    "put_all_in_force",
    "put_in_force",
    "reconfirm",
    "reconfirmation_refusal",
    "revise",
    "suspend",
    "suspension_refusal",
    "variation_refusal",
    "withdraw",
    "withdrawal_refusal",
]
