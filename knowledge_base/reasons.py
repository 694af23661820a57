"""Insists on a reason where a later reader of the ledger will ask for one."""

from django.core.exceptions import ValidationError

from knowledge_base.wording import visible


class ReasonMissingError(ValidationError):
    """Something was to be taken back without saying why."""


def owed(reason: str, deed: str) -> str:
    """Return the reason without outer space; ``deed`` completes the refusal.

    Raises ReasonMissingError if there is none that a reader sees.
    """
    if not visible.shown(reason):
        raise ReasonMissingError(f"Please say why you {deed}.")
    return reason.strip()
