"""Compares a candidate with an approved wording, step by step; fails closed."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from content_engine.fidelity.comparing import (
    alignment,
    differences,
    firmness,
    gaps,
    layouts,
    outcomes,
    places,
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
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind
from content_engine.fidelity.comparing.wordings import Wording

LONGEST_TEXT = 4_000  # characters
LONGEST = 300  # content tokens; no statement is that long
ENOUGH = 0.6  # of either wording found in the other: an edit and no paraphrase
SOME = 0.35
RECAST = 3
FREE = frozenset({
    "qualifier_dropped", "statement_added", "other", "endpoint", "population",
    "intensifier", "safety_dropped", "comparator", "product", "causality", "frequency",
    "timepoint", "superlative", "hedge_added", "hedge_dropped", "unit",
})  # fmt: skip
SOFT = frozenset({"statement_added", "qualifier_dropped", "population", "endpoint"})
SMALL = frozenset({"statement_added", "qualifier_dropped", "timepoint"})
REBUILT = 5  # words that went or came
FEW = 2  # words exchanged or moved
RELATIVES = frozenset({"relative", "absolute"})
WEAK = frozenset({"negation", "direction"})
GLOBAL = (
    Kind.NEGATION, Kind.HEDGE, Kind.CAUSE, Kind.ASSOCIATION, Kind.SUPERLATIVE,
)  # fmt: skip


def compare(approved: str, candidate: str) -> Comparison:
    """How a candidate stands to an approved wording; pure, for any text."""
    if texts.key(approved) == texts.key(candidate):
        return outcomes.exact()
    if max(len(approved), len(candidate)) > LONGEST_TEXT:
        return outcomes.different([_whole("other", approved, candidate)], 1.0)
    old, new = wordings.read(approved), wordings.read(candidate)
    if not old.content or not new.content:
        return _with_nothing(old, new)
    if max(len(old.content), len(new.content)) > LONGEST:
        return outcomes.different([_whole("other", approved, candidate)], 1.0)
    return places.in_the_texts(_compared(old, new), old, new)


def _whole(name: str, approved: str, candidate: str) -> Distortion:
    """A departure of one text as a whole from the other."""
    spans = [(0, len(text)) if text else None for text in (approved, candidate)]
    return Distortion(name, approved, candidate, spans[0], spans[1])


def _compared(old: Wording, new: Wording) -> Comparison:
    if surroundings.hold_whole(old, new):
        return outcomes.equivalent([ways.VERBATIM])
    trimmed = surroundings.without(old, new)
    aligned = alignment.align(old.content, trimmed)
    found = _found(old, new, aligned)
    if not found:
        return _unmarked(old, new, aligned)
    return _judged(found, old, new, aligned)


def _with_nothing(old: Wording, new: Wording) -> Comparison:
    """One of the wordings has no content: a sign, a lone preposition, nothing."""
    if old.content:
        dropped = [_whole("qualifier_dropped", old.text, new.text)]
        return outcomes.distorted(dropped)
    kind = "statement_added" if new.content else "other"
    return outcomes.different([_whole(kind, old.text, new.text)], 1.0)


def _found(old: Wording, new: Wording, aligned: Alignment) -> list[Distortion]:
    _settle(aligned)
    _settle_versus(aligned, old, new)
    layouts.settle(old, new, aligned)
    swapped = list(swaps.find(old, new, aligned))
    worded = [one for gap in aligned.gaps for one in gaps.types(gap)]
    if swapped and any(one.type == "direction" for one in worded):
        swapped, worded = [], [_unsure(one) for one in (*swapped, *worded)]
    if _reworded(aligned):
        worded = [
            replace(one, type="other") if one.type in SMALL else one for one in worded
        ]
    if aligned.related or aligned.settled or aligned.moved:
        worded = [_unsure(one) if _is_small(one) else one for one in worded]
    worded = [
        replace(one, is_firm=False) if _may_stand_elsewhere(one) else one
        for one in worded
    ]
    return [*_figures(aligned, old, new), *swapped, *_shares(old, new), *worded]


def _may_stand_elsewhere(one: Distortion) -> bool:
    """``relative`` is gone here and may be told where the sentence goes on."""
    sides = (
        RELATIVES & set(one.approved.split()),
        RELATIVES & set(one.candidate.split()),
    )
    return one.type == "relative_absolute" and not all(sides)


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
    if any(one.kind & two.kind & Kind.HEDGE for one, two in aligned.related):
        _settle_rest(aligned, Kind.HEDGE)


def _settle_rest(aligned: Alignment, kind: Kind) -> None:
    """Where doubt is said in other words, more words of it add nothing."""
    for gap in aligned.gaps:
        for token in [token for token in gap.candidate if token.kind & kind]:
            gap.candidate.remove(token)
            aligned.settled.append(((), (token,)))


def _settle_versus(aligned: Alignment, old: Wording, new: Wording) -> None:
    """Both wordings compare; one says the word once more."""
    if vocabulary.VERSUS in old.keys and vocabulary.VERSUS in new.keys:
        for gap in aligned.gaps:
            for token in [t for t in gap.approved if t.word == vocabulary.VERSUS]:
                gap.approved.remove(token)
                aligned.settled.append(((token,), ()))
            for token in [t for t in gap.candidate if t.word == vocabulary.VERSUS]:
                gap.candidate.remove(token)
                aligned.settled.append(((), (token,)))


def _figures(aligned: Alignment, old: Wording, new: Wording) -> Iterable[Distortion]:
    gone_figures = [t for gap in aligned.gaps for t in gap.approved if t.quantity]
    come_figures = [t for gap in aligned.gaps for t in gap.candidate if t.quantity]
    paired, gone, come = differences.pairs(gone_figures, come_figures)
    crossed, paired = differences.crossed(paired)
    yield from crossed
    was_said, is_said = firmness.said(old), firmness.said(new)
    for pair in paired:
        is_firm = firmness.contradict(*pair, was_said, is_said)
        for one in differences.changed(*pair):
            yield replace(one, is_firm=is_firm)
    shifted, gone, come = differences.replaced(gone, come)
    yield from shifted
    every = [*come_figures, *(pair[1] for pair in aligned.kept)]
    for token in gone:
        is_firm = firmness.is_missing(token, is_said)
        for one in differences.dropped(token, every):
            yield replace(one, is_firm=is_firm)
    yield from chain.from_iterable(map(differences.added, come))


def _shares(old: Wording, new: Wording) -> Iterable[Distortion]:
    """A share of people is no relative change, though the figure is the same."""
    was, now = shares.roles(old.tokens), shares.roles(new.tokens)
    for key in was.keys() & now.keys():
        if shares.differ(was[key], now[key]):
            yield places.told("relative_absolute", _one(old, key), _one(new, key))


def _one(wording: Wording, key: object) -> list[Token]:
    return [next(token for token in wording.content if token.key == key)]


def _unmarked(old: Wording, new: Wording, aligned: Alignment) -> Comparison:
    """Nothing is left over: equivalent if every way is a named one."""
    is_open = bool(aligned.related or aligned.settled)
    if is_open or not ways.are_whole(aligned, old, new):
        pairs = [places.told("other", [one], [two]) for one, two in aligned.related]
        alone = [places.told("other", *one) for one in aligned.settled]
        return outcomes.different([*pairs, *alone], _unexplained(aligned, old))
    return outcomes.equivalent(ways.named(old, new, aligned))


def _judged(
    found: list[Distortion], old: Wording, new: Wording, aligned: Alignment
) -> Comparison:
    """Distorted where a type is sure; in a paraphrase only what no words can hide."""
    closeness = _closeness(aligned, old, new)
    unsure = FREE | (WEAK if closeness < ENOUGH else frozenset())
    is_free = closeness < ENOUGH or _is_recast(aligned)
    if (
        aligned.moved
        and len(aligned.moved) + len(aligned.related) + len(aligned.settled) >= FEW
    ):
        is_free, unsure = True, unsure if is_free else SOFT
    is_free = is_free or _is_rebuilt(aligned) or _is_unproven(found)
    sure = [
        one
        for one in found
        if one.type != "other" and not (is_free and _is_doubtful(one, unsure))
    ]
    if closeness < SOME:
        sure = [one for one in sure if one.approved and one.candidate]
    if not sure:
        return outcomes.different(found, _unexplained(aligned, old))
    return outcomes.distorted(sure if is_free else found)


def _is_doubtful(one: Distortion, unsure: frozenset[str]) -> bool:
    """Whether a paraphrase could say this and mean the same."""
    if one.type in unsure or not one.is_firm:
        return True
    words = max(len(one.approved.split()), len(one.candidate.split()))
    return one.type in WEAK and words > FEW


def _is_unproven(found: list[Distortion]) -> bool:
    """Whether all that is typed could be another way of writing, beside other words."""
    typed = [one for one in found if one.type != "other"]
    return len(found) - len(typed) >= FEW and not any(one.is_firm for one in typed)


def _is_rebuilt(aligned: Alignment) -> bool:
    """Whether words went and came in so many places that it is another sentence."""
    gone = [sum(bool(t.word) for t in gap.approved) for gap in aligned.gaps]
    come = [sum(bool(t.word) for t in gap.candidate) for gap in aligned.gaps]
    touched = sum(bool(a or b) for a, b in zip(gone, come, strict=True))
    gone_words, come_words = sum(gone), sum(come)
    is_both = min(gone_words, come_words) >= FEW
    return is_both and touched > FEW and gone_words + come_words >= REBUILT


def _is_recast(aligned: Alignment) -> bool:
    """Whether the sentence was built anew: many pieces moved and words exchanged."""
    return (
        len(aligned.moved) + min(len(aligned.related) + len(aligned.settled), 2)
        > RECAST
    )


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
