"""Rows of labels: what changed, what leans on it, what stops, and their tables."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.labels import Leaning, Replacement
from knowledge_base.labels.clauses import HEADING, Clause
from knowledge_base.labels.comparing import ChangeKind, ClauseChange, SectionComparison
from knowledge_base.labels.leaning import LeaningBlock, LeaningClaim
from review.label_adoption import AdoptionImpact
from review.models import Release, Review
from tests.web.presenting.unsaved import AT, DAY, HOSTILE, block, claim, label, later
from web.presenters import label_changes, label_imports, label_tables
from web.presenters.label_changes import PlaceLink
from web.presenters.label_tables import AnchoredRow, ClauseRow, table_row

NEW = label(pk=8, version="2026-12", effective_on=later(10))


def clause(text: str = "Words.", number: int | None = 0, **changes: Any) -> Clause:
    said: dict[str, Any] = {
        "section": 2,
        "number": number,
        "kind": "paragraph",
        "text": text,
        "path": ("Warnings",),
    }
    return Clause(**{**said, **changes})


def change(
    kind: ChangeKind, old: Clause | None = None, new: Clause | None = None
) -> ClauseChange:
    return ClauseChange(kind, old, new)


UNCHANGED = change(ChangeKind.UNCHANGED, clause(), clause())
ADDED = change(ChangeKind.ADDED, None, clause("New words."))
REMOVED = change(ChangeKind.REMOVED, clause("Old words."), None)
CHANGED = change(ChangeKind.CHANGED, clause("It was one."), clause("It was two."))
MOVED = change(
    ChangeKind.MOVED,
    clause(path=("Dosing",), section=1, number=4),
    clause(path=("Warnings",), section=3, number=5),
)


@pytest.mark.parametrize(
    ("one", "kind", "tone", "place", "moved_from", "moved_href"),
    [
        (UNCHANGED, "unchanged", "", "/labels/8/#c-2-0", "", ""),
        (ADDED, "added", "good", "/labels/8/#c-2-0", "", ""),
        (REMOVED, "removed", "bad", "/labels/6/#c-2-0", "", ""),
        (CHANGED, "changed", "warn", "/labels/8/#c-2-0", "", ""),
        (MOVED, "moved", "accent", "/labels/8/#c-3-5", "Dosing", "/labels/6/#c-1-4"),
    ],
)
def test_a_change_is_shown_where_it_stands(
    one: ClauseChange,
    kind: str,
    tone: str,
    place: str,
    moved_from: str,
    moved_href: str,
) -> None:
    compared = [SectionComparison(("Warnings",), "", (one,))]
    (section,) = label_changes.section_rows(
        compared, old=label(), new=NEW, changed_only=False
    )
    (row,) = section.changes
    assert (row.kind, row.tone, row.place) == (kind, tone, place)
    assert (row.moved_from, row.moved_href) == (moved_from, moved_href)
    assert not row.is_heading


@pytest.mark.parametrize(
    ("stored", "place"),
    [(label(), "/labels/6/#c-2-0"), (label(pk=None), ""), (None, "")],
)
def test_a_label_that_is_not_stored_has_no_address(stored: Any, place: str) -> None:
    compared = [SectionComparison(("Warnings",), "", (REMOVED,))]
    (section,) = label_changes.section_rows(compared, old=stored, new=None)
    assert section.changes[0].place == place


@pytest.mark.parametrize(
    ("path", "title"),
    [
        (("Warnings",), "Warnings"),
        (("Warnings", "Liver"), "Warnings › Liver"),
        ((" ", "Liver"), "Liver"),
        (("",), "Without a title"),
        ((), "Without a title"),
        ((HOSTILE,), HOSTILE),
    ],
)
def test_a_section_is_named_by_its_titles(path: tuple[str, ...], title: str) -> None:
    compared = [SectionComparison(path, "", (ADDED,))]
    (section,) = label_changes.section_rows(compared, old=None, new=None)
    assert section.title == title


HEADED = change(
    ChangeKind.UNCHANGED,
    clause("Warnings", None, kind=HEADING),
    clause("Warnings", None, kind=HEADING),
)


@pytest.mark.parametrize(
    ("changes", "changed_only", "kinds"),
    [
        ((UNCHANGED, ADDED), True, ["added"]),
        ((UNCHANGED, ADDED), False, ["unchanged", "added"]),
        ((UNCHANGED,), True, None),
        ((UNCHANGED,), False, ["unchanged"]),
        ((HEADED,), False, None),
        ((HEADED, CHANGED), False, ["changed"]),
        ((), False, None),
    ],
)
def test_what_did_not_change_may_be_left_out(
    changes: tuple[ClauseChange, ...],
    kinds: list[str] | None,
    *,
    changed_only: bool,
) -> None:
    compared = [SectionComparison(("Warnings",), "", changes)]
    rows = label_changes.section_rows(
        compared, old=None, new=None, changed_only=changed_only
    )
    assert [[one.kind for one in row.changes] for row in rows] == (
        [kinds] if kinds else []
    )


@given(st.lists(st.sampled_from([UNCHANGED, ADDED, REMOVED, CHANGED, MOVED])))
@settings(max_examples=60, deadline=None)
def test_counts_leave_out_what_did_not_change(changes: list[ClauseChange]) -> None:
    told = label_changes.counts(changes)
    assert sum(count for _, count, _ in told) == len(
        [one for one in changes if one.kind != ChangeKind.UNCHANGED]
    )
    assert all(count for _, count, _ in told)
    assert label_changes.counts(reversed(changes)) == told


# what leans


@pytest.mark.parametrize(
    ("state", "shown", "tone"),
    [
        ("APPROVED", "Will be suspended", "bad"),
        ("SUSPENDED", "Suspended already", "warn"),
        ("DRAFT", "Draft", ""),
    ],
)
def test_a_leaning_claim_says_what_becomes_of_it(
    state: str, shown: str, tone: str
) -> None:
    leaning = Leaning(claims=(LeaningClaim(claim(state=state), (clause(),), False),))
    rows = label_changes.leaning_rows(leaning, label(), of_claims={7: 3}, of_blocks={})
    (row,) = rows.claims
    assert (row.state, row.tone, row.assets) == (shown, tone, 3)
    assert (row.name, row.href) == ("EFF-1@2", "/claims/calvoryn/EFF-1/?version=2")
    assert row.places == (PlaceLink("Warnings", "/labels/6/#c-2-0"),)
    assert not rows.is_empty


@pytest.mark.parametrize(
    ("clauses", "is_in_new", "note"),
    [
        ((clause(),), False, ""),
        ((clause(),), True, ""),
        ((), False, "Its quote was not found in either label: a person must look."),
        (
            (),
            True,
            "Its quote is not in the old label, so nobody can show what it leaned on. "
            "The same words stand in the new label.",
        ),
    ],
)
def test_a_claim_without_a_place_is_explained(
    clauses: tuple[Clause, ...], note: str, *, is_in_new: bool
) -> None:
    leaning = Leaning(claims=(LeaningClaim(claim(), clauses, is_in_new),))
    rows = label_changes.leaning_rows(leaning, label(), of_claims={}, of_blocks={})
    assert rows.claims[0].note == note


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        ({}, ("In use", "warn")),
        ({"suspended_at": AT}, ("Suspended already", "warn")),
        ({"approved_at": None}, ("Draft", "")),
    ],
)
def test_a_leaning_block_says_how_it_stands(
    columns: dict[str, Any], shown: tuple[str, str]
) -> None:
    leaning = Leaning(blocks=(LeaningBlock(block(**columns), (clause(),)),))
    rows = label_changes.leaning_rows(
        leaning, label(), of_claims={}, of_blocks={9: 2}, in_use=("In use", "warn")
    )
    (row,) = rows.blocks
    assert (row.state, row.tone) == shown
    assert (row.name, row.assets) == ("opening-1@3", 2)


def test_nothing_leans() -> None:
    rows = label_changes.leaning_rows(Leaning(), None, of_claims={}, of_blocks={})
    assert rows.is_empty


@pytest.mark.parametrize("count", [1, 3, 4, 9])
def test_only_a_few_places_are_named_each_section_once(count: int) -> None:
    places = [clause(path=(f"Part {n}",), number=n) for n in range(count)]
    leaning = Leaning(claims=(LeaningClaim(claim(), (*places, *places), False),))
    rows = label_changes.leaning_rows(leaning, label(), of_claims={}, of_blocks={})
    titles = [place.title for place in rows.claims[0].places]
    assert titles == [f"Part {n}" for n in range(min(count, 3))]


# what an adoption stops


def release(pk: int) -> Release:
    uid = f"0b9b6c1e-0000-4000-8000-{pk:012}"
    made: Release = Release(pk=pk, code=f"US-{pk}", uid=uid)
    return made


def impact(
    claims: int = 0, blocks: int = 0, old: Any = None, **changes: Any
) -> AdoptionImpact:
    leaning = Leaning(
        claims=tuple(LeaningClaim(claim(pk=n), (), False) for n in range(claims)),
        blocks=tuple(LeaningBlock(block(pk=n), ()) for n in range(blocks)),
    )
    found = Replacement(NEW, old or label(), (ADDED, CHANGED), leaning)
    return AdoptionImpact(found, **changes)


ONE, TWO = (release(1),), (release(1), release(2))
WAIT = "will be suspended until a person reconfirms them."


@pytest.mark.parametrize(
    ("found", "sentences"),
    [
        (impact(), ["Nothing that is in use stops."]),
        (impact(claims=1), [f"1 claim {WAIT}"]),
        (impact(claims=2), [f"2 claims {WAIT}"]),
        (impact(blocks=1), [f"1 text block {WAIT}"]),
        (impact(claims=1, blocks=2), [f"1 claim and 2 text blocks {WAIT}"]),
        (
            impact(written_on=ONE),
            [
                "1 released asset written on version 2026-01 will not be served any "
                "more from 1 Dec 2026."
            ],
        ),
        (
            impact(carrying=TWO),
            [
                "2 released assets with a suspended claim or text block will not be "
                "served any more at once."
            ],
        ),
        (
            impact(reviews=(Review(),)),
            [
                "1 review of pieces written on version 2026-01 can no longer lead to "
                "a release."
            ],
        ),
    ],
)
def test_what_stops_is_told_in_sentences(
    found: AdoptionImpact, sentences: list[str]
) -> None:
    assert list(label_imports.impact_rows(found, DAY).sentences) == sentences


@pytest.mark.parametrize(
    ("days", "when"),
    [
        (0, "from 1 Dec 2026"),
        (9, "from 1 Dec 2026"),
        (10, "at once"),
        (400, "at once"),
    ],
)
def test_a_label_that_is_effective_stops_at_once(days: int, when: str) -> None:
    (told,) = label_imports.impact_rows(impact(written_on=ONE), later(days)).sentences
    assert told.endswith(f"any more {when}.")


def test_each_stopping_asset_is_named_once_and_leads_to_its_page() -> None:
    rows = label_imports.impact_rows(impact(written_on=TWO, carrying=TWO), DAY)
    assert [code for code, _ in rows.assets] == ["US-1", "US-2"]
    assert all(href.startswith("/library/0b9b6c1e-") for _, href in rows.assets)
    assert (rows.replaced, rows.replaced_href) == ("2026-01", "/labels/6/")


def test_a_first_label_stops_nothing() -> None:
    first = AdoptionImpact(Replacement(NEW, None, (), Leaning()))
    rows = label_imports.impact_rows(first, DAY)
    assert rows.sentences == ("No label was in force before: nothing stops.",)
    assert (rows.replaced, rows.replaced_href, rows.assets) == ("", "", ())


def test_only_changes_are_listed() -> None:
    rows = label_imports.change_rows(impact())
    assert [one.kind for row in rows for one in row.changes] == ["added", "changed"]


# tables

CELLS = st.lists(st.sampled_from(["Ache", "7%", "Itch [a]", "6%", ""]), max_size=3)


@given(
    caption=st.sampled_from(["", "All rates"]),
    header=st.lists(CELLS, max_size=2),
    lines=st.lists(CELLS, max_size=4),
    texts=st.lists(
        st.sampled_from(["All rates", "Ache 7%", "Itch 6%", "Other"]), max_size=6
    ),
)
@settings(max_examples=100, deadline=None)
def test_no_clause_of_a_table_is_lost_or_shown_twice(
    caption: str, header: list[list[str]], lines: list[list[str]], texts: list[str]
) -> None:
    clauses = [ClauseRow(f"c-0-{n}", text) for n, text in enumerate(texts)]
    stored = {"caption": caption, "header": header, "rows": lines}
    made = table_row(stored, clauses)
    shown = [line.clause for line in (*made.header, *made.lines) if line.clause]
    addresses = sorted(one.address for one in (*shown, *made.others))
    assert addresses == sorted(one.address for one in clauses)
    assert [list(line.cells) for line in made.header] == header
    assert [list(line.cells) for line in made.lines] == lines
    order = [int(one.address.split("-")[2]) for one in shown]
    assert order == sorted(order)


def test_claims_at_a_table_are_gathered_in_order() -> None:
    anchored = [AnchoredRow(((f"EFF-{n}@1", "/"),)) for n in range(3)]
    clauses = [
        ClauseRow("c-0-0", "All rates", anchored[0]),
        ClauseRow("c-0-1", "Ache 7%", anchored[1]),
        ClauseRow("c-0-2", "Never said", None),
        ClauseRow("c-0-3", "Itch 6%", anchored[2]),
    ]
    stored = {"caption": "All rates", "rows": [["Ache", "7%"], ["Itch", "6%"]]}
    made = label_tables.table_row(stored, clauses)
    assert made.anchored == tuple(anchored)
    assert [one.address for one in made.others] == ["c-0-0", "c-0-2"]
