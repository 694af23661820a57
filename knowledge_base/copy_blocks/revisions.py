"""Finds a block's revision for a step, says where it stands, keeps the ledger line."""

import datetime
import enum

from django.contrib.auth.models import User
from django_fsm import TransitionNotAllowed

from knowledge_base import approvals, ledger
from knowledge_base.models import CopyBlock, CopyBlockVersion
from knowledge_base.wording import alternations

SETS = ("tones", "themes", "channels", "formats", "audiences", "market_codes")


class CopyStepError(TransitionNotAllowed):
    """The block's revision does not stand where this step begins."""


class BlockState(enum.StrEnum):
    """Where a block's revision stands, computed from what befell it."""

    DRAFT = "DRAFT"
    APPROVED = "APPROVED"
    SUSPENDED = "SUSPENDED"
    RETIRED = "RETIRED"


def state_of(version: CopyBlockVersion) -> BlockState:
    """Where the revision stands."""
    if version.retired_at:
        return BlockState.RETIRED
    if not version.approved_at:
        return BlockState.DRAFT
    return BlockState.SUSPENDED if version.suspended_at else BlockState.APPROVED


def content_sha256(version: CopyBlockVersion) -> str:
    """What an approval signs: the hash of all that a stored revision says."""
    codes = {name: sorted(getattr(version, name)) for name in SETS}
    return approvals.hash_of(
        {
            **codes,
            "key": version.block.key,
            "version": version.version,
            "role": version.role,
            "text": version.text,
        }
    )


def locked(version_id: int) -> CopyBlockVersion:
    """The revision, its block locked. Raises CopyBlockVersion.DoesNotExist."""
    version = CopyBlockVersion.objects.get(pk=version_id)
    # Whoever steps a revision locks its block: two approvals cannot pass each other.
    CopyBlock.objects.select_for_update().get(pk=version.block_id)
    rows = CopyBlockVersion.objects.select_for_update(of=("self",))
    return rows.select_related("block__brand").get(pk=version_id)


def ref(version: CopyBlockVersion) -> str:
    """The revision as ``KEY@VERSION``."""
    return f"{version.block.key}@{version.version}"


def refusal(
    version: CopyBlockVersion, wanted: tuple[BlockState, ...], asked: str
) -> CopyStepError | None:
    """Why the revision does not stand where a step begins, None when it does."""
    state = state_of(version)
    if state in wanted:
        return None
    word = "a draft" if state == BlockState.DRAFT else state.lower()
    error: CopyStepError = CopyStepError(f"{ref(version)} is {word}{asked}.")
    return error


def record(
    action: str,
    version: CopyBlockVersion,
    *,
    by: User,
    at: datetime.datetime,
    **payload: str | bool,
) -> None:
    """Keep the one ledger line of a step."""
    ledger.record(
        action=action,
        subject=f"copy:{version.block.brand.slug}/{ref(version)}",
        by=by.get_username(),
        at=at,
        payload={
            "sha256": version.sha256,
            "expansions": alternations.count(version.text),
            **payload,
        },
    )
