"""Numbers in digits and in words: whatever is written is read back as its value."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.wording import number_words, numerals
from knowledge_base.wording.number_words import GERMAN, TENS, UNITS
from knowledge_base.wording.numerals import Numeral
from knowledge_base.wording.quantities import operators

LAW = settings(max_examples=50, deadline=None)


def in_words(number: int, *, joint: str = " and ", hyphen: str = "-") -> str:
    """A number below a million as English writes it."""
    if number >= 1000:
        rest = number % 1000
        said = f"{in_words(number // 1000, joint=joint, hyphen=hyphen)} thousand"
        gap = joint if rest < 100 else " "
        return said + (
            f"{gap}{in_words(rest, joint=joint, hyphen=hyphen)}" if rest else ""
        )
    if number >= 100:
        rest = number % 100
        said = f"{UNITS[number // 100]} hundred"
        return said + (f"{joint}{in_words(rest, hyphen=hyphen)}" if rest else "")
    if number < len(UNITS):
        return UNITS[number]
    tens, ones = divmod(number, 10)
    return TENS[tens - 2] + (f"{hyphen}{UNITS[ones]}" if ones else "")


def values(text: str) -> list[Decimal]:
    return [value for _, _, value in number_words.find(text)]


@pytest.mark.parametrize("number", range(100))
def test_every_number_below_a_hundred_is_read_from_its_words(number: int) -> None:
    assert values(in_words(number)) == [Decimal(number)]
    assert values(in_words(number, hyphen=" ").upper()) == [Decimal(number)]


@LAW
@given(
    st.integers(100, 999_999),
    st.sampled_from([" and ", " "]),
    st.sampled_from(["-", " "]),
)
def test_any_number_below_a_million_is_read_from_its_words(
    number: int, joint: str, hyphen: str
) -> None:
    text = f"in {in_words(number, joint=joint, hyphen=hyphen)} adults"
    [(start, end, value)] = number_words.find(text)
    assert value == number
    assert text[:start] == "in "
    assert text[end:] == " adults"


@LAW
@given(st.integers(0, 99), st.lists(st.integers(0, 9), min_size=1, max_size=4))
def test_decimals_are_read_digit_by_digit(whole: int, digits: list[int]) -> None:
    said = " ".join(UNITS[digit] for digit in digits)
    written = f"{whole}.{''.join(map(str, digits))}"
    assert values(f"{in_words(whole)} point {said}") == [Decimal(written)]


@pytest.mark.parametrize(("word", "value"), GERMAN.items())
def test_german_number_words(word: str, value: int) -> None:
    assert values(f"bei {word} Patienten") == [Decimal(value)]
    assert values(f"bei {word}x Patienten") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a hundred", 100),
        ("a hundred and one", 101),
        ("a thousand", 1000),
        ("half an hour", "0.5"),
        ("half a tablet", "0.5"),
        ("zero point five", "0.5"),
        ("twelve hundred", 12),
    ],
)
def test_turns_of_phrase(text: str, value: int | str) -> None:
    assert values(text)[0] == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "once", "someone", "tenth", "attend", "none", "weight", "a", "stone"]
)
def test_what_holds_a_number_word_and_is_none(text: str) -> None:
    assert values(text) == []


# digits, by country

DIGITS = [
    ("en", "0", "0"),
    ("en", "9.8", "9.8"),
    ("en", "1,934", "1934"),
    ("en", "1,934.5", "1934.5"),
    ("en", "12,345,678", "12345678"),
    ("en", "9·8", "9.8"),
    ("en", "9,8", "9.8"),
    ("en", "9,85", "9.85"),
    ("en", "0,985", "0.985"),
    ("en", "10 000", "10000"),
    ("en", "1 234 567", "1234567"),
    ("en", "1'000", "1000"),
    ("en", "007", "7"),
    ("de", "9,8", "9.8"),
    ("de", "1.934", "1934"),
    ("de", "1.934,5", "1934.5"),
    ("de", "12.345.678", "12345678"),
    ("de", "9.8", "9.8"),
    ("de", "9.85", "9.85"),
    ("de", "0.985", "0.985"),
    ("de", "9·8", "9.8"),
    ("de", "10 000", "10000"),
    ("de", "10 000,5", "10000.5"),
]


@pytest.mark.parametrize(("locale", "written", "value"), DIGITS)
def test_digits_have_the_value_that_their_country_gives_them(
    locale: str, written: str, value: str
) -> None:
    assert numerals.parse(written, locale) == Decimal(value)
    [found] = numerals.find(f"in {written} of", locale)
    assert found == Numeral(3, 3 + len(written), Decimal(value))


@LAW
@given(st.integers(0, 10**9), st.integers(0, 3), st.integers(0, 999))
def test_grouped_digits_are_read_back_in_their_country(
    whole: int, places: int, part: int
) -> None:
    decimals = f"{part:03}"[:places]
    plain = Decimal(f"{whole}.{decimals}" if decimals else str(whole))
    english = f"{whole:,}" + (f".{decimals}" if decimals else "")
    german = english.translate(str.maketrans(",.", ".,"))
    assert [one.value for one in numerals.find(english, "en")] == [plain]
    if whole >= 1000 or places != 3:
        assert [one.value for one in numerals.find(german, "de")] == [plain]


SIGNS = [
    ("-4.6", "-4.6", "-"),
    ("+4.6", "4.6", "+"),
    ("±4.6", "4.6", "±"),
    ("± 4.6", "4.6", "±"),
    ("(-4.6)", "-4.6", "-"),
    ("of -4.6", "-4.6", "-"),
]


@pytest.mark.parametrize(("text", "value", "sign"), SIGNS)
def test_signs_belong_to_their_number(text: str, value: str, sign: str) -> None:
    [found] = numerals.find(text, "en")
    assert (found.value, found.sign) == (Decimal(value), sign)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1.7-2.7", ["1.7", "2.7"]),
        ("5 -10", ["5", "-10"]),
        ("5 - 10", ["5", "10"]),
        ("1 1⁄2", ["1.5"]),
        ("1⁄4", ["0.25"]),
        ("2 1⁄2 3⁄4", ["2.5", "0.75"]),
        ("3⁄0", ["0"]),
        ("10^3", ["1000"]),
        ("10^-3", ["0.001"]),
        ("4.5 x 10^4", ["45000"]),
        ("4.5×10^-2", ["0.045"]),
        ("1.5 x 10-3", ["0.0015"]),
        ("3 million", ["3000000"]),
        ("2.5 billion", ["2500000000"]),
        ("7 thousand", ["7000"]),
        ("1,5 Mio.", ["1500000"]),
        ("12 Tsd.", ["12000"]),
        ("3 Millionen", ["3000000"]),
        ("two million", ["2000000"]),
        ("3 millions", ["3"]),
        ("week 4 120", ["4", "120"]),
        ("H2O", []),
        ("x5", []),
        ("a.5", []),
        ("1" * 15, ["1" * 15]),
        ("1" * 16, []),
    ],
)
def test_fractions_powers_and_large_numbers(text: str, wanted: list[str]) -> None:
    assert [one.value for one in numerals.find(text, "en")] == list(
        map(Decimal, wanted)
    )


@LAW
@given(st.text("0123456789.,·' -+±%⁄^x×eonthuswdi", max_size=40))
def test_numbers_stand_apart_in_order_and_inside_the_text(text: str) -> None:
    place = 0
    for found in numerals.find(text, "en"):
        assert place <= found.start < found.end <= len(text)
        assert any(letter.isalnum() for letter in text[found.start : found.end])
        place = found.start + 1


@LAW
@given(st.text(max_size=60), st.sampled_from(["fr", "it", "xx", ""]))
def test_a_country_that_is_not_known_writes_as_english_does(
    text: str, locale: str
) -> None:
    assert numerals.find(text, locale) == numerals.find(text, "en")


# what limits a number


@pytest.mark.parametrize(("word", "operator"), operators.BY_WORD.items())
def test_every_limiting_word_gives_its_operator(word: str, operator: str) -> None:
    for said in (word, word.capitalize(), word.upper()):
        text = f"in {said} 48"
        assert operators.before(text, len(text) - 2) == (operator, 3)
    article = f"in {word} a 48"
    assert operators.before(article, len(article) - 2) == (operator, 3)
    glued = f"in x{word} 48"
    assert operators.before(glued, len(glued) - 2) != (operator, 4)


@pytest.mark.parametrize(("sign", "operator"), operators.SIGNS.items())
@pytest.mark.parametrize("space", ["", " "])
def test_every_sign_gives_its_operator(sign: str, operator: str, space: str) -> None:
    text = f"p{sign}{space}48"
    assert operators.before(text, len(text) - 2) == (operator, 1)


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("48 or more", ">="),
        ("48 or above", ">="),
        ("48 and older", ">="),
        ("48, or later", ">="),
        ("48 of age or over", ">="),
        ("48 and up", ">="),
        ("48+ points", ">="),
        ("48 or less", "<="),
        ("48 or fewer", "<="),
        ("48 and younger", "<="),
        ("48 or below", "<="),
        ("48 oder mehr", ">="),
        ("48+5", "="),
        ("48+x", "="),
        ("48 or", "="),
        ("48 or so", "="),
        ("48 more", "="),
        ("48", "="),
    ],
)
def test_words_after_a_number_limit_it(text: str, operator: str) -> None:
    found = operators.after(text, 2)
    assert found.operator == operator
    assert (found.place > 2) == (operator != "=")


@LAW
@given(st.text(max_size=30), st.integers(0, 30))
def test_a_limit_stands_inside_the_text(text: str, place: int) -> None:
    place = min(place, len(text))
    before, after = operators.before(text, place), operators.after(text, place)
    assert 0 <= before.place <= place <= after.place <= len(text)
    assert (before.operator == "=") or before.place < place
