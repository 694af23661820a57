"""Fuzzes by hand: ``python -m tests.fuzz_runs NAME --seconds 600 --seed 1``.

NAME is an importer that writes, ``checks`` for the whole gate, ``patterns`` for every
regular expression of the engine by itself, or ``parsers`` for what is built of them.
Works in a database of its own in memory, so that nothing else is touched.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator

OF_THE_GATE = ("checks", "patterns", "parsers")


def main() -> int:
    """Fuzz, print counts, show what failed first of each kind; 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    stores = tempfile.TemporaryDirectory()
    os.environ["DATA_DIR"] = os.environ["CHROMA_DIR"] = stores.name
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    of_the_gate = asked.name in OF_THE_GATE
    attempts = (_gate if of_the_gate else _importer)(asked)
    counts: Counter[str] = Counter()
    for outcome, told in attempts:
        if outcome.startswith("failed") and outcome not in counts:
            sys.stdout.write(f"{outcome}\n{told}\n")
            sys.stdout.flush()
        counts[outcome] += 1
    sys.stdout.write(f"{asked.name}: {sum(counts.values())} tries, {dict(counts)}\n")
    return int(any(outcome.startswith("failed") for outcome in counts))


def _importer(asked: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """Damaged files for one importer, and what became of each."""
    from django.core.management import call_command

    from tests import fuzz_files, fuzz_importers

    call_command("migrate", verbosity=0)
    fuzz_files.world()
    target = fuzz_importers.Target(
        run=fuzz_files.RUNS[asked.name],
        refusal=fuzz_files.RefusedError,
        seeds=fuzz_files.seeds(asked.name),
    )
    for outcome, data in fuzz_importers.attempts(target, asked.seconds, asked.seed):
        yield outcome, repr(data)


def _gate(asked: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """Hostile texts for the gate or its parts, and what became of each."""
    from tests import fuzz_checks, fuzz_growth, fuzz_parsers

    if asked.name == "checks":
        for outcome, piece in fuzz_checks.attempts(asked.seconds, asked.seed):
            yield outcome, fuzz_checks.told(piece)
    elif asked.name == "patterns":
        found = fuzz_parsers.patterns()
        yield from fuzz_growth.attempts(found, asked.seconds, asked.seed)
    else:
        yield from fuzz_parsers.attempts(asked.seconds, asked.seed)


if __name__ == "__main__":
    sys.exit(main())
