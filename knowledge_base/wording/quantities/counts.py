"""Counts, scores and what is left: ``190/1,934``, ``n=372``, ``IGA 0/1``, 4.6."""

import re

from knowledge_base.wording.quantities import heads, things
from knowledge_base.wording.quantities.amounts import Amount
from knowledge_base.wording.quantities.page import Page, made
from knowledge_base.wording.quantities.shapes import Kind, Quantity

PERCENT_AFTER = re.compile(r" \((?:[<>≤≥~] ?)?\d{1,3}(?:[.,·]\d{1,3})? ?%")
PERCENT_BEFORE = re.compile(r"% ?\) (?:of|out of|von|/) ?\Z")
DOERS = re.compile(
    r" (?:received|completed|discontinued|entered|enrolled|died|responded|withdrew"
    r"|randomi[sz]ed|treated|evaluated|analy[sz]ed|screened|recruited)\b"
)
N_BEFORE = re.compile(r"(?<![\w.-])[nN](?: ?/ ?N)?\s?\Z")


def money(page: Page, amount: Amount) -> Quantity | None:
    """``GBP 118.00``, ``£118.00``."""
    found = heads.MONEY.search(page.left(amount, 8))
    if not found:
        return None
    code = found.group("code")
    start = amount.start - len(page.left(amount, 8)) + found.start()
    unit = heads.MONEY_NAMES.get(code, code)
    return made(Kind.VALUE, amount, unit=unit, start=start)


def score(page: Page, amount: Amount) -> Quantity | None:
    """``−6 points on the KCCQ from baseline``, ``a DLQI of 0 or 1``."""
    left = page.left(amount)
    is_range = amount.joint == "range" and heads.SCALE_AFTER.match(
        page.text, amount.end
    )
    if not amount.unit and (heads.SCALE_ENDS.search(left) or is_range):
        return made(Kind.SCORE, amount, label="scale")
    # Names of scales may end in figures, which are hidden in the text that is read.
    found = heads.SCALE.search(page.whole[amount.start - len(left) : amount.start])
    if amount.unit not in {"", "points"} or (not found and not amount.unit):
        return None
    after = heads.DIFFERENCE_AFTER.match(page.text, amount.end)
    if amount.unit and (heads.DIFFERENCE.search(left) or after):
        return made(Kind.DIFFERENCE, amount)
    label, end = found.group("scale") if found else "", amount.end
    if after := heads.ON_SCALE.match(page.text, amount.end):
        label, end = after.group("scale"), after.end("scale")
        end = after.end() if heads.FROM_BASELINE.match(page.text, after.end()) else end
    if base := heads.FROM_BASELINE.match(page.text, end):
        label, end = f"{label} from baseline".strip(), base.end()
    return made(Kind.SCORE, amount, label=label, end=end)


def count(page: Page, amount: Amount) -> Quantity | None:
    """``n=372``, ``190 of 1,934``, ``24 healthy volunteers``, ``29 (63%)``."""
    if amount.unit:
        return None
    left = page.left(amount, 24)
    if found := N_BEFORE.search(left):
        return made(Kind.COUNT, amount, start=amount.start - len(left) + found.start())
    if amount.joint in {"of", "slash"}:
        return _part(page, amount)
    whole = all(value == int(value) for value in amount.values)
    is_half_of_pair = PERCENT_AFTER.match(page.text, amount.end) or (
        PERCENT_BEFORE.search(left)
    )
    if whole and (is_half_of_pair or DOERS.match(page.text, amount.stop)):
        return made(Kind.COUNT, amount)
    return None if amount.sign or amount.values[0] < 0 else _counted(page, amount)


def _counted(page: Page, amount: Amount) -> Quantity | None:
    """A number of people or things; things alone come in halves."""
    is_bare_word = amount.is_word and amount.operator == "="
    nouns = things.CLOSE if is_bare_word else things.COUNTED
    for place in (amount.stop, amount.end):
        found = nouns.match(page.text, place)
        if found and (found.group("item") or amount.values[0] % 1 == 0):
            end = max(found.end(), amount.end)
            label = "range" if len(amount.values) > 1 else ""
            unit = things.called(found)
            return made(Kind.COUNT, amount, unit=unit, label=label, end=end)
    return None


def anything(page: Page, amount: Amount) -> Quantity | None:
    """A number that no other rule knows; a word is one only within a limit."""
    if amount.is_word and amount.operator == "=":
        return None
    spread = heads.SPREAD.search(page.left(amount, 12))
    label = spread.group(1) if spread else "SD" if amount.sign == "±" else ""
    return made(Kind.VALUE, amount, label=label)


def _part(page: Page, amount: Amount) -> Quantity | None:
    """A part of a whole; ``IGA 0/1`` and ``150/12.5`` are none."""
    low, high = amount.values
    if low < 0 or any(value != int(value) for value in (low, high)):
        return None
    found = things.COUNTED.match(page.text, amount.stop)
    if low > high and not (found and amount.joint == "of"):
        return None
    return made(Kind.COUNT, amount, end=found.end() if found else amount.end)
