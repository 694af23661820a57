"""Measures families: how different their words are, what the gate says, how fast.

The peer for diversity is random feasible choice: the composer's first draft for each
cell, taken as it comes. The floor for speed is ``string.Template`` putting the same
segments together without asking anything. Seconds are processor seconds of one core.
"""

import datetime
import statistics
import string
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest import mock

from content_engine import briefs, checking, pipeline
from content_engine.channels.catalogue import CHANNELS, rules_of
from content_engine.pieces import Part
from content_engine.pipeline import Generated, MadeVariant
from content_engine.planning.requests import CompletedBrief
from content_engine.planning.slots import MessagePlan
from content_engine.vocabulary import SegmentKind, Verdict
from content_engine.writers.composer import diversity
from content_engine.writers.composer.writing import Composer
from content_engine.writers.protocol import Draft, Writer, WriterCard
from knowledge_base.models import BrandMarket
from web.benchmarks import stores
from web.benchmarks.timing import Progress

COUNTS = (8, 20)
ROUNDS = 3
PEER = WriterCard(name="random choice", model="embedded", prompt_version="1")
MEASURES = ("self_bleu4", "distinct2", "largest_jaccard")


@dataclass(frozen=True)
class FirstDraft:
    """The named peer: one feasible draft for each message, as chance gives it."""

    card: WriterCard = PEER

    def propose(self, plan: MessagePlan, count: int) -> tuple[Draft, ...]:
        """The composer's first draft, whatever the family holds already."""
        return Composer().propose(plan, count)[:1]


@dataclass
class Stopwatch:
    """Processor seconds spent inside the gate."""

    seconds: float = 0.0
    calls: int = 0
    started: float = field(default=0.0)


def run(
    data: Path | None, *, at: datetime.datetime, progress: Progress
) -> dict[str, Any]:
    """Everything measured, as one object for machines.

    ``data`` is a directory of brand kits, None for the sample brands. Raises
    NoKitsError, KitFaultsError.
    """
    with stores.throwaway():
        stores.load(data, at=at)
        places = list(_places())
        steps = len(places) * len(COUNTS) + ROUNDS
        families = []
        for place in places:
            for count in COUNTS:
                families.append(_family(_brief(*place, count, at)))
                progress(len(families), steps)
        speed = _speed([_brief(*place, max(COUNTS), at) for place in places])
        progress(steps, steps)
    return {
        "benchmark": "generation",
        **stores.named(data),
        "families": families,
        "summary": {str(count): _summary(families, count) for count in COUNTS},
        "speed": speed,
    }


def _places() -> Iterator[tuple[str, str, str]]:
    rows = BrandMarket.objects.order_by("brand__slug", "-market")
    for slug, market in rows.values_list("brand__slug", "market"):
        for channel in CHANNELS:
            yield slug, market, channel.value


def _brief(
    slug: str, market: str, channel: str, count: int, at: datetime.datetime
) -> CompletedBrief:
    """A brief over all tones and themes that the place has, and all formats."""
    raw = {
        "brand": slug,
        "market": market,
        "channel": channel,
        "audience": "HCP",
        "formats": [form.value for form in rules_of(channel).claims],
        "count": count,
        "writer": "composer",
    }
    return briefs.complete(raw, day=at.date())


def _family(brief: CompletedBrief) -> dict[str, Any]:
    made, peer = _generated(brief, Composer()), _generated(brief, FirstDraft())
    return {
        "brand": brief.brand,
        "market": brief.market,
        "channel": brief.channel,
        "asked": brief.count,
        "made": len(made.variants),
        "cells": _cells(brief, made),
        "unexplained": _unexplained(brief, made),
        "verdicts": _verdicts(made),
        "composer": _diversity(made.variants),
        PEER.name: {"made": len(peer.variants), **_diversity(peer.variants)},
    }


def _generated(brief: CompletedBrief, writer: Writer) -> Generated:
    return pipeline.generate(
        brief, writer=writer, fallback=None, progress=lambda done, total: None
    )


def _cells(brief: CompletedBrief, made: Generated) -> dict[str, int]:
    """How many cells hold a message, and for how many it is said why they do not."""
    total = len(brief.tones) * len(brief.themes) * len(brief.formats)
    filled = {variant.cell for variant in made.variants}
    explained = {each.cell for each in made.infeasible} - filled
    untried = total - len(filled) - len(explained)
    return {
        "all": total,
        "filled": len(filled),
        "explained": len(explained),
        "not_needed": untried,
    }


def _unexplained(brief: CompletedBrief, made: Generated) -> int:
    """Variants that are missing without a reason."""
    if made.infeasible and all(each.reason for each in made.infeasible):
        return 0
    return brief.count - len(made.variants)


def _verdicts(made: Generated) -> dict[str, int]:
    counted = Counter(variant.check.verdict for variant in made.variants)
    return {verdict.value: counted[verdict] for verdict in Verdict}


def _diversity(variants: Sequence[MadeVariant]) -> dict[str, dict[str, float]]:
    """On the words that connect, and apart from them on everything a reader reads."""
    return {
        "connective": _measured([_connective(each.parts) for each in variants]),
        "full_text": _measured([_full(each.parts) for each in variants]),
    }


def _measured(texts: Sequence[str]) -> dict[str, float]:
    return {name: round(getattr(diversity, name)(texts), 4) for name in MEASURES}


def _connective(parts: Sequence[Part]) -> str:
    claims = [
        segment.ref
        for part in parts
        for segment in part.segments
        if segment.kind == SegmentKind.CLAIM and segment.ref
    ]
    return diversity.connective_text(parts, claims)


def _full(parts: Sequence[Part]) -> str:
    return " ".join(part.text for part in parts)


def _summary(families: Sequence[dict[str, Any]], count: int) -> dict[str, Any]:
    """Mean and worst of every full family of so many variants."""
    whole = [f for f in families if f["asked"] == count == f["made"]]
    asked = [f for f in families if f["asked"] == count]
    return {
        "families": len(asked),
        "full": len(whole),
        "made": sum(f["made"] for f in asked),
        "unexplained": sum(f["unexplained"] for f in asked),
        **{writer: _spread(whole, writer) for writer in ("composer", PEER.name)},
    }


def _spread(families: Sequence[dict[str, Any]], writer: str) -> dict[str, Any]:
    spread: dict[str, Any] = {}
    for text in ("connective", "full_text"):
        for measure in MEASURES:
            values = [family[writer][text][measure] for family in families]
            if values:
                worst = min(values) if measure == "distinct2" else max(values)
                spread.setdefault(text, {})[measure] = {
                    "mean": round(statistics.mean(values), 4),
                    "worst": worst,
                }
    return spread


def _speed(orders: Sequence[CompletedBrief]) -> dict[str, Any]:
    """Checked variants a second; our rounds and the floor's are measured in turn."""
    ours, floor, gate, made = 0.0, 0.0, Stopwatch(), 0
    for number in range(ROUNDS):
        for brief in orders:
            fresh = replace(brief, seed=brief.seed + number)
            started = time.process_time()
            with _timed_gate(gate):
                generated = _generated(fresh, Composer())
            ours += time.process_time() - started
            made += len(generated.variants)
            started = time.process_time()
            for variant in generated.variants:
                _assembled(variant.parts)
            floor += time.process_time() - started
    return {
        "rounds": ROUNDS,
        "variants": made,
        "variants_per_second": round(made / ours, 1),
        "gate_share": round(gate.seconds / ours, 3),
        "checks_per_variant": round(gate.calls / made, 2) if made else 0.0,
        "floor": "string.Template without any check",
        "floor_per_second": round(made / floor, 1),
        "times_the_floor": round(ours / floor, 1),
    }


@contextmanager
def _timed_gate(watch: Stopwatch) -> Iterator[None]:
    """Count the seconds of every check while the block lasts."""
    check = checking.check

    def timed(*args: Any) -> Any:
        started = time.process_time()
        try:
            return check(*args)
        finally:
            watch.seconds += time.process_time() - started
            watch.calls += 1

    with mock.patch.object(checking, "check", timed):
        yield


def _assembled(parts: Sequence[Part]) -> str:
    """The same segments put together by the standard library's templates."""
    texts = []
    for part in parts:
        places = " ".join(f"$s{number}" for number in range(len(part.segments)))
        words = {f"s{number}": s.text for number, s in enumerate(part.segments)}
        texts.append(string.Template(places).substitute(words))
    return "\n\n".join(texts)
