"""Cuts a part into statements and says of each what it is and what supports it."""

import bisect
import dataclasses
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from content_engine.fidelity import bounds, canonical, cascade, lexicon, matching
from content_engine.fidelity.bounds import Allowance
from content_engine.fidelity.cascade import Ruling
from content_engine.fidelity.linking.library import Library
from content_engine.fidelity.matching import Approved, ApprovedTexts, Hit, Source
from content_engine.pieces import PieceText, Statement
from content_engine.vocabulary import CopyRole, Outcome, PartName, StatementKind
from knowledge_base.wording import statements
from knowledge_base.wording.readings import Reading

CLAIM_KINDS = {"safety": StatementKind.RISK, "disease": StatementKind.DISEASE}
FACTS = frozenset({Source.CLAIM, Source.QUALIFIER, Source.SAFETY, Source.LABEL})
BULLETS = "-•*| "
CELL = re.compile(r"(?<!\S)\|(?!\S)")
SENTENCE = re.compile(r"[\"'(]*(?:[A-Z]|\{\{).*[.!?:][\"')]*")


@dataclass(frozen=True)
class Shelf:
    """What statements are held against.

    ``qualified`` gives for a claim's ref the qualifiers that may follow it, ``facts``
    what its approvers signed beside the wording. ``maker`` is the company's name, which
    courtesy may hold.
    """

    texts: ApprovedTexts
    library: Library
    qualified: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facts: Mapping[str, Reading] = field(default_factory=dict)
    maker: str = ""


@dataclass(frozen=True)
class Judged:
    """A statement and, where no approved text is it, how that was found."""

    statement: Statement
    ruling: Ruling = field(default_factory=Ruling)


@dataclass(frozen=True)
class PartReading:
    """A part with the approved texts found in it and a judgement of every statement."""

    name: PartName
    original: str
    unmarked: canonical.Unmarked
    hits: tuple[Hit, ...]
    judged: tuple[Judged, ...]

    @functools.cached_property
    def wordings(self) -> frozenset[str]:
        """The approved texts that stand in it."""
        return frozenset(hit.approved.text for hit in self.hits)

    @functools.cached_property
    def refs(self) -> frozenset[str | None]:
        """What these texts come from."""
        return frozenset(hit.approved.ref for hit in self.hits)

    def is_approved(self, start: int, end: int) -> bool:
        """Whether one approved text holds a stretch of the original."""
        place = bisect.bisect(self._spans, (start, len(self.original)))
        return bool(place) and self._spans[place - 1][1] >= end

    def statement_at(self, start: int) -> Statement | None:
        """The statement that a place of the original belongs to."""
        place = bisect.bisect(self.judged, start, key=lambda one: one.statement.start)
        found = self.judged[place - 1].statement if place else None
        return found if found and start < found.end else None

    @functools.cached_property
    def _spans(self) -> tuple[tuple[int, int], ...]:
        return tuple(self.unmarked.span(hit.start, hit.end) for hit in self.hits)


def read_all(parts: Sequence[PieceText], shelf: Shelf) -> tuple[PartReading, ...]:
    """Judge every statement of a piece, as far as the bounds go; refuse the rest."""
    if bounds.is_too_long(parts):
        return tuple(map(_unread, parts))
    left = bounds.allowance()
    return tuple(_read(part, shelf, left) for part in parts)


def _read(part: PieceText, shelf: Shelf, left: Allowance) -> PartReading:
    """Judge every statement of a part.

    A qualifier that does not follow its own claim says something else and is refused.
    """
    unmarked = canonical.unmark(part.text)
    hits = tuple(_in_place(shelf.texts.hits(unmarked), shelf.qualified))
    judged = [Judged(_approved_statement(part, unmarked, hit)) for hit in hits]
    judged.extend(_rest(part, unmarked, hits, shelf, left))
    judged.sort(key=lambda one: one.statement.start)
    return PartReading(part.name, part.text, unmarked, hits, tuple(judged))


def _unread(part: PieceText) -> PartReading:
    """A part of a piece that is too long: one refused statement, no words to rules."""
    whole = _statement(part, 0, len(part.text))
    judged = Judged(whole, Ruling(why=bounds.TOO_LONG))
    return PartReading(part.name, "", canonical.unmark(""), (), (judged,))


def _in_place(
    hits: tuple[Hit, ...], qualified: Mapping[str, tuple[str, ...]]
) -> Iterator[Hit]:
    """The hits without qualifiers that do not follow their own claim."""
    open_to: tuple[str, ...] = ()
    for hit in hits:
        if hit.approved.source is Source.CLAIM:
            open_to = qualified.get(hit.approved.ref or "", ())
        if hit.approved.source is not Source.QUALIFIER or hit.approved.text in open_to:
            yield hit


def _approved_statement(
    part: PieceText, unmarked: canonical.Unmarked, hit: Hit
) -> Statement:
    start, end = unmarked.span(hit.start, hit.end)
    kind, outcome = _standing(hit.approved)
    claim = hit.approved.ref if hit.approved.source is Source.CLAIM else None
    return Statement(part.name, start, end, part.text[start:end], kind, outcome, claim)


def _standing(approved: Approved) -> tuple[StatementKind, Outcome]:
    """The kind and outcome of an approved text."""
    match approved.source:
        case Source.CLAIM:
            return _kind(approved), Outcome.EXACT
        case Source.QUALIFIER:
            return StatementKind.CLAIM, Outcome.EXACT
        case Source.SAFETY | Source.LABEL:
            return StatementKind.RISK, Outcome.EXACT
        case Source.COPY if approved.nature == CopyRole.CALL_TO_ACTION:
            return StatementKind.NAVIGATION, Outcome.NOT_A_CLAIM
        case Source.COPY:
            return StatementKind.COURTESY, Outcome.NOT_A_CLAIM
        case Source.OBLIGATORY | Source.REFERENCE:
            return StatementKind.OBLIGATORY, Outcome.NOT_A_CLAIM


def _kind(approved: Approved) -> StatementKind:
    """What a statement that is, or is near, a claim or a risk is about."""
    if approved.source is not Source.CLAIM:
        return StatementKind.RISK
    return CLAIM_KINDS.get(approved.nature, StatementKind.CLAIM)


def _rest(
    part: PieceText,
    unmarked: canonical.Unmarked,
    hits: tuple[Hit, ...],
    shelf: Shelf,
    left: Allowance,
) -> Iterator[Judged]:
    """The statements that no approved text covers, compared up to a bound."""
    breaks = _breaks(unmarked)
    stated = _lines_with_facts(breaks, hits)
    for stretch in matching.left_over(unmarked, hits):
        for start, end in _statements(unmarked, stretch):
            words = unmarked.text[start:end]
            beside = not stated.isdisjoint(_lines_of(breaks, start, end))
            loose = beside and not SENTENCE.fullmatch(words)
            kind = None if loose else lexicon.kind_of(words, shelf.maker)
            statement = _statement(part, *unmarked.span(start, end))
            if kind:
                yield Judged(_harmless(statement, kind))
                continue
            if left.takes(words):
                ruling = cascade.rule(words, shelf.library, shelf.facts)
                yield _ruled(statement, ruling, unmarked, start)
            else:
                yield Judged(statement, Ruling(why=bounds.TOO_MANY))


def _statements(
    unmarked: canonical.Unmarked, stretch: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Where the sentences, lines, bullets and cells of a stretch stand."""
    for piece in statements.cut(unmarked.lines[slice(*stretch)]):
        start, end = (stretch[0] + place for place in statements.trimmed(piece))
        edges = [start, end]
        for bar in CELL.finditer(unmarked.text, start, end):
            edges[-1:-1] = [bar.start(), bar.end()]
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            cell = unmarked.text[first:last]
            if cell.strip(BULLETS):
                lead = len(cell) - len(cell.lstrip())
                yield first + lead, first + len(cell.rstrip())


def _statement(part: PieceText, start: int, end: int) -> Statement:
    """A statement that nothing supports, as far as is known."""
    return Statement(
        part.name,
        start,
        end,
        part.text[start:end],
        StatementKind.CLAIM,
        Outcome.UNSUBSTANTIATED,
        score=1.0,
    )


def _harmless(statement: Statement, kind: StatementKind) -> Statement:
    return dataclasses.replace(
        statement, kind=kind, outcome=Outcome.NOT_A_CLAIM, score=0.0
    )


def _ruled(
    statement: Statement, ruling: Ruling, unmarked: canonical.Unmarked, place: int
) -> Judged:
    """The statement as it was ruled; its differences point into the original."""
    if ruling.near is None:
        return Judged(statement, ruling)
    differences = tuple(
        dataclasses.replace(one, start=first, end=last)
        for one in ruling.differences
        for first, last in [unmarked.span(place + one.start, place + one.end)]
    )
    ruled = dataclasses.replace(
        statement,
        kind=_kind(ruling.near),
        outcome=ruling.outcome,
        claim=ruling.near.ref if ruling.near.source is Source.CLAIM else None,
        distortions=ruling.types,
        score=ruling.score,
        differences=differences,
    )
    return Judged(ruled, dataclasses.replace(ruling, differences=differences))


def _breaks(unmarked: canonical.Unmarked) -> tuple[int, ...]:
    return tuple(n for n, letter in enumerate(unmarked.lines) if letter == "\n")


def _lines_of(breaks: tuple[int, ...], start: int, end: int) -> range:
    """The numbers of the lines on which a stretch stands."""
    first = bisect.bisect(breaks, start)
    return range(first, bisect.bisect_left(breaks, end, lo=first) + 1)


def _lines_with_facts(breaks: tuple[int, ...], hits: tuple[Hit, ...]) -> frozenset[int]:
    """The lines of claims and risks.

    There a loose word of courtesy could be read as part of the fact.
    """
    facts = (hit for hit in hits if hit.approved.source in FACTS)
    return frozenset(
        line for hit in facts for line in _lines_of(breaks, hit.start, hit.end)
    )
