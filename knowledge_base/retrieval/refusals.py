"""Finds what plainly answers a question and may not be used there and then, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from knowledge_base.indexed import Scope
from knowledge_base.models import ClaimState, ClaimVersion
from knowledge_base.retrieval import chain, filters, reasons
from knowledge_base.retrieval.chain import Found
from knowledge_base.retrieval.filters import Question
from knowledge_base.retrieval.reasons import Reason
from knowledge_base.wording import stems

MOST, LEAST = 20, 10
PLAINLY = 0.5  # of the best hit's score, whether or not that one may be used
MOST_DRAFTS = 200  # looked at: drafts stand in no index
MOST_WORDS_SAID = 0.6  # of the question's words that a draft must have


@dataclass(frozen=True)
class Refused:
    """A claim that may not be used there and then, and every reason against it."""

    claim_version: ClaimVersion
    score: float
    why: tuple[str, ...]
    reasons: tuple[Reason, ...]


def refused_for(question: Question) -> tuple[Refused, ...]:
    """Claims among the best of a search without limits that may not be used here.

    Without a text there are none: nothing in particular was asked for. Raises
    Brand.DoesNotExist.
    """
    place = filters.scope(question)
    if not question.text.strip():
        return ()
    limit = min(max(question.limit, LEAST), MOST)
    asked = replace(question, limit=limit, diversity=0.0)
    hits = chain.found_in(place, asked, anywhere=True)
    best = max((hit.score for hit in hits), default=0.0)
    plain = [hit for hit in hits if hit.score >= PLAINLY * best]
    shut = _shut(plain, place)
    known = {one.claim_version.pk for one in shut}
    drafts = [
        one for one in _drafts(place, question) if one.claim_version.pk not in known
    ]
    return tuple([*shut, *drafts][:limit])


def _shut(hits: list[Found], place: Scope) -> list[Refused]:
    usable = filters.usable({hit.claim_version.pk for hit in hits}, place)
    rows = [hit for hit in hits if hit.claim_version.pk not in usable]
    ready = prefetched([hit.claim_version.pk for hit in rows])
    return [
        Refused(
            claim_version=ready[hit.claim_version.pk],
            score=hit.score,
            why=hit.why,
            reasons=reasons.against(ready[hit.claim_version.pk], place),
        )
        for hit in rows
        if hit.claim_version.pk in ready
    ]


def prefetched(pks: list[int]) -> dict[int, ClaimVersion]:
    """Revisions with all that their reasons are read from."""
    return _ready().in_bulk(pks)


def _ready() -> QuerySet[ClaimVersion]:
    rows = ClaimVersion.objects.select_related("claim__brand")
    return rows.prefetch_related("citations__reference", "approvals")


def _drafts(place: Scope, question: Question) -> Iterator[Refused]:
    """The newest drafts that have most of the question's words."""
    asked = frozenset(stems.tokens(question.text))
    rows = _ready().filter(claim__brand_id=place.brand_id, state=ClaimState.DRAFT)
    for row in rows.order_by("-pk")[:MOST_DRAFTS] if asked else ():
        own = asked & frozenset(stems.tokens(f"{row.claim.key} {row.text}"))
        if len(own) >= MOST_WORDS_SAID * len(asked):
            why = f"has {len(own)} of {len(asked)} words of the question"
            share = round(len(own) / len(asked), 6)
            yield Refused(row, share, (why,), reasons.against(row, place))
