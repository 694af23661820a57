"""What EV-01 and EV-02 tell a person: which claim is near, and what differs where."""

import pytest

from content_engine import checking
from content_engine.fidelity import bounds, cascade
from content_engine.pieces import Finding
from content_engine.rules.groups import evidence
from content_engine.vocabulary import Severity, Verdict
from tests.content_engine.supplies import (
    ADMISSIONS,
    HAZARD,
    make_email,
    make_supply,
    with_body,
)

SUPPLY = make_supply()
A, H = ADMISSIONS.text, HAZARD.text
UNKNOWN = "No approved claim, copy or label text says this."
NEAR = "This is not the approved wording of admissions@3: "
BODY = next(part.text for part in make_email().parts if part.name == "body")


def found(text: str, rule: str) -> list[Finding]:
    result = checking.check(with_body(make_email(), text), SUPPLY)
    return [one for one in result.findings if one.rule == rule]


@pytest.mark.parametrize(
    ("text", "message", "suggestion"),
    [
        pytest.param("It works.", UNKNOWN, "", id="nothing near"),
        pytest.param(A.replace("9.8%", "9.7%"), f'{NEAR}"9.7%" stands for "9.8%".', A,
                     id="exchanged"),
        pytest.param(A.replace("; p<0.001", ""), f'{NEAR}"p<0.001" is left out.', A,
                     id="left out"),
        pytest.param(A.replace("had a first", "clearly had a first"),
                     f'{NEAR}"clearly" is added.', A, id="added"),
        pytest.param(
            H.replace("hazard", "risk"),
            'It cannot be shown that this says the same as hazard@1: "risk" stands for '
            '"hazard".', H, id="paraphrase",
        ),
        pytest.param(
            A.replace("HF", "heart failure"),
            "This says the same as admissions@3 in words that nobody accepted: have "
            "them accepted as a variation, or use the approved wording.", A,
            id="equivalent",
        ),
        pytest.param(
            "Velorin (tamoxetrel) never causes severe liver injury.",
            "This is not the approved wording of the safety information: "
            '"never" stands for "may".',
            "Velorin (tamoxetrel) may cause severe liver injury.", id="safety",
        ),
        pytest.param("x" * 2_001, cascade.TOO_LONG, "", id="too long"),
        pytest.param(A.replace("Velorin", "Vеlоrin"), cascade.LOOK_ALIKE, A,
                     id="look-alikes"),
    ],
)  # fmt: skip
def test_why_a_statement_is_refused(text: str, message: str, suggestion: str) -> None:
    [one] = found(text, "EV-01")
    assert (one.message, one.suggestion) == (message, suggestion)
    assert (one.text, one.severity) == (text, Severity.BLOCK)


@pytest.mark.parametrize(
    ("text", "message", "words"),
    [
        pytest.param(A.replace("9.8%", "9.7%"), 'A figure differs: "9.7%" stands for '
                     '"9.8%".', "9.7%", id="digit"),
        pytest.param(A.replace("0.86", "0.68"), 'An interval differs: "95% CI '
                     '0.64-0.68" stands for "95% CI 0.64-0.86".', "95% CI 0.64–0.68",
                     id="interval"),
        pytest.param(A.replace("p<0.001", "p=0.001"), 'A p value differs: "p=0.001" '
                     'stands for "p<0.001".', "p=0.001", id="p"),
        pytest.param(A.replace("placebo", "Dulmora"), 'What is compared with differs: '
                     '"Dulmora" stands for "placebo".', "Dulmora", id="comparator"),
        pytest.param(A.replace("With Velorin", "With Dulmora"), 'The product differs: '
                     '"Dulmora" stands for "Velorin".', "Dulmora", id="product"),
    ],
)  # fmt: skip
def test_a_figure_is_pointed_at_where_it_stands(
    text: str, message: str, words: str
) -> None:
    [one] = found(text, "EV-02")
    assert one.message == message
    assert one.text == words
    whole = f"{BODY}\n\n{text}"
    assert one.start is not None
    assert whole[one.start : one.end] == words


def test_a_statistic_that_is_left_out_is_told_at_its_statement() -> None:
    text = A.replace("; p<0.001", "")
    [one] = found(text, "EV-02")
    assert one.message == 'A statistic is left out: "p<0.001" is left out.'
    assert one.text == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It works 7 times.", id="a figure without a claim"),
        pytest.param(H.replace("hazard", "risk"), id="a paraphrase"),
        pytest.param(A.replace("HF", "heart failure"), id="an equivalent"),
        pytest.param(A.replace("had a", "had no"), id="a negation"),
    ],
)
def test_what_is_no_matter_of_figures(text: str) -> None:
    assert found(text, "EV-02") == []
    assert len(found(text, "EV-01")) == 1


def test_every_type_of_the_rule_has_a_sentence() -> None:
    table = {
        "digit", "decimal", "unit", "interval", "p_value", "sample_size", "timepoint",
        "arm_swap", "comparator", "endpoint", "product", "relative_absolute", "dose",
        "frequency", "statistic_dropped",
    }  # fmt: skip
    assert set(evidence.FIGURES) == table
    assert len(set(evidence.FIGURES.values())) == len(table)


def test_only_the_first_differences_are_told_and_only_short_ones() -> None:
    text = A.replace("9.8", "9.7").replace("13.1", "13.2").replace("0.74", "0.75")
    [one] = found(text.replace("18 months", "19 months"), "EV-01")
    assert one.message.count("stands for") == evidence.MOST_SHOWN
    long = f"clearly {'and surely ' * 15}"
    [one] = found(A.replace("had a", f"had {long}a"), "EV-01")
    assert long.strip() not in one.message


def test_the_result_carries_both_sides_of_each_difference() -> None:
    piece = with_body(make_email(), A.replace("13.1%", "31.1%"))
    told = checking.as_contract(checking.check(piece, SUPPLY))
    [one] = [s for s in told["statements"] if s["outcome"] == "distorted"]
    [difference] = one["differences"]
    assert set(difference) == {
        "type", "start", "end", "text", "approved", "approved_start", "approved_end"
    }  # fmt: skip
    assert (difference["type"], difference["text"]) == ("digit", "31.1%")
    assert A[difference["approved_start"] : difference["approved_end"]] == "13.1%"


@pytest.mark.parametrize("bound", ["LONGEST", "MOST_STATEMENTS", "MOST_CHARACTERS"])
def test_a_bound_that_is_passed_blocks(
    bound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = with_body(make_email(), "It works. It helps.")
    monkeypatch.setattr(bounds, bound, 1)
    result = checking.check(piece, SUPPLY)
    assert result.verdict is Verdict.BLOCKED
    told = {one.message for one in result.findings if one.rule == "EV-01"}
    assert {bounds.TOO_LONG if bound == "LONGEST" else bounds.TOO_MANY} <= told
