"""Where a phrase ends, and the facet that its words are given."""

from collections.abc import Sequence

from content_engine.fidelity.comparing import lists, vocabulary
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind
from knowledge_base.wording.quantities import Kind as Sort

PEOPLE, COMPARED, MEASURED = "population", "comparator", "endpoint"
STUDY, HARMS = "study", "safety"
REACH = 20
ARM = Kind.NAME | Kind.COMPARATOR
EFFECT = Kind.UP | Kind.DOWN | Kind.GOOD | Kind.BAD | Kind.CAUSE
ENDS = frozenset(",;.()[]|:")
LEADS = frozenset(lists.words("facets.arm_leads"))


def end(every: Sequence[Token], place: int) -> int:
    """Where a phrase ends: a mark, a verb, a figure or a preposition but ``of``."""
    for index in range(place, min(place + REACH, len(every))):
        token = every[index]
        if token.text in ENDS or token.word in vocabulary.CLAUSE_ENDS:
            return index
        if token.word in {"by", "from", "with", "in", "within", "among"}:
            return index
        if index > place and token.before and token.before.word in vocabulary.GROUPS:
            return index
        if token.quantity and token.quantity.kind is not Sort.COUNT:
            return index
    return min(place + REACH, len(every))


def fill(tokens: Sequence[Token], zone: str) -> None:
    """Give the facet to each token that has none."""
    for token in tokens:
        token.zone = token.zone or zone
