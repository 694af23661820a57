"""Brackets of approved copy: each choice counts, and each fault has its sentence."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.wording import alternations
from knowledge_base.wording.alternations import MOST_EXPANSIONS

LAW = settings(max_examples=50, deadline=None)
WORD = st.text("abcxyz", min_size=1, max_size=4)
CHOICE = st.lists(WORD, min_size=2, max_size=4, unique=True)
# Words and choices in turn, each apart by one space.
PIECES = st.lists(st.one_of(WORD, CHOICE), min_size=1, max_size=6)


def template(pieces: list[str | list[str]]) -> str:
    return " ".join(
        piece if isinstance(piece, str) else f"[{'|'.join(piece)}]" for piece in pieces
    )


def product(pieces: list[str | list[str]]) -> list[str]:
    choices = [[piece] if isinstance(piece, str) else piece for piece in pieces]
    return [" ".join(chosen) for chosen in itertools.product(*choices)]


@LAW
@given(PIECES)
def test_a_block_stands_for_the_product_of_its_choices(
    pieces: list[str | list[str]],
) -> None:
    text, wanted = template(pieces), product(pieces)
    assert alternations.count(text) == len(wanted)
    if len(wanted) > MOST_EXPANSIONS:
        assert alternations.expansions(text) == ()
        return
    assert alternations.fault(text) == ""
    assert alternations.expansions(text) == tuple(dict.fromkeys(wanted))


@LAW
@given(PIECES)
def test_no_expansion_has_a_bracket_or_two_spaces(
    pieces: list[str | list[str]],
) -> None:
    for wording in alternations.expansions(template(pieces)):
        assert not set("[]|") & set(wording)
        assert "  " not in wording
        assert wording == wording.strip()
        assert alternations.expansions(wording) == (wording,)


@LAW
@given(PIECES, st.integers(0, 5))
def test_one_choice_more_multiplies(pieces: list[str | list[str]], place: int) -> None:
    more = [*pieces[:place], ["one", "another", "third"], *pieces[place:]]
    before = alternations.count(template(pieces))
    assert alternations.count(template(more)) == 3 * before


@LAW
@given(st.text("ab[]| .", max_size=30))
def test_a_text_has_a_fault_or_expansions_and_never_both(text: str) -> None:
    fault = alternations.fault(text)
    found = alternations.expansions(text)
    assert bool(fault) != bool(found)
    assert len(found) <= alternations.count(text)
    assert len(set(found)) == len(found)


@LAW
@given(st.text("ab .,", max_size=30))
def test_a_text_without_brackets_gives_itself(text: str) -> None:
    assert alternations.expansions(text) == (text,)
    assert (alternations.count(text), alternations.fault(text)) == (1, "")


FAULTS = [
    ("a|b", "a | stands outside square brackets"),
    ("[a|b] | c", "a | stands outside square brackets"),
    ("[a|[b|c]]", "square brackets stand inside square brackets"),
    ("[[a|b]]", "square brackets stand inside square brackets"),
    ("a] b", "a square bracket is closed that was never opened"),
    ("[a|b]]", "a square bracket is closed that was never opened"),
    ("][a|b", "a square bracket is closed that was never opened"),
    ("[a|b", "a square bracket is never closed"),
    ("[a|b] [", "a square bracket is never closed"),
    ("[a]", "[a] offers no choice; write [one|another]"),
    ("[]", "[] offers no choice; write [one|another]"),
    ("[a|b] [c]", "[c] offers no choice; write [one|another]"),
    ("[a|a]", "[a|a] offers the same words twice"),
    ("[|]", "[|] offers the same words twice"),
    ("[a|b|a]", "[a|b|a] offers the same words twice"),
    ("[a|b] " * 10, "the block stands for more than 512 texts; split it"),
]


@pytest.mark.parametrize(("text", "sentence"), FAULTS)
def test_each_fault_is_told_in_its_own_sentence(text: str, sentence: str) -> None:
    assert alternations.fault(text) == sentence
    assert alternations.expansions(text) == ()


@pytest.mark.parametrize(
    ("choices", "is_too_many"),
    [((2,) * 9, False), ((2,) * 10, True), ((8, 8, 8), False), ((8, 8, 9), True)],
)
def test_exactly_as_many_as_an_approver_can_look_at(
    choices: tuple[int, ...], is_too_many: bool
) -> None:
    text = " ".join(
        f"[{'|'.join(f'w{place}{n}' for n in range(many))}]"
        for place, many in enumerate(choices)
    )
    assert alternations.count(text) == math.prod(choices)
    assert bool(alternations.fault(text)) is is_too_many
    found = alternations.expansions(text)
    assert len(found) == (0 if is_too_many else math.prod(choices))


TIDIED = [
    ("[New |]data", ("New data", "Data")),
    ("[|New ]data", ("Data", "New data")),
    ("  [Also, |]it works", ("Also, it works", "It works")),
    ("See [new|] data", ("See new data", "See data")),
    ("It works[ well|].", ("It works well.", "It works.")),
    ("It works [well|] .", ("It works well.", "It works.")),
    ("It works [well|], and [so|thus]!", (
        "It works well, and so!",
        "It works well, and thus!",
        "It works, and so!",
        "It works, and thus!",
    )),
    ("[a|b] of it", ("a of it", "b of it")),
    ("it [|] works", ()),
    ("it [ |] works", ("it works",)),
    ("[Ärzte|] und", ("Ärzte und", "Und")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wordings"), TIDIED)
def test_left_out_words_leave_no_gap(text: str, wordings: tuple[str, ...]) -> None:
    assert alternations.expansions(text) == wordings
