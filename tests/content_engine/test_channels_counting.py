"""SMS sizes as the network counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.channels.counting import GSM_BASIC, GSM_EXTENDED, count


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "parts"),
    [
        ("", "GSM-7", 0, 0),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        ("€" * 152, "GSM-7", 304, 2),
        ("€" * 153, "GSM-7", 306, 3),
        ("▼" + "a" * 69, "UCS-2", 70, 1),
        ("▼" + "a" * 70, "UCS-2", 71, 2),
        ("▼" + "a" * 133, "UCS-2", 134, 2),
        ("▼" + "a" * 134, "UCS-2", 135, 3),
        ("😀" * 35, "UCS-2", 70, 1),
        ("😀" * 36, "UCS-2", 72, 2),
        ("😀" * 67, "UCS-2", 134, 3),
        ("“a”", "UCS-2", 3, 1),
        ("a–b", "UCS-2", 3, 1),
        ("ç", "UCS-2", 1, 1),
        ("éÇ", "GSM-7", 2, 1),
        ("^{}\\[]~|€\f", "GSM-7", 20, 1),
        ("®", "UCS-2", 1, 1),
    ],
)
def test_sizes(text: str, alphabet: str, units: int, parts: int) -> None:
    size = count(text)
    assert (size.alphabet, size.units, size.parts) == (alphabet, units, parts)


def test_the_basic_alphabet_is_whole() -> None:
    assert len(GSM_BASIC) == 127
    assert not GSM_BASIC & GSM_EXTENDED


@given(st.text("ab€[", max_size=700), st.text("ab€", min_size=1, max_size=5))
def test_a_longer_message_never_takes_fewer_parts(text: str, more: str) -> None:
    assert count(text + more).parts >= count(text).parts
