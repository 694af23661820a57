"""Runs the benchmark: a development lexicon, a held-out one, or outside pairs.

Lexicons A and B serve the work on the engine; C and its edits were written by an author
who had not seen the engine, and serve for nothing but this: the second reader's weights
are learned from A and B, and never from C.
"""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from web.benchmarks.fidelity import (
    corpus,
    fitting,
    lexicons,
    measuring,
    outside,
    pieces,
    sampling,
    scores,
    targets,
)
from web.benchmarks.fidelity.corpus import Corpus
from web.benchmarks.fidelity.lexicons import Label, Pair
from web.benchmarks.fidelity.measuring import Compared
from web.benchmarks.timing import Progress

SETS = {
    "a": "development",
    "b": "development, second author",
    "c": "held out by claim and author",
}
OUTSIDE = "outside pairs"


def run(
    data: Path | None, *, at: datetime.datetime, progress: Progress
) -> dict[str, Any]:
    """Everything measured, as one object for machines.

    ``data`` is a directory of JSON lines with approved, candidate and label; None
    measures the lexicons. Raises LexiconError and NoPairsError.
    """
    del at  # no claim is looked up by day here
    sets = [_outside(data, progress)] if data else list(_own(progress))
    return {
        "benchmark": "fidelity",
        "data": str(data) if data else "invented claims of three lexicons",
        "stores": "nothing is stored",
        "learned": "the weights of the second reader, from lexicons A and B",
        "second_reader": {} if data else fitting.learned(fitting.pairs_learned_from()),
        "seed": corpus.SEED,
        "sets": sets,
    }


def _own(progress: Progress) -> list[dict[str, Any]]:
    """Each lexicon, drawn and made by hand together, then those by hand alone."""
    sets = []
    for folder, name in SETS.items():
        lexicon = lexicons.read(lexicons.HERE / folder)
        made = corpus.drawn(lexicon)
        pairs = [*made.pairs, *lexicon.edits]
        done = measuring.compared(pairs, progress)
        told = _told(name, done)
        told["sizes"] = {**made.counts(), "by_hand": len(lexicon.edits)}
        _add_pieces(told, made)
        sets.append(told)
        if lexicon.edits:
            sets.append(_told(f"{name}, by hand alone", done[len(made.pairs) :]))
    return sets


def _add_pieces(told: dict[str, Any], made: Corpus) -> None:
    found = pieces.measured(made)
    told["page"] = found.pop("a page")
    told["measures"] |= found


def _told(name: str, done: Sequence[Compared]) -> dict[str, Any]:
    """A set with its measures, each beside its target."""
    told = measuring.measured(done)
    told["measures"] = {
        measure: targets.held(measure, one) for measure, one in told["measures"].items()
    }
    return {
        "name": name,
        "sizes": _sizes([one.pair for one in done]),
        **told,
        "methods": measuring.methods(done),
    }


def _sizes(pairs: Sequence[Pair]) -> dict[str, int]:
    labels = [pair.label for pair in pairs]
    return {
        "claims": len({pair.approved for pair in pairs}),
        "corrupted": labels.count(Label.DISTORTED),
        "faithful": labels.count(Label.FAITHFUL),
        "free": labels.count(Label.FREE),
    }


def _outside(data: Path, progress: Progress) -> dict[str, Any]:
    """Pairs that others wrote: two measures of their own, and the similarities."""
    done = measuring.compared(outside.read(data), progress)
    told = _told(OUTSIDE, done)
    bent = scores.flags(one.pair.label == Label.DISTORTED for one in done)
    named = scores.flags(one.is_distorted for one in done)
    linked = scores.flags(one.is_linked for one in done)
    risks = np.array([one.result.score for one in done])
    area = scores.auroc(risks[bent], risks[~bent])
    sample = sampling.Resampled([one.pair.approved for one in done])
    halves = sample.shares(bent, named), sample.shares(~bent, ~named)
    found = {
        "AUROC": {"share": round(area, 4), "interval": None, "of": len(done)},
        "balanced accuracy": sampling.told((halves[0] + halves[1]) / 2, len(done)),
        "distorted detected": sampling.told(
            sample.shares(bent, ~linked), int(bent.sum())
        ),
        "distorted called so": sampling.told(halves[0], int(bent.sum())),
        "faithful linked": sampling.told(
            sample.shares(~bent, linked), int((~bent).sum())
        ),
    }
    told["measures"] = {name: targets.held(name, one) for name, one in found.items()}
    told["types"] = told["ways"] = {}
    return told
