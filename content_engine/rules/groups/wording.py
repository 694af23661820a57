"""WD-07, WD-11: nothing presses, and nothing unfinished is left in the words."""

import re
from collections.abc import Iterator

from content_engine.fidelity import lexicon, matching
from content_engine.fidelity.judging import PartReading
from content_engine.rules.findings import Objection
from content_engine.rules.lines import written
from content_engine.rules.readings import Reading
from content_engine.vocabulary import Channel

TOKEN = re.compile(r"\{\{[^{}\n]{0,80}\}\}")
DEBRIS = re.compile(
    r"[{}\[\]]+|```|<[/!?]?[a-zA-Z]|&(?:#\d{1,6}|[a-z]{2,8});|\bX{2,} ?%|\bN{2,} ?%",
    re.IGNORECASE,
)
FOR_MARKET = re.compile(r"\b(US|UK|GB|DE|EU|IE|CA|FR)\b (?=health|physician|doctor)")
MARKET_NAMES = {"GB": frozenset({"GB", "UK"}), "DE": frozenset({"DE", "EU"})}
NO_TOKENS: tuple[str, ...] = ()
SHOUTED = re.compile(r"\b[A-Z]{2,20}(?:[ ,!]{1,3}[A-Z]{2,20}){3,30}\b")
EMOTICON = re.compile(
    r"[\u2600-\u2604\u2614\u2618\u2639-\u263b\u2660-\u2667\u2728"
    r"\u2763\u2764\u2b50\U0001f300-\U0001faff]|[:;]-?[)(]"
)
PRESSING = (
    (SHOUTED, "These words shout: write them small."),
    (EMOTICON, "An emoticon speaks to feelings: take it out."),
)


def pressing(reading: Reading) -> Iterator[Objection]:
    """WD-07: one exclamation mark at most, no shouting, no emoticons."""
    cries = 0
    for line in written(reading):
        words = line.own_case()
        cries += words.count("!")
        for pattern, message in PRESSING:
            for found in pattern.finditer(words):
                yield line.objection(*found.span(), message)
    if cries > 1:
        yield Objection(f"The piece has {cries} exclamation marks; keep one at most.")


def debris(reading: Reading) -> Iterator[Objection]:
    """WD-11: no token outside the channel's list, no bracket, markup or chatter."""
    personal = reading.context.channel == Channel.REP_EMAIL
    allowed = lexicon.TOKENS if personal else NO_TOKENS
    for part in reading.parts:
        for found in TOKEN.finditer(part.original):
            if found.group() not in allowed:
                yield _at(part, found.start(), found.end(), "No such token here")
        yield from _left_over(part)
        for found in FOR_MARKET.finditer(part.original):
            if found.group(1) not in MARKET_NAMES.get(
                reading.context.market, {reading.context.market}
            ):
                yield _at(part, *found.span(1), "This is another market")


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
