"""Says what kind of figure an amount is, by the words around it."""

import re

from knowledge_base.wording import units
from knowledge_base.wording.quantities import heads, things
from knowledge_base.wording.quantities.amounts import Amount
from knowledge_base.wording.quantities.page import Page, made
from knowledge_base.wording.quantities.shapes import Kind, Quantity

PERIODS = (("year", "y|j"), ("month", "m"), ("week", "w"), ("day", "d"))
FOLD = re.compile(
    r"[- ]?fold\b| times (?:higher|lower|more|less|greater|as|the (?!upper)|that"
    r"|larger)"
    r"|-?fach\w*\b"
)
ULN = re.compile(
    r"(?: ?[x×*] ?| times )(?:the )?(?:ULN|upper limit of (?:the )?normal)\b"
)
DOSED = frozenset({"mass", "volume", "IU", "U"})
CARE = {"mass": {"area", "time", "mass"}, "volume": {"mass"}, "U": {"time", "mass"}}


def p_value(page: Page, amount: Amount) -> Quantity | None:
    """``p<0.001``, ``P value of 0.03``."""
    left = page.left(amount)
    found = heads.P.search(left)
    if not found or len(amount.values) > 1 or amount.unit or amount.values[0] > 1:
        return None
    is_said = (
        amount.start < amount.number or found.group("value") or found.group("tail")
    )
    if not is_said and "." not in str(amount.values[0]):
        return None
    return made(Kind.P, amount, start=amount.start - len(left) + found.start())


def nnt(page: Page, amount: Amount) -> Quantity | None:
    """``NNT 31``; the number needed to treat, however far its words stand before."""
    if amount.unit and amount.unit != "m":
        return None
    left = page.left(amount)
    if found := heads.NNT.search(left):
        label = "NNH" if found.group("NNH") else ""
        return made(Kind.NNT, amount, unit="", label=label)
    if amount.is_whole and not amount.unit and heads.FAR_TAIL.search(left):
        place, words = page.sentence(amount)
        return _far(page, amount, heads.NNT_FAR, Kind.NNT, (place, words))
    return None


def ratio(page: Page, amount: Amount) -> Quantity | None:
    """``HR 0.74``, ``a hazard ratio for death of 0.91``, ``1:1``."""
    if amount.joint == "colon":
        return made(Kind.RATIO, amount, unit="")
    if amount.unit or len(amount.values) > 1:
        return None
    left = page.left(amount)
    if found := heads.RATIO.search(left):
        return made(Kind.RATIO, amount, label=heads.named(found))
    if heads.FAR_TAIL.search(left) and not amount.is_word:
        return _far(page, amount, heads.RATIO_FAR, Kind.RATIO, page.sentence(amount))
    return None


def rate(page: Page, amount: Amount) -> Quantity | None:
    """``4.2 events per 100 patient-years``, ``8 headache days a month``."""
    found = things.RATE.match(page.text, amount.stop)
    if not found or (amount.is_word and amount.joint):
        return None
    noun = found.group("noun") or ""
    if _is_measure(noun) or (not noun and amount.unit):
        return None
    above = next(
        (name for name in ("day", "night") if re.search(rf"\b{name}s?\Z", noun)), ""
    )
    return made(Kind.RATE, amount, unit=above + _below(found), end=found.end())


def fold(page: Page, amount: Amount) -> Quantity | None:
    """``2.5-fold``, ``three times as likely``, ``3 × ULN``."""
    if found := ULN.match(page.text, amount.stop):
        return made(Kind.FOLD, amount, unit="ULN", end=found.end())
    if found := FOLD.match(page.text, amount.stop):
        return made(Kind.FOLD, amount, unit="", end=found.end())
    return None


def share(page: Page, amount: Amount) -> Quantity | None:
    """``9.8 %``, ``3.3 percentage points``, ``LVEF ≤ 35 %``, ``one in eight``."""
    if amount.joint == "in":
        return made(Kind.FRACTION, amount)
    if amount.unit not in {"%", "pp"}:
        return None
    left = page.left(amount)
    compared = _compared(page, amount, left)
    if amount.unit == "pp" or (heads.DIFFERENCE.search(left) and not compared):
        return made(Kind.DIFFERENCE, amount, label=compared)
    limits = amount.operator != "=" or amount.joint == "range"
    if limits and (name := heads.measure(left)):
        return made(Kind.RANGE, amount, label=name)
    return made(Kind.PERCENTAGE, amount, label=compared)


def difference(page: Page, amount: Amount) -> Quantity | None:
    """``difference 2.2 days``, ``the mean difference … was 2.3 days``."""
    if not amount.unit:
        return None
    left = page.left(amount)
    if heads.DIFFERENCE.search(left):
        return made(Kind.DIFFERENCE, amount)
    if heads.WAS.search(left):
        place, words = page.sentence(amount)
        return _far(page, amount, heads.DIFFERENCE_FAR, Kind.DIFFERENCE, (place, words))
    return None


def measured(page: Page, amount: Amount) -> Quantity | None:
    """Doses and measurements: ``30 mg``, ``2 × 15 mg``, ``eGFR ≥ 25 mL/min``."""
    if not amount.unit or amount.unit == "points":
        return None
    name = heads.measure(page.left(amount))
    if name and (amount.operator != "=" or amount.joint == "range"):
        return made(Kind.RANGE, amount, label=name)
    kind = Kind.DOSE if _is_dose(amount.unit) else Kind.VALUE
    if amount.joint == "times":
        many, each = amount.values
        label = "" if many == 1 else f"{many.normalize():f}x"
        return made(kind, amount, label=label, value=each)
    return made(kind, amount)


def _is_dose(unit: str) -> bool:
    above, *below = unit.split("/")
    dimension = units.ATOMS.get(above, ("",))[0]
    under = {units.ATOMS[part][0] for part in below if part in units.ATOMS}
    under = {"time" if part == "calendar" else part for part in under}
    if above == "kg" or dimension not in DOSED:
        return False
    return under <= CARE.get(dimension, {"time", "mass"})


def _far(
    page: Page,
    amount: Amount,
    pattern: re.Pattern[str],
    kind: Kind,
    before: tuple[int, str],
) -> Quantity | None:
    """The figure that a distant head announces, if it announced none yet."""
    place, words = before
    for found in reversed(list(pattern.finditer(words))):
        if place + found.start() in page.spent:
            return None
        page.spent.add(place + found.start())
        name = heads.named(found)
        return made(kind, amount, label="" if name == "any" else name)
    return None


def _is_measure(noun: str) -> bool:
    """Whether a noun is a unit of its own: ``mg per day`` is a dose, no rate."""
    last = noun.rpartition(" ")[2]
    return bool(noun) and units.named(last) not in {"", "day", "night", "m"}


def _below(found: re.Match[str]) -> str:
    if only := found.group("only"):
        return f"/{_period(only)}"
    many = re.sub(r"[,. ]", "", found.group("many") or "")
    above = "patient" + (
        "-year"
        if found.group("py")
        else f"-{_period(found.group('time'))}"
        if found.group("time")
        else ""
    )
    each = f"/{found.group('each')}" if found.group("each") else ""
    return f"/{many} {above}{each}" if many not in {"", "1"} else f"/{above}{each}"


def _period(written: str) -> str:
    first = written[0].lower()
    return next(name for name, letters in PERIODS if first in letters.split("|"))


def _compared(page: Page, amount: Amount, left: str) -> str:
    if found := heads.COMPARED.search(left):
        return found.group(1).lower()
    if found := heads.COMPARED_SHORT.search(left):
        return "relative" if found.group(1) else "absolute"
    after = heads.COMPARED_AFTER.match(page.text, amount.end)
    return after.group(1) if after else ""
