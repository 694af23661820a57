"""Electronic signatures: prove who signs, sign one content hash, verify later.

A signing has two halves. ``prove`` runs first in a transaction of its own, so that a
failed attempt stays recorded although the step it was meant for is refused. ``sign``
runs inside the step's transaction, so that no signature outlives a refused step.
"""

import datetime
import hashlib
import hmac
import json
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from content_engine.models import VariantVersion
from knowledge_base import ledger
from review.models import Signature, SigningGuard, SigningWindow
from review.states import Meaning

LOCK_MINUTES = 15


class SigningRefusedError(PermissionDenied):
    """The signature was not given: wrong person, wrong words, or locked."""


@dataclass(frozen=True)
class Credentials:
    """What a person typed to sign, and from where; never stored."""

    username: str
    password: str
    session_key: str
    address: str = ""
    browser: str = ""

    def __repr__(self) -> str:
        return f"Credentials({self.username!r})"


@dataclass(frozen=True)
class Proof:
    """That a person gave their components just now, in this sitting."""

    user_id: int
    session_sha256: str
    address: str
    browser: str
    proved_at: datetime.datetime


def needs_username(
    user: User, session_key: str, at: datetime.datetime, *, address: str | None = None
) -> bool:
    """True at the first signing of a sitting: both components are asked for.

    Give the address, and a sitting begun elsewhere does not count.
    """
    windows = SigningWindow.objects.filter(
        user=user,
        session_key=_session_sha256(session_key),
        closed_at=None,
        idle_until__gt=at,
    )
    if address is not None:
        windows = windows.filter(address=address[:45])
    return not windows.exists()


def lock_refusal(user: User, at: datetime.datetime) -> str:
    """The sentence that says until when signing is locked, "" when it is not."""
    guard = SigningGuard.objects.filter(user=user, locked_until__gt=at).first()
    if guard is None or guard.locked_until is None:
        return ""
    until = guard.locked_until.astimezone(datetime.UTC)
    return (
        f"Signing is locked for this account until {until:%H:%M} UTC after "
        f"{settings.SIGNING_MAX_FAILURES} failed attempts."
    )


def prove(*, by: User, at: datetime.datetime, credentials: Credentials) -> Proof:
    """Check the components before the step; a failure is counted and recorded.

    Raises SigningRefusedError with the reason. Five failures (by setting) lock signing
    for a quarter of an hour.
    """
    with transaction.atomic():
        SigningGuard.objects.get_or_create(user=by)
        guard = SigningGuard.objects.select_for_update().get(user=by)
        refusal = _form_refusal(by, at, credentials)
        if not refusal:
            refusal = _component_refusal(by, credentials)
            if refusal:
                _count_failure(guard, at)
        if refusal:
            _record_refusal(by, at, credentials, refusal)
    if refusal:
        raise SigningRefusedError(refusal)
    return Proof(
        user_id=by.pk,
        session_sha256=_session_sha256(credentials.session_key),
        address=credentials.address[:45],
        browser=credentials.browser[:300],
        proved_at=at,
    )


def sign(
    *,
    by: User,
    at: datetime.datetime,
    proof: Proof,
    meaning: Meaning,
    content_sha256: str,
    subject: str,
) -> Signature:
    """Put the person's name under a hash, within the step's transaction.

    The ledger line is the step's, which names the signature. Opens the sitting or
    keeps it open.
    """
    if (proof.user_id, proof.proved_at) != (by.pk, at):
        raise SigningRefusedError("This proof was given by another person or earlier.")
    _keep_sitting_open(by, at, proof)
    SigningGuard.objects.filter(user=by).update(failures=0)
    signature = Signature(
        user=by,
        printed_name=by.get_full_name() or by.get_username(),
        meaning=meaning.value,
        content_sha256=content_sha256,
        subject=subject,
        signed_at=at,
        address=proof.address,
        browser=proof.browser,
    )
    signature.seal = _seal(signature)
    signature.save()
    return signature


def verify(signature: Signature, version: VariantVersion) -> bool:
    """Whether the signature stands, unchanged, under these very words."""
    return is_intact(signature) and hmac.compare_digest(
        signature.content_sha256, version.content_sha256
    )


def is_intact(signature: Signature) -> bool:
    """Whether the row is as it was signed."""
    return hmac.compare_digest(signature.seal, _seal(signature))


def _form_refusal(by: User, at: datetime.datetime, credentials: Credentials) -> str:
    """Why nobody could sign here with any password, "" when one could."""
    if not credentials.session_key:
        return "A signature is given by a person in a sign-in session."
    if not by.is_active:
        return "This account is closed: ask an administrator."
    locked = lock_refusal(by, at)
    if locked or credentials.username:
        return locked
    if needs_username(by, credentials.session_key, at, address=credentials.address):
        return "Give your sign-in name and your password: this sitting begins."
    return ""


def _component_refusal(by: User, credentials: Credentials) -> str:
    """Why these components are not this person's, "" when they are."""
    if credentials.username and credentials.username != by.get_username():
        return "Sign with your own sign-in name."
    if not by.check_password(credentials.password):
        return "The password is not right."
    return ""


def _count_failure(guard: SigningGuard, at: datetime.datetime) -> None:
    guard.failures += 1
    if guard.failures >= settings.SIGNING_MAX_FAILURES:
        guard.failures = 0
        guard.locked_until = at + datetime.timedelta(minutes=LOCK_MINUTES)
    guard.save(update_fields=["failures", "locked_until"])


def _record_refusal(
    by: User, at: datetime.datetime, credentials: Credentials, reason: str
) -> None:
    ledger.record(
        action="signature.refused",
        subject=f"person:{by.get_username()}",
        by=by.get_username(),
        at=at,
        payload={
            "reason": reason,
            "address": credentials.address,
            "browser": credentials.browser,
        },
    )


def _keep_sitting_open(by: User, at: datetime.datetime, proof: Proof) -> None:
    """Extend the sitting of this session and address, or open a new one."""
    idle_until = at + datetime.timedelta(minutes=settings.SIGNING_IDLE_MINUTES)
    mine = SigningWindow.objects.filter(
        user=by, session_key=proof.session_sha256, closed_at=None
    )
    current = mine.filter(idle_until__gt=at, address=proof.address)
    if current.update(idle_until=idle_until):
        return
    mine.update(closed_at=at)
    SigningWindow.objects.create(
        user=by,
        session_key=proof.session_sha256,
        address=proof.address,
        opened_at=at,
        idle_until=idle_until,
    )


def _session_sha256(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()


def _seal(signature: Signature) -> str:
    content = [
        signature.user_id,
        signature.printed_name,
        signature.meaning,
        signature.content_sha256,
        signature.subject,
        signature.signed_at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        signature.address,
        signature.browser,
    ]
    message = json.dumps(content, ensure_ascii=False).encode()
    return hmac.new(settings.LEDGER_KEY.encode(), message, hashlib.sha256).hexdigest()
