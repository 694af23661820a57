"""Headings that people write are taken for the columns they mean, whatever their look.

The names themselves stand in a data file; here it is held to its form, and every name
in it is tried in every look.
"""

import re
import string
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.exchange import columns, mapping, recorded
from knowledge_base.exchange.column_forms import Column, Form
from knowledge_base.exchange.mapping import Choice
from knowledge_base.models import BatchKind
from knowledge_base.sheets import headings
from knowledge_base.sheets.dates import DayOrder

CLAIMS, BLOCKS = BatchKind.CLAIMS, BatchKind.BLOCKS
TABLES = {CLAIMS: columns.of(CLAIMS), BLOCKS: columns.of(BLOCKS)}
NAMES = [
    pytest.param(kind, column.name, name, id=f"{kind.lower()}: {name}")
    for kind, table in TABLES.items()
    for column in table.values()
    if column.form != Form.SHOWN
    for name in (column.name, column.title, *column.synonyms)
]
LOOKS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": str.upper,
    "title": str.title,
    "underscores": lambda name: name.replace(" ", "_"),
    "hyphens": lambda name: name.replace(" ", "-"),
    "outer space": lambda name: f"  {name} ",
    "asterisk": lambda name: f"{name} *",
    "brackets": lambda name: f"[{name}]",
    "colon": lambda name: f"{name}:",
    "two spaces": lambda name: name.replace(" ", "  "),
}


def test_the_data_file_says_nothing_that_is_not_read() -> None:
    known = {"name", "title", "meaning", "form", "is_required", "synonyms"}
    for rows in columns.STATED.values():
        for row in rows:
            assert set(row) <= known
            assert row.get("form", "words").upper() in Form.__members__
            assert row.get("is_required", True) is True
            assert all(isinstance(name, str) for name in row.get("synonyms", []))


@pytest.mark.parametrize("kind", TABLES)
def test_columns_have_their_own_names(kind: BatchKind) -> None:
    table = columns.TABLES[kind]
    for values in ([c.name for c in table], [c.title for c in table]):
        assert [name for name, times in Counter(values).items() if times > 1] == []
    assert all(re.fullmatch("[a-z_]+", column.name) for column in table)
    assert all(headings.fault_in(column.title) == "" for column in table)


@pytest.mark.parametrize("kind", TABLES)
def test_no_other_name_is_given_to_two_columns(kind: BatchKind) -> None:
    given = Counter(name for c in columns.TABLES[kind] for name in set(c.synonyms))
    assert [name for name, times in given.items() if times > 1] == []


@pytest.mark.parametrize("kind", TABLES)
def test_other_names_are_written_as_they_are_compared(kind: BatchKind) -> None:
    allowed = set(string.ascii_lowercase + " ")
    for column in columns.TABLES[kind]:
        for name in column.synonyms:
            assert set(name) <= allowed
            assert name == " ".join(name.split())
            own = column.name.replace("_", " ")
            assert name not in (own, column.title.casefold()), "it is known already"


def test_what_is_aside_of_a_comparison_are_columns() -> None:
    assert set(recorded.ASIDE) <= set(TABLES[CLAIMS])
    assert set(recorded.SETS) <= set(TABLES[CLAIMS]) | set(TABLES[BLOCKS])
    coded = {n for t in TABLES.values() for n, c in t.items() if c.form == Form.CODES}
    assert set(recorded.SETS) == coded - {"references", "companions"}


def test_shown_columns_are_never_read() -> None:
    for kind, table in TABLES.items():
        shown = {name for name, c in table.items() if c.form == Form.SHOWN}
        assert shown == {"version", "state"}
        assert set(columns.read_of(kind)) == set(table) - shown
        titles = [table[name].title for name in shown]
        assert set(mapping.guess(kind, [*shown, *titles]).values()) == {""}


@pytest.mark.parametrize(("kind", "column", "name"), NAMES)
def test_every_name_is_known_in_every_look(
    kind: BatchKind, column: str, name: str
) -> None:
    found = {
        look: mapping.guess(kind, [change(name)])[change(name)]
        for look, change in LOOKS.items()
    }
    assert found == dict.fromkeys(LOOKS, column)


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("number", ["1", " 1", " 02", "_3", "-4"])
def test_numbered_headings_fill_lists_together(kind: BatchKind, number: str) -> None:
    table = columns.read_of(kind)
    lists = {name for name, column in table.items() if column.form in mapping.LISTS}
    for name, column in table.items():
        pair = [f"{column.title}{number}", f"{column.title} 9"]
        second = name if name in lists else ""
        assert list(mapping.guess(kind, pair).values()) == [name, second]


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param("", id="nothing"),
        pytest.param("   ", id="blanks"),
        pytest.param("12", id="a number alone"),
        pytest.param("***", id="signs alone"),
        pytest.param("claim key owner", id="a name with more words"),
        pytest.param("keys", id="a plural that is none of ours"),
        pytest.param("expiré le", id="another language"),
        pytest.param("Text of the label", id="a name among other words"),
        pytest.param("Revision", id="what is shown and not read"),
    ],
)
def test_a_heading_that_means_something_else_is_left_to_the_person(
    heading: str,
) -> None:
    assert mapping.guess(CLAIMS, [heading]) == {heading: ""}
    assert mapping.guess(BLOCKS, [heading]) == {heading: ""}


OF_BOTH = [name.values[2] for name in NAMES]
HEADINGS = st.lists(
    st.sampled_from(OF_BOTH) | st.text(max_size=12), unique=True, max_size=12
)


@pytest.mark.parametrize("kind", TABLES)
@settings(max_examples=50)
@given(names=HEADINGS)
def test_a_guess_is_a_choice_that_can_be_worked_with(
    kind: BatchKind, names: list[str]
) -> None:
    """But for the key, which a file may lack, nothing in a guess is ever refused."""
    found = mapping.guess(kind, names)
    assert list(found) == names
    faults = mapping.faults(kind, names, Choice(found))
    assert set(faults) <= {"Say which column holds the key: rows are told apart by it."}
    assert bool(faults) == ("key" not in found.values())


@pytest.mark.parametrize("kind", TABLES)
@settings(max_examples=50)
@given(names=HEADINGS, data=st.data())
def test_which_columns_are_filled_hangs_on_no_order(
    kind: BatchKind, names: list[str], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(names))
    first = set(mapping.guess(kind, names).values())
    assert set(mapping.guess(kind, shuffled).values()) - {""} == first - {""}


@pytest.mark.parametrize("kind", TABLES)
@settings(max_examples=50)
@given(names=HEADINGS)
def test_a_further_heading_takes_no_column_from_an_earlier_one(
    kind: BatchKind, names: list[str]
) -> None:
    whole = mapping.guess(kind, names)
    for length in range(len(names)):
        part = mapping.guess(kind, names[:length])
        assert part == {name: whole[name] for name in names[:length]}


@given(
    st.dictionaries(st.text(max_size=8), st.sampled_from(["", "key", "text"])),
    st.sampled_from(DayOrder),
    st.text(max_size=10),
)
def test_a_choice_comes_back_from_what_is_kept(
    chosen: dict[str, str], order: DayOrder, sheet: str
) -> None:
    choice = Choice(chosen, order, sheet)
    assert Choice.of(choice.as_dict()) == choice
    for column in ("key", "text"):
        wanted = [name for name, taken in chosen.items() if taken == column]
        assert choice.headings_of(column) == wanted


def required(kind: BatchKind) -> list[Column]:
    return [column for column in columns.TABLES[kind] if column.is_required]


@pytest.mark.parametrize("kind", TABLES)
def test_each_column_that_new_entries_need_is_missed_by_itself(kind: BatchKind) -> None:
    every = {column.name: column.name for column in required(kind)}
    assert mapping.missing(kind, Choice(every)) == ()
    assert list(mapping.missing(kind, Choice())) == required(kind)
    for column in required(kind):
        left = {name: name for name in every if name != column.name}
        assert mapping.missing(kind, Choice(left)) == (column,)


@pytest.mark.parametrize(
    ("chosen", "sentences"),
    [
        pytest.param({"a": "key"}, (), id="the key alone is enough"),
        pytest.param({"A": "key"}, (), id="headings are compared without case"),
        pytest.param({"a": "key", "b": ""}, (), id="a column may be left aside"),
        pytest.param(
            {"a": "key", "b": "themes", "c": "themes"},
            (),
            id="two headings for a list",
        ),
        pytest.param(
            {"a": "key", "b": "valid_from", "c": "valid_from"},
            ("Valid from is filled from b and c.",),
            id="two headings for a day",
        ),
        pytest.param(
            {"a": "key", "b": "quote", "c": "quote"},
            ("Quote is filled from b and c.",),
            id="two headings for the places of references",
        ),
        pytest.param(
            {"a": "key", "b": "key"},
            ("Key is filled from a and b.",),
            id="two headings for the key",
        ),
        pytest.param(
            {"a": "version"},
            (
                "There is no column version to import into.",
                "Say which column holds the key: rows are told apart by it.",
            ),
            id="a column that is only shown",
        ),
        pytest.param(
            {"a": "key", "d": "text", "e": ""},
            ("There is no column d in the file.", "There is no column e in the file."),
            id="two headings that the file lacks",
        ),
        pytest.param(
            {"d": "nothing"},
            (
                "There is no column d in the file.",
                "There is no column nothing to import into.",
                "Say which column holds the key: rows are told apart by it.",
            ),
            id="every fault at once",
        ),
    ],
)
def test_what_is_wrong_with_a_choice_is_told_whole(
    chosen: dict[str, str], sentences: tuple[str, ...]
) -> None:
    assert mapping.faults(CLAIMS, ["a", "b", "c"], Choice(chosen)) == sentences
