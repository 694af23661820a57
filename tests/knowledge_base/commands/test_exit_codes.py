"""Commands end with 0, 1 or 2, and say each fault in one sentence of its own."""

import json
from pathlib import Path

import pytest
import yaml
from django.contrib.auth.models import User

from knowledge_base.models import Brand, Claim, LedgerEntry
from tests import kits
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
MISSING = "No such file or directory."


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
