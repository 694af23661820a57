"""Holds what a file states to the same rules as a brand kit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from knowledge_base.exchange.evidence import OF_REFERENCE, Evidence
from knowledge_base.exchange.reading_rows import Stated, Titles
from knowledge_base.exchange.recorded import ASIDE, Values
from knowledge_base.kits import crosschecks, reading
from knowledge_base.models import BatchKind

PARTS = {BatchKind.CLAIMS: "claims", BatchKind.BLOCKS: "copy"}
COLUMN_OF = {own: name for name, own in OF_REFERENCE.items()}
# Kits speak of themselves, and in patterns.
PHRASES = (
    ("is not in this kit", "is neither recorded nor described in the file"),
    ("is not a claim of this kit", "is neither a recorded claim nor in the file"),
    ("does not have the form ^[A-Z]{2}$", "is no country such as GB or US"),
)
NEEDED = {
    "claims": ("kind", "text", "references", "markets"),
    "copy": ("role", "text", "tones"),
}


@dataclass(frozen=True)
class Candidate:
    """A row with all that would be recorded of it."""

    row: Stated
    values: Values


def check(
    kind: str,
    candidates: list[Candidate],
    others: list[Values],
    evidence: Evidence,
    titles: Titles,
) -> None:
    """Note every fault in the rows; ``others`` are claims that the file leaves out."""
    part = PARTS[BatchKind(kind)]
    for candidate in candidates:
        _check_alone(part, candidate, titles)
    for row, entry in evidence.described():
        for path, message in reading.entry_faults("references", entry):
            if path:
                row.blame(titles.of(_column(path)), _plain(message))
    whole = [each for each in candidates if not each.row.faults]
    faulty = [each.values for each in candidates if each.row.faults]
    content = _content(part, whole, [*faulty, *others], evidence)
    for path, message in crosschecks.faults(content):
        for row, column in _rows_at(path, part, whole, evidence):
            row.blame(titles.of(column), _plain(message))


def _check_alone(part: str, candidate: Candidate, titles: Titles) -> None:
    blamed = {fault.column for fault in candidate.row.faults}
    for name in NEEDED[part]:
        if not candidate.values.get(name) and titles.of(name) not in blamed:
            candidate.row.blame(titles.of(name), "it is missing")
    for path, message in reading.entry_faults(part, _entry(candidate.values)):
        if path and titles.of(str(path[0])) not in blamed:
            candidate.row.blame(titles.of(str(path[0])), _plain(message))


def _content(
    part: str, whole: list[Candidate], others: list[Values], evidence: Evidence
) -> dict[str, Any]:
    """A kit of just these entries; what stands behind them is there by its keys."""
    anchors = evidence.anchors_by_reference()
    described = {entry["key"]: entry for _, entry in evidence.described()}
    stubs = {
        each["key"]: {
            "key": each["key"],
            "references": [],
            "companions": each.get("companions", []),
        }
        for each in others
        if each.get("key")
    }
    entries = {each.values["key"]: _entry(each.values) for each in whole}
    others_left = [stub for key, stub in stubs.items() if key not in entries]
    content: dict[str, Any] = {
        "brand": {"markets": {}},
        "labels": [],
        "references": [
            {
                **described.get(key, {"key": key}),
                "anchors": [{"key": anchor} for anchor in keys],
            }
            for key, keys in anchors.items()
        ],
        "claims": [],
        "copy": [],
    }
    rest = others_left if part == "claims" else []
    content[part] = [*entries.values(), *rest]
    return content


def _entry(values: Values) -> Values:
    """The values as a kit's entry has them: what is empty is left out."""
    return {
        name: value
        for name, value in values.items()
        if name not in (*ASIDE, "reading") and value not in ("", [], {})
    }


def _rows_at(
    path: tuple[str | int, ...],
    part: str,
    candidates: list[Candidate],
    evidence: Evidence,
) -> Iterator[tuple[Stated, str]]:
    """The row and the column that a place in the content came from."""
    place = path[1] if len(path) > 1 else None
    if not isinstance(place, int):
        return
    if path[0] == part and place < len(candidates):
        yield candidates[place].row, str(path[2]) if len(path) > 2 else ""
    elif path[0] == "references" and place < len(evidence.references):
        yield evidence.described()[place][0], _column(path[2:])


def _column(path: tuple[str | int, ...]) -> str:
    """The column of a file that fills a place in a reference's entry."""
    name = str(path[0]) if path else ""
    return COLUMN_OF.get(name, "references")


def _plain(message: str) -> str:
    for old, new in PHRASES:
        message = message.replace(old, new)
    return message
