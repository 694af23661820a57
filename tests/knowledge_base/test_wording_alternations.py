"""Brackets in copy stand for a known, small number of approved wordings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.wording.alternations import (
    MOST_EXPANSIONS,
    count,
    expansions,
    fault,
)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("No choice.", ("No choice.",)),
        ("two  spaces stay", ("two  spaces stay",)),
        ("[a|b] c", ("a c", "b c")),
        ("Read [this|that] [now|then].", (
            "Read this now.", "Read this then.", "Read that now.", "Read that then.",
        )),
        ("Read [on|].", ("Read on.", "Read.")),
        ("Read [|quite] this", ("Read this", "Read quite this")),
        ("[|Today ]we share.", ("We share.", "Today we share.")),
        ("[|Today, ]we share.", ("We share.", "Today, we share.")),
        ("[we|you] share", ("we share", "you share")),
        ("Well [|, now]: read", ("Well: read", "Well, now: read")),
        ("Dear [{{x}}|all],", ("Dear {{x}},", "Dear all,")),
    ],
)  # fmt: skip
def test_every_wording_in_order(text: str, made: tuple[str, ...]) -> None:
    assert expansions(text) == made
    assert fault(text) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[a|b", "never closed"),
        ("a]", "never opened"),
        ("][", "never opened"),
        ("[a|[b|c]]", "inside"),
        ("a|b", "outside"),
        ("[]", "no choice"),
        ("[only]", "no choice"),
        ("[|]", "same words twice"),
        ("[a|a]", "same words twice"),
        ("[a|b]" * 10, "more than 512"),
    ],
)
def test_faulty_brackets_say_what_is_wrong_and_approve_nothing(
    text: str, words: str
) -> None:
    assert words in fault(text)
    assert expansions(text) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [("plain", 1), ("[a|b|c] [d|e]", 6), ("[a|b]" * 20, 2**20)],
)
def test_wordings_are_counted_without_being_made(text: str, number: int) -> None:
    assert count(text) == number


WORD = st.text("abc ,.", max_size=4)
SET = st.lists(WORD, min_size=2, max_size=3).map(lambda words: f"[{'|'.join(words)}]")


@given(st.lists(st.one_of(WORD, SET), max_size=5).map("".join))
def test_what_is_expanded_is_tidy_and_within_the_count(text: str) -> None:
    made = expansions(text)
    assert len(made) <= min(count(text), MOST_EXPANSIONS)
    assert len(set(made)) == len(made)
    if "[" in text:
        assert all("[" not in one and "  " not in one for one in made)
        assert all(one == one.strip() for one in made)
