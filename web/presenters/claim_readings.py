"""Rows of what a claim's wording says: its figures marked, bound and spelt out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Quantity = Mapping[str, Any]

OPERATORS = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}
APART = frozenset({"quantities", "product", "comparator"})
ARMS = {"BETWEEN": "Between the arms", "NONE": "Compares nothing"}


@dataclass(frozen=True)
class WordingStretch:
    """A stretch of the wording; ``style`` is "", ``figure`` or ``open``."""

    text: str
    style: str = ""
    title: str = ""


@dataclass(frozen=True)
class FigureRow:
    """One figure as read: its words, what it is, whose it is."""

    text: str
    says: str
    arm: str
    is_open: bool


@dataclass(frozen=True)
class ReadingRows:
    """The wording with its figures marked, the figures, and what else it says."""

    stretches: tuple[WordingStretch, ...]
    figures: tuple[FigureRow, ...]
    said: tuple[tuple[str, str], ...]

    @property
    def is_open(self) -> bool:
        """Whether some figure is bound to no arm yet."""
        return any(figure.is_open for figure in self.figures)


def reading_rows(text: str, reading: Mapping[str, Any]) -> ReadingRows:
    """What a wording says, from the reading that was stored with it."""
    quantities = [row for row in reading.get("quantities", ()) if row.get("text")]
    return ReadingRows(
        stretches=tuple(_stretches(text, quantities, reading)),
        figures=tuple(_figure(row, _arm(row, reading)) for row in quantities),
        said=tuple(_said(reading)),
    )


def _stretches(
    text: str, quantities: Iterable[Quantity], reading: Mapping[str, Any]
) -> Iterator[WordingStretch]:
    """The text in order, cut at the figures that stand where the reading says."""
    end = 0
    for row in sorted(quantities, key=lambda row: tuple(row.get("span", (0, 0)))):
        start, stop = row.get("span", (0, 0))
        if start < end or text[start:stop] != row["text"]:
            continue
        if end < start:
            yield WordingStretch(text[end:start])
        style = "open" if row.get("is_open") else "figure"
        yield WordingStretch(row["text"], style, _title(row, _arm(row, reading)))
        end = stop
    if end < len(text):
        yield WordingStretch(text[end:])


def _arm(row: Quantity, reading: Mapping[str, Any]) -> str:
    """Whose figure it is, by the names that the claim gives to its arms."""
    arm = str(row.get("arm", ""))
    named = {
        "PRODUCT": reading.get("product") or "The product",
        "COMPARATOR": reading.get("comparator") or "The comparator",
    }
    return str((ARMS | named).get(arm, arm))


def _figure(row: Quantity, arm: str) -> FigureRow:
    return FigureRow(
        text=row["text"],
        says=_says(row),
        arm=arm,
        is_open=bool(row.get("is_open")),
    )


def _says(row: Quantity) -> str:
    """The kind of figure, and what is printed for it."""
    operator = OPERATORS.get(str(row.get("operator", "")), "")
    kind = str(row.get("kind", "")).replace("_", " ").lower()
    words = [kind, str(row.get("label", ""))]
    told = ", ".join(word for word in (*words, operator) if word)
    beside = [
        f"{name} {_plain(row[key])}"
        for key, name in (("interval", "interval"), ("p", "p"), ("n", "n"))
        if row.get(key)
    ]
    said = "; ".join([told, *beside])
    return said[:1].upper() + said[1:]


def _title(row: Quantity, arm: str) -> str:
    if row.get("is_open"):
        return "This figure is bound to no arm yet"
    return f"{_says(row)}. Arm: {arm}" if arm else _says(row)


def _said(reading: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in reading.items():
        if name not in APART and value:
            yield name.replace("_", " ").capitalize(), _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(_plain(part) for part in value.values() if part)
    if isinstance(value, list | tuple):
        parts = [_plain(part) for part in value]
        is_range = len(parts) == 2 and all(_is_number(part) for part in parts)
        return (" to " if is_range else ", ").join(parts)
    text = str(value)
    return text.replace("_", " ").lower() if text.isupper() else text


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()
