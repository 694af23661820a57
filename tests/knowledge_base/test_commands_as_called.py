"""Commands as a shell calls them: exit codes, streams, nothing half-written."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import load_command_class
from django.core.management.base import BaseCommand
from django.db import connections
from pytest_django.fixtures import Settings

from knowledge_base import generations, index, ledger
from knowledge_base.models import Brand, HcpProfile, HcpSegment, LedgerEntry
from tests.knowledge_base import faulty_profiles as files

Ran = tuple[int, str, str]
QUERY: dict[str, Any] = {
    "id": "q1",
    "brand": "calvoryn",
    "market": "GB",
    "channel": "email",
    "audience": "HCP",
    "at": "2026-11-21",
    "query": "gout flares",
}


class Shell:
    """Runs a command as ``manage.py`` does: exit code and both streams."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, name: str, *args: str) -> Ran:
        """Run it."""
        self.capsys.readouterr()
        command: BaseCommand = load_command_class("knowledge_base", name)
        code: Any = 0
        try:
            command.run_from_argv(["manage.py", name, *args])
        except SystemExit as end:
            code = end.code
        out, err = self.capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err


@pytest.fixture
def shell(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """The shell; connections stay open, for the test's rollback hangs on them."""
    monkeypatch.setattr(connections, "close_all", lambda: None)
    return Shell(capsys)


CALLED_WRONGLY: list[list[str]] = [
    ["import_profiles"],
    ["import_profiles", "a.csv", "b.csv"],
    ["import_profiles", "--jsno", "a.csv"],
    ["import_profiles", "no-such-file.csv"],
    ["import_profiles", "."],
    ["search_claims", "no-such-file"],
    ["search_claims", "."],
    ["search_claims", "a", "b"],
    ["search_claims", "--limit", "3"],
    ["verify_ledger", "extra"],
    ["verify_ledger", "--length", "many"],
    ["verify_ledger", "--length"],
    ["verify_ledger", "--tip"],
    ["rebuild_index", "extra"],
    ["rebuild_index", "--jsonl"],
]


@pytest.mark.parametrize("args", CALLED_WRONGLY, ids=" ".join)
def test_who_calls_wrongly_hears_it_on_standard_error(
    args: list[str], shell: Shell
) -> None:
    code, out, err = shell(*args)
    assert (code, out) == (2, "")
    assert err.strip()
    assert not HcpSegment.objects.exists()
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("as_json", [False, True])
def test_import_counts_on_standard_output_alone(
    as_json: bool, shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "people.jsonl"
    path.write_bytes(files.person())
    args = [str(path), *(["--json"] if as_json else [])]
    code, out, err = shell("import_profiles", *args)
    assert (code, err) == (0, "")
    lines = [line.partition(": ") for line in out.splitlines()]
    numbers = json.loads(out) if as_json else {name: n for name, _, n in lines}
    assert {name: int(numbers[name]) for name in ("segments", "profiles", "facts")} == {
        "segments": 1,
        "profiles": 1,
        "facts": 1,
    }
    assert LedgerEntry.objects.get().by == "import_profiles"


REFUSED = files.FAULTY[::7]


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    ("file", "data"), [row[1:3] for row in REFUSED], ids=range(len(REFUSED))
)
def test_a_refused_import_ends_with_one_and_says_why(
    as_json: bool, file: str, data: bytes, shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / file
    path.write_bytes(data)
    args = [str(path), *(["--json"] if as_json else [])]
    code, out, err = shell("import_profiles", *args)
    assert code == 1
    told = [line for line in err.splitlines() if line.startswith(file)]
    assert told
    assert "nothing was imported" in err
    if as_json:
        assert all(fault in told for fault in json.loads(out)["refused"])
    else:
        assert out == ""
    assert not HcpProfile.objects.exists()
    assert not LedgerEntry.objects.exists()


def as_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    stream = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stream)


@pytest.mark.parametrize("args", [[], ["-"], ["-", "--jsonl"], ["--jsonl"]])
def test_search_reads_standard_input(
    args: list[str], brand: Brand, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.dumps(QUERY | {"id": number}) for number in range(3)]
    as_stdin(monkeypatch, ("\n".join(lines) + "\n\n").encode())
    code, out, err = shell("search_claims", *args)
    assert (code, err) == (0, "")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["id"] for answer in answers] == [0, 1, 2]
    for answer in answers:
        scores = [one["score"] for one in answer["results"]]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)
        assert all(one["claim"].endswith("@1") for one in answer["results"])


def test_standard_input_that_is_not_utf_8_is_refused(
    brand: Brand, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_stdin(monkeypatch, b'{"id": "Andr\xe9"}\n')
    code, out, err = shell("search_claims")
    assert (code, out) == (1, "")
    assert "not UTF-8" in err


BAD_LINES: list[tuple[str, str]] = [
    ("{", "this is not JSON"),
    ("null", "this is not a JSON object"),
    ("[" * 100_000, "this is not JSON"),
    (json.dumps(QUERY | {"brand": None}), "brand must be given as text"),
    (json.dumps(QUERY | {"brand": "CALVORYN"}), "there is no brand 'CALVORYN'"),
    (json.dumps(QUERY | {"channel": []}), "channel must be given as text"),
    (json.dumps(QUERY | {"query": 5}), "query must be given as text"),
    (json.dumps(QUERY | {"audience": ["HCP"]}), "audience must be given as text"),
    (json.dumps(QUERY | {"at": 20261121}), "at must be given as text"),
    (json.dumps(QUERY | {"at": "21.11.2026"}), "at must be a date"),
    (json.dumps(QUERY | {"at": "2026-02-30"}), "at must be a date"),
    (json.dumps(QUERY | {"at": "0001-01-01T00:00+02:00"}), "at must be a date"),
    (json.dumps(QUERY | {"at": "9999-12-31T23:00-05:00"}), "at must be a date"),
    (json.dumps(QUERY | {"limit": 1_001}), "limit must be a number"),
    (json.dumps(QUERY | {"limit": "5"}), "limit must be a number"),
    (json.dumps(QUERY | {"limit": 2.0}), "limit must be a number"),
    (json.dumps(QUERY | {"limit": None}), "limit must be a number"),
    (json.dumps(QUERY | {"limit": -1}), "limit must be a number"),
    (json.dumps(QUERY | {"brand": "\ud800"}), "this is not JSON"),
    (json.dumps(QUERY | {"market": "\ud800"}), "this is not JSON"),
    (json.dumps(QUERY | {"query": "\ud800"}), "this is not JSON"),
    (json.dumps(QUERY | {"id": "\udfff"}), "this is not JSON"),
]


def test_each_bad_line_is_named_and_every_other_one_answered(
    brand: Brand, shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "queries.jsonl"
    lines = []
    for number, (line, _) in enumerate(BAD_LINES):
        lines += [line, json.dumps(QUERY | {"id": number})]
    path.write_text("\n".join(lines), encoding="utf-8")
    code, out, err = shell("search_claims", str(path), "--jsonl")
    assert code == 1
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["id"] for answer in answers] == list(range(len(BAD_LINES)))
    said = {line.partition(": ")[0]: line for line in err.splitlines()}
    for number, (_, words) in enumerate(BAD_LINES):
        assert words in said[f"line {2 * number + 1}"]
    assert f"{len(BAD_LINES)} queries were refused" in err


DAYS: list[tuple[str, int]] = [
    ("2026-01-14", 0),
    ("2026-01-15", 6),
    ("2026-01-15T00:00:00", 6),
    ("2026-01-14T23:00:00-05:00", 6),
    ("2026-01-15T00:30:00+02:00", 0),
    ("2027-12-30T23:59:59Z", 6),
    ("2027-12-30T23:59:59-01:00", 0),
    ("2027-12-31", 0),
]


@pytest.mark.parametrize(("moment", "number"), DAYS)
def test_moments_count_in_utc(
    moment: str, number: int, brand: Brand, shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text(json.dumps(QUERY | {"at": moment, "query": ""}))
    _, out, _ = shell("search_claims", str(path))
    assert len(json.loads(out)["results"]) == number


@pytest.mark.parametrize("kept", [{"x": [1, None]}, None, 5, "Ärzte ▼", ""])
def test_the_id_comes_back_as_it_was(
    kept: object, brand: Brand, shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_bytes(files.BOM + json.dumps(QUERY | {"id": kept}).encode())
    code, out, _ = shell("search_claims", str(path))
    assert (code, json.loads(out)["id"]) == (0, kept)


LENGTHS = [("1", 0), ("0", 0), ("2", 1), ("-1", 1), (str(10**30), 1)]


@pytest.mark.parametrize(("length", "expected"), LENGTHS)
def test_a_noted_length_is_part_of_the_ledger_or_not(
    length: str, expected: int, brand: Brand, shell: Shell
) -> None:
    code, out, err = shell("verify_ledger", f"--length={length}")
    assert code == expected
    assert bool(out) != bool(expected)
    assert bool(err) == bool(expected)


def test_an_empty_ledger_is_whole(shell: Shell) -> None:
    code, out, err = shell("verify_ledger", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {"entries": 0, "tip": ledger.GENESIS}
    assert shell("verify_ledger", "--tip", "f" * 64)[0] == 1
    assert shell("verify_ledger", "--length", "1")[0] == 1


@pytest.mark.parametrize("args", [[], ["--json"], ["--length", "1"]])
def test_a_ledger_under_another_key_is_broken(
    args: list[str], brand: Brand, shell: Shell, settings: Settings
) -> None:
    settings.LEDGER_KEY = "somebody else's key"
    code, out, err = shell("verify_ledger", *args)
    assert (code, out) == (1, "")
    assert "Entry 1 is broken" in err


def test_rebuild_counts_and_keeps_quiet_where_nobody_looks(
    brand: Brand, shell: Shell
) -> None:
    assert shell("rebuild_index") == (0, "7 wordings indexed\n", "")
    first = generations.current()
    code, out, err = shell("rebuild_index", "--json")
    assert (code, json.loads(out), err) == (0, {"entries": 7}, "")
    assert generations.current() != first
    assert not index.is_stale()
    assert LedgerEntry.objects.count() == 1  # the kit's: an index is no knowledge
