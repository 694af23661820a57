"""A check clears what is approved, and says of everything else what it is."""

import pytest

from content_engine import checking
from content_engine.pieces import Context, Piece, PieceText
from content_engine.rules import obligatory
from content_engine.rules.packs import NoRulePackError
from content_engine.vocabulary import Outcome, PartName, Severity, Verdict
from knowledge_base.wording import alternations
from tests.content_engine.supplies import (
    ADMISSIONS,
    BLOCKS,
    BURDEN,
    DAY,
    DOSE,
    HAZARD,
    REGISTRY,
    TRIAL,
    footer,
    make_email,
    make_label,
    make_sms,
    make_supply,
    with_body,
)

SUPPLIES = {market: make_supply(market) for market in ("US", "GB")}
CLAIM = f"{ADMISSIONS.text} [1]"
HAZARD_WHOLE = f"{HAZARD.text} {HAZARD.qualifiers[0]} [1]"
EXPANSIONS = [
    (block.key, wording)
    for block in BLOCKS
    for wording in alternations.expansions(block.text)
]

CLEAN = {
    "thanks": "Thank you for your time.",
    "greeting": "Good morning, doctor.",
    "navigation": "Please open the link below to read the summary.",
    "meeting": "Would you like to meet on Tuesday? Please reply to this message.",
    "several": "Hello. Thank you for reading. Kind regards",
    "lines": "Thank you\nKind regards",
    "bullets": "- Read the summary\n- Contact us",
    "colon": "The text below is from the cited source:",
    "quotes": "“Thank you for your time.”",
    "claim again": CLAIM,
    "variation": f"{ADMISSIONS.variations[0]} [1]",
    "marker before the stop": CLAIM.replace(". [1]", " [1]."),
    "marker without space": CLAIM.replace(" [1]", "[1]"),
    "en dash as hyphen": CLAIM.replace("–", "-"),
    "hard spaces": CLAIM.replace(" ", "\u00a0"),
    "line break inside": CLAIM.replace(", compared", ",\ncompared"),
    "double spaces": CLAIM.replace(" ", "  "),
    "ligature": CLAIM.replace("fi", "ﬁ"),
    "claim after a lead": f"As reported in the trial: {CLAIM}",
    "claim after courtesy": f"Please read: {CLAIM}",
    "claim as bullet": f"- {CLAIM}",
    "courtesy after claim": f"{CLAIM} Thank you for reading.",
    "two sentences": f"{DOSE.text} [1]",
    "companions together": f"{CLAIM}\n\n{HAZARD_WHOLE}",
    "marks before the qualifier": f"{HAZARD.text} [1] {HAZARD.qualifiers[0]}",
    "block": "Of additional relevance:",
    "expansion": "Today, we share one referenced passage.",
    "product": "Velorin® (tamoxetrel)",
    "indication": make_label().indication,
    "limitation": make_label().limitations_of_use[0],
    "safety sentence": "Velorin is contraindicated in severe hepatic impairment.",
    "safety again": make_label().safety_full.text,
    "link": "https://acme.example/us/privacy",
}


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_email_is_cleared(name: str) -> None:
    piece = with_body(make_email(), CLEAN[name])
    result = checking.check(piece, SUPPLIES["US"])
    assert (result.findings, result.verdict) == ((), Verdict.CLEARED)


@pytest.mark.parametrize(("key", "wording"), EXPANSIONS)
def test_every_wording_of_every_block_is_cleared(key: str, wording: str) -> None:
    piece = with_body(make_email(channel="rep_email"), wording)
    assert checking.check(piece, SUPPLIES["US"]).findings == ()


@pytest.mark.parametrize("market", ["US", "GB"])
@pytest.mark.parametrize("channel", ["email", "rep_email"])
def test_whole_emails_are_cleared_in_each_market(market: str, channel: str) -> None:
    body = make_email(market, channel).parts[3].text
    piece = make_email(
        market,
        channel,
        body=f"{body}\n\n{BURDEN.text}[2][1]",
        footer=footer(market, channel, TRIAL, REGISTRY),
    )
    assert checking.check(piece, SUPPLIES[market]).findings == ()


@pytest.mark.parametrize("market", ["US", "GB"])
def test_whole_messages_are_cleared_in_each_market(market: str) -> None:
    result = checking.check(make_sms(market), SUPPLIES[market])
    assert result.verdict == Verdict.CLEARED
    assert {one.severity for one in result.findings} <= {Severity.MED}


def test_statements_cover_every_word_in_reading_order() -> None:
    piece = make_email()
    statements = checking.check(piece, SUPPLIES["US"]).statements
    for part in piece.parts:
        mine = [one for one in statements if one.part == part.name]
        assert mine == sorted(mine, key=lambda one: one.start)
        left = part.text
        for one in mine:
            assert part.text[one.start : one.end] == one.text
            left = left.replace(one.text, "", 1)
        assert not left.replace("[1]", "").strip()
    exact = [one.claim for one in statements if one.outcome == Outcome.EXACT]
    assert ADMISSIONS.ref in exact


def test_parts_are_read_in_reading_order_however_they_come() -> None:
    piece = make_email()
    turned = Piece(piece.context, tuple(reversed(piece.parts)))
    supply = SUPPLIES["US"]
    assert checking.check(turned, supply) == checking.check(piece, supply)


def test_findings_come_heaviest_first_and_in_reading_order() -> None:
    piece = with_body(make_email(subject="Velorin works " * 5), "Velorin helps.")
    found = checking.check(piece, SUPPLIES["US"]).findings
    weights = [list(Severity).index(one.severity) for one in found]
    assert weights == sorted(weights)
    assert [one.part for one in found if one.rule == "EV-01"] == ["subject", "body"]


def test_two_parts_of_one_name_are_both_judged() -> None:
    piece = make_email()
    doubled = Piece(
        piece.context, (*piece.parts, PieceText(PartName.BODY, "It works."))
    )
    assert checking.check(doubled, SUPPLIES["US"]).verdict == Verdict.BLOCKED


def test_an_empty_piece_is_judged_by_what_it_lacks() -> None:
    piece = Piece(make_email().context, ())
    rules = {one.rule for one in checking.check(piece, SUPPLIES["US"]).findings}
    assert {"FB-02", "ID-09", "CH-04"} <= rules


def test_the_same_words_give_the_same_result() -> None:
    piece = with_body(make_email(), "It works 7 times.")
    first = checking.check(piece, make_supply())
    assert first == checking.check(piece, make_supply())


def test_a_market_without_rules_is_refused() -> None:
    piece = Piece(Context("velorin", "FR", "email", "HCP", DAY), ())
    with pytest.raises(NoRulePackError):
        checking.check(piece, SUPPLIES["US"])
    with pytest.raises(NoRulePackError):
        checking.check_foreign(piece)


def test_the_result_in_the_contracts_words() -> None:
    piece = with_body(make_email(subject="Promotional:"), "It works.")
    result = checking.as_contract(checking.check(piece, SUPPLIES["US"]), "p1")
    assert (result["id"], result["verdict"]) == ("p1", "blocked")
    assert result["rule_pack"] == "US/2026.1"
    finding = result["findings"][0]
    assert (finding["rule"], finding["severity"]) == ("EV-01", "BLOCK")
    assert (finding["part"], finding["text"]) == ("body", "It works.")
    statement = result["statements"][-1]
    assert set(statement) == {
        *("part", "start", "end", "text", "kind", "outcome", "claim"),
        *("distortions", "score", "differences"),
    }
    bare = checking.as_contract(
        checking.check(Piece(piece.context, ()), SUPPLIES["US"])
    )
    absent = bare["findings"][0]
    assert (absent["part"], absent["start"], absent["end"]) == (None, None, None)


def test_the_day_decides_what_a_date_line_says() -> None:
    piece = make_email("GB")
    line = obligatory.date_of_preparation_line(SUPPLIES["GB"].brand, piece.context)
    assert line == "Date of preparation: November 2026."
