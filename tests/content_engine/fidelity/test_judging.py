"""Each statement of a part gets a kind, an outcome and places in the original."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.fidelity import bounds, cascade, judging
from content_engine.fidelity.judging import Shelf
from content_engine.fidelity.linking.library import Library
from content_engine.fidelity.matching import Approved, ApprovedTexts, Source
from content_engine.pieces import PieceText, Statement
from content_engine.vocabulary import Outcome, PartName, StatementKind
from tests.content_engine.fidelity.shelves import LIBRARY, SHELF
from tests.content_engine.fidelity.test_matching import TEXTS
from tests.content_engine.supplies import ADMISSIONS, HAZARD

A = ADMISSIONS.text
MIXED = Shelf(TEXTS, LIBRARY, {"one@1": ("Its qualifier.",)})


def judged(text: str, shelf: Shelf = MIXED) -> list[Statement]:
    [reading] = judging.read_all([PieceText(PartName.BODY, text)], shelf)
    return [one.statement for one in reading.judged]


@pytest.mark.parametrize(
    ("text", "kind", "outcome", "claim"),
    [
        ("One claim.", StatementKind.CLAIM, Outcome.EXACT, "one@1"),
        ("One claim. Its rest.", StatementKind.RISK, Outcome.EXACT, "two@1"),
        ("Known fact.", StatementKind.DISEASE, Outcome.EXACT, "fact@1"),
        ("No stop", StatementKind.COURTESY, Outcome.NOT_A_CLAIM, None),
        ("Open it", StatementKind.NAVIGATION, Outcome.NOT_A_CLAIM, None),
        ("Stop if ill.", StatementKind.RISK, Outcome.EXACT, None),
        ("1. A book. 2025.", StatementKind.OBLIGATORY, Outcome.NOT_A_CLAIM, None),
        ("Thank you.", StatementKind.COURTESY, Outcome.NOT_A_CLAIM, None),
        ("Read more", StatementKind.NAVIGATION, Outcome.NOT_A_CLAIM, None),
        ("It works.", StatementKind.CLAIM, Outcome.UNSUBSTANTIATED, None),
        ("Its qualifier.", StatementKind.CLAIM, Outcome.UNSUBSTANTIATED, None),
        (A.replace("9.8", "9"), StatementKind.CLAIM, Outcome.DISTORTED, ADMISSIONS.ref),
        (
            A.replace("HF", "heart failure"),
            StatementKind.CLAIM,
            Outcome.EQUIVALENT,
            ADMISSIONS.ref,
        ),
        (
            HAZARD.text.replace("hazard", "risk"),
            StatementKind.CLAIM,
            Outcome.UNSUBSTANTIATED,
            HAZARD.ref,
        ),
        (
            "Velorin (tamoxetrel) may cause mild liver injury.",
            StatementKind.RISK,
            Outcome.DISTORTED,
            None,
        ),
    ],
)
def test_each_statement_has_a_kind_and_an_outcome(
    text: str, kind: str, outcome: str, claim: str | None
) -> None:
    [one] = judged(text)
    assert (one.text, one.kind, one.outcome, one.claim) == (text, kind, outcome, claim)


def test_a_qualifier_counts_after_its_own_claim_only() -> None:
    outcomes = [one.outcome for one in judged("One claim. Its qualifier.")]
    assert outcomes == [Outcome.EXACT, Outcome.EXACT]
    outcomes = [one.outcome for one in judged("Known fact. Its qualifier.")]
    assert outcomes == [Outcome.EXACT, Outcome.UNSUBSTANTIATED]


@pytest.mark.parametrize(
    ("text", "is_harmless"),
    [
        ("Dear colleague,\nOne claim.", True),
        ("Dear colleague,\n\nOne claim.", True),
        ("Dear colleague,\n\nIt works.\n\nOne claim.", True),
        ("Dear colleague,\nIt works. One claim.", True),
        ("Dear colleague, One claim.", False),
        ("It works. Dear colleague, One claim.", False),
        ("One claim.\nDear colleague,", True),
        ("One claim.\n\nIt works.\nDear colleague,", True),
        ("One claim. Dear colleague,", False),
        ("One claim. Dear colleague,\nIt works.", False),
        ("No stop\nDear colleague,\nNo stop", True),
    ],
)
def test_courtesy_without_a_stop_needs_a_line_of_its_own_beside_facts(
    text: str, is_harmless: bool
) -> None:
    [courtesy] = [one for one in judged(text) if "Dear" in one.text]
    assert (courtesy.kind is StatementKind.COURTESY) is is_harmless
    assert (courtesy.outcome is Outcome.NOT_A_CLAIM) is is_harmless


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        pytest.param(
            "Thank\u00a0you. It works. One claim. [1]\n- \nIt helps.",
            ["Thank\u00a0you.", "It works.", "One claim.", "It helps."],
            id="sentences and lines",
        ),
        pytest.param("- It works.\n• It helps", ["- It works.", "• It helps"], id="li"),
        pytest.param("A | It works | 9 %", ["A", "It works", "9 %"], id="cells"),
        pytest.param("| It works |\n|---|", ["It works"], id="markdown row"),
        pytest.param("It works | One claim.", ["It works", "One claim."], id="beside"),
        pytest.param("Given vs. placebo, e.g. 2.5 mg.", ["Given vs. placebo, e.g. 2.5 "
                     "mg."], id="abbreviations and decimals"),
        pytest.param("It works.[1] It helps.", ["It works.", "It helps."], id="marks"),
        pytest.param(" | \n - \n", [], id="nothing but layout"),
    ],
)  # fmt: skip
def test_where_statements_begin_and_end(text: str, statements: list[str]) -> None:
    assert [one.text for one in judged(text)] == statements


@pytest.mark.parametrize(
    ("lead", "tail"),
    [("", ""), ("\u00ad\u200b ", ""), ("Thank you.\n\n", " [1]"), ("– ", "\n\nBye")],
)
def test_differences_point_into_the_original(lead: str, tail: str) -> None:
    """Soft hyphens, lifted marks and dashes before them move nothing."""
    text = lead + A.replace("13.1%", "31.1\u00a0%") + tail
    bent = [one for one in judged(text, SHELF) if one.outcome is Outcome.DISTORTED]
    [difference] = bent[0].differences
    assert text[difference.start : difference.end] == "31.1\u00a0%"
    assert bent[0].start <= difference.start < difference.end <= bent[0].end
    approved = slice(difference.approved_start, difference.approved_end)
    assert A[approved] == difference.approved == "13.1%"


def test_left_out_words_have_a_place_without_length() -> None:
    text = f"Hello. {A.replace(' on placebo', '')}"
    bent = judged(text, SHELF)[-1]
    assert bent.differences
    for one in bent.differences:
        assert bent.start <= one.start == one.end


@pytest.mark.parametrize("extra", [0, 1])
def test_a_piece_beyond_the_bound_is_refused_unread(
    extra: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LONGEST", 40)
    texts = ("Thank you. ", "Thank you.".ljust(29 + extra))
    parts = [PieceText(PartName.FOOTER, text) for text in texts]
    for text, reading in zip(texts, judging.read_all(parts, SHELF), strict=True):
        [one] = reading.judged
        if not extra:
            assert one.statement.text == "Thank you."
            continue
        assert (one.statement.start, one.statement.end) == (0, len(text))
        assert one.statement.outcome is Outcome.UNSUBSTANTIATED
        assert one.ruling.why == bounds.TOO_LONG
        assert (reading.original, reading.hits) == ("", ())


@pytest.mark.parametrize(
    ("bound", "most"), [("MOST_STATEMENTS", 4), ("MOST_CHARACTERS", 4 * 11 + 10)]
)
def test_statements_beyond_the_bound_are_refused_uncompared(
    bound: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def rule(words: str, *_: object) -> cascade.Ruling:
        asked.append(words)
        return cascade.Ruling()

    monkeypatch.setattr(bounds, bound, most)
    monkeypatch.setattr(cascade, "rule", rule)
    text = " ".join(f"It works {n}. Thank you." for n in range(3))
    parts = [PieceText(name, text) for name in (PartName.BODY, PartName.FOOTER)]
    body, footer = judging.read_all(parts, SHELF)
    every = [*body.judged, *footer.judged]
    assert asked == ["It works 0.", "It works 1.", "It works 2.", "It works 0."]
    whys = [one.ruling.why for one in every if one.statement.score]
    assert whys == ["", "", "", "", *[bounds.TOO_MANY] * 2]
    harmless = [one for one in every if not one.statement.score]
    assert len(harmless) == 6


TEXT = st.lists(
    st.sampled_from([
        "One claim.", "Its rest.", "No stop", "It works", "x", " ", "\n", "[1]", ". ",
        "Dear all,", " | ", "- ", "\u00ad", A, A.replace("9.8", "8.9"), "é", "ﬁ",
    ]),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(TEXT)
def test_statements_lie_in_order_and_in_the_text(text: str) -> None:
    place = 0
    for one in judged(text):
        assert place <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        place = one.end


@settings(max_examples=50, deadline=None)
@given(TEXT)
def test_every_letter_stands_in_a_statement(text: str) -> None:
    left = list(text)
    for one in judged(text):
        left[one.start : one.end] = ""
        left[one.start : one.start] = " " * (one.end - one.start)
    assert not re.search(r"[A-Za-zé]", "".join(left).replace("[1]", ""))


@settings(max_examples=50, deadline=None)
@given(TEXT)
def test_what_is_typed_is_distorted_and_nothing_else(text: str) -> None:
    for one in judged(text):
        assert bool(one.distortions) == (one.outcome is Outcome.DISTORTED)
        types = dict.fromkeys(difference.type for difference in one.differences)
        if one.distortions:
            assert tuple(types) == one.distortions
        else:
            assert set(types) <= {cascade.UNMATCHED}


def test_a_shelf_without_anything_supports_nothing() -> None:
    bare = Shelf(ApprovedTexts([], {}), Library())
    assert [one.outcome for one in judged(A, bare)] == [Outcome.UNSUBSTANTIATED]


def test_copy_is_never_what_a_statement_is_near_to() -> None:
    """Words that connect are approved as they stand; nothing rests on them."""
    near = Approved("Sources are listed in full below.", Source.COPY)
    shelf = Shelf(ApprovedTexts([near], {}), Library())
    [one] = judged("Sources were listed in full below.", shelf)
    assert one.claim is None
