"""Hostile and broken label files: one clear sentence for each, within memory."""

import gzip
import io
import json
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base import label_import
from knowledge_base.label_import import elements, limits
from knowledge_base.label_import.limits import Budget, LabelUnreadableError
from tests import fuzz_importers
from tests.knowledge_base import label_files as files

HEAD = '<document xmlns="urn:hl7-org:v3">'
LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">'
    for n in range(12)
)
NO_ENTITIES = "declares a document type or entities"


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("label.xml", files.FIRST)
    return buffer.getvalue()


def text(markup: str) -> bytes:
    return files.spl(files.section("42229-5", "T", markup))


DEEP = "<content>" * 150 + "</content>" * 150
NESTED: str = files.section("42229-5", "T", "x")
for _ in range(60):
    NESTED = files.section("42229-5", "T", "x", NESTED)
COMPOSITIONS = files.bundle()
COMPOSITIONS["entry"].append(COMPOSITIONS["entry"][0])
COLLECTION = files.bundle() | {"type": "collection"}
BROKEN_DIV = files.bundle()
BROKEN_DIV["entry"][0]["resource"]["section"][0]["text"] = {"div": "<div><p></div>"}
ENTITY_DIV = files.bundle()
ENTITY_DIV["entry"][0]["resource"]["section"][0]["text"] = {
    "div": f"<!DOCTYPE div [{LAUGHS}]><div>&l11;</div>"
}
EMPTY = files.bundle()
EMPTY["entry"][0]["resource"]["section"] = []

CASES = {
    "billion laughs": (
        f"<!DOCTYPE document [{LAUGHS}]>{HEAD}&l11;</document>".encode(),
        NO_ENTITIES,
    ),
    "quadratic blow-up": (
        f'<!DOCTYPE document [<!ENTITY a "{"x" * 50_000}">]>{HEAD}{"&a;" * 50_000}'
        "</document>".encode(),
        NO_ENTITIES,
    ),
    "external entity": (
        '<!DOCTYPE document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"{HEAD}&x;</document>".encode(),
        NO_ENTITIES,
    ),
    "parameter entity": (
        '<!DOCTYPE document [<!ENTITY % x SYSTEM "http://127.0.0.1/x">%x;]>'
        f"{HEAD}</document>".encode(),
        NO_ENTITIES,
    ),
    "external document type": (
        f'<!DOCTYPE document SYSTEM "http://127.0.0.1/x.dtd">{HEAD}</document>'.encode(),
        NO_ENTITIES,
    ),
    "undeclared entity": (text("&nbsp;"), "The XML is broken at line"),
    "deep nesting": (text(DEEP), "nested deeper than 100 levels"),
    "deep sections": (files.spl(NESTED), "nested deeper than 100 levels"),
    "long namespace": (
        f'<document xmlns:p="{"u" * 1_000_000}" p:a="1" p:b="2"/>'.encode(),
        "a namespace too long to be one",
    ),
    "wide rows": (
        text(f"<table><tr>{'<td/>' * 1000}</tr>{'<tr/>' * 1000}</table>"),
        "more than 200,000 cells",
    ),
    "truncated": (files.FIRST[: len(files.FIRST) // 2], "The XML is broken at line"),
    "gzip": (gzip.compress(files.FIRST), "packed with gzip"),
    "zip": (zipped(), "a zip archive"),
    "empty zip": (b"PK\x05\x06" + bytes(18), "an empty zip archive"),
    "PDF": (b"%PDF-1.7\n", "is a PDF"),
    "old Office": (b"\xd0\xcf\x11\xe0\xa1\xb1", "an Office document"),
    "web page": (b"<!-- x --><!DOCTYPE html><html><p>Label", "is a web page"),
    "XHTML page": (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "is a web page"),
    "empty": (b"", "The file is empty"),
    "blank": (b" \n\t ", "The file is empty"),
    "UTF-7": (
        files.FIRST.replace(b"UTF-8", b"UTF-7"),
        "says that it is UTF-7, which is not read",
    ),
    "unknown encoding": (files.FIRST.replace(b"UTF-8", b"x-made-up"), "x-made-up"),
    "wrong encoding": (
        b"<a>\n\xe4</a>",
        r"is not UTF-8, as it says \(line 2\)",
    ),
    "half UTF-16": (b"\xff\xfe<\x00a", "is not UTF-16"),
    "null": (b"<a>\0</a>", "The XML is broken"),
    "words": (b"just words", "The XML is broken at line 1"),
    "other XML": (b'<rss xmlns="urn:x"/>', "neither an SPL document nor a FHIR bundle"),
    "document of others": (b"<document/>", "neither an SPL document"),
    "no sections": (f"{HEAD}</document>".encode(), "holds no sections"),
    "broken JSON": (files.FHIR[:-1], "The JSON is broken at line 1"),
    "JSON list": (b"[]", "is not an object"),
    "no number": (b'{"a": NaN}', "holds NaN"),
    "other JSON": (b'{"a": 1}', "This is a FHIR fragment"),
    "composition alone": (b'{"resourceType": "Composition"}', "a FHIR Composition"),
    "no document": (json.dumps(COLLECTION).encode(), "not of the type document"),
    "two documents": (json.dumps(COMPOSITIONS).encode(), "holds 2 compositions"),
    "no FHIR sections": (json.dumps(EMPTY).encode(), "holds no sections"),
    "broken narrative": (json.dumps(BROKEN_DIV).encode(), "The XML is broken"),
    "laughing narrative": (json.dumps(ENTITY_DIV).encode(), NO_ENTITIES),
    "surrogates": (
        files.FHIR.replace(b"Calvoryn is", b"\\ud800"),
        "halves of characters",
    ),
    "surrogate title": (
        files.FHIR.replace(b"Calvoryn 20", b"\\udfff"),
        "halves of characters",
    ),
    "null title": (
        files.FHIR.replace(b"Calvoryn 20", b"\\u0000"),
        "characters that are nothing",
    ),
}

LARGE: dict[str, tuple[Callable[[], bytes], str]] = {
    "no end": (lambda: b"<a>" * 1_000_000, "nested deeper than 100 levels"),
    "many elements": (lambda: text("<br/>" * 400_001), "more than 400,000 elements"),
    "many attributes": (
        lambda: b"<a" + b" b='1'" * 800_001 + b"/>",
        "more than 800,000 attributes",
    ),
    "many cells": (
        lambda: text(
            "<table>"
            + '<tr><td colspan="100" rowspan="9999">x</td></tr>' * 3000
            + "</table>"
        ),
        "more than 200,000 cells",
    ),
    "deep JSON": (lambda: b'{"a":' * 200_000, "nested deeper than 100 levels"),
    "much JSON": (
        lambda: b'{"a":[' + b"[]," * 800_000,
        "more than 1,500,000 values",
    ),
}


@pytest.mark.parametrize("name", [*CASES, *LARGE])
def test_each_bad_file_is_refused_with_a_sentence(name: str) -> None:
    made, sentence = CASES.get(name) or LARGE[name]
    data = made if isinstance(made, bytes) else made()
    with pytest.raises(LabelUnreadableError) as refusal:
        label_import.read(data, "label.xml")
    told = str(refusal.value)
    assert re.search(sentence, told)
    assert told.startswith("label.xml: The") or told.startswith("label.xml: This")
    assert told.endswith(".")


def test_an_oversized_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(label_import.encodings, "decode", fail)
    with pytest.raises(LabelUnreadableError, match="larger than 25 MB"):
        label_import.read(bytes(limits.MAX_BYTES + 1), "big.xml")


def test_memory_stays_bounded_for_what_would_expand() -> None:
    for name in ("billion laughs", "quadratic blow-up", "long namespace"):
        data, _ = CASES[name]
        tracemalloc.start()
        with pytest.raises(LabelUnreadableError):
            label_import.read(data, name)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 30 * 1024 * 1024


def test_nothing_is_included(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    data = text(
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" '
        f'href="{secret.as_uri()}"/>plain'
    )
    assert label_import.read(data, "x").sections[1].text == "plain"


def test_a_huge_attribute_is_only_an_attribute() -> None:
    data = text(f'<paragraph styleCode="{"y" * 5_000_000}">plain</paragraph>')
    assert label_import.read(data, "x").sections[1].text == "plain"


def test_the_budget_is_shared_by_all_parts_of_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    budget = Budget()
    budget.elements = 3
    elements.parse("<a><b/></a>", budget)
    with pytest.raises(LabelUnreadableError, match="elements"):
        elements.parse("<a><b/></a>", budget)


def test_an_encoding_named_in_the_text_is_over_once_decoded() -> None:
    _, root = elements.parse('<?xml version="1.0" encoding="UTF-7"?><a>+</a>', Budget())
    assert root.text == "+"


def test_lines_are_counted_from_the_declaration_on() -> None:
    data = b'<?xml version="1.0"\nencoding="UTF-8"?>\n<a>\n</b>'
    with pytest.raises(LabelUnreadableError, match="line 4"):
        label_import.read(data, "x")


EDITS = st.lists(
    st.tuples(
        st.sampled_from(fuzz_importers.KINDS),
        st.floats(0, 1),
        st.floats(0, 1),
        st.integers(0, 1_000_000),
    ),
    max_size=6,
)


@pytest.mark.parametrize("name", ["spl", "fhir"])
@given(edits=EDITS, which=st.integers(0, 10))
def test_damaged_files_are_read_or_refused(
    name: str, edits: list[fuzz_importers.Edit], which: int
) -> None:
    target = fuzz_importers.TARGETS[name]
    data = fuzz_importers.damage(target.seeds[which % len(target.seeds)], edits)
    assert fuzz_importers.attempt(target, data) in {"read", "refused"}


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    target = fuzz_importers.TARGETS["labels"]
    assert fuzz_importers.attempt(target, data) in {"read", "refused"}
