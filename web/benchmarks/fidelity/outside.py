"""Reads pairs that others wrote: JSON lines of approved, candidate and label."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from web.benchmarks.fidelity.lexicons import Label, Pair

LABELS = (Label.FAITHFUL, Label.DISTORTED)


class NoPairsError(ValidationError):
    """A directory holds no pairs that can be measured; one sentence a fault."""


def read(folder: Path) -> list[Pair]:
    """All pairs of the *.jsonl files, in the order of names and lines.

    Raises NoPairsError with every fault, or if either label is missing.
    """
    pairs: list[Pair] = []
    faults: list[str] = []
    for name, text in _lines(folder):
        found = _pair(text)
        if isinstance(found, Pair):
            pairs.append(found)
        else:
            faults.append(f"{name}: {found}")
    missing = [label for label in LABELS if label not in {one.label for one in pairs}]
    if not faults and missing:
        faults = [f"{folder} holds no {' and no '.join(missing)} pair (*.jsonl)."]
    if faults:
        raise NoPairsError(faults)
    return pairs


def _lines(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*.jsonl")):
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise NoPairsError(f"{path.name} cannot be read: {error}.") from error
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield f"{path.name}, line {number}", line


def _pair(text: str) -> Pair | str:
    """A pair, or what is wrong with its line."""
    try:
        row: Any = json.loads(text)
    except (ValueError, RecursionError):
        return "this is not JSON."
    if not isinstance(row, dict):
        return "a pair is an object with approved, candidate and label."
    for key in ("approved", "candidate"):
        if not isinstance(row.get(key), str):
            return f"{key} must be text."
    if row.get("label") not in LABELS:
        return "label must be faithful or distorted."
    return Pair(row["approved"], row["candidate"], Label(row["label"]))
