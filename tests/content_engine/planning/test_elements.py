"""What every message must carry: which line on which channel in which market, whole."""

import dataclasses
import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.channels.catalogue import CHANNELS, rules_of
from content_engine.pieces import Segment
from content_engine.planning import elements
from content_engine.supply import CitedSource
from content_engine.vocabulary import Channel, PartName, SegmentKind
from tests.content_engine import supplies
from tests.content_engine.planning.drawn import say
from tests.content_engine.supplies import make_brand, make_context, make_supply

FIXED_PARTS = (
    PartName.SUBJECT,
    PartName.BODY,
    PartName.SAFETY_INFORMATION,
    PartName.PRESCRIBING_INFORMATION,
    PartName.FOOTER,
)
REPORT = {
    "US": "To report adverse reactions, contact Acme at 1-800-555-0100.",
    "GB": (
        "Adverse events should be reported. Reporting forms and information can be "
        "found at https://yellowcard.mhra.gov.uk. Adverse events should also be "
        "reported to Acme on 01632 960000."
    ),
}
PREPARED = "Date of preparation: November 2026."
STOP = "Reply STOP to opt out."
ADDRESS = "Acme, 12 Invented Road, Nowhere, VT 05000"


def fixed(
    part: PartName, channel: str = "email", market: str = "US", **brand: Any
) -> tuple[Segment, ...]:
    supply = make_supply(market, brand=make_brand(market, **brand))
    context = make_context(market, channel)
    return elements.fixed_segments(
        part, rules_of(channel), context, supply, (supplies.ADMISSIONS,)
    )


def text(segments: tuple[Segment, ...]) -> str:
    return "".join(segment.text for segment in segments)


@pytest.mark.parametrize("part", [part for part in PartName if part not in FIXED_PARTS])
def test_other_parts_are_the_writers_alone(part: PartName) -> None:
    assert fixed(part) == ()


@pytest.mark.parametrize(
    ("channel", "market", "line"),
    [
        (
            "email",
            "US",
            "Promotional information from Acme for US healthcare professionals about "
            "Velorin® (tamoxetrel).",
        ),
        (
            "email",
            "GB",
            "Promotional information from Acme for GB healthcare professionals about "
            "Velorin®▼ (tamoxetrel).",
        ),
        (
            "rep_email",
            "US",
            "Promotional information from Acme for US healthcare professionals about "
            "Velorin® (tamoxetrel).",
        ),
        (
            "sms",
            "US",
            "Acme promotion for US healthcare professionals: Velorin (tamoxetrel).",
        ),
        (
            "sms",
            "GB",
            "Acme promotion for GB healthcare professionals: Velorin▼ (tamoxetrel).",
        ),
    ],
)
def test_a_body_says_first_what_it_is(channel: str, market: str, line: str) -> None:
    assert fixed(PartName.BODY, channel, market) == (Segment(SegmentKind.BLOCK, line),)


def test_a_subject_says_that_it_promotes() -> None:
    assert text(fixed(PartName.SUBJECT)) == "Promotional:"


@pytest.mark.parametrize("market", ["US", "GB"])
@pytest.mark.parametrize(
    ("channel", "form"), [("email", "full"), ("rep_email", "full"), ("sms", "short")]
)
def test_safety_information_is_the_labels_in_the_length_of_the_channel(
    channel: str, form: str, market: str
) -> None:
    label = make_supply(market).label
    words = {"full": label.safety_full, "short": label.safety_short}[form]
    assert fixed(PartName.SAFETY_INFORMATION, channel, market) == (
        Segment(SegmentKind.SAFETY, words.text, f"{market}-safety-{form}@{market}-7"),
    )


@pytest.mark.parametrize(
    ("channel", "lines"),
    [
        (
            "email",
            [
                "Prescribing information (US): https://pi.velorin.example/us",
                "Velorin (tamoxetrel) 30 mg tablets. Rx only. Revised July 2026.",
            ],
        ),
        ("sms", ["Prescribing information (US): https://pi.velorin.example/us"]),
    ],
)
def test_prescribing_information_is_a_link_and_where_there_is_room_its_words(
    channel: str, lines: list[str]
) -> None:
    segments = fixed(PartName.PRESCRIBING_INFORMATION, channel)
    assert text(segments) == "\n\n".join(lines)
    assert [s.text for s in segments if s.kind == SegmentKind.BLOCK] == lines


def test_prescribing_information_is_told_in_one_line() -> None:
    segments = fixed(
        PartName.PRESCRIBING_INFORMATION, prescribing_information=" Two\n lines.\n"
    )
    assert segments[-1] == Segment(SegmentKind.BLOCK, "Two lines.")


def test_without_its_words_there_is_no_empty_paragraph() -> None:
    segments = fixed(PartName.PRESCRIBING_INFORMATION, prescribing_information=" \n")
    assert len(segments) == 1


@pytest.mark.parametrize("market", ["US", "GB"])
@pytest.mark.parametrize("channel", ["email", "rep_email"])
def test_the_footer_of_a_mail_line_by_line(channel: str, market: str) -> None:
    privacy = f"https://acme.example/{market.lower()}/privacy"
    assert text(fixed(PartName.FOOTER, channel, market)) == "\n\n".join(
        (
            f"References\n1. {supplies.TRIAL.citation}",
            REPORT[market],
            PREPARED,
            f"Unsubscribe and privacy information: {privacy}",
            ADDRESS,
        )
    )


@pytest.mark.parametrize(
    ("market", "lines"),
    [
        pytest.param("US", [STOP], id="the US asks for no statements"),
        pytest.param("GB", [REPORT["GB"], PREPARED, STOP], id="Great Britain does"),
    ],
)
def test_the_footer_of_an_sms_is_one_line(market: str, lines: list[str]) -> None:
    assert text(fixed(PartName.FOOTER, "sms", market)) == " ".join(lines)


# what the brand leaves out, and the words that are then absent from the footer
ABSENT = [
    ({"adverse_event_statement": ""}, "To report adverse reactions"),
    ({"privacy_url": ""}, "Unsubscribe"),
    ({"postal_address": ""}, "Invented Road"),
]


@pytest.mark.parametrize(("brand", "words"), ABSENT, ids=[row[1] for row in ABSENT])
def test_what_a_brand_has_not_leaves_no_gap(brand: dict[str, str], words: str) -> None:
    footer = text(fixed(PartName.FOOTER, **brand))
    assert words in text(fixed(PartName.FOOTER))
    assert words not in footer
    assert "\n\n\n" not in footer
    assert footer == footer.strip()


@pytest.mark.parametrize("market", ["US", "GB"])
@pytest.mark.parametrize("channel", list(CHANNELS))
@pytest.mark.parametrize("part", FIXED_PARTS)
def test_fixed_text_is_of_kinds_that_nobody_may_rewrite(
    part: PartName, channel: Channel, market: str
) -> None:
    for segment in fixed(part, channel, market):
        assert segment.text
        if segment.kind == SegmentKind.COPY:
            assert not segment.text.strip()  # a joint
        else:
            assert segment.kind in {"block", "safety", "reference"}
            assert (segment.ref is None) == (segment.kind == SegmentKind.BLOCK)


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (datetime.date(2026, 1, 31), "Date of preparation: January 2026."),
        (datetime.date(2024, 2, 29), "Date of preparation: February 2024."),
        (datetime.date(2026, 5, 1), "Date of preparation: May 2026."),
        (datetime.date(2026, 12, 31), "Date of preparation: December 2026."),
    ],
)
def test_the_date_of_preparation_is_that_of_the_brief(
    day: datetime.date, line: str
) -> None:
    context = make_context(day=day)
    segments = elements.fixed_segments(
        PartName.FOOTER, rules_of("email"), context, make_supply(), ()
    )
    assert line in text(segments).split("\n\n")


def source(ref: str) -> CitedSource:
    return CitedSource(ref, f"Citation of {ref}.")


CITING = st.lists(
    st.lists(st.sampled_from("pqrst"), max_size=3).map(
        lambda refs: say("-".join(refs) or "none", sources=tuple(map(source, refs)))
    ),
    max_size=4,
)


@given(CITING)
def test_sources_are_numbered_from_one_by_first_appearance(claims: list[Any]) -> None:
    found = elements.numbered(claims)
    appearing = [one.ref for claim in claims for one in claim.sources]
    assert list(found) == list(dict.fromkeys(appearing))
    assert [number for number, _ in found.values()] == list(range(1, len(found) + 1))
    assert all(found[ref][1] == source(ref) for ref in found)


@given(CITING)
def test_marks_name_each_source_of_a_claim_once(claims: list[Any]) -> None:
    numbers = elements.numbered(claims)
    for claim in claims:
        segments = elements.marked_claim(claim, numbers)
        marks = [s for s in segments if s.kind == SegmentKind.REFERENCE]
        refs = list(dict.fromkeys(one.ref for one in claim.sources))
        assert [mark.ref for mark in marks] == refs
        assert [mark.text for mark in marks] == [f"[{numbers[ref][0]}]" for ref in refs]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"sources": ()}, "{}", id="neither"),
        pytest.param({}, "{}[1]", id="a source"),
        pytest.param({"qualifiers": ("Q.",), "sources": ()}, "{} Q.", id="a qualifier"),
        pytest.param(
            {"qualifiers": ("Q.", "R.")}, "{} Q. R.[1]", id="two and a source"
        ),
        pytest.param(
            {"sources": (supplies.REGISTRY, supplies.TRIAL)},
            "{}[1][2]",
            id="two sources",
        ),
        pytest.param(
            {"sources": (supplies.TRIAL, supplies.TRIAL)},
            "{}[1]",
            id="one source twice",
        ),
    ],
)
def test_a_claim_with_what_must_follow_it(changes: dict[str, Any], told: str) -> None:
    claim = dataclasses.replace(supplies.ADMISSIONS, **changes)
    segments = elements.marked_claim(claim, elements.numbered([claim]))
    assert text(segments) == told.format(claim.text)
    assert segments[0] == Segment(SegmentKind.CLAIM, claim.text, claim.ref)
    qualifiers = [s for s in segments if s.kind == SegmentKind.BLOCK]
    assert [s.text for s in qualifiers] == list(claim.qualifiers)
    assert all(s.ref == claim.ref for s in qualifiers)


def test_without_a_list_there_are_no_marks() -> None:
    segments = elements.marked_claim(supplies.HAZARD, {})
    assert [s.kind for s in segments] == ["claim", "copy", "block"]
