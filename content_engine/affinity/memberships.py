"""The mix of segments that one HCP, or a whole audience, is."""

from collections.abc import Mapping

NEAR = 1e-6
MOST = 1_000_000


class NoMixError(ValueError):
    """Shares that cannot be a mix: negative, beyond counting, or none above zero."""


def memberships(shares: Mapping[str, float]) -> dict[str, float]:
    """Shares scaled to sum to 1, without those that are zero; nothing stays nothing.

    Raises NoMixError.
    """
    if not shares:
        return {}
    if any(share < 0 for share in shares.values()):
        raise NoMixError("A share of a segment cannot be below zero.")
    # Not "any above": what is no number at all is not above anything either.
    if not all(share <= MOST for share in shares.values()):
        raise NoMixError(f"A share of a segment must be a number up to {MOST}.")
    total = sum(shares.values())
    if total <= 0:
        raise NoMixError("At least one segment needs a share above zero.")
    scaled = {segment: share / total for segment, share in shares.items()}
    return {segment: share for segment, share in scaled.items() if share > 0}


def is_whole(shares: Mapping[str, float]) -> bool:
    """Whether shares sum to 1 as they stand."""
    return abs(sum(shares.values()) - 1) < NEAR
