"""What a row stands on: recorded, described in its columns, or neither."""

from typing import Any

import pytest

from knowledge_base import reference_files
from knowledge_base.exchange import batches
from knowledge_base.models import Anchor, Brand, ClaimVersion, Reference
from tests import factories, kits, pdfs
from tests.knowledge_base.exchange.whole_rows import as_json
from tests.knowledge_base.exchange_files import NEW, plan
from tests.knowledge_base.worlds import AT

pytestmark = pytest.mark.django_db

Row = dict[str, Any]
NEW_SOURCE: Row = {
    **NEW,
    "references": "NEW-1",
    "citation": "Test E. Once a day. 2026.",
    "reference_kind": "journal",
}
NEW_PLACE: Row = {
    **NEW_SOURCE,
    "references": "NEW-1#table",
    "locator": "p. 3",
    "quote": "Once a day.",
}
SOURCES: list[Row] = kits.small_kit()["references"]
LABEL: Row = SOURCES[2]
PRIMARY: Row = SOURCES[0]["anchors"][0]


def sentences(brand: Brand, *rows: Row) -> list[str]:
    names = {name for row in rows for name in row}
    whole = [dict.fromkeys(names, "") | row for row in rows]
    return list(plan(brand, as_json(*whole), name="rows.json").sentences)


def lacks(key: str) -> str:
    return (
        f"Row 1, references: the reference {key} is not recorded: give its citation "
        "and its kind in columns of their own."
    )


def unplaced(name: str) -> str:
    return (
        f"Row 1, references: the place {name} is not recorded: say where it is and "
        "quote it."
    )


def otherwise(column: str, what: str, held: str) -> str:
    shown = held if len(held) <= 60 else f"{held[:57]}..."
    shown = shown or "nothing"
    return (
        f"Row 1, {column}: {what} is recorded otherwise ({shown}); an import changes "
        "no reference."
    )


FINE = [
    pytest.param({"references": "LABEL-2026"}, id="a recorded source"),
    pytest.param({"references": "CAIRN-1-2024#primary"}, id="a recorded place"),
    pytest.param(
        {"references": "CAIRN-1-2024#primary | LABEL-2026"}, id="two that are recorded"
    ),
    pytest.param(
        {"references": ["LABEL-2026", "LABEL-2026"]}, id="one that stands twice"
    ),
    pytest.param(
        {"references": "LABEL-2026", "citation": LABEL["citation"]},
        id="a recorded source in its own words",
    ),
    pytest.param(
        {"references": "LABEL-2026", "published_on": "15 Jan 2026"},
        id="its day in another style",
    ),
    pytest.param(
        {
            "references": "CAIRN-1-2024#primary",
            "locator": PRIMARY["locator"],
            "quote": PRIMARY["quote"],
        },
        id="a recorded place in its own words",
    ),
    pytest.param(NEW_SOURCE, id="a new source"),
    pytest.param(NEW_PLACE, id="a new place in a new source"),
    pytest.param(
        {"references": "LABEL-2026#dose", "locator": "p. 2", "quote": "Once."},
        id="a new place in a recorded source",
    ),
    pytest.param(
        {"references": "LABEL-2026", "locator": "p. 2", "quote": "Once."},
        id="a new place without a name",
    ),
    pytest.param(
        {
            **NEW_PLACE,
            "references": "LABEL-2026 | NEW-1#table",
            **{
                name: ["", NEW_PLACE[name]]
                for name in ("citation", "reference_kind", "locator", "quote")
            },
        },
        id="a recorded source beside a new one",
    ),
]


@pytest.mark.parametrize("row", FINE)
def test_what_a_claim_can_stand_on(row: Row, brand: Brand) -> None:
    assert sentences(brand, {**NEW, **row}) == []


COUNTS = "there are {} entries for {} references."
REFUSED = [
    pytest.param({"references": "X"}, [lacks("X")], id="neither known nor described"),
    pytest.param(
        {"references": "X", "citation": "X. 2026."}, [lacks("X")], id="without a kind"
    ),
    pytest.param(
        {"references": "X", "reference_kind": "journal"},
        [lacks("X")],
        id="without a citation",
    ),
    pytest.param({"references": "X | Y"}, [lacks("X"), lacks("Y")], id="two unknown"),
    pytest.param(
        {"references": "label-2026"}, [lacks("label-2026")], id="known in capitals"
    ),
    pytest.param(
        {"references": "LABEL-2026#x"}, [unplaced("LABEL-2026#x")], id="unknown place"
    ),
    pytest.param(
        {"references": "X#y"}, [lacks("X"), unplaced("X#y")], id="neither of the two"
    ),
    pytest.param(
        {"references": "LABEL-2026", "locator": "p. 2"},
        [unplaced("LABEL-2026#new-claim")],
        id="a place without a quote",
    ),
    pytest.param(
        {"references": "LABEL-2026", "quote": "Once."},
        [unplaced("LABEL-2026#new-claim")],
        id="a quote without a place",
    ),
    pytest.param(
        {"references": "LABEL-2026", "citation": "Another. 2026."},
        [otherwise("citation", "the reference LABEL-2026", LABEL["citation"])],
        id="another citation",
    ),
    pytest.param(
        {"references": "LABEL-2026", "reference_kind": "journal"},
        [otherwise("reference_kind", "the reference LABEL-2026", "label")],
        id="another kind",
    ),
    pytest.param(
        {"references": "CAIRN-1-2024", "design": "open_label"},
        [otherwise("design", "the reference CAIRN-1-2024", "randomised")],
        id="another design",
    ),
    pytest.param(
        {"references": "LABEL-2026", "published_on": "2026-01-16"},
        [otherwise("published_on", "the reference LABEL-2026", "2026-01-15")],
        id="another day",
    ),
    pytest.param(
        {"references": "LABEL-2026", "reference_expires_on": "2030-01-01"},
        [otherwise("reference_expires_on", "the reference LABEL-2026", "")],
        id="a day where none is recorded",
    ),
    pytest.param(
        {"references": "LABEL-2026", "url": "https://label.example"},
        [otherwise("url", "the reference LABEL-2026", "")],
        id="an address where none is recorded",
    ),
    pytest.param(
        {"references": "CAIRN-1-2024#primary", "quote": "62%."},
        [otherwise("quote", "the place CAIRN-1-2024#primary", PRIMARY["quote"])],
        id="another quote",
    ),
    pytest.param(
        {"references": "CAIRN-1-2024#primary", "locator": "p. 105"},
        [otherwise("locator", "the place CAIRN-1-2024#primary", PRIMARY["locator"])],
        id="another place",
    ),
    pytest.param(
        {"references": "LABEL-2026", "citation": ["", "Another. 2026."]},
        [f"Row 1, citation: {COUNTS.format(2, 1)}"],
        id="a description too many",
    ),
    pytest.param(
        {"references": "LABEL-2026 | CAIRN-1-2024", "url": ["https://x.example"]},
        [
            otherwise("url", "the reference LABEL-2026", ""),
            f"Row 1, url: {COUNTS.format(1, 2)}",
        ],
        id="a description too few",
    ),
]


@pytest.mark.parametrize(("row", "said"), REFUSED)
def test_what_a_claim_cannot_stand_on(row: Row, said: list[str], brand: Brand) -> None:
    assert sentences(brand, {**NEW, **row}) == said


DESCRIPTIONS = {
    "citation": "Other. 2026.",
    "reference_kind": "congress",
    "design": "open_label",
    "published_on": "2026-02-02",
    "reference_expires_on": "2031-01-01",
    "url": "https://other.example",
    "locator": "p. 4",
    "quote": "Twice a day.",
}
FIRST: Row = {
    **NEW_PLACE,
    "design": "randomised",
    "published_on": "2026-01-01",
    "reference_expires_on": "2030-01-01",
    "url": "https://first.example",
}


@pytest.mark.parametrize("column", DESCRIPTIONS)
def test_two_rows_may_not_describe_one_thing_in_two_ways(
    column: str, brand: Brand
) -> None:
    second = {**FIRST, "key": "second", column: DESCRIPTIONS[column]}
    called = "NEW-1#table" if column in ("locator", "quote") else "NEW-1"
    assert sentences(brand, FIRST, second) == [
        f"Row 2, {column}: row 1 describes {called} otherwise ({FIRST[column]}); an "
        "import changes no reference."
    ]


@pytest.mark.parametrize("column", sorted(DESCRIPTIONS))
def test_what_one_row_leaves_open_another_may_say(column: str, brand: Brand) -> None:
    """In either order, as long as the two together say enough."""
    open_row = {**FIRST, "key": "second", column: ""}
    for rows in ((FIRST, open_row), (open_row, FIRST)):
        assert sentences(brand, *rows) == []


def imported(brand: Brand, *rows: Row) -> None:
    names = {name for row in rows for name in row}
    whole = [dict.fromkeys(names, "") | row for row in rows]
    by = factories.make_user("MEDICAL")
    batch = factories.make_batch(brand, "key\nx\n")
    batch.name, batch.content = "rows.json", as_json(*whole)
    batch.mapping = {"columns": {name: name for name in names}}
    batch.save()
    seen = batches.plan_of(batch)
    batches.apply(uid=batch.uid, expected_sha256=seen.sha256, by=by, at=AT)


def test_a_source_that_rows_share_is_recorded_once_and_whole(brand: Brand) -> None:
    open_row = {**FIRST, "key": "second", "url": "", "quote": ""}
    imported(brand, open_row, FIRST)
    source = Reference.objects.get(key="NEW-1")
    assert (source.citation, source.kind, source.design, source.url) == (
        "Test E. Once a day. 2026.",
        "journal",
        "randomised",
        "https://first.example",
    )
    assert str(source.published_on) == "2026-01-01"
    anchor = Anchor.objects.get(reference=source)
    assert (anchor.key, anchor.locator, anchor.quote) == (
        "table",
        "p. 3",
        "Once a day.",
    )
    drafts = ClaimVersion.objects.filter(claim__key__in=["second", "new-claim"])
    assert [row.citations.get().anchor for row in drafts] == [anchor, anchor]


def test_a_place_without_a_name_is_called_after_its_claim(brand: Brand) -> None:
    row = {**NEW, "references": "LABEL-2026", "locator": "p. 2", "quote": "Once."}
    imported(brand, row)
    citation = ClaimVersion.objects.get(claim__key="new-claim").citations.get()
    assert citation.anchor
    assert (citation.reference.key, citation.anchor.key) == ("LABEL-2026", "new-claim")


def test_sources_are_cited_in_the_order_of_the_row(brand: Brand) -> None:
    names = ["LABEL-2026", "CAIRN-1-2024#flares", "CAIRN-1-2024"]
    imported(brand, {**NEW, "references": names})
    rows = ClaimVersion.objects.get(claim__key="new-claim").citations.order_by(
        "ordinal"
    )
    found = [(row.reference.key, row.anchor.key if row.anchor else "") for row in rows]
    assert found == [
        ("LABEL-2026", ""),
        ("CAIRN-1-2024", "flares"),
        ("CAIRN-1-2024", ""),
    ]


def test_an_import_leaves_every_recorded_source_as_it_is(brand: Brand) -> None:
    before = list(brand.references.order_by("pk").values())
    imported(brand, FIRST)
    known = brand.references.exclude(key="NEW-1").order_by("pk")
    assert list(known.values()) == before


QUOTES = [
    pytest.param("one tablet once a day", [], id="as it stands"),
    pytest.param("ONE TABLET once a day", [], id="in capitals"),
    pytest.param("one  tablet\nonce a day", [], id="over two lines"),
    pytest.param("two tablets once a day", ["label.pdf"], id="another number"),
    pytest.param("one tablet once a day, with food", ["label.pdf"], id="more words"),
]


@pytest.mark.parametrize(("quote", "missing"), QUOTES)
def test_a_quote_is_held_against_the_attached_document(
    quote: str, missing: list[str], brand: Brand
) -> None:
    label = brand.references.get(key="LABEL-2026")
    reference_files.attach(
        reference_id=label.pk,
        name="label.pdf",
        content=pdfs.pdf(["Take one tablet once a day."]),
        by=factories.make_user("MEDICAL"),
        at=AT,
    )
    row = {**NEW, "references": "LABEL-2026#dose", "locator": "p. 1", "quote": quote}
    assert sentences(brand, row) == [
        f"Row 1, quote: the quote does not stand in {name}, the document of LABEL-2026."
        for name in missing
    ]
