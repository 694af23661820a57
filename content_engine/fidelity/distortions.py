"""Names how a wording departs from an approved one, as far as that can be derived."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from content_engine.fidelity import canonical

NEGATIONS = frozenset({
    "no", "not", "never", "none", "neither", "nor", "without", "cannot", "can't",
    "don't", "doesn't", "didn't", "isn't", "wasn't", "weren't", "failed", "fails",
    "lack", "lacks", "absence", "unable",
})  # fmt: skip
HEDGES = frozenset({
    "may", "might", "could", "can", "possibly", "potentially", "suggests", "suggested",
    "appears", "appeared", "approximately", "about", "exploratory", "some", "often",
})  # fmt: skip
INTENSIFIERS = frozenset({
    "very", "clearly", "strongly", "markedly", "significantly", "highly", "finally",
    "truly", "remarkably", "substantially", "dramatically", "really", "impressively",
})  # fmt: skip
SUPERLATIVES = frozenset({
    "best", "most", "greatest", "fastest", "strongest", "safest", "first", "only",
    "unmatched", "superior", "ultimate", "leading",
})  # fmt: skip
CAUSES = frozenset({
    "because", "causes", "caused", "due", "prevents", "prevented", "thanks",
    "therefore",
})  # fmt: skip
FREQUENCIES = frozenset({"once", "twice", "daily", "weekly", "monthly", "every"})
UNITS = frozenset({
    "%", "mg", "mcg", "g", "kg", "ml", "points", "point", "percentage", "patients",
})  # fmt: skip
TIMES = frozenset({
    "day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours",
})  # fmt: skip
OPPOSITES = (
    {"lower", "higher"}, {"fewer", "more"}, {"less", "more"}, {"fell", "rose"},
    {"reduced", "increased"}, {"reduction", "increase"}, {"decreased", "increased"},
    {"decrease", "increase"}, {"improved", "worsened"}, {"below", "above"},
    {"before", "after"}, {"least", "most"},
)  # fmt: skip
ADDED = (
    ("hedge_added", HEDGES),
    ("intensifier", INTENSIFIERS),
    ("superlative", SUPERLATIVES),
    ("causality", CAUSES),
)
SWAPPED = (("frequency", FREQUENCIES), ("unit", UNITS))
LONGEST = 300
DIGITS = re.compile(r"\d")


@dataclass(frozen=True)
class Change:
    """One departure: its type, the approved words and those that stand instead."""

    type: str
    approved: str
    candidate: str


def changes(approved: str, candidate: str) -> tuple[Change, ...]:
    """Every departure of a candidate from an approved wording, in reading order."""
    old, new = canonical.tokens(approved), canonical.tokens(candidate)
    if len(new) > LONGEST:
        return (Change("other", approved, candidate),)
    if old != new and Counter(old) == Counter(new):
        return (Change("arm_swap" if _figures(old) else "other", approved, candidate),)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return tuple(
        Change(kind, " ".join(old[a:b]), " ".join(new[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
        for kind in _types(old, (a, b), new[c:d])
    )


def figures_differ(found: tuple[Change, ...]) -> bool:
    """Whether any departure touches a figure."""
    return any(DIGITS.search(change.approved + change.candidate) for change in found)


def _figures(tokens: tuple[str, ...]) -> list[str]:
    return [token for token in tokens if DIGITS.search(token)]


def _types(
    old: tuple[str, ...], place: tuple[int, int], added: tuple[str, ...]
) -> Iterator[str]:
    """The types of one departure; at least one."""
    dropped = old[place[0] : place[1]]
    found = [
        *_figure_types(old, place, added),
        *_word_types({word.lower() for word in dropped}, {w.lower() for w in added}),
    ]
    if not found:
        found.append("statement_added" if not dropped else "other")
    yield from dict.fromkeys(found)


def _figure_types(
    old: tuple[str, ...], place: tuple[int, int], added: tuple[str, ...]
) -> Iterator[str]:
    """What happened to figures: changed, by their place in the wording, or dropped."""
    before = _figures(old[place[0] : place[1]])
    after = _figures(added)
    if before and not after:
        yield "statistic_dropped"
    elif after and not before:
        yield "digit"
    for was, now in zip(before, after, strict=False):
        if was != now:
            yield _figure_type(old, old.index(was, place[0]), now)


def _figure_type(old: tuple[str, ...], place: int, now: str) -> str:
    """What kind of figure stood at a place, judged by the words around it."""
    was = old[place]
    if re.sub(r"[^\d]", "", was) == re.sub(r"[^\d]", "", now):
        return "unit" if was.strip("%") == now.strip("%") else "decimal"
    if was.lower().startswith(("p<", "p=", "p>")):
        return "p_value"
    if was.lower().startswith("n="):
        return "sample_size"
    if "CI" in old[max(0, place - 3) : place]:
        return "interval"
    following = {word.lower() for word in old[place + 1 : place + 2]}
    preceding = {word.lower() for word in old[max(0, place - 1) : place]}
    if following & TIMES or preceding & TIMES:
        return "timepoint"
    return "dose" if following & {"mg", "mcg", "g", "ml"} else "digit"


def _word_types(dropped: set[str], added: set[str]) -> Iterator[str]:
    """What happened to words that carry direction, strength or certainty."""
    if any(pair & dropped and (pair - dropped) & added for pair in OPPOSITES):
        yield "direction"
    if NEGATIONS & (dropped ^ added):
        yield "negation"
    if HEDGES & (dropped - added):
        yield "hedge_dropped"
    yield from (kind for kind, words in ADDED if words & (added - dropped))
    if dropped != added:
        yield from (k for k, words in SWAPPED if words & dropped and words & added)
