"""Where spans of a checked text stand on a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.pieces import CheckResult, Context, Piece, PieceText
from content_engine.vocabulary import PartName
from tests.web.presenting import unsaved
from web.presenters import marks
from web.presenters.areas import NOWHERE, Layout, Patch, Spot

# body: 10 fixed letters, 10 in field a, 5 put there by rule, 10 in field a, 10 in b.
PATCHES = (
    Patch("body", 0, 10, "fixed", is_open=False),
    Patch("body", 10, 20, "a"),
    Patch("body", 25, 35, "a", at=10),
    Patch("body", 35, 45, "b"),
    Patch("subject", 0, 5, "s"),
)


@pytest.mark.parametrize(
    ("part", "start", "end", "spot"),
    [
        ("body", 12, 15, Spot("#id_a", "a:2:5", True)),
        ("body", 10, 20, Spot("#id_a", "a:0:10", True)),
        ("body", 27, 30, Spot("#id_a", "a:12:15", True)),
        ("body", 36, 45, Spot("#id_b", "b:1:10", True)),
        ("body", 0, 4, Spot("#mirror-fixed")),
        ("body", 8, 12, Spot("#id_a", "a:0:2", False)),
        ("body", 18, 27, Spot("#id_a", "a:8:12", False)),
        ("body", 30, 40, Spot("#id_a", "a:15:20", False)),
        ("body", 21, 24, Spot("#mirror-fixed")),
        ("body", None, None, Spot("#mirror-fixed")),
        ("subject", None, None, Spot("#id_s")),
        ("footer", None, None, NOWHERE),
        ("footer", 0, 3, NOWHERE),
        (None, None, None, NOWHERE),
    ],
)
def test_a_span_has_its_spot(
    part: str | None, start: int | None, end: int | None, spot: Spot
) -> None:
    assert Layout(PATCHES).spot(part, start, end) == spot


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, Layout]:
    """A body cut into fields and fixed stretches that cover it."""
    text = draw(st.text("ab 😀é\n", min_size=1, max_size=30))
    cuts = sorted(draw(st.sets(st.integers(1, len(text)), max_size=5)) | {len(text)})
    patches, start = [], 0
    for number, end in enumerate(cuts):
        is_open = draw(st.booleans())
        patches.append(Patch("body", start, end, f"area{number}", is_open=is_open))
        start = end
    return text, Layout(tuple(patches))


@given(pages(), st.data())
def test_a_place_names_the_very_letters(
    page: tuple[str, Layout], data: st.DataObject
) -> None:
    text, layout = page
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    spot = layout.spot("body", start, end)
    shown = {p.area: text[p.start : p.end] for p in layout.patches}
    if not spot.place:
        assert not spot.is_whole
        assert all(
            not p.is_open for p in layout.patches if p.start < end and start < p.end
        )
        return
    area, begins, ends = spot.place.split(":")
    words = shown[area][int(begins) : int(ends)]
    assert words
    assert words in text[start:end]
    assert spot.is_whole == (words == text[start:end])


@given(pages())
def test_the_mirrors_of_a_page_add_up_to_its_text(page: tuple[str, Layout]) -> None:
    text, layout = page
    context = Context("calvoryn", "US", "email", "HCP", unsaved.DAY)
    piece = Piece(context, (PieceText(PartName.BODY, text),))
    found = marks.mirrors(piece, CheckResult("US/1"), layout)
    assert "".join(mark.text for area in found.values() for mark in area) == text
    assert list(found) == [patch.area for patch in layout.patches]
