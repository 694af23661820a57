"""Ranks by key, figures, words and meaning, each with scores and reasons.

Everything here looks at the index alone and asks no database, so that outside documents
are ranked by the very same code.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from knowledge_base.index import View
from knowledge_base.indexed import Scope
from knowledge_base.retrieval import fusion, lexical, semantic, terms
from knowledge_base.retrieval.fusion import WEIGHTS, Hit, Ranked, Ranking
from knowledge_base.wording import stems

TELLING = re.compile(r"\d\D|\D\d|\d{3}")  # a bare small number tells nothing
NEAR, CLOSE, FAINT = 0.6, 0.35, 0.05
WORDS_ONLY = "the search by meaning is unavailable, found by words only"


@dataclass(frozen=True)
class Search:
    """A text, where it is asked, and what of the index may be looked at.

    ``exact`` are revisions that the text names, with fit and reason.
    """

    text: str
    place: Scope
    view: View
    exact: Mapping[int, tuple[float, str]] = field(default_factory=dict)
    depth: int = fusion.DEPTH
    is_anywhere: bool = False

    @cached_property
    def also(self) -> tuple[str, ...]:
        """Terms of the trade for what the text says in other words."""
        return terms.also(self.text)


def by_key(search: Search) -> Ranking:
    """What the text names by its identifier."""
    exact = dict(search.exact)
    for pk in lexical.keyed(
        search.view, search.text, search.place, anywhere=search.is_anywhere
    ):
        exact.setdefault(pk, (1.0, "exact key"))
    hits = tuple(Hit(pk, fit, why) for pk, (fit, why) in exact.items())
    return Ranking(WEIGHTS["key"], hits)


def by_figures(search: Search) -> Ranking:
    """What names the figures of the text: the more of them the better."""
    text = " ; ".join((search.text, *search.also))
    found = lexical.figures(
        search.view, text, search.place, search.depth, anywhere=search.is_anywhere
    )
    telling = {
        pk: [n for n in names if TELLING.search(n)] for pk, names in found.items()
    }
    hits = (
        Hit(pk, len(names), f"names {', '.join(names)}")
        for pk, names in telling.items()
        if names
    )
    return Ranking(WEIGHTS["figures"], tuple(hits))


def by_words(search: Search) -> Ranking:
    """What shares words with the text, rare ones first."""
    found = lexical.matches(
        search.view,
        search.text,
        search.place,
        search.depth,
        also=search.also,
        anywhere=search.is_anywhere,
    )
    said = frozenset(stems.words(search.text))
    hits = (Hit(match.pk, match.score, _shared(match.words, said)) for match in found)
    return Ranking(WEIGHTS["words"], tuple(hits))


def by_meaning(search: Search) -> Ranking | None:
    """What means the like; None where that cannot be asked now."""
    text = f"{search.text} ({', '.join(search.also)})" if search.also else search.text
    found = semantic.nearest(
        search.view, text, search.place, search.depth, anywhere=search.is_anywhere
    )
    if found is None:
        return None
    hits = (
        Hit(near.claim_version_id, near.similarity, _nearness(near.similarity))
        for near in found
        if near.similarity >= FAINT
    )
    return Ranking(WEIGHTS["meaning"], tuple(hits))


WAYS = (by_key, by_figures, by_meaning, by_words)


def joined(
    rankings: Collection[Ranking | None], kept: Collection[int]
) -> dict[int, Ranked]:
    """One ranking of those kept; says so where the meaning could not be asked."""
    known = [
        replace(one, hits=tuple(hit for hit in one.hits if hit.pk in kept))
        for one in rankings
        if one is not None
    ]
    fused = fusion.fuse(known)
    if None in rankings:
        for ranked in fused.values():
            ranked.why.append(WORDS_ONLY)
    return fused


def _nearness(similarity: float) -> str:
    if similarity >= NEAR:
        return f"means nearly the same ({similarity:.2f})"
    word = "close" if similarity >= CLOSE else "distant"
    return f"{word} in meaning ({similarity:.2f})"


def _shared(words: tuple[str, ...], said: Collection[str]) -> str:
    own = tuple(word for word in words if word in said)
    return f"shares {_listed(own)}" if own else "says it in the terms of the trade"


def _listed(words: tuple[str, ...]) -> str:
    shown = ", ".join(f"“{word}”" for word in words[:3])
    return shown if len(words) <= 3 else f"{shown} and {_more(len(words) - 3)}"


def _more(count: int) -> str:
    return "1 word more" if count == 1 else f"{count} words more"
