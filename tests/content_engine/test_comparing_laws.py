"""What holds for every text: reflexive, symmetric, deterministic, fails closed."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.fidelity.comparing import alignment, cascade, compare, wordings
from tests.content_engine import comparing_cases

BASES = sorted(comparing_cases.BASES.values())
LINKED = {"exact", "equivalent"}
GRAMMAR = {
    *("a", "an", "the", "in", "on", "at", "of", "for", "with", "by", "to", "from"),
    *("into", "during", "over", "within", "per", "and", "but", "be", "been", "is"),
    *("are", "was", "were", "has", "have", "had", "did", "do", "when", "who", "its"),
    *("this", "at", "as", "respectively", "or", "that", "both", "than", "compared"),
    *("=", "points", "years", "once"),  # 4.1 (points), aged 65 (years), (once) daily
}
PIECES = [word for text in BASES for word in text.split()] + [
    "not", "may", "%", "(", "1/0", "0/0", "p<", "95%", "CI", "1 in 0", "10^9", "per",
    "000", "½", "n=", "\n-", "[1]", "µg", "never", "the best",
]  # fmt: skip
WORDY = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)
TEXTS = st.one_of(st.text(max_size=80), WORDY)


@given(TEXTS)
def test_a_text_is_exactly_itself(text: str) -> None:
    result = compare(text, text)
    assert (result.outcome, result.score, result.distortions) == ("exact", 0.0, ())


@settings(max_examples=150)
@given(TEXTS, TEXTS)
def test_any_two_texts_are_compared(one: str, other: str) -> None:
    result = compare(one, other)
    assert 0 <= result.score <= 1
    assert (result.outcome == "exact") == (compare(other, one).outcome == "exact")
    assert (result.outcome == "exact") == (result.score == 0)
    assert result == compare(one, other)


@settings(max_examples=100)
@given(st.sampled_from(BASES), st.data())
def test_a_changed_digit_is_never_let_through(text: str, data: st.DataObject) -> None:
    digits = [found.start() for found in re.finditer(r"\d", text)]
    if not digits:
        return
    place = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
    changed = text[:place] + other + text[place + 1 :]
    assert compare(text, changed).outcome not in LINKED


@pytest.mark.parametrize("text", BASES)
def test_a_dropped_word_is_never_let_through(text: str) -> None:
    for found in re.finditer(r"\S+", text):
        shorter = text[: found.start()] + text[found.end() :]
        result = compare(text, shorter)
        word = found.group().strip(".,;:()").lower()
        if word not in GRAMMAR:
            assert result.outcome not in LINKED, word


@pytest.mark.parametrize("text", BASES)
@pytest.mark.parametrize(
    "word", ["not", "never", "may", "dramatically", "best", "because", "only", "fatal"]
)
def test_an_added_word_that_weighs_is_never_let_through(text: str, word: str) -> None:
    words = text.split()
    for place in range(0, len(words) + 1, 3):
        longer = " ".join([*words[:place], word, *words[place:]])
        assert compare(text, longer).outcome not in LINKED


@pytest.mark.parametrize("text", BASES)
def test_two_exchanged_figures_are_never_let_through(text: str) -> None:
    figures = list(re.finditer(r"(?<![\w.,])\d+(?:[.,]\d+)*", text))
    for one in figures:
        for two in figures:
            if one.start() >= two.start() or one.group() == two.group():
                continue
            changed = (
                text[: one.start()] + two.group() + text[one.end() : two.start()]
                + one.group() + text[two.end() :]
            )  # fmt: skip
            assert compare(text, changed).outcome not in LINKED


def test_another_type_never_lowers_the_score() -> None:
    base = comparing_cases.BASES["heart"]
    one = base.replace("9.8", "9.3")
    two = one.replace("had a", "had no")
    three = two.replace("Velorin", "Cardiplex")
    scores = [compare(base, text).score for text in (base, one, two, three)]
    assert scores == sorted(scores)


@pytest.mark.parametrize(
    "piece",
    ["9.8 % ", "a", "(", "^1", "1,", "not ", "x-", " \n", "1 in ", "may ", "95% CI "],
)
def test_a_text_beyond_the_bound_is_not_even_read(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Work is bounded: what is longer is no statement, whatever it is made of."""
    text = (piece * cascade.LONGEST_TEXT)[: cascade.LONGEST_TEXT]
    read: list[str] = []
    monkeypatch.setattr(wordings, "read", read.append)
    result = compare(text + "x", text + "y")
    assert (result.outcome, read) == ("different", [])
    assert [one.type for one in result.distortions] == ["other"]
    assert result.distortions[0].candidate_span == (0, len(text) + 1)


@pytest.mark.parametrize("piece", ["word{} ", "{} % ", "not x{} ", "1 in {} "])
def test_a_text_of_too_many_words_is_not_aligned(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cascade, "LONGEST_TEXT", 100_000)
    monkeypatch.setattr(alignment, "align", pytest.fail)
    text = "".join(piece.format(number) for number in range(cascade.LONGEST + 1))
    assert compare(text, text + " more").outcome == "different"


@pytest.mark.parametrize(
    ("approved", "candidate"),
    [
        ("Median stay was 5 days [3, 8].", "Median stay was 5 days [3, 9]."),
        ("Take 2*15 mg.", "Take 215 mg."),
        ("The ratio was.5", "The ratio was.7"),
        ("Give 10 mL/kg at 10^6 cells.", "Give 10 mL/kg at 10^8 cells."),
        ("Area 1.73 m² was used.", "Area 1.73 m³ was used."),
        ("Grade A evidence.", "Grade B evidence."),
        ("Vitamin A is needed.", "Vitamin is needed."),
        ("It fell to 26 points.", "It fell by 26 points."),
        ("A or B is given.", "A and B is given."),
        ("Velorin or placebo was given.", "Velorin and placebo was given."),
        ("Risk fell with Velorin.", "Risk fell with Velorin?"),
        ("", "Velorin helps."),
        ("Velorin helps.", ""),
        ("Velorin helps.", "of the"),
        ("of the", "Velorin helps."),
    ],
)
def test_small_signs_that_weigh_are_never_let_through(
    approved: str, candidate: str
) -> None:
    assert compare(approved, candidate).outcome not in LINKED


def test_reference_marks_may_change() -> None:
    one, two = "Velorin helps [1, 2].", "Velorin helps [3]."
    assert compare(one, two).outcome == "exact"


def test_a_text_longer_than_any_statement_is_not_judged() -> None:
    text = "Velorin helps. " * 1000
    assert compare(text, text + "Always.").outcome == "different"
    many = " ".join(f"word{number}" for number in range(700))
    assert compare(many, many + " more").outcome == "different"
