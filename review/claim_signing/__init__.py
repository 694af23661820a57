"""Signs what people decide on claims and text blocks: approved, suspended, confirmed.

Each operation proves who signs, then in one transaction asks the policy for the role,
signs, takes the step on the ground floor, and keeps a line that names the signature.
Claims are withdrawn, references retracted and blocks retired by ``review.recalls``.
"""

from review.claim_signing.blocks import (
    sign_block_approval,
    sign_block_approvals,
    sign_block_reconfirmation,
    sign_block_retirement,
    sign_block_suspension,
)
from review.claim_signing.claims import (
    sign_approval,
    sign_approvals,
    sign_reconfirmation,
    sign_suspension,
)
from review.claim_signing.signing import Approvals, Refused

__all__ = [
    "Approvals",
    "Refused",
    "sign_approval",
    "sign_approvals",
    "sign_block_approval",
    "sign_block_approvals",
    "sign_block_reconfirmation",
    "sign_block_retirement",
    "sign_block_suspension",
    "sign_reconfirmation",
    "sign_suspension",
]
