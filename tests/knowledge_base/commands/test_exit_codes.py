"""Commands end with 0, 1 or 2, and say each fault in one sentence of its own."""

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

from knowledge_base import label_import
from knowledge_base.models import Brand, Claim, HcpProfile, Label, LedgerEntry
from tests import kits
from tests.knowledge_base import label_files

Ran = tuple[int, str, str]
Files = Callable[[str, bytes], str]
CLAIM = (
    b"Key,Claim text,Kind,Reference,Citation,Reference type,Market\n"
    b"new,Calvoryn is taken once a day.,dosing,NEW,Test A. 2026.,journal,US\n"
)
SEGMENT = b'{"segment": "readers", "title": "Readers"}\n'
MISSING = "No such file or directory."


def run(name: str, *args: str) -> Ran:
    """Exit code, standard output and standard error of a command."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(name, *args, stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue(), f"{err.getvalue()}{error}"
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Files:
    """Writes a file of a name and gives its path."""

    def write(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write


@pytest.fixture
def calvoryn(db: None) -> Brand:
    return Brand.objects.create(
        slug="calvoryn",
        name="Calvoryn",
        generic_name="felostat",
        manufacturer="Norrfell Pharma",
    )


def as_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Put these bytes on standard input."""
    stdin = type("Stdin", (), {"buffer": io.BytesIO(data)})
    monkeypatch.setattr(sys, "stdin", stdin)


def nothing_is_stored() -> bool:
    tables = (Claim, HcpProfile, Label, LedgerEntry)
    return not any(table._default_manager.exists() for table in tables)


READERS: list[tuple[str, list[str]]] = [
    ("import_label", []),
    ("import_claims", ["--brand", "calvoryn"]),
    ("import_profiles", []),
    ("load_kit", []),
    ("search_claims", []),
]


@pytest.mark.parametrize(
    ("command", "more"), READERS, ids=[name for name, _ in READERS]
)
@pytest.mark.parametrize("as_json", [False, True], ids=["lines", "json"])
def test_a_file_that_is_not_there_is_a_wrong_call(
    calvoryn: Brand, command: str, more: list[str], *, as_json: bool
) -> None:
    asked = ["--json"] if as_json and command != "search_claims" else []
    code, out, err = run(command, "nowhere.xml", *more, *asked)
    assert (code, out, err) == (2, "", f"nowhere.xml: {MISSING}")
    assert nothing_is_stored()


@pytest.mark.parametrize(
    ("command", "more"), READERS, ids=[name for name, _ in READERS]
)
def test_a_directory_is_a_wrong_call(
    calvoryn: Brand, command: str, more: list[str], tmp_path: Path
) -> None:
    code, out, err = run(command, str(tmp_path), *more)
    assert (code, out, err) == (2, "", f"{tmp_path}: Is a directory.")
    assert nothing_is_stored()


@pytest.mark.parametrize(
    ("command", "name", "data", "option"),
    [
        pytest.param("import_label", "a.xml", label_files.FIRST, "--by", id="label"),
        pytest.param("import_claims", "a.csv", CLAIM, "--by", id="claims"),
        pytest.param("load_kit", "a.yaml", b"brand: {}\n", "--approved-by", id="kit"),
    ],
)
@pytest.mark.parametrize("is_known", [True, False], ids=["inactive", "unknown"])
def test_who_writes_must_be_an_active_person(
    calvoryn: Brand,
    file: Files,
    command: str,
    name: str,
    data: bytes,
    option: str,
    *,
    is_known: bool,
) -> None:
    if is_known:
        User.objects.create_user("gone", is_active=False)
    more = ["--brand", "calvoryn"] if command == "import_claims" else []
    code, out, err = run(command, file(name, data), option, "gone", *more)
    assert (code, out, err) == (2, "", "There is no active user gone.")
    assert nothing_is_stored()


@pytest.mark.parametrize(
    ("command", "args"),
    [
        ("import_label", ["FILE"]),
        ("import_claims", ["FILE"]),
        ("export_claims", []),
    ],
)
def test_a_brand_that_is_not_there_is_a_wrong_call(
    db: None, file: Files, command: str, args: list[str]
) -> None:
    path = file("a.xml", label_files.FIRST)
    given = [path if arg == "FILE" else arg for arg in args]
    code, out, err = run(command, *given, "--brand", "nowhere")
    assert (code, out, err) == (2, "", "There is no brand nowhere.")
    assert nothing_is_stored()


@pytest.mark.parametrize(
    ("command", "args", "words"),
    [
        ("import_label", [], "the following arguments are required: file"),
        ("load_kit", [], "the following arguments are required: kit"),
        ("import_profiles", [], "the following arguments are required: file"),
        ("import_claims", ["a.csv"], "the following arguments are required: --brand"),
        ("export_claims", [], "the following arguments are required: --brand"),
        (
            "export_claims",
            ["--brand", "x", "--format", "pdf"],
            "argument --format: invalid choice: 'pdf'",
        ),
        (
            "export_claims",
            ["--brand", "x", "--which", "some"],
            "argument --which: invalid choice: 'some'",
        ),
        (
            "import_claims",
            ["a.csv", "--brand", "x", "--dates", "year"],
            "argument --dates: invalid choice: 'year'",
        ),
        (
            "verify_ledger",
            ["--length", "x"],
            "argument --length: invalid int value: 'x'",
        ),
    ],
)
def test_an_argument_that_is_missing_or_wrong_is_named(
    db: None, command: str, args: list[str], words: str
) -> None:
    code, out, err = run(command, *args)
    assert out == ""
    assert code != 0
    assert words in err


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


# loading kits


@pytest.mark.parametrize("is_input", [False, True], ids=["file", "input"])
def test_a_kit_that_is_no_kit_ends_with_one(
    db: None, file: Files, monkeypatch: pytest.MonkeyPatch, *, is_input: bool
) -> None:
    data = b"a: 1\nb: Andr\xe9\n"
    as_input(monkeypatch, data)
    path = "-" if is_input else file("kit.yaml", data)
    source = "standard input" if is_input else path
    told = f"{source}, line 2: this is not UTF-8."
    assert run("load_kit", path) == (1, "", told)
    assert nothing_is_stored()


@pytest.mark.parametrize("is_json", [False, True], ids=["lines", "json"])
def test_a_kit_is_counted(db: None, file: Files, *, is_json: bool) -> None:
    text = yaml.safe_dump(kits.small_kit(), allow_unicode=True)
    path = file("kit.yaml", b"\xef\xbb\xbf" + text.encode())
    code, out, err = run("load_kit", path, *(["--json"] * is_json))
    assert (code, err) == (0, "")
    claims = Claim.objects.count()
    if is_json:
        assert claims in json.loads(out)["claims"].values()
    else:
        [line] = [row for row in out.splitlines() if row.startswith("claims: ")]
        assert f"{claims} " in line
    assert LedgerEntry.objects.filter(by="load_kit").exists()
    account = User.objects.get(username="load_kit")
    assert not account.is_active
    assert not account.has_usable_password()


# the ledger


@pytest.mark.parametrize("is_json", [False, True], ids=["lines", "json"])
@pytest.mark.parametrize(
    ("args", "code"),
    [
        ([], 0),
        (["--length", "0"], 0),
        (["--length", "1"], 1),
        (["--tip", "f" * 64], 1),
        (["--tip", "f" * 64, "--length", "0"], 1),
    ],
    ids=["whole", "from-the-start", "longer", "another-tip", "a-tip-of-nothing"],
)
def test_an_empty_ledger_is_verified(
    db: None, args: list[str], code: int, *, is_json: bool
) -> None:
    found, out, err = run("verify_ledger", *args, *(["--json"] * is_json))
    assert found == code
    if code:
        assert (out, err) == (
            "",
            "The end that was noted is no part of this ledger: it was cut back or "
            "replaced since.",
        )
    elif is_json:
        assert json.loads(out)["entries"] == 0
    else:
        assert out.startswith("0 entries verified; the last hash is ")


# exporting


@pytest.mark.parametrize(
    ("args", "first"),
    [
        (["--format", "csv"], b"\xef\xbb\xbf"),
        (["--format", "json"], b"["),
        (["--format", "xlsx"], b"PK"),
        (["--format", "csv", "--blocks"], b"\xef\xbb\xbf"),
    ],
    ids=["csv", "json", "xlsx", "blocks"],
)
def test_a_brand_without_claims_gives_a_file_without_rows(
    calvoryn: Brand, tmp_path: Path, args: list[str], first: bytes
) -> None:
    path = tmp_path / "out"
    code, out, err = run(
        "export_claims", "--brand", "calvoryn", "--output", str(path), *args
    )
    assert (code, out, err) == (0, "", "")
    assert path.read_bytes().startswith(first)


def test_a_place_that_cannot_be_written_is_a_wrong_call(
    calvoryn: Brand, tmp_path: Path
) -> None:
    path = tmp_path / "no" / "where.csv"
    told = run("export_claims", "--brand", "calvoryn", "--output", str(path))
    assert told == (2, "", MISSING)
