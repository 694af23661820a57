"""SE: no character hides or imitates another."""

from collections.abc import Iterator

from content_engine.fidelity.linking import PartReading
from content_engine.rules.findings import Objection
from content_engine.rules.readings import Reading


def disguised(reading: Reading) -> Iterator[Objection]:
    """SE-05: invisible characters and words in mixed scripts are refused."""
    for part in reading.parts:
        text = part.original
        for place in part.unmarked.reading.hidden:
            code = f"U+{ord(text[place]):04X}"
            yield Objection(
                f"An invisible character ({code}) stands in the text.",
                part.name,
                place,
                place + 1,
                text[place : place + 1],
            )
        for start, end in part.unmarked.reading.mixed:
            if _is_approved(part, start, end):
                continue
            yield Objection(
                f"A word mixes letters of different scripts: {text[start:end]}",
                part.name,
                start,
                end,
                text[start:end],
            )


def _is_approved(part: PartReading, start: int, end: int) -> bool:
    """Whether a word such as TNFα stands in approved text, which is compared whole."""
    spans = (part.unmarked.span(hit.start, hit.end) for hit in part.hits)
    return any(first <= start and end <= last for first, last in spans)
