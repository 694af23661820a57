"""Rates of adverse reactions are read as the label writes them, arm by arm."""

import pytest

from knowledge_base.label_import import contents
from knowledge_base.label_import.documents import Clause, Product, Section, Table
from knowledge_base.label_import.reaction_tables import AdverseReaction, RateTable
from tests import label_documents as labels

Rates = list[tuple[str, str, str]]
NAMES = ("calvoryn", "felostat")


def reactions(
    header: tuple[str, ...],
    *rows: tuple[str, ...],
    caption: str = "",
    names: tuple[str, ...] = NAMES,
) -> Rates:
    table = Table(caption, (header,) if header else (), rows)
    return [
        (found.term, found.rate, found.comparator_rate)
        for found in RateTable(table, names).reactions()
    ]


@pytest.mark.parametrize(
    ("cell", "rate"),
    [
        pytest.param("7%", "7%", id="per-cent"),
        pytest.param("7 %", "7%", id="spaced-per-cent"),
        pytest.param("4.5%", "4.5%", id="decimal-point"),
        pytest.param("4,5%", "4,5%", id="decimal-comma"),
        pytest.param("4·5%", "4·5%", id="raised-point"),
        pytest.param("<1%", "<1%", id="less-than"),
        pytest.param("< 1%", "< 1%", id="less-than-spaced"),
        pytest.param("≥10%", "≥10%", id="at-least"),
        pytest.param("≤2%", "≤2%", id="at-most"),
        pytest.param("~3%", "~3%", id="about"),
        pytest.param("100%", "100%", id="all"),
        pytest.param("0%", "0%", id="none"),
        pytest.param("21 (5.1%)", "5.1%", id="count-and-rate"),
        pytest.param("1,021 (5.1%)", "5.1%", id="large-count-and-rate"),
        pytest.param("21(5)", "5%", id="count-and-bare-rate"),
        pytest.param("7% [a]", "7%", id="footnote-mark"),
        pytest.param("7%*", "7%", id="asterisk"),
        pytest.param("7%†‡", "7%", id="daggers"),
        pytest.param("7% (29/412)", "7%", id="rate-and-count"),
        pytest.param("7", "7%", id="bare-number-under-a-sign"),
        pytest.param("<1", "<1%", id="bare-bound-under-a-sign"),
    ],
)
def test_a_cell_tells_its_rate(cell: str, rate: str) -> None:
    assert reactions(("Reaction", "Calvoryn, %"), ("Nausea", cell)) == [
        ("Nausea", rate, "")
    ]


@pytest.mark.parametrize(
    "cell",
    ["", "-", "–", "—", "n/a", "not reported", "29/412", "1000", "7 days", "(7)"],
)
def test_a_cell_without_a_rate_tells_none(cell: str) -> None:
    table = (("Reaction", "Calvoryn, %"), ("Rash", "3"), ("Itch", "2"))
    assert reactions(*table, ("Nausea", cell)) == [
        ("Rash", "3%", ""),
        ("Itch", "2%", ""),
    ]


@pytest.mark.parametrize(
    ("header", "caption"),
    [
        (("Reaction", "Calvoryn %"), ""),
        (("Reaction", "Calvoryn (%)"), ""),
        (("Reaction", "Calvoryn, percent"), ""),
        (("Reaction", "Calvoryn, per cent"), ""),
        (("Reaction", "Percentage of patients"), ""),
        (("Reaction", "Percentages"), ""),
        (("Reaction", "Calvoryn"), "Reactions in at least 2% of patients"),
        (("% of patients", "Calvoryn"), ""),
    ],
)
def test_shares_are_spoken_of_in_the_head_or_the_caption(
    header: tuple[str, ...], caption: str
) -> None:
    found = reactions(header, ("Nausea", "7"), caption=caption)
    assert found == [("Nausea", "7%", "")]


@pytest.mark.parametrize(
    "head",
    [
        "Placebo",
        "Placebo (N=405)",
        "Vehicle",
        "Sham",
        "Control",
        "Active comparator",
        "Standard of care",
        "Untreated",
        "PLACEBO %",
    ],
)
@pytest.mark.parametrize("is_first", [True, False], ids=["left", "right"])
def test_the_comparator_is_known_by_its_name_wherever_it_stands(
    head: str, *, is_first: bool
) -> None:
    names, row = ["Calvoryn", head], ["7%", "3%"]
    if is_first:
        names.reverse()
        row.reverse()
    found = reactions(("Reaction", *names), ("Nausea", *row))
    assert found == [("Nausea", "7%", "3%")]


@pytest.mark.parametrize(
    ("heads", "row", "expected"),
    [
        pytest.param(
            ("Calvoryn", "Bromavel"), ("7%", "3%"), [("Rash", "7%", "")], id="own-name"
        ),
        pytest.param(
            ("Felostat", "Bromavel"), ("7%", "3%"), [("Rash", "7%", "")], id="substance"
        ),
        pytest.param(
            ("10 mg", "20 mg", "All doses", "Placebo"),
            ("5%", "7%", "6%", "2%"),
            [("Rash", "6%", "2%")],
            id="all-doses",
        ),
        pytest.param(
            ("Total", "Men", "Women"),
            ("6%", "5%", "7%"),
            [("Rash", "6%", "")],
            id="total",
        ),
        pytest.param(
            ("Study 1", "Study 2", "Pooled"),
            ("6%", "5%", "7%"),
            [("Rash", "7%", "")],
            id="pooled",
        ),
        pytest.param(
            ("10 mg (N=100)", "20 mg (N=98)", "Placebo (N=101)"),
            ("5%", "7%", "2%"),
            [("Rash (10 mg)", "5%", "2%"), ("Rash (20 mg)", "7%", "2%")],
            id="each-dose-against-placebo",
        ),
        pytest.param(
            ("Calvoryn 10 mg", "Calvoryn 20 mg"),
            ("5%", "7%"),
            [("Rash (Calvoryn 10 mg)", "5%", ""), ("Rash (Calvoryn 20 mg)", "7%", "")],
            id="two-columns-name-the-product",
        ),
        pytest.param(
            ("10 mg [a]", "20 mg*"),
            ("5%", "7%"),
            [("Rash (10 mg)", "5%", ""), ("Rash (20 mg)", "7%", "")],
            id="marks-leave-the-arm",
        ),
        pytest.param(
            ("(N=12)", "(N=13)"),
            ("5%", "7%"),
            [("Rash", "5%", ""), ("Rash", "7%", "")],
            id="arms-without-a-name",
        ),
        pytest.param(
            ("Placebo-controlled trials Placebo", "Placebo-controlled trials Calvoryn"),
            ("5%", "7%"),
            [("Rash", "7%", "5%")],
            id="every-head-names-the-trials",
        ),
        pytest.param(
            ("Calvoryn with standard of care", "Standard of care"),
            ("5%", "7%"),
            [("Rash", "5%", "7%")],
            id="the-product-on-top-of-the-comparator",
        ),
        pytest.param(("Placebo", "Control"), ("5%", "7%"), [], id="no-arm-of-its-own"),
    ],
)
def test_arms(heads: tuple[str, ...], row: tuple[str, ...], expected: Rates) -> None:
    assert reactions(("Reaction", *heads), ("Rash", *row)) == expected


@pytest.mark.parametrize(
    ("header", "row"),
    [
        pytest.param(("Reaction",), ("Nausea",), id="no-column-of-rates"),
        pytest.param(
            ("Calvoryn %", "Reaction"), ("7", "Nausea"), id="rates-stand-first"
        ),
        pytest.param(("Reaction", "Calvoryn"), ("Nausea", "7"), id="numbers-of-what"),
        pytest.param(("Reaction", "Weeks"), ("Nausea", "7"), id="weeks"),
        pytest.param((), ("Nausea", "7%"), id="no-head"),
        pytest.param(
            ("Reaction", "Calvoryn"), ("12 weeks", "7%"), id="a-term-in-figures"
        ),
        pytest.param(("Reaction", "Calvoryn"), ("", "7%"), id="no-term"),
        pytest.param(("Reaction", "Calvoryn"), ("[a] Pooled data.", "7%"), id="a-note"),
        pytest.param(("Reaction", "Calvoryn %"), ("Nausea", "-"), id="no-rate-at-all"),
    ],
)
def test_no_reaction_is_made_up(header: tuple[str, ...], row: tuple[str, ...]) -> None:
    assert reactions(header, row) == []


def test_columns_with_a_sign_go_before_columns_of_numbers() -> None:
    found = reactions(
        ("Reaction", "Calvoryn n", "Calvoryn %", "Placebo n", "Placebo %"),
        ("Nausea", "29", "7", "12", "3"),
    )
    assert found == [("Nausea", "7%", "3%")]


def test_the_rate_of_placebo_is_never_told_as_the_products() -> None:
    heads = ("Reaction", "Calvoryn n", "Placebo %")
    assert reactions(heads, ("Nausea", "29", "3")) == []


def test_the_term_stands_in_the_column_before_the_rates() -> None:
    found = reactions(
        ("System", "Reaction", "Calvoryn %"),
        ("Gut", "Nausea [b]", "7"),
        ("Skin", "Rash**", "2"),
    )
    assert found == [("Nausea", "7%", ""), ("Rash", "2%", "")]


def test_a_row_of_a_system_is_no_reaction() -> None:
    found = reactions(
        ("Reaction", "Calvoryn %", "Placebo %"),
        ("Skin disorders", "Skin disorders", "Skin disorders"),
        ("Rash", "2", "1"),
        ("Itch", "3", "1"),
    )
    assert found == [("Rash", "2%", "1%"), ("Itch", "3%", "1%")]


@pytest.mark.parametrize(
    ("filled", "is_rates"), [(2, True), (1, False)], ids=["half", "fewer"]
)
def test_a_column_is_of_rates_if_half_of_its_filled_cells_are(
    filled: int, *, is_rates: bool
) -> None:
    cells = ["7%"] * filled + ["text"] * (4 - filled) + ["", "-"]
    rows = [(f"Term {name}", cell) for name, cell in zip("abcdef", cells, strict=True)]
    assert bool(reactions(("Reaction", "Calvoryn"), *rows)) is is_rates


def section(
    *tables: Table, code: str = "34084-4", title: str = "6 REACTIONS"
) -> Section:
    return Section(code, title, "", (Clause("row", "x", 0),), tables)


RASH = Table("", (("Reaction", "Calvoryn"),), (("Rash", "7%"),))
OTHER = Table("", (("Reaction", "Calvoryn"),), (("RASH", "9%"), ("Itch", "2%")))


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        pytest.param(
            (section(RASH, OTHER),), [("Rash", "7%"), ("Itch", "2%")], id="first-told"
        ),
        pytest.param(
            (section(OTHER), section(RASH)),
            [("RASH", "9%"), ("Itch", "2%")],
            id="over-sections",
        ),
        pytest.param(
            (Section("34084-4", "6", "", sections=(section(RASH, code="42229-5"),)),),
            [("Rash", "7%")],
            id="inner-section",
        ),
        pytest.param(
            (section(RASH, code="", title="4.8 Undesirable effects"),),
            [("Rash", "7%")],
            id="european-number",
        ),
        pytest.param((section(RASH, code="34092-7"),), [], id="a-study"),
        pytest.param((), [], id="nothing"),
    ],
)
def test_only_the_sections_on_adverse_reactions_are_read(
    sections: tuple[Section, ...], expected: list[tuple[str, str]]
) -> None:
    document = labels.make_document(
        sections=sections, products=(Product("Calvoryn", ""),)
    )
    found = contents.adverse_reactions(document)
    assert [(one.term, one.rate) for one in found] == expected


@pytest.mark.parametrize(
    ("reaction", "stated"),
    [
        (AdverseReaction("Rash", "7%"), {"term": "Rash", "rate": "7%"}),
        (
            AdverseReaction("Rash", "7%", "<1%"),
            {"term": "Rash", "rate": "7%", "comparator_rate": "<1%"},
        ),
    ],
)
def test_a_reaction_is_stated_as_in_a_kit(
    reaction: AdverseReaction, stated: dict[str, str]
) -> None:
    assert reaction.as_dict() == stated
