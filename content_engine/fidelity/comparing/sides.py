"""The words of one side of a gap, asked for their classes and facets."""

from dataclasses import dataclass

from content_engine.fidelity.comparing import lists, vocabulary
from content_engine.fidelity.comparing.spelling import fold
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind

LIGHT = {fold(word) for word in lists.words("grammar.light")} | {vocabulary.VERSUS}


@dataclass(frozen=True)
class Side:
    """The words of one side of a gap."""

    words: tuple[Token, ...]

    @property
    def kind(self) -> Kind:
        """Every class that a word of the side has."""
        made = Kind.NONE
        for token in self.words:
            made |= token.kind
        return made

    @property
    def text(self) -> str:
        """The words as they stand."""
        return " ".join(token.text for token in self.words)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the words."""
        return frozenset(token.word for token in self.words)

    def zoned(self, zone: str) -> bool:
        """Whether a word of the side stands in a zone."""
        return any(token.zone == zone for token in self.words)

    def is_within(self, zone: str) -> bool:
        """Whether every word that is not light stands in a zone, and one does."""
        heavy = [token for token in self.words if token.word not in LIGHT]
        return bool(heavy) and all(token.zone == zone for token in heavy)

    def having(self, kind: Kind) -> tuple[Token, ...]:
        """The words of a class."""
        return tuple(token for token in self.words if token.kind & kind)

    def rest(self, kind: Kind) -> "Side":
        """The words without that class."""
        return Side(tuple(token for token in self.words if not token.kind & kind))


def of(tokens: list[Token]) -> Side:
    """The words among the tokens of one side."""
    return Side(tuple(token for token in tokens if token.word))
