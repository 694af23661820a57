"""The command reads pieces, judges them and prints what the contract says."""

import datetime
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from tests import kits


@pytest.fixture(autouse=True)
def loaded(requester: User, at: datetime.datetime) -> None:
    """The small brand, approved."""
    kits.load_small_kit(by=requester, at=at)


def piece(text: str = "Thank you.", **changes: Any) -> dict[str, Any]:
    return {
        "id": "p1",
        "brand": kits.SLUG,
        "market": "US",
        "channel": "email",
        "at": "2026-11-21",
        "parts": [{"name": "body", "text": text}],
        **changes,
    }


def run(path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("check_text", str(path), *options, stdout=out)
    return out.getvalue()


def written(folder: Path, *pieces: Any) -> Path:
    path = folder / "pieces.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in pieces) + "\n\n")
    return path


def test_lines_are_answered_in_their_order(tmp_path: Path) -> None:
    path = written(
        tmp_path, piece("It works."), piece(id="p2", market="GB"), piece(id=None)
    )
    results = [json.loads(line) for line in run(path, "--jsonl").splitlines()]
    assert [one["id"] for one in results] == ["p1", "p2", None]
    assert [one["rule_pack"] for one in results] == [
        *("US/2026.1", "GB/2026.1", "US/2026.1"),
    ]
    statement = results[0]["statements"][0]
    assert (statement["text"], statement["outcome"]) == (
        *("It works.", "unsubstantiated"),
    )


def test_one_object_is_answered_by_one(tmp_path: Path) -> None:
    path = tmp_path / "piece.json"
    path.write_text(json.dumps(piece("Ça marche."), indent=1, ensure_ascii=False))
    out = run(path, "--json")
    assert "Ça marche." in out
    assert json.loads(out)["verdict"] == "blocked"


def test_a_person_gets_sentences(tmp_path: Path) -> None:
    out = run(written(tmp_path, piece("It works.")))
    assert out.startswith("blocked (US/2026.1)")
    assert "BLOCK EV-01 in body: No approved claim" in out
    assert "    It works." in out
    assert "    Approved: " in out


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = io.BytesIO(json.dumps(piece()).encode())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(data))
    out = io.StringIO()
    call_command("check_text", "--json", stdout=out)
    assert json.loads(out.getvalue())["id"] == "p1"


def test_every_fault_is_told_with_its_line_and_nothing_is_printed(
    tmp_path: Path,
) -> None:
    path = written(
        tmp_path,
        piece(),
        piece(channel="push", parts=[]),
        piece(brand="unknown"),
    )
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("check_text", str(path), "--jsonl", stdout=out)
    told = str(caught.value).splitlines()
    assert [line.split(": ")[0][-6:] for line in told] == ["line 2", "line 2", "line 3"]
    assert "No brand unknown is known" in told[2]
    assert (caught.value.returncode, out.getvalue()) == (1, "")


def test_an_absent_file_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file") as caught:
        run(tmp_path / "absent.json")
    assert caught.value.returncode == 2


def test_other_encodings_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "piece.json"
    path.write_bytes(b"{}\n\xff")
    with pytest.raises(CommandError, match="line 2: this is not UTF-8"):
        run(path)


def test_two_forms_at_once_are_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not allowed with"):
        run(written(tmp_path, piece()), "--json", "--jsonl")
