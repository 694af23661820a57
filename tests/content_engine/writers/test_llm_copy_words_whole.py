"""Every word that free copy may not hold is refused, by its kind, however written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.writers.llm import copy_words
from content_engine.writers.llm.copy_words import LISTS, LONGEST
from tests.content_engine.supplies import make_context

EMAIL = make_context()
KINDS = (
    "a number word",
    "a unit",
    "a comparison",
    "a superlative",
    "a word of novelty",
    "a promise",
    "a contrast or negation",
    "a word about safety",
    "a word about effect",
    "the name of a medicine",
    "a word that is not for the reader",
)
WORDS = [
    (kind, word)
    for kind, lists in LISTS["words"].items()
    for word in lists.get("words", "").split()
]
# One word for each ending and each beginning that a pattern knows.
BY_PATTERN = {
    "a contrast or negation": "don't isn’t won't couldn’t",
    "a word about safety": (
        "safely unsafe risky harmful tolerability toxicity adverse contraindicated "
        "warnings precautions dangerous fatal deaths hypersensitivity anaphylaxis "
        "interaction"
    ),
    "a word about effect": (
        "effectively ineffective effects efficacy improvement reduction decreasing "
        "increases prevention treats treatment healing relieves benefits protection "
        "demonstrates survival successful failure powerful potently rapidly quickly "
        "sustained eliminates indicated approved prescribers recommendation achieved "
        "experience controls responds responses works working cure cured shows shown "
        "helps helpful"
    ),
    "the name of a medicine": (
        "invenamab fictinib mockgepant sampletriptan imagistatin pretendapril "
        "madeupsartan nonegliptin falsegliflozin shamglutide fauxprazole quasiolol "
        "pseudoparin unrealxaban notacillin fakemycin phonyvir sampletrexel "
        "bluffotrexate"
    ),
    "a word that is not for the reader": "instruct instruction instructions",
}
PHRASES = {
    "a word about safety": ("side effect", "side effects", "side-effects"),
    "a word that is not for the reader": (
        "language model",
        "as an AI",
        "I'm sorry",
        "Im sorry",
        "I am sorry",
        "I can't",
        "I cannot",
    ),
}


def kinds_in(text: str) -> set[str]:
    """The kinds of fault that are named."""
    return {told.partition(" (")[0] for told in copy_words.objections(text, EMAIL)}


def test_the_lists_are_whole() -> None:
    assert tuple(LISTS["words"]) == KINDS
    assert set(LISTS) == {"characters", "words"}
    for lists in LISTS["words"].values():
        assert set(lists) <= {"words", "patterns"}
        for pattern in lists.get("patterns", ()):
            assert re.compile(pattern)
    assert len(WORDS) > 200


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_stands_twice_in_a_list(kind: str) -> None:
    words = LISTS["words"][kind].get("words", "").split()
    assert len(set(words)) == len(words)
    assert all(word == word.lower() for word in words)


@pytest.mark.parametrize(("kind", "word"), WORDS)
def test_each_word_is_refused_in_any_case_and_between_any_points(
    kind: str, word: str
) -> None:
    for written in (word, word.upper(), f"Thank you: {word.title()}, and “{word}”."):
        assert kind in kinds_in(written)


@pytest.mark.parametrize(("kind", "word"), WORDS)
def test_a_word_inside_a_longer_one_is_not_meant(kind: str, word: str) -> None:
    told = copy_words.objections(f"xx{word}xx", EMAIL)
    assert not any(f'"{word}"' in objection for objection in told)


@pytest.mark.parametrize(
    ("kind", "word"),
    [(kind, word) for kind, words in BY_PATTERN.items() for word in words.split()],
)
def test_each_beginning_and_ending_is_refused(kind: str, word: str) -> None:
    assert kind in kinds_in(f"You read {word} here")
    assert kind in kinds_in(f"{word.upper()} reading.")


@pytest.mark.parametrize(
    ("kind", "phrase"),
    [(kind, phrase) for kind, phrases in PHRASES.items() for phrase in phrases],
)
def test_each_phrase_is_refused(kind: str, phrase: str) -> None:
    assert kind in kinds_in(f"Hello, {phrase} today.")


@pytest.mark.parametrize(
    ("sign", "kind"),
    [
        *(pytest.param(s, "a digit", id=s) for s in "0123456789"),
        pytest.param("%", "a per cent sign", id="per cent"),
        *(
            pytest.param(s, "a bracket, tag or special sign", id=s)
            for s in "<>[]{}()|\\`*_#^~=+&$@"
        ),
        *(
            pytest.param(s, "a character outside plain ASCII", id=f"U+{ord(s):04X}")
            for s in "é▼µ²½–"[:-1] + "\u00a0\u200b\u202e\t\n\x00\uff11аΑ"
        ),
        *(
            pytest.param(s, "a link", id=s)
            for s in ("http:", "HTTPS:", "www.", "WWW.", "/", "a.b")
        ),
    ],
)
def test_each_sign_is_refused(sign: str, kind: str) -> None:
    assert kind in kinds_in(f"Please see {sign} here.")


@pytest.mark.parametrize("sign", "‘’“”–—…")
def test_typography_is_no_fault(sign: str) -> None:
    assert copy_words.objections(f"Please read {sign} thank you.", EMAIL) == ()


@pytest.mark.parametrize(
    ("follows", "is_comparison"),
    [
        ("about the article", False),
        ("on our website", False),
        ("at our website", False),
        ("here", False),
        ("from us", False),
        ("patients", True),
        ("aboutness", True),
        ("", False),
    ],
)
def test_more_compares_unless_it_points(follows: str, is_comparison: bool) -> None:
    assert ("a comparison" in kinds_in(f"Read more {follows}.")) is is_comparison


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_no_words_are_one_fault(text: str) -> None:
    assert copy_words.objections(text, EMAIL) == ("no words at all",)


@pytest.mark.parametrize(("length", "is_faulty"), [(300, False), (301, True)])
def test_copy_may_be_so_long(length: int, is_faulty: bool) -> None:
    text = ("hello " * 60)[: length - 1] + "."
    told = f"{length} characters, at most {LONGEST} are allowed"
    assert (told in copy_words.objections(text, EMAIL)) is is_faulty


@pytest.mark.parametrize(
    ("brand", "written", "is_named"),
    [
        ("velorin", "Velorin", True),
        ("velorin", "VELORIN", True),
        ("velorin", "velorine", False),
        ("two-word", "Two Word", True),
        ("two-word", "twoword", True),
        ("two-word", "two–word", True),
        ("two-word", "two more word", False),
    ],
)
def test_the_brand_is_never_named(brand: str, written: str, is_named: bool) -> None:
    told = copy_words.objections(f"We share {written} here.", make_context(brand=brand))
    assert any("the name of the brand" in each for each in told) is is_named


@given(st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_each_kind_is_named_once(one: tuple[str, str], other: tuple[str, str]) -> None:
    told = copy_words.objections(f"{one[1]} and {other[1]}", EMAIL)
    kinds = [each.partition(" (")[0] for each in told]
    assert len(set(kinds)) == len(kinds)
    assert {one[0], other[0]} <= set(kinds)
