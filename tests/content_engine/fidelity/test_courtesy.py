"""What may be said unapproved: courtesy and navigation, and not one word more."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.fidelity import lexicon
from content_engine.vocabulary import StatementKind


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
    for tongue in lexicon.TONGUES:
        assert all(re.fullmatch(r"[a-zäöüß' @-]+", one) for one in tongue.phrases)
        assert all(
            re.fullmatch(r"[a-zäöüß]+(?:['-][a-z]+)*", one) for one in tongue.words
        )


HARMLESS = sorted(word for word in lexicon.WORDS if word.isalpha())


@given(st.lists(st.sampled_from(HARMLESS), min_size=1, max_size=12))
def test_words_of_the_vocabulary_make_courtesy_in_any_order(words: list[str]) -> None:
    assert lexicon.kind_of(" ".join(words)) in {
        StatementKind.COURTESY,
        StatementKind.NAVIGATION,
    }
    assert lexicon.strange_words(" ".join(words)) == ()


@given(
    st.lists(st.sampled_from(HARMLESS), max_size=8),
    st.sampled_from(FORBIDDEN),
    st.integers(0, 8),
)
def test_one_word_outside_makes_all_of_it_something_else(
    words: list[str], strange: str, place: int
) -> None:
    words.insert(place, f"{strange}ish")
    assert lexicon.kind_of(" ".join(words)) is None


@pytest.mark.parametrize("count", [40, 41])
def test_a_courtesy_has_at_most_forty_words(count: int) -> None:
    is_courtesy = lexicon.kind_of(" ".join(["thanks"] * count)) is not None
    assert is_courtesy == (count <= lexicon.LONGEST)
