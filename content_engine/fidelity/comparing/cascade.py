"""Compares a candidate with an approved wording, step by step; fails closed."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from content_engine.fidelity.comparing import (
    alignment,
    differences,
    gaps,
    outcomes,
    shares,
    surroundings,
    swaps,
    texts,
    vocabulary,
    ways,
    wordings,
)
from content_engine.fidelity.comparing.alignment import Alignment
from content_engine.fidelity.comparing.outcomes import Comparison, Distortion
from content_engine.fidelity.comparing.vocabulary import Kind
from content_engine.fidelity.comparing.wordings import Wording

LONGEST_TEXT = 12_000  # characters
LONGEST = 600  # content tokens; no statement is that long
ENOUGH = 0.6  # of either wording found in the other: an edit and no paraphrase
SOME = 0.35
RECAST = 3
FREE = frozenset({
    "qualifier_dropped", "statement_added", "other", "endpoint", "population",
    "intensifier", "safety_dropped", "comparator", "product", "causality", "frequency",
    "timepoint", "superlative", "hedge_added", "hedge_dropped", "unit",
})  # fmt: skip
SOFT = frozenset({"statement_added", "qualifier_dropped", "population", "endpoint"})
SMALL = frozenset({"statement_added", "qualifier_dropped"})
FEW = 2  # words exchanged or moved
WEAK = frozenset({"negation", "direction"})
GLOBAL = (
    Kind.NEGATION, Kind.HEDGE, Kind.CAUSE, Kind.ASSOCIATION, Kind.SUPERLATIVE,
)  # fmt: skip


def compare(approved: str, candidate: str) -> Comparison:
    """How a candidate stands to an approved wording; pure, for any text."""
    if texts.key(approved) == texts.key(candidate):
        return outcomes.exact()
    if max(len(approved), len(candidate)) > LONGEST_TEXT:
        return outcomes.different([Distortion("other", approved, candidate)], 1.0)
    old, new = wordings.read(approved), wordings.read(candidate)
    if not old.content or not new.content:
        return _with_nothing(old, new)
    if max(len(old.content), len(new.content)) > LONGEST:
        return outcomes.different([Distortion("other", approved, candidate)], 1.0)
    trimmed = surroundings.without(old, new)
    aligned = alignment.align(old.content, trimmed)
    found = _found(old, new, aligned)
    if not found:
        return _unmarked(old, new, aligned)
    return _judged(found, old, new, aligned)


def _with_nothing(old: Wording, new: Wording) -> Comparison:
    """One of the wordings has no content: a sign, a lone preposition, nothing."""
    if old.content:
        dropped = [Distortion("qualifier_dropped", old.text, new.text)]
        return outcomes.distorted(dropped)
    kind = "statement_added" if new.content else "other"
    return outcomes.different([Distortion(kind, old.text, new.text)], 1.0)


def _found(old: Wording, new: Wording, aligned: Alignment) -> list[Distortion]:
    _settle(aligned)
    _settle_versus(aligned, old, new)
    swapped = list(swaps.find(old, new, aligned))
    worded = [one for gap in aligned.gaps for one in gaps.types(gap)]
    if swapped and any(one.type == "direction" for one in worded):
        swapped, worded = [], [_unsure(one) for one in (*swapped, *worded)]
    if _reworded(aligned):
        worded = [
            replace(one, type="other") if one.type in SMALL else one for one in worded
        ]
    if aligned.related or aligned.moved:
        worded = [_unsure(one) if _is_small(one) else one for one in worded]
    return [*_figures(aligned), *swapped, *_shares(old, new), *worded]


def _reworded(aligned: Alignment) -> bool:
    """Whether words went in one place and others came in another: said anew."""
    gone = [gap for gap in aligned.gaps if any(t.word for t in gap.approved)]
    come = [gap for gap in aligned.gaps if any(t.word for t in gap.candidate)]
    return any(one is not two for one in gone for two in come)


def _unsure(one: Distortion) -> Distortion:
    """Arms and direction both turned may say the same: ``A more than B``."""
    is_turned = one.type in {"arm_swap", "direction", *SMALL}
    return replace(one, type="other") if is_turned else one


def _is_small(one: Distortion) -> bool:
    """One plain word more or less in a sentence that was built anew."""
    return one.type in SMALL and " " not in one.approved + one.candidate


def _settle(aligned: Alignment) -> None:
    """A denial, hedge or cause that stands elsewhere in other words cancels out."""
    for kind in GLOBAL:
        gone = [(g, t) for g in aligned.gaps for t in g.approved if t.kind & kind]
        come = [(g, t) for g in aligned.gaps for t in g.candidate if t.kind & kind]
        for (one, old), (two, new) in zip(gone, come, strict=False):
            aligned.related.append((old, new))
            one.approved.remove(old)
            two.candidate.remove(new)


def _settle_versus(aligned: Alignment, old: Wording, new: Wording) -> None:
    """Both wordings compare; one says the word once more."""
    if vocabulary.VERSUS in old.keys and vocabulary.VERSUS in new.keys:
        for gap in aligned.gaps:
            for side in (gap.approved, gap.candidate):
                for token in [t for t in side if t.word == vocabulary.VERSUS]:
                    side.remove(token)
                    aligned.related.append((token, token))


def _figures(aligned: Alignment) -> Iterable[Distortion]:
    old = [t for gap in aligned.gaps for t in gap.approved if t.quantity]
    new = [t for gap in aligned.gaps for t in gap.candidate if t.quantity]
    paired, gone, come = differences.pairs(old, new)
    yield from chain.from_iterable(differences.changed(*pair) for pair in paired)
    yield from chain.from_iterable(map(differences.dropped, gone))
    yield from chain.from_iterable(map(differences.added, come))


def _shares(old: Wording, new: Wording) -> Iterable[Distortion]:
    """A share of people is no relative change, though the figure is the same."""
    was, now = shares.roles(old.tokens), shares.roles(new.tokens)
    for key in was.keys() & now.keys():
        if shares.differ(was[key], now[key]):
            yield Distortion("relative_absolute", _text(old, key), _text(new, key))


def _text(wording: Wording, key: object) -> str:
    return next(token.text for token in wording.content if token.key == key)


def _unmarked(old: Wording, new: Wording, aligned: Alignment) -> Comparison:
    """Nothing is left over: equivalent if every way is a named one."""
    if aligned.related or not ways.are_whole(aligned, old, new):
        pairs = [
            Distortion("other", one.text, two.text) for one, two in aligned.related
        ]
        return outcomes.different(pairs, _unexplained(aligned, old))
    return outcomes.equivalent(ways.named(old, new, aligned))


def _judged(
    found: list[Distortion], old: Wording, new: Wording, aligned: Alignment
) -> Comparison:
    """Distorted where a type is sure; in a paraphrase only what no words can hide."""
    closeness = _closeness(aligned, old, new)
    unsure = FREE | (
        WEAK if closeness < (ENOUGH if aligned.moved else SOME) else frozenset()
    )
    is_free = closeness < ENOUGH or _is_recast(aligned)
    if aligned.moved and len(aligned.moved) + len(aligned.related) >= FEW:
        is_free, unsure = True, unsure if is_free else SOFT
    sure = [
        one
        for one in found
        if one.type != "other" and not (is_free and one.type in unsure)
    ]
    if not sure:
        return outcomes.different(found, _unexplained(aligned, old))
    return outcomes.distorted(sure if is_free else found)


def _is_recast(aligned: Alignment) -> bool:
    """Whether the sentence was built anew: many pieces moved and words exchanged."""
    return len(aligned.moved) + min(len(aligned.related), 2) > RECAST


def _closeness(aligned: Alignment, old: Wording, new: Wording) -> float:
    """The larger share of either wording's words that the other has."""
    kept = sum(bool(pair[0].word) for pair in aligned.kept)
    moved = sum(bool(pair[0].word) for run in aligned.moved for pair in run)
    found = kept + 0.5 * (moved + len(aligned.related))
    sizes = [sum(bool(t.word) for t in side.content) for side in (old, new)]
    return max(found / size if size else 1.0 for size in sizes)


def _unexplained(aligned: Alignment, old: Wording) -> float:
    left = sum(len(gap.approved) + len(gap.candidate) for gap in aligned.gaps)
    return (left + 0.5 * len(aligned.related)) / (2 * max(len(old.content), 1))
