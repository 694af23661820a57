"""Times and ages: ``within 18 months``, ``week 8``, ``aged 18 to 75 years``."""

import dataclasses
import re

from knowledge_base.wording import units
from knowledge_base.wording.quantities import things
from knowledge_base.wording.quantities.amounts import Amount
from knowledge_base.wording.quantities.page import Page, made
from knowledge_base.wording.quantities.shapes import Kind, Quantity

AGE_BEFORE = re.compile(
    r"\b(?:aged?|ages|age of|mean age|median age|Alter von|im Alter)"
    r"(?: of| was| from| between|:|,| ?=| ?\()?\s?\Z",
    re.IGNORECASE,
)
AGE_AFTER = re.compile(
    r"(?: of age| old|-old| and (?:over|older|above)| or (?:over|older|above))\b"
)
PEOPLE_BEFORE = re.compile(rf"\b{things.PEOPLE}\s?\Z", re.IGNORECASE)
AGE_OPERATOR = re.compile(r"\b(?:older|younger) than\b", re.IGNORECASE)
BOUNDARY = re.compile(
    r"(?:(?<![\w-])(?i:(?P<word>within|at|after|by|over|for|during|in|until|till"
    r"|through"
    r"|throughout|before|from|on|since|innerhalb von|innerhalb|nach|über|im|bis)))?"
    r"\s?(?:the |an? )?(?:(?:mean|median|total|period) of )?(?:the )?(?:first |last "
    r"|next |initial |previous )?"
    r"(?:\b(?P<unit>[Ww]eeks?|[Dd]ays?|[Mm]onths?|[Yy]ears?|Woche|Tag|Monat))?\s?\Z"
)
BOUNDARIES = {
    "till": "until", "during": "over", "throughout": "over", "innerhalb von": "within",
    "innerhalb": "within", "nach": "after", "über": "over", "im": "in", "bis": "until",
}  # fmt: skip
SIGNS = frozenset({"≥", ">", "<", "≤", ">=", "<="})
DAYS = re.compile(rf" {things.GAP}days\b")
ON_ORDINAL = {"in": "at", "on": "at", "": "at"}


def age(page: Page, amount: Amount) -> Quantity | None:
    """``aged 18 to 75 years``, ``65 years and older``, ``patients over 75 years``."""
    if amount.unit not in {"year", "month", ""} or len(amount.values) > 2:
        return None
    left = page.left(amount, 30)
    said = AGE_BEFORE.search(left) or (
        amount.unit
        and (
            AGE_AFTER.match(page.text, amount.end)
            or AGE_AFTER.search(page.text[amount.stop : amount.end])
            or AGE_OPERATOR.search(page.text[amount.start : amount.number])
            or (amount.operator in "<>" and PEOPLE_BEFORE.search(left))
            or _is_signed_age(page, amount)
        )
    )
    bare_range = (
        amount.unit == "year"
        and amount.joint == "range"
        and not _boundary(left).group("word")
    )
    if not said and not bare_range:
        return None
    return made(Kind.RANGE, amount, unit=amount.unit or "year", label="age")


def _is_signed_age(page: Page, amount: Amount) -> bool:
    """``≥ 65 years`` with a sign is an age; "at least 20 years" in words may not be."""
    sign = page.text[amount.start : amount.number].strip()
    return sign in SIGNS and amount.unit == "year" and amount.values[0] >= 12


def time(page: Page, amount: Amount) -> Quantity | None:
    """``within 18 months``, ``week 8``, ``over weeks 1 to 4``."""
    words = page.text[amount.start : amount.number].lower()
    if words.startswith("over ") and amount.unit in units.TIMES - {"ms"}:
        # "over 12 weeks" is how long, also after "days"; no figure lies above it.
        plain = dataclasses.replace(amount, operator="=")
        return made(Kind.TIME, plain, label="over")
    left = page.left(amount, 40)
    around = _boundary(left)
    word = (around.group("word") or "").lower()
    word = BOUNDARIES.get(word, word)
    is_ordinal = (amount.is_whole and not amount.sign) or amount.joint == "range"
    if (written := around.group("unit")) and is_ordinal:
        if amount.unit in units.TIMES or amount.unit in {"%", "mg"}:
            return None
        unit = units.named(written.lower()) or units.named(written)
        word = ON_ORDINAL.get(word, word)
        start = amount.start - len(left) + around.start("unit")
        return made(
            Kind.TIME, amount, unit=unit, label=word, start=start, end=amount.stop
        )
    if amount.unit not in units.TIMES - {"ms"}:
        return _days(page, amount, word)
    return made(Kind.TIME, amount, label=word)


def _boundary(left: str) -> re.Match[str]:
    found = BOUNDARY.search(left)
    if found is None:  # it matches the empty end of any text
        raise AssertionError(left)
    return found


def _days(page: Page, amount: Amount, word: str) -> Quantity | None:
    """``4 monthly migraine days``: days with words between."""
    if amount.unit or amount.joint not in {"", "range"}:
        return None
    found = DAYS.match(page.text, amount.stop)
    if not found:
        return None
    return made(Kind.TIME, amount, unit="day", label=word, end=found.end())
