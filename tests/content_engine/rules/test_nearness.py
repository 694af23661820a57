"""What is near is found by asking the nearest only, and says what asking all would."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.rules import phrases, words
from content_engine.rules.lines import Line
from content_engine.rules.surfaces import SurfaceKind
from content_engine.vocabulary import PartName
from knowledge_base.wording.normalise import normalise

NEAR = phrases.compiled(["near", "close by", "near miss"], {})
TERM = re.compile("term")
TEXTS = st.lists(
    st.sampled_from(["term", "near", "miss", "close", "by", "a", "b, c", "."]),
    max_size=24,
).map(" ".join)


def near_by_asking_all(text: str, hit: tuple[int, int], window: int) -> bool:
    """Whether any of the phrases stands within so many words."""
    start, end = hit
    for first, last in NEAR.spans(text):
        if first < end and start < last:
            continue
        between = text[min(end, last) : max(start, first)]
        if not window or len(words.TOKEN.findall(between)) <= window:
            return True
    return False


@given(TEXTS, st.integers(0, 4))
def test_the_nearest_phrase_decides(text: str, window: int) -> None:
    spans = sorted(NEAR.spans(text))
    lasts = sorted(last for _, last in spans)
    for found in TERM.finditer(text):
        told = words._is_near((spans, lasts), text, found.span(), window)
        assert told == near_by_asking_all(text, found.span(), window)


def test_what_is_too_far_is_not_near() -> None:
    text = f"near {'x' * words.FARTHEST} term"
    spans = sorted(NEAR.spans(text))
    hit = TERM.search(text)
    assert hit
    lasts = [last for _, last in spans]
    assert not words._is_near((spans, lasts), text, hit.span(), 3)
    assert words._is_near((spans, lasts), text, hit.span(), 0)


@given(
    st.lists(st.sampled_from(["near it", "a word", "close by"]), max_size=12),
    st.integers(0, 12),
    st.integers(0, 4),
)
def test_an_excuse_reaches_so_many_statements(
    texts: list[str], place: int, reach: int
) -> None:
    group = tuple(_lines(texts))
    around = group[max(0, place - reach) : place + reach + 1]
    expected = any(NEAR.stand_in(line.whole) for line in around)
    assert words._Excuses(NEAR, group).stand_around(place, reach) == expected
    assert not words._Excuses(None, group).stand_around(place, reach)


def _lines(texts: list[str]) -> Iterator[Line]:
    for text in texts:
        reading = normalise(text)
        yield Line(PartName.BODY, text, SurfaceKind.FLOW, reading, text, text, text)


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("not ever safe", True),
        ("not a b c d safe", True),
        ("not a b c d e safe", False),
        ("not a-b c-d e-f g-h safe", True),
        ("not, in truth, safe", True),
        ("not-at-all-safe", True),
        ("not / safe", True),
        ("not.safe", False),
        ("not" + "," * 400 + "safe", False),
        ("not" + "-a" * 400 + "safe", False),
        ("not " + "x" * 41 + " safe", False),
    ],
)
def test_a_gap_holds_up_to_four_words(text: str, stands: bool) -> None:
    assert phrases.compiled(["not ... safe"], {}).stand_in(text) is stands
