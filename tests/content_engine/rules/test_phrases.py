"""The language of phrases: what each sign means, what cannot be read, what is found."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.rules import phrases
from content_engine.rules.phrases import Phrases, compiled

LISTS = {"reactions": ("dizz*", "side effect*")}


def found(phrase: str, text: str) -> list[str]:
    return [text[a:b] for a, b in compiled([phrase], LISTS).spans(text)]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        pytest.param("safe", "it is safe.", ["safe"], id="a word"),
        pytest.param("safe", "unsafe safely safe-r", ["safe"], id="whole words only"),
        pytest.param("Safe", "it is safe", ["safe"], id="phrases are folded too"),
        pytest.param("über", "uber", ["uber"], id="marks are folded"),
        pytest.param("guarantee*", "guaranteed", ["guaranteed"], id="any ending"),
        pytest.param("guarantee*", "a guarantee", ["guarantee"], id="no ending too"),
        pytest.param(
            "no risk", "no-risk, no  risk", ["no-risk", "no  risk"], id="space"
        ),
        pytest.param("no risk", "norisk", [], id="a space is needed"),
        pytest.param("(only|just) one", "just one", ["just one"], id="one of several"),
        pytest.param(
            "(the )?best", "best, the best", ["best", "the best"], id="may lack"
        ),
        pytest.param(
            "colou?r", "color colour", ["color", "colour"], id="letter may lack"
        ),
        pytest.param("# %", "9.8 % of 13 %", ["9.8 %", "13 %"], id="numbers"),
        pytest.param("#( )?%", "9.8% 1,934 %", ["9.8%", "1,934 %"], id="thousands"),
        pytest.param("p ?< ?#", "p<0.001, p < .05", ["p<0.001", "p < .05"], id="signs"),
        pytest.param(
            "ends ... pain", "ends all of the pain", ["ends all of the pain"], id="gap"
        ),
        pytest.param("ends ... pain", "ends pain", ["ends pain"], id="gap of nothing"),
        pytest.param(
            "ends ... pain", "ends a b c d e pain", [], id="gap of five is too wide"
        ),
        pytest.param(
            "no {reactions}",
            "no dizziness, no side effects",
            ["no dizziness", "no side effects"],
            id="list",
        ),
        pytest.param("100 ?%", "100% and 100 %", ["100%", "100 %"], id="digits first"),
        pytest.param("(a(b|c)|d)e", "abe ace de", ["abe", "ace", "de"], id="nested"),
        pytest.param("vs.", "a vs. b", ["vs."], id="a full stop"),
        pytest.param("in", "within in", ["in"], id="a short word"),
        pytest.param('(")dr', 'he "dr', ['"dr'], id="opens with a sign"),
    ],
)
def test_what_a_phrase_finds(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text) == expected


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("(open", "brackets and signs of '(open'"),
        ("closed)", "brackets and signs of 'closed)'"),
        (")(", "brackets and signs of ')('"),
        ("?first", "brackets and signs of '?first'"),
        ("a??", "brackets and signs"),
        ("(?P<x>a)", "brackets and signs"),
        ("no {such}", "There is no list such for 'no {such}'"),
        ("a {", "brackets and signs"),
        ("   ", "has 1 to 300 characters"),
        ("", "has 1 to 300 characters"),
    ],
)
def test_a_phrase_nobody_can_read_is_told(phrase: str, words: str) -> None:
    assert words in phrases.fault(phrase, LISTS)
    with pytest.raises(phrases.PhraseFaultError):
        compiled([phrase], LISTS)


@pytest.mark.parametrize("sign", list("\\[]^$+.&=~@/'\"<>;:,_-"))
def test_other_signs_mean_themselves(sign: str) -> None:
    assert phrases.fault(f"a{sign}b", LISTS) == ""
    assert found(f"a{sign}b", f"x a{sign}b y") == [f"a{sign}b"]
    assert found(f"a{sign}b", "x aab y") == []


def test_the_longest_phrase_is_taken() -> None:
    both = compiled(["safe", "safe to open"], LISTS)
    assert [
        ("it is safe to open")[a:b] for a, b in both.spans("it is safe to open")
    ] == ["safe to open"]


def test_taking_out_keeps_every_place() -> None:
    assert compiled(["safe"], {}).taken_out("a safe start") == "a      start"


def test_nothing_is_found_by_no_phrases() -> None:
    assert compiled([], {}) == Phrases({})
    assert list(compiled([], {}).spans("anything")) == []


PHRASES = st.sampled_from(
    [
        "safe",
        "safe*",
        "(the )?best",
        "no (risk|side effect)s?",
        "# %",
        "a ... b",
        "(a|b) c",
        "in",
        "100 %",
        "colou?r",
        "b*",
        "(no|zero) risk",
    ]
)
WORDS = st.sampled_from(
    [
        "safe",
        "safely",
        "the",
        "best",
        "no",
        "risk",
        "risks",
        "side",
        "effect",
        "9.8",
        "%",
        "100",
        "a",
        "b",
        "c",
        "bc",
        "in",
        "color",
        "zero",
        "-",
        ",",
    ]
)


@given(st.lists(PHRASES, max_size=4), st.lists(WORDS, max_size=12).map(" ".join))
def test_leads_lose_nothing(chosen: list[str], text: str) -> None:
    """Looking only where words begin fitly finds whatever a plain search finds."""
    patterns = [
        pattern for one in chosen for pattern in compiled([one], {}).by_lead.values()
    ]
    plain = any(re.search(pattern, text) for pattern in patterns)
    assert compiled(chosen, {}).stand_in(text) == plain


@given(st.lists(PHRASES, max_size=4), st.lists(WORDS, max_size=12).map(" ".join))
def test_the_order_of_phrases_does_not_matter(chosen: list[str], text: str) -> None:
    once, again = compiled(chosen, {}), compiled([*reversed(chosen), *chosen], {})
    assert list(once.spans(text)) == list(again.spans(text))


@given(st.text("abc()|?*#{} .", max_size=12))
def test_any_text_is_a_phrase_or_is_refused(phrase: str) -> None:
    if phrases.fault(phrase, {}):
        return
    list(compiled([phrase], {}).spans("a b c 9 % abc"))


def test_no_phrase_makes_a_search_long() -> None:
    """Gaps, endings and numbers have bounds, so a hostile text ends as soon as any."""
    pattern = compiled(["a ... b* ... # ... c"], {})
    assert list(pattern.spans("a " * 5_000)) == []
    assert "+" not in "".join(pattern.by_lead.values()).replace("\\+", "")
