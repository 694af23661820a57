"""Rows of claims: how each stands, why it may not be used, its end, its figures."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.models import Anchor, ClaimState, ReferenceFile, ReferencePage
from tests import factories
from tests.web.presenting.unsaved import AT, DAY, HOSTILE, claim, later, reference
from web.presenters import claim_readings, claim_sources, claims, knowledge, pieces
from web.presenters.claim_facets import WARNED
from web.presenters.claim_readings import reading_rows

NEWER = "Replaced by a newer revision."
RETRACTED = reference(key="REF-9", retracted_at=AT)
EXPIRED = reference(key="REF-8", expires_on=DAY)

# columns, label, tone, why not, ends
STANDINGS: list[Any] = [
    pytest.param({}, "May be used", "good", "", "", id="approved"),
    pytest.param(
        {"valid_from": DAY}, "May be used", "good", "", "", id="the first day"
    ),
    pytest.param(
        {"expires_on": later(1)}, "May be used", "good", "", "Ends in 1 day", id="last"
    ),
    pytest.param(
        {"expires_on": later(90)},
        "May be used",
        "good",
        "",
        "Ends in 90 days",
        id="an end in sight",
    ),
    pytest.param(
        {"expires_on": later(91)}, "May be used", "good", "", "", id="an end far off"
    ),
    pytest.param(
        {"expires_on": DAY},
        "Approved, not usable",
        "warn",
        "Expired on 21 Nov 2026.",
        "",
        id="the day of the end",
    ),
    pytest.param(
        {"valid_from": later(1), "expires_on": later(30)},
        "Approved, not usable",
        "warn",
        "Not valid before 22 Nov 2026.",
        "",
        id="not yet",
    ),
    pytest.param(
        {"state": "DRAFT"},
        "Draft",
        "",
        "A draft: nobody has approved it yet.",
        "",
        id="draft",
    ),
    pytest.param(
        {"state": "DRAFT", "expires_on": later(3)},
        "Draft",
        "",
        "A draft: nobody has approved it yet.",
        "",
        id="a draft's end is not announced",
    ),
    pytest.param({"state": "SUPERSEDED"}, "Superseded", "", NEWER, "", id="superseded"),
    pytest.param(
        {"state": "SUSPENDED", "suspended_at": AT, "suspension_reason": "New data"},
        "Suspended",
        "bad",
        "Suspended on 21 Nov 2026: New data.",
        "",
        id="suspended",
    ),
    pytest.param(
        {"state": "WITHDRAWN", "withdrawn_at": AT, "withdrawal_reason": "Wrong."},
        "Withdrawn",
        "bad",
        "Withdrawn on 21 Nov 2026: Wrong.",
        "",
        id="withdrawn by a service",
    ),
    pytest.param(
        {"state": "WITHDRAWN"}, "Withdrawn", "bad", "Withdrawn.", "", id="no more known"
    ),
]


@pytest.mark.parametrize(("columns", "label", "tone", "why", "ends"), STANDINGS)
def test_a_row_says_how_the_claim_stands(
    columns: dict[str, Any], label: str, tone: str, why: str, ends: str
) -> None:
    (row,) = knowledge.claim_rows([claim(reference(), **columns)], DAY)
    assert (row.state, row.tone, row.why_not, row.ends) == (label, tone, why, ends)
    assert bool(row.ends_tone) == bool(ends)


@pytest.mark.parametrize(
    ("cited", "why"),
    [
        ([], ""),
        ([RETRACTED], "Its reference REF-9 was retracted on 21 Nov 2026."),
        ([EXPIRED], "Its reference REF-8 expired on 21 Nov 2026."),
        (
            [RETRACTED, reference(), EXPIRED],
            "Its reference REF-9 was retracted on 21 Nov 2026. Its reference REF-8 "
            "expired on 21 Nov 2026.",
        ),
    ],
)
def test_a_claim_falls_with_its_references(cited: list[Any], why: str) -> None:
    (row,) = knowledge.claim_rows([claim(*cited)], DAY)
    assert row.why_not == why
    assert row.state == ("Approved, not usable" if why else "May be used")


def test_who_withdrew_it_is_named() -> None:
    version = claim(
        state="WITHDRAWN",
        withdrawn_by="ines",
        withdrawn_at=AT,
        withdrawal_reason="Wrong.",
    )
    said = "Withdrawn by Ines Roth on 21 Nov 2026: Wrong."
    assert knowledge.why_not(version, DAY, {"ines": "Ines Roth"}) == said
    assert knowledge.why_not(version, DAY, {}) == said.replace("Ines Roth", "ines")


def test_a_row_names_the_revision_and_leads_to_it() -> None:
    (row,) = knowledge.claim_rows([claim(text=HOSTILE)], DAY, {7: ("words",)})
    assert row.ref == "EFF-1@2"
    assert row.href == "/claims/calvoryn/EFF-1/?version=2"
    assert (row.brand, row.slug, row.kind) == (
        "Calvoryn",
        "calvoryn",
        "Quality of life",
    )
    assert row.markets == ("US", "DE")
    assert row.why == ("words",)
    assert row.text == HOSTILE


@given(
    state=st.sampled_from(ClaimState.values),
    begins=st.one_of(st.none(), st.integers(-100, 100).map(later)),
    ends=st.one_of(st.none(), st.integers(-100, 200).map(later)),
    fallen=st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_only_what_may_be_used_is_said_to_be(
    state: str, begins: Any, ends: Any, *, fallen: bool
) -> None:
    version = claim(
        RETRACTED if fallen else reference(),
        state=state,
        valid_from=begins,
        expires_on=ends,
    )
    (row,) = knowledge.claim_rows([version], DAY)
    is_usable = (
        state == ClaimState.APPROVED
        and not fallen
        and (begins is None or begins <= DAY)
        and (ends is None or ends > DAY)
    )
    assert (row.state == "May be used") == (row.tone == "good") == is_usable
    assert bool(row.why_not) == (not is_usable)
    if is_usable and ends:
        assert bool(row.ends) == (ends <= later(max(WARNED.values())))
    else:
        assert row.ends == ""


# which revision


@pytest.mark.parametrize(
    ("states", "number", "shown"),
    [
        ("DRAFT SUSPENDED SUPERSEDED", "", 2),
        ("DRAFT APPROVED", "", 1),
        ("DRAFT SUPERSEDED", "", 2),
        ("WITHDRAWN", "", 1),
        ("DRAFT APPROVED", "2", 2),
        ("DRAFT APPROVED", "9", 1),
        ("DRAFT APPROVED", "<b>", 1),
        ("APPROVED", "01", 1),
    ],
)
def test_the_revision_in_force_is_shown(states: str, number: str, shown: int) -> None:
    names = states.split()
    versions = [
        claim(state=state, version=len(names) - place)
        for place, state in enumerate(names)
    ]
    found = claims.shown(versions, number)
    assert found
    assert found.version == shown
    exact = claims.revision(versions, number)
    assert (exact is not None) == (number in {str(row.version) for row in versions})


def test_without_revisions_nothing_is_shown() -> None:
    assert claims.shown([], "1") is None
    assert claims.revision([], "1") is None


# figures

FIGURE = {"text": "42%", "span": [10, 13], "kind": "PERCENTAGE", "arm": "PRODUCT"}
TEXT = "It fell by42% at week 12."


@pytest.mark.parametrize(
    ("row", "says", "arm"),
    [
        pytest.param({}, "Percentage", "The product", id="as read"),
        pytest.param({"arm": "COMPARATOR"}, "Percentage", "The comparator", id="other"),
        pytest.param(
            {"arm": "BETWEEN"}, "Percentage", "Between the arms", id="between"
        ),
        pytest.param({"arm": "NONE"}, "Percentage", "Compares nothing", id="none"),
        pytest.param({"arm": "low dose"}, "Percentage", "low dose", id="a name"),
        pytest.param({"arm": ""}, "Percentage", "", id="no arm"),
        pytest.param({"operator": "<"}, "Percentage, less than", "The product", id="<"),
        pytest.param({"operator": ">"}, "Percentage, more than", "The product", id=">"),
        pytest.param({"operator": "<="}, "Percentage, at most", "The product", id="<="),
        pytest.param(
            {"operator": ">="}, "Percentage, at least", "The product", id=">="
        ),
        pytest.param({"operator": "="}, "Percentage", "The product", id="equal"),
        pytest.param(
            {"kind": "MEAN_CHANGE", "label": "urate"},
            "Mean change, urate",
            "The product",
            id="a label",
        ),
        pytest.param(
            {"interval": ["0.5", "0.9"], "p": "0.01", "n": "372"},
            "Percentage; interval 0.5 to 0.9; p 0.01; n 372",
            "The product",
            id="beside it",
        ),
        pytest.param(
            {"interval": ["low", "high"]},
            "Percentage; interval low, high",
            "The product",
            id="words are no range",
        ),
        pytest.param(
            {"interval": ["-1.5", "2"]},
            "Percentage; interval -1.5 to 2",
            "The product",
            id="below zero",
        ),
    ],
)
def test_a_figure_says_what_it_is_and_whose(
    row: dict[str, Any], says: str, arm: str
) -> None:
    rows = reading_rows(TEXT, {"quantities": [{**FIGURE, **row}]})
    (figure,) = rows.figures
    assert (figure.text, figure.says, figure.arm) == ("42%", says, arm)
    (marked,) = [one for one in rows.stretches if one.style]
    assert marked.title == (f"{says}. Arm: {arm}" if arm else says)


def test_names_of_the_arms_are_those_of_the_claim() -> None:
    reading = {"product": "Calvoryn", "comparator": "placebo", "quantities": [FIGURE]}
    (figure,) = reading_rows(TEXT, reading).figures
    assert figure.arm == "Calvoryn"
    assert reading_rows(TEXT, reading).said == ()


def test_an_open_figure_is_marked_so() -> None:
    rows = reading_rows(TEXT, {"quantities": [{**FIGURE, "is_open": True}]})
    assert rows.is_open
    assert [one.style for one in rows.stretches] == ["", "open", ""]
    assert rows.stretches[1].title == "This figure is bound to no arm yet"


@given(
    text=st.text("ab 42%", max_size=30),
    spans=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6),
)
@settings(max_examples=200, deadline=None)
def test_marking_loses_no_word_of_a_claim(
    text: str, spans: list[tuple[int, int]]
) -> None:
    quantities = [
        {"text": text[start:end] or "x", "span": [start, end], "kind": "VALUE"}
        for start, end in spans
    ]
    rows = reading_rows(text, {"quantities": quantities})
    assert "".join(one.text for one in rows.stretches) == text
    assert len(rows.figures) == len(quantities)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"hedges": []}, ()),
        ({"direction": "NO_CHANGE"}, (("Direction", "no change"),)),
        ({"time_point": {"value": 12, "unit": "WEEK"}}, (("Time point", "12, week"),)),
        ({"range": [1, 2]}, (("Range", "1 to 2"),)),
        ({"list": ["a", "b", "c"]}, (("List", "a, b, c"),)),
        ({"product": "Calvoryn", "comparator": "placebo"}, ()),
        ({"words": HOSTILE}, (("Words", HOSTILE),)),
    ],
)
def test_what_else_is_said_is_told_plainly(
    said: dict[str, Any], shown: tuple[tuple[str, str], ...]
) -> None:
    assert claim_readings.reading_rows("x", said).said == shown


COLUMNS = ("label", "arm", "value", "unit", "n", "interval", "p")


@given(
    st.lists(
        st.dictionaries(st.sampled_from(COLUMNS), st.sampled_from(["", None, "7"])),
        max_size=4,
    )
)
@settings(max_examples=100, deadline=None)
def test_a_table_has_a_column_for_whatever_some_row_says(
    facts: list[dict[str, Any]],
) -> None:
    table = claims.facts_table(facts)
    filled = [name for name in COLUMNS if any(row.get(name) for row in facts)]
    assert table.titles == tuple(claims.FACT_TITLES[name] for name in filled)
    assert len(table.rows) == len(facts)
    assert all(len(row) == len(filled) for row in table.rows)
    assert all(cell in ("", "7") for row in table.rows for cell in row)


# sources


def test_a_source_says_what_it_is_and_where() -> None:
    version = claim(reference(url="https://urate.example/1"))
    citation = version.citations.all()[0]
    citation.anchor = Anchor(key="a", locator="p. 4", quote="fell by 42%", page=4)
    row = pieces.source_row(citation)
    assert (row.key, row.kind, row.design) == ("REF-1", "journal", "double blind")
    assert (row.locator, row.quote) == ("p. 4", "fell by 42%")
    assert row.url == "https://urate.example/1"
    assert (row.retracted_at, row.expires_on) == (None, None)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 5])
def test_pages_of_all_sources_cost_one_query(
    django_assert_num_queries: Any, count: int
) -> None:
    cited = [reference(pk=number, key=f"REF-{number}") for number in range(count)]
    version = claim(*cited)
    for citation in version.citations.all():
        citation.anchor = Anchor(key="a", locator="p. 4", quote="words", page=4)
    with django_assert_num_queries(1):
        rows = claim_sources.sources(version)
    assert [row.href for row in rows] == [
        f"/references/calvoryn/REF-{number}/" for number in range(count)
    ]
    assert [row.excerpt for row in rows] == [None] * count


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        pytest.param("fell by 42%", "", "", id="nothing around it"),
        pytest.param("It fell by 42% then.", "It ", " then.", id="a sentence"),
        pytest.param(
            f"{'a' * 300} fell by 42% {'b' * 300}",
            f"…{'a' * 219} ",
            f" {'b' * 219}…",
            id="a whole page",
        ),
        pytest.param(
            f"{'a' * 219} fell by 42% {'b' * 219}",
            f"{'a' * 219} ",
            f" {'b' * 219}",
            id="just so much",
        ),
        pytest.param("It fell by 41% then.", None, None, id="other words"),
    ],
)
def test_a_quote_stands_in_its_words(
    text: str, before: str | None, after: str | None
) -> None:
    source = factories.make_claim(factories.make_brand()).citations.get().reference
    anchor = Anchor(reference=source, key="a", quote="fell by 42%", page=4)
    older, newer = (
        ReferenceFile.objects.create(
            reference=source,
            sha256=str(number),
            content=b"",
            attached_at=AT,
        )
        for number in (1, 2)
    )
    ReferencePage.objects.create(file=older, number=4, text="It fell by 42% before.")
    ReferencePage.objects.create(file=newer, number=4, text=text)
    version = claim(source)
    version.citations.all()[0].anchor = anchor
    (row,) = claim_sources.sources(version)
    if before is None:
        assert row.excerpt is None
        return
    assert row.excerpt
    assert (row.excerpt.before, row.excerpt.after) == (before, after)
    assert row.excerpt.quote == "fell by 42%"
    assert row.excerpt.href == f"{row.href}?file={newer.pk}&page=4#page"
