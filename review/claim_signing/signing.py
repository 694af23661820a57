"""Signs one step on approved words, and several of them in one sitting."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django_fsm import TransitionNotAllowed

from knowledge_base import ledger
from review import facts, signatures
from review.models import Signature
from review.policies import PieceFacts
from review.signatures import Credentials, Proof
from review.states import STEP_OF_APPROVAL, Meaning, Step
from review.where_used import Usage

REFUSALS = (PermissionDenied, TransitionNotAllowed, ValidationError)
Act = Callable[[], object]


@dataclass(frozen=True)
class Signing:
    """Who signs with which proof, and when: the same for every step of one sitting."""

    proof: Proof
    by: User
    at: datetime.datetime


@dataclass(frozen=True)
class Wording:
    """What is signed: its name in the ledger, and the hash of all it says."""

    subject: str
    content_sha256: str


@dataclass(frozen=True)
class Refused:
    """A revision that was not approved with the others, and why not."""

    ref: str
    error: Exception


@dataclass(frozen=True)
class Approvals:
    """What several approvals in one sitting came to: revisions as ``KEY@VERSION``."""

    approved: tuple[str, ...]
    refused: tuple[Refused, ...]


def begin(*, credentials: Credentials, by: User, at: datetime.datetime) -> Signing:
    """Prove who signs. Raises SigningRefusedError."""
    proof = signatures.prove(by=by, at=at, credentials=credentials)
    return Signing(proof, by, at)


def step_of(function: str) -> Step:
    """The step with which a function approves. Raises ValidationError for others."""
    if function not in STEP_OF_APPROVAL:
        known = " and ".join(name.title() for name in STEP_OF_APPROVAL)
        raise ValidationError(f"Claims and blocks are approved by {known}.")
    return STEP_OF_APPROVAL[function]


@transaction.atomic
def sign(
    step: Step,
    wording: Wording,
    take: Act,
    signing: Signing,
    usage: Usage | None = None,
) -> Signature:
    """Ask the policy, sign, take the step, and keep the line that names them.

    ``usage`` is what the step stops or starts. Raises NotYoursError, and what ``take``
    raises; then nothing is kept.
    """
    facts.require(step, PieceFacts(), signing.by)
    is_stop = step == Step.SUSPEND_WORDING
    signature = signatures.sign(
        by=signing.by,
        at=signing.at,
        proof=signing.proof,
        meaning=Meaning.WITHDREW if is_stop else Meaning.APPROVED,
        content_sha256=wording.content_sha256,
        subject=f"{wording.subject}:{step}",
    )
    take()
    codes = [row.release.code for row in usage.standing] if usage else []
    ledger.record(
        action="wording.signed",
        subject=wording.subject,
        by=signing.by.get_username(),
        at=signing.at,
        payload={
            "step": str(step),
            "meaning": signature.meaning,
            "signature": signature.pk,
            "content_sha256": wording.content_sha256,
            "releases": codes,
        },
    )
    return signature


def sign_each(acts: Iterable[tuple[str, Act]]) -> Approvals:
    """Take the steps one by one: what refuses one leaves the others alone."""
    approved, refused = [], []
    for ref, act in acts:
        try:
            act()
        except REFUSALS as error:
            refused.append(Refused(ref, error))
        else:
            approved.append(ref)
    return Approvals(tuple(approved), tuple(refused))
