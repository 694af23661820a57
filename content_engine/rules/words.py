"""Rules that are words: forbidden phrases, where they are allowed, what is near."""

import dataclasses
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
            for place in range(len(group)):
                for start, end, is_claim in _hits(own, group, place, names):
                    line = group[place]
                    if (line.part, start, end) not in seen:
                        seen.add((line.part, start, end))
                        yield dataclasses.replace(
                            _objection(line, start, end, message, suggestion),
                            is_approved=is_claim,
                        )

    return objections


def _hits(
    words: Words, group: tuple[Line, ...], place: int, names: tuple[str, ...]
) -> Iterator[tuple[int, int, bool]]:
    """The original spans of the terms that count, and whether a claim says them."""
    line = group[place]
    if line.leads.isdisjoint(words.terms.leads):
        return
    if not words.terms.stand_in(line.text):
        return
    if names and not any(name in line.whole for name in names):
        return
    for hit in words.terms.spans(words.allowed.taken_out(line.text)):
        is_claim = not line.copy[slice(*hit)].strip()
        reach = max(words.reach, COMPANY) if is_claim else words.reach
        if words.unless and _stands_around(words.unless, group, place, reach):
            continue
        if words.near and not _is_near(words.near, line.whole, hit, words.window):
            continue
        start, end = line.span(*hit)
        if not line.is_closed or _had_gaps(line, hit, start, end):
            yield start, end, is_claim


def _had_gaps(line: Line, hit: tuple[int, int], start: int, end: int) -> bool:
    """Whether the words only appear since gaps were closed."""
    original = folding.folded(normalise(line.original[start:end]).text)
    return original != line.text[slice(*hit)]


def _stands_around(
    phrases: Phrases, group: tuple[Line, ...], place: int, reach: int
) -> bool:
    around = group[max(0, place - reach) : place + reach + 1]
    return any(phrases.stand_in(line.whole) for line in around)


def _is_near(near: Phrases, text: str, hit: tuple[int, int], window: int) -> bool:
    """Whether one of the phrases stands within so many words; 0 means anywhere."""
    start, end = hit
    for first, last in near.spans(text):
        if first < end and start < last:
            continue
        between = text[min(end, last) : max(start, first)]
        if not window or len(TOKEN.findall(between)) <= window:
            return True
    return False


def _objection(
    line: Line, start: int, end: int, message: str, suggestion: str
) -> Objection:
    text = line.original[start:end]
    words = message.replace("{term}", " ".join(text.split()))
    return Objection(words, line.part, start, end, text, suggestion)
