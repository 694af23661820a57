"""CP-03, CP-04: other products and other studies."""

import itertools
import re
from collections.abc import Iterator

from content_engine.rules.findings import Objection
from content_engine.rules.lines import Line, lines
from content_engine.rules.readings import Reading
from content_engine.rules.surfaces import folding

STUDY = re.compile(r"(?<![\w-])([A-Z]{4,20})-(?:[A-Z]|\d{1,2})(?![\w-])")
FIGURE = re.compile(r"\d(?:[.,]\d{1,2})? ?%|\bHR\b")
INDIRECT = re.compile(r"indirect comparison|network meta|matching[- ]adjusted")


def named_competitor(reading: Reading) -> Iterator[Objection]:
    """CP-03: a competitor is named in approved claims only."""
    names = [folding.folded(name) for name in reading.supply.brand.competitors if name]
    if not names:
        return
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    seen: set[tuple[str, int]] = set()
    for group in lines(reading):
        for line in group:
            for found in pattern.finditer(line.copy):
                start, end = line.span(*found.span())
                if (line.part, start) in seen:
                    continue
                seen.add((line.part, start))
                yield Objection(
                    "This names a competitor: use an approved claim from a "
                    "head-to-head study, or cite both labels.",
                    line.part,
                    start,
                    end,
                    line.original[start:end],
                )


def across_trials(reading: Reading) -> Iterator[Objection]:
    """CP-04: figures of two studies do not stand side by side."""
    for group in lines(reading):
        flow = [line for line in group if not line.is_closed]
        for line, below in itertools.zip_longest(flow, flow[1:]):
            yield from _compared(line, below)


def _compared(line: Line, below: Line | None) -> Iterator[Objection]:
    """An objection where a line, or it and the one below, set two studies off."""
    first = _studies(line)
    both = first | (_studies(below) if below and first else set())
    is_one = len(first) > 1 and len(FIGURE.findall(_words(line))) > 1
    rows = below is not None and len(first) == 1 and len(both) > 1
    if not is_one and not (
        rows and FIGURE.search(_words(line)) and FIGURE.search(_words(below))
    ):
        return
    if INDIRECT.search(line.whole) or (below and INDIRECT.search(below.whole)):
        return
    yield line.objection(
        0,
        len(line.text.rstrip()),
        f"Figures of {' and '.join(sorted(both if rows else first))} stand side by "
        "side: keep them apart, or cite a published indirect comparison.",
    )


def _studies(line: Line) -> set[str]:
    """The studies that a line names by their code; numbered ones of a name are one."""
    return set(STUDY.findall(_words(line)))


def _words(line: Line | None) -> str:
    return line.own_case() if line else ""
