"""WD: nothing unfinished is left in the words."""

import re
from collections.abc import Iterator

from content_engine.fidelity import lexicon, matching
from content_engine.fidelity.linking import PartReading
from content_engine.rules.findings import Objection
from content_engine.rules.readings import Reading
from content_engine.vocabulary import Channel

TOKEN = re.compile(r"\{\{[^{}\n]{0,80}\}\}")
DEBRIS = re.compile(
    r"[{}\[\]]+|```|<[/!?]?[a-zA-Z]|&(?:#\d{1,6}|[a-z]{2,8});|\bX{2,} ?%|\bN{2,} ?%"
    r"|\bTODO\b|\bTBC\b|\bTBD\b|lorem ipsum|\bas an ai\b|\blanguage model\b",
    re.IGNORECASE,
)
NO_TOKENS: tuple[str, ...] = ()


def debris(reading: Reading) -> Iterator[Objection]:
    """WD-11: no token outside the channel's list, no bracket, markup or chatter."""
    personal = reading.context.channel == Channel.REP_EMAIL
    allowed = lexicon.TOKENS if personal else NO_TOKENS
    for part in reading.parts:
        for found in TOKEN.finditer(part.original):
            if found.group() not in allowed:
                yield _at(part, found.start(), found.end(), "No such token here")
        yield from _left_over(part)


def _left_over(part: PartReading) -> Iterator[Objection]:
    """What lies outside approved text and known tokens and looks unfinished."""
    for start, end in matching.left_over(part.unmarked, part.hits):
        stretch = TOKEN.sub(
            lambda token: " " * len(token.group()), part.unmarked.text[start:end]
        )
        for found in DEBRIS.finditer(stretch):
            first, last = part.unmarked.span(start + found.start(), start + found.end())
            yield _at(part, first, last, "Unfinished text or markup")


def _at(part: PartReading, start: int, end: int, what: str) -> Objection:
    text = part.original[start:end]
    return Objection(f"{what}: {text}", part.name, start, end, text)
