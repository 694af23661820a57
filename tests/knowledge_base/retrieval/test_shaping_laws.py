"""Laws of folding and of variety: who stands under whom, and what comes next."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.embeddings.hashing import HashingEmbedder
from knowledge_base.retrieval import diversity, grouping
from knowledge_base.retrieval.grouping import Wording

LAW = settings(max_examples=50, deadline=None)
TEXT = st.lists(
    st.sampled_from(
        ["urate", "fell", "12%", "adults", "tablet", "week", "24", "daily"]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)
WORDINGS = st.lists(TEXT, min_size=1, max_size=8).map(
    lambda texts: [Wording(pk, f"c{pk}", text) for pk, text in enumerate(texts, 1)]
)


@LAW
@given(WORDINGS)
def test_a_head_stands_under_itself_and_before_what_it_heads(
    wordings: list[Wording],
) -> None:
    heads = grouping.heads(wordings)
    order = {one.pk: place for place, one in enumerate(wordings)}
    for pk, head in heads.items():
        assert heads[head] == head
        assert order[head] <= order[pk]


@LAW
@given(WORDINGS)
def test_what_is_folded_names_the_same_figures(wordings: list[Wording]) -> None:
    texts = {one.pk: one.text for one in wordings}
    for pk, head in grouping.heads(wordings).items():
        mine, theirs = (
            sorted(grouping.FIGURE.findall(texts[one])) for one in (pk, head)
        )
        assert mine == theirs


@LAW
@given(WORDINGS, st.randoms(use_true_random=False))
def test_the_order_of_words_in_a_text_changes_no_group(
    wordings: list[Wording], chance: object
) -> None:
    shuffled = [
        Wording(one.pk, one.claim, " ".join(sorted(one.text.split())))
        for one in wordings
    ]
    assert grouping.heads(shuffled) == grouping.heads(wordings)


@LAW
@given(WORDINGS, TEXT)
def test_what_comes_last_moves_nobody(wordings: list[Wording], text: str) -> None:
    before = grouping.heads(wordings)
    after = grouping.heads([*wordings, Wording(99, "last", text)])
    assert {pk: head for pk, head in after.items() if pk != 99} == before


@LAW
@given(WORDINGS)
def test_the_same_words_twice_are_one_group(wordings: list[Wording]) -> None:
    twins = [Wording(one.pk + 100, f"t{one.pk}", one.text) for one in wordings]
    heads = grouping.heads([*wordings, *twins])
    for one in wordings:
        assert heads[one.pk + 100] == heads[one.pk]


@LAW
@given(WORDINGS)
def test_folding_keeps_everybody_once_and_in_order(wordings: list[Wording]) -> None:
    groups = grouping.folded(grouping.heads(wordings))
    everybody = [pk for head, members in groups.items() for pk in (head, *members)]
    assert sorted(everybody) == [one.pk for one in wordings]
    assert all(members == sorted(members) for members in groups.values())


@pytest.mark.parametrize(
    ("shared", "own", "is_folded"),
    [(3, 1, True), (6, 2, True), (5, 2, False), (2, 1, False), (4, 0, True)],
)
def test_three_quarters_of_all_words_make_a_twin(
    shared: int, own: int, is_folded: bool
) -> None:
    """``shared`` words in both and ``own`` more in the second."""
    names = ["alpha", "bravo", "delta", "gamma", "kappa", "lambda", "omega", "sigma"]
    one, other = names[:shared], names[: shared + own]
    heads = grouping.heads(
        [Wording(1, "a", " ".join(one)), Wording(2, "b", " ".join(other))]
    )
    assert (heads[2] == 1) is is_folded


# variety


def made(texts: list[str]) -> tuple[list[int], dict[int, float], diversity.Vectors]:
    order = list(range(len(texts)))
    scores = {pk: 1 - pk / (2 * len(texts)) for pk in order}
    return order, scores, dict(enumerate(HashingEmbedder().embed(texts)))


TEXTS = st.lists(TEXT, min_size=1, max_size=8, unique=True)
SHARE = st.floats(0, 1, allow_nan=False)


@LAW
@given(TEXTS, SHARE, st.integers(1, 10))
def test_a_shorter_selection_is_the_beginning_of_a_longer(
    texts: list[str], share: float, limit: int
) -> None:
    order, scores, vectors = made(texts)
    long = diversity.pick(order, scores, vectors, diversity=share, limit=99)
    short = diversity.pick(order, scores, vectors, diversity=share, limit=limit)
    assert short == long[:limit]
    assert sorted(long) == order


@LAW
@given(TEXTS, st.floats(0.01, 0.99))
def test_each_next_one_is_worth_most_of_what_is_left(
    texts: list[str], share: float
) -> None:
    order, scores, vectors = made(texts)
    picked = diversity.pick(order, scores, vectors, diversity=share, limit=99)

    def worth(pk: int, chosen: list[int]) -> float:
        likeness = max([0.0, *(float(vectors[pk] @ vectors[one]) for one in chosen)])
        return (1 - share) * scores[pk] - share * likeness

    for place, pk in enumerate(picked):
        best = max(worth(one, picked[:place]) for one in picked[place:])
        assert worth(pk, picked[:place]) == pytest.approx(best, abs=1e-4)


@LAW
@given(TEXTS, st.floats(0.01, 1))
def test_a_twin_of_the_first_never_comes_before_a_stranger_of_its_score(
    texts: list[str], share: float
) -> None:
    rows = HashingEmbedder().embed([*texts, "an entirely other sentence"])
    vectors = {0: rows[0], 1: rows[0], 2: rows[-1]}
    scores = {0: 1.0, 1: 0.5, 2: 0.5}
    picked = diversity.pick([0, 1, 2], scores, vectors, diversity=share, limit=3)
    if float(rows[0] @ rows[-1]) < 0.999:
        assert picked == [0, 2, 1]


def test_full_variety_spreads_over_the_corners() -> None:
    corners = np.eye(3, dtype=np.float32)
    vectors = {n: corners[n // 2] for n in range(6)}
    scores = dict.fromkeys(range(6), 1.0)
    picked = diversity.pick(range(6), scores, vectors, diversity=1.0, limit=6)
    assert [n // 2 for n in picked[:3]] == [0, 1, 2]


@pytest.mark.parametrize("limit", [0, 1, 2, 3, 9])
@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_no_more_than_asked_and_no_more_than_there_are(
    limit: int, share: float
) -> None:
    order, scores, vectors = made(["a", "b", "c"])
    picked = diversity.pick(order, scores, vectors, diversity=share, limit=limit)
    assert len(picked) == min(limit, 3)
    assert diversity.pick([], {}, {}, diversity=share, limit=limit) == []


@pytest.mark.parametrize("lost", list(itertools.combinations(range(3), 2)))
def test_without_vectors_the_best_comes_first(lost: tuple[int, ...]) -> None:
    order, scores, vectors = made(["a", "b", "c"])
    known = {pk: point for pk, point in vectors.items() if pk not in lost}
    picked = diversity.pick(order, scores, known, diversity=0.5, limit=3)
    assert picked == [0, 1, 2]
