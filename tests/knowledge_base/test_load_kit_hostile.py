"""Whatever file is handed to the command: a sentence, an exit code, nothing written."""

import io
import json
from pathlib import Path

import pytest
import yaml
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from knowledge_base.models import Brand, ClaimVersion, LedgerEntry
from tests import kits


def run(*args: str) -> tuple[str, str, int]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("load_kit", *args, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}", error.returncode
    return out.getvalue(), err.getvalue(), 0


SMALL = kits.small_kit(copy=kits.KIT["copy"][:1])
YAML = yaml.safe_dump(SMALL, allow_unicode=True, sort_keys=False)
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\n" + "\n".join(
    f"c{n}: &c{n} [{', '.join([f'*c{n - 1}' if n else '*b'] * 9)}]" for n in range(8)
)

FILES: list[tuple[str, bytes, str]] = [
    ("empty", b"", "the file: this must be a mapping, not empty"),
    ("only a mark", b"\xef\xbb\xbf", "the file: this must be a mapping"),
    ("zeros", b"\x00" * 100, "This is not YAML"),
    ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", "line 1: this is not UTF-8"),
    ("UTF-16", YAML.encode("utf-16"), "line 1: this is not UTF-8"),
    ("Latin at the end", YAML.encode() + b"# \xe9", "this is not UTF-8"),
    ("two documents", YAML.encode() + b"---\na: 1\n", "This is not YAML"),
    ("an object", b"!!python/object/apply:os.system [id]", "must be a mapping"),
    ("an alias bomb", BOMB.encode(), "too many values"),
    ("a list", b"- kit_version: 1\n", "must be a mapping, not"),
    ("a bare list in JSON", b"[1, 2]", "must be a mapping, not [1, 2]"),
    ("JSON cut short", json.dumps(SMALL).encode()[:-1], "This is not JSON"),
    ("JSON and more", json.dumps(SMALL).encode() + b"{}", "This is not JSON"),
    ("JSON with NaN", b'{"kit_version": NaN}', "NaN is not a value"),
    ("JSON twice", b'{"brand": 1, "brand": {}}', "this key stands twice"),
    ("JSON without end", b'{"kit_version": 1e999}', "is larger than any number"),
    ("JSON of digits", b'{"a": ' + b"9" * 5_000 + b"}", "more than 400 digits"),
    (
        "half a letter in a name",
        json.dumps(SMALL).replace('"polumarel"', '"x", "\\ud800": 1').encode(),
        "a name in it holds a character that cannot be printed",
    ),
    ("tabs", YAML.encode().replace(b"  ", b"\t"), "This is not YAML"),
    ("the wrong kind of file", b"<?xml version='1.0'?><kit/>", "must be a mapping"),
    ("a merge", b"a: &a {b: 1}\nc: {<<: *a}\n", "only plain text can be a key"),
]


@pytest.mark.parametrize(
    ("content", "words"), [row[1:] for row in FILES], ids=[row[0] for row in FILES]
)
@pytest.mark.parametrize("flags", [(), ("--json",)], ids=["text", "json"])
def test_a_broken_file_is_refused_in_words(
    flags: tuple[str, ...], content: bytes, words: str, tmp_path: Path, db: None
) -> None:
    path = tmp_path / "kit.yaml"
    path.write_bytes(content)
    out, err, code = run(str(path), *flags)
    assert (out, code) == ("", 1)
    assert words in err
    assert all(line.startswith(str(path)) for line in err.splitlines() if line)
    assert "Traceback" not in err
    assert not Brand.objects.exists()
    assert not LedgerEntry.objects.exists()


SAME = {
    "YAML": YAML.encode(),
    "a mark first": b"\xef\xbb\xbf" + YAML.encode(),
    "Windows lines": YAML.replace("\n", "\r\n").encode(),
    "a document mark": b"---\n" + YAML.encode() + b"...\n",
    "comments": b"# first\n\n" + YAML.encode() + b"\n# last\n",
    "JSON": json.dumps(SMALL).encode(),
    "JSON after white space": b"\n\n  " + json.dumps(SMALL, indent=4).encode(),
    "keys sorted": yaml.safe_dump(SMALL, sort_keys=True).encode(),
}


def test_one_kit_in_any_clothes_loads_once(regulatory: User, tmp_path: Path) -> None:
    path = tmp_path / "kit"
    told = {}
    for name, content in SAME.items():
        path.write_bytes(content)
        args = ("--approved-by", regulatory.username, "--json")
        out, err, code = run(str(path), *args)
        assert (err, code) == ("", 0), name
        told[name] = json.loads(out)
    first, *rest = told.values()
    assert first["claims"] == {"created": 6, "changed": 0, "unchanged": 0}
    for name, counts in list(told.items())[1:]:
        effects = {(row["created"], row["changed"]) for row in counts.values()}
        assert effects == {(0, 0)}, name
    assert len(rest) == len(SAME) - 1
    assert LedgerEntry.objects.count() == 1
    kinds = ["brands", "markets", "labels", "references", "claims", "copy"]
    assert list(first) == kinds


@pytest.mark.parametrize(
    "args",
    [("--approved-by", "nobody"), ("--approved-by", ""), ("--approved-by", "asleep")],
)
def test_an_approver_must_be_there_and_awake(
    args: tuple[str, ...], db: None, tmp_path: Path
) -> None:
    User.objects.create_user("asleep", is_active=False)
    path = tmp_path / "kit"
    path.write_text(YAML)
    out, err, code = run(str(path), *args)
    assert (out, code) == ("", 2)
    assert "no active user" in err
    assert not ClaimVersion.objects.exists()


def test_a_directory_is_no_kit(db: None, tmp_path: Path) -> None:
    out, err, code = run(str(tmp_path))
    assert (out, code) == ("", 2)
    assert err.startswith(str(tmp_path))


def test_a_contradiction_with_what_is_approved_is_an_input_refused(
    regulatory: User, tmp_path: Path
) -> None:
    path = tmp_path / "kit"
    path.write_text(YAML)
    run(str(path), "--approved-by", regulatory.username)
    kit = kits.small_kit(copy=[])
    kit["labels"][0]["indication"] = "Other words."
    path.write_text(json.dumps(kit))
    out, err, code = run(str(path), "--approved-by", regulatory.username, "--json")
    assert (out, code) == ("", 1)
    assert f"{path}: the label 2026-01 for US is approved with other words" in err
    assert err.endswith("nothing was loaded.")
