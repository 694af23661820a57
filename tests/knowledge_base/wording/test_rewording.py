"""How one wording becomes another: both are whole in the runs that lead there."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.exchange import differences
from knowledge_base.labels import comparing
from knowledge_base.wording import rewording
from knowledge_base.wording.rewording import ADDED, KEPT, REMOVED, Run

LAW = settings(max_examples=50, deadline=None)
WORDS = st.lists(st.sampled_from(["urate", "fell", "9.8%", ",", "in", "adults"]))


def told(old: list[str], new: list[str]) -> list[tuple[str, list[str]]]:
    return [
        (kind, (old if kind == REMOVED else new)[start:end])
        for kind, start, end in rewording.runs(old, new)
    ]


@LAW
@given(WORDS, WORDS)
def test_both_texts_are_whole_in_the_runs(old: list[str], new: list[str]) -> None:
    runs = told(old, new)
    assert [word for kind, words in runs if kind != ADDED for word in words] == old
    assert [word for kind, words in runs if kind != REMOVED for word in words] == new


@LAW
@given(WORDS, WORDS)
def test_no_run_is_empty_and_no_two_of_a_kind_follow(
    old: list[str], new: list[str]
) -> None:
    runs = told(old, new)
    assert all(words for _, words in runs)
    kinds = [kind for kind, _ in runs]
    assert all(one != other for one, other in itertools.pairwise(kinds))
    assert (ADDED, REMOVED) not in itertools.pairwise(kinds)


@LAW
@given(WORDS)
def test_what_is_equal_is_kept_whole(words: list[str]) -> None:
    assert told(words, words) == ([(KEPT, words)] if words else [])


@LAW
@given(WORDS, WORDS, st.integers(0, 5))
def test_words_put_in_are_all_that_is_told(
    words: list[str], put: list[str], place: int
) -> None:
    words = list(dict.fromkeys(words))  # which of two equal words is old nobody knows
    new = [*words[:place], *(f"new {one}" for one in put), *words[place:]]
    changed = [each for each in told(words, new) if each[0] != KEPT]
    assert changed == ([(ADDED, [f"new {one}" for one in put])] if put else [])


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("", "", []),
        ("", "a", [Run(ADDED, 0, 1)]),
        ("a", "", [Run(REMOVED, 0, 1)]),
        (
            "a b c",
            "a x c",
            [(KEPT, 0, 1), (REMOVED, 1, 2), (ADDED, 1, 2), (KEPT, 2, 3)],
        ),
        ("a b", "b a", [(ADDED, 0, 1), (KEPT, 1, 2), (REMOVED, 1, 2)]),
    ],
)
def test_places_count_in_their_own_text(
    old: str, new: str, runs: list[tuple[str, int, int]]
) -> None:
    assert list(rewording.runs(old.split(), new.split())) == runs


@pytest.mark.parametrize(("words", "is_whole"), [(223, False), (224, True)])
def test_endless_repetition_is_replaced_whole(words: int, is_whole: bool) -> None:
    """223 times 223 pairs are just below the most that are compared."""
    old, new = ["same"] * words, ["same"] * words + ["end"]
    kinds = [kind for kind, _ in told(old, new)]
    assert kinds == ([REMOVED, ADDED] if is_whole else [KEPT, ADDED])


def test_spaces_are_no_repetition() -> None:
    old = re.findall(r"\s+|\w+", " ".join(f"w{n}" for n in range(400)))
    assert [kind for kind, _ in told(old, [*old, "end"])] == [KEPT, ADDED]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("9.8% of 1,934", ["9.8%", "of", "1,934"]),
        ("p<0.001.", ["p", "<", "0.001", "."]),
        ("(n=12)", ["(", "n", "=", "12", ")"]),
        ("well-known", ["well", "-", "known"]),
        ("5.", ["5", "."]),
        ("48 %", ["48", "%"]),
    ],
)
def test_a_figure_is_one_word(text: str, words: list[str]) -> None:
    assert re.findall(rewording.WORD, text) == words


@LAW
@given(WORDS, WORDS)
def test_labels_and_imports_tell_the_same_words(old: list[str], new: list[str]) -> None:
    """One shows spaces as they are, the other folds them; the words agree."""
    one, other = " ".join(old), " ".join(new)
    names = {"unchanged": KEPT, "removed": REMOVED, "added": ADDED}
    label = [
        (names[run.kind], word)
        for run in comparing.word_runs(one, other)
        for word in re.findall(rewording.WORD, run.text)
    ]
    sheet = [
        (run.kind, word)
        for run in differences.words(one, other)
        for word in re.findall(rewording.WORD, run.text)
    ]
    for mine in (label, sheet):
        assert [w for kind, w in mine if kind != ADDED] == re.findall(
            rewording.WORD, one
        )
        assert [w for kind, w in mine if kind != REMOVED] == re.findall(
            rewording.WORD, other
        )
    assert (one == other) == all(kind == KEPT for kind, _ in label)
