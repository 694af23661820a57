"""FHIR bundles: where the head stands, whose label it is, what is left out."""

import datetime
import json
from typing import Any

import pytest

from knowledge_base.label_import import LabelUnreadableError
from knowledge_base.label_import.documents import LabelDocument, Product
from tests.knowledge_base import label_files as files
from tests.knowledge_base.label_import.trees import read

Node = dict[str, Any]
US = "http://hl7.org/fhir/us/spl/StructureDefinition/Document"
VERSION = (
    "http://hl7.org/fhir/StructureDefinition/composition-clinicaldocument-versionNumber"
)


def bundle(**composition: Any) -> Node:
    """The bundle with these in its composition; None takes one out."""
    made = files.bundle()
    resource = made["entry"][0]["resource"]
    for name, value in composition.items():
        resource.pop(name, None)
        if value is not None:
            resource[name] = value
    return made


def both(node: Node) -> tuple[LabelDocument, LabelDocument]:
    """A bundle as read from JSON and from XML."""
    return read(json.dumps(node).encode()), read(files.fhir_xml(node))


def with_resource(place: int, resource: Node, **entry: Any) -> Node:
    made = files.bundle()
    made["entry"][place] = {"resource": resource, **entry}
    return made


# version, set and day


@pytest.mark.parametrize(
    ("changes", "meta", "version"),
    [
        pytest.param({}, {}, "2.1", id="of-the-composition"),
        pytest.param(
            {"version": None, "extension": [{"url": VERSION, "valueString": "7"}]},
            {},
            "7",
            id="in-an-extension",
        ),
        pytest.param(
            {
                "version": None,
                "extension": [
                    {"url": "http://example.org/other", "valueString": "x"},
                    {"url": VERSION, "valueString": "8"},
                ],
            },
            {},
            "8",
            id="in-the-second-extension",
        ),
        pytest.param(
            {"version": None, "meta": {"versionId": "9"}}, {}, "9", id="of-the-record"
        ),
        pytest.param(
            {"version": None}, {"versionId": "10"}, "10", id="of-the-bundles-record"
        ),
        pytest.param({"version": None}, {}, "2025-05-01", id="the-day"),
        pytest.param(
            {"version": " ", "meta": {"versionId": "9"}}, {}, "9", id="a-blank-one"
        ),
    ],
)
def test_the_version_is_the_nearest_that_is_told(
    changes: Node, meta: Node, version: str
) -> None:
    made = bundle(**changes) | ({"meta": meta} if meta else {})
    assert {document.version for document in both(made)} == {version}


@pytest.mark.parametrize(
    ("identifiers", "ids", "set_id"),
    [
        pytest.param([{"value": "urn:uuid:abc"}], True, "abc", id="a-uuid"),
        pytest.param([{"value": "urn:oid:1.2.3"}], True, "1.2.3", id="an-oid"),
        pytest.param([{"value": "EMEA/H/1"}], True, "EMEA/H/1", id="a-number"),
        pytest.param([{"value": "a"}, {"value": "b"}], True, "a", id="first-of-two"),
        pytest.param([{"system": "x"}], True, "doc-1", id="without-a-value"),
        pytest.param(None, True, "doc-1", id="of-the-bundle"),
        pytest.param(None, False, "c1", id="of-the-record"),
    ],
)
def test_the_set_is_what_all_versions_share(
    identifiers: Any, *, ids: bool, set_id: str
) -> None:
    made = bundle(identifier=identifiers)
    if not ids:
        del made["identifier"]
    assert {document.set_id for document in both(made)} == {set_id}


@pytest.mark.parametrize(
    ("date", "timestamp", "day"),
    [
        ("2025-05-01", "2025-06-02T08:00:00Z", datetime.date(2025, 5, 1)),
        ("2025-05-01T23:59:59+02:00", "", datetime.date(2025, 5, 1)),
        ("2025-05", "2025-06-02T08:00:00Z", datetime.date(2025, 6, 2)),
        ("", "2025-06-02T08:00:00Z", datetime.date(2025, 6, 2)),
        ("2025-02-30", "2025-06-02", datetime.date(2025, 6, 2)),
        ("", "", None),
        ("soon", "later", None),
    ],
)
def test_the_day_is_of_the_composition_or_else_of_the_bundle(
    date: str, timestamp: str, day: datetime.date | None
) -> None:
    made = bundle(date=date or None) | {"timestamp": timestamp}
    assert {document.effective_on for document in both(made)} == {day}


def test_in_a_us_label_the_bundles_day_counts() -> None:
    made = bundle(meta={"profile": [US]}) | {"timestamp": "2025-06-02T08:00:00Z"}
    for document in both(made):
        assert document.effective_on == datetime.date(2025, 6, 2)
        assert document.market == "US"


# labeller


ORGANISATION = {"resourceType": "Organization", "id": "o9", "name": "Norrfell Ireland"}


@pytest.mark.parametrize(
    ("author", "labeler"),
    [
        pytest.param([{"reference": "urn:uuid:o1"}], "Norrfell Ireland", id="full-url"),
        pytest.param(
            [{"reference": "Organization/o9"}], "Norrfell Ireland", id="by-id"
        ),
        pytest.param(
            [{"reference": "Organization/none", "display": "Shown Ltd"}],
            "Shown Ltd",
            id="absent-but-displayed",
        ),
        pytest.param(
            [{"reference": "Organization/none"}], "Norrfell Ireland", id="absent"
        ),
        pytest.param([{"reference": "#inside"}], "Norrfell Ireland", id="contained"),
        pytest.param(
            [{"display": ""}, {"display": "Second Ltd"}],
            "Second Ltd",
            id="second-author",
        ),
        pytest.param([], "Norrfell Ireland", id="no-author"),
    ],
)
def test_the_labeller_is_the_author(author: list[Node], labeler: str) -> None:
    made = bundle(author=author)
    made["entry"][1] = {"fullUrl": "urn:uuid:o1", "resource": ORGANISATION}
    assert {document.labeler for document in both(made)} == {labeler}


@pytest.mark.parametrize(
    ("organization", "labeler"),
    [
        ({"reference": "urn:uuid:o1"}, "Norrfell Ireland"),
        ({"display": "Role's Own Ltd"}, "Role's Own Ltd"),
        ({"reference": "urn:uuid:none", "display": "Shown Ltd"}, "Shown Ltd"),
    ],
)
def test_an_author_in_a_role_speaks_for_its_organisation(
    organization: Node, labeler: str
) -> None:
    made = bundle(author=[{"reference": "PractitionerRole/r1"}])
    role = {
        "resourceType": "PractitionerRole",
        "id": "r1",
        "organization": organization,
    }
    made["entry"].append({"resource": role})
    assert {document.labeler for document in both(made)} == {labeler}


def test_without_any_organisation_there_is_no_labeller() -> None:
    made = bundle(author=None)
    del made["entry"][1]
    assert {document.labeler for document in both(made)} == {""}


# market


def country(code: str) -> Node:
    return {"country": files.coded(code, "urn:iso:std:iso:3166")}


def medicine(**more: Any) -> Node:
    return {
        "resourceType": "MedicinalProductDefinition",
        "name": [{"productName": "Calvoryn"}],
        **more,
    }


@pytest.mark.parametrize(
    ("resource", "language", "market"),
    [
        pytest.param(medicine(), "en", "", id="nowhere"),
        pytest.param(medicine(), "de-AT", "AT", id="by-the-language"),
        pytest.param(medicine(), "de-at", "", id="no-region-in-small-letters"),
        pytest.param(medicine(), "zh-Hant", "", id="a-script-is-no-region"),
        pytest.param(
            medicine(name=[{"productName": "C", "usage": [country("ie")]}]),
            "en",
            "IE",
            id="small-letters-of-a-code",
        ),
        pytest.param(
            medicine(name=[{"productName": "C", "countryLanguage": [country("IE")]}]),
            "en",
            "IE",
            id="older-name-of-usage",
        ),
        pytest.param(
            medicine(
                name=[{"productName": "C", "usage": [country("IE"), country("GB")]}]
            ),
            "en",
            "",
            id="two-countries",
        ),
        pytest.param(
            medicine(
                name=[{"productName": "C", "usage": [country("IE"), country("IE")]}]
            ),
            "en",
            "IE",
            id="one-country-twice",
        ),
        pytest.param(
            medicine(marketingStatus=[country("FR")]), "en", "FR", id="where-marketed"
        ),
        pytest.param(
            {
                "resourceType": "RegulatedAuthorization",
                "region": [files.coded("EU")],
            },
            "en",
            "EU",
            id="where-authorised",
        ),
        pytest.param(
            medicine(marketingStatus=[country("XX")]), "de-AT", "AT", id="no-country"
        ),
        pytest.param(
            medicine(marketingStatus=[country("DEU")]), "en", "", id="three-letters"
        ),
        pytest.param(
            medicine(marketingStatus=[country("FR")]),
            "de-AT",
            "FR",
            id="a-resource-goes-before-the-language",
        ),
    ],
)
def test_the_market_is_the_one_country_named(
    resource: Node, language: str, market: str
) -> None:
    made = with_resource(2, resource) | {"language": language}
    assert {document.market for document in both(made)} == {market}


@pytest.mark.parametrize("place", ["bundle", "composition", "medicine"])
def test_a_us_profile_anywhere_is_us(place: str) -> None:
    made = files.bundle()
    node = {
        "bundle": made,
        "composition": made["entry"][0]["resource"],
        "medicine": made["entry"][2]["resource"],
    }[place]
    node["meta"] = {"profile": ["http://example.org/other", US]}
    assert {document.market for document in both(made)} == {"US"}


# products


GENERIC = {"type": files.coded("INN") | {"text": "International name (INN)"}}


@pytest.mark.parametrize(
    ("resource", "products"),
    [
        pytest.param(medicine(), (Product("Calvoryn"),), id="a-name"),
        pytest.param(
            medicine(
                name=[
                    {"productName": "felostat", **GENERIC},
                    {"productName": "Calvoryn"},
                ]
            ),
            (Product("Calvoryn", "felostat"),),
            id="the-generic-name-first",
        ),
        pytest.param(
            medicine(
                name=[
                    {"productName": "Calvoryn"},
                    {
                        "productName": "felostat",
                        "type": {"coding": [{"display": "Scientific name part"}]},
                    },
                ]
            ),
            (Product("Calvoryn", "felostat"),),
            id="a-generic-kind-by-its-display",
        ),
        pytest.param(
            medicine(name=[{"productName": "felostat", **GENERIC}]),
            (),
            id="a-generic-name-alone",
        ),
        pytest.param(
            {"resourceType": "Medication", "code": {"text": "Calvoryn 20 mg"}},
            (Product("Calvoryn 20 mg"),),
            id="a-medication",
        ),
        pytest.param(
            {"resourceType": "MedicationKnowledge", "code": {"text": "Calvoryn"}},
            (Product("Calvoryn"),),
            id="knowledge-of-a-medication",
        ),
        pytest.param(
            {"resourceType": "Substance", "code": {"text": "Calvoryn"}},
            (),
            id="something-else",
        ),
        pytest.param(medicine(name=[]), (), id="nameless"),
    ],
)
def test_medicines_are_named(resource: Node, products: tuple[Product, ...]) -> None:
    made = with_resource(2, resource)
    assert {document.products for document in both(made)} == {products}


# sections


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
