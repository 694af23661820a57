"""FHIR bundles: where the head stands, and whose label it is."""

import datetime
from typing import Any

import pytest

from knowledge_base.label_import.documents import Product
from tests.knowledge_base import label_files as files
from tests.knowledge_base.label_import.bundles import Node, both, bundle

US = "http://hl7.org/fhir/us/spl/StructureDefinition/Document"
VERSION = (
    "http://hl7.org/fhir/StructureDefinition/composition-clinicaldocument-versionNumber"
)


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
