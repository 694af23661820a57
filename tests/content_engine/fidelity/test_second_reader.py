"""The second reader raises and doubts; it never lowers, accepts or forgets."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from content_engine.fidelity import cascade, edits, second_reader
from content_engine.fidelity.comparing import Comparison, compare
from content_engine.fidelity.linking.library import Library
from content_engine.fidelity.matching import Approved, Source
from content_engine.fidelity.second_reader import Model, UnreadableWeightsError
from content_engine.vocabulary import Outcome

CLAIM = "With Velorin, 9.8% of adults were admitted within 18 months."
OPPOSITE = CLAIM.replace("were admitted", "were not admitted")
EQUAL = CLAIM.replace("%", " per cent")
OUTCOMES = ("exact", "equivalent", "distorted", "different")
DANGER = {"exact": 0, "equivalent": 1, "different": 2, "distorted": 2}
WORDS = st.sampled_from(
    ["Velorin", "placebo", "9.8%", "98 %", "18 months", "not", "may", "lowered", "best",
     "adults", "(n=12)", "because of", "LDL-C", "p<0.001", ",", "vs", "und", "•"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=60)


def model(bias: float = 0.0, sure: float = 0.9, **weights: float) -> Model:
    return Model("test", bias, sure, weights)


CERTAIN = model(bias=30)
FEARLESS = model(bias=-30)


# Laws


@given(TEXTS, TEXTS, st.sampled_from([None, CERTAIN, FEARLESS]))
def test_it_only_raises(approved: str, candidate: str, reader: Model | None) -> None:
    found = compare(approved, candidate)
    told = second_reader.seconded(approved, candidate, found, reader)
    assert found.score <= told.score <= 1
    assert DANGER[told.outcome] >= DANGER[found.outcome]


@given(
    st.sampled_from(OUTCOMES),
    st.floats(0, 1),
    st.floats(-40, 40),
    st.floats(0, 1),
)
def test_whatever_the_rules_and_weights_say_it_only_raises(
    outcome: str, score: float, bias: float, sure: float
) -> None:
    found = Comparison(outcome, score)  # type: ignore[arg-type]
    told = second_reader.seconded(CLAIM, OPPOSITE, found, model(bias, sure))
    assert score <= told.score <= 1
    if outcome != "equivalent":
        assert told.outcome == outcome
    assert told.outcome in {outcome, "different"}


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_more_of_either_risk_is_never_less(one: float, two: float, risk: float) -> None:
    low, high = sorted((one, two))
    assert second_reader.raised(low, risk) <= second_reader.raised(high, risk)
    assert second_reader.raised(risk, low) <= second_reader.raised(risk, high)


@given(TEXTS, TEXTS)
def test_the_same_edit_is_read_the_same(approved: str, candidate: str) -> None:
    first = second_reader.risk_of(approved, candidate)
    edits._written.cache_clear()
    assert second_reader.risk_of(approved, candidate) == first
    assert 0 <= first <= 1


def test_the_order_of_the_weights_tells_nothing() -> None:
    carried = second_reader.carried()
    turned = replace(carried, weights=dict(reversed(list(carried.weights.items()))))
    for text in (OPPOSITE, EQUAL, ""):
        assert second_reader.risk_of(CLAIM, text, turned) == second_reader.risk_of(
            CLAIM, text
        )


# What becomes of a comparison


@pytest.mark.parametrize(
    ("candidate", "reader", "outcome"),
    [
        pytest.param(CLAIM, CERTAIN, "exact", id="the same letters are never doubted"),
        pytest.param(EQUAL, CERTAIN, "different", id="an equality is doubted"),
        pytest.param(EQUAL, FEARLESS, "equivalent", id="an equality stays"),
        pytest.param(EQUAL, None, "equivalent", id="ours leaves a plain one alone"),
        pytest.param(OPPOSITE, FEARLESS, "distorted", id="nothing is excused"),
        pytest.param(OPPOSITE, CERTAIN, "distorted", id="a type stays a type"),
    ],
)
def test_what_it_makes_of_an_outcome(
    candidate: str, reader: Model | None, outcome: str
) -> None:
    found = compare(CLAIM, candidate)
    told = second_reader.seconded(CLAIM, candidate, found, reader)
    assert told.outcome == outcome
    assert told.distortions == found.distortions


def test_it_doubts_only_above_what_is_sure() -> None:
    found = compare(CLAIM, EQUAL)
    for sure, outcome in ((0.499, "different"), (0.5, "equivalent")):
        told = second_reader.seconded(CLAIM, EQUAL, found, model(0, sure))
        assert told.outcome == outcome


def test_a_doubted_statement_needs_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_reader, "carried", lambda: CERTAIN)
    library = Library([Approved(CLAIM, Source.CLAIM, "admitted@1", "efficacy")])
    ruling = cascade.rule(EQUAL, library, {})
    assert ruling.outcome is Outcome.UNSUBSTANTIATED
    assert ruling.why == second_reader.DOUBTED
    assert ruling.near is not None
    assert ruling.near.ref == "admitted@1"
    assert ruling.types == ()


def test_a_reader_that_fails_refuses_the_statement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> Model:
        raise UnreadableWeightsError("The weights are gone.")

    monkeypatch.setattr(second_reader, "carried", broken)
    library = Library([Approved(CLAIM, Source.CLAIM, "admitted@1", "efficacy")])
    ruling = cascade.rule(EQUAL, library, {})
    assert (ruling.outcome, ruling.why) == (Outcome.UNSUBSTANTIATED, cascade.FAILED)


# What it learned


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("9.8%", "8.9%", id="digit"),
        pytest.param("18 months", "18 weeks", id="unit"),
        pytest.param("were admitted", "were not admitted", id="negation"),
        pytest.param("Velorin", "Dulmora", id="product"),
        pytest.param(" within 18 months", "", id="time left out"),
    ],
)
def test_a_change_is_riskier_than_a_faithful_way(old: str, new: str) -> None:
    assert old in CLAIM
    changed = second_reader.risk_of(CLAIM, CLAIM.replace(old, new))
    assert changed > 0.5 > second_reader.risk_of(CLAIM, EQUAL)


def test_a_name_that_the_comparison_takes_into_a_figure_is_seen() -> None:
    """Words behind a score are read as its scale; as written they are another name."""
    approved = "The score fell by 15.8 points on Levandrix and by 11.9 on sertralone."
    swapped = approved.replace("Levandrix", "Serenquil")
    named = edits.features(approved, swapped)
    assert named["written: replaced name"] == 1
    assert named["written: arms differ"] == 1
    assert second_reader.risk_of(approved, swapped) > second_reader.risk_of(
        approved, approved
    )


# Features


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        pytest.param("9.8%", "8.9%", {"replaced figure", "figures differ"}, id="digit"),
        pytest.param("were", "were not", {"came negation", "negation more or less"},
                     id="negation"),
        pytest.param(" within 18 months", "", {"went figure", "went time"}, id="gone"),
        pytest.param("Velorin", "Dulmora", {"replaced name", "arms differ"}, id="name"),
    ],
)  # fmt: skip
def test_an_edit_is_named(old: str, new: str, names: set[str]) -> None:
    told = edits.features(CLAIM, CLAIM.replace(old, new))
    assert names <= {name.partition(": ")[2] for name in told if "written" in name}


def test_arms_that_changed_places_are_turned() -> None:
    one = "9.8% with Velorin, 13.1% with placebo"
    two = "13.1% with Velorin, 9.8% with placebo"
    told = edits.features(one, two)
    assert told["written: figures turned"] == 1
    assert told["written: arms and figures turned"] == 1
    assert "written: figures differ" not in told
    assert "written: arms turned" not in told


@given(TEXTS)
def test_nothing_is_named_where_nothing_was_edited(text: str) -> None:
    assert edits.features(text, text) == {}


def test_how_often_a_sort_counts_has_an_end() -> None:
    told = edits.features("", "not " * 40)
    assert told["written: came negation"] == edits.MOST


# The document


def document(**changes: object) -> str:
    whole: Mapping[str, object] = {
        "schema": 1, "version": "1/x", "bias": -1.5, "sure": 0.9,
        "weights": {"written: came negation": 2.0},
    }  # fmt: skip
    return yaml.safe_dump({**whole, **changes})


def test_a_document_is_read() -> None:
    read = second_reader.read(document())
    assert read == Model("1/x", -1.5, 0.9, {"written: came negation": 2.0})
    assert read.risk({"written: came negation": 1.0}) == pytest.approx(0.6225, abs=1e-4)
    assert read.risk({"never seen": 3.0}) == read.risk({})


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(document(schema=2), id="another schema"),
        pytest.param(document(weights=None), id="no weights"),
        pytest.param(document(weights={"a": "heavy"}), id="a word for a weight"),
        pytest.param(document(bias=float("nan")), id="no number"),
        pytest.param(document(sure=float("inf")), id="no finite number"),
        pytest.param("[]", id="a list"),
        pytest.param("", id="nothing"),
        pytest.param("{", id="no document"),
    ],
)
def test_another_document_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UnreadableWeightsError) as refused:
        second_reader.read(text)
    assert str(refused.value).endswith(".")


def test_the_weights_that_are_carried_say_what_they_are() -> None:
    text = second_reader.HERE.read_text("utf-8")
    told = yaml.safe_load(text)
    assert len(text.encode()) < 50_000
    assert told["schema"] == second_reader.SCHEMA
    assert told["learned_from"] == ["a", "b"]
    assert second_reader.carried().version == told["version"]
    assert 0.5 < told["sure"] < 1
    prefixes = {name.partition(": ")[0] for name in told["weights"]}
    assert prefixes == {edits.READ, edits.WRITTEN}
