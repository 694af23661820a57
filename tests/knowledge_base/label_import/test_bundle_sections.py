"""FHIR bundles: what their sections say, and what is no label at all."""

import json
from typing import Any

import pytest

from knowledge_base.label_import import LabelUnreadableError
from tests.knowledge_base import label_files as files
from tests.knowledge_base.label_import.bundles import Node, both, bundle
from tests.knowledge_base.label_import.trees import read


def sections(*given: Node) -> list[tuple[str, str, str]]:
    document = read(json.dumps(bundle(section=list(given))).encode())
    return [(found.code, found.title, found.text) for found in document.sections]


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        pytest.param({"title": "1 Use"}, ("", "1 Use", ""), id="a-title-alone"),
        pytest.param(
            {"text": files.div("<p>For fever.</p>")},
            ("", "", "For fever."),
            id="narrative-alone",
        ),
        pytest.param(
            {"code": {"text": "Use"}}, ("", "Use", ""), id="titled-by-its-code"
        ),
        pytest.param(
            {"title": " ", "code": {"text": "Use"}}, ("", "Use", ""), id="blank-title"
        ),
        pytest.param(
            {
                "code": {
                    "coding": [
                        {"system": "https://spor.example", "code": "41"},
                        {"system": "http://loinc.org", "code": "34067-9"},
                    ]
                }
            },
            ("34067-9", "", ""),
            id="a-code-of-loinc-goes-first",
        ),
        pytest.param(
            {"code": files.coded("41", "https://spor.example")},
            ("41", "", ""),
            id="another-code",
        ),
        pytest.param({"text": {"status": "empty"}}, ("", "", ""), id="no-narrative"),
        pytest.param({"text": {"div": "  "}}, ("", "", ""), id="blank-narrative"),
        pytest.param(
            {"text": {"div": "<div>no <b>namespace</b></div>"}},
            ("", "", "no namespace"),
            id="narrative-without-namespace",
        ),
        pytest.param(
            {"text": files.div("5&nbsp;&mu;g &ge; 2 &ndash; &amp;lt;")},
            ("", "", "5 μg ≥ 2 – &lt;"),
            id="named-characters",
        ),
        pytest.param(
            {"text": files.div("&notacharacter;x")}, None, id="unknown-character"
        ),
        pytest.param(
            {"entry": [{"reference": "Observation/1"}], "title": "T"},
            ("", "T", ""),
            id="entries-are-not-followed",
        ),
        pytest.param(
            {"title": "T", "extension": [{"url": "x", "valueString": "hidden"}]},
            ("", "T", ""),
            id="extensions-are-not-words",
        ),
    ],
)
def test_a_section_tells_what_stands_in_it(
    section: Node, expected: tuple[str, str, str] | None
) -> None:
    if expected is None:
        with pytest.raises(LabelUnreadableError, match="The XML is broken at line 1"):
            sections(section)
        return
    assert sections(section) == [expected]


@pytest.mark.parametrize(
    ("odd", "count"),
    [
        pytest.param([None, 7, "x", {"title": "T"}], 1, id="what-is-no-section"),
        pytest.param({"title": "T"}, 1, id="one-section-without-a-list"),
        pytest.param([[], {"title": "T"}, {"title": "U"}], 2, id="an-empty-list"),
    ],
)
def test_what_is_no_section_is_passed_over(odd: Any, count: int) -> None:
    document = read(json.dumps(bundle(section=odd)).encode())
    assert len(document.sections) == count


@pytest.mark.parametrize(
    ("node", "sentence"),
    [
        pytest.param(
            {"resourceType": "Patient"},
            "label: This is a FHIR Patient; give the whole document bundle.",
            id="a-patient",
        ),
        pytest.param(
            {"resourceType": ["Bundle"], "type": "collection"},
            "label: The FHIR bundle is not of the type document, so it is no label.",
            id="a-collection",
        ),
        pytest.param(
            {"resourceType": "Bundle", "type": "document", "entry": []},
            "label: The FHIR bundle holds 0 compositions; a label is one.",
            id="nothing-in-it",
        ),
        pytest.param(
            {"resourceType": "Bundle", "type": "document", "entry": [{}, None, 3]},
            "label: The FHIR bundle holds 0 compositions; a label is one.",
            id="entries-without-resources",
        ),
        pytest.param(
            bundle(section=None),
            "label: The FHIR composition holds no sections.",
            id="no-sections",
        ),
        pytest.param(
            bundle(section="none"),
            "label: The FHIR composition holds no sections.",
            id="sections-in-words",
        ),
    ],
)
def test_what_is_no_label_is_refused(node: Node, sentence: str) -> None:
    with pytest.raises(LabelUnreadableError) as refusal:
        read(json.dumps(node).encode())
    assert str(refusal.value) == sentence


def test_sections_nested_without_end_are_refused() -> None:
    section: Node = {"title": "T"}
    for _ in range(101):
        section = {"title": "T", "section": [section]}
    with pytest.raises(LabelUnreadableError) as refusal:
        read(json.dumps(bundle(section=[section])).encode())
    assert str(refusal.value) == (
        "label: The file is nested deeper than 100 levels; no label is."
    )


def test_an_address_of_its_own_is_only_an_address() -> None:
    made = bundle(url="https://norrfell.example/label")
    for document in both(made):
        assert document.title == "Calvoryn 20 mg tablets"


def test_the_composition_is_found_wherever_it_stands() -> None:
    made = files.bundle()
    made["entry"].reverse()
    first, again = both(made), both(files.bundle())
    assert first[0].sections == again[0].sections
    assert first[1].products == again[1].products
