"""SF: short and second forms of a piece say the same as the piece."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from content_engine.fidelity import canonical
from content_engine.rules import obligatory
from content_engine.rules.findings import Objection
from content_engine.rules.readings import Reading
from content_engine.rules.surfaces import markup
from content_engine.vocabulary import PartName

OPAQUE_PATH = re.compile(r"/(?=[a-z]{0,8}[A-Z0-9])[A-Za-z0-9]{1,8}")
SHORT_HOST = 15


def opaque_address(reading: Reading) -> Iterator[Objection]:
    """SF-03: an address of a few letters does not say what it leads to."""
    for link in reading.links():
        try:
            parts = urlsplit(link.address)
        except ValueError:
            continue
        if len(parts.netloc) <= SHORT_HOST and OPAQUE_PATH.fullmatch(parts.path):
            yield Objection(
                "This address hides what it leads to: give the whole one.",
                link.part,
                link.start,
                link.end,
                link.address,
            )


def wordless_image(reading: Reading) -> Iterator[Objection]:
    """SF-04: an image in markup says in words what it shows, or that it is empty."""
    for part in reading.parts:
        for token in markup.tokens(part.original):
            if token.name == "img" and "alt" not in token.attributes:
                yield Objection(
                    "This image has no text: say in its alt attribute what it shows.",
                    part.name,
                    token.start,
                    token.end,
                    part.original[token.start : token.end],
                )


def twin(reading: Reading) -> Iterator[Objection]:
    """SF-05: the plain text makes the same claims and holds the same safety text."""
    text = reading.part(PartName.PLAIN_TEXT)
    if not text:
        return
    shown: dict[bool, set[str]] = {True: set(), False: set()}
    for said in reading.claims():
        shown[said.part.name == PartName.PLAIN_TEXT].add(said.claim.ref)
    for ref in sorted(shown[True] ^ shown[False]):
        where = "only in" if ref in shown[True] else "not in"
        yield Objection(f"{ref} is {where} the plain text.", PartName.PLAIN_TEXT)
    label = reading.supply.label
    full = canonical.canonical(label.safety_full.text)
    if reading.holds(full) and full not in canonical.canonical(text):
        yield Objection(
            "The plain text lacks the safety information.",
            PartName.PLAIN_TEXT,
            suggestion=label.safety_full.text,
        )
    if _tells_to_stop(reading, PartName.FOOTER) and not _tells_to_stop(
        reading, PartName.PLAIN_TEXT
    ):
        yield Objection(
            "The plain text does not say how to stop further messages.",
            PartName.PLAIN_TEXT,
            suggestion=obligatory.opt_out_line(reading.supply.brand, reading.context),
        )


def _tells_to_stop(reading: Reading, name: PartName) -> bool:
    return obligatory.says_how_to_stop(reading.part(name), reading.context.language)
