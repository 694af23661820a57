"""Rows of the page on which a variant is edited: fields between fixed stretches."""

import difflib
import functools
import itertools
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.contrib.auth.models import User
from django.forms import BoundField

from content_engine import variants
from content_engine.models import VariantSegment, VariantVersion
from content_engine.variants import Proposal
from review import facts
from web.forms.marketing import EditForm, field_name
from web.presenters import checks
from web.presenters.areas import Layout, Patch
from web.presenters.checks import Accepting, Checked
from web.presenters.marketing import VariantRow, variant_row
from web.presenters.marks import Mark
from web.presenters.pieces import PartRow, SegmentRow, part_rows

Mirrors = Mapping[str, tuple[Mark, ...]]


@dataclass(frozen=True)
class Stretch:
    """Fixed words as they are marked, or the field in which others may stand.

    ``newer`` are the words of a newer version that those in the field would replace.
    """

    area: str
    marks: tuple[Mark, ...]
    field: BoundField | None = None
    newer: str = ""


@dataclass(frozen=True)
class EditPart:
    """A part with its stretches in order."""

    title: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class EditPage:
    """All that the page for editing shows."""

    row: VariantRow
    parts: tuple[PartRow, ...]

    @functools.cached_property
    def areas(self) -> dict[int, str]:
        """The area in which each segment is shown, by its id."""
        return {key: area for part in self.parts for key, area in _areas(part)}

    @property
    def next_number(self) -> int:
        """The number of the version that saving makes."""
        return self.row.number + 1

    @property
    def open_texts(self) -> dict[int, str]:
        """The text of each stretch that may be rewritten, by segment id."""
        return {row.id: row.text for row in self._segments() if row.is_open}

    def checked(self, proposal: Proposal, accepting: Accepting) -> Checked:
        """What the gate says of an edit, at the places of this page."""
        patches = tuple(_patches(proposal, self.areas, self._segments()))
        layout = Layout(patches)
        return checks.checked(proposal.piece, proposal.check, layout, accepting)

    def laid_out(
        self, form: EditForm, mirrors: Mirrors, newer: Mapping[int, str]
    ) -> tuple[EditPart, ...]:
        """The parts with the form's fields at their places, words marked if checked."""
        return tuple(
            EditPart(part.title, tuple(self._stretches(part, form, mirrors, newer)))
            for part in self.parts
        )

    def _stretches(
        self, part: PartRow, form: EditForm, mirrors: Mirrors, newer: Mapping[int, str]
    ) -> Iterator[Stretch]:
        shown = (row for row in part.segments if row.id in self.areas)
        for area, rows in itertools.groupby(shown, lambda row: self.areas[row.id]):
            first, *rest = rows
            marked = mirrors.get(area, ())
            if first.is_open:
                yield Stretch(area, marked, form[area], newer.get(first.id, ""))
            else:
                yield Stretch(area, marked or tuple(map(_unchecked, [first, *rest])))

    def _segments(self) -> Iterator[SegmentRow]:
        return (row for part in self.parts for row in part.segments)


@dataclass(frozen=True)
class Moved:
    """A person's words on their way to a newer version than they were written for.

    ``words`` go into its fields by segment id, ``newer`` tells what they would replace
    there, ``homeless`` have no field any more. Without ``is_late`` nothing moved.
    """

    is_late: bool = False
    words: dict[int, str] = field(default_factory=dict)
    newer: dict[int, str] = field(default_factory=dict)
    homeless: tuple[str, ...] = ()

    def fields(self) -> dict[str, str]:
        """The words by the names of their fields."""
        return {field_name(key): text for key, text in self.words.items()}


def edit_page(version: VariantVersion, user: User) -> EditPage:
    """The page for editing the newest version of a variant."""
    row = variant_row(version, facts.person_facts(user))
    brought = variants.brought_claims(version)
    return EditPage(row, tuple(_opened(part, brought) for part in part_rows(version)))


def moved(page: EditPage, version: VariantVersion, typed: Mapping[int, str]) -> Moved:
    """Words typed for stretches of an older version, set into those of this one."""
    words, newer, homeless = {}, {}, []
    before = VariantSegment.objects.select_related("part").filter(
        pk__in=list(typed), part__version__variant_id=version.variant_id
    )
    old = list(before.order_by("part__ordinal", "ordinal"))
    targets = dict(_targets(old, page.parts))
    for segment in old:
        text, target = typed[segment.pk], targets.get(segment.pk)
        if text == segment.text:
            continue
        if target is None:
            homeless.append(text)
            continue
        words[target.id] = text
        if target.text not in (segment.text, text):
            newer[target.id] = target.text
    return Moved(is_late=True, words=words, newer=newer, homeless=tuple(homeless))


def _targets(
    old: Sequence[VariantSegment], parts: Iterable[PartRow]
) -> Iterator[tuple[int, SegmentRow]]:
    """The open stretch that answers each older one: the same words, else the place."""
    for part in parts:
        before = [row for row in old if row.part.name == part.name]
        now = [row for row in part.segments if row.is_open]
        aligned = difflib.SequenceMatcher(
            None,
            [row.text for row in before],
            [row.text for row in now],
            autojunk=False,
        )
        for _, first, last, start, end in aligned.get_opcodes():
            pairs = zip(before[first:last], now[start:end], strict=False)
            yield from ((row.pk, target) for row, target in pairs)


def _opened(part: PartRow, brought: Container[int]) -> PartRow:
    """The part in which claims that an edit brought in may be taken out again."""
    rows = (
        replace(row, is_open=row.is_open or row.id in brought) for row in part.segments
    )
    return replace(part, segments=tuple(rows))


def _areas(part: PartRow) -> Iterator[tuple[int, str]]:
    """The area of each segment; joints at the ends of fixed stretches have none."""
    for is_open, rows in itertools.groupby(part.segments, lambda row: row.is_open):
        listed = list(rows)
        if is_open:
            yield from ((row.id, field_name(row.id)) for row in listed)
            continue
        words = [place for place, row in enumerate(listed) if row.style != "joint"]
        if words:
            kept = listed[words[0] : words[-1] + 1]
            yield from ((row.id, f"fixed_{kept[0].id}") for row in kept)


def _patches(
    proposal: Proposal, areas: Mapping[int, str], rows: Iterator[SegmentRow]
) -> Iterator[Patch]:
    """Each stretch of an edit that the page shows, at its place."""
    known = {row.id: row for row in rows}
    for part in proposal.parts:
        for stretch, start, end in part.spans():
            row = known.get(stretch.source or 0)
            if row is None or row.id not in areas:
                continue
            area, is_open = areas[row.id], row.is_open
            origin = ("", "") if is_open else (row.style, row.title)
            yield Patch(part.name, start, end, area, stretch.at, is_open, *origin)


def _unchecked(row: SegmentRow) -> Mark:
    return Mark(row.text, origin=row.style, source=row.title)
