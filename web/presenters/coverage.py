"""Where approved copy is enough and where holes are: role by tone and theme."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from content_engine import supplies
from content_engine.channels.catalogue import CHANNELS, rules_of
from content_engine.pieces import Context
from content_engine.planning import coverage
from content_engine.planning.coverage import Cell, Headroom, Holding
from content_engine.vocabulary import CopyRole, Format
from knowledge_base.models import Brand, CopyBlockVersion
from web.presenters import briefs
from web.presenters.counts import counted
from web.presenters.titles import (
    Pairs,
    audience_pairs,
    brand_pairs,
    channel_pairs,
    known,
    market_pairs,
    words_title,
)

LEAST = 3
"""Tones and themes with the least headroom that are named first."""
FEW = 3
"""So many scarce roles are named and marked; where nearly all are, none stands out."""


@dataclass(frozen=True)
class Place(briefs.Place):
    """Whose copy, for where and for whom; all empty where there is no brand."""

    format: str


@dataclass(frozen=True)
class HoldingCell:
    """What one role holds for one theme; ``href`` drafts a block for it."""

    blocks: int
    wordings: int
    state: str
    is_hole: bool
    is_thin: bool
    href: str
    drafting: str


@dataclass(frozen=True)
class RoleRow:
    """One role over all themes."""

    role: str
    note: str
    cells: tuple[HoldingCell, ...]


@dataclass(frozen=True)
class HeadroomCell:
    """How many messages differ in every block, and what would allow more."""

    theme: str
    messages: int
    advice: str


@dataclass(frozen=True)
class ToneTable:
    """One tone: roles down, themes across, the headroom below."""

    tone: str
    holes: int
    rows: tuple[RoleRow, ...]
    headrooms: tuple[HeadroomCell, ...]


@dataclass(frozen=True)
class Coverage:
    """The whole page."""

    themes: tuple[str, ...]
    tables: tuple[ToneTable, ...]
    blocks: int
    places: int
    holes: int
    least: tuple[str, ...]


def offered(given: Mapping[str, str]) -> dict[str, Pairs]:
    """What can be chosen; markets and formats hang on the brand and the channel."""
    brands = brand_pairs()
    slug = known(given.get("brand", ""), [slug for slug, _ in brands])
    markets = Brand.objects.filter(slug=slug, markets__isnull=False)
    codes = markets.order_by("-markets__market").values_list("markets__market")
    channel = known(given.get("channel", ""), [c.value for c in CHANNELS])
    carried = rules_of(channel).claims
    return {
        "brand": brands,
        "market": market_pairs(code for (code,) in codes),
        "channel": channel_pairs(),
        "audience": audience_pairs(),
        "format": tuple((f.value, words_title(f)) for f in Format if f in carried),
    }


def place_of(wishes: Mapping[str, str], offers: Mapping[str, Pairs]) -> Place:
    """The place asked for; where nothing fits, the first there is."""
    standard = {**wishes, "format": wishes.get("format") or Format.STANDARD.value}
    return Place(
        **{
            name: known(standard.get(name, ""), [code for code, _ in offers[name]])
            for name in ("brand", "market", "channel", "audience", "format")
        }
    )


def covered(place: Place, day: datetime.date) -> Coverage:
    """Every cell of a place. Four queries: the brand, its copy, its tones and themes.

    A tone counts that some block of the brand has anywhere: a tone may be one hole.
    """
    brand = Brand.objects.filter(slug=place.brand).first()
    if brand is None or not place.market:
        return Coverage((), (), 0, 0, 0, ())
    context = Context(place.brand, place.market, place.channel, place.audience, day)
    blocks = tuple(supplies.copy_blocks(brand, context))
    themes = _themes(brand, place, day, (block.themes for block in blocks))
    in_force = CopyBlockVersion.objects.in_force().filter(block__brand=brand)
    spoken = in_force.values_list("tones", flat=True)
    tones = sorted({tone for codes in spoken for tone in codes})
    rules, format_ = rules_of(place.channel), Format(place.format)
    found = coverage.cells(blocks, rules, format_, tones, themes)
    tables = tuple(
        _table(place, tone, [cell for cell in found if cell.tone == tone])
        for tone in tones
    )
    return Coverage(
        themes=tuple(words_title(theme) for theme in themes),
        tables=tables,
        blocks=len(blocks),
        places=sum(len(cell.holdings) for cell in found),
        holes=sum(table.holes for table in tables),
        least=_least(found),
    )


def advice(headroom: Headroom) -> str:
    """What would allow more messages, "" where a message needs no block."""
    if not headroom.scarce:
        return ""
    if len(headroom.scarce) > FEW:
        return f"More of {len(headroom.scarce)} roles would allow {headroom.next}"
    wanted = [
        f"{missing} more {_plural(role, missing)}"
        for role, missing in zip(headroom.scarce, headroom.missing, strict=True)
    ]
    return f"{_listed(wanted)} would allow {headroom.next}"


def _table(place: Place, tone: str, cells: Sequence[Cell]) -> ToneTable:
    by_role = zip(*(cell.holdings for cell in cells), strict=True)
    rows = tuple(_row(place, cells, holdings) for holdings in by_role)
    return ToneTable(
        tone=words_title(tone),
        holes=sum(one.is_hole for row in rows for one in row.cells),
        rows=rows,
        headrooms=tuple(
            HeadroomCell(
                words_title(cell.theme), cell.headroom.messages, advice(cell.headroom)
            )
            for cell in cells
        ),
    )


def _row(place: Place, cells: Sequence[Cell], holdings: Sequence[Holding]) -> RoleRow:
    need = holdings[0].need
    note = "optional" if need.is_optional else ""
    if need.each > 1:
        note = f"{need.each} in each message"
    return RoleRow(
        words_title(need.role),
        note,
        tuple(
            _cell(place, cell, holding)
            for cell, holding in zip(cells, holdings, strict=True)
        ),
    )


def _cell(place: Place, cell: Cell, holding: Holding) -> HoldingCell:
    role = words_title(holding.need.role).lower()
    scarce = cell.headroom.scarce
    is_scarce = len(scarce) <= FEW and holding.need.role in scarce
    return HoldingCell(
        blocks=holding.blocks,
        wordings=holding.wordings,
        state=_state(holding),
        is_hole=holding.is_hole,
        is_thin=is_scarce and not holding.is_hole,
        href=_drafting(place, cell, holding),
        drafting=(
            f"Draft a {role}: {words_title(cell.tone)}, {words_title(cell.theme)}"
        ),
    )


def _state(holding: Holding) -> str:
    if holding.is_hole:
        return "Hole" if not holding.blocks else "Too few"
    return "" if holding.blocks else "None, not needed"


def _drafting(place: Place, cell: Cell, holding: Holding) -> str:
    fields = {
        "brand": place.brand,
        "role": holding.need.role.value,
        "tones": cell.tone,
        "themes": cell.theme,
        "channels": place.channel,
        "market_codes": place.market,
        "audiences": place.audience,
    }
    return f"{reverse('blocks:new')}?{urlencode(fields)}"


def _themes(
    brand: Brand,
    place: Place,
    day: datetime.date,
    of_blocks: Iterable[tuple[str, ...]],
) -> list[str]:
    """Themes that a message can be on: those of usable claims, and the copy's own."""
    usable = briefs.usable_claims(brand, place, day)
    claimed = usable.values_list("themes", flat=True)
    return sorted({theme for codes in (*claimed, *of_blocks) for theme in codes})


def _least(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The cells that allow the fewest messages, each as a sentence."""
    ranked = sorted(cells, key=lambda cell: cell.headroom.messages)
    return tuple(
        f"{words_title(cell.tone)}, {words_title(cell.theme).lower()}: "
        f"{counted(cell.headroom.messages, 'message')}. {advice(cell.headroom)}."
        for cell in ranked[:LEAST]
        if cell.headroom.scarce
    )


def _plural(role: CopyRole, count: int) -> str:
    words = role.value.replace("_", " ")
    if count == 1:
        return words
    if role == CopyRole.CALL_TO_ACTION:
        return "calls to action"
    return f"{words}s"


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
