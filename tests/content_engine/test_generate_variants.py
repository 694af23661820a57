"""The command: briefs in, families out, faults named, nothing half stored."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django.fixtures import Settings

from content_engine.models import Brief, Family
from knowledge_base.models import Label
from tests import factories

COMMAND = "generate_variants"


@pytest.fixture
def brief(raw: dict[str, Any], tmp_path: Path) -> Path:
    path = tmp_path / "brief.json"
    path.write_text(json.dumps(raw), "utf-8")
    return path


def run(*args: object) -> str:
    out = io.StringIO()
    call_command(COMMAND, *map(str, args), stdout=out)
    return out.getvalue()


def test_a_family_is_stored_and_shown(brief: Path) -> None:
    shown = json.loads(run(brief, "--json"))
    assert shown["family"] == str(Family.objects.get().uid)
    assert len(shown["variants"]) == 2
    assert shown["writer"]["name"] == "composer"
    assert shown["seconds"] > 0


def test_a_dry_run_says_the_same_and_stores_nothing(brief: Path) -> None:
    stored = json.loads(run(brief, "--json"))
    Brief.objects.all()
    dry = json.loads(run(brief, "--json", "--dry-run"))
    assert dry["family"] is None
    assert Family.objects.count() == 1
    hashes = [[v["content_sha256"] for v in s["variants"]] for s in (stored, dry)]
    assert [len(found) for found in hashes] == [2, 2]
    assert hashes[0] == hashes[1]
    assert dry["variants"][0]["check"]["verdict"] == "cleared"


def test_a_person_reads_subjects_bodies_and_reasons(
    raw: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(json.dumps({**raw, "formats": ["short"], "key_messages": ["x"]}))
    assert "Not possible: clinical × efficacy × short: No approved" in run(path)
    path.write_text(json.dumps(raw))
    told = run(path)
    assert "== clinical × efficacy × short (cleared)" in told
    assert "[subject] Promotional: " in told
    assert "2 variants in" in told


def test_the_brief_may_come_from_standard_input(
    raw: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(raw)))
    assert len(json.loads(run("-", "--json"))["variants"]) == 2


@pytest.mark.parametrize("has_superuser", [True, False])
def test_without_a_name_it_is_the_superuser_or_the_service(
    brief: Path, has_superuser: bool
) -> None:
    if has_superuser:
        User.objects.create_superuser("chief")
    run(brief)
    name = "chief" if has_superuser else "imprimatur"
    assert Brief.objects.get().requested_by.username == name


def test_a_named_person_asks(brief: Path) -> None:
    user = factories.make_user("REQUESTER")
    run(brief, "--by", user.username)
    assert Brief.objects.get().requested_by == user
    with pytest.raises(CommandError) as refusal:
        run(brief, "--by", "nobody-here")
    assert refusal.value.returncode == 2


def test_every_fault_is_written_with_its_file(
    raw: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "brief.json"
    path.write_text(json.dumps({**raw, "tones": ["x"], "count": 0}))
    err = io.StringIO()
    with pytest.raises(CommandError, match="nothing was stored") as refusal:
        call_command(COMMAND, str(path), stderr=err)
    assert refusal.value.returncode == 1
    faults = err.getvalue().splitlines()
    assert len(faults) == 2
    assert faults[0].startswith(f"{path}: tones: x is not known")
    assert not Brief.objects.exists()


@pytest.mark.parametrize("text", ["- a list", "key: [", ""])
def test_a_file_that_is_no_brief(db: None, tmp_path: Path, text: str) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(text)
    with pytest.raises(CommandError, match=r"is not a brief|cannot be read"):
        run(path)


def test_a_file_that_is_not_there(db: None) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run("/nowhere/brief.json")


@pytest.mark.parametrize("options", [["--dry-run"], []])
def test_a_brand_without_a_label_is_refused(brief: Path, options: list[str]) -> None:
    Label.objects.filter(market="US").update(withdrawn_at="2026-01-01T00:00Z")
    with pytest.raises(CommandError, match="label"):
        run(brief, *options)


def test_a_dry_run_without_a_fallback_names_the_missing_key(
    raw: dict[str, Any], tmp_path: Path, settings: Settings
) -> None:
    settings.WRITER_FALLBACK = False
    path = tmp_path / "brief.json"
    path.write_text(json.dumps({**raw, "writer": "openai"}))
    with pytest.raises(CommandError, match="OPENAI_API_KEY"):
        run(path, "--dry-run")
