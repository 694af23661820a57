"""Measures checks in a large library: which claim each statement of a piece is.

Two pages of 40 statements are checked as the editor and the service check them, with
10,000 and 100,000 claims of one brand in force: every link verified, every rule asked.
bm25s with rapidfuzz, which verify nothing, link the same statements in the same run.
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

from content_engine import checking, shelves
from content_engine.fidelity.linking.library import MEASURED, likeness
from content_engine.pieces import Context, Piece, PieceText
from content_engine.vocabulary import Outcome, PartName
from knowledge_base.models import (
    Brand,
    BrandMarket,
    ClaimState,
    ClaimVersion,
    Label,
    SafetyForm,
    SafetyText,
)
from knowledge_base.wording.hashes import sha256
from web.benchmarks import many_claims, stores, timing
from web.benchmarks.timing import Progress

Links = Sequence[str | None]
Answer = Callable[[Sequence[str]], Links]
SIZES = (10_000, 100_000)
PIECES, WARM_UP, CHANGES = 60, 3, 30
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
SAFETY = "Ostravane may cause drowsiness. See the full prescribing information."
OPEN: dict[str, Any] = {"market_codes": ["US"]}


class OwnClaimsError(ValidationError):
    """The measurement makes its own claims and reads no outside data."""


class StaleAnswerError(ValidationError):
    """A check did not show what had just been committed."""


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
    if data is not None:
        raise OwnClaimsError("Linking is measured on claims of its own: leave --data.")
    sizes = []
    with stores.throwaway():
        brand = _brand(at)
        for done, size in enumerate(SIZES):
            sizes.append(_measured(brand, size, at))
            progress(done + 1, len(SIZES))
    small, large = (one["checked"]["p50_ms"] for one in sizes)
    return {
        "benchmark": "linking",
        "data": "claims of one invented brand, made by a grammar",
        "stores": stores.MADE,
        "statements_of_a_piece": sum(SHARES.values()),
        "sizes": sizes,
        "growth": round(large / small, 2),
        "peer": BM25 if _bm25s() else "bm25s is not installed: run make setup for it",
    }


def _brand(at: datetime.datetime) -> Brand:
    """A brand with a label in force, so that pieces of it can be checked."""
    brand = Brand.objects.create(
        slug=many_claims.SLUG,
        name="Ostravane",
        generic_name="ostravanol",
        manufacturer="Ostrava Fenn",
    )
    BrandMarket.objects.create(
        brand=brand,
        market="US",
        launched_on=at.date(),
        prescribing_information_url="https://ostravane.example/pi",
    )
    label = Label.objects.create(
        brand=brand,
        market="US",
        version="1",
        effective_on=at.date(),
        approved_by="benchmark",
        approved_at=at,
    )
    for form in SafetyForm:
        SafetyText.objects.create(
            label=label, form=form, text=SAFETY, sha256=sha256(SAFETY)
        )
    return brand


def _measured(brand: Brand, size: int, at: datetime.datetime) -> dict[str, Any]:
    """One size of library: how fast, how often right, how soon a change shows."""
    known = list(texts(size))
    start = brand.claims.filter(key__startswith="claim-").count()
    more = {f"claim-{number}": known[number] for number in range(start, size)}
    many_claims.store(brand, more, at=at, limits=OPEN)
    place = Context(brand.slug, "US", "email", "HCP", at.date())
    shelves.clear()  # sizes differ by more than a process takes up as it goes
    before, started = many_claims.memory_mb(), time.perf_counter()
    _check(["Good morning."], place)
    first = time.perf_counter() - started
    asked = [list(piece(known, seed)) for seed in range(WARM_UP + PIECES)]
    for warm in asked[:WARM_UP]:
        _check([one.text for one in warm], place)
    return {
        "claims": size,
        "first_check_s": round(first, 1),
        "kept_mb": many_claims.memory_mb() - before,
        "checked": _answered(lambda said: _check(said, place), asked[WARM_UP:]),
        "peers": _peers(known, asked[WARM_UP:]),
        "changes": _changed(brand, place, at),
    }


def _check(statements: Sequence[str], place: Context) -> Links:
    """The claim that the gate names for each statement of a piece."""
    body = PieceText(PartName.BODY, "\n".join(statements))
    result = checking.check_foreign(Piece(place, (body,)))
    named = {one.text: one.claim for one in result.statements}
    return [named.get(statement) for statement in statements]


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


def piece(known: Sequence[str], seed: int) -> Iterator[Asked]:
    """The statements of two pages, in the shares of ``SHARES``."""
    chance = random.Random(f"piece {seed}")  # noqa: S311 - figures, not secrets
    for kind, many in SHARES.items():
        for _ in range(many):
            number = chance.randrange(len(known))
            text = _made(kind, known[number], chance)
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


def _answered(answer: Answer, pieces: Sequence[Sequence[Asked]]) -> dict[str, Any]:
    """Times for each piece, links that are right, fillers that were linked."""
    seconds: list[float] = []
    told: list[tuple[Asked, str | None]] = []
    for asked in pieces:
        started = time.perf_counter()
        links = answer([one.text for one in asked])
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
    known: Sequence[str], pieces: Sequence[Sequence[Asked]]
) -> dict[str, dict[str, Any]]:
    """What bm25s finds, ordered by rapidfuzz; nothing is verified."""
    bm25s = _bm25s()
    if bm25s is None:
        return {}
    index = bm25s.BM25()
    index.index(bm25s.tokenize(known, show_progress=False), show_progress=False)

    def linked(statement: str) -> str:
        words = bm25s.tokenize(statement, show_progress=False)
        found, _ = index.retrieve(words, k=MEASURED, show_progress=False)
        best = max(found[0], key=lambda number: likeness(statement, known[number]))
        return f"claim-{best}@1"

    return {BM25: _answered(lambda said: [linked(one) for one in said], pieces)}


def _bm25s() -> Any:
    """The peer, which is a package of development; None where it is not installed."""
    is_there = importlib.util.find_spec("bm25s") is not None
    return importlib.import_module("bm25s") if is_there else None


def _changed(
    brand: Brand, place: Context, at: datetime.datetime
) -> dict[str, dict[str, float]]:
    """How long the check after a change takes, in which that shows."""
    added, withdrawn = [], []
    start = brand.claims.count()
    for number in range(start, start + CHANGES):
        text = f"Fresh plums were taken by {number:,} adults in a study of their own."
        many_claims.store(brand, {f"fresh-{number}": text}, at=at, limits=OPEN)
        added.append(_until(Outcome.EXACT, text, place))
        fresh = ClaimVersion.objects.filter(claim__key=f"fresh-{number}")
        fresh.update(state=ClaimState.WITHDRAWN, withdrawn_at=at)
        withdrawn.append(_until(Outcome.UNSUBSTANTIATED, text, place))
    return {"added": timing.told(added, 1), "withdrawn": timing.told(withdrawn, 1)}


def _until(outcome: Outcome, text: str, place: Context) -> float:
    """Seconds of a check of one statement. Raises StaleAnswerError."""
    asked = Piece(place, (PieceText(PartName.BODY, text),))
    started = time.perf_counter()
    [said] = checking.check_foreign(asked).statements
    seconds = time.perf_counter() - started
    if said.outcome is not outcome:
        raise StaleAnswerError(f"“{text}” was {said.outcome} and not {outcome}.")
    return seconds
