"""Every column of a file against every damage: the sentences, to the letter.

All columns are damaged in one file, each in a row of its own, so that the table of what
is told stands beside the table of columns and no column can be forgotten.
"""

from typing import Any

import pytest

from knowledge_base.exchange import batches
from knowledge_base.exchange.batches import ImportFaultsError
from knowledge_base.exchange.planning import Effect
from knowledge_base.models import BatchKind, Brand, Claim, LedgerEntry, Reference
from knowledge_base.sheets import Source, read
from knowledge_base.wording.keys import WITHIN_KEYS
from tests import factories
from tests.knowledge_base.exchange import whole_rows
from tests.knowledge_base.exchange_files import plan, table

pytestmark = pytest.mark.django_db

CLAIMS, BLOCKS = BatchKind.CLAIMS, BatchKind.BLOCKS
KINDS = [pytest.param(CLAIMS, id="claims"), pytest.param(BLOCKS, id="blocks")]
REQUIRED = {
    CLAIMS: {"key", "kind", "text", "references", "markets"},
    BLOCKS: {"key", "role", "text", "tones"},
}
WORDS = {
    *("key", "kind", "text", "role", "endpoint", "population", "comparator"),
    "timepoint",
}
DAYS = {"valid_from", "expires_on", "published_on", "reference_expires_on"}
JSON_COLUMNS = {"figures": "list", "reading": "object"}
# What a row's reference still lacks when the cell that describes it cannot be read.
UNDESCRIBED = (
    "references: the reference NEW-{number} is not recorded: give its citation and "
    "its kind in columns of their own."
)
UNPLACED = (
    "references: the place NEW-{number}#table is not recorded: say where it is and "
    "quote it."
)
FOLLOWS = {
    "citation": UNDESCRIBED,
    "reference_kind": UNDESCRIBED,
    "locator": UNPLACED,
    "quote": UNPLACED,
}


def wanted(
    kind: BatchKind, sentences: dict[str, str], *, is_told: bool = True
) -> dict[str, list[str]]:
    """The whole table: each column's own sentence, and what follows from it."""
    found: dict[str, list[str]] = {}
    for number, name in enumerate(whole_rows.read_names(kind), 1):
        own = [sentences[name]] if sentences.get(name) else []
        follows = [FOLLOWS[name].format(number=number)] if name in FOLLOWS else []
        found[name] = [*own, *(follows if own or not is_told else [])]
    return found


def told(brand: Brand, kind: BatchKind, value: Any) -> dict[str, list[str]]:
    names = whole_rows.read_names(kind)
    return whole_rows.told_of(brand, kind, dict.fromkeys(names, value))


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_with_every_column_filled_is_faultless(
    kind: BatchKind, brand: Brand
) -> None:
    assert set(whole_rows.ROWS[kind]) == set(whole_rows.read_names(kind))
    found = whole_rows.whole(brand, kind)
    assert found.sentences == ()
    assert [row.effect for row in found.rows] == [Effect.CREATED]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "value",
    [
        pytest.param(None, id="null"),
        pytest.param("", id="nothing"),
        pytest.param(" \t ", id="blanks"),
    ],
)
def test_an_empty_cell_is_missed_only_where_one_is_needed(
    value: Any, kind: BatchKind, brand: Brand
) -> None:
    missing = {name: f"{name}: it is missing." for name in REQUIRED[kind]}
    assert told(brand, kind, value) == wanted(kind, missing, is_told=False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_that_a_row_lacks_is_like_an_empty_cell(
    kind: BatchKind, brand: Brand
) -> None:
    names = whole_rows.read_names(kind)
    gone = whole_rows.told_of(brand, kind, dict.fromkeys(names), gone=True)
    assert gone == told(brand, kind, "")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(5, "5", id="whole number"),
        pytest.param(1.5, "1.5", id="decimal"),
        pytest.param(True, "True", id="truth"),
    ],
)
def test_a_number_stands_in_no_column(
    value: Any, shown: str, kind: BatchKind, brand: Brand
) -> None:
    sentences = {
        name: f"{name}: it must be text, not {shown}."
        if name in WORDS
        else f"{name}: it must be a list of texts, not {shown}."
        for name in whole_rows.read_names(kind)
    }
    for name in ("valid_from", "expires_on"):
        sentences[name] = (
            f"{name}: '{shown}' is no date such as 2026-03-01 or 1 Mar 2026."
        )
    for name, wants in JSON_COLUMNS.items():
        sentences[name] = f"{name}: it must be a JSON {wants}, not {shown}."
    assert told(brand, kind, value) == wanted(kind, sentences)


@pytest.mark.parametrize("kind", KINDS)
def test_a_mapping_is_only_a_reading(kind: BatchKind, brand: Brand) -> None:
    value = {"a": 1}
    sentences = {
        name: f"{name}: it must be text, not {value}."
        if name in WORDS
        else f"{name}: it must be a list of texts, not {value}."
        for name in whole_rows.read_names(kind)
    }
    for name in ("valid_from", "expires_on"):
        sentences[name] = (
            f"{name}: {str(value)!r} is no date such as 2026-03-01 or 1 Mar 2026."
        )
    sentences["figures"] = f"figures: it must be a JSON list, not {value}."
    sentences["reading"] = ""
    assert told(brand, kind, value) == wanted(kind, sentences)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param(
            "hid\u200bden words here",
            "it holds characters that no reader sees",
            id="zero-width space",
        ),
        pytest.param(
            "it turns \u202e around here",
            "it holds characters that no reader sees",
            id="turned writing",
        ),
        pytest.param(
            "a bell \x07 in it",
            "it holds characters that no reader sees",
            id="control character",
        ),
        pytest.param(
            "it isnâ€™t so here",
            "it holds 'â€™': the file went through a wrong encoding; save it anew as "
            "UTF-8",
            id="apostrophe read as Windows-1252",
        ),
        pytest.param(
            "ten Â± two of them",
            "it holds 'Â±': the file went through a wrong encoding; save it anew as "
            "UTF-8",
            id="sign read as Windows-1252",
        ),
        pytest.param(
            "a caf\ufffd in it",
            "it holds '\ufffd': the file went through a wrong encoding; save it anew "
            "as UTF-8",
            id="letter lost on the way",
        ),
    ],
)
def test_what_a_reader_would_not_see_stands_nowhere(
    value: str, message: str, kind: BatchKind, brand: Brand
) -> None:
    sentences = {name: f"{name}: {message}." for name in whole_rows.read_names(kind)}
    for name in DAYS:
        sentences[name] = (
            f"{name}: {value!r} is no date such as 2026-03-01 or 1 Mar 2026."
        )
    for name in JSON_COLUMNS:
        sentences[name] = f"{name}: it is not JSON (Expecting value)."
    assert told(brand, kind, value) == wanted(kind, sentences)


@pytest.mark.parametrize("kind", KINDS)
def test_a_formula_is_named_by_its_cell_in_every_column(
    kind: BatchKind, brand: Brand
) -> None:
    names = whole_rows.read_names(kind)
    rows = []
    for number, name in enumerate(names, 1):
        rows.append({**whole_rows.numbered(kind, number), name: "=1+1"})
    found = plan(brand, table(*rows, headings=names), kind=kind)
    letters = [chr(ord("A") + place % 26) for place in range(len(names))]
    places = [f"A{letters[p]}" if p >= 26 else letters[p] for p in range(len(names))]
    sentences = {
        name: f"{name}: the cell {place}{number} holds a formula."
        for number, (name, place) in enumerate(zip(names, places, strict=True), 2)
    }
    said = [whole_rows.sentences_of(row) for row in found.rows]
    assert dict(zip(names, said, strict=True)) == wanted(kind, sentences)


QUOTED = "'" + "x" * 56 + "..."
KEYS = WITHIN_KEYS
TOO_LONG = {
    "key": f"key: {QUOTED} is no key: {KEYS}.",
    "kind": f"kind: {QUOTED} is none of 'efficacy', 'safety', 'tolerability', "
    "'dosing', 'mechanism', 'quality_of_life', 'disease', 'access'.",
    "text": "text: the text is longer than 1500 characters.",
    "variations": "variations: the text is longer than 1500 characters.",
    "references": f"references: {QUOTED} is no key: {KEYS}.",
    "citation": "citation: the text is longer than 5000 characters.",
    "reference_kind": f"reference_kind: {QUOTED} is none of 'journal', 'label', "
    "'congress', 'data_on_file', 'guideline', 'registry'.",
    "design": f"design: {QUOTED} is none of 'randomised', 'open_label', 'single_arm', "
    "'observational', 'meta_analysis', 'post_hoc', 'preclinical', empty.",
    "locator": "locator: the text is longer than 200 characters.",
    "quote": "quote: the text is longer than 5,000 characters.",
    "markets": f"markets: {QUOTED} is no country such as GB or US.",
    "channels": f"channels: {QUOTED} is not a channel.",
    "audiences": f"audiences: {QUOTED} is none of 'HCP', 'PATIENT', 'PAYER'.",
    "themes": f"themes: {QUOTED} cannot be a name here.",
    "indications": f"indications: {QUOTED} cannot be a name here.",
    "role": f"role: {QUOTED} is none of 'subject', 'preheader', 'headline', "
    "'greeting', 'opening', 'evidence_lead', 'bridge', 'call_to_action', 'closing', "
    "'signature', 'description'.",
    "tones": f"tones: {QUOTED} cannot be a name here.",
    "formats": f"formats: {QUOTED} is not a format (short, standard or long).",
}
ANY_LENGTH = {
    CLAIMS: {"endpoint", "population", "comparator", "timepoint", "qualifiers"},
    BLOCKS: {"text"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_that_is_too_long_is_not_told_back_whole(
    kind: BatchKind, brand: Brand
) -> None:
    said = told(brand, kind, "x" * 6_000)
    for name in ("url", "companions", *DAYS, *JSON_COLUMNS):
        said.pop(name, None)
    for name in ANY_LENGTH[kind]:
        assert said.pop(name) == []
    expected = {name: [TOO_LONG[name]] for name in said}
    assert said == expected


def test_a_web_address_that_is_too_long_is_told_in_two_sentences(brand: Brand) -> None:
    said = whole_rows.told_of(brand, CLAIMS, {"url": "x" * 501})
    assert said["url"] == [
        "url: the text is longer than 500 characters.",
        f"url: {QUOTED} is not a web address (https://...).",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_with_one_faulty_cell_writes_nothing(
    kind: BatchKind, brand: Brand
) -> None:
    """Whole rows stand beside the faulty one: not even they are written."""
    person = factories.make_user("MEDICAL")
    rows = [whole_rows.numbered(kind, number) for number in (1, 2, 3)]
    rows[1]["text"] = ""
    batch = factories.make_batch(brand, table(*rows).decode(), kind=kind)
    before = [model.objects.count() for model in (Claim, Reference, LedgerEntry)]
    shown = batches.plan_of(batch)
    with pytest.raises(ImportFaultsError) as error:
        batches.apply(
            uid=batch.uid, expected_sha256=shown.sha256, by=person, at=factories.AT
        )
    assert error.value.faults == ("Row 3, text: it is missing.",)
    assert before == [m.objects.count() for m in (Claim, Reference, LedgerEntry)]
    assert not brand.copy_blocks.filter(key__startswith="whole-").exists()


def test_a_row_number_is_the_one_that_the_program_shows(brand: Brand) -> None:
    row = {**whole_rows.CLAIM, "text": "Short"}
    csv = table(row).replace(b"\r\n", b"\r\n\r\n\r\n", 1)
    assert [fault.row for r in plan(brand, csv).rows for fault in r.faults] == [4]
    assert read(Source("x.csv", csv)).rows[0].number == 4
