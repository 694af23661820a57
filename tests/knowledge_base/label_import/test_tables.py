"""Tables become grids: spans filled, heads told from rows, footnotes by letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.label_import import tables
from knowledge_base.label_import.documents import Table
from knowledge_base.label_import.limits import Budget, LabelUnreadableError
from tests.knowledge_base.label_import.trees import one

Grid = tuple[tuple[str, ...], ...]


def table(inside: str) -> Table:
    (found,) = one(f"<table>{inside}</table>").tables
    return found


@pytest.mark.parametrize(
    ("inside", "rows"),
    [
        pytest.param(
            '<tr><td colspan="3">a</td></tr><tr><td>b</td><td>c</td><td>d</td></tr>',
            (("a", "a", "a"), ("b", "c", "d")),
            id="a-cell-over-all-columns",
        ),
        pytest.param(
            '<tr><td rowspan="3">a</td><td>b</td></tr><tr><td>c</td></tr>'
            "<tr><td>d</td></tr>",
            (("a", "b"), ("a", "c"), ("a", "d")),
            id="a-cell-over-all-rows",
        ),
        pytest.param(
            '<tr><td rowspan="2" colspan="2">a</td><td>b</td></tr>'
            "<tr><td>c</td></tr><tr><td>d</td><td>e</td><td>f</td></tr>",
            (("a", "a", "b"), ("a", "a", "c"), ("d", "e", "f")),
            id="a-square",
        ),
        pytest.param(
            '<tr><td>a</td><td rowspan="2">b</td><td>c</td></tr>'
            "<tr><td>d</td><td>e</td></tr>",
            (("a", "b", "c"), ("d", "b", "e")),
            id="hanging-in-the-middle",
        ),
        pytest.param(
            '<tr><td rowspan="2">a</td><td rowspan="3">b</td></tr>'
            "<tr></tr><tr><td>c</td></tr>",
            (("a", "b"), ("a", "b"), ("c", "b")),
            id="two-hang-over-an-empty-row",
        ),
        pytest.param(
            '<tr><td rowspan="9">a</td></tr>',
            (("a",),),
            id="a-span-beyond-the-end",
        ),
        pytest.param(
            '<tr><td colspan="0">a</td><td rowspan="0">b</td></tr>',
            (("a", "b"),),
            id="spans-of-nothing",
        ),
        pytest.param(
            '<tr><td colspan=" 2">a</td><td colspan="2x">b</td></tr>',
            (("a", "b", "b"),),
            id="spans-that-are-hardly-numbers",
        ),
        pytest.param(
            "<tr><td>a</td></tr><tr><td>b</td><td>c</td><td>d</td></tr>",
            (("a", "", ""), ("b", "c", "d")),
            id="short-rows-are-filled",
        ),
        pytest.param(
            "<tr><td>a<table><tr><td>x</td><td>y</td></tr></table></td><td>b</td></tr>",
            (("a x y", "b"),),
            id="a-table-in-a-cell-is-its-words",
        ),
        pytest.param(
            "<tr>loose<td>a</td><col/></tr>", (("a",),), id="words-outside-of-cells"
        ),
        pytest.param(
            "<tr><td><paragraph>a</paragraph><list><item>b</item></list></td></tr>",
            (("a b",),),
            id="blocks-in-a-cell",
        ),
        pytest.param(
            f'<tr><td colspan="2">{"x" * 80}</td></tr>',
            (("x" * 80, "x" * 80),),
            id="eighty-characters-are-repeated",
        ),
    ],
)
def test_a_table_is_a_grid(inside: str, rows: Grid) -> None:
    assert table(inside) == Table("", (), rows)


@pytest.mark.parametrize(
    ("inside", "header", "rows"),
    [
        pytest.param(
            "<thead><tr><td>a</td></tr></thead><tbody><tr><td>b</td></tr></tbody>",
            (("a",),),
            (("b",),),
            id="a-head-needs-no-th",
        ),
        pytest.param(
            "<thead><tr><th>a</th></tr></thead><tbody><tr><th>b</th></tr></tbody>",
            (("a",),),
            (("b",),),
            id="a-th-in-the-body-is-a-row",
        ),
        pytest.param(
            "<tr><th>a</th></tr><tr><th>b</th></tr><tr><td>c</td></tr>",
            (("a",), ("b",)),
            (("c",),),
            id="two-rows-of-th",
        ),
        pytest.param(
            "<tr><th>a</th><td>b</td></tr><tr><td>c</td><td>d</td></tr>",
            (),
            (("a", "b"), ("c", "d")),
            id="a-row-heading-heads-no-table",
        ),
        pytest.param(
            "<tr><th>a</th></tr>", (("a",),), (), id="a-table-of-nothing-but-a-head"
        ),
        pytest.param(
            "<tr/><tr><th>a</th></tr>",
            (),
            (("",), ("a",)),
            id="an-empty-row-is-no-head",
        ),
        pytest.param(
            "<tbody><tr><td>a</td></tr></tbody><tfoot><tr><td>b</td></tr></tfoot>",
            (),
            (("a",), ("b",)),
            id="a-foot-is-rows",
        ),
        pytest.param(
            "<tbody><tr><td>a</td></tr></tbody><thead><tr><td>b</td></tr></thead>",
            (),
            (("a",), ("b",)),
            id="a-head-below-heads-nothing",
        ),
        pytest.param(
            '<thead><tr><th rowspan="2">a</th><th>b</th></tr>'
            "<tr><th>c</th></tr></thead>"
            "<tbody><tr><td>d</td><td>e</td></tr></tbody>",
            (("a", "b"), ("a", "c")),
            (("d", "e"),),
            id="a-head-of-two-storeys",
        ),
    ],
)
def test_heads_are_told_from_rows(inside: str, header: Grid, rows: Grid) -> None:
    assert table(inside) == Table("", header, rows)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        pytest.param(
            "<caption>T <footnote>n</footnote></caption><tr><td>x</td></tr>",
            Table("T [a]", (), (("x",), ("[a] n",))),
            id="on-the-caption",
        ),
        pytest.param(
            "<tr><td>x<footnote>one</footnote></td><td>y<footnote>two</footnote></td>"
            "</tr>",
            Table("", (), (("x [a]", "y [b]"), ("[a] one", ""), ("[b] two", ""))),
            id="in-reading-order",
        ),
        pytest.param(
            '<tr><td>x<footnote ID="n">one</footnote></td>'
            '<td>y<footnoteRef IDREF="n"/></td></tr>',
            Table("", (), (("x [a]", "y [a]"), ("[a] one", ""))),
            id="referred-to-again",
        ),
        pytest.param(
            '<tr><td>y<footnoteRef IDREF="n"/></td></tr>'
            '<tr><td>x<footnote ID="n">one</footnote></td></tr>',
            Table("", (), (("y [a]",), ("x [a]",), ("[a] one",))),
            id="referred-to-before",
        ),
        pytest.param(
            '<tr><td>y<footnoteRef IDREF="other"/></td></tr>',
            Table("", (), (("y",),)),
            id="referred-to-and-missing",
        ),
        pytest.param(
            "<tr><td>x<footnote>one</footnote><footnote>two</footnote></td></tr>",
            Table("", (), (("x [a] [b]",), ("[a] one",), ("[b] two",))),
            id="two-on-one-cell",
        ),
        pytest.param(
            "<tr><td>x<footnote>see<br/>there</footnote>, y</td></tr>",
            Table("", (), (("x, y [a]",), ("[a] see there",))),
            id="within-the-words",
        ),
        pytest.param(
            "<tr><td><footnote/></td></tr>",
            Table("", (), ((" [a]",), ("[a] ",))),
            id="empty",
        ),
        pytest.param(
            "<caption>a <content>b</content>\n c</caption>",
            Table("a b c", (), ()),
            id="a-caption-alone",
        ),
    ],
)
def test_footnotes_stand_below_by_their_letters(inside: str, expected: Table) -> None:
    assert table(inside) == expected


@pytest.mark.parametrize(
    ("place", "name"),
    [(0, "a"), (25, "z"), (26, "aa"), (27, "ab"), (51, "az"), (52, "ba"), (702, "aaa")],
)
def test_footnotes_are_named_like_columns(place: int, name: str) -> None:
    assert tables.letter(place) == name


@given(st.sets(st.integers(0, 20_000), max_size=30))
def test_no_two_footnotes_share_a_name(places: set[int]) -> None:
    assert len({tables.letter(place) for place in places}) == len(places)


SPANS = st.integers(1, 4)
CELLS = st.tuples(st.sampled_from("abcdefgh"), SPANS, SPANS)
ROWS = st.lists(st.lists(CELLS, max_size=4), min_size=1, max_size=5)


def markup(rows: list[list[tuple[str, int, int]]]) -> str:
    lines = (
        "".join(f'<td colspan="{w}" rowspan="{h}">{t}</td>' for t, w, h in row)
        for row in rows
    )
    return "".join(f"<tr>{line}</tr>" for line in lines)


def painted(rows: list[list[tuple[str, int, int]]]) -> dict[tuple[int, int], str]:
    """The same table by painting: each cell on the first free place of its row."""
    grid: dict[tuple[int, int], str] = {}
    for down, row in enumerate(rows):
        right = 0
        for text, width, height in row:
            while (down, right) in grid:
                right += 1
            for y in range(down, min(down + height, len(rows))):
                for x in range(right, right + width):
                    grid[y, x] = text
            right += width
    return grid


@given(ROWS)
def test_every_row_is_as_wide_as_the_widest(
    rows: list[list[tuple[str, int, int]]],
) -> None:
    found = table(markup(rows))
    lines = (*found.header, *found.rows)
    assert len(lines) == len(rows)
    assert len({len(line) for line in lines}) == 1


@given(st.lists(st.lists(st.tuples(st.sampled_from("abcd"), SPANS), max_size=4)))
def test_columns_stand_where_they_are_painted(
    given_rows: list[list[tuple[str, int]]],
) -> None:
    rows = [[(text, width, 1) for text, width in row] for row in given_rows]
    places = painted(rows)
    for down, line in enumerate(table(markup(rows)).rows):
        assert list(line) == [places.get((down, x), "") for x in range(len(line))]


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(1, 4))
def test_hanging_cells_stand_where_they_are_painted(
    heights: list[int], more: int
) -> None:
    first = [(chr(97 + n), 1, height) for n, height in enumerate(heights)]
    below = [[("z", 1, 1)] * len(heights) for _ in range(more)]
    rows = [first, *below]
    places = painted(rows)
    for down, line in enumerate(table(markup(rows)).rows):
        kept = list(line)[: len(heights)]
        assert kept == [places[down, x] for x in range(len(heights))]


@given(st.integers(1, 400), st.integers(1, 400))
def test_no_row_is_wider_than_a_hundred_columns_and_the_cells_after(
    width: int, second: int
) -> None:
    found = table(f'<tr><td colspan="{width}">a</td><td colspan="{second}">b</td></tr>')
    assert len(found.rows[0]) <= 101
    assert {"a", "b"} <= set(found.rows[0])


@pytest.mark.parametrize(("cells", "is_read"), [(6, True), (5, False)])
def test_a_budget_is_spent_to_the_last_cell(cells: int, *, is_read: bool) -> None:
    budget = Budget()
    budget.cells = cells
    if is_read:
        budget.spend_cells(6)
        assert budget.cells == 0
        return
    with pytest.raises(LabelUnreadableError) as refusal:
        budget.spend_cells(6)
    assert str(refusal.value) == (
        "The tables hold more than 200,000 cells; no label's do."
    )
