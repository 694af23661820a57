"""Knows the words of unwanted effects: listed, or by their endings."""

from content_engine.fidelity.comparing import lists
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind

LEADS = frozenset(lists.words("facets.harms_leads"))
WORDS = frozenset(lists.words("facets.harms"))
ENDINGS = lists.words("facets.harm_endings")


def is_harm(token: Token) -> bool:
    """Whether a word tells of an unwanted effect: listed, or by its ending."""
    if token.kind & Kind.SAFETY or token.word in WORDS:
        return True
    last = token.word.rpartition(" ")[2]
    return last in WORDS or (len(last) > 5 and last.endswith(ENDINGS))
