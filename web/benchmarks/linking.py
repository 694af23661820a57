"""Measures linking: which claim each statement of a piece is, in a large library.

Two pages of 40 statements are held against 10,000 and 100,000 claims of invented
products, every link verified by the cascade; bm25s with rapidfuzz, which verifies
nothing, answers the same statements in the same run.
"""

import datetime
import importlib
import importlib.util
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from content_engine.fidelity import canonical, cascade
from content_engine.fidelity.linking.library import MEASURED, Library, likeness
from content_engine.fidelity.matching import Approved, Source
from web.benchmarks import many_claims, timing
from web.benchmarks.timing import Progress

Answer = Callable[[str], str | None]
SIZES = (10_000, 100_000)
PIECES, CHANGES = 60, 100
SHARES = {"exact": 16, "reworded": 10, "distorted": 8, "filler": 6}
PRODUCTS = ("Ostravane", "Belquira", "Cindoral", "Dravisto", "Emplexa", "Fornavil")
FILLERS = (
    "We look forward to seeing you at the {} next week.",
    "The {} team will be glad to send you the full text.",
    "Please tell us which {} you would like to discuss.",
    "This message was prepared for the {} department.",
    "The meeting on {} starts at nine and ends at noon.",
)
ABOUT = ("symposium", "cardiology", "library", "agenda", "clinic", "registry", "ward")
BM25 = "bm25s and rapidfuzz"


class OwnClaimsError(ValidationError):
    """The measurement makes its own claims and reads no outside data."""


@dataclass(frozen=True)
class Asked:
    """A statement of a piece, how it was made, and the claim that it is, if any."""

    text: str
    kind: str
    ref: str | None


def run(
    data: Path | None, *, at: datetime.datetime, progress: Progress
) -> dict[str, Any]:
    """Everything measured, as one object for machines. Raises OwnClaimsError."""
    del at  # no claim is looked up by day here
    if data is not None:
        raise OwnClaimsError("Linking is measured on claims of its own: leave --data.")
    sizes = []
    for done, size in enumerate(SIZES):
        sizes.append(measured(size, PIECES, CHANGES))
        progress(done + 1, len(SIZES))
    small, large = (one["linked"]["p50_ms"] for one in sizes)
    return {
        "benchmark": "linking",
        "data": "claims of six invented products, made by a grammar",
        "stores": "nothing is stored",
        "statements_of_a_piece": sum(SHARES.values()),
        "sizes": sizes,
        "growth": round(large / small, 2),
        "peer": BM25 if _bm25s() else "bm25s is not installed: run make setup for it",
    }


def measured(size: int, pieces: int, changes: int) -> dict[str, Any]:
    """One library of so many claims: how fast, how often right, how soon changed."""
    claims = list(texts(size))
    started = time.perf_counter()
    library = Library(_approved(number, text) for number, text in enumerate(claims))
    built = time.perf_counter() - started
    asked = [list(piece(claims, seed)) for seed in range(pieces)]
    ours = _answered(_linking(library), asked)
    return {
        "claims": size,
        "build_s": round(built, 1),
        "linked": ours,
        "peers": _peers(claims, asked),
        "changes": _changed(library, size, changes),
    }


def texts(count: int) -> Iterator[str]:
    """So many claims; many differ from others by a figure alone."""
    for number in range(count):
        chance = random.Random(number)  # noqa: S311 - figures, not secrets
        product = chance.choice(PRODUCTS)
        endpoint = chance.choice(many_claims.ENDPOINTS)
        verb, people = (
            chance.choice(many_claims.VERBS),
            chance.choice(many_claims.PEOPLE),
        )
        ours, theirs = chance.randint(30, 989) / 10, chance.randint(30, 989) / 10
        week, ratio = chance.randint(4, 104), chance.randint(30, 99)
        people_counted = chance.randint(120, 9_800)
        yield chance.choice((
            f"At week {week}, {product} {verb} {endpoint} in {ours}% of {people}, "
            f"compared with {theirs}% on placebo (n={people_counted:,}).",
            f"{product} {verb} {endpoint} by {ours}% over {week} weeks in {people} "
            f"(HR 0.{ratio}; p=0.0{chance.randint(10, 49)}).",
            f"In {people}, {endpoint} was reported by {ours}% of those on {product} "
            f"and by {theirs}% of those on placebo within {week} weeks.",
        ))  # fmt: skip


def piece(claims: Sequence[str], seed: int) -> Iterator[Asked]:
    """The statements of two pages, in the shares of ``SHARES``."""
    chance = random.Random(f"piece {seed}")  # noqa: S311 - figures, not secrets
    for kind, many in SHARES.items():
        for _ in range(many):
            number = chance.randrange(len(claims))
            text = _made(kind, claims[number], chance)
            yield Asked(text, kind, None if kind == "filler" else f"claim-{number}@1")


def _made(kind: str, claim: str, chance: random.Random) -> str:
    """A claim as it stands, reworded, distorted, or words that are none."""
    match kind:
        case "reworded":
            lead = chance.choice(("As the trial showed, ", "Please note: ", ""))
            return lead + claim.replace("%", " per cent").replace("placebo", "Placebo")
        case "distorted":
            places = [n for n, letter in enumerate(claim) if letter.isdigit()]
            place = chance.choice(places)
            digit = str((int(claim[place]) + chance.randint(1, 9)) % 10)
            return claim[:place] + digit + claim[place + 1 :]
        case "filler":
            return chance.choice(FILLERS).format(chance.choice(ABOUT))
        case _:
            return claim


def _approved(number: int, text: str) -> Approved:
    return Approved(text, Source.CLAIM, f"claim-{number}@1", "efficacy")


def _linking(library: Library) -> Answer:
    """The claim that the gate would name: letter by letter, or ruled by the cascade."""

    def answer(statement: str) -> str | None:
        wording = canonical.canonical(statement)
        exact = library.exactly(wording)
        near = exact[0] if exact else cascade.rule(wording, library, {}).near
        return near.ref if near else None

    return answer


def _answered(answer: Answer, pieces: Sequence[Sequence[Asked]]) -> dict[str, Any]:
    """Times for each piece, links that are right, fillers that were linked."""
    seconds: list[float] = []
    told: list[tuple[Asked, str | None]] = []
    for asked in pieces:
        started = time.perf_counter()
        links = [answer(one.text) for one in asked]
        seconds.append(time.perf_counter() - started)
        told.extend(zip(asked, links, strict=True))
    right = {
        kind: [ref == a.ref for a, ref in told if a.kind == kind] for kind in SHARES
    }
    fillers = right.pop("filler")
    every = [one for kind in right.values() for one in kind]
    return {
        **timing.told(seconds, 1),
        "recall@1": round(sum(every) / len(every), 4),
        **{f"recall@1 {kind}": round(sum(r) / len(r), 4) for kind, r in right.items()},
        "false_links": round(fillers.count(False) / len(fillers), 4),
    }


def _peers(
    claims: Sequence[str], pieces: Sequence[Sequence[Asked]]
) -> dict[str, dict[str, Any]]:
    """What bm25s finds, ordered by rapidfuzz; nothing is verified."""
    bm25s = _bm25s()
    if bm25s is None:
        return {}
    index = bm25s.BM25()
    index.index(bm25s.tokenize(claims, show_progress=False), show_progress=False)

    def answer(statement: str) -> str | None:
        words = bm25s.tokenize(statement, show_progress=False)
        found, _ = index.retrieve(words, k=MEASURED, show_progress=False)
        best = max(found[0], key=lambda number: likeness(statement, claims[number]))
        return f"claim-{best}@1"

    return {BM25: _answered(answer, pieces)}


def _bm25s() -> Any:
    """The peer, which is a package of development; None where it is not installed."""
    is_there = importlib.util.find_spec("bm25s") is not None
    return importlib.import_module("bm25s") if is_there else None


def _changed(library: Library, size: int, changes: int) -> dict[str, dict[str, float]]:
    """How long it takes until one claim more is known, and one is known no more."""
    added, withdrawn = [], []
    for number in range(size, size + changes):
        fresh = _approved(number, f"Fresh plums {number} helped {number % 7} in 9.")
        started = time.perf_counter()
        library.add(fresh)
        added.append(time.perf_counter() - started)
        started = time.perf_counter()
        library.withdraw(fresh)
        withdrawn.append(time.perf_counter() - started)
    return {"added": timing.told(added, 3), "withdrawn": timing.told(withdrawn, 3)}
