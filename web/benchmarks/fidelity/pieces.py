"""Holds statements against the claims of an area, the way that a page is checked."""

import random
import time
from collections.abc import Mapping, Sequence
from typing import Any

from content_engine.fidelity import canonical, cascade
from content_engine.fidelity.judging import Shelf
from content_engine.fidelity.linking.library import Library
from content_engine.fidelity.matching import Approved, ApprovedTexts, Source
from content_engine.vocabulary import Outcome
from web.benchmarks import timing
from web.benchmarks.fidelity import sampling, scores
from web.benchmarks.fidelity.corpus import SEED, Corpus
from web.benchmarks.fidelity.lexicons import Label
from web.benchmarks.fidelity.sampling import Resampled

PAGES, STATEMENTS = 40, 40
MOST_OTHERS = 2_400


def measured(corpus: Corpus) -> dict[str, dict[str, Any]]:
    """Faithful statements that find their claim, others that find one, and the time."""
    shelves = {area: shelf_of(claims) for area, claims in corpus.claims.items()}
    return {
        "faithful find their claim": _found(corpus, shelves),
        "others linked": _others(corpus, shelves),
        "a page": _pages(corpus, shelves),
    }


def shelf_of(claims: Sequence[str]) -> Shelf:
    """What statements are held against where just these claims may be said."""
    known = [Approved(one, Source.CLAIM, one, "efficacy") for one in claims]
    return Shelf(ApprovedTexts(known, {}), Library(known))


def linked(statement: str, shelf: Shelf) -> str | None:
    """The claim that a statement is, letter by letter or after one click."""
    part = canonical.unmark(statement)
    wording = part.text.strip()
    for hit in shelf.texts.hits(part):
        if part.text[hit.start : hit.end] == wording:
            return hit.approved.ref
    ruling = cascade.rule(wording, shelf.library, {})
    is_same = ruling.outcome is Outcome.EQUIVALENT and ruling.near is not None
    return ruling.near.ref if is_same and ruling.near else None


def _found(corpus: Corpus, shelves: Mapping[str, Shelf]) -> dict[str, Any]:
    """Whether each faithful wording is taken for its own claim and for no other."""
    areas = {claim: area for area, claims in corpus.claims.items() for claim in claims}
    asked = [pair for pair in corpus.pairs if pair.label == Label.FAITHFUL]
    right = [
        linked(pair.candidate, shelves[areas[pair.approved]]) == pair.approved
        for pair in asked
    ]
    return _share([pair.approved for pair in asked], right)


def _others(corpus: Corpus, shelves: Mapping[str, Shelf]) -> dict[str, Any]:
    """Whether a sentence is taken for a claim; of very many so many are drawn."""
    asked = [(area, one) for area, some in corpus.others.items() for one in some]
    chance = random.Random(SEED)  # noqa: S311 - which sentences, no secret
    asked = chance.sample(asked, min(len(asked), MOST_OTHERS))
    wrong = [linked(one, shelves[area]) is not None for area, one in asked]
    return _share([one for _, one in asked], wrong)


def _share(names: Sequence[str], hits: Sequence[bool]) -> dict[str, Any]:
    hit = scores.flags(hits)
    shares = Resampled(names).shares(scores.flags([True] * len(hits)), hit)
    return sampling.told(shares, len(hits))


def _pages(corpus: Corpus, shelves: Mapping[str, Shelf]) -> dict[str, float]:
    """How long forty statements of an area take, read against all its claims."""
    chance = random.Random(SEED)  # noqa: S311 - which statements, no secret
    areas = {claim: area for area, claims in corpus.claims.items() for claim in claims}
    statements: dict[str, list[str]] = {
        area: list(corpus.others[area]) for area in corpus.claims
    }
    for pair in corpus.pairs:
        statements[areas[pair.approved]].append(pair.candidate)
    seconds = []
    for _ in range(PAGES):
        area = chance.choice(sorted(statements))
        page = chance.choices(statements[area], k=STATEMENTS)
        started = time.perf_counter()
        for statement in page:
            linked(statement, shelves[area])
        seconds.append(time.perf_counter() - started)
    return timing.told(seconds, 1)
