"""A statement is ruled on by comparison with one wording; what fails is refused."""

import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.fidelity import canonical, cascade
from content_engine.fidelity.cascade import Ruling
from content_engine.fidelity.comparing import compare
from content_engine.fidelity.linking.library import Library
from content_engine.fidelity.matching import Approved, Source
from content_engine.vocabulary import Outcome
from tests.content_engine.fidelity.shelves import LIBRARY, SAFETY, SIGNED
from tests.content_engine.supplies import ADMISSIONS, BURDEN, DOSE, HAZARD

A, H, B, D = ADMISSIONS.text, HAZARD.text, BURDEN.text, DOSE.text
EQUAL = Outcome.EQUIVALENT
BENT = Outcome.DISTORTED
OPEN = Outcome.UNSUBSTANTIATED


def ruled(statement: str) -> Ruling:
    return cascade.rule(canonical.canonical(statement), LIBRARY, SIGNED)


@pytest.mark.parametrize(
    ("statement", "outcome", "ref"),
    [
        pytest.param(A.replace("9.8%", "9.8 %"), EQUAL, "admissions@3", id="space"),
        pytest.param(A.replace("HF", "heart failure"), EQUAL, "admissions@3", id="HF"),
        pytest.param(
            A.replace("18 months", "1.5 years"), EQUAL, "admissions@3", id="y"
        ),
        pytest.param(f"As the trial showed, {A}", EQUAL, "admissions@3", id="inside"),
        pytest.param(B.replace("one in four", "1 in 4"), EQUAL, "burden@1", id="words"),
        pytest.param(A.replace("9.8", "9.7"), BENT, "admissions@3", id="digit"),
        pytest.param(A.replace("Velorin", "Dulmora"), BENT, "admissions@3", id="name"),
        pytest.param(H.replace("may be", "is"), BENT, "hazard@1", id="hedge"),
        pytest.param(H.replace("lower", "higher"), BENT, "hazard@1", id="direction"),
        pytest.param(D.replace("30 mg", "60 mg"), BENT, "dose@2", id="dose"),
        pytest.param(H.replace("hazard", "risk"), OPEN, "hazard@1", id="related word"),
        pytest.param("It works.", OPEN, None, id="nothing near"),
        pytest.param("", OPEN, None, id="nothing at all"),
    ],
)
def test_what_becomes_of_a_statement(
    statement: str, outcome: Outcome, ref: str | None
) -> None:
    ruling = ruled(statement)
    assert ruling.outcome is outcome
    assert (ruling.near.ref if ruling.near else None) == ref


@pytest.mark.parametrize(
    ("old", "new", "types"),
    [
        pytest.param("9.8%", "9.7%", ("digit",), id="digit"),
        pytest.param("9.8%", "98%", ("decimal",), id="decimal"),
        pytest.param("0.64–0.86", "0.46–0.86", ("interval",), id="interval"),
        pytest.param("p<0.001", "p<0.01", ("p_value",), id="p"),
        pytest.param("18 months", "8 months", ("timepoint",), id="time"),
        pytest.param("had a", "had no", ("negation",), id="negation"),
        pytest.param("placebo", "Dulmora", ("comparator",), id="comparator"),
        pytest.param(" (HR 0.74; 95% CI 0.64–0.86; p<0.001)", "",
                     ("statistic_dropped",), id="statistics"),
    ],
)  # fmt: skip
def test_a_distortion_is_typed(old: str, new: str, types: tuple[str, ...]) -> None:
    assert old in A
    assert ruled(A.replace(old, new)).types == types


def test_both_sides_of_a_difference_lead_into_their_texts() -> None:
    statement = canonical.canonical(A.replace("13.1%", "31.1%"))
    [one] = ruled(statement).differences
    assert (one.type, one.text, one.approved) == ("digit", "31.1%", "13.1%")
    assert statement[one.start : one.end] == "31.1%"
    assert one.approved_start is not None
    assert A[one.approved_start : one.approved_end] == "13.1%"


def test_what_is_left_out_has_no_place_in_the_statement() -> None:
    [one] = [
        one for one in ruled(A.replace("; p<0.001", "")).differences if one.approved
    ]
    assert (one.type, one.start, one.end, one.text) == ("statistic_dropped", 0, 0, "")
    assert A[one.approved_start : one.approved_end] == "p<0.001"


def test_a_paraphrase_has_unmatched_words_and_no_types() -> None:
    ruling = ruled(H.replace("hazard", "risk"))
    assert ruling.types == ()
    assert [(one.type, one.text, one.approved) for one in ruling.differences] == [
        ("unmatched", "risk", "hazard")
    ]
    assert 0.25 <= ruling.score < 1


def test_an_equal_statement_tells_in_which_ways() -> None:
    ruling = ruled(A.replace("HF", "heart failure"))
    assert ruling.ways == ("abbreviation expanded",)
    assert 0.02 <= ruling.score < 0.25
    assert ruling.differences == ()


def test_a_risk_is_compared_too() -> None:
    ruling = ruled(SAFETY.text.replace("may cause", "never causes"))
    assert (ruling.near, ruling.outcome) == (SAFETY, BENT)


def test_an_equal_wording_is_taken_before_a_liker_one() -> None:
    """Of two claims that differ by a figure, the equal one is found."""
    near = "Uratexin lowered serum urate in 71% of adults with chronic gout."
    other = near.replace("71%", "72%")
    library = Library(
        Approved(text, Source.CLAIM, f"{key}@1", "efficacy")
        for key, text in (("near", near), ("other", other))
    )
    for text, ref in ((near, "near@1"), (other, "other@1")):
        ruling = cascade.rule(text.replace("%", " per cent"), library, {})
        assert ruling.near is not None
        assert (ruling.outcome, ruling.near.ref) == (EQUAL, ref)


def test_half_of_one_claim_with_a_figure_of_another_is_neither() -> None:
    """A splice is compared with each claim by itself."""
    first = "Uratexin lowered serum urate in 71% of adults with chronic gout."
    second = "Uratexin relieved pain in 38% of adults with chronic gout."
    library = Library(Approved(text, Source.CLAIM, text) for text in (first, second))
    for splice in (first.replace("71%", "38%"), second.replace("38%", "71%")):
        assert cascade.rule(splice, library, {}).outcome is BENT


@pytest.mark.parametrize(
    "letter",
    [
        pytest.param(("o", "о"), id="Cyrillic letter"),
        pytest.param(("9", "९"), id="Devanagari digit"),
        pytest.param(("9", "٩"), id="Arabic digit"),
        pytest.param(("H", "Η"), id="Greek letter"),
    ],
)
def test_look_alikes_make_no_equality(letter: tuple[str, str]) -> None:
    ruling = ruled(A.replace(*letter))
    assert ruling.outcome in {OPEN, BENT}
    if ruling.outcome is OPEN:
        assert ruling.why == cascade.LOOK_ALIKE
        assert ruling.score == 1.0


@pytest.mark.parametrize("extra", [0, 1])
def test_a_statement_beyond_the_bound_is_refused_uncompared(
    extra: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def none(_: Library, text: str, at_most: int) -> tuple[()]:
        asked.append(text)
        return ()

    monkeypatch.setattr(Library, "candidates", none)
    ruling = ruled("x" * (cascade.LONGEST + extra))
    assert bool(asked) == (not extra)
    assert ruling.why == (cascade.TOO_LONG if extra else "")
    assert (ruling.outcome, ruling.score) == (OPEN, 1.0)


@pytest.mark.parametrize(
    "broken",
    ["content_engine.fidelity.cascade.compare",
     "content_engine.fidelity.facts.departures",
     "content_engine.fidelity.linking.library.Library.candidates"],
)  # fmt: skip
@pytest.mark.parametrize("error", [ValueError, RecursionError, ZeroDivisionError])
def test_whatever_fails_refuses(
    broken: str,
    error: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(broken, fail)
    with caplog.at_level(logging.ERROR):
        ruling = ruled(A.replace("HF", "heart failure"))
    assert ruling == Ruling(why=cascade.FAILED)
    assert ruling.outcome is OPEN
    assert caplog.messages == ["a statement could not be compared"]


def test_at_most_three_wordings_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []

    def counting(approved: str, candidate: str) -> object:
        counted.append(approved)
        return compare(approved, candidate)

    monkeypatch.setattr(cascade, "compare", counting)
    library = Library(
        Approved(f"Uratexin helped 71% of adults in clinic {name}.", Source.CLAIM, name)
        for name in "abcdefghij"
    )
    cascade.rule("Uratexin helped 71% of adults in clinic z.", library, {})
    assert len(counted) == cascade.COMPARED


PIECES = [*A.split(), *H.split(), *D.split(), "not", "[1]", "9,8 %", "(", "95% CI"]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join))
def test_any_statement_is_ruled_on_within_its_own_bounds(statement: str) -> None:
    ruling = ruled(statement)
    wording = canonical.canonical(statement)
    assert ruling.why == ""
    assert 0 <= ruling.score <= 1
    assert bool(ruling.types) == (ruling.outcome is BENT)
    for one in ruling.differences:
        assert 0 <= one.start <= one.end <= len(wording)
        if one.approved_start is not None:
            assert ruling.near is not None
            assert one.approved_end is not None
            assert one.approved_start < one.approved_end <= len(ruling.near.text)
