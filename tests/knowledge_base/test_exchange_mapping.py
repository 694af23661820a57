"""Headings of files that people have are recognised; a faulty choice is told."""

import pytest

from knowledge_base.exchange import columns, mapping
from knowledge_base.exchange.mapping import Choice
from knowledge_base.models import BatchKind
from knowledge_base.sheets.dates import DayOrder

CLAIMS, BLOCKS = BatchKind.CLAIMS, BatchKind.BLOCKS


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Claim text", "text"),
        ("Match text", "text"),
        ("MATCH_TEXT", "text"),
        ("Reference", "references"),
        ("Claim ID", "key"),
        ("Claim type", "kind"),
        ("Country", "markets"),
        ("Expiry date", "expires_on"),
        ("Valid-from", "valid_from"),
        ("Page", "locator"),
        ("Supporting text", "quote"),
        ("Full citation", "citation"),
        ("Kind of reference", "reference_kind"),
        ("Something else", ""),
        ("State", ""),
        ("", ""),
    ],
)
def test_a_heading_is_recognised(heading: str, column: str) -> None:
    assert mapping.guess(CLAIMS, [heading]) == {heading: column}


@pytest.mark.parametrize("kind", [CLAIMS, BLOCKS])
def test_our_own_names_and_titles_are_recognised(kind: str) -> None:
    table = columns.read_of(kind)
    assert mapping.guess(kind, list(table)) == {name: name for name in table}
    titles = [column.title for column in table.values()]
    assert list(mapping.guess(kind, titles).values()) == list(table)


def test_no_two_headings_fill_one_column_but_lists() -> None:
    found = mapping.guess(CLAIMS, ["Text", "Claim text", "Variation 1", "Variation 2"])
    assert list(found.values()) == ["text", "", "variations", "variations"]


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"a": "key", "z": "text"}, "There is no column z in the file"),
        ({"a": "key", "b": "nothing"}, "There is no column nothing to import into"),
        ({"a": "key", "b": "state"}, "There is no column state to import into"),
        ({"a": "key", "b": "text", "c": "text"}, "Wording is filled from b and c"),
        ({"a": "text"}, "Say which column holds the key"),
    ],
)
def test_a_faulty_choice_is_told(chosen: dict[str, str], words: str) -> None:
    faults = mapping.faults(CLAIMS, ["A", "b", "c"], Choice(chosen))
    assert any(words in fault for fault in faults), faults


def test_a_choice_is_kept_as_plain_values() -> None:
    choice = Choice({"a": "key", "b": ""}, DayOrder.DAY_FIRST, "Sheet 2")
    assert Choice.of(choice.as_dict()) == choice
    assert Choice.of({}) == Choice()
    assert mapping.faults(CLAIMS, ["a", "b"], choice) == ()


def test_what_new_entries_need_is_known() -> None:
    missing = mapping.missing(CLAIMS, Choice({"a": "key", "b": "text"}))
    assert [column.name for column in missing] == ["kind", "references", "markets"]
