"""Measures of difference on texts small enough to reckon by hand, and their laws."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.pieces import Part, Segment
from content_engine.planning.drafts import Draft, DraftPart, DraftSegment
from content_engine.vocabulary import PartName, SegmentKind
from content_engine.writers.composer import diversity
from content_engine.writers.composer.pools import Candidate, Chosen

TEXTS = st.lists(
    st.lists(st.sampled_from("abcd"), max_size=8).map(" ".join), max_size=6
)

FEW = settings(max_examples=40)
SMALL = 0.1  # what an order without any match counts as


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("…", []),
        ("One, two!", ["one", "two"]),
        ("Don't stop", ["don't", "stop"]),
        ("You’ll see", ["you’ll", "see"]),
        ("e-mail", ["e", "mail"]),
        ("snake_case", ["snake", "case"]),
        ("Heart 2 heart", ["heart", "2", "heart"]),
        ("STRAßE", ["strasse"]),
        ("{{userName}}", ["username"]),
    ],
)
def test_what_counts_as_a_word(text: str, words: list[str]) -> None:
    assert diversity.words_of(text) == words


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        pytest.param("a b c", "a b c", 1.0, id="the same"),
        pytest.param("a b c", "x y z", 0.0, id="nothing in common"),
        pytest.param("a b c d", "b c d e", 1 / 3, id="one run of three"),
        pytest.param("a b c d e", "a b c d x", 2 / 4, id="two runs of four"),
        pytest.param("a b c a b c", "a b c", 1 / 3, id="runs count once"),
        pytest.param("a b", "a b", 1.0, id="no run in either"),
        pytest.param("a b", "a b c", 0.0, id="a run in one only"),
        pytest.param("A, b. C!", "a b c", 1.0, id="case and points are no difference"),
    ],
)
def test_likeness_by_common_runs_of_three(one: str, other: str, share: float) -> None:
    found = diversity.jaccard(diversity.trigrams(one), diversity.trigrams(other))
    assert found == pytest.approx(share)


@pytest.mark.parametrize(
    ("texts", "share"),
    [
        pytest.param([], 1.0, id="no text"),
        pytest.param(["alone"], 1.0, id="no pair"),
        pytest.param(["a b"], 1.0, id="one pair"),
        pytest.param(["a b", "a b"], 1 / 2, id="one pair twice"),
        pytest.param(["a b a b"], 2 / 3, id="ab ba ab"),
        pytest.param(["a a a a"], 1 / 3, id="one word four times"),
        pytest.param(["a b c", "b c d"], 3 / 4, id="one of four again"),
        pytest.param(["a b", "b a"], 1.0, id="turned is another"),
    ],
)
def test_different_pairs_by_all_pairs(texts: list[str], share: float) -> None:
    assert diversity.distinct2(texts) == pytest.approx(share)


@pytest.mark.parametrize(
    ("texts", "largest"),
    [
        pytest.param([], 0.0, id="no text"),
        pytest.param(["a b c"], 0.0, id="no other"),
        pytest.param(["a b c", "x y z"], 0.0, id="two of nothing in common"),
        pytest.param(["a b c d", "x y z", "b c d e"], 1 / 3, id="the nearest pair"),
        pytest.param(["a b c", "x y z", "a b c"], 1.0, id="one text twice"),
    ],
)
def test_the_largest_likeness_of_any_two(texts: list[str], largest: float) -> None:
    assert diversity.largest_jaccard(texts) == pytest.approx(largest)


def mean(*precisions: float) -> float:
    """The geometric mean."""
    return math.exp(sum(map(math.log, precisions)) / len(precisions))


@pytest.mark.parametrize(
    ("texts", "score"),
    [
        pytest.param([], 0.0, id="no text"),
        pytest.param(["a b c d"], 0.0, id="no other"),
        pytest.param(["a b c d", "a b c d"], 1.0, id="the same twice"),
        pytest.param(
            ["a b c d", "w x y z"],
            mean(SMALL / 4, SMALL / 3, SMALL / 2, SMALL / 1),
            id="nothing in common",
        ),
        pytest.param(
            ["a b c d", "a b c x"],
            mean(3 / 4, 2 / 3, 1 / 2, SMALL / 1),
            id="three words in a row",
        ),
        pytest.param(
            ["a b c d", "a b c d e"],
            (math.exp(1 - 5 / 4) * 1.0 + mean(4 / 5, 3 / 4, 2 / 3, 1 / 2)) / 2,
            id="the shorter is punished",
        ),
        pytest.param(
            ["a a a a", "a b c d"],
            mean(1 / 4, SMALL / 3, SMALL / 2, SMALL / 1),
            id="a repeated word counts as often as it is matched",
        ),
        pytest.param(
            ["", "a b c d"],
            (0 + mean(SMALL / 4, SMALL / 3, SMALL / 2, SMALL / 1)) / 2,
            id="an empty text",
        ),
    ],
)
def test_self_bleu_reckoned_by_hand(texts: list[str], score: float) -> None:
    assert diversity.self_bleu4(texts) == pytest.approx(score)


@FEW
@given(TEXTS)
def test_measures_do_not_mind_the_order(texts: list[str]) -> None:
    turned = texts[::-1]
    assert diversity.self_bleu4(turned) == pytest.approx(diversity.self_bleu4(texts))
    assert diversity.distinct2(turned) == diversity.distinct2(texts)
    assert diversity.largest_jaccard(turned) == diversity.largest_jaccard(texts)


@FEW
@given(TEXTS)
def test_measures_lie_between_nothing_and_one(texts: list[str]) -> None:
    for measure in (
        diversity.self_bleu4,
        diversity.distinct2,
        diversity.largest_jaccard,
    ):
        assert 0 <= measure(texts) <= 1 + 1e-9


@FEW
@given(TEXTS, st.sampled_from("abcd"))
def test_saying_a_message_again_is_never_more_different(
    texts: list[str], last: str
) -> None:
    text = f"{last} {last} {last}"
    doubled = [*texts, text, text]
    assert diversity.distinct2(doubled) <= diversity.distinct2([*texts, text])
    assert diversity.largest_jaccard(doubled) == 1.0


def segment(kind: str, text: str, ref: str | None = None) -> Segment:
    return Segment(SegmentKind(kind), text, ref)


@pytest.mark.parametrize(
    ("segments", "locked", "told"),
    [
        pytest.param([segment("copy", "Hello there.")], [], "Hello there.", id="copy"),
        pytest.param([segment("block", "A.", "a@1")], [], "A.", id="a block"),
        pytest.param([segment("block", "Q.", "c@1")], ["c@1"], "", id="a qualifier"),
        pytest.param([segment("block", "Line.")], [], "", id="an obligatory line"),
        pytest.param([segment("claim", "Claim.", "c@1")], [], "", id="a claim"),
        pytest.param([segment("safety", "Safety.", "s@1")], [], "", id="safety"),
        pytest.param([segment("reference", "[1]", "r@1")], [], "", id="a mark"),
        pytest.param([segment("token", "{{userName}}", "u")], [], "", id="a token"),
        pytest.param(
            [segment("block", "A. ", "a@1"), segment("copy", "\n\nB.")],
            [],
            "A. B.",
            id="joints are one space",
        ),
    ],
)
def test_only_what_connects_is_measured(
    segments: list[Segment], locked: list[str], told: str
) -> None:
    part = Part(PartName.BODY, tuple(segments))
    assert diversity.connective_text([part], locked) == told


def draft(text: str) -> Draft:
    copy = DraftSegment(SegmentKind.COPY, None, text)
    return Draft((DraftPart(PartName.BODY, (copy,)),))


def pool_of(chosen: Chosen, *texts: str) -> list[Candidate]:
    return [chosen.candidate(draft(text)) for text in texts]


def test_the_least_like_any_chosen_message_comes_first() -> None:
    chosen = Chosen()
    chosen.add(chosen.candidate(draft("a b c d e")))
    pool = pool_of(chosen, "a b c d x", "p q r s t", "a b c y z")
    taken = [candidate.text for candidate in chosen.farthest_first(pool)]
    assert taken == ["p q r s t", "a b c y z", "a b c d x"]
    assert pool == []


def test_what_was_taken_counts_for_the_next() -> None:
    chosen = Chosen()
    pool = pool_of(chosen, "a b c d e", "a b c d f", "v w x y z")
    order = []
    for candidate in chosen.farthest_first(pool):
        chosen.add(candidate)
        order.append(candidate.text)
    assert order == ["a b c d e", "v w x y z", "a b c d f"]


def test_a_text_chosen_before_is_dropped_from_the_pool() -> None:
    chosen = Chosen()
    pool = pool_of(chosen, "a b c", "a b c", "d e f")
    taken = []
    for candidate in chosen.farthest_first(pool):
        chosen.add(candidate)
        taken.append(candidate.text)
    assert taken == ["a b c", "d e f"]


@FEW
@given(TEXTS, TEXTS)
def test_the_pool_compares_as_the_measure_does(
    before: list[str], waiting: list[str]
) -> None:
    chosen = Chosen()
    for text in before:
        chosen.add(chosen.candidate(draft(text)))
    pool = pool_of(chosen, *waiting)
    for candidate in chosen.farthest_first(pool):
        likeness = [
            diversity.jaccard(diversity.trigrams(candidate.text), diversity.trigrams(t))
            for t in before
        ]
        assert candidate.nearest == pytest.approx(max(likeness, default=0.0))


@FEW
@given(TEXTS)
def test_nothing_is_taken_twice_and_nothing_is_lost(waiting: list[str]) -> None:
    chosen = Chosen()
    pool = pool_of(chosen, *waiting)
    taken = []
    for candidate in chosen.farthest_first(pool):
        chosen.add(candidate)
        taken.append(candidate.text)
    assert sorted(taken) == sorted(set(waiting))
