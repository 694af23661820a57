"""PS: nothing known of a person shows in words or addresses."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from content_engine.rules.findings import Objection
from content_engine.rules.readings import Reading

STRONGER_WORDS = {
    "hedge_dropped": "a hedge is dropped",
    "intensifier": "a strengthening word is added",
    "superlative": "a superlative is added",
}
STRONGER = frozenset(STRONGER_WORDS)
OPAQUE = re.compile(r"(?:c=[0-9a-f]{1,16})?")


def profile_leak(reading: Reading) -> Iterator[Objection]:
    """PS-02: an address carries at most an opaque code in its query."""
    brand = reading.supply.brand
    known = {brand.prescribing_information_url, brand.privacy_url}
    for link in reading.links():
        if link.address in known:
            continue
        query = _after_path(link.address)
        if not OPAQUE.fullmatch(query):
            yield Objection(
                f"The address carries data in its query: {query}",
                link.part,
                link.start,
                link.end,
                link.address,
            )


def strengthened(reading: Reading) -> Iterator[Objection]:
    """PS-05: a claim is not made stronger than it was approved."""
    for part in reading.parts:
        for judged in part.judged:
            stronger = STRONGER.intersection(judged.statement.distortions)
            if stronger:
                words = " and ".join(STRONGER_WORDS[one] for one in sorted(stronger))
                statement = judged.statement
                yield Objection(
                    f"The claim is made stronger: {words}.",
                    statement.part,
                    statement.start,
                    statement.end,
                    statement.text,
                )


def _after_path(address: str) -> str:
    """Query and fragment of an address; all of it where it cannot be read."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return "&".join(part for part in (parts.query, parts.fragment) if part)
