"""How much of one piece is read and compared; what lies beyond is refused.

All work of the gate grows with the text and no faster, so these bounds bound its time.
They count characters and statements and ask no clock: a piece is judged alike on a slow
machine and on a quick one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from content_engine.pieces import PieceText

LONGEST = 200_000  # characters of a piece; an e-mail of half as many is cut by clients
MOST_STATEMENTS = 300  # that are not approved and are compared
MOST_CHARACTERS = 60_000  # of these statements together
TOO_LONG = f"This piece is longer than {LONGEST:,} characters: shorten it."
TOO_MANY = (
    f"More than {MOST_STATEMENTS} statements or {MOST_CHARACTERS:,} characters of this "
    "piece are not approved: mend the first ones."
)


@dataclass
class Allowance:
    """What may still be compared of one piece."""

    statements: int
    characters: int

    def takes(self, words: str) -> bool:
        """Whether a statement may be compared; from the first that may not, none."""
        self.statements -= 1
        self.characters -= len(words)
        return self.statements >= 0 and self.characters >= 0


def allowance() -> Allowance:
    """What may be compared of a piece that nothing was compared of yet."""
    return Allowance(MOST_STATEMENTS, MOST_CHARACTERS)


def is_too_long(parts: Iterable[PieceText]) -> bool:
    """Whether a piece is refused unread."""
    return sum(len(part.text) for part in parts) > LONGEST
