"""An SMS is counted as the network counts it (CH-09, CH-10), at each limit and beside.

The reckoning below is this test's own: it packs units into parts one by one.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.channels import catalogue, counting
from content_engine.vocabulary import Channel, Severity
from tests.content_engine.gate_world import MARKETS, changed, checked, text_of
from tests.content_engine.supplies import make_sms

DOUBLE = "^{}\\[]~|€\f"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
PLAIN = LATIN + "0123456789 @£$¥èéùìòÇØøÅåÆæßÉÄÖÑÜ§¿äöñüà¡¤_!\"#%&'()*+,-./:;<=>?\n\r"
GREEK = "ΔΦΓΛΩΠΨΣΘΞ"
FOREIGN = "▼“”–—‘’…çáíóúâêîôûœŒščžłżğ®™≤≥±×°µαβγ\u00a0\u2009\u200b•½²³`\t"
EMOJI = "❤👍💔😀🏥"


def reckon(text: str) -> tuple[str, int, int]:
    """Alphabet, units and parts, by packing each character where it fits."""
    gsm = all(letter in PLAIN + GREEK + DOUBLE for letter in text)
    single, part = (160, 153) if gsm else (70, 67)
    sizes = []
    for letter in text:
        if gsm:
            sizes.append(2 if letter in DOUBLE else 1)
        else:
            sizes.append(len(letter.encode("utf-16-be")) // 2)
    name, total = ("GSM-7" if gsm else "UCS-2"), sum(sizes)
    if total <= single:
        return name, total, 1 if total else 0
    boxes = [0]
    for size in sizes:
        if boxes[-1] + size > part:
            boxes.append(0)
        boxes[-1] += size
    return name, total, len(boxes)


# What is counted: text, alphabet, units, parts.
TABLE = [
    ("", "GSM-7", 0, 0),
    ("a", "GSM-7", 1, 1),
    ("a" * 159, "GSM-7", 159, 1),
    ("a" * 160, "GSM-7", 160, 1),
    ("a" * 161, "GSM-7", 161, 2),
    ("a" * 305, "GSM-7", 305, 2),
    ("a" * 306, "GSM-7", 306, 2),
    ("a" * 307, "GSM-7", 307, 3),
    ("a" * 458, "GSM-7", 458, 3),
    ("a" * 459, "GSM-7", 459, 3),
    ("a" * 460, "GSM-7", 460, 4),
    ("a" * 1530, "GSM-7", 1530, 10),
    ("a" * 1531, "GSM-7", 1531, 11),
    # Signs of two units
    ("€" * 79, "GSM-7", 158, 1),
    ("€" * 80, "GSM-7", 160, 1),
    ("€" * 81, "GSM-7", 162, 2),
    ("a" + "€" * 79, "GSM-7", 159, 1),
    ("aa" + "€" * 79, "GSM-7", 160, 1),
    ("aaa" + "€" * 79, "GSM-7", 161, 2),
    # 153 is odd: the 77th sign of two does not fit any more
    ("€" * 152, "GSM-7", 304, 2),
    ("€" * 153, "GSM-7", 306, 3),
    ("€" * 228, "GSM-7", 456, 3),
    ("€" * 229, "GSM-7", 458, 4),
    ("a" * 152 + "€" + "a" * 150, "GSM-7", 304, 2),
    ("a" * 152 + "€" + "a" * 151, "GSM-7", 305, 2),
    ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),
    ("a" * 151 + "€" + "a" * 153, "GSM-7", 306, 2),
    ("a" * 153 + "€" + "a" * 151, "GSM-7", 306, 2),
    ("[" * 80, "GSM-7", 160, 1),
    ("[1]" * 32, "GSM-7", 160, 1),
    ("[1]" * 33, "GSM-7", 165, 2),
    ("{{" * 41, "GSM-7", 164, 2),
    ("a~b|c\\d^e\f", "GSM-7", 15, 1),
    ("^{}\\[]~|€\f", "GSM-7", 20, 1),
    # One foreign character switches all
    ("▼", "UCS-2", 1, 1),
    ("▼" + "a" * 68, "UCS-2", 69, 1),
    ("▼" + "a" * 69, "UCS-2", 70, 1),
    ("▼" + "a" * 70, "UCS-2", 71, 2),
    ("a" * 70 + "▼", "UCS-2", 71, 2),
    ("▼" + "a" * 132, "UCS-2", 133, 2),
    ("▼" + "a" * 133, "UCS-2", 134, 2),
    ("▼" + "a" * 134, "UCS-2", 135, 3),
    ("▼" + "a" * 200, "UCS-2", 201, 3),
    ("▼" + "a" * 201, "UCS-2", 202, 4),
    ("–" + "€" * 69, "UCS-2", 70, 1),
    ("–" + "€" * 70, "UCS-2", 71, 2),
    ("“a”", "UCS-2", 3, 1),
    # Capital and small c with a cedilla
    ("Ç" * 160, "GSM-7", 160, 1),
    ("Ç" * 161, "GSM-7", 161, 2),
    ("ç" * 70, "UCS-2", 70, 1),
    ("ç" * 71, "UCS-2", 71, 2),
    ("ça va", "UCS-2", 5, 1),
    ("Ça va", "GSM-7", 5, 1),
    ("é" * 160, "GSM-7", 160, 1),
    ("è" * 161, "GSM-7", 161, 2),
    ("ê" * 71, "UCS-2", 71, 2),
    ("É" * 160, "GSM-7", 160, 1),
    ("È" * 71, "UCS-2", 71, 2),
    ("e\u0301" * 35, "UCS-2", 70, 1),
    ("e\u0301" * 36, "UCS-2", 72, 2),
    # Emoji: two units, never split
    ("😀" * 34, "UCS-2", 68, 1),
    ("😀" * 35, "UCS-2", 70, 1),
    ("😀" * 36, "UCS-2", 72, 2),
    ("😀" * 66, "UCS-2", 132, 2),
    ("😀" * 67, "UCS-2", 134, 3),
    ("a" * 66 + "😀" + "a" * 65, "UCS-2", 133, 2),
    ("a" * 66 + "😀" + "a" * 66, "UCS-2", 134, 3),
    ("a" * 65 + "😀" + "a" * 67, "UCS-2", 134, 2),
    ("a" * 68 + "😀", "UCS-2", 70, 1),
    ("a" * 69 + "😀", "UCS-2", 71, 2),
    # Trade marks and signs of figures
    ("®", "UCS-2", 1, 1),
    ("™", "UCS-2", 1, 1),
    ("≤", "UCS-2", 1, 1),
    ("<=", "GSM-7", 2, 1),
    ("9.8% (p<0.001)", "GSM-7", 14, 1),
    ("\u00a0", "UCS-2", 1, 1),
    ("\t", "UCS-2", 1, 1),
    ("`", "UCS-2", 1, 1),
    ("'", "GSM-7", 1, 1),
    ("\r\n" * 80, "GSM-7", 160, 1),
]


def test_the_reckoning_of_this_test_agrees_with_the_table() -> None:
    for text, *expected in TABLE:
        assert reckon(text) == tuple(expected), text[:12]


def test_messages_are_counted_as_the_network_does() -> None:
    for text, *expected in TABLE:
        size = counting.count(text)
        assert [size.alphabet, size.units, size.parts] == expected, text[:12]


def test_every_sign_of_the_alphabet_has_its_cost() -> None:
    for letter in PLAIN + GREEK:
        assert reckon(letter) == ("GSM-7", 1, 1)
        assert counting.count(letter).units == 1, letter
        assert counting.count(letter).alphabet == "GSM-7", letter
    for letter in DOUBLE:
        size = counting.count(letter)
        assert (size.alphabet, size.units) == ("GSM-7", 2), letter
    for letter in FOREIGN:
        size = counting.count(letter)
        assert (size.alphabet, size.units) == ("UCS-2", 1), letter
    assert set(PLAIN + GREEK) == counting.GSM_BASIC
    assert set(DOUBLE) == counting.GSM_EXTENDED


LETTERS = st.sampled_from(sorted(set(PLAIN + GREEK + DOUBLE + FOREIGN + EMOJI)))
MESSAGES = st.one_of(
    st.text(LETTERS, max_size=480),
    st.text(st.sampled_from(PLAIN + DOUBLE), min_size=140, max_size=480),
    st.text(st.sampled_from("a€[😀"), min_size=60, max_size=220),
)


@settings(max_examples=60, deadline=None)
@given(text=MESSAGES)
def test_any_message_is_counted_as_this_test_reckons(text: str) -> None:
    size = counting.count(text)
    assert (size.alphabet, size.units, size.parts) == reckon(text)


@settings(max_examples=40, deadline=None)
@given(text=MESSAGES, letter=LETTERS)
def test_a_longer_message_never_costs_less(text: str, letter: str) -> None:
    shorter, longer = counting.count(text), counting.count(text + letter)
    assert longer.parts >= shorter.parts
    if shorter.alphabet == longer.alphabet:
        assert longer.units > shorter.units
    else:
        assert (shorter.alphabet, longer.alphabet) == ("GSM-7", "UCS-2")


@settings(max_examples=30, deadline=None)
@given(text=st.text(st.sampled_from(PLAIN), max_size=320))
def test_the_triangle_makes_any_message_wide(text: str) -> None:
    size = counting.count(f"{text}▼")
    assert (size.alphabet, size.units) == ("UCS-2", len(text) + 1)


# The same as findings on a piece


STOP = "Reply STOP to opt out."


def message(market: str, text: str) -> set[tuple[str, Severity]]:
    """CH findings on an SMS of this text and its way out, a space between them."""
    gone = dict.fromkeys(("safety_information", "prescribing_information"))
    piece = changed(make_sms(market), **gone, body=text, footer=STOP)
    return {
        (one.rule, one.severity)
        for one in checked(piece).findings
        if one.rule in ("CH-09", "CH-10")
    }


SIZES = [
    ("a" * 436, 3),
    ("a" * 437, 4),
    ("▼" + "a" * 177, 3),
    ("▼" + "a" * 178, 4),
    ("€" * 217, 3),
    ("€" * 219, 4),
]


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(("text", "parts"), SIZES)
def test_more_than_three_parts_are_warned_of(
    text: str, parts: int, market: str
) -> None:
    assert reckon(f"{text} {STOP}")[2] == parts
    warned = ("CH-09", Severity.MED) in message(market, text)
    assert warned == (parts > 3)


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(
    ("length", "severity"),
    [
        (319, None),
        (320, None),
        (321, Severity.MED),
        (1599, Severity.MED),
        (1600, Severity.MED),
        (1601, Severity.BLOCK),
        (5000, Severity.BLOCK),
    ],
)
def test_the_length_of_a_message(
    length: int, severity: Severity | None, market: str
) -> None:
    text = "a" * (length - len(STOP) - 1)
    found = {weight for rule, weight in message(market, text) if rule == "CH-10"}
    assert found == ({severity} if severity else set())


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("letter", ["😀", "▼", "€", "é"])
def test_length_counts_characters_whatever_they_cost(letter: str, market: str) -> None:
    text = letter * (320 - len(STOP) - 1)
    assert "CH-10" not in {rule for rule, _ in message(market, text)}
    assert "CH-10" in {rule for rule, _ in message(market, text + letter)}


@pytest.mark.parametrize(
    "footer",
    ["", "Reply STOP", "Reply STOPP to opt out.", "reply stop to opt out.", "STOP"],
)
def test_the_way_out_has_one_wording(footer: str) -> None:
    for market in MARKETS:
        whole = text_of(make_sms(market), "footer")
        piece = changed(make_sms(market), footer=whole.replace(STOP, footer))
        found = [one for one in checked(piece).findings if one.rule == "CH-10"]
        assert Severity.BLOCK in {one.severity for one in found}
        assert STOP in {one.suggestion for one in found}


def test_the_catalogue_gives_three_parts_of_each_alphabet() -> None:
    units = catalogue.rules_of(Channel.SMS).units
    assert units is not None
    for letter, most in zip("a▼", units, strict=True):
        assert counting.count(letter * most).parts == 3
        assert counting.count(letter * (most + 1)).parts == 4


def test_a_channel_that_is_not_built_is_refused_by_name() -> None:
    built = ("email", "rep_email", "sms")
    for channel in Channel:
        if channel in built:
            assert catalogue.rules_of(channel).channel == channel
            continue
        with pytest.raises(catalogue.UnbuiltChannelError, match=channel) as caught:
            catalogue.rules_of(channel)
        assert all(one in str(caught.value) for one in built)


@pytest.mark.parametrize("channel", ["", "EMAIL", "Email", " email", "fax", "email\n"])
def test_a_channel_is_named_exactly(channel: str) -> None:
    with pytest.raises(catalogue.UnbuiltChannelError):
        catalogue.rules_of(channel)
