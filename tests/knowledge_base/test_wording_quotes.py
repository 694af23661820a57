"""A quote is found however its page is set, and never where other words stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.wording import quotes

PAGE = (
    "Results\nIn the random-\nised, placebo-\ncontrolled ﬁrst study, 61% (n = 1,204)\n"
    "of  adults had a “serum urate” below 6 mg/dL; mean 1.4 ﬂares – not 11.45 – vs\n"
    "2.6. HR 0.72; p < 0.001. SECONDARY ENDPOINTS were met¹."
)


@pytest.mark.parametrize(
    "quote",
    [
        "randomised, placebo-controlled first study",
        "61% (n = 1,204) of adults",
        'a "serum urate" below 6 mg/dL',
        "mean 1.4 flares - not 11.45",
        "  HR   0.72;\np < 0.001.",
        "Secondary endpoints were met",
        "61%",
        "2.6",
        "placebo-controlled",
    ],
)
def test_a_quote_is_found_however_the_page_is_set(quote: str) -> None:
    span = quotes.find(quote, PAGE)
    assert span
    found = PAGE[slice(*span)]
    assert found
    assert found == found.strip()


@pytest.mark.parametrize(
    "quote",
    [
        *("1.45", "204)", "0.7", "0.72; p < 0.01", "60%", "andomised", "1,20"),
        *("n = 1204", "serum urates", "2.61", "not 11,45", "", "   ", "—", "\u200b"),
        *("placebo uncontrolled first", "mean 1.4 flares vs 2.6", "first second study"),
    ],
)
def test_other_words_are_not_found(quote: str) -> None:
    assert quotes.find(quote, PAGE) is None


def test_the_place_is_exact() -> None:
    assert quotes.find("first study", PAGE) == (49, 59)
    start, end = quotes.find("randomised", PAGE) or (0, 0)
    assert PAGE[start:end] == "random-\nised"


WORDS = st.lists(
    st.sampled_from(
        ["urate", "fell", "61%", "n=12", "mg/dL", "efﬁcacy", "(CI", "1.4)"]
    ),
    min_size=1,
    max_size=6,
)
GAPS = st.sampled_from([" ", "\n", "  ", " \n ", "\u00a0"])


@given(words=WORDS, gaps=st.lists(GAPS, min_size=6, max_size=6))
def test_line_ends_and_spaces_do_not_matter(words: list[str], gaps: list[str]) -> None:
    page = (
        "Before " + "".join(w + g for w, g in zip(words, gaps, strict=False)) + "after"
    )
    span = quotes.find(" ".join(words), page)
    assert span
    assert page[slice(*span)].split() == words


@given(quote=st.text(max_size=30), page=st.text(max_size=60))
def test_what_is_found_is_a_stretch_of_the_page(quote: str, page: str) -> None:
    span = quotes.find(quote, page)
    assert span is None or 0 <= span[0] < span[1] <= len(page)
