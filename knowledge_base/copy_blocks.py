"""Drafts, approves and retires connective copy, every expansion of it at once."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django_fsm import TransitionNotAllowed

from knowledge_base import ledger, reasons
from knowledge_base.models import CopyBlock, CopyBlockVersion
from knowledge_base.wording import alternations
from knowledge_base.wording.hashes import sha256

SETS = ("tones", "themes", "channels", "formats", "audiences", "market_codes")


class CopyContentError(ValidationError):
    """The block cannot be recorded as it is."""


class CopyStepError(TransitionNotAllowed):
    """The block's revision does not stand where this step begins."""


@dataclass(frozen=True)
class BlockContent:
    """All that is signed with a block's approval; brackets hold alternations."""

    role: str
    text: str
    tones: tuple[str, ...]
    themes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    market_codes: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        """The content by the columns of a block's revision, sets of codes sorted."""
        codes = {name: tuple(sorted(set(getattr(self, name)))) for name in SETS}
        return {"role": self.role, "text": self.text} | codes

    def equals(self, version: CopyBlockVersion) -> bool:
        """Whether a stored revision says just this."""
        return all(
            getattr(version, name) == value for name, value in self.columns().items()
        )


@transaction.atomic
def draft(
    *,
    brand_id: int,
    key: str,
    content: BlockContent,
    by: User,
    at: datetime.datetime,
) -> CopyBlockVersion:
    """Record the first or the next revision of a block.

    Raises CopyContentError if its brackets are faulty or nothing would change.
    """
    fault = alternations.fault(content.text)
    if fault:
        raise CopyContentError(f"The block {key} cannot be read: {fault}.")
    CopyBlock.objects.get_or_create(brand_id=brand_id, key=key)
    block = CopyBlock.objects.select_for_update().get(brand_id=brand_id, key=key)
    newest = block.versions.order_by("-version").first()
    if newest and content.equals(newest):
        raise CopyContentError(f"The newest revision of {key} says just this.")
    version = drafted(block, newest, content, at=at)
    version.save(force_insert=True)
    _record("copy.drafted", version, by=by, at=at)
    return version


@transaction.atomic
def approve(*, version_id: int, by: User, at: datetime.datetime) -> CopyBlockVersion:
    """Approve a revision, which retires the one before. Raises CopyStepError."""
    version = _locked(version_id)
    if version.approved_at or version.retired_at:
        raise CopyStepError(f"{_ref(version)} is no draft any more.")
    if version.block.versions.filter(version__gt=version.version).exists():
        raise CopyStepError(f"{_ref(version)} has a newer revision: approve that one.")
    retire_earlier([version.block_id], at=at)
    version.approved_by, version.approved_at = by.get_username(), at
    version.save(update_fields=["approved_by", "approved_at"])
    _record("copy.approved", version, by=by, at=at)
    return version


@transaction.atomic
def retire(
    *, version_id: int, reason: str, by: User, at: datetime.datetime
) -> CopyBlockVersion:
    """Take a revision out of use. Raises ReasonMissingError or CopyStepError."""
    reason = reasons.owed(reason, "retire this block")
    version = _locked(version_id)
    if not version.approved_at or version.retired_at:
        raise CopyStepError(f"{_ref(version)} is not in use.")
    version.retired_at = at
    version.save(update_fields=["retired_at"])
    _record("copy.retired", version, by=by, at=at, reason=reason)
    return version


def drafted(
    block: CopyBlock,
    newest: CopyBlockVersion | None,
    content: BlockContent,
    *,
    at: datetime.datetime,
) -> CopyBlockVersion:
    """The next revision of a block, not stored yet."""
    return CopyBlockVersion(
        block=block,
        version=newest.version + 1 if newest else 1,
        sha256=sha256(content.text),
        drafted_at=at,
        **content.columns(),
    )


def retire_earlier(block_ids: list[int], *, at: datetime.datetime) -> None:
    """Retire what is in force, because the calling write approves something newer."""
    in_force = CopyBlockVersion.objects.in_force()
    in_force.filter(block_id__in=block_ids).update(retired_at=at)


def _locked(version_id: int) -> CopyBlockVersion:
    version = CopyBlockVersion.objects.get(pk=version_id)
    # Whoever steps a revision locks its block: two approvals cannot pass each other.
    CopyBlock.objects.select_for_update().get(pk=version.block_id)
    return CopyBlockVersion.objects.select_for_update(of=("self",)).get(pk=version_id)


def _ref(version: CopyBlockVersion) -> str:
    return f"{version.block.key}@{version.version}"


def _record(
    action: str,
    version: CopyBlockVersion,
    *,
    by: User,
    at: datetime.datetime,
    **payload: str,
) -> None:
    ledger.record(
        action=action,
        subject=f"copy:{version.block.brand.slug}/{_ref(version)}",
        by=by.get_username(),
        at=at,
        payload={
            "sha256": version.sha256,
            "expansions": alternations.count(version.text),
            **payload,
        },
    )
