"""Names the faithful ways in which two wordings differ, and refuses all others."""

import re
from collections.abc import Iterator

from content_engine.fidelity.comparing import alignment, layouts, texts, vocabulary
from content_engine.fidelity.comparing.alignment import Alignment, Gap
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind
from content_engine.fidelity.comparing.wordings import Wording
from knowledge_base.wording.arms import figures
from knowledge_base.wording.quantities import Kind as Sort

VERBATIM = "verbatim inside a longer sentence"
NUMBERS = "number format or locale"
UNITS = "unit conversion of equal precision"
PER_CENT = "per cent or %"
SHORTENED = "abbreviation expanded"
SYNONYM = "approved synonym"
FRONTED = "fronted clause"
BRACKETS = "statistics moved to brackets"
MARKS = "reference markers"
CONNECTIVE = "neutral connective"
LAYOUT = "list layout"
PERCENT = re.compile(r"per ?cent", re.IGNORECASE)


def are_whole(aligned: Alignment, approved: Wording, candidate: Wording) -> bool:
    """Whether every moved run is a phrase of its own in both wordings.

    Two runs in each other's place, a lone negation or hedge elsewhere, or a piece torn
    out of a phrase may change the meaning.
    """
    if _statistics(approved) != _statistics(candidate):
        return False
    is_bound = layouts.bind_alike(approved, candidate)
    if any(gap.is_exchange and not (is_bound and _tells(gap)) for gap in aligned.gaps):
        return False
    words = [
        (run, journey)
        for run, journey in zip(aligned.moved, aligned.journeys, strict=True)
        if not all(_is_figure(one) or layouts.carries(one) for one, _ in run)
        and not (is_bound and all(_is_arm(one) for one, _ in run))
    ]
    journeys = [journey for _, journey in words]
    if len(set(journeys)) < len(words):
        return False  # runs that went the same way changed their order
    return all(
        alignment.is_phrase(run)
        for run in aligned.moved
        if not all(layouts.carries(one) for one, _ in run)
        and not (is_bound and all(_is_arm(one) or _is_figure(one) for one, _ in run))
    )


def _tells(gap: Gap) -> bool:
    """Whether only arms and their figures changed places."""
    return all(_is_arm(one) or _is_figure(one) for one in (*gap.gone, *gap.come))


def _is_arm(token: Token) -> bool:
    return bool(token.kind & (Kind.NAME | Kind.COMPARATOR))


def _is_figure(token: Token) -> bool:
    return token.quantity is not None or bool(token.kind & Kind.STATISTIC)


def _statistics(wording: Wording) -> dict[object, list[object]]:
    """Results in order, and statistics of each sort: two may not change places."""
    made: dict[object, list[object]] = {}
    for token in wording.content:
        if token.quantity is None:
            continue
        kind = token.quantity.kind
        if kind is Sort.VALUE and not token.quantity.unit:
            kind = Sort.RATIO  # ``HR for flares: 0.72``
        if kind in figures.STATISTICS:
            made.setdefault(kind, []).append(token.key)
        elif kind in figures.RESULTS or len(token.quantity.values) > 1:
            made.setdefault("results", []).append(token.key)
    return made


def named(approved: Wording, candidate: Wording, aligned: Alignment) -> tuple[str, ...]:
    """The name of each way that can be seen, at least one."""
    pairs = [*aligned.kept, *(pair for run in aligned.moved for pair in run)]
    found = [
        *_of_figures(pairs),
        *_of_words(pairs),
        *_of_shape(approved, candidate, aligned),
    ]
    if len(candidate.content) > len(pairs) + len(aligned.shortened):
        found.append(VERBATIM)
    return tuple(dict.fromkeys(found)) or (CONNECTIVE,)


def _of_shape(
    approved: Wording, candidate: Wording, aligned: Alignment
) -> Iterator[str]:
    if aligned.shortened:
        yield SHORTENED
    if aligned.moved:
        numbers = [run for run in aligned.moved if any(map(_is_result, run))]
        if numbers:
            yield BRACKETS
        if len(numbers) < len(aligned.moved):
            yield FRONTED
    if texts.has_marks(approved.text) != texts.has_marks(candidate.text):
        yield MARKS
    if texts.has_layout(approved.text) != texts.has_layout(candidate.text):
        yield LAYOUT


def _is_result(pair: tuple[Token, Token]) -> bool:
    quantity = pair[0].quantity
    return quantity is not None and quantity.kind is not Sort.TIME


def _of_figures(pairs: list[tuple[Token, Token]]) -> Iterator[str]:
    for one, two in pairs:
        if one.quantity is None or two.quantity is None or one.text == two.text:
            continue
        if PERCENT.search(one.text + two.text):
            yield PER_CENT
        yield UNITS if one.quantity.unit != two.quantity.unit else NUMBERS


def _of_words(pairs: list[tuple[Token, Token]]) -> Iterator[str]:
    for one, two in pairs:
        if one.quantity is not None or one.text.lower() == two.text.lower():
            continue
        is_short = (one.text in vocabulary.SHORT) != (two.text in vocabulary.SHORT)
        yield SHORTENED if is_short else SYNONYM
