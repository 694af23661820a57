"""Measures how much messages differ in their connective words, and picks a wide set.

Claims, safety information and obligatory lines must repeat word for word, so whole
messages would always look alike: only what connects them is measured.
"""

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from content_engine.pieces import Part
from content_engine.vocabulary import SegmentKind

Grams = Counter[tuple[str, ...]]
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
ORDERS = (1, 2, 3, 4)
NO_MATCH = 0.1  # method 1 of Chen and Cherry: a small count in place of none


def connective_text(parts: Iterable[Part], claim_refs: Iterable[str] = ()) -> str:
    """The copy and block text of a message; obligatory lines have no reference.

    ``claim_refs`` names the claims whose qualifiers, though blocks, must repeat.
    """
    locked = set(claim_refs)
    stretches = []
    for part in parts:
        words = [
            segment.text
            for segment in part.segments
            if segment.kind == SegmentKind.COPY
            or (
                segment.kind == SegmentKind.BLOCK and segment.ref not in {None, *locked}
            )
        ]
        stretches.append(" ".join(words))
    return " ".join(" ".join(stretches).split())


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [word.casefold() for word in WORD.findall(text)]


@functools.lru_cache(maxsize=8192)
def trigrams(text: str) -> frozenset[tuple[str, ...]]:
    """All runs of three words."""
    return frozenset(_grams(words_of(text), 3))


def self_bleu4(texts: Sequence[str]) -> float:
    """Mean BLEU-4 of each text against all others: 0 all different, 1 all the same.

    BLEU after Papineni et al. (ACL 2002): brevity penalty times the geometric mean of
    clipped n-gram precisions, n from 1 to 4; self-BLEU after Zhu et al. (SIGIR 2018);
    smoothing method 1 of Chen and Cherry (WMT 2014). Fewer than two texts give 0.
    """
    if len(texts) < 2:
        return 0.0
    tokens = [words_of(text) for text in texts]
    lengths = [len(words) for words in tokens]
    orders = [_Order([_grams(words, order) for words in tokens]) for order in ORDERS]
    scores = [
        _bleu4([order.precision(place) for order in orders], lengths, place)
        for place in range(len(texts))
    ]
    return sum(scores) / len(scores)


def distinct2(texts: Sequence[str]) -> float:
    """Different word pairs by all word pairs (Li et al., NAACL 2016); 1 for no pair."""
    pairs: Grams = Counter()
    for text in texts:
        pairs.update(_grams(words_of(text), 2))
    return len(pairs) / pairs.total() if pairs else 1.0


def largest_jaccard(texts: Sequence[str]) -> float:
    """The largest share of trigrams that any two texts have in common."""
    return max(
        (
            jaccard(trigrams(one), trigrams(other))
            for place, one in enumerate(texts)
            for other in texts[:place]
        ),
        default=0.0,
    )


def jaccard(
    one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]
) -> float:
    """Common members by all members; two empty sets are the same."""
    everything = len(one | other)
    return len(one & other) / everything if everything else 1.0


class _Order:
    """The n-grams of one length in all texts.

    For each gram the two highest counts are kept: the most that the others have is the
    highest, or the second where the text itself holds the highest.
    """

    def __init__(self, counted: Sequence[Grams]) -> None:
        self._counted = counted
        self._best: dict[tuple[str, ...], tuple[int, int, int]] = {}
        for place, grams in enumerate(counted):
            for gram, count in grams.items():
                most, holder, second = self._best.get(gram, (0, -1, 0))
                if count > most:
                    self._best[gram] = (count, place, most)
                elif count > second:
                    self._best[gram] = (most, holder, count)

    def precision(self, place: int) -> float:
        """The clipped precision of one text against all others, smoothed."""
        grams, matched = self._counted[place], 0
        for gram, count in grams.items():
            most, holder, second = self._best[gram]
            matched += min(count, second if holder == place else most)
        return (matched or NO_MATCH) / max(grams.total(), 1)


def _bleu4(precisions: Sequence[float], lengths: Sequence[int], place: int) -> float:
    length = lengths[place]
    if not length:
        return 0.0
    others = (*lengths[:place], *lengths[place + 1 :])
    closest = min(others, key=lambda other: (abs(other - length), other))
    mean = sum(math.log(precision) for precision in precisions) / len(precisions)
    return min(1.0, math.exp(min(0.0, 1 - closest / length) + mean))


def _grams(words: Sequence[str], order: int) -> Grams:
    return Counter(zip(*(words[start:] for start in range(order)), strict=False))
