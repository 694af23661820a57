"""Results are shaped: near-duplicates folded under a head, and a varied selection."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.retrieval import diversity, grouping
from knowledge_base.retrieval.grouping import Wording

PAIRS: list[tuple[str, str, bool]] = [
    ("A randomized trial in 742 adults.", "A randomised trial in 742 adults.", True),
    ("One 40 mg tablet once daily.", "Once daily one 40 mg tablet.", True),
    ("One 40 mg tablet once daily.", "One 15 mg tablet once daily.", False),
    ("Nausea in 5% vs 3% over 12 weeks.", "Nausea in 3% vs 5% over 12 weeks.", True),
    ("Store it in the dark.", "Take it with water.", False),
    ("48% at week 12 in adults", "48% at week 12 in adults, and 27%", False),
]


@pytest.mark.parametrize(("one", "other", "is_folded"), PAIRS)
def test_the_same_figures_in_nearly_the_same_words_are_folded(
    one: str, other: str, is_folded: bool
) -> None:
    heads = grouping.heads([Wording(1, "a", one), Wording(2, "b", other)])
    assert heads == {1: 1, 2: 1 if is_folded else 2}


def test_another_revision_belongs_to_its_claim_whatever_it_says() -> None:
    wordings = [
        Wording(5, "a", "New words in 61% of adults."),
        Wording(3, "b", "Something else."),
        Wording(2, "a", "Old words in 60% of adults."),
        Wording(9, "c", "Something else!"),
    ]
    heads = grouping.heads(wordings)
    assert heads == {5: 5, 3: 3, 2: 5, 9: 3}
    assert grouping.folded(heads) == {5: [2], 3: [9]}


@given(
    st.lists(
        st.builds(
            Wording,
            st.integers(1, 50),
            st.sampled_from("abcdef"),
            st.lists(
                st.sampled_from(["urate", "12%", "flare", "gout"]), max_size=4
            ).map(" ".join),
        ),
        unique_by=lambda wording: wording.pk,
        max_size=12,
    )
)
def test_everybody_has_one_head_that_is_its_own(wordings: list[Wording]) -> None:
    heads = grouping.heads(wordings)
    assert list(heads) == [wording.pk for wording in wordings]
    assert all(heads[head] == head for head in heads.values())
    groups = grouping.folded(heads)
    assert sum(len(members) + 1 for members in groups.values()) == len(wordings)
    claims = {wording.claim: heads[wording.pk] for wording in wordings}
    assert all(heads[w.pk] == claims[w.claim] for w in wordings)


def points(*rows: tuple[float, float]) -> dict[int, np.ndarray]:
    made = {}
    for number, row in enumerate(rows, 1):
        vector = np.array(row, dtype=np.float32)
        made[number] = vector / np.linalg.norm(vector)
    return made


def test_without_diversity_the_order_of_fit_stays() -> None:
    scores = {1: 0.9, 2: 0.8, 3: 0.1}
    picked = diversity.pick([1, 2, 3], scores, {}, diversity=0, limit=2)
    assert picked == [1, 2]


def test_what_repeats_the_first_comes_after_what_differs() -> None:
    scores = {1: 0.9, 2: 0.89, 3: 0.5}
    known = points((1, 0), (1, 0.05), (0, 1))
    assert diversity.pick([1, 2, 3], scores, known, diversity=0.5, limit=3) == [1, 3, 2]
    assert diversity.pick([1, 2, 3], scores, known, diversity=0.1, limit=3) == [1, 2, 3]


def test_who_has_no_vector_is_like_nobody() -> None:
    known = {1: points((1, 0))[1], 2: points((1, 0))[1]}
    scores = {1: 0.9, 2: 0.8, 3: 0.3}
    assert diversity.pick([1, 2, 3], scores, known, diversity=0.6, limit=3)[1] == 3
    assert diversity.pick([1, 2], scores, {}, diversity=1.0, limit=5) == [1, 2]


@settings(max_examples=50)
@given(
    scores=st.dictionaries(st.integers(1, 9), st.floats(0, 1), min_size=1),
    strength=st.floats(0, 1),
    limit=st.integers(1, 12),
)
def test_a_selection_is_a_part_of_the_order_and_begins_with_the_best(
    scores: dict[int, float], strength: float, limit: int
) -> None:
    order = sorted(scores, key=lambda pk: -scores[pk])
    known = points(*((1.0, float(n % 3)) for n in range(9)))
    picked = diversity.pick(order, scores, known, diversity=strength, limit=limit)
    assert len(picked) == len(set(picked)) == min(limit, len(order))
    assert set(picked) <= set(order)
    if strength < 1:
        assert scores[picked[0]] == max(scores.values())
