"""Gathers numbers into amounts: ranges, parts of a whole, operators and units."""

import dataclasses
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from knowledge_base.wording import units
from knowledge_base.wording.numerals import Numeral
from knowledge_base.wording.quantities import operators, things

JOINT = re.compile(
    r"\s?(?:(?P<below>to (?:less than|under|below|<))|(?P<range>--?|to|bis|through"
    r"|until|\.\.)|(?P<between>and|und)"
    r"|(?P<slash>/)|(?P<of>(?:out )?of(?: the| every)?|von)|(?P<in>in(?: every)?)"
    r"|(?P<times>[x×*])|(?P<colon>:)|(?P<or>or|oder))\s?"
    r"(?:weeks? |days? |months? |years? |Woche )?"
)
CHANGED = re.compile(
    r"\b(?:rose|risen|rising|fell|fallen|falling|grew|dropped|declined|went|shifted"
    r"|changed|improved|worsened|increas(?:ed|ing|e)|decreas(?:ed|ing|e)|reduced)\b"
    r"[^.;]{0,60}\bfrom(?: a| an)?(?: (?:mean|median|baseline)(?: of)?)?\s?\Z",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"\b(?:between|zwischen)\s?\Z", re.IGNORECASE)
SEPARATOR = re.compile(r"[ -]?")


@dataclass(frozen=True)
class Amount:
    """One or two numbers that belong together, with what limits and measures them.

    ``start`` and ``end`` hold the operator's words too; ``left`` is where the words
    before begin to matter, ``number`` and ``stop`` where the numbers begin and end.
    """

    values: tuple[Decimal, ...]
    joint: str
    operator: str
    unit: str
    start: int
    end: int
    number: int
    stop: int
    after: int  # the index of the next numeral
    is_word: bool
    sign: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it is one plain whole number."""
        return len(self.values) == 1 and self.values[0] == int(self.values[0])


def gather(text: str, numerals: list[Numeral], index: int) -> Amount:
    """The amount that begins with a number."""
    first = numerals[index]
    unit = _unit(text, first.end)
    limit = operators.before(text, first.start)
    second = numerals[index + 1] if index + 1 < len(numerals) else None
    joint = _joint(text, first, second, unit) if second else ""
    if second and joint:
        joined = _joined(text, (first, second), joint, unit, limit)
        if joined:
            return _limited(text, joined, index + 2)
    end = unit.end if unit else first.end
    alone = Amount(
        (first.value,),
        "",
        limit.operator,
        unit.name if unit else "",
        limit.place,
        end,
        first.start,
        first.end,
        index + 1,
        first.is_word,
        first.sign,
    )
    return _limited(text, alone, index + 1)


def _unit(text: str, place: int) -> units.Unit | None:
    """The unit after a number, also after ``or more`` or ``+``."""
    separator = SEPARATOR.match(text, place)
    unit = units.read(text, separator.end() if separator else place)
    if unit:
        return unit
    after = operators.after(text, place)
    return units.read(text, after.place + 1) if after.operator != "=" else None


def _joint(text: str, first: Numeral, second: Numeral, unit: units.Unit | None) -> str:
    """How two numbers are joined; empty if they are not."""
    if things.RATE.match(text, first.end):
        return ""
    for start in {first.end, unit.end if unit else first.end}:
        found = JOINT.fullmatch(text, start, second.start)
        if not found:
            continue
        before = text[max(0, first.start - 80) : first.start]
        if found.lastgroup == "range" and CHANGED.search(before):
            return ""
        if found.lastgroup == "between":
            return "range" if BETWEEN.search(before) else ""
        return found.lastgroup or ""
    is_pack = first.is_word and text[first.end : second.start] == " "
    return "times" if is_pack and not second.is_word else ""


def _joined(
    text: str,
    pair: tuple[Numeral, Numeral],
    joint: str,
    unit: units.Unit | None,
    limit: operators.Limit,
) -> Amount | None:
    first, second = pair
    last = _unit(text, second.end)
    high = second.value
    if unit and last and unit.name != last.name:
        same = _in_units_of(second.value, last.name, unit.name)
        if same is None:
            return None
        high = same
    if not _fits(joint, first, second, high, last, has_unit=bool(unit)):
        return None
    name = unit.name if unit else last.name if last else ""
    return Amount(
        (first.value, high),
        "range" if joint == "below" else joint,
        "<" if joint == "below" else limit.operator,
        name,
        limit.place,
        last.end if last else second.end,
        first.start,
        second.end,
        0,
        first.is_word or second.is_word,
        first.sign,
    )


def _fits(
    joint: str,
    first: Numeral,
    second: Numeral,
    high: Decimal,
    last: units.Unit | None,
    *,
    has_unit: bool,
) -> bool:
    """Whether two numbers can be joined so: a range rises, a part is in its whole."""
    whole = first.value == int(first.value) and high == int(high)
    if joint == "or":  # neighbours on a scale; 10 or 20 mg are two doses
        return not has_unit and first.value + 1 == high
    if joint in {"range", "below"}:
        return first.value < high
    if joint == "in":
        return whole and not has_unit and last is None and 0 < first.value < high
    if joint == "of":
        return whole and not has_unit and last is None and 0 <= first.value <= high
    if joint == "slash":
        return not has_unit and not second.sign
    if joint == "times":
        return last is not None and not has_unit
    return joint == "colon" and first.end + 1 == second.start


def _in_units_of(value: Decimal, name: str, wanted: str) -> Decimal | None:
    """A value in another unit, if both measure the same and it comes out even."""
    one, other = units.size(name), units.size(wanted)
    if one.dimensions != other.dimensions:
        return None
    exact = Fraction(value) * one.factor / other.factor
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def _limited(text: str, amount: Amount, after: int) -> Amount:
    """With the operator that follows: ``4+ points``, ``75 years and older``."""
    operator, end = amount.operator, amount.end
    for place in (amount.stop, amount.end):
        limit = operators.after(text, place)
        if limit.operator != "=" and operator in {"=", "~"}:
            operator, end = limit.operator, max(end, limit.place)
    noun = things.CLOSE.match(text, amount.end) if not amount.unit else None
    if noun and operator == "=":
        limit = operators.after(text, noun.end())
        operator = limit.operator
        end = limit.place if operator != "=" else end
    if (operator, end, after) == (amount.operator, amount.end, amount.after):
        return amount
    return dataclasses.replace(amount, operator=operator, end=end, after=after)
