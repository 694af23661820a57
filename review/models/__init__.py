"""Tables of the second floor: reviews, signatures, releases and what was fetched."""

from review.models.delivery import ChannelKey, Fetch
from review.models.releases import Certificate, Release, ReleaseClaim
from review.models.reviews import Decision, Review
from review.models.signatures import Signature, SigningGuard, SigningWindow

__all__ = [
    "Certificate",
    "ChannelKey",
    "Decision",
    "Fetch",
    "Release",
    "ReleaseClaim",
    "Review",
    "Signature",
    "SigningGuard",
    "SigningWindow",
]
