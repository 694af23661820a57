"""An SMS is counted as the network counts it: signs, alphabets, parts, straddling."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.channels.counting import (
    GSM_ALONE,
    GSM_BASIC,
    GSM_EXTENDED,
    GSM_PART,
    UCS_ALONE,
    UCS_PART,
    SmsSize,
    count,
)

# Table of 3GPP TS 23.038, written out row by row as the standard prints it.
ROWS = (
    "@£$¥èéùìòÇ\nØø\rÅå",
    "Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ",
    " !\"#¤%&'()*+,-./",
    "0123456789:;<=>?",
    "¡ABCDEFGHIJKLMNO",
    "PQRSTUVWXYZÄÖÑÜ§",
    "¿abcdefghijklmno",
    "pqrstuvwxyzäöñüà",
)

FEW = settings(max_examples=40)
BASIC = "".join(ROWS)
EXTENSION = "\f^{}\\[~]|€"
BOX = "▼"
FACE = "😀"
GSM_TEXT = st.text(st.sampled_from(BASIC + EXTENSION), max_size=700)
ANY_TEXT = st.text(
    st.sampled_from(BASIC + EXTENSION + BOX + FACE + "“–•"), max_size=300
)


def name_of(sign: str) -> str:
    return f"U+{ord(sign):04X}"


@pytest.mark.parametrize("sign", BASIC, ids=name_of)
def test_a_sign_of_the_basic_table_is_one_septet(sign: str) -> None:
    assert count(sign) == SmsSize("GSM-7", 1, 1)


@pytest.mark.parametrize("sign", EXTENSION, ids=name_of)
def test_a_sign_of_the_extension_table_is_two_septets(sign: str) -> None:
    assert count(sign) == SmsSize("GSM-7", 2, 1)


def test_the_tables_hold_these_signs_and_no_other() -> None:
    assert frozenset(BASIC) == GSM_BASIC
    assert frozenset(EXTENSION) == GSM_EXTENDED
    assert len(BASIC) == 127  # the 128th place is the escape itself


@pytest.mark.parametrize(
    "sign", "▼“”‘’–—…•®™©≤≥×ç`ÁÀÂáâêëíîïóôúûÊÈÍÓÚœŒšžğ\tα\u00a0", ids=name_of
)
def test_a_sign_outside_both_tables_turns_all_into_ucs2(sign: str) -> None:
    assert count(sign) == SmsSize("UCS-2", 1, 1)
    assert count("a" * 69 + sign) == SmsSize("UCS-2", 70, 1)
    assert count("a" * 70 + sign) == SmsSize("UCS-2", 71, 2)


@pytest.mark.parametrize("sign", "😀🩺𝛼🇬𐍈", ids=name_of)
def test_a_sign_beyond_sixteen_bits_is_two_units(sign: str) -> None:
    assert count(sign) == SmsSize("UCS-2", 2, 1)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        pytest.param("", SmsSize("GSM-7", 0, 0), id="nothing is no part"),
        pytest.param("a" * 160, SmsSize("GSM-7", 160, 1), id="160 letters fill one"),
        pytest.param("a" * 161, SmsSize("GSM-7", 161, 2), id="161 letters need two"),
        pytest.param("a" * 306, SmsSize("GSM-7", 306, 2), id="306 letters fill two"),
        pytest.param("a" * 307, SmsSize("GSM-7", 307, 3), id="307 letters need three"),
        pytest.param("a" * 459, SmsSize("GSM-7", 459, 3), id="459 letters fill three"),
        pytest.param("a" * 460, SmsSize("GSM-7", 460, 4), id="460 letters need four"),
        pytest.param("€" * 80, SmsSize("GSM-7", 160, 1), id="80 euro signs fill one"),
        pytest.param("€" * 81, SmsSize("GSM-7", 162, 2), id="81 euro signs need two"),
        pytest.param(BOX + "a" * 69, SmsSize("UCS-2", 70, 1), id="box and 69"),
        pytest.param(BOX + "a" * 70, SmsSize("UCS-2", 71, 2), id="box and 70"),
        pytest.param(FACE * 35, SmsSize("UCS-2", 70, 1), id="35 faces fill one"),
        pytest.param(FACE * 36, SmsSize("UCS-2", 72, 2), id="36 faces need two"),
        pytest.param(BOX * 134, SmsSize("UCS-2", 134, 2), id="134 boxes fill two"),
        pytest.param(BOX * 135, SmsSize("UCS-2", 135, 3), id="135 boxes need three"),
        pytest.param(BOX * 201, SmsSize("UCS-2", 201, 3), id="201 boxes fill three"),
        pytest.param(BOX * 202, SmsSize("UCS-2", 202, 4), id="202 boxes need four"),
        pytest.param("Ç" * 160, SmsSize("GSM-7", 160, 1), id="capital cedilla is GSM"),
        pytest.param("ç" * 71, SmsSize("UCS-2", 71, 2), id="small cedilla is not"),
        pytest.param("e\u0301", SmsSize("UCS-2", 2, 1), id="a loose accent is a sign"),
        pytest.param("é", SmsSize("GSM-7", 1, 1), id="one sign with its accent"),
        pytest.param("\r\n", SmsSize("GSM-7", 2, 1), id="both signs of a line end"),
        pytest.param("👩‍⚕️", SmsSize("UCS-2", 5, 1), id="a joined emoji is its signs"),
        pytest.param("🇬🇧", SmsSize("UCS-2", 4, 1), id="a flag is two emoji"),
    ],
)
def test_reckoned_by_hand(text: str, size: SmsSize) -> None:
    assert count(text) == size


@pytest.mark.parametrize(
    ("before", "parts"),
    [
        pytest.param(151, 2, id="both septets end the first part"),
        pytest.param(152, 3, id="the escape would be parted from its sign"),
        pytest.param(153, 2, id="both septets begin the second part"),
    ],
)
@pytest.mark.parametrize("sign", EXTENSION, ids=name_of)
def test_no_escape_is_parted_from_its_sign(sign: str, before: int, parts: int) -> None:
    text = "a" * before + sign + "a" * (304 - before)
    assert count(text) == SmsSize("GSM-7", 306, parts)


@pytest.mark.parametrize(
    ("before", "parts"),
    [
        pytest.param(65, 2, id="both halves end the first part"),
        pytest.param(66, 3, id="the halves would be parted"),
        pytest.param(67, 2, id="both halves begin the second part"),
    ],
)
def test_no_emoji_is_cut_in_two(before: int, parts: int) -> None:
    text = "a" * before + FACE + "a" * (132 - before)
    assert count(text) == SmsSize("UCS-2", 134, parts)


def test_every_part_may_lose_a_septet_to_straddling() -> None:
    # 153 is odd: of euro signs alone each part holds 76 and leaves one septet open.
    assert count("€" * 152).parts == 2
    assert count("€" * 153).parts == 3
    assert count("€" * 228).parts == 3
    assert count("€" * 229).parts == 4


def test_a_message_of_one_part_has_no_seam_to_straddle() -> None:
    assert count("a" * 152 + "€" + "a" * 6).parts == 1
    assert count("a" * 66 + FACE + "a" * 2).parts == 1


def as_the_network_sends(text: str) -> list[list[str]]:
    """The signs of each part, packed one by one; written apart from the product."""
    is_gsm = all(sign in BASIC + EXTENSION for sign in text)
    alone, each = (160, 153) if is_gsm else (70, 67)

    def cost(sign: str) -> int:
        if is_gsm:
            return 1 + (sign in EXTENSION)
        return len(sign.encode("utf-16-be")) // 2

    if sum(map(cost, text)) <= alone:
        return [list(text)] if text else []
    parts: list[list[str]] = [[]]
    for sign in text:
        if sum(map(cost, parts[-1])) + cost(sign) > each:
            parts.append([])
        parts[-1].append(sign)
    return parts


@FEW
@given(st.one_of(GSM_TEXT, ANY_TEXT))
def test_as_many_parts_as_the_network_sends(text: str) -> None:
    assert count(text).parts == len(as_the_network_sends(text))


@FEW
@given(st.one_of(GSM_TEXT, ANY_TEXT))
def test_units_are_those_of_the_alphabet(text: str) -> None:
    size = count(text)
    if size.alphabet == "GSM-7":
        escaped = sum(text.count(sign) for sign in EXTENSION)
        assert size.units == len(text) + escaped
    else:
        assert size.units == len(text.encode("utf-16-be")) // 2


@FEW
@given(st.one_of(GSM_TEXT, ANY_TEXT), st.sampled_from(BASIC + EXTENSION + BOX + FACE))
def test_one_more_sign_never_makes_a_message_smaller(text: str, sign: str) -> None:
    before, after = count(text), count(text + sign)
    assert after.parts >= before.parts
    if after.alphabet == before.alphabet:
        assert after.units > before.units


@FEW
@given(ANY_TEXT)
def test_the_parts_are_no_fewer_than_the_units_need(text: str) -> None:
    size = count(text)
    alone, part = {
        "GSM-7": (GSM_ALONE, GSM_PART),
        "UCS-2": (UCS_ALONE, UCS_PART),
    }[size.alphabet]
    assert (size.parts <= 1) == (size.units <= alone)
    if size.parts > 1:
        assert size.parts >= -(-size.units // part)
        assert size.parts <= -(-size.units // (part - 1))


@FEW
@given(GSM_TEXT)
def test_the_order_of_letters_decides_over_parts_only(text: str) -> None:
    turned, straight = count(text[::-1]), count(text)
    assert (turned.alphabet, turned.units) == (straight.alphabet, straight.units)
    assert abs(turned.parts - straight.parts) <= 1


@FEW
@given(ANY_TEXT)
def test_a_text_is_gsm_only_if_every_sign_of_it_is(text: str) -> None:
    foreign = {sign for sign in text if count(sign).alphabet == "UCS-2"}
    assert (count(text).alphabet == "UCS-2") == bool(foreign)
