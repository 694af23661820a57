"""A text while it is read, and how an amount in it becomes a quantity."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from knowledge_base.wording.quantities import heads
from knowledge_base.wording.quantities.amounts import Amount
from knowledge_base.wording.quantities.shapes import Kind, Quantity

WINDOW = 90
FAR = 240
SENTENCE_END = re.compile(r"[.;!?] (?=[A-Z])|\n|; ")


@dataclass
class Page:
    """A text while it is read: what was hidden, what announces, what was found."""

    text: str
    whole: str
    heads: list[heads.Head]
    found: list[Quantity] = field(default_factory=list)
    spent: set[int] = field(default_factory=set)

    def left(self, amount: Amount, window: int = WINDOW) -> str:
        """The words before an amount and its operator."""
        return self.text[max(0, amount.start - window) : amount.start]

    def sentence(self, amount: Amount) -> tuple[int, str]:
        """The words from the start of the sentence, with the place of the first."""
        start = max(0, amount.start - FAR)
        words = self.text[start : amount.start]
        ends = [found.end() for found in SENTENCE_END.finditer(words)]
        return start + (ends[-1] if ends else 0), words[ends[-1] if ends else 0 :]


Rule = Callable[[Page, Amount], Quantity | None]


def made(
    kind: Kind,
    amount: Amount,
    *,
    unit: str | None = None,
    label: str = "",
    start: int | None = None,
    end: int | None = None,
    value: Decimal | tuple[Decimal, ...] | None = None,
) -> Quantity:
    """A quantity from an amount; what is not given is the amount's own."""
    own = amount.values if len(amount.values) > 1 else amount.values[0]
    return Quantity(
        kind,
        own if value is None else value,
        operator=amount.operator,
        unit=amount.unit if unit is None else unit,
        label=label,
        span=(
            amount.start if start is None else start,
            amount.end if end is None else end,
        ),
    )
