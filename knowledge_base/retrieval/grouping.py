"""Folds near-duplicates under one head: the same figures in nearly the same words."""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge_base.wording import stems

NEARLY_ALL = 0.75  # of the words of two wordings together, those that both have
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Wording:
    """What is compared: whose revision it is, and its text."""

    pk: int
    claim: Hashable
    text: str


def heads(wordings: Sequence[Wording]) -> dict[int, int]:
    """For each revision, in the order given, the revision under which it is folded.

    The first of a group is its head, and its own. Another revision of the head's claim
    belongs to it, and so does another claim that says the same.
    """
    found: dict[int, int] = {}
    by_claim: dict[Hashable, int] = {}
    by_figures: dict[tuple[str, ...], list[tuple[int, frozenset[str]]]] = {}
    for wording in wordings:
        figures, words = _cut(wording.text)
        rivals = by_figures.setdefault(figures, [])
        head = by_claim.get(wording.claim) or _like(words, rivals) or wording.pk
        if head == wording.pk:
            rivals.append((head, words))
        found[wording.pk] = by_claim[wording.claim] = head
    return found


def folded(heads_of: Mapping[int, int]) -> dict[int, list[int]]:
    """For each head those folded beneath it, in their order."""
    groups: dict[int, list[int]] = {}
    for pk, head in heads_of.items():
        members = groups.setdefault(head, [])
        if pk != head:
            members.append(pk)
    return groups


def _cut(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    figures = tuple(sorted(FIGURE.findall(text)))
    return figures, frozenset(stems.tokens(text))


def _like(words: frozenset[str], rivals: Iterable[tuple[int, frozenset[str]]]) -> int:
    for head, other in rivals:
        both = words | other
        if both and len(words & other) >= NEARLY_ALL * len(both):
            return head
    return 0
