"""Rules that are words: forbidden phrases, where they are allowed, what is near."""

import bisect
import dataclasses
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from content_engine.rules.findings import Look, Objection
from content_engine.rules.lines import Line, lines, product_names
from content_engine.rules.phrases import Phrases
from content_engine.rules.readings import Reading
from content_engine.rules.surfaces import folding
from knowledge_base.wording.normalise import normalise

TOKEN = re.compile(r"[\w%.,]+")
DEFAULT_LANGUAGE = "en"
FARTHEST = 2_000  # characters that words of a window can take
COMPANY = 1_000  # statements: a claim's companions stand anywhere in its part


@dataclass(frozen=True)
class Words:
    """Phrases of one language.

    ``allowed`` are taken out before ``terms`` are sought. Where ``near`` is given a
    term counts only within ``window`` words of one of these. ``unless`` lets a term be
    where one of these stands in its statement or in ``reach`` statements around it.
    """

    terms: Phrases
    allowed: Phrases
    near: Phrases | None = None
    window: int = 0
    unless: Phrases | None = None
    reach: int = 0


@dataclass(frozen=True)
class Limits:
    """Where a word rule applies; what is empty or None sets no limit."""

    intents: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    about_product: bool = False
    days_since_launch: int | None = None

    def hold(self, reading: Reading) -> bool:
        """Whether a piece is one that the rule speaks of."""
        context = reading.context
        return (
            (not self.intents or context.intent in self.intents)
            and (not self.audiences or context.audience in self.audiences)
            and (not self.channels or context.channel in self.channels)
            and self._is_late(reading)
        )

    def _is_late(self, reading: Reading) -> bool:
        """Whether the launch is so long ago; an unknown launch counts as long ago."""
        if self.days_since_launch is None:
            return True
        brand = reading.supply.brand
        dates = [brand.launched_on, brand.indication_launched_on]
        known = [day for day in dates if day and day <= reading.context.day]
        if not known:
            return True
        return (reading.context.day - max(known)).days > self.days_since_launch


def look(
    message: str, suggestion: str, words: Mapping[str, Words], limits: Limits
) -> Look:
    """The question that a word rule asks of a piece; ``words`` is by language."""

    def objections(reading: Reading) -> Iterator[Objection]:
        own = words.get(reading.context.language[:2].lower()) or words.get(
            DEFAULT_LANGUAGE
        )
        if own is None or not limits.hold(reading):
            return
        names = product_names(reading) if limits.about_product else ()
        seen: set[tuple[str, int, int]] = set()
        for group in lines(reading):
            excused = _Excuses(own.unless, group)
            for place in range(len(group)):
                for start, end, is_claim in _hits(own, group, place, names, excused):
                    line = group[place]
                    if (line.part, start, end) not in seen:
                        seen.add((line.part, start, end))
                        yield dataclasses.replace(
                            _objection(line, start, end, message, suggestion),
                            is_approved=is_claim,
                        )

    return objections


@dataclass(frozen=True)
class _Excuses:
    """The statements of a text in which something lets a term be."""

    phrases: Phrases | None
    group: tuple[Line, ...]

    def stand_around(self, place: int, reach: int) -> bool:
        """Whether one is within so many statements."""
        nearest = bisect.bisect_left(self._places, place - reach)
        return nearest < len(self._places) and self._places[nearest] <= place + reach

    @functools.cached_property
    def _places(self) -> tuple[int, ...]:
        if self.phrases is None:
            return ()
        found = (self.phrases.stand_in(line.whole) for line in self.group)
        return tuple(place for place, is_there in enumerate(found) if is_there)


def _hits(
    words: Words,
    group: tuple[Line, ...],
    place: int,
    names: tuple[str, ...],
    excused: _Excuses,
) -> Iterator[tuple[int, int, bool]]:
    """The original spans of the terms that count, and whether a claim says them."""
    line = group[place]
    if line.leads.isdisjoint(words.terms.leads):
        return
    if not words.terms.stand_in(line.text):
        return
    if names and not any(name in line.whole for name in names):
        return
    near = sorted(words.near.spans(line.whole)) if words.near else []
    lasts = sorted(last for _, last in near)
    for hit in words.terms.spans(words.allowed.taken_out(line.text)):
        is_claim = not line.copy[slice(*hit)].strip()
        reach = max(words.reach, COMPANY) if is_claim else words.reach
        if excused.stand_around(place, reach):
            continue
        if words.near and not _is_near((near, lasts), line.whole, hit, words.window):
            continue
        start, end = line.span(*hit)
        if not line.is_closed or _had_gaps(line, hit, start, end):
            yield start, end, is_claim


def _had_gaps(line: Line, hit: tuple[int, int], start: int, end: int) -> bool:
    """Whether the words only appear since gaps were closed."""
    original = folding.folded(normalise(line.original[start:end]).text)
    return original != line.text[slice(*hit)]


def _is_near(
    near: tuple[list[tuple[int, int]], list[int]],
    text: str,
    hit: tuple[int, int],
    window: int,
) -> bool:
    """Whether a phrase stands within so many words; 0 means anywhere.

    ``near`` holds the spans of the phrases in order, and their ends in order.
    """
    (start, end), (spans, lasts) = hit, near
    before = bisect.bisect(lasts, start)
    after = bisect.bisect_left(spans, (end, end))
    gaps = [(lasts[before - 1], start)] if before else []
    gaps += [(end, spans[after][0])] if after < len(spans) else []
    return any(not window or _is_within(window, text, *gap) for gap in gaps)


def _is_within(window: int, text: str, start: int, end: int) -> bool:
    if end - start > FARTHEST:
        return False
    return len(TOKEN.findall(text, start, end)) <= window


def _objection(
    line: Line, start: int, end: int, message: str, suggestion: str
) -> Objection:
    text = line.original[start:end]
    words = message.replace("{term}", " ".join(text.split()))
    return Objection(words, line.part, start, end, text, suggestion)
