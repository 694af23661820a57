"""SF: short and second forms of a piece say the same as the piece."""

from collections.abc import Iterator

from content_engine.fidelity import canonical
from content_engine.rules.findings import Objection
from content_engine.rules.readings import Reading
from content_engine.vocabulary import PartName


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
