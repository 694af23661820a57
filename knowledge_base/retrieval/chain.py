"""The search for claims as one pipeline: near, then allowed, then ranked."""

from collections.abc import Mapping
from dataclasses import dataclass

from langchain_core.runnables import Runnable, RunnableLambda

from knowledge_base import index
from knowledge_base.indexed import Scope
from knowledge_base.models import ClaimVersion
from knowledge_base.retrieval import (
    diversity,
    filters,
    fusion,
    grouping,
    identifiers,
    ranking,
    semantic,
)
from knowledge_base.retrieval.filters import Question
from knowledge_base.retrieval.fusion import Ranked, Ranking
from knowledge_base.retrieval.ranking import Search

__all__ = ["Found", "Question", "find_claims"]

ALLOWED = "may be used here today"
MOST = 1_000  # results for a text


@dataclass(frozen=True)
class Found:
    """A claim that may be used, how well it fits (0 to 1), and why it was found.

    ``group`` is the number of the revision under which it is folded: another that says
    the same, or its own.
    """

    claim_version: ClaimVersion
    score: float
    why: tuple[str, ...]
    group: int = 0


def find_claims(question: Question) -> tuple[Found, ...]:
    """The claims that fit best among those that may be used there and then.

    Without a text: every one of them in the order of keys. A diversity above 0 puts
    what differs from the better ones before what repeats them. Raises
    Brand.DoesNotExist.
    """
    place = filters.scope(question)
    if not question.text.strip():
        return _all_allowed(place)
    return found_in(place, question)


def found_in(
    place: Scope, question: Question, *, anywhere: bool = False
) -> tuple[Found, ...]:
    """What answers the question's text; ``anywhere`` also what may not be used."""
    search = search_of(place, question, anywhere=anywhere)
    ranked = CHAIN.invoke(search)
    best = _picked(ranked, search, question)
    return _grouped(versions(best), ranked)


def search_of(place: Scope, question: Question, *, anywhere: bool = False) -> Search:
    """All that a search needs of the database, read in the caller's own thread."""
    return Search(
        text=question.text,
        place=place,
        view=index.view(),
        exact=identifiers.named(question.text, place.brand_id),
        depth=max(fusion.DEPTH, min(question.limit, MOST)),
        is_anywhere=anywhere,
    )


def versions(pks: list[int]) -> list[ClaimVersion]:
    """The revisions in that order, with all that a reader of them asks for."""
    rows = ClaimVersion.objects.select_related("claim__brand")
    rows = rows.prefetch_related(
        "variations", "citations__reference", "citations__anchor"
    )
    known = rows.in_bulk(pks)
    return [known[pk] for pk in pks if pk in known]


def _all_allowed(place: Scope) -> tuple[Found, ...]:
    pks = list(filters.allowed(place).values_list("pk", flat=True))
    ranked = dict.fromkeys(pks, Ranked(1.0, [ALLOWED]))
    return _grouped(versions(pks), ranked)


def _picked(
    ranked: Mapping[int, Ranked], search: Search, question: Question
) -> list[int]:
    # What is equal stays as it came: lists of equal scores are in the order of keys.
    order = sorted(ranked, key=lambda pk: -ranked[pk].score)
    limit = min(question.limit, MOST)
    if not question.diversity:
        return order[:limit]
    return diversity.pick(
        order,
        {pk: ranked[pk].score for pk in order},
        semantic.vectors(search.view, order),
        diversity=question.diversity,
        limit=limit,
    )


def _grouped(
    found: list[ClaimVersion], ranked: Mapping[int, Ranked]
) -> tuple[Found, ...]:
    heads = grouping.heads(
        [grouping.Wording(row.pk, row.claim_id, row.text) for row in found]
    )
    return tuple(
        Found(
            claim_version=row,
            score=round(ranked[row.pk].score, 6),
            why=tuple(ranked[row.pk].why),
            group=heads[row.pk],
        )
        for row in found
    )


def _rankings(search: Search) -> tuple[Search, tuple[Ranking | None, ...]]:
    # One after the other: to start threads takes longer than the quick ones take.
    return search, tuple(way(search) for way in ranking.WAYS)


def _allowed(
    found: tuple[Search, tuple[Ranking | None, ...]],
) -> dict[int, Ranked]:
    """What the database allows of all that was found, in one ranking."""
    search, rankings = found
    union = {hit.pk for each in rankings if each for hit in each.hits}
    kept = union if search.is_anywhere else filters.usable(union, search.place)
    return ranking.joined(rankings, kept)


CHAIN: Runnable[Search, dict[int, Ranked]] = (
    RunnableLambda(_rankings) | RunnableLambda(_allowed)
).with_config(run_name="find_claims")
