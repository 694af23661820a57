"""Lifts harmless words from around an approved wording in a longer sentence."""

from content_engine.fidelity.comparing import vocabulary
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind
from content_engine.fidelity.comparing.wordings import Wording

LONGEST = 25
WEIGHTY = (
    Kind.NEGATION | Kind.HEDGE | Kind.SUPERLATIVE | Kind.CAUSE | Kind.UP | Kind.DOWN
    | Kind.GOOD | Kind.BAD | Kind.SAFETY | Kind.NAME | Kind.COMPARATOR
)  # fmt: skip


def without(approved: Wording, candidate: Wording) -> tuple[Token, ...]:
    """The candidate's content without a neutral lead and end.

    Only words before the first and after the last content token of the approved
    wording are lifted, and only if every one of them is neutral.
    """
    content = candidate.content
    wanted = set(approved.keys)
    held = [place for place, token in enumerate(content) if token.key in wanted]
    if not held:
        return content
    start, end = _edge(approved, content, held)
    lead, tail = content[:start], content[end:]
    kept_start = start if _is_neutral(lead) else 0
    kept_end = end if _is_neutral(tail) else len(content)
    return content[kept_start:kept_end]


def _edge(
    approved: Wording, content: tuple[Token, ...], held: list[int]
) -> tuple[int, int]:
    """Where the approved words begin and end: neutral words inside do not count."""
    first, last = approved.content[0].key, approved.content[-1].key
    starts = [place for place in held if content[place].key == first]
    ends = [place for place in held if content[place].key == last]
    start = starts[0] if starts and _is_neutral(content[: starts[0]]) else held[0]
    end = ends[-1] if ends and _is_neutral(content[ends[-1] + 1 :]) else held[-1]
    return start, end + 1


def _is_neutral(tokens: tuple[Token, ...]) -> bool:
    if len(tokens) > LONGEST:
        return False
    return all(_says_nothing(token) for token in tokens)


def _says_nothing(token: Token) -> bool:
    if token.quantity is not None or token.kind & WEIGHTY:
        return False
    if token.word.startswith("phase "):
        return True
    plain = vocabulary.NEUTRAL | vocabulary.FUNCTION
    return all(word in plain for word in token.word.split(" "))
