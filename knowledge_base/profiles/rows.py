"""Turns rows into segments and professionals, or into sentences on what is wrong."""

import datetime
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from knowledge_base import quarantine
from knowledge_base.sheets import Row
from knowledge_base.wording.keys import KEY

AXES = ("tone", "theme", "format", "channel", "message", "aesthetic")
MARKET = re.compile(r"[A-Z]{2}")
REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}|")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*|")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
SHORT_TEXTS = ("name", "specialty", "setting", "organisation")
SUM_TOLERANCE = 0.001
MOST_NOTE = 1_000


@dataclass(frozen=True)
class SegmentRow:
    """A segment as a file states it."""

    key: str
    title: str
    description: str
    leanings: dict[str, dict[str, float]]


@dataclass(frozen=True)
class FactRow:
    """An observation as a file states it."""

    axis: str
    value: str
    weight: float
    source: str
    observed_on: datetime.date
    note: str


@dataclass(frozen=True)
class ProfileRow:
    """A professional as a file states them."""

    number: int
    key: str
    columns: dict[str, str]
    mix: dict[str, float]
    facts: tuple[FactRow, ...]


@dataclass
class Reader:
    """Reads the values of one row and gathers what is wrong with them."""

    values: dict[str, Any]
    faults: list[str] = field(default_factory=list)

    def text(self, name: str, most: int, *, needed: bool = False) -> str:
        """A text within bounds that may be kept."""
        value = self.values.get(name, "")
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.faults.append(f"{name} must be text, not {value!r}")
            return ""
        reason = _text_fault(value, most) or quarantine.reason_to_refuse(value)
        if needed and not value.strip():
            reason = "it is missing"
        if reason:
            self.faults.append(f"{name} is refused: {reason}")
        return value.strip()

    def matching(self, name: str, form: re.Pattern[str], example: str) -> str:
        """A text of a given form."""
        value = self.text(name, 100)
        if not form.fullmatch(value):
            self.faults.append(f"{name} must be like {example}, not {value!r}")
        return value

    def weight(self, name: str, value: Any, least: float) -> float:
        """A number from ``least`` to 1; 0 is no share."""
        try:
            number = math.nan if isinstance(value, bool) else float(value)
        except (OverflowError, TypeError, ValueError):
            number = math.nan
        if not least <= number <= 1 or (least == 0 and number == 0):
            self.faults.append(f"{name} must be from {least:g} to 1, not {value!r}")
            return 0.0
        return number

    def mapping(self, name: str) -> dict[str, Any]:
        """A mapping, or ``a:0.6;b:0.4`` as a cell writes it."""
        value = self.values.get(name) or {}
        if isinstance(value, str):
            value = self._pairs(name, value, ":")
        if not isinstance(value, dict):
            self.faults.append(f"{name} must be a mapping, not {value!r}")
            return {}
        return value

    def facts(self) -> list[dict[str, Any]]:
        """The facts as a list, or from the cells ``facts``, ``facts_source``, ..."""
        value = self.values.get("facts") or []
        if isinstance(value, str):
            return list(self._facts_of_cells(value))
        if not isinstance(value, list) or not all(isinstance(f, dict) for f in value):
            self.faults.append("facts must be a list of mappings")
            return []
        return value

    def _facts_of_cells(self, cell: str) -> Iterator[dict[str, Any]]:
        for place, weight in self._pairs("facts", cell, ":").items():
            axis, _, value = place.partition("=")
            yield {
                "axis": axis.strip(),
                "value": value.strip(),
                "weight": weight,
                "source": self.values.get("facts_source", ""),
                "observed_on": self.values.get("facts_observed_on", ""),
                "note": self.values.get("facts_note", ""),
            }

    def _pairs(self, name: str, cell: str, mark: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for pair in filter(None, (part.strip() for part in cell.split(";"))):
            key, separator, value = pair.rpartition(mark)
            if not separator or key.strip() in found:
                self.faults.append(f"{name} cannot be read at {pair!r}")
                continue
            found[key.strip()] = value.strip()
        return found


def read(row: Row) -> tuple[SegmentRow | ProfileRow | None, tuple[str, ...]]:
    """What the row states, or every fault in it."""
    if row.fault:
        return None, (row.fault,)
    if row.faults:
        return None, tuple(f"the cell {f.column} {f.message}" for f in row.faults)
    reader = Reader(row.values)
    stated = _segment(reader) if "segment" in row.values else _profile(reader, row)
    return (None, tuple(reader.faults)) if reader.faults else (stated, ())


def _segment(reader: Reader) -> SegmentRow:
    leanings: dict[str, dict[str, float]] = {}
    for axis, values in reader.mapping("leanings").items():
        if axis not in AXES or not isinstance(values, dict):
            reader.faults.append(f"leanings: {axis!r} is none of {', '.join(AXES)}")
            continue
        leanings[axis] = {
            str(value): reader.weight(f"leanings {axis}={value}", weight, -1)
            for value, weight in values.items()
        }
        for value in values:
            if reason := _text_fault(value, 100) or quarantine.reason_to_refuse(value):
                reader.faults.append(f"leanings {axis}={value!r} is refused: {reason}")
    return SegmentRow(
        key=reader.matching("segment", KEY, "evidence-seeker"),
        title=reader.text("title", 200, needed=True),
        description=reader.text("description", 2_000),
        leanings=leanings,
    )


def _profile(reader: Reader, row: Row) -> ProfileRow:
    texts = {n: reader.text(n, 200, needed=n == "name") for n in SHORT_TEXTS}
    texts["market"] = reader.matching("market", MARKET, "US")
    texts["region"] = reader.matching("region", REGION, "US-VT")
    texts["language"] = reader.matching("language", LANGUAGE, "en-US")
    return ProfileRow(
        number=row.number,
        key=reader.matching("key", KEY, "hcp-us-001"),
        columns=texts,
        mix=_mix(reader),
        facts=tuple(_fact(reader, stated) for stated in reader.facts()),
    )


def _mix(reader: Reader) -> dict[str, float]:
    mix = {
        str(segment): reader.weight(f"segment_mix {segment}", share, 0)
        for segment, share in reader.mapping("segment_mix").items()
    }
    total = sum(mix.values())
    if not mix:
        reader.faults.append("segment_mix is missing")
    elif abs(total - 1) > SUM_TOLERANCE and not reader.faults:
        reader.faults.append(f"segment_mix sums to {total:g}, not to 1")
    return mix


def _fact(reader: Reader, stated: dict[str, Any]) -> FactRow:
    fact = Reader(stated)
    axis = fact.text("axis", 20)
    if axis not in AXES:
        fact.faults.append(f"axis {axis!r} is none of {', '.join(AXES)}")
    found = FactRow(
        axis=axis,
        value=fact.text("value", 100, needed=True),
        weight=fact.weight("weight", stated.get("weight"), -1),
        source=fact.text("source", 200, needed=True),
        observed_on=_day(fact, stated.get("observed_on")),
        note=fact.text("note", MOST_NOTE),
    )
    reader.faults += [f"fact {axis}={found.value}: {fault}" for fault in fact.faults]
    return found


def _day(reader: Reader, stated: Any) -> datetime.date:
    try:
        return datetime.date.fromisoformat(stated)
    except (TypeError, ValueError):
        reader.faults.append(f"observed_on must be like 2026-04-12, not {stated!r}")
        return datetime.date.min


def _text_fault(text: str, most: int) -> str:
    if len(text.strip()) > most:
        return f"it is longer than {most} characters"
    if UNPRINTABLE.search(text.replace("\n", "")):
        return "it holds a character that cannot be printed"
    return ""
