"""Every word by which a statement asserts, and where it does not count."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.wording import assertions
from knowledge_base.wording.assertions import Causality, Direction, Polarity

LAW = settings(max_examples=50, deadline=None)
WAYS = {
    Direction.DECREASE: (
        "reduce reduced reduces reducing reduction reductions decrease decreased "
        "decreasing lower lowers lowered lowering fall falls fallen fell decline "
        "declined declining drop drops dropped fewer less down halved smaller shorten "
        "shortened diminish diminished cut cuts prevent prevented preventing suppress "
        "suppressed inhibit inhibits slow slowed slower avoids avoided"
    ),
    Direction.INCREASE: (
        "increase increased increases increasing rise rises risen rose rising higher "
        "more greater raise raised raising grow grown grew longer doubled tripled "
        "prolongs prolonged up elevated elevation gain gained"
    ),
    Direction.IMPROVEMENT: (
        "improve improved improving improvement improvements better superior "
        "superiority relieve relieved relief eased cleared clearance responded "
        "response responder responders remission benefit benefited"
    ),
    Direction.WORSENING: (
        "worsen worsened worsening worse deteriorated deterioration inferior "
        "aggravated aggravating progressed progression"
    ),
}
EVERY_WAY = [(word, way) for way, words in WAYS.items() for word in words.split()]


@pytest.mark.parametrize(("word", "way"), EVERY_WAY)
def test_every_form_of_a_word_has_its_way(word: str, way: Direction) -> None:
    for said in (word, word.upper(), word.capitalize()):
        assert assertions.direction(f"the score {said} in adults") is way
        assert assertions.direction(f"({said})") is way


@pytest.mark.parametrize("word", [word for word, _ in EVERY_WAY])
def test_a_word_inside_another_has_no_way(word: str) -> None:
    assert assertions.direction(f"the score x{word}x in adults") is Direction.UNSAID
    assert assertions.direction(f"the pre-{word}-like score") is Direction.UNSAID


NO_WAY = [
    *("at least more", "once or more", "up to 4", "made up", "take up", "follow-up"),
    *("followed up", "baseline", "was up-titrated", "progression-free", "set up"),
    *("more than 40", "fewer than 40", "less than 5", "2 or more", "3 or less"),
    *("no more", "not less", "or higher", "and lower"),
]


@pytest.mark.parametrize("phrase", NO_WAY)
def test_a_turn_of_phrase_goes_nowhere(phrase: str) -> None:
    assert assertions.direction(f"The score was {phrase} here.") is Direction.UNSAID
    hidden = assertions.direction(f"The score was {phrase} here and then worsened.")
    assert hidden is Direction.WORSENING


EQUAL = [
    *(
        "no difference",
        "no significant difference",
        "did not differ",
        "does not differ",
    ),
    *("did not really differ", "was not different", "not clearly different", "similar"),
    *("similarly", "comparable", "unchanged", "non-inferior", "noninferiority"),
    *("as effective as", "no effect", "no real change", "equivalent", "did not change"),
    *("equal", "without a difference", "without difference"),
]


@pytest.mark.parametrize("phrase", EQUAL)
@pytest.mark.parametrize("way", ["", "reduced, and ", "better, and ", "higher, and "])
def test_equality_said_anywhere_comes_before_all(phrase: str, way: str) -> None:
    found = assertions.direction(f"Rates were {way}{phrase} here.")
    assert found is Direction.NO_DIFFERENCE


@LAW
@given(st.sampled_from(EVERY_WAY), st.sampled_from(EVERY_WAY))
def test_the_first_way_said_counts(
    one: tuple[str, Direction], other: tuple[str, Direction]
) -> None:
    text = f"the score {one[0]} first, the rate {other[0]} next"
    assert assertions.direction(text) is one[1]


HEDGE_WORDS = (
    "might could may can appears seems seem suggests suggest likely unlikely potential "
    "potentially possible possibly probable probably perhaps expected estimated "
    "generally usually often trend exploratory post-hoc preliminary interim "
    "hypothesised hypothesized"
)
HEDGES = HEDGE_WORDS.split()


@pytest.mark.parametrize("word", HEDGES)
def test_every_hedge_is_told_once(word: str) -> None:
    to = " to" if word.startswith("appear") else ""
    text = f"It {word}{to} help, and {word.upper() if word != 'may' else word}{to} help"
    assert assertions.hedges(text) == (word,)
    assert assertions.hedges(f"It x{word}x help") == ()


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("In May it began", ()),
        ("may 5", ()),
        ("cannot and can not", ()),
        ("it appears here", ()),
        ("it indicates that it helps", ("indicates that",)),
        ("it indicates help", ()),
        ("thought to help, believed to help", ("thought to", "believed to")),
        ("it tends to help", ("tends to",)),
        ("is unknown and not established", ("is unknown", "not established")),
        ("in some patients it may help", ("in some patients", "may")),
        ("", ()),
    ],
)
def test_hedges_in_order(text: str, hedges: tuple[str, ...]) -> None:
    assert assertions.hedges(text) == hedges


NEGATIONS = [
    *(
        "not",
        "no",
        "none",
        "never",
        "neither",
        "nor",
        "without",
        "failed to",
        "fails to",
    ),
    *("fail to", "failure to", "absence of", "lack", "lack of", "lacked", "lacking"),
    *("cannot", "free of", "free from", "unaffected", "uncommon", "nicht", "kein"),
    *("keine", "keiner", "keinen", "ohne"),
]


@pytest.mark.parametrize("word", NEGATIONS)
def test_every_negation_denies_and_two_affirm(word: str) -> None:
    once = f"It was {word} seen"
    assert assertions.negations(once) == (word,)
    assert assertions.polarity(once) is Polarity.DENIED
    assert assertions.polarity(f"{once}, but never there") is Polarity.AFFIRMED
    assert assertions.negations(f"It was x{word.replace(' ', '')}x seen") == ()


DENY_NOTHING = [
    *("with or without food", "whether or not", "not only", "no more than 5"),
    *("no later than May", "no difference", "no clear difference", "not different"),
    *("did not differ", "no. 5", "unchanged", "no suitable alternative", "if not"),
    *("not significant", "not statistically significantly", "is not established"),
    *("unlikely",),
]


@pytest.mark.parametrize("phrase", DENY_NOTHING)
def test_a_turn_of_phrase_denies_nothing(phrase: str) -> None:
    assert assertions.negations(f"It was {phrase} here") == ()
    assert assertions.negations(f"It was {phrase} here, never there") == ("never",)


CAUSED = [
    *("prevents strokes", "prevented strokes", "causes nausea", "caused nausea"),
    *("led to relief", "leads to relief", "resulted in relief", "results in relief"),
    *("cures gout", "cured gout", "is responsible for relief", "eliminates pain"),
    *("eliminated pain", "protects the heart", "protected the heart"),
]
EFFECTED = [
    *("reduces pain", "reduced pain", "decreased pain", "lowers pain", "lowered pain"),
    *("improves sleep", "improved sleep", "increased sleep", "raised sleep"),
    *("shortens attacks", "prolongs sleep", "slows decline", "relieved pain"),
    *("halved the rate", "doubled the rate", "delays decline", "suppresses flares"),
    *("inhibits enzymes", "cuts the rate", "blocks receptors", "helps sleep"),
    *("controls gout", "works", "clears skin", "cleared skin"),
]
SUBJECTS = ["Velorin", "velostatin", "It", "Treatment", "This medicine", "The drug"]


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("between", [" ", " 30 mg ", " also ", " once daily "])
def test_how_strongly_the_product_is_tied(subject: str, between: str) -> None:
    product = "Velorin (velostatin)"
    for verbs, wanted in ((CAUSED, Causality.CAUSE), (EFFECTED, Causality.EFFECT)):
        for verb in verbs:
            text = f"{subject}{between}{verb}."
            assert assertions.causality(text, product) is wanted, text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Pain fell because of Velorin.", Causality.CAUSE),
        ("Pain fell due to treatment with Velorin.", Causality.CAUSE),
        ("Nausea caused by Velorin", Causality.CAUSE),
        ("Relief thanks to Velorin", Causality.CAUSE),
        ("Pain was reduced by Velorin.", Causality.EFFECT),
        ("Pain was lowered by treatment.", Causality.EFFECT),
        ("With Velorin improved sleep was seen.", Causality.EFFECT),
        ("Pain fell on Velorin.", Causality.ASSOCIATION),
        ("Pain fell in those taking Velorin.", Causality.ASSOCIATION),
        ("Nausea was associated with the dose.", Causality.ASSOCIATION),
        ("Nausea was reported in 5 %.", Causality.ASSOCIATION),
        ("Nausea occurred in 5 %.", Causality.ASSOCIATION),
        ("Smoking causes harm.", Causality.UNSAID),
        ("Halden reduced pain.", Causality.UNSAID),
        ("Pain fell.", Causality.UNSAID),
        ("", Causality.UNSAID),
    ],
)
def test_causes_that_are_the_products(text: str, wanted: Causality) -> None:
    assert assertions.causality(text, "Velorin (velostatin)") is wanted


@LAW
@given(st.sampled_from([word for word, _ in EVERY_WAY] + HEDGES + NEGATIONS))
def test_how_a_text_is_typeset_changes_no_assertion(word: str) -> None:
    plain = f"The score was {word} in adults - of note."
    typeset = plain.replace(" ", "\u00a0").replace("-", "–").replace("c", "c\u00ad")
    assert assertions.direction(typeset) is assertions.direction(plain)
    assert assertions.hedges(typeset) == assertions.hedges(plain)
    assert assertions.negations(typeset) == assertions.negations(plain)
