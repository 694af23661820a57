"""What is only set otherwise is not blocked: typography, order, layout (section 6)."""

import itertools
import unicodedata

import pytest

from content_engine.pieces import Piece, PieceText
from content_engine.vocabulary import Outcome, PartName, Severity, Verdict
from tests.content_engine.gate_world import (
    MARKETS,
    ON_THE_TRIAL,
    blocking,
    carrying,
    changed,
    checked,
    edited,
    messaging,
    text_of,
)
from tests.content_engine.supplies import (
    ADMISSIONS,
    BURDEN,
    DOSE,
    HAZARD,
    REGISTRY,
    TRIAL,
    footer,
    make_email,
    make_label,
    make_sms,
)

CLAIM = ADMISSIONS.text
PAIR = f"{HAZARD.text} {HAZARD.qualifiers[0]} [1]"
WHOLE = f"{CLAIM} [1]"

# One claim set in other type: name, text of the e-mail's claim with its mark.
SET = [
    ("hyphen", WHOLE.replace("–", "-")),
    ("non-breaking hyphen", WHOLE.replace("–", "\u2011")),
    ("figure dash", WHOLE.replace("–", "\u2012")),
    ("em dash", WHOLE.replace("–", "\u2014")),
    ("horizontal bar", WHOLE.replace("–", "\u2015")),
    ("minus", WHOLE.replace("–", "\u2212")),
    ("hyphen of Unicode", WHOLE.replace("–", "\u2010")),
    ("no-break spaces", WHOLE.replace(" ", "\u00a0")),
    ("thin spaces", WHOLE.replace(" ", "\u2009")),
    ("narrow spaces", WHOLE.replace(" ", "\u202f")),
    ("en spaces", WHOLE.replace(" ", "\u2002")),
    ("ideographic space", WHOLE.replace(" ", "\u3000", 3)),
    ("two spaces", WHOLE.replace(" ", "  ")),
    ("tabs", WHOLE.replace(" ", "\t")),
    ("space before", f"   {WHOLE}"),
    ("space after", f"{WHOLE}   "),
    ("lines", WHOLE.replace(", compared", ",\ncompared")),
    ("Windows lines", WHOLE.replace(", compared", ",\r\ncompared")),
    ("old Mac lines", WHOLE.replace(", compared", ",\rcompared")),
    ("line separator", WHOLE.replace(", compared", ",\u2028compared")),
    ("vertical tab", WHOLE.replace(", compared", ",\vcompared")),
    ("a word a line", WHOLE.replace(" ", "\n")),
    ("decomposed", unicodedata.normalize("NFD", WHOLE)),
    ("composed", unicodedata.normalize("NFC", WHOLE)),
    ("compatible", unicodedata.normalize("NFKC", WHOLE)),
    ("ligature", WHOLE.replace("first", "\ufb01rst")),
    ("mark glued", f"{CLAIM}[1]"),
    ("mark on its own line", f"{CLAIM}\n[1]"),
    ("mark before the stop", f"{CLAIM.removesuffix('.')} [1]."),
    ("mark glued before the stop", f"{CLAIM.removesuffix('.')}[1]."),
    ("mark after a no-break space", f"{CLAIM}\u00a0[1]"),
    ("bullet", f"- {WHOLE}"),
    ("round bullet", f"• {WHOLE}"),
    ("other wording", f"{ADMISSIONS.variations[0]} [1]"),
    ("twice", f"{WHOLE}\n\n{WHOLE}"),
    ("once more in the other wording", f"{WHOLE} {ADMISSIONS.variations[0]} [1]"),
    ("with another claim", f"{WHOLE} {DOSE.text} [1]"),
    ("another claim first", f"{DOSE.text} [1]\n{WHOLE}"),
    ("list of claims", f"- {WHOLE}\n- {DOSE.text} [1]"),
    ("list with blank lines", f"- {WHOLE}\n\n- {DOSE.text} [1]"),
    ("with its company", f"{PAIR} {WHOLE}"),
    ("company first", f"{WHOLE} {PAIR}"),
    ("company a paragraph off", f"{PAIR}\n\n{WHOLE}"),
    ("with a label sentence", f"{WHOLE}\n\nThe starting dose is 30 mg once daily."),
    ("with thanks", f"{WHOLE}\n\nThank you for reading."),
    ("with a lead", f"As reported in the trial:\n\n{WHOLE}"),
    ("with a bridge", f"{WHOLE}\n\nOf additional relevance:\n\n{DOSE.text} [1]"),
    ("after a colon", f"The passage is quoted here: {WHOLE}"),
    ("nothing but its mark", WHOLE),
]
CLEAN = dict(SET)

# A whole piece put together otherwise: name, how.
SUBJECTS = [
    "Promotional: Heart failure care at home",
    "Promotional: A source-based note on heart failure",
    "Promotional:  Heart failure care after discharge",
    "Promotional:\u00a0Heart failure care after discharge",
    "A source-based note on heart failure",
    "Promotional: Heart failure care after discharge ",
]
PARTS = [
    ("preheader", "Prepared for cardiology teams."),
    ("preheader", "The evidence, and its source."),
    ("preheader", None),
    ("headline", "Statement and source, side by side"),
    ("headline", None),
    ("call_to_action", "View the source"),
    ("call_to_action", "Open the study summary"),
    ("call_to_action", None),
    ("alt_text", ""),
    ("alt_text", "The Velorin team, Acme"),
    ("description", "Evidence extract with references."),
]


def weight(piece: Piece) -> str:
    """The verdict, with the rules that block where it is blocked."""
    result = checked(piece)
    return f"{result.verdict} {sorted(blocking(result))}"


PASSED = {f"{Verdict.CLEARED} []", f"{Verdict.REVIEW} []"}


def test_there_are_many_clean_pieces() -> None:
    assert len(CLEAN) == len(SET)
    assert len(SET) + len(SUBJECTS) + len(PARTS) >= 60


@pytest.mark.parametrize("market", MARKETS)
def test_setting_a_claim_otherwise_blocks_nothing(market: str) -> None:
    found = [(name, weight(carrying(text, market, ""))) for name, text in SET]
    assert [row for row in found if row[1] not in PASSED] == []


@pytest.mark.parametrize("market", MARKETS)
def test_a_claim_set_otherwise_is_still_that_claim(market: str) -> None:
    for name, text in SET:
        result = checked(carrying(text, market, ""))
        claims = [(one.claim, one.outcome) for one in result.statements if one.claim]
        assert (ADMISSIONS.ref, Outcome.EXACT) in claims, name
        assert {outcome for _, outcome in claims} == {Outcome.EXACT}, name


@pytest.mark.parametrize("market", MARKETS)
def test_every_claim_is_itself_in_other_type(market: str) -> None:
    for one in ON_THE_TRIAL:
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            for space in (" ", "\u00a0", "\u2009", "\n", "  "):
                text = unicodedata.normalize(form, one.text).replace(" ", space)
                assert weight(carrying(text, market)) in PASSED, (text, form)
                if space != "\n":
                    assert weight(messaging(text, market)) in PASSED, (text, form)


@pytest.mark.parametrize("market", MARKETS)
def test_other_approved_words_are_as_good(market: str) -> None:
    for subject in SUBJECTS:
        assert weight(make_email(market, subject=subject)) in PASSED, subject
    for name, text in PARTS:
        piece = changed(make_email(market), **{name: text})
        assert weight(piece) in PASSED, (name, text)


@pytest.mark.parametrize("market", MARKETS)
def test_the_order_of_parts_decides_nothing(market: str) -> None:
    clean = make_email(market)
    turned = [clean.parts[::-1], clean.parts[3:] + clean.parts[:3]]
    turned += list(itertools.islice(itertools.permutations(clean.parts), 0, 5000, 499))
    expected = checked(clean)
    for parts in turned:
        assert checked(Piece(clean.context, tuple(parts))) == expected


@pytest.mark.parametrize("market", MARKETS)
def test_an_empty_part_more_decides_nothing(market: str) -> None:
    clean = make_email(market)
    there = {part.name for part in clean.parts}
    for name in PartName:
        if name not in there:
            piece = Piece(clean.context, (*clean.parts, PieceText(name, "")))
            assert checked(piece).findings == checked(clean).findings, name


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("part", ["safety_information", "footer", "body"])
@pytest.mark.parametrize(
    ("old", "new"),
    [(" ", "\u00a0"), (" ", "  "), (". ", ".\n"), ("\n", "\n\n"), ("\n", "\r\n")],
)
def test_white_space_in_other_parts_decides_nothing(
    old: str, new: str, part: str, market: str
) -> None:
    clean = make_email(market)
    text = text_of(clean, part)
    if part == "footer" and old in (" ", ". "):
        return
    piece = changed(clean, **{part: text.replace(old, new)})
    assert weight(piece) in PASSED


@pytest.mark.parametrize("market", MARKETS)
def test_quotes_in_approved_words_are_unified(market: str) -> None:
    label = make_label(market)
    for left, right in ("''", "‘’", "‛′"):
        text = f"Thank you {left}{right}"
        assert label.version
        assert checked(carrying(f"{WHOLE}\n\n{text}", market, "")).statements


@pytest.mark.parametrize("market", MARKETS)
def test_two_references_in_the_order_of_the_text(market: str) -> None:
    body = f"{BURDEN.text} [1][2]\n\n{CLAIM} [2]"
    piece = changed(
        carrying(body, market, ""), footer=footer(market, "email", REGISTRY, TRIAL)
    )
    assert weight(piece) in PASSED


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("heading", ["References", "References:", "references", ""])
def test_the_heading_of_the_list(heading: str, market: str) -> None:
    piece = edited(make_email(market), "footer", "References\n", f"{heading}\n")
    if heading in ("References", "References:", ""):
        assert weight(piece) in PASSED


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("channel", ["email", "rep_email"])
def test_the_clean_email_says_nothing_heavier_than_advice(
    channel: str, market: str
) -> None:
    result = checked(make_email(market, channel))
    assert result.findings == ()
    assert result.verdict == Verdict.CLEARED
    kinds = {one.outcome for one in result.statements}
    assert kinds == {Outcome.EXACT, Outcome.NOT_A_CLAIM}


@pytest.mark.parametrize("market", MARKETS)
def test_the_clean_sms_is_only_advised(market: str) -> None:
    result = checked(make_sms(market))
    assert {one.severity for one in result.findings} <= {Severity.MED, Severity.INFO}
    assert result.verdict == Verdict.CLEARED


@pytest.mark.parametrize("day", ["January", "June", "November"])
def test_a_piece_prepared_earlier_in_the_year_is_clean(day: str) -> None:
    piece = edited(make_email("GB"), "footer", "November 2026", f"{day} 2026")
    assert weight(piece) in PASSED
