"""Counts an SMS as the network does: GSM-7 or UCS-2 units, and the parts they fill."""

from dataclasses import dataclass

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("^{}\\[]~|€\f")
GSM_ALONE, GSM_PART = 160, 153
UCS_ALONE, UCS_PART = 70, 67


@dataclass(frozen=True)
class SmsSize:
    """How an SMS is sent; ``units`` are septets in GSM-7 and 16-bit words in UCS-2."""

    alphabet: str
    units: int
    parts: int


def count(text: str) -> SmsSize:
    """The size of an SMS. One character outside GSM-7 turns all of it into UCS-2."""
    if GSM_BASIC.union(GSM_EXTENDED).issuperset(text):
        costs = [2 if letter in GSM_EXTENDED else 1 for letter in text]
        return _size("GSM-7", costs, GSM_ALONE, GSM_PART)
    costs = [2 if ord(letter) > 0xFFFF else 1 for letter in text]
    return _size("UCS-2", costs, UCS_ALONE, UCS_PART)


def _size(alphabet: str, costs: list[int], alone: int, part: int) -> SmsSize:
    """Fill parts in order; a character of two units is never split between them."""
    units = sum(costs)
    if units <= alone:
        return SmsSize(alphabet, units, 1 if units else 0)
    parts, room = 1, part
    for cost in costs:
        if cost > room:
            parts, room = parts + 1, part
        room -= cost
    return SmsSize(alphabet, units, parts)
