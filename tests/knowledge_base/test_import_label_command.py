"""``import_label`` keeps its contract: what goes where, and the exit codes."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from knowledge_base import label_import
from knowledge_base.models import Brand, Label, LedgerEntry
from tests.knowledge_base import label_files as files
from tests.knowledge_base.test_commands import Stdin


def run(*args: str) -> tuple[str, str, int]:
    """Standard output, standard error and exit code."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_label", *args, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}", error.returncode
    return out.getvalue(), err.getvalue(), 0


@pytest.fixture
def label_file(tmp_path: Path) -> Path:
    """The invented SPL document."""
    path = tmp_path / "calvoryn.xml"
    path.write_bytes(files.FIRST)
    return path


def told(*args: str) -> dict[str, Any]:
    out, err, code = run(*args, "--json")
    assert (err, code) == ("", 0)
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def test_a_label_is_read_and_stored_as_a_draft(db: None, label_file: Path) -> None:
    found = told(str(label_file))
    label = Label.objects.get()
    assert found["stored"] == {
        "brand": "calvoryn",
        "market": "US",
        "label": label.pk,
        "state": "created",
    }
    assert (found["version"], found["labeler"]) == ("3", "Norrfell Pharma Inc.")
    assert label.approved_at is None
    assert label.imported_by == "import_label"
    assert not User.objects.get(username="import_label").is_active


def test_the_same_file_again_changes_nothing(db: None, label_file: Path) -> None:
    told(str(label_file))
    lines = LedgerEntry.objects.count()
    assert told(str(label_file))["stored"]["state"] == "unchanged"
    assert (Label.objects.count(), LedgerEntry.objects.count()) == (1, lines)


def test_a_newer_file_is_another_version(
    requester: User, label_file: Path, tmp_path: Path
) -> None:
    told(str(label_file))
    newer = tmp_path / "newer.xml"
    newer.write_bytes(files.SECOND)
    found = told(str(newer), "--by", requester.username)
    assert found["stored"]["state"] == "version"
    newest = Label.objects.get(version="4")
    assert newest.imported_by == requester.username


def test_a_dry_run_stores_nothing(db: None, label_file: Path) -> None:
    assert "stored" not in told(str(label_file), "--dry-run")
    assert not Label.objects.exists()
    assert not Brand.objects.exists()


def test_standard_input_is_read(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin(files.FHIR))
    found = told("-", "--dry-run")
    assert (found["source"], found["market"]) == ("FHIR", "IE")


def test_a_label_without_a_country_is_read_not_stored(db: None, tmp_path: Path) -> None:
    bundle = files.bundle()
    del bundle["entry"][2]["resource"]["name"][0]["usage"]
    path = tmp_path / "epi.json"
    path.write_text(json.dumps(bundle))
    out, err, code = run(str(path), "--json")
    assert code == 0
    assert err.strip() == json.loads(out)["stored"]["reason"]
    assert json.loads(out)["stored"]["state"] == "not_stored"
    assert not Label.objects.exists()
    assert told(str(path), "--market", "GB")["stored"]["market"] == "GB"


def test_people_get_lines(db: None, label_file: Path) -> None:
    out, _, code = run(str(label_file))
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "CALVORYN (felostat) tablets"
    assert "boxed warning: 61 characters" in lines
    assert "    42229-5 1.1 Limitations of Use: 20 characters" in lines
    assert not any("Not for acute fever." in line for line in lines)
    assert lines[-1].startswith("stored: calvoryn, US, ")
    out, _, _ = run(str(label_file), "--verbosity", "2")
    assert "        Not for acute fever." in out.splitlines()


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_bad_file_is_refused(db: None, tmp_path: Path, more: list[str]) -> None:
    path = tmp_path / "bad.xml"
    path.write_bytes(files.FIRST[:-30])
    out, err, code = run(str(path), *more)
    assert (out, code) == ("", 1)
    assert err.startswith("bad.xml: The XML is broken at line ")
    assert err.endswith(" Nothing was imported.")
    assert not Label.objects.exists()


def test_other_words_under_the_same_version_are_refused(
    db: None, label_file: Path
) -> None:
    told(str(label_file))
    label_file.write_bytes(files.FIRST.replace(b"62%", b"26%"))
    out, err, code = run(str(label_file), "--json")
    assert (out, code) == ("", 1)
    assert "Version 3" in err
    assert Label.objects.count() == 1


def test_no_more_of_a_huge_file_is_read_than_it_takes_to_refuse_it(
    db: None, tmp_path: Path
) -> None:
    path = tmp_path / "huge.xml"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    _, err, code = run(str(path))
    assert code == 1
    assert "larger than 25 MB" in err


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--brand", "nowhere"], "There is no brand nowhere."),
        (["--by", "nobody"], "There is no active user nobody."),
    ],
)
def test_wrong_calls(
    db: None, label_file: Path, args: list[str], sentence: str
) -> None:
    assert run(str(label_file), *args) == ("", sentence, 2)
    assert not Label.objects.exists()


def test_a_missing_file_is_a_wrong_call(db: None) -> None:
    out, err, code = run("nowhere.xml")
    assert (out, code) == ("", 2)
    assert err == "nowhere.xml: No such file or directory."


def test_a_brand_can_be_chosen(brand: Brand, label_file: Path) -> None:
    assert told(str(label_file), "--brand", brand.slug)["stored"]["brand"] == brand.slug


def test_the_limit_is_known_to_callers() -> None:
    assert label_import.MAX_BYTES == 25 * 1024 * 1024
