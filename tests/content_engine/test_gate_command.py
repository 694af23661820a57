"""The doors of the gate as another program meets them: documents in, answers out."""

import datetime
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine import piece_documents
from content_engine.management.commands import check_text
from content_engine.vocabulary import PartName
from tests import kits

TODAY = datetime.date(2026, 11, 21)
GOOD: dict[str, Any] = {
    "id": "p1",
    "brand": kits.SLUG,
    "market": "US",
    "channel": "email",
    "audience": "HCP",
    "at": "2026-11-21",
    "intent": "promotional",
    "parts": [{"name": "body", "text": "Thank you."}],
}


def document(**changes: Any) -> str:
    """The good piece as JSON with keys changed; ``...`` takes one out."""
    kept = {key: one for key, one in {**GOOD, **changes}.items() if one is not ...}
    return json.dumps(kept)


def faults(text: str) -> tuple[str, ...]:
    try:
        piece_documents.read(text, today=TODAY)
    except piece_documents.PieceFaultsError as error:
        return error.faults
    return ()


# Documents: keys and values, and the key that a fault begins with ("" for none).
ROWS: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"id": ...}, ""),
    ({"id": None}, ""),
    ({"id": 7}, "id"),
    ({"id": ["p1"]}, "id"),
    ({"id": ""}, ""),
    ({"brand": ...}, "brand"),
    ({"brand": ""}, "brand"),
    ({"brand": "  "}, "brand"),
    ({"brand": 3}, "brand"),
    ({"brand": None}, "brand"),
    ({"brand": [kits.SLUG]}, "brand"),
    ({"market": ...}, "market"),
    ({"market": "us"}, "market"),
    ({"market": "FR"}, "market"),
    ({"market": "USA"}, "market"),
    ({"market": {"code": "US"}}, "market"),
    ({"market": "GB"}, ""),
    ({"region": "US-VT"}, ""),
    ({"region": None}, ""),
    ({"region": 5}, "region"),
    ({"channel": ...}, "channel"),
    ({"channel": "push"}, "channel"),
    ({"channel": "EMAIL"}, "channel"),
    ({"channel": "fax"}, "channel"),
    ({"channel": ["email"]}, "channel"),
    ({"channel": "sms"}, ""),
    ({"channel": "rep_email"}, ""),
    ({"audience": ...}, ""),
    ({"audience": None}, ""),
    ({"audience": "PATIENT"}, ""),
    ({"audience": "hcp"}, "audience"),
    ({"audience": "DOCTOR"}, "audience"),
    ({"audience": ["HCP"]}, "audience"),
    ({"intent": ...}, ""),
    ({"intent": "reminder"}, ""),
    ({"intent": "advert"}, "intent"),
    ({"intent": {}}, "intent"),
    ({"language": "en-GB"}, ""),
    ({"language": 1}, "language"),
    ({"at": ...}, ""),
    ({"at": None}, ""),
    ({"at": "2026-11-21T10:00:00Z"}, ""),
    ({"at": "2026-11-21T10:00:00+02:00"}, ""),
    ({"at": ""}, "at"),
    ({"at": "today"}, "at"),
    ({"at": "21.11.2026"}, "at"),
    ({"at": "2026-13-01"}, "at"),
    ({"at": "2026-02-30"}, "at"),
    ({"at": "0001-01-01T00:00:00+14:00"}, "at"),
    ({"at": 20261121}, "at"),
    ({"at": ["2026-11-21"]}, "at"),
    ({"parts": ...}, "parts"),
    ({"parts": None}, "parts"),
    ({"parts": []}, "parts"),
    ({"parts": {}}, "parts"),
    ({"parts": "body"}, "parts"),
    ({"parts": ["body"]}, "parts[0]"),
    ({"parts": [{}]}, "parts[0]"),
    ({"parts": [{"name": "body"}]}, "parts[0]"),
    ({"parts": [{"name": "Body", "text": ""}]}, "parts[0]"),
    ({"parts": [{"name": "title", "text": ""}]}, "parts[0]"),
    ({"parts": [{"name": ["body"], "text": ""}]}, "parts[0]"),
    ({"parts": [{"name": "body", "text": 5}]}, "parts[0]"),
    ({"parts": [{"name": "body", "text": None}]}, "parts[0]"),
    ({"parts": [{"name": "body", "text": "\ud800"}]}, "parts[0]"),
    ({"parts": [{"name": "body", "text": "a" * 100_000}]}, ""),
    ({"parts": [{"name": "body", "text": "a" * 100_001}]}, "parts[0]"),
    ({"parts": [{"name": "body", "text": ""}, {"name": "x", "text": ""}]}, "parts[1]"),
    ({"parts": [{"name": "body", "text": ""}] * 50}, ""),
    ({"parts": [{"name": "body", "text": ""}] * 51}, "parts"),
    ({"unknown": "more"}, ""),
]


def test_each_key_is_judged_by_itself() -> None:
    for changes, key in ROWS:
        found = faults(document(**changes))
        if key:
            assert found, changes
            assert all(one.startswith(key) for one in found), (changes, found)
        else:
            assert found == (), changes


def test_faults_of_several_keys_are_all_told() -> None:
    wrong: dict[str, Any] = {
        "brand": "",
        "market": "FR",
        "channel": "push",
        "audience": "ALL",
    }
    wrong |= {"intent": "x", "at": "x", "id": 1, "region": 1, "language": 1}
    found = faults(document(**wrong, parts=[{"name": "x", "text": ""}, 5]))
    for key in (*wrong, "parts[0]", "parts[1]"):
        assert sum(one.startswith(key) for one in found) == 1, key


@pytest.mark.parametrize("name", list(PartName))
def test_every_part_of_the_contract_is_read(name: PartName) -> None:
    text = "Line one.\r\n\u2028ﬁ e\u0301 😀\u0000 \u200b"
    raw = document(parts=[{"name": name.value, "text": text}])
    _, piece = piece_documents.read(raw, today=TODAY)
    assert [(part.name, part.text) for part in piece.parts] == [(name, text)]


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-21", (2026, 11, 21)),
        ("2026-11-21T23:59:59", (2026, 11, 21)),
        ("2026-11-21T23:59:59Z", (2026, 11, 21)),
        ("2026-11-21T23:30:00-01:00", (2026, 11, 22)),
        ("2026-11-21T00:30:00+01:00", (2026, 11, 20)),
        ("2027-01-01T05:00:00+14:00", (2026, 12, 31)),
    ],
)
def test_a_time_is_its_day_in_utc(at: str, day: tuple[int, int, int]) -> None:
    _, piece = piece_documents.read(document(at=at), today=datetime.date(2000, 1, 1))
    assert piece.context.day == datetime.date(*day)


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(key=st.sampled_from(sorted(GOOD)), junk=JUNK)
def test_any_junk_under_a_key_is_read_or_refused_by_name(key: str, junk: Any) -> None:
    for one in faults(document(**{key: junk})):
        assert one.startswith(key)


# The command


@pytest.fixture
def loaded(requester: User, at: datetime.datetime) -> None:
    """The small brand, approved."""
    kits.load_small_kit(by=requester, at=at)


def answers(path: Path, *options: str) -> str:
    out, err = io.StringIO(), io.StringIO()
    call_command("check_text", str(path), *options, stdout=out, stderr=err)
    assert err.getvalue() == ""
    return out.getvalue()


def refusal(path: Path, *options: str) -> tuple[list[str], int]:
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("check_text", str(path), *options, stdout=out)
    assert out.getvalue() == ""
    return str(caught.value).splitlines(), caught.value.returncode


def test_answers_come_in_the_order_of_the_lines(loaded: None, tmp_path: Path) -> None:
    """Markets and channels alternate, so that no grouping can pass for order."""
    places = [("US", "email"), ("GB", "sms"), ("US", "sms"), ("GB", "rep_email")]
    wanted = [(f"p{n}", *places[n * 3 % 4]) for n in (7, 3, 9, 1, 8, 2, 0, 5)]
    lines = [document(id=i, market=m, channel=c) for i, m, c in wanted]
    path = tmp_path / "pieces.jsonl"
    path.write_text("\n".join(lines))
    found = [json.loads(line) for line in answers(path, "--jsonl").splitlines()]
    assert [one["id"] for one in found] == [identity for identity, *_ in wanted]
    assert [one["rule_pack"][:2] for one in found] == [one[1] for one in wanted]
    alone = tmp_path / "one.json"
    for line, together in zip(lines, found, strict=True):
        alone.write_text(line)
        assert json.loads(answers(alone, "--json")) == together


def test_how_lines_end_decides_nothing(loaded: None, tmp_path: Path) -> None:
    line = document(parts=[{"name": "body", "text": "It works.\u2028Truly."}])
    odd = json.dumps(json.loads(line), ensure_ascii=False)
    path = tmp_path / "pieces.jsonl"
    expected = None
    for lines in (
        f"{line}\n{line}",
        f"{odd}\r\n\r\n{odd}\r\n",
        f"\ufeff\n{odd}\n{line}",
    ):
        path.write_bytes(lines.encode())
        found = answers(path, "--jsonl")
        assert len(found.split("\n")) == 3
        expected = expected or found
        assert found == expected


def test_an_empty_file_has_no_answers(loaded: None, tmp_path: Path) -> None:
    path = tmp_path / "pieces.jsonl"
    for text in ("", "\n", " \n\t\r\n"):
        path.write_text(text)
        assert answers(path, "--jsonl") == ""
        assert refusal(path, "--json")[1] == 1


def test_bad_lines_are_named_by_number(loaded: None, tmp_path: Path) -> None:
    good, path = document(), tmp_path / "pieces.jsonl"
    lines = [
        good,
        "",
        "{",
        good,
        "[]",
        document(brand="nobody"),
        document(at="x"),
        good,
    ]
    path.write_text("\n".join(lines))
    told, code = refusal(path, "--jsonl")
    assert code == 1
    numbers = [one.split(", line ")[1].split(":")[0] for one in told]
    assert numbers == ["3", "5", "6", "7"]
    assert all(one.startswith(str(path)) for one in told)


def test_nothing_is_answered_if_the_last_line_is_bad(
    loaded: None, tmp_path: Path
) -> None:
    path = tmp_path / "pieces.jsonl"
    path.write_text("\n".join([document()] * 20 + ["nonsense"]))
    told, code = refusal(path, "--jsonl")
    assert (len(told), code) == (1, 1)
    assert "line 21" in told[0]


def test_checking_writes_nothing(loaded: None, tmp_path: Path) -> None:
    def counts() -> dict[str, int]:
        return {
            model._meta.label: model._default_manager.count()
            for model in apps.get_models()
        }

    before = counts()
    path = tmp_path / "piece.json"
    path.write_text(document())
    answers(path, "--json")
    assert counts() == before


# Arguments, standard input, exit code, words on standard error.
CALLS: list[tuple[tuple[str, ...], bytes, int, str]] = [
    (("--jsonl",), b"", 0, ""),
    (("-", "--jsonl"), b"\n \n", 0, ""),
    (("--jsonl",), b"{}\n{", 1, "standard input, line 2"),
    (("-", "--jsonl"), b"\n\xff", 1, "line 2"),
    (("-", "--json"), b"[]", 1, "standard input"),
    ((), b"", 1, "standard input"),
    (("none.json",), b"", 2, "none.json"),
    (("/",), b"", 2, "/"),
    (("--json", "--jsonl"), b"", 2, "not allowed"),
    (("--yaml",), b"", 2, "--yaml"),
    (("a", "b"), b"", 2, "b"),
]


@pytest.mark.parametrize(("arguments", "data", "code", "words"), CALLS)
def test_exit_codes_and_streams(
    arguments: tuple[str, ...],
    data: bytes,
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """0 for work done, 1 for input refused, 2 for a wrong call; faults on stderr."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    monkeypatch.setattr("django.core.management.base.connections.close_all", list)
    status: object = 0
    try:
        check_text.Command().run_from_argv(["manage.py", "check_text", *arguments])
    except SystemExit as end:
        status = end.code
    told = capsys.readouterr()
    assert (status, told.out) == (code, "")
    assert words in told.err
    assert bool(told.err) == (code > 0)
    assert "Traceback" not in told.err
