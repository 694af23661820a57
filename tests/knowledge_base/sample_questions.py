"""The questions that judge the search, as tests ask them of the sample brands."""

import datetime

from knowledge_base.retrieval.filters import Question
from tests import samples

DEPTH = 5

Asked = tuple[Question, str, frozenset[str]]

_FILE = samples.content_of("questions.yaml")
DAY = datetime.date.fromisoformat(_FILE["asked_on"])


def place_of(
    brand: str, market: str = "US", channel: str = "email", audience: str = "HCP"
) -> Question:
    """Where something is asked, on the day of the questions."""
    return Question(brand, market, channel, audience, DAY, limit=DEPTH)


NATURAL: tuple[Asked, ...] = tuple(
    (
        place_of(place["brand"], place["market"], place["channel"], place["audience"]),
        asked["question"],
        frozenset(asked["claims"]),
    )
    for place in _FILE["places"]
    for asked in place["questions"]
)
