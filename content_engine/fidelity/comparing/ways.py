"""Names the faithful ways in which two wordings differ, and refuses all others."""

import re
from collections.abc import Iterator

from content_engine.fidelity.comparing import texts
from content_engine.fidelity.comparing.alignment import Alignment
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind
from content_engine.fidelity.comparing.wordings import Wording

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
GLUED = Kind.NEGATION | Kind.HEDGE | Kind.SUPERLATIVE | Kind.INTENSIFIER | Kind.QUALIFIER
PERCENT = re.compile(r"per ?cent", re.IGNORECASE)


def are_whole(aligned: Alignment, approved: Wording, candidate: Wording) -> bool:
    """Whether every moved run is a phrase of its own in both wordings.

    Two runs in each other's place, a lone negation or hedge elsewhere, or a piece torn
    out of a phrase may change the meaning.
    """
    if any(gap.is_exchange for gap in aligned.gaps):
        return False
    return all(_is_phrase(run) for run in aligned.moved)


def _is_phrase(run: list[tuple[Token, Token]]) -> bool:
    first, last = run[0], run[-1]
    if len(run) == 1 and first[0].kind & GLUED:
        return False
    opens = first[0].opens and first[1].opens
    closes = last[0].closes and last[1].closes
    return opens and closes


def named(approved: Wording, candidate: Wording, aligned: Alignment) -> Iterator[str]:
    """The name of each way that can be seen, at least one."""
    pairs = [*aligned.kept, *(pair for run in aligned.moved for pair in run)]
    yield from _of_figures(pairs)
    yield from _of_words(pairs)
    if aligned.shortened:
        yield SHORTENED
    if aligned.moved:
        figures = [run for run in aligned.moved if any(p[0].quantity for p in run)]
        if figures:
            yield BRACKETS
        if len(figures) < len(aligned.moved):
            yield FRONTED
    if texts.has_marks(approved.text) != texts.has_marks(candidate.text):
        yield MARKS
    if texts.has_layout(approved.text) != texts.has_layout(candidate.text):
        yield LAYOUT
    matched = len(pairs) + len(aligned.shortened)
    yield VERBATIM if len(candidate.content) > matched else CONNECTIVE


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
        is_short = one.text.isupper() != two.text.isupper()
        yield SHORTENED if is_short else SYNONYM
