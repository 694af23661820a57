"""Says who may approve a revision next: two functions, two people, never its author."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django_fsm import TransitionNotAllowed

from knowledge_base.models import ApprovalFunction

ASKED = frozenset({ApprovalFunction.MEDICAL, ApprovalFunction.REGULATORY})
"""The functions that approve a revision here; one recorded elsewhere needs neither."""


class SelfApprovalError(PermissionDenied):
    """The author of a revision, or its one approver, was to approve it again."""


class ApprovalGivenError(TransitionNotAllowed):
    """The function approves nothing here, or approved this revision already."""


class Given(Protocol):
    """An approval as stored."""

    function: str
    approved_by: str


@dataclass(frozen=True)
class Standing:
    """A revision as its approvers meet it."""

    ref: str
    drafted_by: str
    given: tuple[Given, ...]

    def refusal(self, function: str, username: str) -> Exception | None:
        """Why this person cannot approve as this function, None when they can."""
        error: Exception
        if function not in ASKED:
            error = ApprovalGivenError(
                "An approval that was given elsewhere is recorded with a kit, not here."
            )
            return error
        given = {row.function: row.approved_by for row in self.given}
        if function in given:
            error = ApprovalGivenError(
                f"{_words(function)} approved {self.ref} before."
            )
            return error
        if self.drafted_by == username:
            return SelfApprovalError(
                f"You drafted {self.ref}: somebody else must approve it."
            )
        if username in given.values():
            return SelfApprovalError(
                f"You approved {self.ref} already: somebody else must approve it for "
                f"{_words(function)}."
            )
        return None

    def is_last(self, function: str) -> bool:
        """Whether no function is awaited once this one has approved."""
        return {row.function for row in self.given} | {function} >= ASKED


def awaited(given: Iterable[Given]) -> tuple[ApprovalFunction, ...]:
    """The functions that have not approved yet, in their usual order."""
    done = {row.function for row in given}
    if ApprovalFunction.RECORDED in done:
        return ()
    return tuple(each for each in ApprovalFunction if each in ASKED - done)


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 of canonical JSON, in lower-case hex: what an approval signs."""
    words = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(words.encode()).hexdigest()


def _words(function: str) -> str:
    return ApprovalFunction(function).label
