"""What needs reading is counted in words; a piece has a name for people."""

import pytest

from web.presenters import dossiers
from web.presenters.pieces import PartRow, SegmentRow


def part(*stretches: tuple[str, str]) -> PartRow:
    segments = tuple(
        SegmentRow(
            id=number,
            kind=kind,
            style=kind,
            text=text,
            ref="",
            href="",
            title="",
            is_open=False,
        )
        for number, (kind, text) in enumerate(stretches)
    )
    text = "".join(text for _, text in stretches)
    return PartRow("body", "Body", text, segments)


def test_only_copy_needs_reading() -> None:
    reading = dossiers.reading(
        (
            part(("claim", "It fell by 4.6 days."), ("copy", "\n\n")),
            part(("copy", "Good morning, "), ("block", "read on"), ("copy", " — ")),
        )
    )
    assert (reading.fresh_words, reading.all_words) == (2, 9)
    assert [(row.part, row.text) for row in reading.fresh] == [
        ("Body", "Good morning,")
    ]
    assert reading.percent_approved == 77


def test_a_piece_without_words_is_all_approved() -> None:
    assert dossiers.reading(()).percent_approved == 100


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("  \n", 0), ("— … !", 0), ("p<0.001; n=372", 2), ("don’t stop", 2)],
)
def test_words_are_counted_as_people_do(text: str, count: int) -> None:
    assert dossiers.words(text) == count


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        ({"subject": "Fewer attacks", "body": "More."}, "Fewer attacks"),
        ({"body": "One two"}, "One two"),
        ({"body": " ".join("abcdefghijklm")}, "a b c d e f g h i j k l …"),
        ({"subject": "", "body": "Words"}, "Words"),
        ({"body": " "}, "A piece without words"),
        ({}, "A piece without words"),
    ],
)
def test_a_piece_is_called_by_its_subject_or_first_words(
    texts: dict[str, str], title: str
) -> None:
    assert dossiers.title_of(texts) == title
