"""What is written as a tree of sections is read as that tree, in each format."""

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.label_import import outlines
from knowledge_base.labels import reading
from tests.knowledge_base import label_files as files
from tests.knowledge_base.label_import.trees import (
    Node,
    as_bundle,
    as_json,
    as_spl,
    expected,
    nodes,
    one,
    read,
    told,
)

TREES = st.lists(nodes(), min_size=1, max_size=3)


@settings(max_examples=50)
@given(TREES)
def test_an_spl_document_is_read_as_it_was_written(tree: list[Node]) -> None:
    listing, *found = read(as_spl(tree)).sections
    assert listing.code == "48780-1"
    assert [told(section) for section in found] == [expected(node) for node in tree]


@settings(max_examples=50)
@given(TREES)
def test_a_bundle_is_read_as_it_was_written(tree: list[Node]) -> None:
    found = read(as_json(tree)).sections
    assert [told(section) for section in found] == [expected(node) for node in tree]


@settings(max_examples=30)
@given(TREES)
def test_json_and_xml_of_one_bundle_are_one_label(tree: list[Node]) -> None:
    from_json = read(as_json(tree))
    from_xml = read(files.fhir_xml(as_bundle(tree)))
    assert from_xml.sections == from_json.sections
    assert from_xml.products == from_json.products
    assert (from_xml.set_id, from_xml.version) == (from_json.set_id, from_json.version)


@settings(max_examples=30)
@given(TREES)
def test_both_formats_say_the_same(tree: list[Node]) -> None:
    spl, fhir = read(as_spl(tree)).sections[1:], read(as_json(tree)).sections
    assert [told(section) for section in spl] == [told(section) for section in fhir]


@settings(max_examples=30)
@given(TREES)
def test_a_sections_text_is_its_clauses_and_nothing_below_it(tree: list[Node]) -> None:
    for top in read(as_spl(tree)).sections:
        for section in top.walk():
            assert section.text == " ".join(clause.text for clause in section.clauses)


@settings(max_examples=30)
@given(TREES)
def test_the_hash_is_of_the_bytes_and_the_reading_of_the_bytes_alone(
    tree: list[Node],
) -> None:
    data = as_spl(tree)
    first, again = read(data), read(data + b"\n")
    assert first.sha256 == hashlib.sha256(data).hexdigest()
    assert first.sha256 != again.sha256
    assert first.sections == again.sections


@settings(max_examples=30)
@given(TREES)
def test_the_outline_counts_what_was_read(tree: list[Node]) -> None:
    document = read(as_spl(tree))
    shown = outlines.outline(document)

    def counts(sections: list[dict[str, object]]) -> list[tuple[object, object]]:
        found = []
        for section in sections:
            found.append((section["title"], section["chars"]))
            inner = section["sections"]
            assert isinstance(inner, list)
            found += counts(inner)
        return found

    assert counts(shown["sections"]) == [
        (section.title, len(section.text))
        for top in document.sections
        for section in top.walk()
    ]


@settings(max_examples=30)
@given(TREES)
def test_places_count_every_section_once_in_reading_order(tree: list[Node]) -> None:
    document = read(as_json(tree))
    walked = [section for top in document.sections for section in top.walk()]
    found = reading.document_sections(document)
    assert [section.place for section in found] == list(range(len(walked)))
    assert [section.code for section in found] == [section.code for section in walked]
    assert [section.path[-1] for section in found] == [one.title for one in walked]


@settings(max_examples=50)
@given(st.text(alphabet="ab \t\n\r\u00a0\u2003", max_size=40))
def test_white_space_of_any_kind_is_one_space(text: str) -> None:
    section = one(f"<paragraph>{text}</paragraph>")
    assert section.text == " ".join(text.split())


@settings(max_examples=50)
@given(st.text(alphabet="abé漢 \n", max_size=30))
def test_reading_what_was_read_changes_nothing(text: str) -> None:
    first = one(f"<paragraph>{text}</paragraph>").text
    assert one(f"<paragraph>{first}</paragraph>").text == first
