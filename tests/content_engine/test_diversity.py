"""Measures of difference agree with their formulas; the widest set is chosen."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.pieces import Part, Segment
from content_engine.planning.drafts import Draft, DraftPart, DraftSegment
from content_engine.vocabulary import PartName, SegmentKind
from content_engine.writers.composer import diversity
from content_engine.writers.composer.pools import Candidate, Chosen

WORDS = st.lists(
    st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=12).map(" ".join),
    min_size=2,
    max_size=6,
)


def naive_self_bleu(texts: list[str]) -> float:
    """BLEU-4 as the papers write it, text by text."""

    def grams(words: list[str], n: int) -> list[tuple[str, ...]]:
        return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]

    def bleu(candidate: list[str], references: list[list[str]]) -> float:
        logs = 0.0
        for n in range(1, 5):
            mine = grams(candidate, n)
            matched = sum(
                min(mine.count(g), max(grams(r, n).count(g) for r in references))
                for g in set(mine)
            )
            logs += math.log((matched or 0.1) / max(len(mine), 1)) / 4
        closest = min((abs(len(r) - len(candidate)), len(r)) for r in references)[1]
        penalty = min(0.0, 1 - closest / len(candidate))
        return min(1.0, math.exp(penalty + logs))

    split = [text.split() for text in texts]
    scores = [bleu(w, split[:i] + split[i + 1 :]) for i, w in enumerate(split)]
    return sum(scores) / len(scores)


@given(WORDS)
def test_self_bleu_equals_the_formula(texts: list[str]) -> None:
    assert diversity.self_bleu4(texts) == pytest.approx(naive_self_bleu(texts))


@given(WORDS)
def test_all_measures_lie_between_nothing_and_everything(texts: list[str]) -> None:
    for measure in (
        diversity.self_bleu4,
        diversity.distinct2,
        diversity.largest_jaccard,
    ):
        assert 0 <= measure(texts) <= 1


def test_equal_texts_are_alike_and_others_are_not() -> None:
    same = ["one two three four five six"] * 3
    assert diversity.self_bleu4(same) == pytest.approx(1)
    assert diversity.largest_jaccard(same) == 1
    assert diversity.distinct2(same) == pytest.approx(1 / 3)
    apart = ["one two three four five", "six seven eight nine ten"]
    assert diversity.self_bleu4(apart) < 0.05
    assert diversity.largest_jaccard(apart) == 0
    assert diversity.distinct2(apart) == 1


def test_nothing_to_compare() -> None:
    assert diversity.self_bleu4(["alone"]) == 0
    assert diversity.self_bleu4(["", "words here"]) < 0.5
    assert diversity.largest_jaccard([]) == 0
    assert diversity.distinct2([]) == 1
    assert diversity.jaccard(frozenset(), frozenset()) == 1


def test_only_what_connects_is_measured() -> None:
    part = Part(
        PartName.BODY,
        (
            Segment(SegmentKind.BLOCK, "Promotional line."),
            Segment(SegmentKind.COPY, "\n\n"),
            Segment(SegmentKind.BLOCK, "An opening.", "opening@1"),
            Segment(SegmentKind.COPY, "Free words."),
            Segment(SegmentKind.CLAIM, "A claim.", "claim@1"),
            Segment(SegmentKind.BLOCK, "A qualifier.", "claim@1"),
            Segment(SegmentKind.REFERENCE, "[1]", "source@1"),
        ),
    )
    text = diversity.connective_text([part], ["claim@1"])
    assert text == "An opening. Free words."


def draft(text: str) -> Draft:
    segment = DraftSegment(SegmentKind.BLOCK, "b@1", text)
    claim = DraftSegment(SegmentKind.CLAIM, "c@1")
    return Draft((DraftPart(PartName.BODY, (segment, claim)),))


def picked(texts: list[str], count: int) -> list[str]:
    chosen = Chosen()
    pool = [chosen.candidate(draft(text)) for text in texts]
    found = []
    for _ in range(count):
        candidate = next(chosen.farthest_first(pool))
        chosen.add(candidate)
        found.append(candidate.text)
    return found


def test_the_farthest_comes_first() -> None:
    texts = ["a b c d e f", "a b c d e g", "a b c x y z", "m n o p q r"]
    assert picked(texts, 3) == ["a b c d e f", "m n o p q r", "a b c x y z"]


def test_a_text_that_was_chosen_is_dropped() -> None:
    chosen = Chosen()
    first = chosen.candidate(draft("a b c d"))
    chosen.add(first)
    again: list[Candidate] = [chosen.candidate(draft("a b c d"))]
    assert list(chosen.farthest_first(again)) == []


def test_texts_too_short_for_a_trigram_count_as_the_same() -> None:
    assert picked(["a b", "c d", "e f g h"], 2)[1] == "e f g h"


@given(st.lists(st.text("abcdef ", min_size=5), min_size=3, max_size=8, unique=True))
def test_choosing_compares_as_the_measure_does(texts: list[str]) -> None:
    chosen = Chosen()
    candidates = [chosen.candidate(draft(text)) for text in texts]
    chosen.add(candidates[0])
    list(chosen.farthest_first(candidates[1:]))
    for candidate in candidates[1:]:
        assert candidate.nearest == pytest.approx(
            diversity.jaccard(
                diversity.trigrams(candidates[0].text),
                diversity.trigrams(candidate.text),
            )
        )
