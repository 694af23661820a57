"""Approved texts are found whole, between boundaries, the longest first."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.fidelity import canonical, matching
from content_engine.fidelity.matching import Approved, ApprovedTexts, Source

TEXTS = ApprovedTexts(
    [
        Approved("One claim.", Source.CLAIM, "one@1", "efficacy"),
        Approved("One claim. Its rest.", Source.CLAIM, "two@1", "safety"),
        Approved("No stop", Source.COPY, "block@1", "headline"),
        Approved("Dear all,", Source.COPY, "greeting@1", "greeting"),
        Approved("Open it", Source.COPY, "button@1", "call_to_action"),
        Approved("Its qualifier.", Source.QUALIFIER),
        Approved("Known fact.", Source.CLAIM, "fact@1", "disease"),
        Approved("Site: https://acme.example", Source.OBLIGATORY),
        Approved("A book. 2025.", Source.REFERENCE, "BOOK@1"),
        Approved("Stop if ill.", Source.SAFETY, "US-safety-short@1", "short"),
        Approved("", Source.LABEL),
    ],
    {"dated": re.compile(r"Made in \d{4}\.")},
)


def found(text: str) -> list[str]:
    part = canonical.unmark(text)
    return [part.text[hit.start : hit.end] for hit in TEXTS.hits(part)]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("One claim.", ["One claim."]),
        ("  One claim. [1] ", ["One claim."]),
        ("One claim [1].", ["One claim."]),
        ("One claim. Its rest.", ["One claim. Its rest."]),
        ("One claim.\nIts rest.", ["One claim. Its rest."]),
        ("One claim. Its rust.", ["One claim."]),
        ("Please: One claim.", ["One claim."]),
        ("Please, One claim.", []),
        ("Yes One claim.", []),
        ("One claim.s", []),
        ("One claim", []),
        ("one claim.", []),
        ("One [1] claim.", []),
        ("No stop", ["No stop"]),
        ("No stop and more", []),
        ("No stop\nand more", ["No stop"]),
        ("Dear all, One claim.", ["Dear all,", "One claim."]),
        ("Dear all, what", ["Dear all,"]),
        ("- One claim.\n• No stop", ["One claim.", "No stop"]),
        ("Site: https://acme.example One claim.", [
            "Site: https://acme.example", "One claim.",
        ]),
        ("Site: https://acme.example/x", []),
        ("1. A book. 2025.\n2. A book. 2025.", [
            "1. A book. 2025.", "2. A book. 2025.",
        ]),
        ("A book. 2025.", []),
        ("See 1. A book. 2025.", []),
        ("1. One claim.", ["One claim."]),
        ("Made in 2025.", ["Made in 2025."]),
        ("Made in 2025.x", []),
        ("Not. Made in 2025. So", ["Made in 2025."]),
    ],
)  # fmt: skip
def test_approved_texts_are_found_whole_and_longest_first(
    text: str, hits: list[str]
) -> None:
    assert found(text) == hits


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("One claim. Two. One claim.", ["Two."]),
        ("Before: One claim.\nafter", ["Before:", "after"]),
        ("One claim.", []),
        ("  ", []),
        ("nothing", ["nothing"]),
    ],
)
def test_what_is_left_over(text: str, rest: list[str]) -> None:
    part = canonical.unmark(text)
    stretches = matching.left_over(part, TEXTS.hits(part))
    assert [part.text[start:end] for start, end in stretches] == rest


@given(st.lists(st.sampled_from(
    ["One claim.", "Its rest.", "No stop", "x", " ", "\n", "[1]", ". ", "Dear all,"]
), max_size=12).map("".join))  # fmt: skip
def test_hits_and_rest_cover_a_part_without_overlap(text: str) -> None:
    part = canonical.unmark(text)
    hits = TEXTS.hits(part)
    spans = sorted([*((h.start, h.end) for h in hits), *matching.left_over(part, hits)])
    covered = 0
    for start, end in spans:
        assert start >= covered
        assert not part.text[covered:start].strip()
        covered = end
    assert not part.text[covered:].strip()


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        pytest.param("| One claim. | No stop |", ["One claim.", "No stop"], id="row"),
        pytest.param("One claim. | Its rest.", ["One claim."], id="cells are apart"),
        pytest.param("No stop | and more", ["No stop"], id="a cell ends a text"),
        pytest.param("No stop|and more", [], id="a bar without spaces is no cell"),
        pytest.param("a No stop | b", [], id="a cell has to begin with it"),
        pytest.param("| • One claim.", [], id="no bullet inside a row"),
    ],
)
def test_a_cell_of_a_table_is_a_place_of_its_own(text: str, hits: list[str]) -> None:
    assert found(text) == hits


def test_a_text_that_ends_early_is_not_the_longer_one() -> None:
    """A shorter wording with the same beginning ends where the text ends."""
    texts = ApprovedTexts(
        [
            Approved("The evidence of the trial is here. Read it.", Source.COPY),
            Approved("The evidence of the trial is here.", Source.COPY),
        ],
        {},
    )
    part = canonical.unmark("The evidence of the trial is here.")
    assert [(one.start, one.end) for one in texts.hits(part)] == [(0, 34)]


@pytest.mark.parametrize("source", list(Source))
def test_of_equal_texts_the_weightier_source_is_taken(source: Source) -> None:
    both = [Approved("Same words.", one) for one in (source, Source.CLAIM)]
    part = canonical.unmark("Same words.")
    [hit] = ApprovedTexts(both, {}).hits(part)
    assert hit.approved.source is Source.CLAIM


def test_the_order_in_which_texts_are_given_changes_nothing() -> None:
    turned = ApprovedTexts(reversed(TEXTS.texts), {"dated": re.compile("Made")})
    part = canonical.unmark("Dear all, One claim. Its rest. No stop")
    assert turned.hits(part) == TEXTS.hits(part)


def test_known_texts_are_kept_once() -> None:
    texts = ApprovedTexts([TEXTS.texts[0], TEXTS.texts[0]], {})
    assert texts.texts == (TEXTS.texts[0],)
