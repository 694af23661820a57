"""Throws damaged files at the importers: each is read or refused, in bounded time.

``python -m tests.fuzz_importers NAME --seconds 600`` runs one importer's fuzzing;
the suite does a little of the same with Hypothesis. To add an importer, add a Target.
"""

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge_base import label_import
from knowledge_base.label_import import contents, outlines
from tests.knowledge_base import label_files

# Of processor time, so that a busy machine fails nothing; a file that makes the
# importer wait, not work, fails by the clock.
SECONDS_ALLOWED = 5.0
CLOCK_SECONDS_ALLOWED = 60.0
TOKENS = (
    *(b"<", b">", b"&", b"&#0;", b"&x;", b"]]>", b"<!--", b"<![CDATA[", b"<?xml "),
    *(b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<table>", b"<td rowspan='99999'>", b"</td>"),
    *(b"<section>", b"<text>", b"{", b"}", b"[", b"]", b'"', b",", b":", b"null"),
    *(b"1e999", b"NaN", b"\\ud800", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe"),
    *(b"=", b"+", b"\r", b"\n", b"\t", b"PK\x03\x04", b"\x1f\x8b", b"9" * 5000),
)
Edit = tuple[str, float, float, int]
KINDS = ("flip", "delete", "repeat", "insert", "move", "cut")


@dataclass(frozen=True)
class Target:
    """An importer that is tried, and the sound files that are damaged for it.

    ``run`` returns or raises ``refusal``; whatever else it raises is a failure.
    """

    run: Callable[[bytes], object]
    refusal: type[Exception]
    seeds: tuple[bytes, ...]


def _label(data: bytes) -> object:
    document = label_import.read(data, "label")
    contents.indication(document)
    contents.limitations_of_use(document)
    contents.contraindications(document)
    contents.dosing(document)
    contents.adverse_reactions(document)
    told = outlines.outline(document, with_texts=True)
    return json.dumps(told, ensure_ascii=False).encode()


SPL = (label_files.FIRST, label_files.SECOND, label_files.OVER_THE_COUNTER)
FHIR = (label_files.FHIR, label_files.fhir_xml())
TARGETS = {
    "spl": Target(_label, label_import.LabelUnreadableError, SPL),
    "fhir": Target(_label, label_import.LabelUnreadableError, FHIR),
    "labels": Target(_label, label_import.LabelUnreadableError, SPL + FHIR),
}


def damage(data: bytes, edits: list[Edit]) -> bytes:
    """The file after some edits; places and lengths are shares of its length."""
    for kind, place, share, token in edits:
        start = int(place * len(data))
        stretch = data[start : start + 1 + int(share * share * 300)]
        before, after = data[:start], data[start + len(stretch) :]
        change = {
            "flip": bytes([stretch[0] ^ (1 << token % 8)]) + stretch[1:]
            if stretch
            else b"",
            "delete": b"",
            "repeat": stretch * (2 + token % 60),
            "insert": TOKENS[token % len(TOKENS)] + stretch,
            "move": stretch[::-1],
            "cut": stretch,
        }[kind]
        data = before + change + (b"" if kind == "cut" else after)
    return data


def edits_by(dice: random.Random) -> list[Edit]:
    """Some edits at random."""
    return [
        (dice.choice(KINDS), dice.random(), dice.random(), dice.randrange(1_000_000))
        for _ in range(dice.randint(1, 6))
    ]


def attempt(target: Target, data: bytes) -> str:
    """What became of one file: read, refused, slow, or the failure's name."""
    worked, began = _worked(), time.monotonic()
    try:
        target.run(data)
        outcome = "read"
    except target.refusal:
        outcome = "refused"
    except Exception as error:  # noqa: BLE001 - whatever comes is what is looked for
        outcome = f"failed: {type(error).__name__}: {error}"
    is_slow = (
        _worked() - worked > SECONDS_ALLOWED
        or time.monotonic() - began > CLOCK_SECONDS_ALLOWED
    )
    return "failed: slow" if is_slow else outcome


def _worked() -> float:
    """Seconds of processor time of this process and of its finished children."""
    return sum(os.times()[:4])


def attempts(target: Target, seconds: float, seed: int) -> Iterator[tuple[str, bytes]]:
    """Damaged files and what became of each, until the time is over."""
    dice = random.Random(seed)  # noqa: S311 - no secret is made of it
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        data = damage(dice.choice(target.seeds), edits_by(dice))
        yield attempt(target, data), data


def main() -> int:
    """Fuzz one importer, print counts, save what failed; 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    counts: Counter[str] = Counter()
    for outcome, data in attempts(TARGETS[asked.name], asked.seconds, asked.seed):
        if outcome.startswith("failed") and outcome not in counts:
            sys.stdout.write(f"{outcome}\n{data!r}\n")
        counts[outcome] += 1
    sys.stdout.write(f"{asked.name}: {sum(counts.values())} files, {dict(counts)}\n")
    return int(any(outcome.startswith("failed") for outcome in counts))


if __name__ == "__main__":
    sys.exit(main())
