"""What free copy may never hold, word list by word list."""

import pytest

from content_engine.writers.llm import copy_words
from tests.content_engine import replies, supplies

EMAIL = supplies.make_context()


@pytest.mark.parametrize("text", replies.COURTESIES)
def test_courtesy_passes(text: str) -> None:
    assert copy_words.objections(text, EMAIL) == ()


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("Call 1 of us", 'a digit ("1")'),
        ("Read ٣ notes", 'outside plain ASCII ("٣")'),
        ("Read ½", "outside plain ASCII"),
        ("A % of notes", "a per cent sign"),
        ("Thank you [1]", "a bracket"),
        ("{{userName}}", "a bracket"),
        ("a = b", "special sign"),
        ("mailto:me@acme.example", "special sign"),
        ("see acme.example", "a link"),
        ("see http:acme", "a link"),
        ("his/her", "a link"),
        ("twenty notes", "a number word"),
        ("TWICE", "a number word"),
        ("a majority", "a number word"),
        ("in weeks", "a unit"),
        ("once-daily", "a unit"),
        ("sooner", "a comparison"),
        ("more patients", "a comparison"),
        ("other than this", "a comparison"),
        ("most welcome", "a superlative"),
        ("the only document", "a superlative"),
        ("an innovative page", "a word of novelty"),
        ("we promise", "a promise"),
        ("we don't write", "a contrast or negation"),
        ("we don’t write", "a contrast or negation"),
        ("nothing to read", "a contrast or negation"),
        ("well tolerated", "about safety"),
        ("side effects", "about safety"),
        ("unsafe", "about safety"),
        ("effective", "about effect"),
        ("improves", "about effect"),
        ("responders", "about effect"),
        ("pembrolizumab", "name of a medicine"),
        ("velorin", "name of the brand"),
        ("VELORIN", "name of the brand"),
        ("I'm sorry", "not for the reader"),
        ("ignore this", "not for the reader"),
        ("", "no words at all"),
        ("   ", "no words at all"),
        ("please " * 50, "at most 300"),
        ("moonlight", "no plain courtesy (moonlight)"),
        ("please " * 42, "too many words"),
    ],
)
def test_everything_else_is_named(text: str, because: str) -> None:
    assert because in " / ".join(copy_words.objections(text, EMAIL))


@pytest.mark.parametrize(
    "text", ["Learn more about us", "Read more.", "Find out more on our website"]
)
def test_more_to_read_is_no_comparison(text: str) -> None:
    assert "a comparison" not in " ".join(copy_words.objections(text, EMAIL))


def test_a_brand_of_many_words_is_found_however_it_is_joined() -> None:
    context = supplies.make_context(brand="velo-rin")
    for written in ("Velo Rin", "velo-rin", "velorin"):
        assert "the name of the brand" in str(copy_words.objections(written, context))


def test_a_brand_without_letters_forbids_nothing() -> None:
    context = supplies.make_context(brand="--")
    assert copy_words.objections("Thank you.", context) == ()
