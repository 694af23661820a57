"""Makes as many claims as wanted by a grammar of our own, with points of their own.

The sentences are invented. Each point is that of a real sentence of the same words
without figures, as the carried weights give it, moved a little by chance: as crowded as
real claims of one product are, without an hour of embedding.
"""

import datetime
import itertools
import os
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base import indexed
from knowledge_base.models import (
    ApprovalFunction,
    Brand,
    Claim,
    ClaimApproval,
    ClaimCitation,
    ClaimState,
    ClaimVariation,
    ClaimVersion,
    Reference,
    WordingVector,
)
from knowledge_base.wording.hashes import sha256

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
SLUG, CHUNK, SPREAD, REFERENCES = "ostravane", 5_000, 0.35, 200
PAGE = os.sysconf("SC_PAGE_SIZE")
ENDPOINTS = (
    *("mean urate", "flare rate", "morning stiffness", "walking distance"),
    *("time to relapse", "fasting glucose", "night waking", "itch score"),
    *("lung function", "liver fat", "pain at rest", "fatigue", "bone density"),
    *("joint swelling", "headache days", "seizure count", "blood pressure"),
    *("days in hospital", "quality of life", "skin clearance"),
)
VERBS = ("lowered", "improved", "changed", "halved the gap in", "kept", "shifted")
PEOPLE = (
    *("adults", "adults over 65", "women after the menopause", "newly treated adults"),
    *("adults with diabetes", "adults with mild kidney disease", "frequent flyers"),
    *("shift workers", "adults on two other medicines", "adults who smoke"),
    *("adults of low weight", "adults with a family history"),
)
MARKETS = ("US", "GB", "DE", "FR", "IT", "IE", "ES", "CA")
CHANNELS = ("email", "rep_email", "sms", "banner")
KINDS = ("efficacy", "safety", "dosing", "tolerability")
THEMES = ("efficacy", "safety", "convenience", "access")


@dataclass(frozen=True)
class Sentence:
    """One claim's words, and the same words without figures."""

    key: str
    text: str
    stem: str


def sentences(start: int, count: int) -> Iterator[Sentence]:
    """So many different sentences from the given number on."""
    stems = list(itertools.product(ENDPOINTS, VERBS, PEOPLE))
    for number in range(start, start + count):
        chance = random.Random(number)  # noqa: S311 - figures, not secrets
        endpoint, verb, people = stems[number % len(stems)]
        share, week = chance.randint(3, 97), chance.randint(2, 104)
        stem = f"Ostravane {verb} {endpoint} in {people}"
        text = f"{stem}: {share}.{number % 10}% at week {week} in trial {number}."
        yield Sentence(f"{endpoint.replace(' ', '-')}-{number}", text, stem)


def add(count: int, embed: Embed, *, embedder: str, at: datetime.datetime) -> Brand:
    """Bring the brand to so many claims in force, with points for that embedder."""
    brand, _ = Brand.objects.get_or_create(slug=SLUG, defaults={"name": "Ostravane"})
    references = _references(brand)
    points: dict[str, NDArray[np.float32]] = {}
    for start in range(brand.claims.count(), count, CHUNK):
        rows = list(sentences(start, min(CHUNK, count - start)))
        versions = _store(brand, rows, references, start, at)
        new = list(dict.fromkeys(r.stem for r in rows if r.stem not in points))
        points |= zip(new, embed(new), strict=True)
        _store_points(versions, [points[row.stem] for row in rows], embedder)
    return brand


def store(
    brand: Brand,
    texts: Mapping[str, str],
    *,
    at: datetime.datetime,
    limits: Mapping[str, Any],
) -> None:
    """Add these claims in force, by key, all of the same limits and without points."""
    references, number = _references(brand), brand.claims.count()
    rows = [Sentence(key, text, text) for key, text in texts.items()]
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        _store(brand, some, references, number + start, at, limits)


def memory_mb() -> int:
    """Megabytes of this process, files that it maps included."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * PAGE // 2**20


def _references(brand: Brand) -> list[Reference]:
    known = brand.references.count()
    Reference.objects.bulk_create(
        Reference(brand=brand, key=f"R{n}", citation=f"Invented {n}.", kind="journal")
        for n in range(known, REFERENCES)
    )
    return list(brand.references.order_by("pk"))


def _store(
    brand: Brand,
    rows: Sequence[Sentence],
    references: Sequence[Reference],
    start: int,
    at: datetime.datetime,
    limits: Mapping[str, Any] | None = None,
) -> list[ClaimVersion]:
    """Claims, with every kind of limit if none are given; a fifth in two wordings."""
    claims = Claim.objects.bulk_create(
        Claim(brand=brand, key=row.key, kind=KINDS[n % len(KINDS)])
        for n, row in enumerate(rows, start)
    )
    versions = ClaimVersion.objects.bulk_create(
        ClaimVersion(
            claim=claim,
            version=1,
            text=row.text,
            sha256=sha256(row.text),
            drafted_at=at,
            **(limits or _limits(n, at.date())),
        )
        for n, (claim, row) in enumerate(zip(claims, rows, strict=True), start)
    )
    _store_around(versions, references, at)
    pks = [version.pk for version in versions]
    ClaimVersion.objects.filter(pk__gte=min(pks), pk__lte=max(pks)).update(
        state=ClaimState.APPROVED, approved_by="benchmark", approved_at=at
    )
    return versions


def _store_around(
    versions: Sequence[ClaimVersion],
    references: Sequence[Reference],
    at: datetime.datetime,
) -> None:
    """What a revision needs before it may come into force, and other wordings."""
    ClaimCitation.objects.bulk_create(
        ClaimCitation(claim_version=v, ordinal=0, reference=references[v.pk % 200])
        for v in versions
    )
    ClaimVariation.objects.bulk_create(
        ClaimVariation(
            claim_version=version,
            ordinal=0,
            text=f"In short: {version.text}",
            sha256=sha256(f"In short: {version.text}"),
        )
        for version in versions[::5]
    )
    ClaimApproval.objects.bulk_create(
        ClaimApproval(
            claim_version=version,
            function=ApprovalFunction.RECORDED,
            content_sha256=version.sha256,
            approved_by="benchmark",
            approved_at=at,
        )
        for version in versions
    )


def _limits(number: int, day: datetime.date) -> dict[str, Any]:
    chance = random.Random(-number)  # noqa: S311 - figures, not secrets
    ends = {0: day, 1: day + datetime.timedelta(30)}
    return {
        "market_codes": chance.sample(MARKETS, chance.randint(1, 4)),
        "channels": chance.choice(((), (), ("email",), CHANNELS[:2], CHANNELS[2:])),
        "audiences": chance.choice(((), ("HCP",), ("HCP", "PAYER"), ("PATIENT",))),
        "themes": [THEMES[number % len(THEMES)]],
        "valid_from": day - datetime.timedelta(400),
        "expires_on": ends.get(number % 10),
    }


def _store_points(
    versions: Sequence[ClaimVersion],
    points: Sequence[NDArray[np.float32]],
    embedder: str,
) -> None:
    near = {v.pk: point for v, point in zip(versions, points, strict=True)}
    made = []
    for entry in indexed.entries([version.pk for version in versions]):
        for text in entry.texts:
            sha = sha256(text)
            noise = np.random.default_rng(int(sha[:8], 16)).standard_normal(
                len(near[entry.version_id]), dtype=np.float32
            )
            point = near[entry.version_id] + SPREAD * noise / np.sqrt(len(noise))
            point /= np.linalg.norm(point)
            made.append(
                WordingVector(
                    embedder=embedder, sha256=sha, vector=point.astype("<f4").tobytes()
                )
            )
    WordingVector.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)
