"""Fuzzing that is run by hand tells what became of a file, and what took too long."""

import pytest

from tests import fuzz_importers


class RefusedError(Exception):
    """What the importers of these tests refuse with."""


def _target(run: object) -> fuzz_importers.Target:
    return fuzz_importers.Target(run, RefusedError, (b"seed",))  # type: ignore[arg-type]


def _refuse(data: bytes) -> None:
    raise RefusedError


def _break(data: bytes) -> None:
    raise KeyError("lost")


def test_each_end_has_its_name() -> None:
    assert fuzz_importers.attempt(_target(len), b"") == "read"
    assert fuzz_importers.attempt(_target(_refuse), b"") == "refused"
    broken = fuzz_importers.attempt(_target(_break), b"")
    assert broken == "failed: KeyError: 'lost'"


@pytest.mark.parametrize("bound", ["SECONDS_ALLOWED", "CLOCK_SECONDS_ALLOWED"])
@pytest.mark.parametrize("run", [len, _refuse], ids=["read", "refused"])
def test_a_file_past_a_bound_failed_whatever_became_of_it(
    monkeypatch: pytest.MonkeyPatch, bound: str, run: object
) -> None:
    monkeypatch.setattr(fuzz_importers, bound, -1.0)
    assert fuzz_importers.attempt(_target(run), b"") == "failed: slow"


def test_the_same_seed_damages_the_same_files() -> None:
    seen: list[list[bytes]] = [[], []]
    for files in seen:
        for _, data in fuzz_importers.attempts(_target(len), 60, seed=4):
            files.append(data)
            if len(files) == 20:
                break
    assert seen[0] == seen[1]
    assert len(set(seen[0])) > 5
