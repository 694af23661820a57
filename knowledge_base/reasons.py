"""Insists on a reason where a later reader of the ledger will ask for one."""

from django.core.exceptions import ValidationError


class ReasonMissingError(ValidationError):
    """Something was to be taken back without saying why."""


def owed(reason: str, deed: str) -> str:
    """Return the reason without outer space; ``deed`` completes the refusal.

    Raises ReasonMissingError if there is none.
    """
    if not reason.strip():
        raise ReasonMissingError(f"Please say why you {deed}.")
    return reason.strip()
