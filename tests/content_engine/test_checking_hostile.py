"""Nothing that is not approved passes the gate, whatever it looks like."""

import dataclasses

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content_engine import checking
from content_engine.fidelity import bounds, canonical, cascade
from content_engine.fidelity.comparing import Comparison, compare
from content_engine.pieces import CheckResult, Piece, PieceText
from content_engine.vocabulary import PartName, Severity, Verdict
from tests.content_engine.hostile import PARAGRAPHS
from tests.content_engine.supplies import (
    ADMISSIONS,
    BRIEF,
    CLAIMS,
    DAY,
    make_context,
    make_email,
    make_label,
    make_sms,
    make_supply,
    with_body,
)

SUPPLIES = {market: make_supply(market) for market in ("US", "GB")}
ELSEWHERE = [
    "subject",
    "preheader",
    "headline",
    "call_to_action",
    "alt_text",
    "safety_information",
    "prescribing_information",
    "footer",
    "description",
    "path",
    "plain_text",
]


def checked(piece: Piece) -> CheckResult:
    return checking.check(piece, SUPPLIES[piece.context.market])


def appended(piece: Piece, name: str, text: str) -> Piece:
    """The piece with words added at the end of one part."""
    parts = {part.name: part.text for part in piece.parts}
    parts[PartName(name)] = f"{parts.get(PartName(name), '')} {text}".strip()
    return Piece(
        piece.context, tuple(PieceText(key, words) for key, words in parts.items())
    )


@pytest.mark.parametrize("market", ["US", "GB"])
@pytest.mark.parametrize("name", PARAGRAPHS)
def test_a_hostile_paragraph_blocks_an_email(market: str, name: str) -> None:
    piece = with_body(make_email(market), PARAGRAPHS[name])
    assert checked(piece).verdict == Verdict.BLOCKED


@pytest.mark.parametrize(
    "name", [name for name in PARAGRAPHS if name != "unmarked claim"]
)
def test_a_hostile_sentence_blocks_an_sms(name: str) -> None:
    assert checked(appended(make_sms(), "body", PARAGRAPHS[name])).verdict == (
        Verdict.BLOCKED
    )


@pytest.mark.parametrize("part", ELSEWHERE)
@pytest.mark.parametrize(
    "name", ["efficacy", "implied efficacy", "digit", "instruction", "cyrillic brand"]
)
def test_a_hostile_sentence_blocks_wherever_it_hides(part: str, name: str) -> None:
    piece = appended(make_email(), part, PARAGRAPHS[name])
    assert checked(piece).verdict == Verdict.BLOCKED


@pytest.mark.parametrize("part", ["subject", "call_to_action", "alt_text", "path"])
def test_even_an_approved_claim_needs_its_mark_everywhere(part: str) -> None:
    assert checked(appended(make_email(), part, f"- {ADMISSIONS.text}")).verdict == (
        Verdict.BLOCKED
    )


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_a_token_for_a_name_is_refused_outside_a_representatives_email(
    channel: str,
) -> None:
    piece = make_email() if channel == "email" else make_sms()
    found = checked(appended(piece, "body", "Dear {{accountLname}},")).findings
    assert "WD-11" in {finding.rule for finding in found}


@pytest.mark.parametrize("text", ["{{accountlname}}", "{{ userName }}", "{{a}}"])
def test_a_representatives_email_knows_four_tokens_only(text: str) -> None:
    piece = with_body(make_email(channel="rep_email"), f"Dear {text},")
    assert checked(piece).verdict == Verdict.BLOCKED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("may cause", "can cause"),
        ("severe liver", "liver"),
        ("7%", "1%"),
        ("contraindicated", "not contraindicated"),
        ("WARNING: HEPATOTOXICITY. ", ""),
        ("hyponatraemia", "low salt"),
        (" Please see the full prescribing information.", ""),
        ("Hypotension", "Hyp0tension"),
    ],
)
def test_safety_information_differs_by_nothing(old: str, new: str) -> None:
    text = make_label().safety_full.text.replace(old, new)
    found = checked(make_email(safety_information=text)).findings
    rules = {finding.rule for finding in found if finding.severity == Severity.BLOCK}
    assert "FB-08" in rules


def test_reordered_safety_sentences_are_no_safety_information() -> None:
    sentences = make_label().safety_full.text.split(". ")
    text = ". ".join([sentences[1], sentences[0], *sentences[2:]])
    assert checked(make_email(safety_information=text)).verdict == Verdict.BLOCKED


def test_a_claim_that_is_not_in_the_supply_is_refused() -> None:
    others = tuple(claim for claim in CLAIMS if claim is not ADMISSIONS)
    supply = make_supply(claims=others)
    result = checking.check(make_email(), supply)
    assert result.verdict == Verdict.BLOCKED


def test_a_block_that_is_not_in_the_supply_is_refused() -> None:
    result = checking.check(make_email(), make_supply(blocks=()))
    assert result.verdict == Verdict.BLOCKED


def test_a_block_with_faulty_brackets_approves_nothing() -> None:
    supply = make_supply()
    broken = dataclasses.replace(supply.blocks[-1], text="Broken [and|open")
    piece = with_body(make_email(), "Broken [and|open")
    changed = dataclasses.replace(supply, blocks=(*supply.blocks, broken))
    assert checking.check(piece, changed).verdict == Verdict.BLOCKED


TOKENS = ADMISSIONS.text.split(" ")
WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=12
)


@settings(max_examples=300, deadline=None)
@given(
    place=st.integers(0, len(TOKENS) - 1),
    word=st.one_of(
        WORDS, st.sampled_from(["not", "may", "all", "9.8%", "13.1%", "18"])
    ),
)
def test_no_word_of_a_claim_can_change(place: int, word: str) -> None:
    assume(word != TOKENS[place])
    changed = " ".join([*TOKENS[:place], word, *TOKENS[place + 1 :]])
    assume(not _same(changed))
    body = make_email().parts[3].text.replace(ADMISSIONS.text, changed)
    assert checked(make_email(body=body)).verdict == Verdict.BLOCKED


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_no_digit_of_a_claim_can_change(data: st.DataObject) -> None:
    text = BRIEF.text
    places = [place for place, letter in enumerate(text) if letter.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from("0123456789"))
    assume(digit != text[place])
    changed = text[:place] + digit + text[place + 1 :]
    body = make_sms().parts[0].text.replace(text, changed)
    assert checked(make_sms(body=body)).verdict == Verdict.BLOCKED


@settings(max_examples=300, deadline=None)
@given(text=st.text(min_size=1, max_size=80))
def test_any_text_is_judged_without_failing(text: str) -> None:
    result = checked(with_body(make_email(), text))
    for statement in result.statements:
        part = {p.name: p.text for p in with_body(make_email(), text).parts}[
            statement.part
        ]
        assert part[statement.start : statement.end] == statement.text


HARMLESS = ("\n" * 50_000, "References\n" * 4_000, "- " * 30_000, "[1]" * 15_000)
HARMFUL = (
    *("[" * 20_000, "." * 50_000, "a. " * 15_000, "<a" * 20_000, "https://" * 8_000),
    *(" " * 90_000 + "x", "{{" * 20_000, "1. " * 20_000, "x@" * 30_000, "é" * 90_000),
    *("&a" * 40_000, "www." * 20_000, "Velorin " * 12_000, "Velorin@" * 12_000),
    *("9 " * 40_000, "read " * 19_000, ADMISSIONS.text * 500, "p<" * 40_000),
)


@pytest.mark.parametrize("place", range(len(HARMLESS) + len(HARMFUL)))
def test_however_long_a_text_is_few_statements_of_it_are_compared(
    place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (*HARMLESS, *HARMFUL)[place]
    lengths: list[int] = []

    def counted(approved: str, candidate: str) -> Comparison:
        lengths.append(len(candidate))
        return compare(approved, candidate)

    monkeypatch.setattr(cascade, "compare", counted)
    result = checked(with_body(make_email(), text))
    assert (result.verdict == Verdict.BLOCKED) == (text in HARMFUL)
    assert len(lengths) <= bounds.MOST_STATEMENTS * cascade.COMPARED
    assert sum(lengths) <= bounds.MOST_CHARACTERS * cascade.COMPARED
    assert max(lengths, default=0) <= cascade.LONGEST


def _same(text: str) -> bool:
    """Whether a change is none: only typography, or a mark of a reference."""
    unmarked = canonical.unmark(text).text.strip()
    return any(unmarked == canonical.canonical(one) for one in ADMISSIONS.wordings)


def test_the_clean_pieces_are_clean() -> None:
    assert make_context().day == DAY
    for market in ("US", "GB"):
        for piece in (make_email(market), make_sms(market)):
            assert checked(piece).verdict == Verdict.CLEARED
