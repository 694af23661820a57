"""The search for claims as one pipeline: allowed, then near, then ranked."""

from dataclasses import dataclass
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda, RunnableParallel

from knowledge_base.indexed import Scope
from knowledge_base.models import ClaimVersion
from knowledge_base.retrieval import filters, fusion, lexical, semantic
from knowledge_base.retrieval.filters import Candidate, Question
from knowledge_base.retrieval.fusion import Ranking

__all__ = ["Found", "Question", "find_claims"]

WEIGHTS = {"key": 4.0, "figures": 1.0, "meaning": 1.0, "words": 0.5}
NEAR, CLOSE, FAINT = 0.6, 0.35, 0.05
ALLOWED = "may be used here today"
WORDS_ONLY = "the search by meaning is unavailable, found by words only"


@dataclass(frozen=True)
class Found:
    """A claim that may be used, how well it fits (0 to 1), and why it was found."""

    claim_version: ClaimVersion
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True)
class Search:
    """A question with what the database allows for it."""

    question: Question
    scope: Scope
    allowed: tuple[Candidate, ...]
    has_index: bool


def find_claims(question: Question) -> tuple[Found, ...]:
    """The claims that fit best among those that may be used there and then.

    Without a text: every one of them in the order of keys. Raises Brand.DoesNotExist.
    """
    found: tuple[Found, ...] = CHAIN.invoke(question)
    return found


def _search(question: Question) -> Search:
    # All that needs the database happens here, in the caller's own thread.
    place = filters.scope(question)
    has_text = bool(question.text.strip())
    return Search(
        question=question,
        scope=place,
        has_index=has_text and semantic.is_ready(),
        allowed=filters.candidates(place),
    )


def _by_key(search: Search) -> Ranking:
    found = lexical.keyed(search.question.text, search.allowed)
    return Ranking(WEIGHTS["key"], tuple((pk, "exact key") for pk in found))


def _by_figures(search: Search) -> Ranking:
    found = lexical.figures(search.question.text, search.allowed)
    best = sorted(found.items(), key=lambda item: -len(item[1]))
    places = tuple((pk, f"names {', '.join(names)}") for pk, names in best)
    return Ranking(WEIGHTS["figures"], places)


def _by_words(search: Search) -> Ranking:
    found = lexical.matches(search.question.text, search.allowed)
    places = tuple((m.pk, f"shares {_listed(m.words)}") for m in found)
    return Ranking(WEIGHTS["words"], places)


def _by_meaning(search: Search) -> Ranking | None:
    question = search.question
    if not question.text.strip():
        return Ranking(WEIGHTS["meaning"], ())
    if not search.has_index:
        return None
    found = semantic.nearest(question.text, search.scope, question.limit)
    if found is None:
        return None
    allowed = {candidate.pk for candidate in search.allowed}
    places = tuple(
        (near.claim_version_id, _nearness(near.similarity))
        for near in found
        if near.claim_version_id in allowed and near.similarity >= FAINT
    )
    return Ranking(WEIGHTS["meaning"], places)


def _rank(answers: dict[str, Any]) -> tuple[Found, ...]:
    search: Search = answers.pop("search")
    if not search.question.text.strip():
        return _all_allowed(search)
    has_meaning = answers["meaning"] is not None
    fused = fusion.fuse(ranking for ranking in answers.values() if ranking)
    order = {candidate.pk: place for place, candidate in enumerate(search.allowed)}
    best = sorted(fused, key=lambda pk: (-fused[pk].score, order[pk]))
    versions = _versions(best[: search.question.limit])
    extra = () if has_meaning else (WORDS_ONLY,)
    return tuple(
        Found(
            version, round(fused[version.pk].score, 6), (*fused[version.pk].why, *extra)
        )
        for version in versions
    )


def _all_allowed(search: Search) -> tuple[Found, ...]:
    pks = [candidate.pk for candidate in search.allowed]
    return tuple(Found(version, 1.0, (ALLOWED,)) for version in _versions(pks))


def _versions(pks: list[int]) -> list[ClaimVersion]:
    rows = ClaimVersion.objects.select_related("claim__brand")
    rows = rows.prefetch_related(
        "variations", "citations__reference", "citations__anchor"
    )
    known = rows.in_bulk(pks)
    return [known[pk] for pk in pks]


def _nearness(similarity: float) -> str:
    if similarity >= NEAR:
        return f"means nearly the same ({similarity:.2f})"
    word = "close" if similarity >= CLOSE else "distant"
    return f"{word} in meaning ({similarity:.2f})"


def _listed(words: tuple[str, ...]) -> str:
    shown = ", ".join(f"“{word}”" for word in words[:3])
    return shown if len(words) <= 3 else f"{shown} and {len(words) - 3} words more"


CHAIN: Runnable[Question, tuple[Found, ...]] = (
    RunnableLambda(_search)
    | RunnableParallel(
        search=RunnableLambda(lambda search: search),
        key=RunnableLambda(_by_key),
        figures=RunnableLambda(_by_figures),
        meaning=RunnableLambda(_by_meaning),
        words=RunnableLambda(_by_words),
    )
    | RunnableLambda(_rank)
).with_config(run_name="find_claims")
