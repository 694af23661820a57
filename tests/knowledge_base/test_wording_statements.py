"""Texts are cut where a reader pauses, and nothing gets lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.wording.statements import Cut, cut, trimmed


def pieces(text: str) -> list[str]:
    return [piece.text.strip() for piece in cut(text)]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("A line\nAnother\n\nThird", ["A line", "Another", "Third"]),
        ("It was 9.8% vs. 13.1%. Next.", ["It was 9.8% vs. 13.1%.", "Next."]),
        ("See e.g. Smith. Then.", ["See e.g. Smith.", "Then."]),
        ("As on p. 5, fig. 3. Next.", ["As on p. 5, fig. 3.", "Next."]),
        ("Dr. Hale and Prof. Lund met.", ["Dr. Hale and Prof. Lund met."]),
        ("By J. Hale. Next.", ["By J. Hale.", "Next."]),
        ("Orlen P et al. 2025. Next.", ["Orlen P et al. 2025.", "Next."]),
        ("A claim.[1] Next.", ["A claim.[1]", "Next."]),
        ("A claim. [1][2] Next.", ["A claim. [1][2]", "Next."]),
        ("(In brackets.) Next.", ["(In brackets.)", "Next."]),
        ('He said "yes." Next.', ['He said "yes."', "Next."]),
        ("Really?! Yes.", ["Really?!", "Yes."]),
        ("Wait... and go.", ["Wait... and go."]),
        ("30 mg. once daily", ["30 mg. once daily"]),
        ("Lead: the rest.", ["Lead: the rest."]),
        ("Ends vs.", ["Ends vs."]),
        ("- one\n- two", ["- one", "- two"]),
        ("", []),
    ],
)
def test_sentences_lines_and_bullets(text: str, statements: list[str]) -> None:
    assert pieces(text) == statements


def test_the_words_are_found_without_the_space_around() -> None:
    assert trimmed(Cut(4, 10, " ab  \n")) == (5, 7)
    assert trimmed(Cut(4, 6, "  ")) == (6, 6)


@given(st.text(max_size=200))
def test_joined_again_the_statements_are_the_text(text: str) -> None:
    made = cut(text)
    assert "".join(piece.text for piece in made) == text
    for piece in made:
        assert text[piece.start : piece.end] == piece.text
        start, end = trimmed(piece)
        assert text[start:end] == piece.text.strip()


@given(st.integers(0, 999), st.integers(0, 9))
def test_decimals_are_never_cut(whole: int, part: int) -> None:
    assert len(cut(f"It was {whole}.{part} of them.")) == 1
