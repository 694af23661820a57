"""Measures search among 10,000 and 100,000 claims, and how soon a change shows.

Another process builds the index, so that memory is that of a reader, and so that
searching can be measured while the build goes on. The peers answer less: bare Chroma
knows no limits and no words, LIKE no meaning.
"""

import datetime
import itertools
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import override_settings

from knowledge_base import claims, index
from knowledge_base.claim_contents import Cited, ClaimContent
from knowledge_base.index import nearness
from knowledge_base.models import Brand, ClaimVersion
from knowledge_base.retrieval import filters
from knowledge_base.retrieval.chain import Question, find_claims
from web.benchmarks import many_claims, stores, timing
from web.benchmarks.timing import Progress

Timed = Callable[[Question], object]
SIZES = (10_000, 100_000)
SEARCHES, CHANGES, WARM_UP = 300, 30, 10
EMBEDDER = "minilm"


class OwnClaimsError(ValidationError):
    """The measurement makes its own claims and reads no outside data."""


class StaleAnswerError(ValidationError):
    """A search did not show what had just been committed."""


class NotBuiltError(ValidationError):
    """The process that builds the index failed."""


def run(
    data: Path | None, *, at: datetime.datetime, progress: Progress
) -> dict[str, Any]:
    """Everything measured, as one object for machines. Raises OwnClaimsError."""
    if data is not None:
        raise OwnClaimsError(
            "The index is measured on claims of its own: leave --data."
        )
    sizes = []
    with stores.throwaway() as directory, override_settings(EMBEDDER=EMBEDDER):
        for done, size in enumerate(SIZES):
            sizes.append(_at(size, directory, at))
            progress(done + 1, len(SIZES))
    small, large = (one["search"]["p50_ms"] for one in sizes)
    return {
        "benchmark": "index",
        "data": "claims of one invented brand, made by a grammar",
        "stores": stores.MADE,
        "embedder": f"{EMBEDDER} for questions; claims have points near those of their "
        "words, moved by chance",
        "sizes": sizes,
        "growth": round(large / small, 2),
    }


def _at(size: int, directory: Path, at: datetime.datetime) -> dict[str, Any]:
    embedder = index.view().embedder
    brand = many_claims.add(size, embedder.embed, embedder=embedder.name, at=at)
    # Sizes differ by more than a reader takes up as it goes: what is held is let go.
    index.close()
    started = time.perf_counter()
    build = _building(directory)
    _finished(build)
    built = time.perf_counter() - started
    before, started = many_claims.memory_mb(), time.perf_counter()
    questions = list(_questions(size, at.date()))
    for question in questions[:WARM_UP]:
        find_claims(question)
    warm = time.perf_counter() - started
    measured = {
        "claims": size,
        "build_s": round(built, 1),
        "warm_up_s": round(warm, 2),
        "search": _timed(find_claims, questions[WARM_UP:]),
        "reader_mb": many_claims.memory_mb() - before,
        "peers": _peers(questions[WARM_UP:]),
        "shows": _changes(brand, at),
    }
    if size == SIZES[0]:
        measured["search_during_rebuild"] = _while_building(directory, questions)
    return measured


def _questions(size: int, day: datetime.date) -> Iterator[Question]:
    """Half in words, a quarter with a figure, a quarter by key; everywhere."""
    chance = random.Random(size)  # noqa: S311 - questions, not secrets
    for number in range(WARM_UP + SEARCHES):
        [known] = many_claims.sentences(chance.randrange(size), 1)
        words = known.stem.removeprefix("Ostravane ")
        text = (
            *(f"does it do anything for {words}", f"how {words} changes"),
            *(f"{words} week {chance.randint(2, 104)}", known.key),
        )[number % 4]
        yield Question(
            brand=many_claims.SLUG,
            market=chance.choice(many_claims.MARKETS),
            channel=chance.choice(many_claims.CHANNELS),
            audience=chance.choice(("HCP", "PAYER", "PATIENT")),
            day=day,
            text=text,
        )


def _timed(ask: Timed, questions: Sequence[Question]) -> dict[str, float]:
    times = []
    for question in questions:
        started = time.perf_counter()
        ask(question)
        times.append(time.perf_counter() - started)
    return timing.told(times, 1)


def _peers(questions: Sequence[Question]) -> dict[str, dict[str, float]]:
    """What the parts of a search, and simpler searches, take on the same questions."""
    view = index.view()

    def bare(question: Question) -> object:
        [point] = view.embedder.embed([question.text])
        [shelf] = view.layers[0].part.shelves.values()
        return view.shelves and view.shelves.nearest(shelf.name, point, question.limit)

    def near(question: Question) -> object:
        place = filters.scope(question)
        return index.nearest(view, question.text, place, question.limit)

    def every(question: Question) -> object:
        with mock.patch.object(nearness, "EXACT_AT_MOST", len(view.layers[0].part) * 2):
            return near(question)

    def like(question: Question) -> object:
        rows = filters.allowed(filters.scope(question))
        for word in question.text.split()[-2:]:
            rows = rows.filter(text__icontains=word)
        return list(rows[: question.limit])

    asked: dict[str, Timed] = {
        "embedding alone": lambda question: view.embedder.embed([question.text]),
        "our search by meaning": near,
        "every point compared": every,
        "LIKE with limits": like,
    }
    if view.shelves:
        asked["bare Chroma without limits"] = bare
    return {name: _timed(ask, questions) for name, ask in asked.items()}


def _changes(brand: Brand, at: datetime.datetime) -> dict[str, dict[str, float]]:
    """From the call that writes to the end of the search that shows it."""
    author, medical, regulatory = _people()
    added, withdrawn = [], []
    reference = brand.references.earliest("pk")
    for number in range(CHANGES):
        key = f"fresh-{brand.claims.count()}-{number}"
        text = f"Ostravane was taken with fresh plums {number} by adults in a study."
        content = ClaimContent(text, ("US",), (Cited(reference),))
        version = claims.draft(
            brand_id=brand.pk,
            key=key,
            kind="efficacy",
            content=content,
            by=author,
            at=at,
        )
        told: dict[str, Any] = {"claim_version_id": version.pk, "at": at}
        claims.approve(**told, function="MEDICAL", by=medical)
        question = Question(brand.slug, "US", "email", "HCP", at.date(), text)
        started = time.perf_counter()
        claims.approve(**told, function="REGULATORY", by=regulatory)
        _expect(version, question, is_found=True)
        added.append(time.perf_counter() - started)
        started = time.perf_counter()
        claims.withdraw(**told, reason="The study was corrected.", by=medical)
        _expect(version, question, is_found=False)
        withdrawn.append(time.perf_counter() - started)
    return {"added": timing.told(added, 1), "withdrawn": timing.told(withdrawn, 1)}


def _expect(version: ClaimVersion, question: Question, *, is_found: bool) -> None:
    found = {one.claim_version.pk for one in find_claims(question)}
    if (version.pk in found) != is_found:
        raise StaleAnswerError(f"{version} was {'not ' * is_found}found.")


def _people() -> list[User]:
    return [
        User.objects.get_or_create(username=f"benchmark.{name}")[0]
        for name in ("author", "medical", "regulatory")
    ]


def _while_building(directory: Path, questions: Sequence[Question]) -> dict[str, float]:
    """The same questions while another process builds a generation, and flips to it."""
    times: list[float] = []
    build = _building(directory)
    for question in itertools.cycle(questions):
        if build.poll() is not None and len(times) >= SEARCHES:
            break
        started = time.perf_counter()
        find_claims(question)
        times.append(time.perf_counter() - started)
    _finished(build)
    return timing.told(times, 1)


def _building(directory: Path) -> subprocess.Popen[str]:
    """Another process that rebuilds the index of the throwaway stores."""
    told = {
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "CHROMA_DIR": str(settings.CHROMA_DIR),
        "DATA_DIR": str(directory),
        "EMBEDDER": EMBEDDER,
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "web.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "django", "rebuild_index"],
        env=os.environ | told,
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _finished(build: subprocess.Popen[str]) -> None:
    _, said = build.communicate()
    if build.returncode:
        raise NotBuiltError(f"The index was not built: {said[-500:]}")
