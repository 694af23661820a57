"""What was stored is read back as the document said it, and its hash covers it all."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import given, settings

from knowledge_base import labels
from knowledge_base.labels import reading, recording
from knowledge_base.labels.clauses import Clause
from knowledge_base.models import Brand, Label, LabelSection, SafetyText
from tests.knowledge_base.label_import import trees
from tests.knowledge_base.label_import.trees import Node
from tests.label_documents import make_document

AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 6, 1)


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("someone")


@pytest.fixture
def stored(person: User) -> Label:
    return labels.import_document(make_document(), by=person, at=AT).label


def test_a_stored_label_reads_as_its_document(stored: Label) -> None:
    assert reading.sections(stored) == reading.document_sections(make_document())


@pytest.mark.django_db
@settings(max_examples=15)
@given(trees.nodes())
def test_whatever_was_read_is_stored_and_read_alike(tree: Node) -> None:
    document = trees.read(trees.as_spl([tree]))
    person, _ = User.objects.get_or_create(username="someone")
    Label.objects.all().delete()
    made = labels.import_document(document, by=person, at=AT)
    assert reading.sections(made.label) == reading.document_sections(document)
    assert made.label.boxed_warning == (document.boxed_warning or "")


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({}, []),
        ({"boxed_warning": "Liver."}, [("stated:34066-1", "Boxed warning", "Liver.")]),
        ({"indication": "Gout."}, [("stated:34067-9", "Indication", "Gout.")]),
        ({"population": "Adults."}, [("stated:", "Population", "Adults.")]),
        (
            {"limitations_of_use": ["Not for pain.", "Nor fever."]},
            [
                ("stated:", "Limitations of use", "Not for pain."),
                ("stated:", "Limitations of use", "Nor fever."),
            ],
        ),
        (
            {"contraindications": ["Pregnancy.", ""]},
            [("stated:34070-3", "Contraindications", "Pregnancy.")],
        ),
        ({"dosing": ["20 mg."]}, [("stated:34068-7", "Dosing", "20 mg.")]),
        (
            {"adverse_reactions": [{"term": "Rash", "rate": "7%"}]},
            [("stated:34084-4", "Adverse reactions", "Rash | 7%")],
        ),
        (
            {
                "adverse_reactions": [
                    {"term": "Rash", "rate": "7%", "comparator_rate": "2%"}
                ]
            },
            [("stated:34084-4", "Adverse reactions", "Rash | 7% | 2%")],
        ),
    ],
)
@pytest.mark.parametrize("source", ["KIT", "SPL"])
def test_what_a_kit_states_stands_beside_its_sections(
    source: str, columns: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    label = Label(source=source, **columns)
    found = [
        (section.code, section.path[-1], clause.text)
        for section in reading.stated(label)
        for clause in section.clauses
    ]
    assert found == (expected if source == "KIT" else [])


@pytest.mark.parametrize(
    ("columns", "clauses"),
    [
        ({}, []),
        ({"title": "5 Liver"}, [(None, "heading", "5 Liver")]),
        ({"title": " "}, []),
        ({"text": "Mind."}, [(0, "paragraph", "Mind.")]),
        (
            {"title": "5", "clauses": [{"kind": "item", "text": "a"}]},
            [(None, "heading", "5"), (0, "item", "a")],
        ),
        (
            {
                "text": "left out",
                "clauses": [
                    {"kind": "row", "text": "a", "table": 0},
                    {"kind": "row", "text": "b", "table": 0},
                ],
            },
            [(0, "row", "a"), (1, "row", "b")],
        ),
    ],
)
def test_a_stored_section_is_its_heading_and_clauses(
    stored: Label,
    columns: dict[str, Any],
    clauses: list[tuple[int | None, str, str]],
) -> None:
    LabelSection.objects.filter(label=stored).delete()
    LabelSection.objects.create(label=stored, ordinal=4, **columns)
    (section,) = reading.sections(stored)
    assert [(one.number, one.kind, one.text) for one in section.clauses] == clauses
    assert all(one.section == 4 for one in section.clauses)


def test_paths_go_down_through_the_parents(stored: Label) -> None:
    LabelSection.objects.filter(label=stored).delete()
    parent = None
    for ordinal, title in enumerate(("5 Risks", "5.1 Liver", "")):
        parent = LabelSection.objects.create(
            label=stored, ordinal=ordinal, title=title, parent=parent, text="Mind."
        )
    assert [section.path for section in reading.sections(stored)] == [
        ("5 Risks",),
        ("5 Risks", "5.1 Liver"),
        ("5 Risks", "5.1 Liver", ""),
    ]


# the hash that an adoption signs


def put(**columns: Any) -> Callable[[Label], None]:
    def change(label: Label) -> None:
        for name, value in columns.items():
            setattr(label, name, value)

    return change


def retitle(label: Label) -> None:
    LabelSection.objects.filter(label=label, ordinal=0).update(title="Other")


def recut(label: Label) -> None:
    LabelSection.objects.filter(label=label, ordinal=0).update(clauses=[])


def retable(label: Label) -> None:
    LabelSection.objects.filter(label=label, ordinal=5).update(tables=[])


def state(label: Label) -> None:
    SafetyText.objects.create(label=label, form="SHORT", text="Mind.", sha256="0" * 64)


def rename(label: Label) -> None:
    label.brand = Brand(slug="other")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(put(market="GB"), id="market"),
        pytest.param(put(set_id="x"), id="set"),
        pytest.param(put(version="9"), id="version"),
        pytest.param(put(title="x"), id="title"),
        pytest.param(put(labeler="x"), id="labeller"),
        pytest.param(put(products=[]), id="products"),
        pytest.param(put(source="KIT"), id="source"),
        pytest.param(put(source_sha256="x"), id="source-hash"),
        pytest.param(put(indication="x"), id="indication"),
        pytest.param(put(population="x"), id="population"),
        pytest.param(put(limitations_of_use=["x"]), id="limitations"),
        pytest.param(put(contraindications=[]), id="contraindications"),
        pytest.param(put(boxed_warning="x"), id="boxed-warning"),
        pytest.param(put(dosing=[]), id="dosing"),
        pytest.param(put(adverse_reactions=[]), id="adverse-reactions"),
        pytest.param(put(effective_on=datetime.date(2026, 6, 2)), id="day"),
        pytest.param(retitle, id="a-sections-title"),
        pytest.param(recut, id="a-sections-clauses"),
        pytest.param(retable, id="a-sections-tables"),
        pytest.param(state, id="safety-text"),
        pytest.param(rename, id="brand"),
    ],
)
def test_the_hash_changes_with_all_that_a_label_says(
    stored: Label, change: Callable[[Label], None]
) -> None:
    before = labels.content_sha256(stored)
    assert before == labels.content_sha256(Label.objects.get(pk=stored.pk))
    change(stored)
    assert labels.content_sha256(stored) != before


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(put(approved_by="one", approved_at=AT), id="approval"),
        pytest.param(put(withdrawn_at=AT), id="withdrawal"),
        pytest.param(put(imported_by="other"), id="import"),
    ],
)
def test_the_hash_is_of_the_words_and_not_of_what_happened(
    stored: Label, change: Callable[[Label], None]
) -> None:
    before = labels.content_sha256(stored)
    change(stored)
    assert labels.content_sha256(stored) == before


@pytest.mark.parametrize(
    ("set_id", "subject"),
    [
        ("", "label:calvoryn/US/3"),
        ("abc", "label:calvoryn/US/abc/3"),
        ("x" * 300, ("label:calvoryn/US/" + "x" * 300)[:200]),
    ],
)
def test_the_ledger_calls_a_label_by_brand_market_set_and_version(
    set_id: str, subject: str
) -> None:
    label = Label(brand=Brand(slug="calvoryn"), market="US", set_id=set_id, version="3")
    assert recording.subject(label) == subject


def test_a_clause_read_back_is_the_same_clause(stored: Label) -> None:
    first = reading.sections(stored)[0].clauses[1]
    assert first == Clause(0, 0, "paragraph", first.text, ("1 INDICATIONS AND USAGE",))
    assert first in {reading.document_sections(make_document())[0].clauses[1]}
