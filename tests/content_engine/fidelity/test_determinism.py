"""The same input gives the same answer in every process, whatever seeds its hashes."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from content_engine import checking
from content_engine.fidelity.comparing import compare
from tests.content_engine import comparing_cases
from tests.content_engine.fidelity.shelves import LIBRARY
from tests.content_engine.gate_rewordings import EDITS
from tests.content_engine.gate_world import SHELF, carrying, checked

ROOT = Path(__file__).parents[3]
PROGRAM = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from tests.content_engine.fidelity import test_determinism
print(test_determinism.digest())
"""


def digest() -> str:
    """The hash of comparisons, candidates and whole checks."""
    pairs = [*comparing_cases.distortions()[::12], *comparing_cases.faithful()[::8]]
    told: list[object] = [asdict(compare(a, c)) for _, a, c in pairs]
    told += [
        [asdict(one) for one in LIBRARY.candidates(candidate, 5)]
        for _, _, candidate in pairs
    ]
    told += [
        checking.as_contract(checked(carrying(SHELF[key].text.replace(old, new))))
        for _, key, old, new in EDITS[::16]
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@pytest.fixture(scope="module")
def here() -> str:
    return digest()


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_another_process_finds_the_same(seed: str, here: str) -> None:
    done = subprocess.run(  # noqa: S603 - this interpreter, this program
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == here


def test_asking_again_finds_the_same(here: str) -> None:
    assert digest() == here
