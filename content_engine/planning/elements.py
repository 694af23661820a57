"""What a message must carry whatever a writer does: placed by rule, not by taste."""

from collections.abc import Iterable, Sequence

from content_engine.channels.catalogue import ChannelRules
from content_engine.pieces import Context, Segment
from content_engine.rules import obligatory
from content_engine.supply import (
    BrandWords,
    CitedSource,
    ClaimText,
    SafetyWords,
    Supply,
)
from content_engine.vocabulary import PartName, SegmentKind

PARAGRAPH = "\n\n"
LINE = "\n"
MARKETS_WITH_STATEMENTS = ("GB",)


def fixed_segments(
    part: PartName,
    rules: ChannelRules,
    context: Context,
    supply: Supply,
    claims: Sequence[ClaimText],
) -> tuple[Segment, ...]:
    """The text of a part, or its beginning, that no writer may touch."""
    brand = supply.brand
    match part:
        case PartName.SUBJECT:
            return (_line(obligatory.SUBJECT_PREFIX.strip()),)
        case PartName.BODY:
            return (_line(obligatory.promotional_line(brand, context)),)
        case PartName.SAFETY_INFORMATION:
            return (_safety(safety_words(rules, supply)),)
        case PartName.PRESCRIBING_INFORMATION:
            return _joined(_prescribing(rules, context, brand), PARAGRAPH)
        case PartName.FOOTER:
            return _footer(rules, context, brand, claims)
        case _:
            return ()


def safety_words(rules: ChannelRules, supply: Supply) -> SafetyWords:
    """The length of safety information that the channel carries."""
    label = supply.label
    return label.safety_full if rules.full_safety else label.safety_short


def numbered(claims: Iterable[ClaimText]) -> dict[str, tuple[int, CitedSource]]:
    """Every source of these claims with its number, by first appearance."""
    sources: dict[str, CitedSource] = {}
    for claim in claims:
        for source in claim.sources:
            sources.setdefault(source.ref, source)
    return {
        ref: (number, source) for number, (ref, source) in enumerate(sources.items(), 1)
    }


def marked_claim(
    claim: ClaimText, numbers: dict[str, tuple[int, CitedSource]]
) -> tuple[Segment, ...]:
    """A claim byte for byte, then its qualifiers and its reference markers.

    ``numbers`` is empty where the channel has no reference list.
    """
    segments = [Segment(SegmentKind.CLAIM, claim.text, claim.ref)]
    for qualifier in claim.qualifiers:
        segments.append(Segment(SegmentKind.COPY, " "))
        segments.append(Segment(SegmentKind.BLOCK, qualifier, claim.ref))
    for ref in dict.fromkeys(source.ref for source in claim.sources):
        if ref in numbers:
            mark = obligatory.marker(numbers[ref][0])
            segments.append(Segment(SegmentKind.REFERENCE, mark, ref))
    return tuple(segments)


def _prescribing(
    rules: ChannelRules, context: Context, brand: BrandWords
) -> list[Segment]:
    lines = [obligatory.prescribing_line(brand, context)]
    if rules.full_safety:
        lines.append(" ".join(brand.prescribing_information.split()))
    return [_line(line) for line in lines if line]


def _footer(
    rules: ChannelRules,
    context: Context,
    brand: BrandWords,
    claims: Sequence[ClaimText],
) -> tuple[Segment, ...]:
    lines = [obligatory.opt_out_line(brand, context)]
    if rules.cites or context.market in MARKETS_WITH_STATEMENTS:
        lines = [
            obligatory.adverse_event_line(brand, context),
            obligatory.date_of_preparation_line(brand, context),
            *lines,
        ]
    if rules.cites:
        lines.append(obligatory.postal_address_line(brand, context))
    statements = _joined([_line(line) for line in lines if line], rules.joint)
    listed = _reference_list(claims) if rules.cites else ()
    if not listed or not statements:
        return listed or statements
    return (*listed, Segment(SegmentKind.COPY, PARAGRAPH), *statements)


def _reference_list(claims: Sequence[ClaimText]) -> tuple[Segment, ...]:
    entries = [
        Segment(SegmentKind.REFERENCE, obligatory.reference_line(number, source), ref)
        for ref, (number, source) in numbered(claims).items()
    ]
    heading = [_line(obligatory.REFERENCES_HEADING)] if entries else []
    return _joined([*heading, *entries], LINE)


def _safety(words: SafetyWords) -> Segment:
    return Segment(SegmentKind.SAFETY, words.text, words.ref)


def _line(text: str) -> Segment:
    return Segment(SegmentKind.BLOCK, text)


def _joined(segments: Sequence[Segment], joint: str) -> tuple[Segment, ...]:
    joined: list[Segment] = []
    for segment in segments:
        if joined:
            joined.append(Segment(SegmentKind.COPY, joint))
        joined.append(segment)
    return tuple(joined)
