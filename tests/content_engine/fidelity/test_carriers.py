"""An approved wording may stand whole in a longer sentence that says nothing of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.fidelity.comparing import compare
from tests.content_engine import comparing_cases

BASES = sorted(comparing_cases.BASES.values())
PRESSURE = (
    "Velorin lowered systolic blood pressure by 12.4 mmHg versus 5.1 mmHg with placebo "
    "at week 12 in adults with hypertension (p<0.001)."
)
LINKED = {"exact", "equivalent"}
LEADS = [
    "According to the published results,", "As Dr Miller explained,",
    "As shown in Figure 2 of the paper,", "In the words of the authors,",
    "The label states that", "Turning to efficacy,", "On a final note,",
    "As a reminder of the licence,", "On tolerability the paper notes that",
    "Please note:", "Slide 4:", "Once more, as a reminder:", "To sum up:",
    "Table 3 lists the main results:", "From page 12 of the brochure:",
    "Two safety points for your daily work:", "A quick word on safety:",
    "Slide 7 puts the response data in context:", "What did the trial show?",
    "Please read the safety box with care.", "In summary,", "Our medical team writes:",
    "Zur Verträglichkeit heißt es in der Publikation:",
    "When your patients ask what to expect, remember:",
    "Dear colleague, thank you for your visit. As promised, here is the key result:",
]  # fmt: skip
TAILS = [
    ", as the trial showed.", " (see Table 2).", " Read more on page 3.",
    ", the authors report.", ", according to the label.",
]  # fmt: skip
SHIFTING_LEADS = [
    "It is not true that", "It is a myth that", "Some believe that", "False:",
    "The company claims that", "Contrary to reports,", "According to rumours,",
    "Researchers doubt the report that", "A retracted paper reported that",
    "Once it was said that", "We hope that", "Imagine:", "It may be that",
    "It remains to be seen whether", "If the report is right,", "If taken early,",
    "Unless stated otherwise,", "A pilot study reports that",
    "In mice, the study showed that", "In children,", "In elderly patients,",
    "In asthma, as the study showed,", "In COPD: the data show that",
    "In hospital, the report shows:", "For smokers, please note:", "At bedtime,",
    "After 52 weeks, the report shows,", "In 9 out of 10 cases,", "Unlike Dulmora,",
    "Better than Dulmora:", "Unlike its rivals,", "Groundbreaking:", "No wonder:",
    "Cure at last:", "The best news of the year:", "Safe and effective:",
    "Because of its unique action,", "Thanks to its mechanism,", "Hokum:",
    "Only the report shows that", "Never before seen:", "As expected of a safe drug,",
]  # fmt: skip
SHIFTING_TAILS = [
    ", or so they say.", ", we hope.", ", if taken early.", ", in mice.", "?",
    " This has been disputed.", " and it cures.", " in children.", " – a breakthrough.",
    " Not!", ", unlike Dulmora.", " at bedtime.", " while saving clinic appointments.",
]  # fmt: skip


@pytest.mark.parametrize("lead", LEADS)
def test_a_neutral_lead_leaves_the_wording_as_it_was(lead: str) -> None:
    result = compare(PRESSURE, f"{lead} {PRESSURE}")
    assert result.outcome == "equivalent"
    assert result.ways == ("verbatim inside a longer sentence",)


@pytest.mark.parametrize("tail", TAILS)
def test_a_neutral_end_leaves_the_wording_as_it_was(tail: str) -> None:
    whole = PRESSURE if tail[1].isupper() else PRESSURE.removesuffix(".")
    assert compare(PRESSURE, whole + tail).outcome == "equivalent"


@pytest.mark.parametrize("lead", SHIFTING_LEADS)
def test_a_lead_that_shifts_what_is_said_is_refused(lead: str) -> None:
    assert compare(PRESSURE, f"{lead} {PRESSURE}").outcome not in LINKED


@pytest.mark.parametrize("tail", SHIFTING_TAILS)
def test_an_end_that_shifts_what_is_said_is_refused(tail: str) -> None:
    whole = PRESSURE.removesuffix(".")
    assert compare(PRESSURE, whole + tail).outcome not in LINKED


@settings(max_examples=60)
@given(
    st.sampled_from(BASES),
    st.sampled_from(LEADS),
    st.sampled_from(SHIFTING_LEADS),
    st.sampled_from([1, -1]),
)
def test_a_neutral_lead_never_hides_one_that_shifts(
    text: str, lead: str, shifting: str, order: int
) -> None:
    """Law: of two leads the weightier decides, in either order."""
    pair = [lead, shifting][::order]
    assert compare(text, " ".join([*pair, text])).outcome not in LINKED


@settings(max_examples=60)
@given(st.sampled_from(BASES), st.sampled_from(LEADS))
def test_a_neutral_lead_never_hides_a_changed_figure(text: str, lead: str) -> None:
    """Law: what is carried must be the wording itself."""
    digit = next((letter for letter in text if letter.isdigit()), "")
    changed = (
        text.replace(digit, str((int(digit) + 1) % 10), 1) if digit else f"{text}x"
    )
    assert compare(text, f"{lead} {changed}").outcome not in LINKED
