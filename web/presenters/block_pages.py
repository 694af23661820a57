"""Rows of one text block's page: wording, limits, revisions, what may be done."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from knowledge_base import copy_blocks
from knowledge_base.copy_blocks import BlockState
from knowledge_base.exchange import differences
from knowledge_base.exchange.differences import Stretch as Change
from knowledge_base.models import CopyApproval, CopyBlockVersion, LedgerEntry
from knowledge_base.wording import alternations
from review import where_used
from review.states import STEP_OF_APPROVAL
from web.presenters.blocks import BlockRow, block_row, open_names
from web.presenters.claim_uses import UseRows, use_rows
from web.presenters.histories import HistoryRow, full_names, history_rows
from web.presenters.titles import (
    AUDIENCE_TITLES,
    channel_title,
    market_title,
    words_title,
)

SAMPLES = 6


@dataclass(frozen=True)
class RevisionRow:
    """One revision: how its words differ from the revision before it."""

    row: BlockRow
    is_shown: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class ApprovalRow:
    """A function that must approve, and who did."""

    function: str
    by: str
    at: datetime.datetime | None


@dataclass(frozen=True)
class BlockPage:
    """All that a block's page shows."""

    pk: int
    brand: str
    version: int
    sha256: str
    row: BlockRow
    samples: tuple[str, ...]
    limits: tuple[tuple[str, str], ...]
    standing: tuple[tuple[str, str, datetime.datetime], ...]
    approvals: tuple[ApprovalRow, ...]
    revisions: tuple[RevisionRow, ...]
    use: UseRows
    history: tuple[HistoryRow, ...]


def revisions(brand: str, key: str) -> QuerySet[CopyBlockVersion]:
    """Every revision of a block with its approvals, newest first."""
    approvals = CopyApproval.objects.order_by("approved_at", "pk")
    return (
        CopyBlockVersion.objects.filter(block__brand__slug=brand, block__key=key)
        .select_related("block__brand")
        .prefetch_related(Prefetch("approvals", approvals))
        .order_by("-version")
    )


def shown(versions: Sequence[CopyBlockVersion], number: str) -> CopyBlockVersion | None:
    """The revision asked for; without a number the one in use, else the newest."""
    if number:
        return next((row for row in versions if str(row.version) == number), None)
    in_use = (BlockState.APPROVED, BlockState.SUSPENDED)
    standing = [row for row in versions if copy_blocks.state_of(row) in in_use]
    return next(iter((*standing, *versions)), None)


def block_page(
    version: CopyBlockVersion, versions: Sequence[CopyBlockVersion]
) -> BlockPage:
    """The page of one revision of ``revisions()``."""
    names = _names(versions)
    return BlockPage(
        pk=version.pk,
        brand=version.block.brand.slug,
        version=version.version,
        sha256=copy_blocks.content_sha256(version),
        row=block_row(version, names),
        samples=alternations.expansions(version.text)[:SAMPLES],
        limits=limits(version),
        standing=_standing(version, names),
        approvals=_approvals(version, names),
        revisions=_revisions(version, versions, names),
        use=use_rows(where_used.of_block(version)),
        history=_history(version),
    )


def limits(version: CopyBlockVersion) -> tuple[tuple[str, str], ...]:
    """Where a revision may stand."""
    markets = (market_title(code) for code in version.market_codes)
    audiences = (AUDIENCE_TITLES.get(code, code) for code in version.audiences)
    return (
        ("Tones", open_names((words_title(code) for code in version.tones), "None")),
        ("Themes", open_names((words_title(code) for code in version.themes), "All")),
        ("Channels", open_names((channel_title(c) for c in version.channels), "All")),
        ("Formats", open_names((words_title(c) for c in version.formats), "All")),
        ("Audiences", open_names(audiences, "All")),
        ("Markets", open_names(markets, "All")),
    )


def _names(versions: Iterable[CopyBlockVersion]) -> dict[str, str]:
    """Everybody whom the page names, in one query."""
    found = set()
    for row in versions:
        found |= {row.drafted_by, row.approved_by, row.suspended_by, row.retired_by}
        found |= {approval.approved_by for approval in row.approvals.all()}
    return full_names(found - {""})


def _standing(
    version: CopyBlockVersion, names: Mapping[str, str]
) -> tuple[tuple[str, str, datetime.datetime], ...]:
    steps = (
        ("Drafted", version.drafted_by, version.drafted_at),
        ("In force", version.approved_by, version.approved_at),
        ("Suspended", version.suspended_by, version.suspended_at),
        ("Retired", version.retired_by, version.retired_at),
    )
    return tuple((step, names[by], at) for step, by, at in steps if by and at)


def _approvals(
    version: CopyBlockVersion, names: Mapping[str, str]
) -> tuple[ApprovalRow, ...]:
    """Those given, and for a draft those that are awaited."""
    given = {row.function: row for row in version.approvals.all()}
    rows = [
        ApprovalRow(row.get_function_display(), names[row.approved_by], row.approved_at)
        for row in given.values()
    ]
    if copy_blocks.state_of(version) == BlockState.DRAFT:
        awaited = [name for name in STEP_OF_APPROVAL if str(name) not in given]
        rows += [ApprovalRow(name.title(), "", None) for name in awaited]
    return tuple(rows)


def _revisions(
    version: CopyBlockVersion,
    versions: Sequence[CopyBlockVersion],
    names: Mapping[str, str],
) -> tuple[RevisionRow, ...]:
    older = (*versions[1:], None)
    return tuple(
        RevisionRow(
            block_row(row, names),
            row.pk == version.pk,
            differences.words(before.text, row.text) if before else (),
        )
        for row, before in zip(versions, older, strict=True)
    )


def _history(version: CopyBlockVersion) -> tuple[HistoryRow, ...]:
    block = version.block
    subject = f"copy:{block.brand.slug}/{block.key}@"
    kits = Q(subject=f"brand:{block.brand.slug}", action="kit.loaded")
    lines = LedgerEntry.objects.filter(Q(subject__startswith=subject) | kits)
    return history_rows(lines.order_by("sequence"))
