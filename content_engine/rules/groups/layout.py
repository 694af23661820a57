"""FB-03, WD-13, SF-01: where things stand in a piece, how long, and out of sight."""

import re
from collections import Counter
from collections.abc import Iterator

from content_engine.fidelity.matching import Source
from content_engine.rules import surfaces
from content_engine.rules.findings import Objection
from content_engine.rules.lines import written
from content_engine.rules.readings import Reading
from content_engine.rules.surfaces import SurfaceKind
from content_engine.vocabulary import PartName

LATE = 0.9
MOST_REPEATS = 2
WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
LONGEST, LONGEST_IN_SMS = 50, 25
HASHTAG = re.compile(r"(?<![\w/&])#[^\W\d_]\w{2,60}")


def unbalanced(reading: Reading) -> Iterator[Objection]:
    """FB-03: the risks come early enough, and no benefit is said three times."""
    share = _share_before_risks(reading)
    if share is not None and share > LATE:
        yield Objection(
            f"The first risk stands after {share:.0%} of the other words: move it up, "
            "beside the first benefit."
        )
    said = Counter(
        claim.claim.ref
        for claim in reading.claims()
        if claim.part.name != PartName.PLAIN_TEXT
    )
    for ref, times in said.items():
        if times > MOST_REPEATS:
            yield Objection(f"{ref} is said {times} times: say it once or twice.")


def long_sentences(reading: Reading) -> Iterator[Objection]:
    """WD-13: no sentence is longer than its channel bears."""
    most = LONGEST_IN_SMS if reading.is_sms else LONGEST
    for line in written(reading):
        count = len(WORD.findall(line.copy))
        if count > most:
            message = f"This sentence has {count} words: {most} are read easily."
            yield line.objection(0, len(line.text), message)


def beside_the_flow(reading: Reading) -> Iterator[Objection]:
    """SF-01: texts in attributes and hashtags are told, for they are read too."""
    for part in reading.parts:
        for surface in surfaces.read(part.original):
            if surface.kind is SurfaceKind.ALT:
                start, end = surface.reading.span(0, len(surface.reading.text))
                yield Objection(
                    "This text stands in an attribute: move it into the part "
                    "alt_text, where it is judged.",
                    part.name,
                    start,
                    end,
                    part.original[start:end],
                )
        for found in HASHTAG.finditer(part.original):
            yield Objection(
                "A hashtag says something of its own: take it out.",
                part.name,
                *found.span(),
                found.group(),
            )


def _share_before_risks(reading: Reading) -> float | None:
    """Which share of all other visible words stands before the first risk."""
    before = total = 0
    has_risk = False
    if reading.is_sms:
        return None
    for part in reading.visible():
        risks = [hit for hit in part.hits if hit.approved.source is Source.SAFETY]
        other = len(part.unmarked.text) - sum(hit.end - hit.start for hit in risks)
        total += other
        if not has_risk:
            before += risks[0].start if risks else other
        has_risk = has_risk or bool(risks)
    return before / total if has_risk and total else None
