"""The commands keep their contract: what goes where, and the exit codes."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from knowledge_base import index, ledger
from knowledge_base.models import Brand, ClaimState, ClaimVersion, LedgerEntry
from tests import kits


def run(name: str, *args: str) -> tuple[str, str, int]:
    """Standard output, standard error and exit code."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(name, *args, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}", error.returncode
    return out.getvalue(), err.getvalue(), 0


@pytest.fixture
def kit_file(tmp_path: Path) -> Path:
    """The small kit as YAML."""
    path = tmp_path / "kit.yaml"
    path.write_text(yaml.safe_dump(kits.small_kit(), allow_unicode=True))
    return path


class Stdin:
    """Standard input that holds bytes."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def test_load_kit_drafts_in_the_name_of_a_service(db: None, kit_file: Path) -> None:
    out, err, code = run("load_kit", str(kit_file))
    assert (err, code) == ("", 0)
    assert "claims: 6 created, 0 changed, 0 unchanged" in out
    assert set(ClaimVersion.objects.values_list("state", "drafted_by")) == {
        (ClaimState.DRAFT, "load_kit")
    }
    account = User.objects.get(username="load_kit")
    assert not account.is_active
    assert not account.has_usable_password()
    out, _, code = run("load_kit", str(kit_file), "--json")
    assert code == 0
    assert json.loads(out)["copy"] == {"created": 0, "changed": 0, "unchanged": 46}


def test_load_kit_approves_by_a_person(
    regulatory: User, kit_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin(kit_file.read_bytes()))
    _, _, code = run("load_kit", "-", "--approved-by", regulatory.username)
    assert code == 0
    assert set(ClaimVersion.objects.values_list("approved_by", flat=True)) == {
        regulatory.username
    }


def test_load_kit_names_every_fault_and_loads_nothing(db: None, kit_file: Path) -> None:
    kit = kits.small_kit()
    kit["claims"][0]["references"] = ["NOWHERE"]
    kit["copy"][0]["text"] = "[open"
    kit_file.write_text(yaml.safe_dump(kit, allow_unicode=True))
    out, err, code = run("load_kit", str(kit_file))
    assert (out, code) == ("", 1)
    assert err.count(f"{kit_file}, line ") == 2
    assert err.endswith("has 2 faults; nothing was loaded.")
    assert not Brand.objects.exists()
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    ("args", "words", "code"),
    [
        (["nowhere.yaml"], "nowhere.yaml: No such file", 2),
        (["KIT", "--approved-by", "nobody"], "no active user nobody", 2),
        (["LATIN"], "line 2: this is not UTF-8", 1),
    ],
)
def test_load_kit_called_wrongly(
    args: list[str], words: str, code: int, db: None, kit_file: Path
) -> None:
    latin = kit_file.with_name("latin.yaml")
    latin.write_bytes(b"a: 1\nb: Andr\xe9\n")
    names = {"KIT": str(kit_file), "LATIN": str(latin)}
    _, err, found = run("load_kit", *(names.get(arg, arg) for arg in args))
    assert words in err
    assert found == code


def test_import_profiles_counts_and_refuses(db: None, tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text(json.dumps({"segment": "readers", "title": "Readers"}))
    assert "segments: 1" in run("import_profiles", str(path))[0]
    out, _, code = run("import_profiles", str(path), "--json")
    assert (json.loads(out)["unchanged"], json.loads(out)["refused"]) == (1, [])
    path.write_text('{"segment": "a b", "title": "x"}\n{')
    out, err, code = run("import_profiles", str(path), "--json")
    assert code == 1
    assert len(json.loads(out)["refused"]) == 2
    assert "people.jsonl, row 2: this is not JSON" in err
    assert err.endswith("people.jsonl has 2 faults; nothing was imported.")
    assert run("import_profiles", str(path))[0] == ""
    assert run("import_profiles", str(tmp_path / "none.csv"))[2] == 2


QUERY: dict[str, Any] = {
    "id": "q1",
    "brand": "calvoryn",
    "market": "GB",
    "channel": "email",
    "audience": "HCP",
    "at": "2026-11-21",
    "query": "gout flares",
    "limit": 2,
}


def search(tmp_path: Path, *queries: object) -> tuple[list[Any], str, int]:
    path = tmp_path / "queries.jsonl"
    path.write_text(
        "\n".join(q if isinstance(q, str) else json.dumps(q) for q in queries)
    )
    out, err, code = run("search_claims", str(path), "--jsonl")
    return [json.loads(line) for line in out.splitlines()], err, code


def test_search_claims_answers_each_line_in_order(brand: Brand, tmp_path: Path) -> None:
    everything = {**QUERY, "id": 2, "query": "", "at": "2026-11-21T23:30:00-05:00"}
    answers, err, code = search(tmp_path, QUERY, "", everything)
    assert (err, code) == ("", 0)
    assert [answer["id"] for answer in answers] == ["q1", 2]
    best = answers[0]["results"][0]
    assert best["claim"] == "fewer-flares@1"
    assert best["text"] == kits.CLAIMS[1]["text"]
    assert 0 < best["score"] <= 1
    assert best["why"]
    assert 1 <= len(answers[0]["results"]) <= 2
    assert len(answers[1]["results"]) == 6


def test_search_claims_takes_today_and_hcp_where_nothing_is_said(
    brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = {k: QUERY[k] for k in ("id", "brand", "market", "channel")}
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(short)))
    out, _, code = run("search_claims", "--jsonl")
    assert code == 0
    assert json.loads(out)["id"] == "q1"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{", "this is not JSON"),
        ("[1]", "this is not a JSON object"),
        ({**QUERY, "brand": "nobody"}, "there is no brand 'nobody'"),
        ({**QUERY, "market": 5}, "market must be given as text"),
        ({"id": 1, "brand": "calvoryn"}, "market must be given as text"),
        ({**QUERY, "at": "soon"}, "at must be a date, not 'soon'"),
        ({**QUERY, "limit": 0}, "limit must be a number from 1"),
        ({**QUERY, "limit": True}, "limit must be a number from 1"),
    ],
)
def test_search_claims_refuses_a_line_and_answers_the_others(
    query: object, words: str, brand: Brand, tmp_path: Path
) -> None:
    answers, err, code = search(tmp_path, QUERY, query, QUERY)
    assert len(answers) == 2
    assert f"line 2: {words}" in err
    assert code == 1


def test_search_claims_without_a_readable_file(db: None, tmp_path: Path) -> None:
    assert run("search_claims", str(tmp_path / "none"))[2] == 2
    path = tmp_path / "latin"
    path.write_bytes(b'"Andr\xe9"')
    assert run("search_claims", str(path))[2] == 1


def test_verify_ledger_counts_and_shows_the_tip(brand: Brand) -> None:
    length, tip = ledger.tip()
    assert run("verify_ledger") == (
        f"{length} entries verified; the last hash is {tip}\n",
        "",
        0,
    )
    out, _, _ = run("verify_ledger", "--json")
    assert json.loads(out) == {"entries": length, "tip": tip}


NOTED: dict[str, tuple[Callable[[str], list[str]], int]] = {
    "the tip itself": (lambda tip: ["--tip", tip], 0),
    "in capitals": (lambda tip: ["--tip", tip.upper()], 0),
    "tip and length": (lambda tip: ["--tip", tip, "--length", "1"], 0),
    "the length alone": (lambda _: ["--length", "1"], 0),
    "an empty ledger": (lambda _: ["--tip", ledger.GENESIS, "--length", "0"], 0),
    "another hash": (lambda _: ["--tip", "f" * 64], 1),
    "the wrong length": (lambda tip: ["--tip", tip, "--length", "2"], 1),
    "a longer one": (lambda _: ["--length", "99"], 1),
}


@pytest.mark.parametrize("name", NOTED)
def test_verify_ledger_proves_an_end_that_was_noted(name: str, brand: Brand) -> None:
    args, expected = NOTED[name]
    _, tip = ledger.tip()
    kits.load_small_kit(
        by=User.objects.get(), at=LedgerEntry.objects.get().at, claims=[], copy=[]
    )
    _, err, code = run("verify_ledger", *args(tip))
    assert code == expected
    assert ("no part of this ledger" in err) == bool(expected)


def test_verify_ledger_names_the_first_broken_entry(brand: Brand) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER ledger_no_update")
        else:
            table = LedgerEntry._meta.db_table
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    LedgerEntry.objects.update(by="somebody")
    out, err, code = run("verify_ledger")
    assert (out, code) == ("", 1)
    assert err == "Entry 1 is broken: its content was changed after it was written."


def test_rebuild_index_builds_and_counts(
    brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("rebuild_index") == ("7 wordings indexed\n", "", 0)
    assert not index.is_stale()
    assert json.loads(run("rebuild_index", "--json")[0]) == {"entries": 7}

    def fail(*_: object) -> None:
        raise index.IndexUnavailableError("The index cannot be built: disk full")

    monkeypatch.setattr(index, "rebuild", fail)
    _, err, code = run("rebuild_index")
    assert (err, code) == ("The index cannot be built: disk full", 1)
