"""Links claims that a person wrote into a variant: to their record and their sources.

Without this a claim in a person's words would outlive its own withdrawal.
"""

from collections.abc import Iterable, Iterator, Sequence

from content_engine import shelves
from content_engine.pieces import Segment, Statement
from content_engine.planning import elements
from content_engine.rules import obligatory
from content_engine.supply import CitedSource, ClaimText
from content_engine.variants.rewriting import Place, RewrittenPart, Stretch
from content_engine.vocabulary import Outcome, PartName, SegmentKind

Numbers = dict[str, tuple[int, CitedSource]]


def linked(
    parts: tuple[RewrittenPart, ...],
    statements: Iterable[Statement],
    before: Iterable[str],
    place: Place,
) -> tuple[RewrittenPart, ...]:
    """The same parts, each approved claim in free copy a claim with its marks.

    ``statements`` are the gate's, ``before`` the claims that were said till now. Where
    other claims are said and the channel cites, marks are numbered anew by first
    appearance and the list of references follows them.
    """
    said = [one for one in statements if one.outcome is Outcome.EXACT and one.claim]
    cut = tuple(RewrittenPart(one.name, tuple(_cut(one, said))) for one in parts)
    if cut == parts and refs_in(parts) == list(before):
        return parts
    claims = _claims(cut, place)
    if claims is None or not place.rules.cites:
        return cut
    numbers = elements.numbered(claims)
    known = {claim.ref: claim for claim in claims}
    return tuple(
        RewrittenPart(one.name, tuple(_marked(one, known, numbers))) for one in cut
    )


def _cut(part: RewrittenPart, said: Sequence[Statement]) -> Iterator[Stretch]:
    """The stretches, free copy cut where a claim begins and ends in it."""
    for stretch, start, end in part.spans():
        if stretch.kind is not SegmentKind.COPY:
            yield stretch
            continue
        done = start
        for one in said:
            if one.part == part.name and done <= one.start and one.end <= end:
                yield from _piece(stretch, done - start, one.start - start, None)
                yield from _piece(stretch, one.start - start, one.end - start, one)
                done = one.end
        yield from _piece(stretch, done - start, end - start, None)


def _piece(
    stretch: Stretch, start: int, end: int, said: Statement | None
) -> Iterator[Stretch]:
    text = stretch.segment.text[start:end]
    if text:
        kind = SegmentKind.CLAIM if said else SegmentKind.COPY
        segment = Segment(kind, text, said.claim if said else None)
        yield Stretch(segment, stretch.source, stretch.at + start)


def refs_in(parts: Iterable[RewrittenPart]) -> list[str]:
    """The claims that parts say, in reading order."""
    return [
        stretch.segment.ref or ""
        for part in parts
        for stretch in part.stretches
        if stretch.kind is SegmentKind.CLAIM
    ]


def _claims(
    parts: Iterable[RewrittenPart], place: Place
) -> tuple[ClaimText, ...] | None:
    """The claims in reading order; None if one may not be used here any more."""
    refs = dict.fromkeys(refs_in(parts))
    with shelves.standing(place.context) as (_, allowed):
        known = allowed.claims.by_ref
        if set(refs) - set(known):
            return None
        return tuple(known[ref] for ref in refs)


def _marked(
    part: RewrittenPart, known: dict[str, ClaimText], numbers: Numbers
) -> Iterator[Stretch]:
    """Marks with their numbers; those of a claim that has none follow it at once.

    Marks of a claim that is said no more go with it.
    """
    if part.name is PartName.FOOTER:
        yield from _listed(part.stretches, numbers)
        return
    claim: ClaimText | None = None
    for place, stretch in enumerate(part.stretches):
        if stretch.kind is SegmentKind.REFERENCE:
            yield from _renumbered(stretch, claim, numbers)
            continue
        claim = _owner(stretch, claim, known)
        yield stretch
        if stretch.kind is SegmentKind.CLAIM and claim:
            rest = part.stretches[place + 1 :]
            yield from () if _begin_with_mark(rest, claim) else _marks(claim, numbers)


def _renumbered(
    mark: Stretch, claim: ClaimText | None, numbers: Numbers
) -> Iterator[Stretch]:
    ref = mark.segment.ref or ""
    if claim and ref in {source.ref for source in claim.sources}:
        text = obligatory.marker(numbers[ref][0])
        yield mark.says(SegmentKind.REFERENCE, text, ref)


def _marks(claim: ClaimText, numbers: Numbers) -> Iterator[Stretch]:
    for ref in dict.fromkeys(source.ref for source in claim.sources):
        text = obligatory.marker(numbers[ref][0])
        yield Stretch(Segment(SegmentKind.REFERENCE, text, ref))


def _owner(
    stretch: Stretch, claim: ClaimText | None, known: dict[str, ClaimText]
) -> ClaimText | None:
    """The claim that marks after a stretch belong to: its own, or its qualifier's."""
    if stretch.kind is SegmentKind.CLAIM:
        return known[stretch.segment.ref or ""]
    is_joint = stretch.kind is SegmentKind.COPY and not stretch.segment.text.strip()
    is_qualifier = stretch.kind is SegmentKind.BLOCK and bool(stretch.segment.ref)
    if is_joint or (claim and is_qualifier and stretch.segment.ref == claim.ref):
        return claim
    return None


def _begin_with_mark(stretches: Sequence[Stretch], claim: ClaimText) -> bool:
    """Whether marks of the claim follow it, directly or after its qualifiers."""
    owner: ClaimText | None = claim
    for stretch in stretches:
        if stretch.kind is SegmentKind.REFERENCE:
            return any(source.ref == stretch.segment.ref for source in claim.sources)
        if stretch.kind is SegmentKind.CLAIM:
            return False
        owner = _owner(stretch, owner, {})
        if owner is None:
            return False
    return False


def _listed(stretches: Sequence[Stretch], numbers: Numbers) -> Iterator[Stretch]:
    """The footer with the list of all references in place of the old one."""
    old = [
        place
        for place, one in enumerate(stretches)
        if one.kind is SegmentKind.REFERENCE
    ]
    sources = {stretches[place].segment.ref: stretches[place].source for place in old}
    entries = _entries(numbers, sources)
    if old:
        yield from stretches[: old[0]]
        yield from entries
        yield from stretches[old[-1] + 1 :]
        return
    yield Stretch(Segment(SegmentKind.BLOCK, obligatory.REFERENCES_HEADING))
    yield Stretch(Segment(SegmentKind.COPY, elements.LINE))
    yield from entries
    yield Stretch(Segment(SegmentKind.COPY, elements.PARAGRAPH))
    yield from stretches


def _entries(
    numbers: Numbers, sources: dict[str | None, int | None]
) -> Iterator[Stretch]:
    for ref, (number, source) in numbers.items():
        if number > 1:
            yield Stretch(Segment(SegmentKind.COPY, elements.LINE))
        entry = Segment(
            SegmentKind.REFERENCE, obligatory.reference_line(number, source), ref
        )
        yield Stretch(entry, sources.get(ref))
