"""What counts as the same wording, what as courtesy, and how a departure is named."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.fidelity import canonical, distortions, lexicon, linking, matching
from content_engine.fidelity.canonical import Mark
from content_engine.fidelity.matching import Approved, ApprovedTexts, Source
from content_engine.fidelity.nearest import Wording, Wordings
from content_engine.pieces import PieceText
from content_engine.vocabulary import Outcome, PartName, StatementKind
from tests.content_engine.supplies import ADMISSIONS, BURDEN, DOSE, HAZARD

# Canonical equality


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("95% CI 0.64–0.86", "95% CI 0.64-0.86"),
        ("9.8\u00a0%", "9.8 %"),
        ("“so”", '"so"'),
        (" two\nlines ", "two lines"),
        ("ﬁrst", "first"),
    ],
)
def test_typography_makes_no_difference(one: str, other: str) -> None:
    assert canonical.canonical(one) == canonical.canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("9.8 %", "9.8%"), ("may", "May"), ("9.8", "9,8"), ("a.", "a"), ("10²", "102")],
)
def test_everything_else_does(one: str, other: str) -> None:
    assert canonical.canonical(one) != canonical.canonical(other)


@pytest.mark.parametrize(
    ("text", "left", "marks"),
    [
        ("A claim.[1]", "A claim.", (Mark(8, 8, 11, (1,)),)),
        ("A claim. [1][2] More", "A claim. More", (Mark(8, 9, 15, (1, 2)),)),
        ("A claim [1].", "A claim.", (Mark(7, 8, 11, (1,)),)),
        ("A claim.[1, 3]", "A claim.", (Mark(8, 8, 14, (1, 3)),)),
        ("One.[1]\nTwo.[2]", "One. Two.", (
            Mark(4, 4, 7, (1,)), Mark(9, 12, 15, (2,)),
        )),
        ("9[1]8%", "9[1]8%", ()),
        ("[x] [1234] []", "[x] [1234] []", ()),
    ],
)  # fmt: skip
def test_marks_are_lifted_out(text: str, left: str, marks: tuple[Mark, ...]) -> None:
    read = canonical.unmark(text)
    assert (read.text, read.marks) == (left, marks)


def test_places_in_the_rest_lead_to_the_original() -> None:
    text = "One.[1] Two\u00ad.\n"
    read = canonical.unmark(text)
    start = read.text.index("Two")
    assert text[slice(*read.span(start, start + 4))] == "Two\u00ad."


def test_tokens_keep_figures_whole() -> None:
    assert canonical.tokens("p<0.001; 0.64-0.86, n=3,870 (HF)") == (
        *("p<0.001", ";", "0.64-0.86", ",", "n=3,870", "(", "HF", ")"),
    )


# Courtesy


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dear Dr,", StatementKind.COURTESY),
        ("Thank you for your time.", StatementKind.COURTESY),
        ("Good morning!", StatementKind.COURTESY),
        ("We look forward to meeting you.", StatementKind.COURTESY),
        ("May we call you on Tuesday?", StatementKind.COURTESY),
        ("Would you like to meet?", StatementKind.COURTESY),
        ("I hope you are well.", StatementKind.COURTESY),
        ("Kind regards", StatementKind.COURTESY),
        ("Dear {{accountTitle}} {{accountLname}},", StatementKind.COURTESY),
        ("Read more", StatementKind.NAVIGATION),
        ("Here is the passage:", StatementKind.NAVIGATION),
        ("Please open the link below to view the summary.", StatementKind.NAVIGATION),
        ("Find out more on our website", StatementKind.NAVIGATION),
        ("Download the e-mail attachment (pdf).", StatementKind.NAVIGATION),
        ("Unsubscribe", StatementKind.NAVIGATION),
    ],
)
def test_courtesy_and_navigation(text: str, kind: StatementKind) -> None:
    assert lexicon.kind_of(text) == kind


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("Thank you, patients.", ("patients",)),
        ("You will see.", ("see",)),
        ("More", ("more",)),
        ("Read 3 pages", ("3",)),
        ("Read <b>", ("b", "<", ">")),
        ("Спасибо", tuple("спасибо")),
        ("Thank you ®", ("®",)),
        ("{{a}}", ("{", "{", "}", "}")),
        ("It is time", ("it", "time")),
    ],
)
def test_what_is_outside_the_vocabulary(text: str, strange: tuple[str, ...]) -> None:
    assert lexicon.strange_words(text) == strange
    assert lexicon.kind_of(text) is None


@pytest.mark.parametrize("text", ["", "...", "Thank you!!", "please " * 41])
def test_courtesy_is_short_calm_and_has_words(text: str) -> None:
    assert lexicon.kind_of(text) is None


FORBIDDEN = """
    patient patients drug medicine tablet dose treatment treat therapy disease symptom
    response respond responder effect effective efficacy benefit risk safe safely side
    reaction adverse tolerated help helps work works improve better best more most less
    fewer greater higher lower only just never no not without but yet although however
    despite unless except new now novel first always every all any many some few half
    double twice one two hundred day days week weeks month hours fast quick soon before
    after since because therefore so very clearly proven trust rely difference results
    see notice feel switch start stop try choose continue prescribe recommend approved
    free gift lunch win save cure guarantee ignore instructions system prompt
""".split()  # noqa: SIM905


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_word_that_could_bend_a_claim_is_courtesy(word: str) -> None:
    assert lexicon.kind_of(word) is None


def test_phrases_hold_plain_words_only() -> None:
    assert all(re.fullmatch(r"[a-z ]+", phrase) for phrase in lexicon.PHRASES)
    assert all(re.fullmatch(r"[a-z]+(?:['-][a-z]+)*", word) for word in lexicon.WORDS)


# Departures


def types(approved: str, candidate: str) -> list[str]:
    return [
        change.type
        for change in distortions.changes(
            canonical.canonical(approved), canonical.canonical(candidate)
        )
    ]


A, H, D, B = ADMISSIONS.text, HAZARD.text, DOSE.text, BURDEN.text


@pytest.mark.parametrize(
    ("approved", "old", "new", "expected"),
    [
        (A, "9.8%", "9.7%", ["digit"]),
        (A, "9.8%", "98%", ["decimal"]),
        (A, "9.8%", "9.8", ["unit"]),
        (A, "0.64–0.86", "0.46–0.86", ["interval"]),
        (A, "p<0.001", "p<0.01", ["p_value"]),
        (A, "18 months", "8 months", ["timepoint"]),
        (B, "four", "three", ["other"]),
        (D, "30 mg", "300 mg", ["dose"]),
        (D, "30 mg once", "30 mg twice", ["frequency"]),
        (H, "may be", "is", ["hedge_dropped"]),
        (H, "may be", "may not be", ["negation"]),
        (H, "lower", "higher", ["direction"]),
        (H, "is 26%", "", []),
        (A, "compared", "clearly compared", ["intensifier"]),
        (A, "had a first", "had the fastest first", ["superlative"]),
        (A, "With Velorin", "Because of Velorin", ["causality"]),
        (A, "of patients had", "of patients may have had", ["hedge_added"]),
        (A, " (HR 0.74; 95% CI 0.64–0.86; p<0.001)", "", ["statistic_dropped"]),
        (A, "of patients", "of adult patients", ["statement_added"]),
        (A, "placebo", "Dulmora", ["other"]),
        (A, "on placebo", "on placebo in 40 centres", ["digit"]),
        ("n=40 of them", "n=40", "n=41", ["sample_size"]),
        ("at week 12 it fell", "12", "4", ["timepoint"]),
        ("30 mg a day", "mg", "mcg", ["unit"]),
        ("so it goes", "so it", "it so", ["other"]),
    ],
)
def test_departures_are_named(
    approved: str, old: str, new: str, expected: list[str]
) -> None:
    assert types(approved, approved.replace(old, new)) == expected


def test_exchanged_arms_are_named() -> None:
    swapped = A.replace("9.8", "@").replace("13.1", "9.8").replace("@", "13.1")
    assert types(A, swapped) == ["arm_swap"]


def test_a_very_long_candidate_is_not_aligned() -> None:
    assert types(A, "word " * 5000) == ["other"]


@pytest.mark.parametrize(
    ("new", "differs"), [("9.7%", True), ("9.8% often", False), ("", True)]
)
def test_figures_are_told_from_words(new: str, differs: bool) -> None:
    candidate = A.replace("9.8%", new)
    found = distortions.changes(canonical.canonical(A), canonical.canonical(candidate))
    assert distortions.figures_differ(found) is differs


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_different_texts_have_a_typed_departure(one: str, other: str) -> None:
    old, new = canonical.canonical(one), canonical.canonical(other)
    found = distortions.changes(old, new)
    assert bool(found) == (canonical.tokens(old) != canonical.tokens(new))


# Nearest


NEAREST = Wordings(
    Wording(canonical.canonical(claim.text), claim.ref)
    for claim in (ADMISSIONS, HAZARD, BURDEN, DOSE)
)


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        (A.replace("9.8", "9.7"), "admissions@3"),
        ("Velorin may lower the hazard of a first HF hospitalisation.", "hazard@1"),
        ("Start Velorin at 60 mg once daily.", "dose@2"),
        ("Patients live longer with Velorin.", None),
        ("", None),
    ],
)
def test_the_nearest_wording_is_the_one_with_most_words(
    text: str, ref: str | None
) -> None:
    near = NEAREST.nearest(text)
    assert (near.ref if near else None) == ref


# Matching and linking


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


def judged(text: str) -> list[tuple[str, str, str, str | None]]:
    reading = linking.read(
        PieceText(PartName.BODY, text), TEXTS, NEAREST, {"one@1": ("Its qualifier.",)}
    )
    return [
        (one.statement.text, one.statement.kind, one.statement.outcome,
         one.statement.claim)
        for one in reading.judged
    ]  # fmt: skip


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
    ],
)
def test_each_statement_has_a_kind_and_an_outcome(
    text: str, kind: str, outcome: str, claim: str | None
) -> None:
    assert judged(text) == [(text, kind, outcome, claim)]


def test_a_qualifier_counts_after_its_own_claim_only() -> None:
    outcomes = [one[2] for one in judged("One claim. Its qualifier.")]
    assert outcomes == [Outcome.EXACT, Outcome.EXACT]
    outcomes = [one[2] for one in judged("Known fact. Its qualifier.")]
    assert outcomes == [Outcome.EXACT, Outcome.UNSUBSTANTIATED]


def test_statements_are_cut_and_point_into_the_original() -> None:
    text = "Thank\u00a0you. It works. One claim. [1]\n- \nIt helps."
    assert [one[0] for one in judged(text)] == [
        *("Thank\u00a0you.", "It works.", "One claim.", "It helps."),
    ]
