"""Drafts text blocks and their next revisions, brackets checked."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from knowledge_base.copy_blocks import revisions
from knowledge_base.copy_blocks.revisions import SETS
from knowledge_base.models import CopyBlock, CopyBlockVersion
from knowledge_base.wording import alternations
from knowledge_base.wording.hashes import sha256


class CopyContentError(ValidationError):
    """The block cannot be recorded as it is."""


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
    version = drafted(block, newest, content, by=by, at=at)
    version.save(force_insert=True)
    revisions.record("copy.drafted", version, by=by, at=at)
    return version


def drafted(
    block: CopyBlock,
    newest: CopyBlockVersion | None,
    content: BlockContent,
    *,
    by: User,
    at: datetime.datetime,
) -> CopyBlockVersion:
    """The next revision of a block, not stored yet."""
    return CopyBlockVersion(
        block=block,
        version=newest.version + 1 if newest else 1,
        sha256=sha256(content.text),
        drafted_by=by.get_username(),
        drafted_at=at,
        **content.columns(),
    )
