"""Titles, counts, days and nearness: how pages write what the library holds."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.channels.catalogue import CHANNELS
from content_engine.vocabulary import Audience, CopyRole, Format
from web.presenters import blocks, dossiers, titles
from web.presenters.blocks import Stretch
from web.presenters.counts import counted
from web.presenters.days import day_text, moment_text, nearness

DAY = datetime.date(2026, 11, 21)
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1))


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("email", "E-mail"),
        ("rep_email", "Representative's e-mail"),
        ("sms", "SMS"),
        ("web_banner", "Web banner"),
        ("", ""),
    ],
)
def test_a_channel_has_a_title(code: str, title: str) -> None:
    assert titles.channel_title(code) == title


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("US", "United States"),
        ("GB", "United Kingdom"),
        ("DE", "Germany"),
        ("FR", "France"),
        ("ES", "Spain"),
        ("IT", "Italy"),
        ("IE", "Ireland"),
        ("CA", "Canada"),
        ("SE", "SE"),
        ("us", "us"),
    ],
)
def test_a_market_has_a_title_or_its_code(code: str, title: str) -> None:
    assert titles.market_title(code) == title


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("quality_of_life", "Quality of life"),
        ("onset-of-action", "Onset of action"),
        ("warm", "Warm"),
        ("MIXED_Case", "Mixed case"),
        ("", ""),
    ],
)
def test_a_word_of_a_kit_is_written_for_people(word: str, title: str) -> None:
    assert titles.words_title(word) == title


def test_every_channel_and_audience_has_a_title_of_its_own() -> None:
    for pairs, codes in (
        (titles.channel_pairs(), CHANNELS),
        (titles.audience_pairs(), Audience),
    ):
        assert [code for code, _ in pairs] == [code.value for code in codes]
        assert len({title for _, title in pairs}) == len(pairs)
        assert all(title != code for code, title in pairs)


@pytest.mark.parametrize("code", [*CopyRole, *Format])
def test_a_title_shows_no_underscore(code: str) -> None:
    title = titles.words_title(code)
    assert "_" not in title
    assert title[0].isupper()


@given(st.lists(st.lists(st.text("ab_-", min_size=1, max_size=4), max_size=4)))
@settings(max_examples=100, deadline=None)
def test_words_are_offered_once_and_in_order(rows: list[list[str]]) -> None:
    pairs = titles.word_pairs(rows)
    codes = [code for code, _ in pairs]
    assert codes == sorted(set(codes))
    assert set(codes) == {word for row in rows for word in row}
    assert titles.word_pairs(reversed(rows)) == pairs
    assert titles.word_pairs([codes]) == pairs


def test_markets_stand_in_the_order_given() -> None:
    pairs = titles.market_pairs(["US", "DE", "XX"])
    assert pairs == (("US", "United States"), ("DE", "Germany"), ("XX", "XX"))


@pytest.mark.parametrize(
    ("value", "values", "taken"),
    [
        ("b", ["a", "b"], "b"),
        ("c", ["a", "b"], "a"),
        ("", ["a", "b"], "a"),
        ("a", [], ""),
        ("A", ["a"], "a"),
    ],
)
def test_what_is_not_known_falls_to_the_first(
    value: str, values: list[str], taken: str
) -> None:
    assert titles.known(value, values) == taken


# counts


@pytest.mark.parametrize(
    ("number", "noun", "nothing", "words"),
    [
        (0, "claim", "0", "0 claims"),
        (1, "claim", "0", "1 claim"),
        (2, "claim", "0", "2 claims"),
        (1_000, "released asset", "0", "1,000 released assets"),
        (1_234_567, "word", "0", "1,234,567 words"),
        (0, "variant", "no", "no variant"),
        (1, "variant", "no", "1 variant"),
        (2, "variant", "no", "2 variants"),
    ],
)
def test_a_number_agrees_with_its_noun(
    number: int, noun: str, nothing: str, words: str
) -> None:
    assert counted(number, noun, nothing) == words


@given(st.integers(2, 10**9))
@settings(max_examples=100, deadline=None)
def test_more_than_one_is_plural_and_can_be_read_back(number: int) -> None:
    words = counted(number, "claim")
    assert words.endswith(" claims")
    assert int(words.split()[0].replace(",", "")) == number


# days


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime.date(2027, 3, 3), "3 Mar 2027"),
        (datetime.date(2026, 12, 31), "31 Dec 2026"),
        (datetime.date(2024, 2, 29), "29 Feb 2024"),
        (None, ""),
    ],
)
def test_a_day_is_written_out(day: datetime.date | None, words: str) -> None:
    assert day_text(day) == words


@given(DAYS)
@settings(max_examples=100, deadline=None)
def test_a_day_in_words_is_that_day_alone(day: datetime.date) -> None:
    words = day_text(day)
    assert not words.startswith("0")
    read = datetime.datetime.strptime(words, "%d %b %Y").replace(tzinfo=datetime.UTC)
    assert read.date() == day


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "21 Nov 2026, 00:30 UTC"),
        (1, "20 Nov 2026, 23:30 UTC"),
        (-5, "21 Nov 2026, 05:30 UTC"),
        (14, "20 Nov 2026, 10:30 UTC"),
    ],
)
def test_a_moment_is_told_in_one_zone(hours: int, words: str) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=hours))
    at = datetime.datetime(2026, 11, 21, 0, 30, tzinfo=zone)
    assert moment_text(at) == words


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (1, "in 1 day", "bad"),
        (2, "in 2 days", "bad"),
        (7, "in 7 days", "bad"),
        (8, "in 8 days", "warn"),
        (30, "in 30 days", "warn"),
        (31, "in 31 days", "warn"),
        (60, "in 60 days", "warn"),
        (61, "in 61 days", "accent"),
        (90, "in 90 days", "accent"),
        (91, "", ""),
        (4_000, "", ""),
    ],
)
def test_an_end_is_announced_from_ninety_days(left: int, words: str, tone: str) -> None:
    end = DAY + datetime.timedelta(days=left)
    assert nearness(end, DAY) == (words, tone)


URGENCY = ("", "accent", "warn", "bad")


@given(DAYS, st.integers(1, 200), st.integers(1, 200))
@settings(max_examples=100, deadline=None)
def test_the_nearer_the_end_the_more_urgent(
    day: datetime.date, first: int, second: int
) -> None:
    near, far = sorted((first, second))
    tones = [
        nearness(day + datetime.timedelta(days=left), day)[1] for left in (near, far)
    ]
    assert URGENCY.index(tones[0]) >= URGENCY.index(tones[1])


# wordings


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ()),
        ("Plain words.", (Stretch("Plain words."),)),
        ("[a|b]", (Stretch(options=("a", "b")),)),
        (
            "New [data|results] for [you|your team].",
            (
                Stretch("New "),
                Stretch(options=("data", "results")),
                Stretch(" for "),
                Stretch(options=("you", "your team")),
                Stretch("."),
            ),
        ),
        ("Never [closed", (Stretch("Never [closed"),)),
        ("Never opened]", (Stretch("Never opened]"),)),
        ("<b>[<i>|&]</b>", None),
    ],
)
def test_choices_are_laid_open(text: str, shown: tuple[Stretch, ...] | None) -> None:
    found = blocks.stretches(text)
    if shown is not None:
        assert found == shown
    written = "".join(one.text or f"[{'|'.join(one.options)}]" for one in found)
    assert written == text


@given(st.text("ab [|]", max_size=20))
@settings(max_examples=200, deadline=None)
def test_no_word_of_a_block_is_lost(text: str) -> None:
    found = blocks.stretches(text)
    written = "".join(one.text or f"[{'|'.join(one.options)}]" for one in found)
    assert written == text
    assert all(bool(one.text) != bool(one.options) for one in found)


@pytest.mark.parametrize(
    ("wishes", "query"),
    [
        ({}, ""),
        ({"q": "", "brand": ""}, ""),
        ({"brand": "calvoryn", "q": "two words"}, "brand=calvoryn&q=two+words"),
        ({"q": "a&b=c#d"}, "q=a%26b%3Dc%23d"),
        ({"q": "<b>\"'"}, "q=%3Cb%3E%22%27"),
    ],
)
def test_a_question_becomes_an_address(wishes: dict[str, str], query: str) -> None:
    assert blocks.query_of(wishes) == query


@pytest.mark.parametrize(
    ("names", "said"), [([], "All"), (["A"], "A"), (["A", "B"], "A, B")]
)
def test_no_limit_is_said(names: list[str], said: str) -> None:
    assert blocks.open_names(names, "All") == said


@given(st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=30))
@settings(max_examples=100, deadline=None)
def test_a_title_is_the_beginning_of_the_words(words: list[str]) -> None:
    text = " ".join(words)
    title = dossiers.title_of({"body": text})
    assert text.startswith(title.removesuffix(" …"))
    assert title.endswith(" …") == (len(words) > dossiers.TITLE_WORDS)
    assert dossiers.title_of({"body": "ignored", "subject": text}) == title


@given(st.lists(st.sampled_from(["one", "2", "—", "…", "a-b", "&", "ß"]), max_size=12))
@settings(max_examples=100, deadline=None)
def test_words_are_counted_apart_from_marks(tokens: list[str]) -> None:
    spoken = [token for token in tokens if any(c.isalnum() for c in token)]
    assert dossiers.words(" ".join(tokens)) == len(spoken)
