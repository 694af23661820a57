"""Rows of text blocks: found by words and limits, wordings laid open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from content_engine.vocabulary import CopyRole, Format
from knowledge_base import copy_blocks
from knowledge_base.copy_blocks import BlockState
from knowledge_base.models import BrandMarket, CopyBlockVersion
from knowledge_base.models.codes import holding, open_to
from knowledge_base.wording import alternations
from web.presenters.days import day_text
from web.presenters.histories import full_names
from web.presenters.titles import (
    Pairs,
    brand_pairs,
    channel_pairs,
    channel_title,
    market_pairs,
    word_pairs,
    words_title,
)

TONES: dict[str, str] = {
    BlockState.DRAFT: "accent",
    BlockState.APPROVED: "good",
    BlockState.SUSPENDED: "warn",
    BlockState.RETIRED: "",
}
CODES = {"theme": "themes", "channel": "channels", "format": "formats"}
CODES |= {"market": "market_codes"}


@dataclass(frozen=True)
class Stretch:
    """Words of a block: fixed ones, or several of which any one may stand there."""

    text: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class BlockRow:
    """One revision of a text block in a list."""

    ref: str
    key: str
    brand: str
    href: str
    role: str
    wording: tuple[Stretch, ...]
    count: int
    state: str
    tone: str
    why_not: str
    said: str


def offered() -> dict[str, Pairs]:
    """What the filters offer: only tones and themes that some block has."""
    rows = tuple(CopyBlockVersion.objects.values_list("tones", "themes"))
    codes = BrandMarket.objects.order_by("market").values_list("market", flat=True)
    return {
        "brand": brand_pairs(),
        "role": tuple((role.value, words_title(role)) for role in CopyRole),
        "tone": word_pairs(tones for tones, _ in rows),
        "theme": word_pairs(themes for _, themes in rows),
        "channel": channel_pairs(),
        "market": market_pairs(codes.distinct()),
        "format": tuple((f.value, words_title(f)) for f in Format),
    }


def listed(wishes: Mapping[str, str]) -> QuerySet[CopyBlockVersion]:
    """Revisions that hold every word and suit every limit, by key."""
    rows: QuerySet[CopyBlockVersion] = CopyBlockVersion.objects.select_related(
        "block__brand"
    )
    for word in wishes["q"].split():
        rows = rows.filter(Q(text__icontains=word) | Q(block__key__icontains=word))
    if wishes["brand"]:
        rows = rows.filter(block__brand__slug=wishes["brand"])
    if wishes["role"]:
        rows = rows.filter(role=wishes["role"])
    if wishes["tone"]:
        rows = rows.filter(holding("tones", [wishes["tone"]]))
    codes = {CODES[name]: wishes[name] for name in CODES if wishes[name]}
    if codes:
        rows = rows.filter(open_to(**codes))
    rows = _in_state(rows, wishes["state"])
    return rows.order_by("block__brand__name", "block__key", "-version")


def block_rows(versions: Iterable[CopyBlockVersion]) -> tuple[BlockRow, ...]:
    """Rows of revisions that came with their block and brand; one query for names."""
    versions = tuple(versions)
    people = [(row.suspended_by, row.retired_by) for row in versions]
    names = full_names(name for pair in people for name in pair if name)
    return tuple(block_row(row, names) for row in versions)


def block_row(version: CopyBlockVersion, names: Mapping[str, str]) -> BlockRow:
    """One revision for a list; ``names`` has who stopped it."""
    state = copy_blocks.state_of(version)
    return BlockRow(
        ref=copy_blocks.ref(version),
        key=version.block.key,
        brand=version.block.brand.name,
        href=revision_href(version),
        role=words_title(version.role),
        wording=stretches(version.text),
        count=alternations.count(version.text),
        state=state.capitalize(),
        tone=TONES[state],
        why_not=why_not(version, names),
        said=_said(version),
    )


def revision_href(version: CopyBlockVersion) -> str:
    """The page of a block at this very revision."""
    block = version.block
    page = reverse("blocks:block", args=[block.brand.slug, block.key])
    return f"{page}?version={version.version}"


def stretches(text: str) -> tuple[Stretch, ...]:
    """A block's text with its choices laid open; faulty brackets stay as typed."""
    if alternations.fault(text):
        return (Stretch(text),)
    pieces = enumerate(alternations.BRACKET.split(text))
    made = (
        Stretch(options=tuple(piece.split("|"))) if place % 2 else Stretch(piece)
        for place, piece in pieces
    )
    return tuple(one for one in made if one.text or one.options)


def why_not(version: CopyBlockVersion, names: Mapping[str, str]) -> str:
    """Why a revision may not be used, "" when it may."""
    stopped = (
        ("Retired", version.retired_by, version.retired_at, version.retirement_reason),
        (
            "Suspended",
            version.suspended_by,
            version.suspended_at,
            version.suspension_reason,
        ),
    )
    for what, by, at, reason in stopped:
        if at:
            who = names.get(by, by)
            return f"{what} by {who} on {day_text(at.date())}: {reason}"
    return "" if version.approved_at else "A draft: it is not approved yet."


def query_of(wishes: Mapping[str, str]) -> str:
    """The question as a query string, for links to other pages of its answer."""
    return urlencode({name: value for name, value in wishes.items() if value})


def open_names(names: Iterable[str], otherwise: str) -> str:
    """Names in a row, or that it is open to all."""
    return ", ".join(names) or otherwise


def _said(version: CopyBlockVersion) -> str:
    """Where it may stand, in one line."""
    themes = (words_title(theme) for theme in version.themes)
    return " · ".join(
        (
            open_names((words_title(tone) for tone in version.tones), "no tone"),
            open_names(themes, "all themes"),
            open_names((channel_title(c) for c in version.channels), "all channels"),
            open_names(version.market_codes, "all markets"),
        )
    )


def _in_state(
    rows: QuerySet[CopyBlockVersion], state: str
) -> QuerySet[CopyBlockVersion]:
    in_use, approved = Q(retired_at=None), Q(approved_at__isnull=False)
    conditions = {
        "all": Q(),
        BlockState.DRAFT: in_use & Q(approved_at=None),
        BlockState.SUSPENDED: in_use & approved & Q(suspended_at__isnull=False),
        BlockState.RETIRED: Q(retired_at__isnull=False),
    }
    return rows.filter(conditions.get(state, in_use & approved & Q(suspended_at=None)))
