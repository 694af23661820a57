"""Why a statement is no claim: every reason, and what is close to it and is a claim."""

import pytest

from knowledge_base import proposals
from knowledge_base.proposals import discarding

QUESTION = "It is a question."
STANDARD = "It is standard text that labels and papers carry."
ELSEWHERE = "It refers to another place."
ADVICE = "It is advice to a patient or for talking to one."
UNKNOWN = "It says what is not known."
ANIMALS = "It is about animals."
METHODS = "It tells how a study was done, not what it found."
LEANS = "It leans on the sentence before it."
LIST = "It is a list of terms."
GOES_ON = "It goes on from the words before it, such as an item of a list."
HEADING = "It is a heading or no whole sentence."
LEADS = "It only leads into what follows."
LONG = "It is longer than 1,500 characters."
NO_WORD = "No word in it tells of an effect, a risk or a use."


def reasons(text: str) -> list[str]:
    return [left.reason for left in proposals.sift(text).left_out]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        # questions
        ("Does Calvoryn reduce the rate of relapse?", QUESTION),
        ("Is treatment effective after one year of use? ", QUESTION),
        # standard text
        ("Studies are conducted under widely varying conditions.", STANDARD),
        ("These highlights do not include all the information needed.", STANDARD),
        ("The initial US approval was given in the year 2019.", STANDARD),
        ("To report suspected adverse reactions, write to Norrfell.", STANDARD),
        ("Calvoryn is distributed by Norrfell Pharma in Ireland.", STANDARD),
        ("Calvoryn is manufactured for Norrfell Pharma in Ireland.", STANDARD),
        ("Norrfell Pharma has all rights reserved for this text.", STANDARD),
        ("It is hard to reasonably estimate how often they occur.", STANDARD),
        ("Such reactions are reported voluntarily by physicians.", STANDARD),
        ("Reports come from a population of uncertain size only.", STANDARD),
        ("The leaflet has been revised: it is of March 2026.", STANDARD),
        ("Calvoryn and its logo are trademarks of Norrfell Pharma.", STANDARD),
        ("The trial is listed at clinicaltrials.gov under a number.", STANDARD),
        ("The work was funded by Norrfell Pharma and a foundation.", STANDARD),
        ("The trial registration is held by the national agency.", STANDARD),
        ("Rates may not reflect the rates observed in practice.", STANDARD),
        ("The authors have no conflicts of interest to declare.", STANDARD),
        ("The text is copyright of the publishers of the journal.", STANDARD),
        ("Read the full prescribing information before treatment.", STANDARD),
        ("Because these reactions are reported at will, mind them.", STANDARD),
        # other places
        ("See the other sections before Calvoryn is started.", ELSEWHERE),
        ("Refer to the text of bromavel when both are used.", ELSEWHERE),
        ("For more information on relapse, the paper is online.", ELSEWHERE),
        ("Details of the trials are told in the paper itself.", ELSEWHERE),
        ("Table 3 summarizes how often patients had a relapse.", ELSEWHERE),
        ("The following table presents the rates of relapse.", ELSEWHERE),
        ("Figures 2a and 2b show the time to the first relapse.", ELSEWHERE),
        ("The following reactions are described in more detail.", ELSEWHERE),
        ("Rates of relapse are shown in the table on the left.", ELSEWHERE),
        ("Reductions are summarised below for each of the trials.", ELSEWHERE),
        ("Serious reactions are discussed in other sections.", ELSEWHERE),
        # patients
        ("Advise patients that relapse may occur at any time.", ADVICE),
        ("Physicians should inform patients of the risk of relapse.", ADVICE),
        ("Patients should be told that Calvoryn may cause nausea.", ADVICE),
        ("Tell your doctor if you have had serious reactions.", ADVICE),
        ("If you miss a dose, take it when it can be taken.", ADVICE),
        ("Calvoryn may increase what your healthcare team measures.", ADVICE),
        # what is not known
        ("The effect in children has not been established yet.", UNKNOWN),
        ("It is unknown whether relapse was delayed in men.", UNKNOWN),
        ("No data show that remission was longer in women.", UNKNOWN),
        ("Evidence that relapse was delayed is insufficient.", UNKNOWN),
        ("A risk of relapse cannot be ruled out in women.", UNKNOWN),
        ("It is not possible to say how often relapse occurs.", UNKNOWN),
        ("It was not always possible to measure the response.", UNKNOWN),
        # animals
        ("Felostat reduced relapse in mice at high doses.", ANIMALS),
        ("Rats had fewer relapses with felostat than without.", ANIMALS),
        ("In guinea pigs felostat was effective at any dose.", ANIMALS),
        # methods
        ("Patients were randomized to felostat or to placebo.", METHODS),
        ("The trial was open-label and lasted for 24 weeks.", METHODS),
        ("Adults with grey fever were enrolled in 14 countries.", METHODS),
        ("Diaries were filled in by everybody every evening.", METHODS),
        ("The primary endpoint was freedom from relapse at week 24.", METHODS),
        ("The mean age of all the patients was 52 years.", METHODS),
        ("The age range of the patients was 18 to 75 years.", METHODS),
        ("Baseline characteristics were balanced between groups.", METHODS),
        ("Eligible adults had grey fever for two years or more.", METHODS),
        ("Inclusion criteria were an age of 18 years or more.", METHODS),
        ("Patients received felostat 20 mg for up to 24 weeks.", METHODS),
        ("We searched three databases for trials of felostat.", METHODS),
        ("Four trials were pooled for the present analysis.", METHODS),
        ("The trial consisted of two parts of 12 weeks each.", METHODS),
        ("Some 80% of everybody in the trial were Caucasian.", METHODS),
        ("The treatment period was 24 weeks for both groups.", METHODS),
        ("Felostat was evaluated in 812 adults with grey fever.", METHODS),
        # leaning
        ("These reactions occurred in the first week mostly.", LEANS),
        ("They resolved when the treatment was discontinued.", LEANS),
        ("However, relapse was delayed in women by felostat.", LEANS),
        ("In this group relapse was delayed by felostat 20 mg.", LEANS),
        ("Most of these reactions resolved within two weeks.", LEANS),
        ("The same was observed for serious adverse reactions.", LEANS),
        ("The reduction was maintained for the whole of a year.", LEANS),
        ("Relapse fell and similar results came from trial two.", LEANS),
        ("Relapse was delayed in this trial by two months.", LEANS),
        # lists and pieces
        ("Nervous: dizziness, tremor, vertigo, insomnia.", LIST),
        ("Rash, itch, hives, swelling and redness of the skin.", LIST),
        ("reduce the risk of relapse in adults with fever.", GOES_ON),
        ("To delay what has come back in adults", GOES_ON),
        ("As an adjunct to diet in adults with fever", HEADING),
        ("Calvoryn Tablets", HEADING),
        ("Effects on the Risk of Relapse in Adults", HEADING),
        ("14.2 Relapse of Chronic Grey Fever", HEADING),
        ("Calvoryn is indicated in adults:", LEADS),
        ("Felostat reduced " + "the risk and " * 120 + "fever.", LONG),
        ("The tablets are round and have a line on one side.", NO_WORD),
    ],
)
def test_each_reason_is_told_in_its_own_words(text: str, reason: str) -> None:
    assert reasons(text) == [reason]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Felostat was superior in 812 adults.", id="no-animal"),
        pytest.param(
            "In a randomized trial felostat significantly reduced relapse (p<0.001).",
            id="methods-with-a-result",
        ),
        pytest.param(
            "Adults were treated for 24 weeks; 62% versus 41% had no relapse.",
            id="methods-with-a-comparison",
        ),
        pytest.param(
            "These rates were 7% with felostat versus 3% with placebo.",
            id="leaning-with-a-comparison",
        ),
        pytest.param(
            "Relapse was assessed in 812 adults: hazard ratio 0.61.",
            id="plainly-methods-with-a-result",
        ),
        pytest.param(
            "Nausea, vomiting, headache and rash were reported in 7%.",
            id="terms-with-a-verb",
        ),
        pytest.param(
            "pH-dependent absorption is reduced by felostat.",
            id="a-small-letter-in-a-name",
        ),
        pytest.param(
            "Calvoryn reduced relapse, fever, itch, rash and headache.",
            id="a-list-under-a-verb",
        ),
        pytest.param("No dose adjustment is needed.", id="five-words"),
        pytest.param(
            "Felostat reduced " + "the risk and " * 100 + "fever.",
            id="long-but-not-too",
        ),
    ],
)
def test_what_is_close_to_a_reason_is_still_proposed(text: str) -> None:
    assert reasons(text) == []
    assert len(proposals.propose(text)) == 1


@pytest.mark.parametrize(
    ("length", "is_refused"), [(1_500, False), (1_501, True)], ids=["most", "more"]
)
def test_a_claim_has_at_most_1500_characters(length: int, *, is_refused: bool) -> None:
    text = "Felostat reduced the risk of relapse".ljust(length - 1, "e") + "."
    assert len(text) == length
    assert (discarding.refusal(text) == LONG) is is_refused


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Does felostat reduce relapse in mice, rats and dogs?", QUESTION),
        ("See the trials in mice before felostat is used.", ELSEWHERE),
        ("Advise that it is unknown whether relapse is delayed.", ADVICE),
        ("It is unknown whether relapse was delayed in mice.", UNKNOWN),
        ("Mice were randomized to felostat or to placebo.", ANIMALS),
        ("rats had fewer relapses with felostat than without.", GOES_ON),
        ("Tell your doctor:", LEADS),
    ],
)
def test_of_several_reasons_the_first_is_told(text: str, first: str) -> None:
    assert discarding.refusal(text) == first


PARTS = [
    "BACKGROUND",
    "Introduction",
    "Objective",
    "Objectives",
    "Aim",
    "PURPOSE",
    "Importance",
    "Rationale",
    "METHODS",
    "Materials and Methods",
    "Design",
    "Design, Setting, and Participants",
    "Participants",
    "Interventions",
    "Main Outcomes and Measures",
    "Funding",
    "Trial Registration",
    "Limitations",
]


@pytest.mark.parametrize("part", PARTS)
def test_parts_that_tell_no_findings_propose_nothing(part: str) -> None:
    text = f"{part}: Felostat significantly reduced relapses in adults."
    assert reasons(text) == [f"It stands under “{part}”, not among the findings."]


@pytest.mark.parametrize(
    "part",
    [
        "RESULTS",
        "Main Results",
        "Findings",
        "CONCLUSIONS",
        "Conclusion",
        "Conclusions and Relevance",
        "Interpretation",
        "Discussion",
        "EFFICACY",
    ],
)
def test_parts_that_tell_findings_propose_them(part: str) -> None:
    text = f"{part}: Felostat significantly reduced relapses in adults."
    (proposal,) = proposals.propose(text)
    assert proposal.quote == "Felostat significantly reduced relapses in adults."
    assert proposal.start == len(part) + 2


def test_a_part_lasts_until_the_next_begins() -> None:
    text = (
        "METHODS: Felostat reduced relapses in a first trial. It was small. "
        "RESULTS: Felostat reduced relapses in adults.\n"
        "FUNDING: Felostat increased the budget of the foundation."
    )
    assert [one.quote for one in proposals.propose(text)] == [
        "Felostat reduced relapses in adults."
    ]
