"""Labels, claims and profiles imported by command: whole, told, or not at all."""

import json
import sys
from typing import Any

import pytest

from knowledge_base import label_import
from knowledge_base.models import Brand, Claim, Label, LedgerEntry
from tests.knowledge_base import label_files
from tests.knowledge_base.commands.calling import (
    Files,
    as_input,
    nothing_is_stored,
    run,
)

CLAIM = (
    b"Key,Claim text,Kind,Reference,Citation,Reference type,Market\n"
    b"new,Calvoryn is taken once a day.,dosing,NEW,Test A. 2026.,journal,US\n"
)
SEGMENT = b'{"segment": "readers", "title": "Readers"}\n'


# importing labels


LABEL_FAULTS = {
    "a.txt": (b"", "a.txt: The file is empty. Nothing was imported."),
    "a.pdf": (
        b"%PDF-1.7",
        "a.pdf: The file is a PDF; give the label's XML or its FHIR bundle. "
        "Nothing was imported.",
    ),
    "a.html": (
        b"<html><body/></html>",
        "a.html: The file is a web page; give the label's XML or its FHIR bundle. "
        "Nothing was imported.",
    ),
    "a.json": (
        b'{"resourceType": "Patient"}',
        "a.json: This is a FHIR Patient; give the whole document bundle. Nothing was "
        "imported.",
    ),
    "a.xml": (
        b"<rss/>",
        "a.xml: The XML is neither an SPL document nor a FHIR bundle, but <rss>. "
        "Nothing was imported.",
    ),
}


@pytest.mark.parametrize("name", LABEL_FAULTS)
@pytest.mark.parametrize("way", ["file", "input"])
def test_a_bad_label_ends_with_one(
    db: None, file: Files, monkeypatch: pytest.MonkeyPatch, name: str, way: str
) -> None:
    data, sentence = LABEL_FAULTS[name]
    if way == "input":
        as_input(monkeypatch, data)
        told = sentence.replace(f"{name}:", "standard input:")
        assert run("import_label", "-") == (1, "", told)
    else:
        assert run("import_label", file(name, data)) == (1, "", sentence)
    assert nothing_is_stored()


@pytest.mark.parametrize(
    ("args", "stored"),
    [
        pytest.param([], True, id="stored"),
        pytest.param(["--dry-run"], False, id="a-dry-run"),
        pytest.param(["--dry-run", "--brand", "nowhere"], False, id="asks-no-brand"),
        pytest.param(["--dry-run", "--by", "nobody"], False, id="asks-no-person"),
    ],
)
def test_a_label_is_told_as_json(
    db: None, file: Files, args: list[str], *, stored: bool
) -> None:
    path = file("a.xml", label_files.FIRST)
    code, out, err = run("import_label", path, "--json", *args)
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["title"] == "CALVORYN (felostat) tablets"
    assert ("stored" in told) is stored
    assert Label.objects.exists() is stored


@pytest.mark.parametrize(
    ("verbosity", "shown"), [("0", 0), ("1", 0), ("2", 7), ("3", 7)]
)
def test_texts_are_shown_to_who_asks_for_more(
    db: None, file: Files, verbosity: str, shown: int
) -> None:
    path = file("a.xml", label_files.FIRST)
    args = ["import_label", path, "--dry-run", "--json", "--verbosity", verbosity]
    _, out, _ = run(*args)

    def texts(sections: list[dict[str, Any]]) -> list[str]:
        found = []
        for section in sections:
            found += [section["text"]] if section.get("text") else []
            found += texts(section["sections"])
        return found

    found = texts(json.loads(out)["sections"])
    assert len(found) >= shown
    assert bool(found) is bool(shown)
    assert all(len(text) <= 200 for text in found)


def test_people_are_told_what_became_of_a_label(db: None, file: Files) -> None:
    path = file("a.xml", label_files.FIRST)
    for state in ("created", "unchanged"):
        code, out, _ = run("import_label", path)
        label = Label.objects.get()
        assert code == 0
        last = out.splitlines()[-1]
        assert last == f"stored: calvoryn, US, {label.pk}, {state}"


def test_a_label_without_a_country_is_told_and_not_stored(
    db: None, file: Files
) -> None:
    bundle = label_files.bundle()
    bundle["entry"][2]["resource"]["name"][0].pop("usage")
    path = file("a.json", json.dumps(bundle).encode())
    reason = "The label was read, not stored: the file names no country; give --market."
    code, out, err = run("import_label", path, "--json")
    assert (code, err) == (0, f"{reason}\n")
    assert json.loads(out)["stored"] == {"state": "not_stored", "reason": reason}
    assert nothing_is_stored()
    code, out, err = run("import_label", path, "--json", "--market", "ie")
    assert (code, err) == (0, "")
    assert json.loads(out)["stored"]["market"] == "IE"


def test_an_oversized_label_is_read_no_further_than_its_limit(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(label_import, "MAX_BYTES", 9)
    as_input(monkeypatch, b"<a>" * 100)
    assert run("import_label", "-")[0] == 1
    assert sys.stdin.buffer.tell() == 10


# importing claims


@pytest.mark.parametrize("is_input", [False, True], ids=["file", "input"])
@pytest.mark.parametrize("is_json", [False, True], ids=["lines", "json"])
@pytest.mark.parametrize("is_dry", [False, True], ids=["applied", "dry-run"])
def test_claims_are_imported_as_drafts(
    calvoryn: Brand,
    file: Files,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_input: bool,
    is_json: bool,
    is_dry: bool,
) -> None:
    as_input(monkeypatch, CLAIM)
    path = "-" if is_input else file("a.csv", CLAIM)
    args = ["--json"] * is_json + ["--dry-run"] * is_dry
    code, out, err = run("import_claims", path, "--brand", "calvoryn", *args)
    assert (code, err) == (0, "")
    assert Claim.objects.filter(key="new").exists() is not is_dry
    if is_json:
        told = json.loads(out)
        assert told["dry_run"] is is_dry
        assert told["drafts"] == ([] if is_dry else ["new@1"])
        assert [(row["row"], row["key"]) for row in told["rows"]] == [(2, "new")]
    else:
        assert out.splitlines()[0].startswith("new: ")


FAULTY_CLAIM = CLAIM.replace(b"dosing", b"magic")


@pytest.mark.parametrize("is_json", [False, True], ids=["lines", "json"])
def test_a_refused_file_names_each_fault_on_both_ways(
    calvoryn: Brand, file: Files, *, is_json: bool
) -> None:
    path = file("a.csv", FAULTY_CLAIM)
    args = ["--json"] * is_json
    code, out, err = run("import_claims", path, "--brand", "calvoryn", *args)
    *faults, last = err.splitlines()
    assert code == 1
    assert last == "a.csv has 1 fault; nothing was imported."
    assert faults == [
        "Row 2, Kind: 'magic' is none of 'efficacy', 'safety', 'tolerability', "
        "'dosing', 'mechanism', 'quality_of_life', 'disease', 'access'."
    ]
    assert (json.loads(out) if is_json else out) == (
        {"refused": faults} if is_json else ""
    )
    assert nothing_is_stored()


# importing profiles


@pytest.mark.parametrize("is_json", [False, True], ids=["lines", "json"])
@pytest.mark.parametrize(
    ("data", "faults"),
    [
        pytest.param(SEGMENT, 0, id="good"),
        pytest.param(SEGMENT + b"{", 1, id="one-fault"),
        pytest.param(b'{"segment": "a b", "title": "x"}\n{', 2, id="two-faults"),
    ],
)
def test_profiles_are_imported_whole_or_not_at_all(
    db: None, file: Files, data: bytes, faults: int, *, is_json: bool
) -> None:
    path = file("people.jsonl", data)
    code, out, err = run("import_profiles", path, *(["--json"] * is_json))
    *told, last = err.splitlines() or [""]
    assert code == (1 if faults else 0)
    assert len(told) == faults
    assert LedgerEntry.objects.exists() is (not faults)
    if is_json:
        assert json.loads(out)["refused"] == told
    if faults:
        number = "1 fault" if faults == 1 else f"{faults} faults"
        assert last == f"people.jsonl has {number}; nothing was imported."
    else:
        assert err == ""
