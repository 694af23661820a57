"""Claims and blocks in and out by command: counts, sentences and exit codes."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from knowledge_base.exchange import export_blocks, export_claims
from knowledge_base.models import Brand, ClaimVersion, ImportBatch, LedgerEntry
from knowledge_base.sheets import bounds
from tests import kits
from tests.knowledge_base.exchange_files import BLOCK, NEW, table
from tests.knowledge_base.sheet_files import workbook

pytestmark = pytest.mark.django_db


def run(name: str, *args: str) -> tuple[str, str, int]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(name, *args, "--brand", kits.SLUG, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}", error.returncode
    return out.getvalue(), err.getvalue(), 0


@pytest.fixture
def file(tmp_path: Path, brand: Brand) -> Path:
    path = tmp_path / "claims.csv"
    path.write_bytes(table(NEW, {"key": "once-daily", "expires_on": "2029-01-01"}))
    return path


def stored() -> tuple[int, int, int, int]:
    return (
        ClaimVersion.objects.count(),
        ImportBatch.objects.count(),
        LedgerEntry.objects.count(),
        User.objects.count(),
    )


def test_a_dry_run_tells_and_writes_nothing(file: Path) -> None:
    file.write_bytes(table(NEW))
    before = stored()
    out, _, code = run("import_claims", str(file), "--dry-run")
    assert (code, stored()) == (0, before)
    assert "new-claim: created" in out
    assert "created: 1" in out


def test_a_file_is_imported_once_and_then_changes_nothing(file: Path) -> None:
    row = {**NEW, "key": "once-daily", "text": "Calvoryn is taken once a day."}
    file.write_bytes(table(NEW, row))
    out, _, code = run("import_claims", str(file), "--json")
    told = json.loads(out)
    assert (code, told["drafts"]) == (0, ["new-claim@1", "once-daily@2"])
    assert told["rows"][1]["changes"][0] == "Wording"
    assert told["dry_run"] is False
    assert ImportBatch.objects.get().applied_by == "import_claims"
    again = json.loads(run("import_claims", str(file), "--json")[0])
    assert (again["unchanged"], again["drafts"]) == (2, [])


def test_it_is_done_in_a_persons_name(file: Path, medical: User) -> None:
    file.write_bytes(table(BLOCK))
    _, _, code = run("import_claims", str(file), "--blocks", "--by", medical.username)
    assert (code, ImportBatch.objects.get().applied_by) == (0, medical.username)
    assert run("import_claims", str(file), "--by", "nobody")[2] == 2


def test_a_faulty_file_leaves_nothing(file: Path) -> None:
    file.write_bytes(table(NEW, {**NEW, "key": "b", "text": "Short"}))
    before = stored()
    out, err, code = run("import_claims", str(file), "--json")
    assert (code, stored()) == (1, before)
    sentence = "Row 3, text: the text is shorter than 10 characters."
    assert json.loads(out) == {"refused": [sentence]}
    assert sentence in err
    assert "claims.csv has 1 fault; nothing was imported." in err
    file.write_bytes(b"key\n\xff")
    assert "line 2 is not UTF-8" in run("import_claims", str(file))[1]


def test_the_order_of_dates_and_the_sheet_can_be_named(
    tmp_path: Path, brand: Brand
) -> None:
    row = {**NEW, "expires_on": "01/03/2027"}
    path = tmp_path / "claims.xlsx"
    path.write_bytes(workbook(["x"], ["y"], Other=[list(row), list(row.values())]))
    options = (str(path), "--sheet", "Other")
    assert run("import_claims", *options)[2] == 1
    assert run("import_claims", *options, "--dates", "day")[2] == 0
    version = ClaimVersion.objects.get(claim__key="new-claim")
    assert str(version.expires_on) == "2027-03-01"


def test_standard_input_is_read(brand: Brand, monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps([{**NEW, "markets": ["US"]}]).encode()
    stdin = type("Stdin", (), {"buffer": io.BytesIO(data)})
    monkeypatch.setattr(sys, "stdin", stdin)
    assert run("import_claims", "-", "--format", "json")[2] == 0
    assert ClaimVersion.objects.filter(claim__key="new-claim").exists()


def test_a_wrong_call_is_told(brand: Brand, tmp_path: Path) -> None:
    _, err, code = run("import_claims", str(tmp_path / "none.csv"))
    assert code == 2
    assert "No such file" in err
    (tmp_path / "x.csv").write_bytes(table(NEW))
    calls = (("import_claims", str(tmp_path / "x.csv")), ("export_claims",))
    for call in calls:
        with pytest.raises(CommandError, match="There is no brand nowhere") as error:
            call_command(*call, "--brand", "nowhere")
        assert error.value.returncode == 2


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_export_goes_to_standard_output_or_a_file(
    brand: Brand, tmp_path: Path, capfdbinary: Any, form: str
) -> None:
    _, _, code = run("export_claims", "--format", form)
    assert code == 0
    assert capfdbinary.readouterr().out == export_claims(brand, form=form)
    path = tmp_path / "blocks"
    run("export_claims", "--blocks", "--format", form, "--output", str(path))
    assert path.read_bytes() == export_blocks(brand, form=form)


def test_an_export_that_cannot_be_written_is_told(
    brand: Brand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, err, code = run("export_claims", "--output", str(tmp_path / "no" / "where"))
    assert (code, "No such file" in err) == (2, True)
    monkeypatch.setattr(bounds, "MAX_CELL", 50)
    out = tmp_path / "x.xlsx"
    _, err, code = run("export_claims", "--format", "xlsx", "--output", str(out))
    assert (code, "take CSV or JSON instead" in err) == (1, True)
