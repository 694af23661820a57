"""Names the figures of a text by what they count: ``week 12``, ``48 %``."""

import re

from knowledge_base.wording.normalise import composed

NAMED = re.compile(
    r"(?:(week|day|month|year)s?\s+)?(\d+(?:[.,]\d+)*)\s*"
    r"(%|mg/dl|mg|weeks?|days?|months?|years?|patients|points)?"
)


def named(text: str) -> list[str]:
    """Figures in order, with the word before or after that says what they count."""
    plain = composed(text).casefold()
    return [
        " ".join(part.rstrip("s") for part in parts if part)
        for parts in NAMED.findall(plain)
    ]
