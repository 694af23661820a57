"""What a quantity is: a number, its operator, unit and kind, where it stands."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What sort of figure a quantity is."""

    PERCENTAGE = "PERCENTAGE"
    DIFFERENCE = "DIFFERENCE"
    RATIO = "RATIO"
    INTERVAL = "INTERVAL"
    P = "P"
    COUNT = "COUNT"
    RATE = "RATE"
    DOSE = "DOSE"
    FREQUENCY = "FREQUENCY"
    TIME = "TIME"
    NNT = "NNT"
    FOLD = "FOLD"
    FRACTION = "FRACTION"
    SCORE = "SCORE"
    RANGE = "RANGE"
    VALUE = "VALUE"


@dataclass(frozen=True)
class Quantity:
    """One figure of a text.

    ``value`` is one number, or the two of a range, an interval, a count out of a whole
    or a fraction. ``operator`` is one of = < <= > >= ~ NS. ``label`` says what the
    figure is of: HR, ``95% CI``, the boundary word of a time, a scale, LVEF. ``span``
    counts code points of the original text, whose words are ``text``. ``interval``,
    ``p`` and ``n`` are what the text gives for this very figure; ``is_open`` marks a
    compared figure whose ``arm`` a person must name.
    """

    kind: Kind
    value: Decimal | tuple[Decimal, ...]
    operator: str = "="
    unit: str = ""
    label: str = ""
    arm: str = ""
    endpoint: str = ""
    timepoint: str = ""
    population: str = ""
    interval: tuple[Decimal, Decimal] | None = None
    p: str = ""
    n: str = ""
    span: tuple[int, int] = (0, 0)
    text: str = ""
    is_open: bool = False

    @property
    def values(self) -> tuple[Decimal, ...]:
        """The numbers, one or two."""
        return self.value if isinstance(self.value, tuple) else (self.value,)

    def as_dict(self) -> dict[str, Any]:
        """The quantity as JSON can hold it; numbers keep the digits as printed."""
        made = {
            field.name: getattr(self, field.name) for field in dataclasses.fields(self)
        }
        made["kind"] = self.kind.value
        made["value"] = [str(value) for value in self.values]
        made["is_range"] = isinstance(self.value, tuple)
        made["interval"] = [str(bound) for bound in self.interval or ()]
        made["span"] = list(self.span)
        return made

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Quantity":
        """The quantity that ``as_dict`` gave. Raises KeyError, ValueError."""
        values = tuple(Decimal(value) for value in stored["value"])
        bounds = [Decimal(bound) for bound in stored["interval"]]
        start, end = stored["span"]
        names = {field.name for field in dataclasses.fields(cls)}
        plain = {name: stored[name] for name in names if name in stored}
        return cls(
            **plain
            | {
                "kind": Kind(stored["kind"]),
                "value": values if stored["is_range"] else values[0],
                "interval": (bounds[0], bounds[1]) if bounds else None,
                "span": (start, end),
            }
        )
