"""The command answers in order, refuses by line, and needs no database."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

ROOT = Path(__file__).parents[2]
SAME = {"id": "a", "approved": "Velorin helps.", "candidate": "Velorin helps."}
BENT = {"id": 7, "approved": "9.8 % on Velorin.", "candidate": "98 % on Velorin."}


def write(path: Path, *documents: object) -> str:
    lines = [one if isinstance(one, str) else json.dumps(one) for one in documents]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def answers(*arguments: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("compare_wording", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_answers_stand_in_the_order_of_the_questions(tmp_path: Path) -> None:
    name = write(tmp_path / "pairs.jsonl", SAME, "", BENT)
    first, second = answers(name, "--jsonl")
    assert first == {"id": "a", "outcome": "exact", "score": 0.0, "distortions": []}
    assert (second["id"], second["outcome"]) == (7, "distorted")
    assert second["score"] >= 0.9
    assert second["distortions"] == [
        {"type": "decimal", "approved": "9.8 %", "candidate": "98 %"}
    ]


def test_one_object_is_answered_by_one(tmp_path: Path) -> None:
    name = write(tmp_path / "pair.json", json.dumps(SAME, indent=2))
    assert answers(name, "--json")[0]["outcome"] == "exact"


def test_a_person_reads_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("compare_wording", write(tmp_path / "pair.json", json.dumps(BENT)))
    told = capsys.readouterr().out
    assert "distorted (0.9" in told
    assert "decimal: 9.8 % -> 98 %" in told


def test_a_person_reads_in_which_ways_wordings_differ(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = {"approved": "9.8 % had HF.", "candidate": "9.8 per cent had heart failure."}
    call_command("compare_wording", write(tmp_path / "pair.json", json.dumps(pair)))
    assert "differs in: abbreviation expanded" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "this is not JSON."),
        ("[" * 100_000, "this is not JSON."),
        ("[]", "a pair is an object with id, approved and candidate."),
        ('{"id": 1, "approved": "x"}', "candidate is missing."),
        ('{"id": 1, "candidate": "x"}', "approved is missing."),
        ('{"id": 1, "approved": 2, "candidate": "x"}', "approved must be text."),
        (
            '{"id": [], "approved": "x", "candidate": "x"}',
            "id must be text or a number.",
        ),
        (
            '{"id": true, "approved": "x", "candidate": "x"}',
            "id must be text or a number.",
        ),
    ],
)
def test_each_refused_line_has_one_sentence(
    tmp_path: Path, line: str, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = write(tmp_path / "pairs.jsonl", SAME, line, SAME, line)
    with pytest.raises(CommandError) as refused:
        call_command("compare_wording", name, "--jsonl")
    assert str(refused.value).splitlines() == [
        f"{name}, line 2: {fault}",
        f"{name}, line 4: {fault}",
    ]
    assert refused.value.returncode == 1
    assert capsys.readouterr().out == ""


def test_a_file_that_is_not_there_is_called_wrongly(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("compare_wording", str(tmp_path / "none.jsonl"))
    assert refused.value.returncode == 2


def test_bytes_that_are_no_text_are_refused_by_line(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_bytes(json.dumps(SAME).encode() + b"\n\xff\n")
    with pytest.raises(CommandError, match=r"line 2: this is not UTF-8\."):
        call_command("compare_wording", str(path), "--jsonl")


def run(
    stdin: str, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "compare_wording", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env=os.environ | environment,
    )


def test_no_database_is_needed() -> None:
    nowhere = "postgres://nobody@127.0.0.1:1/none"
    done = run(json.dumps(SAME), "-", "--jsonl", DATABASE_URL=nowhere, DEBUG="1")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["outcome"] == "exact"


def test_exit_codes_tell_refused_from_called_wrongly() -> None:
    assert run("{", "-", "--jsonl", DEBUG="1").returncode == 1
    assert run("", "--nonsense", DEBUG="1").returncode == 2
