"""Signs what people decide on claims and text blocks: approved, suspended, confirmed.

Each operation proves who signs, then in one transaction asks the policy for the role,
signs, takes the step on the ground floor, and keeps a line that names the signature.
Claims are withdrawn, references retracted and blocks retired by ``review.recalls``.
"""

from review.claim_signing.desks import BLOCKS, CLAIMS
from review.claim_signing.signing import Approvals, Refused

__all__ = ["BLOCKS", "CLAIMS", "Approvals", "Refused"]
