"""Laws of the gate that hold for any piece, checked by a small judge of their own."""

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine import checking
from content_engine.pieces import CheckResult, Finding, Piece, PieceText
from content_engine.supply import BlockText
from content_engine.vocabulary import (
    Channel,
    Outcome,
    PartName,
    Severity,
    StatementKind,
    Verdict,
)
from tests.content_engine.gate_rewordings import BUILT, DISGUISES, EDITS
from tests.content_engine.gate_world import (
    MARKETS,
    SHELF,
    SUPPLIES,
    blocking,
    carrying,
    changed,
    checked,
    text_of,
)
from tests.content_engine.supplies import BLOCKS, make_email, make_label, make_sms

DENIED = ("distorted", "unsubstantiated", "context_missing")
SCALE = {Severity.BLOCK: "blocked", Severity.HIGH: "review"}
SCRAPS = (
    *(one.text for one in SHELF.values()),
    *(f"{one.text} [1]" for one in SHELF.values()),
    *(block.text for block in BLOCKS),
    *(make_label().safety_full.text.split(". ")),
    *("Velorin", "[1]", "[9]", "9.8%", "https://example.com", "{{x}}", "\u200b", "\n"),
    *(
        "Thank you.",
        "It works.",
        "References",
        "1. Orlen",
        "▼",
        "- ",
        "e\u0301",
        "\r\n",
    ),
    *("😀", "\u00ad", "ﬁ", "½", "\u2028", "Vel\u043erin", "<b>", "…", "\ufeff", "³"),
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(SCRAPS), max_size=6).map(" ".join),
    st.lists(st.sampled_from(SCRAPS), max_size=6).map("".join),
    st.text(max_size=60),
)
PIECES = st.builds(
    lambda market, channel, texts: Piece(
        dataclasses.replace(make_email(market).context, channel=channel),
        tuple(PieceText(name, text) for name, text in texts.items()),
    ),
    st.sampled_from(MARKETS),
    st.sampled_from(["email", "rep_email", "sms"]),
    st.dictionaries(st.sampled_from(list(PartName)), TEXTS, max_size=5),
)


def faults(piece: Piece, result: CheckResult) -> list[str]:
    """What is wrong with a result in the words of the contract; its own judge."""
    made = json.loads(json.dumps(checking.as_contract(result, "p1")))
    texts = {part.name.value: part.text for part in piece.parts}
    weights = {one["severity"] for one in made["findings"]}
    verdict = "review" if "HIGH" in weights else "cleared"
    verdict = "blocked" if "BLOCK" in weights else verdict
    found = [] if made["verdict"] == verdict else [f"{made['verdict']} not {verdict}"]
    if set(made) != {"id", "verdict", "rule_pack", "findings", "statements"}:
        found.append("keys")
    for one in made["findings"]:
        found += finding_faults(one, texts)
    ends = dict.fromkeys(texts, 0)
    for one in made["statements"]:
        found += statement_faults(one, texts[one["part"]], ends[one["part"]])
        ends[one["part"]] = one["end"]
        if one["outcome"] in DENIED and verdict != "blocked":
            found.append(f"{one['outcome']} is not blocked")
    return found


def finding_faults(one: dict[str, Any], texts: dict[str, str]) -> list[str]:
    found = []
    if one["severity"] not in ("BLOCK", "HIGH", "MED", "INFO"):
        found.append(f"severity {one['severity']}")
    if not one["message"] or not one["citation"]:
        found.append(f"{one['rule']} is bare")
    if one["start"] is None or one["end"] is None:
        return found if one["start"] == one["end"] else [*found, "half a place"]
    words = texts[one["part"]][one["start"] : one["end"]]
    if words != one["text"] or not 0 <= one["start"] <= one["end"]:
        found.append(f"{one['rule']} points at {words!r}")
    return found


def statement_faults(one: dict[str, Any], text: str, after: int) -> list[str]:
    found = []
    words = text[one["start"] : one["end"]]
    if not after <= one["start"] < one["end"] <= len(text):
        found.append(f"{one['start']} to {one['end']} overlaps or is outside")
    if words != one["text"]:
        found.append(f"a statement points at {words!r}")
    if one["kind"] not in set(StatementKind) or one["outcome"] not in set(Outcome):
        found.append(f"{one['kind']} {one['outcome']}")
    if not 0 <= one["score"] <= 1 or "@" not in (one["claim"] or "@"):
        found.append(f"{one['claim']} {one['score']}")
    typed = one["outcome"] in ("distorted", "context_missing")
    if bool(one["distortions"]) != typed:
        found.append(f"{one['outcome']} {one['distortions']}")
    return found


def test_the_judge_can_object() -> None:
    piece = make_email()
    result = checked(piece)
    assert faults(piece, result) == []
    heavy = Finding("EV-01", Severity.BLOCK, "No.", PartName.BODY, 0, 5, "other", "c")
    assert faults(piece, dataclasses.replace(result, findings=(heavy,))) != []
    doubled = (*result.statements[:2], *result.statements[1:])
    assert faults(piece, dataclasses.replace(result, statements=doubled)) != []


@settings(max_examples=60, deadline=None)
@given(piece=PIECES)
def test_any_piece_is_judged_in_the_contracts_words(piece: Piece) -> None:
    assert faults(piece, checked(piece)) == []


def test_every_hostile_piece_is_judged_in_the_contracts_words() -> None:
    texts = [SHELF[key].text.replace(old, new) for _, key, old, new in EDITS[::2]]
    texts += [SHELF[key].text.replace(old, new) for key, old, new, _ in DISGUISES]
    texts += [text for _, text in BUILT]
    for text in texts:
        piece = carrying(text)
        assert faults(piece, checked(piece)) == [], text


SEVERITIES = st.lists(st.sampled_from(list(Severity)), max_size=6)


@settings(max_examples=50, deadline=None)
@given(weights=SEVERITIES)
def test_the_verdict_is_the_worst_severity(weights: list[Severity]) -> None:
    result = CheckResult("US/1", tuple(Finding("X", one, "m") for one in weights))
    worst = min(weights, key=list(Severity).index, default=Severity.INFO)
    assert result.verdict.value == SCALE.get(worst, "cleared")


@settings(max_examples=40, deadline=None)
@given(piece=PIECES)
def test_findings_come_heaviest_first_and_once(piece: Piece) -> None:
    found = checked(piece).findings
    order = [list(Severity).index(one.severity) for one in found]
    assert order == sorted(order)
    assert len(set(found)) == len(found)


@settings(max_examples=40, deadline=None)
@given(piece=PIECES)
def test_every_word_stands_in_a_statement_or_is_a_mark(piece: Piece) -> None:
    """No letter of a part is left unjudged, but for bullets and marks."""
    result = checked(piece)
    for part in piece.parts:
        left = list(part.text)
        spans = [(one.part, one.start, one.end) for one in result.statements]
        spans += [
            (one.part, one.start, one.end)
            for one in result.findings
            if one.part and one.start is not None and one.end is not None
        ]
        for name, start, end in spans:
            if name == part.name:
                left[start:end] = " " * (end - start)
        assert not any(letter.isalpha() for letter in "".join(left)), part.text


@settings(max_examples=40, deadline=None)
@given(piece=PIECES)
def test_the_same_piece_is_judged_the_same_and_left_as_it_is(piece: Piece) -> None:
    before = repr(piece)
    supply = SUPPLIES[piece.context.market]
    first, second = checking.check(piece, supply), checking.check(piece, supply)
    assert first == second == checking.check(piece, dataclasses.replace(supply))
    assert repr(piece) == before


@settings(max_examples=40, deadline=None)
@given(piece=PIECES, added=TEXTS)
def test_more_text_never_lightens_an_unsupported_statement(
    piece: Piece, added: str
) -> None:
    """Words in a part that was not there do not make other words approved."""
    free = [name for name in PartName if name not in {p.name for p in piece.parts}]
    more = Piece(piece.context, (*piece.parts, PieceText(free[0], added)))
    before = {one for one in checked(piece).findings if one.rule == "EV-01"}
    assert before <= set(checked(more).findings)


def expansions(block: BlockText) -> list[str]:
    """Every wording of a block, by this test's own reading; each begins large."""
    texts, rest = [""], block.text
    while "[" in rest:
        head, _, tail = rest.partition("[")
        inside, _, rest = tail.partition("]")
        texts = [f"{text}{head}{one}" for text in texts for one in inside.split("|")]
    made = [f"{text}{rest}" for text in texts]
    return [text[:1].upper() + text[1:] for text in made]


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("part", ["headline", "preheader", "body", "description"])
def test_a_sentence_of_an_approved_block_never_blocks(part: str, market: str) -> None:
    for block in BLOCKS:
        named = "Velorin" in block.text and part != "body"
        if "{{" in block.text or named:
            continue
        for words in expansions(block):
            clean = make_email(market)
            there = text_of(clean, part) if part != "description" else ""
            piece = changed(clean, **{part: f"{there}\n\n{words}".strip()})
            assert checked(piece).verdict != Verdict.BLOCKED, words


@pytest.mark.parametrize("market", MARKETS)
def test_a_block_with_tokens_is_for_its_channel(market: str) -> None:
    for block in BLOCKS:
        if "{{" not in block.text:
            continue
        body = text_of(make_email(market), "body")
        for channel, expected in (("rep_email", "cleared"), ("email", "blocked")):
            piece = make_email(market, channel, body=f"{body}\n\n{block.text}")
            assert checked(piece).verdict == expected, (block.key, channel)


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.REP_EMAIL, Channel.SMS])
def test_deleting_the_safety_text_always_blocks(channel: str, market: str) -> None:
    clean = make_sms(market) if channel == "sms" else make_email(market, channel)
    text = text_of(clean, "safety_information")
    for less in (None, "", " ", text[:-1], text[1:], text[: len(text) // 2], "\n"):
        result = checked(changed(clean, safety_information=less))
        assert result.verdict == Verdict.BLOCKED, less
        assert blocking(result) & {"FB-02", "FB-08"}, less


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_character_of_the_safety_text_can_go(data: st.DataObject) -> None:
    market = data.draw(st.sampled_from(MARKETS))
    text = make_label(market).safety_full.text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 40)))
    if not text[start:end].strip():
        return
    piece = make_email(market, safety_information=text[:start] + text[end:])
    assert "FB-08" in blocking(checked(piece)) or "FB-02" in blocking(checked(piece))


@pytest.mark.parametrize("market", MARKETS)
def test_an_approval_taken_away_takes_its_words_away(market: str) -> None:
    supply = SUPPLIES[market]
    for one in supply.claims:
        piece = carrying(one.text, market)
        others = tuple(claim for claim in supply.claims if claim is not one)
        result = checking.check(piece, dataclasses.replace(supply, claims=others))
        assert result.verdict == Verdict.BLOCKED, one.key


@pytest.mark.parametrize("market", MARKETS)
def test_an_unrelated_approval_changes_nothing(market: str) -> None:
    supply = SUPPLIES[market]
    more = dataclasses.replace(
        next(iter(SHELF.values())), key="new", ref="new@1", text="Fresh words are here."
    )
    wider = dataclasses.replace(supply, claims=(*supply.claims, more))
    for piece in (make_email(market), make_sms(market)):
        assert checking.check(piece, wider) == checked(piece)


@pytest.mark.parametrize("market", MARKETS)
def test_the_order_of_the_supply_changes_nothing(market: str) -> None:
    supply = SUPPLIES[market]
    turned = dataclasses.replace(
        supply, claims=supply.claims[::-1], blocks=supply.blocks[::-1]
    )
    for _, key, old, new in EDITS[::9]:
        piece = carrying(SHELF[key].text.replace(old, new), market)
        one, other = checked(piece), checking.check(piece, turned)
        assert one.verdict == other.verdict == Verdict.BLOCKED
        assert [s.outcome for s in one.statements] == [
            s.outcome for s in other.statements
        ]


PROGRAM = """
import os, sys, json
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from content_engine import checking
from tests.content_engine.gate_rewordings import EDITS
from tests.content_engine.gate_world import SHELF, carrying, checked
from tests.content_engine.supplies import make_sms
pieces = [carrying(SHELF[k].text.replace(o, n), "GB") for _, k, o, n in EDITS[::8]]
pieces += [make_sms("US"), make_sms("GB")]
print(json.dumps([checking.as_contract(checked(one)) for one in pieces]))
"""


def test_findings_are_the_same_in_another_process() -> None:
    here = Path(__file__).parents[2]
    seed = "4242" if os.environ.get("PYTHONHASHSEED") != "4242" else "17"
    done = subprocess.run(  # noqa: S603 - this interpreter, this program
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(here)},
        cwd=here,
        capture_output=True,
        text=True,
        check=True,
    )
    pieces = [
        carrying(SHELF[key].text.replace(old, new), "GB")
        for _, key, old, new in EDITS[::8]
    ]
    pieces += [make_sms("US"), make_sms("GB")]
    mine = [checking.as_contract(checked(one)) for one in pieces]
    assert json.loads(done.stdout) == json.loads(json.dumps(mine))
