"""A quote is found in its page however that is set, and points at its very words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.wording import quotes

LAW = settings(max_examples=50, deadline=None)
WORDS = st.lists(
    st.sampled_from(
        ["urate", "fell", "below", "6", "9.8%", "(n=12)", "first", "flow", "well-known"]
    ),
    min_size=1,
    max_size=6,
)
# What a typesetter may do between two words, and inside one.
GAPS = st.sampled_from([" ", "  ", "\n", " \n", "\u00a0", "\u2009", "\t", "\r\n"])
SET = {"fi": "ﬁ", "fl": "ﬂ", "-": "‑", "'": "’"}


@LAW
@given(WORDS, WORDS, WORDS, st.data())
def test_a_quote_is_found_at_its_very_words(
    before: list[str], quoted: list[str], after: list[str], data: st.DataObject
) -> None:
    gaps = [data.draw(GAPS) for _ in range(len(before) + len(quoted) + len(after))]
    parts = [*before, *quoted, *after]
    page = "".join(word + gap for word, gap in zip(parts, gaps, strict=True))
    found = quotes.find(" ".join(quoted), page)
    assert found is not None
    assert page[slice(*found)].split() == quoted


@LAW
@given(WORDS)
def test_ligatures_dashes_and_capitals_are_how_it_is_set(words: list[str]) -> None:
    quote = " ".join(words)
    page = quote
    for plain, typeset in SET.items():
        page = page.replace(plain, typeset)
    for text in (page, page.upper(), page.capitalize()):
        found = quotes.find(quote, f"Before. {text} After.")
        assert found is not None
        assert "Before" not in f"Before. {text} After."[slice(*found)]


@LAW
@given(st.sampled_from(["reduction", "haemoglobin", "first"]), st.data())
def test_a_word_may_be_parted_by_a_hyphen_at_the_end_of_a_line(
    word: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(1, len(word) - 1))
    page = f"a {word[:place]}-\n{word[place:]} of it"
    found = quotes.find(f"a {word} of it", page)
    assert found == (0, len(page))
    inside = f"a {word[:place]}-{word[place:]} of it"
    assert quotes.find(f"a {word} of it", inside) is None


@LAW
@given(WORDS, st.integers(0, 5), st.sampled_from(["not", "7", "%", "urates"]))
def test_a_word_more_is_another_text(words: list[str], place: int, put: str) -> None:
    place = min(place, len(words) - 1)
    if place == 0:
        return  # before its first word, a quote is still whole
    page = " ".join([*words[:place], put, *words[place:]])
    other = " ".join(words)
    found = quotes.find(other, page)
    assert found is None or page[slice(*found)].split() == words


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        ("9.8", "19.8"),
        ("9.8", "9.85"),
        ("9.8", "1,9.8"),
        ("98", "9.8"),
        ("9.8", "9,8"),
        ("-4.6", "4.6"),
        ("≥ 4", "> 4"),
        ("5 mg", "5 mcg"),
        ("5 mg", "15 mg"),
        ("fell", "befell"),
        ("fell", "fellow"),
        ("no effect", "an effect"),
        ("10^2", "102"),
        ("a b", "a, b"),
        ("", "anything"),
        ("...", "..."),
        ("\u00ad", "anything"),
        ("anything", ""),
    ],
)
def test_another_letter_digit_or_sign_is_another_text(quote: str, page: str) -> None:
    assert quotes.find(quote, page) is None


@pytest.mark.parametrize(
    ("quote", "page", "words"),
    [
        ("9.8", "It was 9.8.", "9.8"),
        ("fell", "It FELL.", "FELL"),
        ("−4.6", "It was -4.6 days", "-4.6"),
        ("10²", "It was 10² cells", "10²"),
        ("“so”", 'He said "so".', '"so"'),
        ("well-known", "a well-\nknown fact", "well-\nknown"),
        ("first, second", "The first,\nsecond one", "first,\nsecond"),
        ("a claim", "A claim, a claim", "A claim"),
        ("½ tablet", "Take ½ tablet", "½ tablet"),
        ("Ärzte", "viele ÄRZTE", "ÄRZTE"),
    ],
)
def test_the_first_place_where_it_stands(quote: str, page: str, words: str) -> None:
    found = quotes.find(quote, page)
    assert found is not None
    assert page[slice(*found)] == words


@LAW
@given(st.text(max_size=30), st.text(max_size=60))
def test_any_two_texts_can_be_compared(quote: str, page: str) -> None:
    found = quotes.find(quote, page)
    if found is not None:
        start, end = found
        assert 0 <= start < end <= len(page)


@LAW
@given(st.text("abcé 1.-\n", min_size=1, max_size=30))
def test_a_whole_page_quotes_itself(page: str) -> None:
    is_said = any(letter.isalnum() for letter in page)
    assert (quotes.find(page, page) is not None) == is_said
