"""Text blocks: drafted, approved by two functions, suspended, reconfirmed, retired."""

from knowledge_base.approvals import ApprovalGivenError, SelfApprovalError
from knowledge_base.copy_blocks.approving import (
    approval_refusal,
    approve,
    put_all_in_force,
    retire_earlier,
)
from knowledge_base.copy_blocks.drafting import (
    BlockContent,
    CopyContentError,
    draft,
    drafted,
)
from knowledge_base.copy_blocks.revisions import (
    BlockState,
    CopyStepError,
    content_sha256,
    ref,
    state_of,
)
from knowledge_base.copy_blocks.stopping import (
    reconfirm,
    reconfirmation_refusal,
    retire,
    retirement_refusal,
    suspend,
    suspension_refusal,
)

__all__ = [
    "ApprovalGivenError",
    "BlockContent",
    "BlockState",
    "CopyContentError",
    "CopyStepError",
    "SelfApprovalError",
    "approval_refusal",
    "approve",
    "content_sha256",
    "draft",
    "drafted",
    "put_all_in_force",
    "reconfirm",
    "reconfirmation_refusal",
    "ref",
    "retire",
    "retire_earlier",
    "retirement_refusal",
    "state_of",
    "suspend",
    "suspension_refusal",
]
