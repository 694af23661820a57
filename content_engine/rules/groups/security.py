"""SE: no character hides or imitates another."""

import re
from collections.abc import Iterator

from content_engine.fidelity.judging import PartReading
from content_engine.rules import surfaces
from content_engine.rules.findings import Objection
from content_engine.rules.readings import Reading
from content_engine.rules.surfaces import SurfaceKind, folding, markup
from content_engine.vocabulary import Severity

WORD = re.compile(r"[^\W\d_]{2,60}")


def disguised(reading: Reading) -> Iterator[Objection]:
    """SE-05: invisible characters, mixed scripts and hidden texts are refused."""
    for part in reading.parts:
        yield from _unseen(part)
        yield from _foreign_words(part)
        text = part.original
        for place in part.unmarked.reading.hidden:
            code = f"U+{ord(text[place]):04X}"
            yield Objection(
                f"An invisible character ({code}) stands in the text.",
                part.name,
                place,
                place + 1,
                text[place : place + 1],
            )
        for start, end in part.unmarked.reading.mixed:  # but for TNFα in a claim
            if part.is_approved(start, end):
                continue
            yield Objection(
                f"A word mixes letters of different scripts: {text[start:end]}",
                part.name,
                start,
                end,
                text[start:end],
            )


def _unseen(part: PartReading) -> Iterator[Objection]:
    """Texts that the reader does not see, and words spelt with gaps."""
    for surface in surfaces.read(part.original):
        reading = surface.reading
        if surface.kind is SurfaceKind.HIDDEN:
            message = "No reader sees this text: show it or take it out."
            yield _at(part, reading.span(0, len(reading.text)), message)
        for start, end in folding.spelt_out(reading):
            message = "A word is spelt with gaps between its letters: close them."
            yield _at(part, reading.span(start, end), message, Severity.HIGH)
    for token in markup.tokens(part.original):
        if token.kind is markup.Kind.COMMENT:
            message = "No reader sees a comment: take it out."
            yield _at(part, (token.start, token.end), message, Severity.HIGH)


def _foreign_words(part: PartReading) -> Iterator[Objection]:
    """Words wholly in letters of another script that look like Latin ones."""
    if part.original.isascii():
        return
    known = {*part.unmarked.reading.mixed}
    for found in WORD.finditer(part.original):
        word = found.group()
        twin = folding.folded(word)
        is_foreign = not any("a" <= letter.lower() <= "z" for letter in word)
        imitates = is_foreign and twin.isascii() and word.lower() != twin
        is_told = found.span() in known or part.is_approved(*found.span())
        if imitates and not is_told:
            message = f"A word is spelt in letters of another script: {word}"
            yield _at(part, found.span(), message)


def _at(
    part: PartReading,
    place: tuple[int, int],
    message: str,
    severity: Severity | None = None,
) -> Objection:
    text = part.original[slice(*place)]
    return Objection(message, part.name, *place, text, severity=severity)
