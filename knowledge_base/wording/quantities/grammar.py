"""Reads the quantities of a text: hides, finds numbers, tries each kind in order."""

import bisect
import dataclasses
import re

from knowledge_base.wording import numerals
from knowledge_base.wording.normalise import Normalised, normalise
from knowledge_base.wording.quantities import (
    amounts,
    counts,
    exclusions,
    heads,
    intervals,
    kinds,
    phrases,
    times,
)
from knowledge_base.wording.quantities.page import Page, Rule
from knowledge_base.wording.quantities.shapes import Kind, Quantity

RULES: tuple[Rule, ...] = (
    kinds.p_value,
    counts.money,
    kinds.fold,
    kinds.share,
    kinds.nnt,
    kinds.ratio,
    times.age,
    kinds.rate,
    kinds.difference,
    counts.score,
    times.time,
    kinds.measured,
    counts.count,
    counts.anything,
)
LOOK = {"с": "c", "м": "m", "г": "g", "а": "a", "е": "e", "о": "o", "р": "p", "х": "x"}
WORDLESS: tuple[Rule, ...] = (
    counts.money,
    kinds.share,
    kinds.ratio,
    counts.count,
    counts.anything,
)
REACH = 100  # no rule looks farther for its words, but for those that ask a sentence
BESIDE = re.compile(r",? (?:vs\.?|versus|v\.?|and|or|to|compared with|und) |, ")
LISTED = re.compile(r",? ?(?:and|or|und)? ?")
SHARED = frozenset({
    Kind.FOLD,
    Kind.PERCENTAGE, Kind.RATE, Kind.TIME, Kind.DIFFERENCE, Kind.SCORE, Kind.DOSE
})  # fmt: skip
LETTER = re.compile(r"[A-Za-zÀ-ÿ]")


def read(text: str, locale: str = "en") -> tuple[Quantity, ...]:
    """Every quantity of a text in order, whatever the text is.

    ``locale`` says how numbers are written: in ``en`` 1,934 is a thousand and more,
    in ``de`` 1.934 is. Spans count code points of the text as given.
    """
    form = normalise(text)
    words = exclusions.hide(_latin(form.text), locale)
    found = list(phrases.find(words))
    words = _blot(words, [quantity.span for quantity in found])
    found += _figures(words, form.text, locale)
    ordered = _without_overlaps(found)
    shared = _with_shared_units(words, ordered)
    return tuple(_placed(quantity, text, form) for quantity in shared)


def _figures(words: str, whole: str, locale: str) -> list[Quantity]:
    announced = heads.interval_heads(words)
    plain = _blot(words, [(head.start, head.end) for head in announced])
    numbers = numerals.find(plain, locale)
    page = Page(plain, whole, announced)
    starts = [number.start for number in numbers]
    index = 0
    while index < len(numbers):
        after = _step(page, numbers, index)
        end = page.found[-1].span[1] if page.found else 0
        index = max(after, bisect.bisect_left(starts, end, index))
    return page.found


def _step(page: Page, numbers: list[numerals.Numeral], index: int) -> int:
    """Read what begins with one number; the index of the next unread one."""
    last = page.found[-1] if page.found else None
    interval = intervals.read(page.text, numbers, index, page.heads, last)
    if interval:
        page.found.append(interval)
        return index + 2
    amount = amounts.gather(page.text, numbers, index)
    is_glued = not amount.unit and LETTER.match(page.text, amount.stop)
    if is_glued and not kinds.ULN.match(page.text, amount.stop):
        return index + 1
    around = max(0, amount.start - REACH), amount.end + REACH
    rules = RULES if LETTER.search(page.text, *around) else WORDLESS
    found = next((made for rule in rules if (made := rule(page, amount))), None)
    if found is None:
        return index + 1
    page.found.append(found)
    return amount.after


def _without_overlaps(found: list[Quantity]) -> list[Quantity]:
    """In order; where two lay hold of the same words the earlier one has them."""
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda one: (one.span[0], -one.span[1])):
        if not kept or kept[-1].span[1] <= quantity.span[0]:
            kept.append(quantity)
    return kept


def _with_shared_units(words: str, found: list[Quantity]) -> list[Quantity]:
    """``15.3 vs 20.1 per 100 patient-years``, ``weeks 4, 8 and 12``."""
    made = list(found)
    for place in range(1, len(made)):
        last, this = made[place - 1], made[place]
        between = words[last.span[1] : this.span[0]]
        is_ordinal = last.kind is Kind.TIME and last.label in {"at", "by", "from"}
        ends_bare = words[last.span[1] - 1 : last.span[1]].isdecimal()
        is_bare = this.kind is Kind.VALUE and not this.unit and not this.label
        is_listed = is_bare and is_ordinal and ends_bare
        if is_listed and LISTED.fullmatch(between):
            made[place] = _like(this, last)
    for place in range(len(made) - 1, 0, -1):
        last, this = made[place - 1], made[place]
        between = words[last.span[1] : this.span[0]]
        is_bare = last.kind is Kind.VALUE and not last.unit and not last.label
        has_unit = this.kind in SHARED or (this.kind is Kind.VALUE and this.unit)
        if is_bare and has_unit and BESIDE.fullmatch(between):
            made[place - 1] = _like(last, this)
    return made


def _like(bare: Quantity, other: Quantity) -> Quantity:
    return dataclasses.replace(
        bare, kind=other.kind, unit=other.unit, label=other.label
    )


def _placed(quantity: Quantity, text: str, form: Normalised) -> Quantity:
    """The quantity with its place and words in the text as given."""
    start, end = form.span(*quantity.span)
    return dataclasses.replace(quantity, span=(start, end), text=text[start:end])


def _latin(words: str) -> str:
    """Look-alike letters as the Latin ones they imitate; the length stays."""
    if words.isascii():
        return words
    return "".join(LOOK.get(letter, letter) for letter in words)


def _blot(words: str, spans: list[tuple[int, int]]) -> str:
    letters = list(words)
    for start, end in spans:
        letters[start:end] = exclusions.HIDDEN * (end - start)
    return "".join(letters)
