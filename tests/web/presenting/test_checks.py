"""A check in rows: marks that add up to the text, findings by place, one diff each."""

import html
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from content_engine.pieces import (
    CheckResult,
    Context,
    Finding,
    Piece,
    PieceText,
    Statement,
)
from content_engine.vocabulary import Outcome, PartName, Severity, StatementKind
from tests.web.presenting import unsaved
from web.presenters import checks
from web.presenters.marks import Mark

CONTEXT = Context("calvoryn", "US", "email", "HCP", unsaved.DAY)
BODY, SUBJECT, FOOTER = PartName.BODY, PartName.SUBJECT, PartName.FOOTER
TEXT = "It lowered urate in 71% of adults. It is the best. Thank you."
WORDING = "It lowered urate in 61% of adults."
CSS = Path("web/static/web/house.css").read_text()
LETTERS = st.text(
    st.sampled_from("ab <>&'\"\n\t😀é\u200b\u00ad{}%"), min_size=1, max_size=40
)


def said(start: int, end: int, outcome: Outcome, **more: Any) -> Statement:
    text = more.pop("whole", TEXT)[start:end]
    part = more.pop("part", BODY)
    return Statement(part, start, end, text, StatementKind.CLAIM, outcome, **more)


def objection(start: int | None, end: int | None = None, **more: Any) -> Finding:
    kept = {
        "rule": "WD-03",
        "severity": Severity.HIGH,
        "message": "This praises.",
        "part": BODY,
        "text": TEXT[start:end] if start is not None else "",
        "citation": "ABPI 2024 6.1",
    }
    return Finding(start=start, end=end, **{**kept, **more})


def rows(
    *findings: Finding, statements: tuple[Statement, ...] = (), **texts: str
) -> checks.Checked:
    parts = texts or {"body": TEXT}
    piece = Piece(CONTEXT, tuple(PieceText(PartName(n), t) for n, t in parts.items()))
    return checks.checked(piece, CheckResult("US/2026.1", findings, statements))


DISTORTED = said(
    0, 34, Outcome.DISTORTED, claim="urate@1", distortions=("digit", "arm_swap")
)
REFUSED = objection(0, 34, rule="EV-01", severity=Severity.BLOCK, suggestion=WORDING)
FIGURE = objection(20, 23, rule="EV-02", severity=Severity.BLOCK, suggestion=WORDING)


# The verdict


@pytest.mark.parametrize(
    ("severities", "verdict", "tone", "counted"),
    [
        pytest.param([], "Gate: nothing found against it", "good", "0 findings"),
        pytest.param(["INFO"], "Gate: nothing found against it", "good", "1 finding"),
        pytest.param(["MED"], "Gate: nothing found against it", "good", "1 finding"),
        pytest.param(["HIGH"], "Gate: a person must look", "warn", "1 finding"),
        pytest.param(["BLOCK"], "Gate: blocked", "bad", "1 finding"),
        pytest.param(["MED", "HIGH"], "Gate: a person must look", "warn", "2 findings"),
        pytest.param(["HIGH", "BLOCK", "INFO"], "Gate: blocked", "bad", "3 findings"),
    ],
)
def test_the_verdict_is_that_of_the_heaviest_finding(
    severities: list[str], verdict: str, tone: str, counted: str
) -> None:
    found = [
        objection(at, at + 1, severity=Severity(one))
        for at, one in enumerate(severities)
    ]
    told = rows(*found)
    assert (told.verdict, told.tone, told.counted) == (verdict, tone, counted)
    assert told.rule_pack == "US/2026.1"


@pytest.mark.parametrize(
    ("severity", "words", "tone"),
    [
        ("BLOCK", "Blocks", "bad"),
        ("HIGH", "High", "warn"),
        ("MED", "Medium", ""),
        ("INFO", "Note", ""),
    ],
)
def test_a_severity_has_its_word(severity: str, words: str, tone: str) -> None:
    [note] = rows(objection(0, 2, severity=Severity(severity))).notes
    assert (note.severity, note.tone) == (words, tone)


# Findings by their place


def places(told: checks.Checked) -> list[tuple[str, int | None]]:
    return [(note.name, note.start) for note in told.notes]


def test_findings_stand_in_the_order_of_the_text_whatever_they_weigh() -> None:
    told = rows(
        objection(40, 44, severity=Severity.BLOCK),
        objection(3, 5, severity=Severity.INFO),
        objection(0, 2, part=FOOTER, severity=Severity.BLOCK),
        objection(0, 4, part=SUBJECT, severity=Severity.MED),
    )
    assert places(told) == [("subject", 0), ("body", 3), ("body", 40), ("footer", 0)]


def test_what_is_absent_comes_after_what_is_there() -> None:
    told = rows(
        objection(None, part=None, rule="ID-02"),
        objection(None, rule="FB-02"),
        objection(9, 12),
    )
    assert places(told) == [("body", 9), ("", None), ("body", None)]


@given(st.permutations(range(6)))
def test_the_order_does_not_depend_on_the_order_of_the_rules(order: list[int]) -> None:
    found = [objection(10 * at, 10 * at + 3, rule=f"WD-0{at}") for at in range(6)]
    told = rows(*(found[at] for at in order))
    assert [note.rule for note in told.notes] == [one.rule for one in found]


@pytest.mark.parametrize("name", list(PartName))
def test_a_finding_names_its_part(name: PartName) -> None:
    [note] = rows(objection(0, 2, part=name)).notes
    assert note.name == name.value
    assert note.part == name.value.replace("_", " ").capitalize()


def test_a_finding_about_the_whole_names_no_part() -> None:
    [note] = rows(objection(None, part=None)).notes
    assert (note.name, note.part, note.start, note.end) == ("", "", None, None)


@pytest.mark.parametrize("key", ["message", "citation", "suggestion", "text", "rule"])
def test_the_words_of_a_finding_are_those_of_the_gate(key: str) -> None:
    found = objection(0, 2, **{key: "Said (to be confirmed)"})
    [note] = rows(found).notes
    assert getattr(note, key) == "Said (to be confirmed)"


# Statements


@pytest.mark.parametrize(
    ("outcome", "words", "tone"),
    [
        (Outcome.EXACT, "Approved wording", "good"),
        (Outcome.EQUIVALENT, "Same in other words", "good"),
        (Outcome.DISTORTED, "Distorted", "bad"),
        (Outcome.CONTEXT_MISSING, "Context missing", "warn"),
        (Outcome.UNSUBSTANTIATED, "No support", "bad"),
    ],
)
def test_an_outcome_has_its_word_and_its_line(
    outcome: Outcome, words: str, tone: str
) -> None:
    told = rows(statements=(said(0, 34, outcome),))
    [row] = told.statements
    assert (row.outcome, row.tone, row.style) == (words, tone, outcome.value)
    assert told.mirrors["body"][0] == Mark(TEXT[:34], outcome.value, words)
    assert f".as-{outcome.value} {{ text-decoration: underline " in CSS
    assert (outcome, words) in checks.LEGEND


def test_no_two_outcomes_are_underlined_alike_but_for_colour() -> None:
    lines = re.findall(r"\.as-\w+ \{ text-decoration: underline (\w+)", CSS)
    assert sorted(lines) == ["dashed", "dotted", "double", "solid", "wavy"]


def test_what_is_no_claim_is_neither_listed_nor_marked() -> None:
    told = rows(statements=(said(51, 61, Outcome.NOT_A_CLAIM),))
    assert told.statements == ()
    assert told.mirrors == {"body": (Mark(TEXT),)}


def test_the_first_finding_of_a_statement_carries_it() -> None:
    told = rows(FIGURE, REFUSED, statements=(DISTORTED,))
    first, second = told.notes
    assert (first.rule, second.rule) == ("EV-01", "EV-02")
    assert second.statement is None
    about = first.statement
    assert about
    assert (about.claim, about.distortions) == ("urate@1", ("Digit", "Arm swap"))
    assert (about.wording, about.key) == (WORDING, "body:0:34")


def test_a_finding_outside_every_statement_carries_none() -> None:
    told = rows(objection(35, 50), statements=(DISTORTED,))
    assert [note.statement for note in told.notes] == [None]


def test_a_finding_in_another_part_carries_none() -> None:
    told = rows(objection(0, 3, part=FOOTER), statements=(DISTORTED,))
    assert [note.statement for note in told.notes] == [None]


def test_the_nearest_wording_is_not_told_again_as_a_suggestion() -> None:
    told = rows(REFUSED, FIGURE, statements=(DISTORTED,))
    assert [note.suggestion for note in told.notes] == ["", ""]


def test_another_suggestion_is_told() -> None:
    other = replace(FIGURE, suggestion="State the result instead.")
    told = rows(REFUSED, other, statements=(DISTORTED,))
    assert [n.suggestion for n in told.notes] == ["", "State the result instead."]


@pytest.mark.parametrize(
    "finding",
    [
        pytest.param(replace(REFUSED, rule="WD-01"), id="of another rule"),
        pytest.param(replace(REFUSED, start=1), id="of another beginning"),
        pytest.param(replace(REFUSED, end=33), id="of another end"),
        pytest.param(replace(REFUSED, part=FOOTER), id="of another part"),
        pytest.param(replace(REFUSED, suggestion=""), id="without a wording"),
    ],
)
def test_only_the_refusal_of_this_very_statement_gives_its_wording(
    finding: Finding,
) -> None:
    told = rows(finding, statements=(DISTORTED,))
    [row] = told.statements
    assert (row.wording, row.words) == ("", ())
    assert told.wording_for(row.key) is None


def test_the_diff_leads_from_the_statement_to_the_wording() -> None:
    [row] = rows(REFUSED, statements=(DISTORTED,)).statements
    kept = [run.text for run in row.words if run.kind != "added"]
    put = [run.text for run in row.words if run.kind != "removed"]
    assert ("".join(kept), "".join(put)) == (row.text, WORDING)
    assert [run.text for run in row.words if run.kind == "added"] == ["61%"]


@pytest.mark.parametrize(
    "key", ["", "body:0:33", "footer:0:34", "body:0:34:1", "body", ":::", "body:x:y"]
)
def test_a_wording_is_found_by_its_very_place_alone(key: str) -> None:
    told = rows(REFUSED, statements=(DISTORTED,))
    assert told.wording_for(key) is None
    assert told.wording_for("body:0:34") == told.statements[0]


# Marks


def test_marks_are_cut_where_outcomes_and_objections_begin_and_end() -> None:
    told = rows(
        REFUSED,
        FIGURE,
        objection(45, 49),
        statements=(DISTORTED, said(35, 50, Outcome.UNSUBSTANTIATED)),
    )
    found = [(m.text, m.style, m.is_found) for m in told.mirrors["body"]]
    assert found == [
        ("It lowered urate in ", "distorted", False),
        ("71%", "distorted", True),
        (" of adults.", "distorted", False),
        (" ", "", False),
        ("It is the ", "unsubstantiated", False),
        ("best", "unsubstantiated", True),
        (".", "unsubstantiated", False),
        (" Thank you.", "", False),
    ]


def test_an_objection_to_a_whole_statement_is_only_its_underline() -> None:
    told = rows(REFUSED, statements=(DISTORTED,))
    assert not any(mark.is_found for mark in told.mirrors["body"])


def test_what_is_absent_marks_nothing() -> None:
    told = rows(objection(None), objection(None, part=None))
    assert told.mirrors == {"body": (Mark(TEXT),)}


def test_an_empty_part_has_no_marks() -> None:
    assert rows(body="").mirrors == {"body": ()}


def test_every_part_has_its_own_marks() -> None:
    told = rows(
        objection(0, 2, part=SUBJECT), subject="It works", body=TEXT, footer="End"
    )
    assert [mark.is_found for mark in told.mirrors["subject"]] == [True, False]
    assert told.mirrors["body"] == (Mark(TEXT),)
    assert list(told.mirrors) == ["subject", "body", "footer"]


@st.composite
def judged(draw: st.DrawFn) -> tuple[str, tuple[Finding, ...], tuple[Statement, ...]]:
    """A text with statements side by side and objections anywhere."""
    text = draw(LETTERS)
    place = st.integers(0, len(text))
    cuts = sorted(draw(st.sets(place, max_size=6)))
    outcomes = st.sampled_from(list(Outcome))
    statements = tuple(
        said(start, end, draw(outcomes), whole=text)
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    )
    spans = draw(st.lists(st.tuples(place, place), max_size=5))
    findings = tuple(
        objection(min(a, b), max(a, b), text=text[min(a, b) : max(a, b)])
        for a, b in spans
    )
    return text, findings, statements


@given(judged())
def test_marks_add_up_to_the_text(
    drawn: tuple[str, tuple[Finding, ...], tuple[Statement, ...]],
) -> None:
    text, findings, statements = drawn
    found = rows(*findings, statements=statements, body=text).mirrors["body"]
    assert "".join(mark.text for mark in found) == text
    assert all(mark.text for mark in found)


@given(judged())
def test_each_letter_is_marked_by_the_statement_that_it_stands_in(
    drawn: tuple[str, tuple[Finding, ...], tuple[Statement, ...]],
) -> None:
    text, findings, statements = drawn
    found = rows(*findings, statements=statements, body=text).mirrors["body"]
    styles = [mark.style for mark in found for _ in mark.text]
    for place, style in enumerate(styles):
        inside = [s for s in statements if s.start <= place < s.end]
        expected = inside[0].outcome.value if inside else ""
        assert style == ("" if expected == "not_a_claim" else expected)


@given(judged())
def test_a_letter_is_shaded_where_an_objection_is_to_less_or_more_than_a_statement(
    drawn: tuple[str, tuple[Finding, ...], tuple[Statement, ...]],
) -> None:
    text, findings, statements = drawn
    told = rows(*findings, statements=statements, body=text)
    whole = {(row.start, row.end) for row in told.statements}
    shaded = [mark.is_found for mark in told.mirrors["body"] for _ in mark.text]
    for place, is_found in enumerate(shaded):
        assert is_found == any(
            note.start is not None
            and note.end is not None
            and note.start <= place < note.end
            and (note.start, note.end) not in whole
            for note in told.notes
        )


@given(judged())
def test_the_mirror_shows_the_very_letters_and_no_tag_of_theirs(
    drawn: tuple[str, tuple[Finding, ...], tuple[Statement, ...]],
) -> None:
    text, findings, statements = drawn
    marks = rows(*findings, statements=statements, body=text).mirrors["body"]
    page = render_to_string("checks/_mirror.html", {"marks": marks})
    bare = re.sub(r'</?mark(?: class="[ a-z_-]*")?(?: title="[A-Za-z ]*")?>', "", page)
    assert not re.search("[<>]", bare)
    assert html.unescape(bare).removesuffix("\n") == text


@pytest.mark.parametrize("place", ["text", "message", "citation", "suggestion"])
def test_hostile_words_of_a_finding_are_shown_and_never_run(place: str) -> None:
    told = rows(objection(0, 2, **{place: unsaved.HOSTILE}))
    page = render_to_string("checks/_notes.html", {"checked": told})
    assert "<script" not in page
    assert html.escape(unsaved.HOSTILE) in page


def test_a_hostile_wording_stays_in_its_attribute() -> None:
    refused = replace(REFUSED, suggestion=unsaved.HOSTILE)
    told = rows(refused, statements=(DISTORTED,))
    page = render_to_string("checks/_notes.html", {"checked": told})
    assert "<script" not in page
    assert f'data-wording="{html.escape(unsaved.HOSTILE)}"' in page


def test_the_page_says_of_a_statement_all_that_its_colour_says() -> None:
    told = rows(REFUSED, FIGURE, statements=(DISTORTED,))
    page = render_to_string("checks/_notes.html", {"checked": told})
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    for expected in (
        *("Blocks EV-01 Show in the body", "Distorted Digit Arm swap"),
        *("Nearest approved wording urate@1", "Use this wording", "ABPI 2024 6.1"),
        *("Every statement and how it stands", "Rules US/2026.1."),
    ):
        assert expected in words
    assert words.count("Use this wording") == 1


def test_a_check_without_findings_says_that_people_decide() -> None:
    page = render_to_string("checks/_notes.html", {"checked": rows()})
    assert "No rule objects. People decide." in page
    assert "Every statement" not in page


@pytest.mark.parametrize(
    ("finding", "link"),
    [
        (objection(4, 9), '<a class="small" href="#id_body" data-place="body:4:9"'),
        (objection(None), '<a class="small" href="#id_body" data-finding>Missing in'),
        (objection(None, part=None), '<a class="small" href="#h-text" data-finding>'),
    ],
    ids=["in a part", "missing in a part", "of the whole"],
)
def test_each_finding_leads_to_its_place_without_a_script(
    finding: Finding, link: str
) -> None:
    page = render_to_string("checks/_notes.html", {"checked": rows(finding)})
    assert link in page
