"""Direction, hedges, polarity and strength of cause, read as their tables say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.wording import assertions
from knowledge_base.wording.assertions import Causality, Direction, Polarity

DIRECTIONS = [
    ("Velorin reduced hospitalisation by 26 %.", "DECREASE"),
    ("Monthly migraine days fell by a mean of 4.6.", "DECREASE"),
    ("Fewer patients were admitted with Velorin.", "DECREASE"),
    ("LDL cholesterol was lowered by 52 %.", "DECREASE"),
    ("The rate was halved.", "DECREASE"),
    ("itch down 4+ points in 55%", "DECREASE"),
    ("Event rates declined over 12 weeks.", "DECREASE"),
    ("Velorin lowers blood pressure.", "DECREASE"),
    ("a lower risk of stroke", "DECREASE"),
    ("Ejection fraction rose from baseline.", "INCREASE"),
    ("The score increased by 16.8 points.", "INCREASE"),
    ("Survival was longer with Velorin.", "INCREASE"),
    ("a higher rate of constipation", "INCREASE"),
    ("The risk doubled.", "INCREASE"),
    ("Liver enzymes were raised in 1 %.", "INCREASE"),
    ("Symptoms improved within 2 weeks.", "IMPROVEMENT"),
    ("Walking distance was better on Velorin.", "IMPROVEMENT"),
    ("64 % responded.", "IMPROVEMENT"),
    ("Velorin was superior to placebo.", "IMPROVEMENT"),
    ("Pain was relieved within 2 hours.", "IMPROVEMENT"),
    ("Heart failure worsened in 3 %.", "WORSENING"),
    ("Renal function deteriorated.", "WORSENING"),
    ("There was no significant difference between the arms.", "NO_DIFFERENCE"),
    ("The arms did not differ.", "NO_DIFFERENCE"),
    ("Rates were similar in both arms.", "NO_DIFFERENCE"),
    ("Velorin was non-inferior to warfarin.", "NO_DIFFERENCE"),
    ("Velorin was as effective as warfarin.", "NO_DIFFERENCE"),
    ("Velorin had no effect on heart rate.", "NO_DIFFERENCE"),
    ("Blood pressure was unchanged.", "NO_DIFFERENCE"),
    ("Weight was comparable at week 52.", "NO_DIFFERENCE"),
    ("A score of 0 or 1 was recorded at week 16.", ""),
    ("The follow-up lasted at least 12 months.", ""),
    ("up to 24 months", ""),
    ("Take one tablet once daily.", ""),
    ("more than 40 patients took part", ""),
]
HEDGES = [
    ("Velorin may reduce hospitalisation.", ("may",)),
    ("Velorin might help some patients.", ("might",)),
    ("Velorin could lower the risk.", ("could",)),
    ("Velorin can lower the risk.", ("can",)),
    ("Velorin appears to lower the risk.", ("appears",)),
    ("The data suggest a benefit.", ("suggest",)),
    ("A benefit is likely.", ("likely",)),
    ("Velorin is a potential option.", ("potential",)),
    ("It possibly slows decline.", ("possibly",)),
    ("A trend was seen in a post hoc analysis.", ("trend", "post hoc")),
    ("In an exploratory, interim analysis", ("exploratory", "interim")),
    ("How it works is not established.", ("not established",)),
    ("Patients generally tolerated Velorin.", ("generally",)),
    ("It may, and may again, reduce the risk.", ("may",)),
    ("Velorin reduces hospitalisation.", ()),
    ("From May 2026 and 1 May 2027 on", ()),
    ("Velorin cannot be split.", ()),
    ("A candid mayor", ()),
]
CAUSES = [
    ("Velorin prevented strokes.", "CAUSE"),
    ("Velorin causes nausea.", "CAUSE"),
    ("Treatment with Velorin led to remission.", "CAUSE"),
    ("Velorin resulted in longer survival.", "CAUSE"),
    ("Because of Velorin, fewer patients were admitted.", "CAUSE"),
    ("Fewer admissions thanks to Velorin", "CAUSE"),
    ("Nausea due to velostatin", "CAUSE"),
    ("Velorin reduced hospitalisation.", "EFFECT"),
    ("Velorin 30 mg improved symptoms.", "EFFECT"),
    ("Velorin significantly lowered LDL-C.", "EFFECT"),
    ("Treatment shortened attacks.", "EFFECT"),
    ("Blood pressure was lowered by Velorin.", "EFFECT"),
    ("Velostatin inhibited the enzyme.", "EFFECT"),
    ("Velorin was associated with fewer admissions.", "ASSOCIATION"),
    ("9.8 % of patients on Velorin were admitted.", "ASSOCIATION"),
    ("Fewer admissions were observed in the Velorin group.", "ASSOCIATION"),
    ("Nausea was reported in 5 %.", "ASSOCIATION"),
    ("3 % on Velorin stopped because of adverse events.", "ASSOCIATION"),
    ("Lower risk was linked to treatment.", "ASSOCIATION"),
    ("Take one tablet once daily.", ""),
    ("Hypertension is common in adults.", ""),
]
POLARITIES = [
    ("Velorin reduced hospitalisation.", "AFFIRMED"),
    ("Velorin did not reduce hospitalisation.", "DENIED"),
    ("Velorin failed to reduce hospitalisation.", "DENIED"),
    ("No patient was admitted.", "DENIED"),
    ("None of the patients was admitted.", "DENIED"),
    ("Velorin never caused bleeding.", "DENIED"),
    ("Patients were free of seizures.", "DENIED"),
    ("There was an absence of bleeding.", "DENIED"),
    ("The lack of effect was clear.", "DENIED"),
    ("Attacks ended without rescue medication.", "DENIED"),
    ("It did not fail to act, nor did it harm.", "DENIED"),
    ("It is not without risk.", "AFFIRMED"),
    ("Velorin did not fail: failure to respond was rare.", "AFFIRMED"),
    ("with or without food", "AFFIRMED"),
    ("not only in adults", "AFFIRMED"),
    ("No more than 5 % stopped.", "AFFIRMED"),
    ("There was no significant difference.", "AFFIRMED"),
    ("The arms did not differ.", "AFFIRMED"),
    ("The effect was not statistically significant.", "AFFIRMED"),
    ("Velorin is unlikely to harm.", "AFFIRMED"),
    ("Notable and nontrivial", "AFFIRMED"),
    ("Velorin wirkt nicht.", "DENIED"),
]


@pytest.mark.parametrize(("text", "wanted"), DIRECTIONS)
def test_directions(text: str, wanted: str) -> None:
    assert assertions.direction(text) == wanted


@pytest.mark.parametrize(("text", "wanted"), HEDGES)
def test_hedges(text: str, wanted: tuple[str, ...]) -> None:
    assert assertions.hedges(text) == wanted


@pytest.mark.parametrize(("text", "wanted"), CAUSES)
def test_causes(text: str, wanted: str) -> None:
    assert assertions.causality(text, "Velorin (velostatin)") == wanted


@pytest.mark.parametrize(("text", "wanted"), POLARITIES)
def test_polarities(text: str, wanted: str) -> None:
    assert assertions.polarity(text) == wanted


def test_strength_rises() -> None:
    order = ["", "ASSOCIATION", "EFFECT", "CAUSE"]
    assert [strength.value for strength in Causality] == order


@given(st.text(max_size=200), st.text(max_size=20))
def test_any_text_is_judged(text: str, product: str) -> None:
    assert assertions.direction(text) in Direction
    assert assertions.polarity(text) in Polarity
    assert assertions.causality(text, product) in Causality
    assert len(set(assertions.hedges(text))) == len(assertions.hedges(text))


@given(st.sampled_from([text for text, wanted in POLARITIES if wanted == "AFFIRMED"]))
def test_one_more_negation_denies(text: str) -> None:
    assert assertions.polarity(f"It never happened. {text}") == "DENIED"
