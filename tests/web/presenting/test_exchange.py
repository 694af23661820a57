"""What an import shows before it is applied: effects, changes, faults, its refusal."""

import csv
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.exchange.evidence import Evidence
from knowledge_base.exchange.mapping import Choice
from knowledge_base.exchange.planning import Change, Effect, Plan, PlannedRow
from knowledge_base.exchange.reading_rows import Fault
from knowledge_base.models import BatchKind
from knowledge_base.sheets import Row, Sheet
from tests.web.form_kinds import posted
from web.forms.exchange import MappingForm
from web.presenters import exchange

MEND = "Mend the faults in the file and upload it again: all or nothing."
NOTHING = "The library says just this already: nothing to import."


def row(number: int, effect: Effect = Effect.CREATED, **changes: Any) -> PlannedRow:
    said: dict[str, Any] = {
        "number": number,
        "key": f"key-{number}",
        "effect": effect,
        "values": {"text": f"Words of {number}."},
    }
    return PlannedRow(**{**said, **changes})


def plan(*rows: PlannedRow, faults: tuple[str, ...] = ()) -> Plan:
    return Plan("CLAIMS", rows, Evidence({}, {}), faults)


def fault(number: int, message: str = "is empty") -> Fault:
    return Fault(number, "Key", message)


@pytest.mark.parametrize(
    ("made", "why_not"),
    [
        pytest.param(plan(), NOTHING, id="an empty file"),
        pytest.param(plan(row(2, Effect.UNCHANGED)), NOTHING, id="nothing new"),
        pytest.param(plan(row(2)), "", id="something new"),
        pytest.param(plan(row(2, Effect.REVISED)), "", id="a revision"),
        pytest.param(plan(row(2), faults=("No key.",)), MEND, id="a fault of the file"),
        pytest.param(
            plan(row(2), row(3, Effect.REFUSED, faults=(fault(3),))),
            MEND,
            id="a fault of a row",
        ),
    ],
)
def test_a_trial_says_why_it_cannot_be_applied(made: Plan, why_not: str) -> None:
    assert exchange.trial(made).why_not == why_not


@given(st.lists(st.sampled_from(list(Effect)), max_size=30))
@settings(max_examples=60, deadline=None)
def test_every_row_is_counted_and_moving_ones_are_shown(effects: list[Effect]) -> None:
    shown = exchange.trial(plan(*(row(n, one) for n, one in enumerate(effects))))
    counts = {word: count for word, count, _ in shown.counts}
    assert counts == {one.value: effects.count(one) for one in Effect}
    moving = [n for n, one in enumerate(effects) if one in exchange.MOVING]
    assert [one.number for one in shown.rows] == moving


@pytest.mark.parametrize(
    ("count", "shown", "more"), [(99, 99, 0), (100, 100, 0), (101, 100, 1)]
)
def test_many_changes_are_cut_off_and_counted(
    count: int, shown: int, more: int
) -> None:
    trial = exchange.trial(plan(*(row(n) for n in range(count))))
    assert (len(trial.rows), trial.more_rows) == (shown, more)


@pytest.mark.parametrize(
    ("count", "shown", "more"), [(200, 200, 0), (203, 200, 3), (0, 0, 0)]
)
def test_many_faults_are_cut_off_and_counted(count: int, shown: int, more: int) -> None:
    refused = row(2, Effect.REFUSED, faults=tuple(fault(n) for n in range(count)))
    trial = exchange.trial(plan(refused))
    assert (len(trial.faults), trial.more_faults) == (shown, more)


def test_a_change_is_shown_word_by_word() -> None:
    change = Change("Wording", "It fell by 42%.", "It fell by 48%.")
    (shown,) = exchange.trial(plan(row(2, Effect.REVISED, changes=(change,)))).rows
    (field,) = shown.changes
    assert field.title == "Wording"
    kinds = {stretch.kind for stretch in field.stretches}
    assert "kept" in kinds
    assert len(kinds) == 3
    assert (shown.effect, shown.tone) == (Effect.REVISED.value, "accent")


def test_the_hash_is_that_of_the_plan() -> None:
    made = plan(row(2))
    assert exchange.trial(made).sha256 == made.sha256
    assert exchange.trial(plan(row(3))).sha256 != made.sha256


@pytest.mark.parametrize(
    ("message", "cell"),
    [
        ("is empty", "is empty"),
        ('holds a , and a "', 'holds a , and a "'),
        ("two\nlines", "two\nlines"),
        ("=cmd()", "'=cmd()"),
        ("  @x", "'  @x"),
    ],
)
def test_faults_are_taken_away_as_a_table(message: str, cell: str) -> None:
    refused = row(4, Effect.REFUSED, faults=(fault(4, message),))
    lines = exchange.faults_file(plan(refused, faults=("The file has no key.",)))
    assert list(csv.reader(lines)) == [
        ["row", "column", "fault"],
        ["", "", "The file has no key."],
        ["4", "Key", cell],
    ]


# columns and samples


def form_of(sheet: Sheet) -> MappingForm:
    return MappingForm(
        kind=BatchKind.CLAIMS.value,
        headings=sheet.headings,
        sheets=("One",),
        choice=Choice(columns={"Key": "key"}),
    )


@pytest.mark.parametrize(
    ("values", "samples"),
    [
        pytest.param([], (), id="no row"),
        pytest.param(["a", "", "b", "c", "d"], ("a", "b", "c"), id="the first three"),
        pytest.param(["", ""], (), id="an empty column"),
        pytest.param(["x" * 120], ("x" * 120,), id="long"),
        pytest.param(["x" * 121], (f"{'x' * 120}…",), id="too long"),
        pytest.param([7, 0, 2.5], ("7", "0", "2.5"), id="numbers"),
        pytest.param(["<b>"], ("<b>",), id="markup is kept for the template"),
    ],
)
def test_a_heading_shows_its_first_values(
    values: list[Any], samples: tuple[str, ...]
) -> None:
    rows = tuple(Row(number, {"key": value}) for number, value in enumerate(values, 2))
    sheet = Sheet(("Key",), rows)
    (shown,) = exchange.heading_rows(sheet, form_of(sheet))
    assert shown.heading == "Key"
    assert shown.samples == samples
    assert shown.field.value() == "key"


def test_headings_without_a_name_are_left_out() -> None:
    sheet = Sheet(("", "Key", ""), ())
    shown = exchange.heading_rows(sheet, form_of(sheet))
    assert [one.field.name for one in shown] == ["column_1"]


@pytest.mark.parametrize("kind", ["CLAIMS", "BLOCKS"])
def test_every_column_is_explained(kind: str) -> None:
    rows = exchange.column_rows(kind)
    titles = [column.title for column in rows]
    assert len(set(titles)) == len(titles) > 5


def test_what_new_rows_would_lack_is_named() -> None:
    lacking = exchange.missing("CLAIMS", Choice(columns={"Key": "key"}))
    whole = exchange.missing("CLAIMS", Choice(columns={}))
    assert set(lacking) < set(whole)
    assert len(whole) - len(lacking) == 1


def test_the_form_has_a_choice_for_every_named_heading() -> None:
    sheet = Sheet(("Key", "", "Words"), ())
    form = MappingForm(
        posted({"column_0": "key", "column_2": "text", "column_1": "kind"}),
        kind="CLAIMS",
        headings=sheet.headings,
        sheets=("One",),
        choice=Choice(columns={}),
    )
    assert form.is_valid()
    assert form.columns() == {"Key": "key", "Words": "text"}
    assert "sheet" not in form.fields
