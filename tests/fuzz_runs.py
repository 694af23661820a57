"""Fuzzes the importers that write: ``python -m tests.fuzz_runs NAME --seconds 600``.

Works in a database of its own in memory, so that nothing else is touched.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter


def main() -> int:
    """Fuzz one importer, print counts, show what failed; 1 if anything failed."""
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
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from tests import fuzz_files, fuzz_importers

    fuzz_files.world()
    target = fuzz_importers.Target(
        run=fuzz_files.RUNS[asked.name],
        refusal=fuzz_files.RefusedError,
        seeds=fuzz_files.seeds(asked.name),
    )
    counts: Counter[str] = Counter()
    for outcome, data in fuzz_importers.attempts(target, asked.seconds, asked.seed):
        if outcome.startswith("failed") and outcome not in counts:
            sys.stdout.write(f"{outcome}\n{data!r}\n")
        counts[outcome] += 1
    sys.stdout.write(f"{asked.name}: {sum(counts.values())} files, {dict(counts)}\n")
    return int(any(outcome.startswith("failed") for outcome in counts))


if __name__ == "__main__":
    sys.exit(main())
